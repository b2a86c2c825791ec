"""Rows of plans → the few facts that decisions need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from longleaf.basis.period import Period
from longleaf.domain.plan.completeness import Check, Known, check_plan
from longleaf.domain.plan.connection import check_links
from longleaf.domain.plan.content import Content, read_content
from longleaf.domain.plan.coverage import Educator
from longleaf.domain.plan.kind import PlanKind
from longleaf.domain.plan.life import Force, Life, Member, Review, Stage, Version
from longleaf.domain.plan.waiver import check_waivers, waivers_for_engine
from longleaf.policy.citation import Citation
from longleaf.policy.facts import PlanInForce
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import credit
from longleaf.records.models import framework as frameworks
from longleaf.records.models import microcredential as microcredentials
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows


def _runs(on: date) -> Q:
    return Q(first_on__lte=on) & (Q(last_on__isnull=True) | Q(last_on__gte=on))


def plans_of(persons: Iterable[UUID], on: date) -> Mapping[UUID, PlanInForce]:
    """The plan that applies to each of these people on a day; those without one are left out.

    A plan applies from the last of its own first day, the day the person was covered from and,
    where it asks for consent, the day they gave it. Never more than four queries.
    """
    members = [
        one
        for one in rows.PlanMember.objects.filter(_runs(on), person__in=list(persons))
        if not one.needs_consent or (one.consented_on is not None and one.consented_on <= on)
    ]
    if not members:
        return {}
    forces = {
        one.plan_id: one
        for one in rows.PlanForce.objects.filter(
            _runs(on), plan__in={one.plan_id for one in members}
        ).select_related("version", "plan__organization")
    }
    identifiers = element_identifiers()
    made = {plan: in_force(force, identifiers) for plan, force in forces.items()}
    return {one.person_id: _for(one, made[one.plan_id]) for one in members if one.plan_id in made}


def _for(member: rows.PlanMember, plan: PlanInForce) -> PlanInForce:
    first = max(filter(None, (plan.began_on, member.first_on, member.consented_on)))
    lasts = [day for day in (plan.ends_on, member.last_on) if day is not None]
    return PlanInForce(
        plan.id, plan.title, first, min(lasts, default=None), plan.waivers, plan.citation
    )


def in_force(force: rows.PlanForce, identifiers: Mapping[str, str]) -> PlanInForce:
    """A version in force as the policy engine reads it; its version and plan are loaded."""
    return as_in_force(force.version, force.plan, force.first_on, force.last_on, identifiers)


def as_in_force(
    version: rows.PlanVersion,
    plan: rows.Plan,
    first: date,
    last: date | None,
    identifiers: Mapping[str, str],
) -> PlanInForce:
    """A version as it would be in force on these days."""
    owner = plan.organization
    content = read_content(version.sections)
    return PlanInForce(
        id=f"plan:{plan.pk}:{version.number}",
        title=version.title,
        began_on=first,
        ends_on=last,
        waivers=waivers_for_engine(content, rules_of(owner.jurisdiction), identifiers),
        citation=Citation(
            key=f"plan-{plan.pk}-{version.number}",
            title=f"{version.title}, version {version.number}",
            publisher=owner.name,
            kind="plan",
            verified_on=first,
            url=f"/plans/{plan.pk}",
            note=f"SHA-256 {version.content_hash}",
        ),
    )


def element_identifiers() -> Mapping[str, str]:
    """The identifier of every element on file by its framework and code, as "ncpts IV-h"."""
    return {
        f"{framework} {code}": identifier
        for framework, code, identifier in frameworks.Element.objects.values_list(
            "framework__slug", "code", "identifier"
        )
    }


def life_of(plan: rows.Plan) -> Life:
    """All that decides what may happen to a plan."""
    reviews = list(plan.reviews.select_related("version").order_by("opened_at"))
    waiting = dict.fromkeys((one.pk for one in reviews), 0)
    for review in rows.PlanRemark.objects.filter(
        review__in=reviews, kind="question", settled_at__isnull=True
    ).values_list("review_id", flat=True):
        if review is not None:
            waiting[review] += 1
    return Life(
        versions=tuple(
            Version(number, digest)
            for number, digest in plan.versions.order_by("number").values_list(
                "number", "content_hash"
            )
        ),
        reviews=tuple(
            Review(one.version.number, Stage(one.stage), waiting[one.pk], one.completed_on)
            for one in reviews
        ),
        forces=tuple(
            Force(number, first, last)
            for number, first, last in plan.forces.order_by("first_on").values_list(
                "version__number", "first_on", "last_on"
            )
        ),
        members=tuple(
            Member(person, first, last)
            for person, first, last in plan.members.order_by("first_on").values_list(
                "person_id", "first_on", "last_on"
            )
        ),
    )


def covered_elsewhere(persons: Iterable[UUID], plan: UUID | None) -> dict[UUID, list[Period]]:
    """The days on which other plans cover each of these people."""
    found: dict[UUID, list[Period]] = {}
    others = rows.PlanMember.objects.filter(person__in=list(persons))
    if plan is not None:
        others = others.exclude(plan=plan)
    for person, first, last in others.values_list("person_id", "first_on", "last_on"):
        found.setdefault(person, []).append(Period(first, last))
    return found


def schools_of(organization: people.Organization) -> dict[str, str]:
    """The schools of an LEA, by identifier."""
    return {
        str(pk): name
        for pk, name in organization.children.order_by("name").values_list("pk", "name")
    }


def educators_of(organization: people.Organization, *, on: date) -> list[Educator]:
    """Who teaches for an organization on a day, with their schools and kinds of license."""
    schools: dict[UUID, set[str]] = {}
    emails: dict[UUID, str] = {}
    held = people.Role.objects.filter(
        people.in_force(on),
        Q(organization=organization) | Q(organization__parent=organization),
        kind="educator",
    ).order_by("person__name", "person")
    for person, email, where in held.values_list("person_id", "person__email", "organization_id"):
        schools.setdefault(person, set()).add(str(where))
        emails[person] = email
    kinds: dict[UUID, set[str]] = {}
    for person, kind in credit.License.objects.filter(
        person__in=list(emails), expires_on__gte=on, cycle_began_on__lte=on
    ).values_list("person_id", "kind"):
        kinds.setdefault(person, set()).add(kind)
    return [
        Educator(person, email, frozenset(schools[person]), frozenset(kinds.get(person, ())))
        for person, email in emails.items()
    ]


def known_to(organization: people.Organization, *, on: date) -> Known:
    """What exists outside a plan of this organization."""
    emails = (
        people.Role.objects.filter(
            people.in_force(on),
            Q(organization=organization) | Q(organization__parent=organization),
            kind="educator",
        )
        .annotate(email=F("person__email"))
        .values_list("email", flat=True)
    )
    return Known(
        microcredentials=frozenset(
            microcredentials.Version.objects.filter(state="published").values_list(
                "microcredential__slug", flat=True
            )
        ),
        elements=frozenset(element_identifiers()),
        schools=schools_of(organization),
        people=frozenset(one.lower() for one in emails),
        kinds=frozenset(one.kind for one in rules_of(organization.jurisdiction).licenses),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan's content with everything that checks find."""

    content: Content
    checks: tuple[Check, ...]

    @property
    def needed(self) -> tuple[Check, ...]:
        """What keeps it from being submitted."""
        return tuple(one for one in self.checks if one.is_needed)


def check_all(
    kind: PlanKind,
    sections: Mapping[str, Mapping[str, object]],
    organization: people.Organization,
    *,
    on: date,
) -> Checked:
    """Every check of a plan, with what is needed first."""
    content = read_content(sections)
    known = known_to(organization, on=on)
    rules = rules_of(organization.jurisdiction)
    found: Sequence[Check] = (
        *check_plan(kind, content, known),
        *check_links(kind, content, known),
        *check_waivers(kind, content, rules, on),
    )
    order = list(kind.titles)
    return Checked(
        content,
        tuple(sorted(found, key=lambda one: (not one.is_needed, order.index(one.element)))),
    )


def closed_on(organizations: Iterable[UUID]) -> frozenset[date]:
    """Every day on which one of these organizations is closed."""
    return frozenset(
        date.fromordinal(day)
        for first, last in rows.ClosedDays.objects.filter(
            organization__in=list(organizations)
        ).values_list("first_on", "last_on")
        for day in range(first.toordinal(), last.toordinal() + 1)
    )
