"""Who is covered by a plan, and what a start, an amendment or an end would change for each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from longleaf.basis.amount import show_amount
from longleaf.domain.organization.actor import Actor
from longleaf.domain.plan.content import read_content
from longleaf.domain.plan.coverage import Effect, covered, effect_of
from longleaf.domain.renewal.jurisdiction import jurisdiction_of
from longleaf.policy.facts import PlanInForce
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.plan import (
    as_in_force,
    covered_elsewhere,
    educators_of,
    element_identifiers,
)
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import facts_of
from longleaf.records.models import credit
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows
from longleaf.records.queries.plan import WRITERS


@dataclass(frozen=True, slots=True)
class MemberShown:
    """Somebody covered."""

    id: UUID
    person: UUID
    name: str
    first_on: date
    last_on: date | None
    is_now: bool
    needs_consent: bool
    consented_on: date | None


def members_of(by: Actor, plan: UUID, *, on: date) -> list[MemberShown]:
    """Everyone whom a plan covers, covered or will cover, by name."""
    _plan(by, plan)
    found = rows.PlanMember.objects.filter(plan=plan).select_related("person")
    return [
        MemberShown(
            one.pk,
            one.person_id,
            one.person.name,
            one.first_on,
            one.last_on,
            one.first_on <= on and (one.last_on is None or one.last_on >= on),
            one.needs_consent,
            one.consented_on,
        )
        for one in found.order_by("person__name", "first_on")
    ]


@dataclass(frozen=True, slots=True)
class PersonBefore:
    """What would change for one person.

    Attributes:
        act: "joins", "stays" or "leaves".
        clash: Whether another plan covers them on one of the days.
        before: The standing in words, as it is; "" without a license on record.
        after: The same with the change.
        missing_before: Credits that are missing now; "" where that is not known.
    """

    person: UUID
    name: str
    license: str
    expires_on: date | None
    act: str
    clash: bool
    is_mid_cycle: bool
    changes: bool
    before: str
    after: str
    missing_before: str
    missing_after: str
    touched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, person by person; `on` is its first day."""

    on: date
    joins: int
    stays: int
    leaves: int
    clashes: int
    total: int
    people: tuple[PersonBefore, ...]


def preview_of(
    by: Actor,
    plan: UUID,
    *,
    version: int | None,
    first: date,
    last: date | None = None,
    page: slice = slice(0, 25),
    ends: bool = False,
) -> Preview:
    """What starting a version on a day would change, or ending the plan before that day.

    Args:
        by: Who looks.
        plan: The plan.
        version: Number of a version; None for the draft as it stands.
        first: The first day of the change.
        last: The last day intended, or None.
        page: Which people to work out; the counts are over all.
        ends: Whether the plan would end, so that nobody is covered from that day.

    Raises:
        NoSuchRecordError: If the plan or version is not within reach.
    """
    row = _plan(by, plan)
    text = _text(row, version)
    said = read_content(text.sections).coverage
    educators = [] if ends else covered(said, educators_of(row.organization, on=first))
    wanted = [one.person for one in educators]
    there = set(
        rows.PlanMember.objects.filter(plan=row, first_on__lte=first)
        .exclude(last_on__lt=first - timedelta(days=1))
        .values_list("person_id", flat=True)
    )
    acts = {person: "stays" if person in there else "joins" for person in wanted}
    acts |= dict.fromkeys(there - set(wanted), "leaves")
    elsewhere = covered_elsewhere(acts, row.pk)
    clashing = {
        person
        for person, periods in elsewhere.items()
        if acts[person] == "joins"
        and any(
            (one.last is None or one.last >= first)
            and (last is None or one.first is None or one.first <= last)
            for one in periods
        )
    }
    names = dict(people.Person.objects.filter(pk__in=acts).values_list("pk", "name"))
    order = sorted(acts, key=lambda person: (names[person], str(person)))
    proposed = as_in_force(text, row, first, last, element_identifiers())
    shown = _persons(order[page], acts, names, clashing, proposed=proposed, on=first)
    counts = list(acts.values())
    return Preview(
        first,
        counts.count("joins"),
        counts.count("stays"),
        counts.count("leaves"),
        len(clashing),
        len(order),
        shown,
    )


def _plan(by: Actor, plan: UUID) -> rows.Plan:
    found = (
        rows.Plan.objects.filter(pk=plan, organization__in=by.reach(WRITERS))
        .select_related("organization")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found


def _text(plan: rows.Plan, version: int | None) -> rows.PlanVersion:
    if version is not None:
        found = plan.versions.filter(number=version).first()
        if found is None:
            raise NoSuchRecordError
        return found
    sections = {one.key: one.data for one in plan.sections.all()}
    number = plan.versions.count() + 1
    return rows.PlanVersion(plan=plan, number=number, title=plan.title, sections=sections)


def _persons(
    persons: list[UUID],
    acts: dict[UUID, str],
    names: dict[UUID, str],
    clashing: set[UUID],
    *,
    proposed: PlanInForce,
    on: date,
) -> tuple[PersonBefore, ...]:
    cycles = {
        one.person_id: one
        for one in credit.License.objects.filter(
            person__in=persons, expires_on__gte=on, cycle_began_on__lte=on
        ).order_by("-expires_on")
    }
    facts = facts_of(cycles.values(), on=on)
    found = []
    for person in persons:
        cycle = cycles.get(person)
        effect = None
        if cycle is not None:
            these = facts[cycle.pk]
            now = these.plan if isinstance(these.plan, PlanInForce) else None
            effect = effect_of(
                rules_of(jurisdiction_of(these.employer)),
                these,
                now=now,
                proposed=None if acts[person] == "leaves" else proposed,
                on=on,
            )
        found.append(
            _person(person, names[person], cycle, acts[person], effect, clash=person in clashing)
        )
    return tuple(found)


def _person(
    person: UUID,
    name: str,
    cycle: credit.License | None,
    act: str,
    effect: Effect | None,
    *,
    clash: bool,
) -> PersonBefore:
    return PersonBefore(
        person=person,
        name=name,
        license=f"{cycle.kind}/{cycle.grade_span}".rstrip("/") if cycle else "",
        expires_on=cycle.expires_on if cycle else None,
        act=act,
        clash=clash,
        is_mid_cycle=effect.is_mid_cycle if effect else False,
        changes=effect.changes if effect else False,
        before=effect.before.outcome.value if effect else "",
        after=effect.after.outcome.value if effect else "",
        missing_before=_amount(effect.before.missing) if effect else "",
        missing_after=_amount(effect.after.missing) if effect else "",
        touched=effect.touched if effect else (),
    )


def _amount(missing: Fraction | None) -> str:
    return "" if missing is None else show_amount(missing)


@dataclass(frozen=True, slots=True)
class MyPlan:
    """A plan as somebody whom it covers sees it."""

    member: UUID
    plan: UUID
    title: str
    organization: str
    version: int
    first_on: date
    last_on: date | None
    needs_consent: bool
    consented_on: date | None
    consented_at: datetime | None
    sections: dict[str, dict[str, object]]
    kind: str
    jurisdiction: str


def my_plan(by: Actor, plan: UUID, *, on: date) -> MyPlan:
    """A plan that covers `by`, or will.

    Raises:
        NoSuchRecordError: If it covers someone else.
    """
    member = (
        rows.PlanMember.objects.filter(plan=plan, person=by.person)
        .select_related("plan__organization")
        .order_by("-first_on")
        .first()
    )
    if member is None or by.person is None:
        raise NoSuchRecordError
    day = max(on, member.first_on)
    force = (
        rows.PlanForce.objects.filter(plan=plan, first_on__lte=day)
        .select_related("version")
        .order_by("-first_on")
        .first()
    )
    if force is None:
        raise NoSuchRecordError
    sections = {
        key: {**data, "coverage": {**data["coverage"], "people": ""}}
        if "coverage" in data
        else data
        for key, data in force.version.sections.items()
    }
    return MyPlan(
        member.pk,
        member.plan_id,
        force.version.title,
        member.plan.organization.name,
        force.version.number,
        max(member.first_on, force.first_on),
        member.last_on,
        member.needs_consent,
        member.consented_on,
        member.consented_at,
        sections,
        member.plan.kind,
        member.plan.organization.jurisdiction,
    )


def educators_to_cover(by: Actor, plan: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """The LEA's educators whom no plan covers from a day on, by name."""
    row = _plan(by, plan)
    persons = [one.person for one in educators_of(row.organization, on=on)]
    taken = {
        person
        for person, periods in covered_elsewhere(persons, None).items()
        if any(one.last is None or one.last >= on for one in periods)
    }
    free = people.Person.objects.filter(pk__in=set(persons) - taken)
    return list(free.order_by("name").values_list("pk", "name"))
