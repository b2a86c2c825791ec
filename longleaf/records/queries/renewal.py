"""Reads of licenses and where they stand, and of what a micro-credential would be worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from longleaf.basis.amount import show_amount
from longleaf.domain.microcredential.kinds import GRADE_SPANS
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.cycle import Claims
from longleaf.domain.renewal.employment import Served
from longleaf.domain.renewal.jurisdiction import jurisdiction_of
from longleaf.domain.renewal.next_step import Offer
from longleaf.domain.renewal.recording import evidence_kinds_in, lets_bank
from longleaf.domain.renewal.standing import Standing, license_title, standing
from longleaf.domain.renewal.worth import WorthHere, worth_for_license, worth_in_places
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Employer, Facts, License
from longleaf.policy.messages import unit_words
from longleaf.policy.rules import Rules
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import employers_of, facts_of, license_fact, runs
from longleaf.records.models import award as awards
from longleaf.records.models import backpack, evidence, microcredential
from longleaf.records.models import credit as rows
from longleaf.records.models import framework as frameworks
from longleaf.records.queries.coordinator import COORDINATORS, educators_in, require_in_reach

_UNDER_WAY = ("draft", "submitted", "in_review", "not_yet")


@dataclass(frozen=True, slots=True)
class HeldLicense:
    """A license cycle on record, with where it stands.

    Attributes:
        standing: Computed afresh.
    """

    id: UUID
    person: UUID
    name: str
    field: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class LicenseFacts:
    """A license cycle as it was put on record, for a form that corrects it."""

    id: UUID
    person: UUID
    kind: str
    grade_span: str
    field: str
    cycle_began_on: date
    expires_on: date
    claims: Claims
    years_employed: str = ""
    extended_to: date | None = None
    extended_by: str = ""
    extension_reason: str = ""
    assignments: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingChoices:
    """What the policy lets one say of an activity; each a name and its words.

    Attributes:
        evidence_kinds: Kinds of proof.
        banks: Whether any credit may be kept for the next cycle.
    """

    kinds: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    evidence_kinds: tuple[tuple[str, str], ...] = ()
    banks: bool = False


def recording_choices(person: UUID | None, *, on: date) -> RecordingChoices:
    """The kinds of activity that still count, the units and the categories, under one's rules."""
    rules, local = _rules_for(person, on)
    kinds = [
        (kind.name, kind.title)
        for kind in rules.activities.values()
        if kind.accepted is None or kind.accepted.on(on).value is not False
    ]
    units = [*rules.conversions, rules.unit, "certificate"]
    return RecordingChoices(
        tuple(kinds),
        tuple((unit, _capital(unit_words(unit, "2"))) for unit in units),
        tuple((name, _capital(title)) for name, title in rules.titles(rules.local(local)).items()),
        tuple(evidence_kinds_in(rules).items()),
        lets_bank(rules, rules.local(local)),
    )


def policy_words(person: UUID | None, *, on: date) -> dict[str, str]:
    """The words for every kind, unit and category of the rules that hold for someone."""
    rules, local = _rules_for(person, on)
    units = [*rules.conversions, rules.unit, "certificate", "year"]
    return {
        **{unit: unit_words(unit, "2") for unit in units},
        **{kind.name: kind.title for kind in rules.activities.values()},
        **evidence_kinds_in(rules),
        **rules.titles(rules.local(local)),
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def own_standings(who: Actor, *, on: date) -> tuple[HeldLicense, ...]:
    """Where the actor's running cycles stand, the one that ends first on top."""
    if who.person is None:
        return ()
    return _standings(_running(who.person, on), on)


def own_standing(who: Actor, license: UUID, *, on: date) -> HeldLicense:
    """Where one of the actor's own cycles stands, running or over.

    Raises:
        NoSuchRecordError: If it is not theirs.
    """
    found = _standings(rows.License.objects.filter(pk=license, person=who.person), on)
    if not found or who.person is None:
        raise NoSuchRecordError
    return found[0]


def standings_of_person(who: Actor, person: UUID, *, on: date) -> tuple[HeldLicense, ...]:
    """Where the running cycles of a person in the actor's reach stand.

    Raises:
        NoSuchRecordError: If the person is out of reach.
    """
    require_in_reach(who, person, on=on)
    return _standings(_running(person, on), on)


def own_licenses(who: Actor) -> tuple[LicenseFacts, ...]:
    """All cycles of the actor's that are on record, the latest first."""
    return tuple(
        _as_facts(one)
        for one in rows.License.objects.filter(person=who.person).prefetch_related("assignments")
    )


def own_license(who: Actor, license: UUID) -> LicenseFacts:
    """One of the actor's own cycles.

    Raises:
        NoSuchRecordError: If it is not theirs.
    """
    return _one_license(who.person, license)


def licenses_of_person(who: Actor, person: UUID, *, on: date) -> tuple[LicenseFacts, ...]:
    """All cycles on record of a person in the actor's reach, the latest first; else none."""
    reach = educators_in(who.reach(COORDINATORS), on)
    found = rows.License.objects.filter(person=person, person__in=reach)
    return tuple(_as_facts(one) for one in found)


def license_of_person(who: Actor, person: UUID, license: UUID, *, on: date) -> LicenseFacts:
    """One cycle of a person in the actor's reach.

    Raises:
        NoSuchRecordError: If the person is out of reach or has no such cycle.
    """
    require_in_reach(who, person, on=on)
    return _one_license(person, license)


def _one_license(person: UUID | None, license: UUID) -> LicenseFacts:
    found = rows.License.objects.filter(pk=license, person=person).first()
    if found is None:
        raise NoSuchRecordError
    return _as_facts(found)


def _as_facts(found: rows.License) -> LicenseFacts:
    return LicenseFacts(
        found.pk,
        found.person_id,
        found.kind,
        found.grade_span,
        found.field,
        found.cycle_began_on,
        found.expires_on,
        Claims(found.national_board, found.national_board_on, found.legislator, found.lifetime),
        "" if found.years_employed is None else show_amount(Fraction(found.years_employed)),
        found.extended_to,
        found.extended_by,
        found.extension_reason,
        tuple(
            Served(one.kind, one.grade_span, show_amount(Fraction(one.share) * 100))
            for one in found.assignments.all()
        ),
    )


def _running(person: UUID, on: date) -> Iterable[rows.License]:
    return rows.License.objects.filter(runs(on), person=person).order_by("expires_on", "pk")


def _standings(found: Iterable[rows.License], on: date) -> tuple[HeldLicense, ...]:
    cycles = list(found)
    if not cycles:
        return ()
    facts = facts_of(cycles, on=on)
    decided: dict[UUID, tuple[Rules, Evaluation]] = {}
    for cycle in cycles:
        rules = rules_of(jurisdiction_of(facts[cycle.pk].employer))
        decided[cycle.pk] = rules, evaluate(rules, facts[cycle.pk], on)
    names = names_of(
        {name for pk, (_, told) in decided.items() for name in identifiers_in(facts[pk], told)}
    )
    return tuple(
        HeldLicense(
            cycle.pk,
            cycle.person_id,
            cycle.name,
            cycle.field,
            standing(rules, facts[cycle.pk], told, names),
        )
        for cycle in cycles
        for rules, told in (decided[cycle.pk],)
    )


def identifiers_in(facts: Facts, evaluation: Evaluation) -> Iterable[str]:
    """What a standing names: "activity:…", "award:…", "recognized:…", "element:…"."""
    yield from (one.id for one in facts.activities)
    yield from (one.id for one in facts.awards)
    yield from (one.id for one in facts.recognized)
    yield from (f"element:{one.id}" for award in facts.awards for one in award.competencies)
    mastery = evaluation.mastery
    asked = [*mastery.by_plan, *(one for group in mastery.groups for one in group.standings)]
    yield from (f"element:{name}" for one in asked for name in one.demand.competencies)


def names_of(identifiers: Iterable[str]) -> dict[str, str]:
    """Titles of activities, awards, badges and competencies, by identifiers such as "award:…"."""
    keys: dict[str, list[str]] = {"activity": [], "award": [], "recognized": [], "element": []}
    for identifier in identifiers:
        source, _, key = identifier.partition(":")
        keys[source].append(key)
    element = Concat("code", Value(" "), "statement", output_field=TextField())
    parts = [
        _named("activity", rows.Activity.objects.filter(pk__in=keys["activity"]), F("title")),
        _named("award", awards.Award.objects.filter(pk__in=keys["award"]), F("version__title")),
        _named(
            "recognized",
            backpack.BackpackBadge.objects.filter(pk__in=keys["recognized"]),
            F("name"),
        ),
        _named(
            "element",
            frameworks.Element.objects.filter(identifier__in=keys["element"]),
            element,
            key="identifier",
        ),
    ]
    wanted = [part for part, of in zip(parts, keys, strict=True) if keys[of]]
    if not wanted:
        return {}
    return {f"{source}:{key}": name for source, key, name in wanted[0].union(*wanted[1:], all=True)}


def _named(
    source: str, found: QuerySet[Any, Any], name: F | Concat, *, key: str = "pk"
) -> QuerySet[Any, Any]:
    """Rows of source, key and name, alike for every source, so that one query reads them all."""
    named: QuerySet[Any, Any] = found.order_by().annotate(
        of=Value(source, output_field=TextField()),
        by=Cast(key, TextField()),
        named=Cast(name, TextField()),
    )
    return named.values_list("of", "by", "named")


# What is worth doing next


def offers_for(held: HeldLicense, *, on: date) -> tuple[Offer, ...]:
    """Published micro-credentials for this license that its holder has neither earned nor begun.

    Those worth most come first.
    """
    told = held.standing
    rules = rules_of(told.policy.jurisdiction)
    board = rules.local(told.local_name)
    license = License(told.kind, told.grade_span or None, told.began_on, told.expires_on)
    begun = evidence.Submission.objects.filter(educator=held.person, state__in=_UNDER_WAY)
    earned = awards.Award.objects.filter(educator=held.person).exclude(state="revoked")
    found = (
        microcredential.Version.objects.filter(
            state=microcredential.VersionState.PUBLISHED, license_kinds__contains=[told.kind]
        )
        .exclude(microcredential__in=begun.values("microcredential"))
        .exclude(microcredential__in=earned.values("microcredential"))
        .order_by("title")
    )
    if told.grade_span in GRADE_SPANS:
        # A version that names no grade span is for all of them.
        found = found.filter(Q(grade_spans__contains=[told.grade_span]) | Q(grade_spans__len=0))
    offers = [
        _offer(
            worth_for_license(
                rules, board, license, _definition(slug, categories, hours), who=title, on=on
            ),
            slug,
        )
        for slug, title, categories, hours in found.values_list(
            "microcredential__slug", "title", "renewal_categories", "effort_hours"
        )
    ]
    return tuple(sorted(offers, key=lambda one: (-(one.credits or Fraction(0)), one.title)))


def _offer(worth: WorthHere, slug: str) -> Offer:
    return Offer(slug, worth.who, worth.names, worth.credits, worth.says)


def worth_in(
    version: UUID, *, who: Actor, on: date
) -> tuple[tuple[WorthHere, ...], tuple[WorthHere, ...]]:
    """What a version is worth: for the reader's own running licenses, and in each place.

    Returns:
        One answer per own license (none for visitors and for those without a license), and the
        state's own answer followed by each local board's that has a crosswalk.

    Raises:
        NoSuchRecordError: If there is no such version.
    """
    found = (
        microcredential.Version.objects.filter(pk=version)
        .values_list("microcredential__slug", "renewal_categories", "effort_hours")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    definition = _definition(*found)
    rules, local = _rules_for(who.person, on)
    own = _running(who.person, on) if who.person else ()
    return (
        tuple(_worth_for(one, rules, local, definition, on) for one in own),
        tuple(worth_in_places(rules, definition, on=on)),
    )


def _worth_for(
    one: rows.License, rules: Rules, local: str | None, definition: Microcredential, on: date
) -> WorthHere:
    license = license_fact(one)
    board = rules.local(local)
    title = license_title(rules, license, board)
    return worth_for_license(rules, board, license, definition, who=title, on=on)


def _rules_for(person: UUID | None, on: date) -> tuple[Rules, str | None]:
    employers = employers_of([person], on=on) if person else {}
    employer = employers.get(person) if person else None
    return rules_of(jurisdiction_of(employer)), (employer or Employer()).local


def _definition(slug: str, categories: Sequence[str], hours: object) -> Microcredential:
    return Microcredential(slug, tuple(categories), None if hours is None else Fraction(str(hours)))
