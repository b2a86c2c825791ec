"""Rows → the facts of every educator under a jurisdiction's rules, a batch at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from longleaf.policy.columnar.frames import Frames, frames_of
from longleaf.policy.rules import Local, Rules
from longleaf.records.facts.renewal import facts_of, runs
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from longleaf.records.models.organization import in_force

BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Workplace:
    """The LEA, charter or other employer that someone teaches for."""

    id: UUID
    slug: str
    name: str
    local_policy: str


def workplaces_of(persons: Iterable[UUID], *, on: date) -> Mapping[UUID, Workplace]:
    """Where each works as an educator on a day: the LEA of the school; the first, if several."""
    found: dict[UUID, Workplace] = {}
    held = (
        people.Role.objects.filter(in_force(on), person__in=list(persons), kind="educator")
        .select_related("organization__parent")
        .order_by("person", "-began_on", "organization__name")
    )
    for role in held:
        own = role.organization
        lea = own.parent if own.kind == "school" and own.parent is not None else own
        local = own.local_policy or lea.local_policy
        found.setdefault(role.person_id, Workplace(lea.pk, lea.slug, lea.name, local))
    return found


def licenses_in(jurisdiction: str, *, on: date) -> QuerySet[rows.License]:
    """Licenses not over on a day whose holders teach in the jurisdiction."""
    teaching = people.Role.objects.filter(
        in_force(on), kind="educator", organization__jurisdiction=jurisdiction
    )
    return rows.License.objects.filter(
        runs(on), cycle_began_on__lte=on, person__in=teaching.values("person")
    ).order_by("pk")


@dataclass(frozen=True, slots=True)
class Population:
    """All licenses that a change of rules could touch, on one day.

    Every LEA is told apart, also one without rules of its own: it is given empty ones under its
    name, which add nothing.
    """

    jurisdiction: str
    on: date

    def size(self) -> int:
        """How many licenses there are."""
        return licenses_in(self.jurisdiction, on=self.on).count()

    def names(self, rules: Rules) -> Mapping[str, str]:
        """LEAs, by the names that the figures use for them, and their titles."""
        leas = people.Organization.objects.filter(jurisdiction=self.jurisdiction).exclude(
            kind="school"
        )
        found = {name: local.title for name, local in rules.locals.items()}
        for slug, name, local in leas.values_list("slug", "name", "local_policy"):
            found[local or _own(slug)] = name
        return found

    def told_apart(self, rules: Rules) -> Rules:
        """The rules with empty ones for every LEA that has none."""
        blank = {
            name: Local(name, title)
            for name, title in self.names(rules).items()
            if name not in rules.locals and name.startswith(_OWN)
        }
        return rules.with_locals({**rules.locals, **blank}, rules.citations)

    def frames(self) -> Iterator[Frames]:
        """Their facts as columns."""
        ids = list(licenses_in(self.jurisdiction, on=self.on).values_list("pk", flat=True))
        for at in range(0, len(ids), BATCH):
            some = list(rows.License.objects.filter(pk__in=ids[at : at + BATCH]).order_by("pk"))
            facts = facts_of(some, on=self.on)
            places = workplaces_of([one.person_id for one in some], on=self.on)
            told = []
            for one in some:
                known, place = facts[one.pk], places.get(one.person_id)
                if known.employer.local is None and place is not None:
                    employer = replace(known.employer, local=_own(place.slug))
                    known = replace(known, employer=employer)
                told.append((str(one.pk), known))
            yield frames_of(told)


_OWN: Final = "lea_"


def _own(slug: str) -> str:
    return f"{_OWN}{slug.replace('-', '_')}"
