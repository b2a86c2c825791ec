"""Rows of what plans achieved → the few facts that decisions need."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from django.db.models import Q

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.basis.period import Period
from longleaf.domain.plan.content import read_content
from longleaf.domain.plan.figure import Figure
from longleaf.domain.plan.outcome import (
    EVERY,
    Measured,
    Reported,
    Slot,
    find_shown,
    slots_of,
    years_of,
)
from longleaf.domain.plan.yearly import Data, MeasureYear, YearFacts, assemble
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan import closed_on, element_identifiers
from longleaf.records.models import award
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes


def measured(row: rows.PlanMeasure) -> Measured:
    """A measure of a version."""
    return Measured(
        key=row.key,
        title=row.title,
        unit=row.unit,
        baseline=_amount(row.baseline),
        baseline_on=row.baseline_on,
        target=_amount(row.target),
        due_on=row.due_on,
        source=row.source,
        every=EVERY.get(row.reported, EVERY["yearly"]),
    )


def _amount(text: str) -> Fraction | None:
    try:
        return parse_amount(text)
    except NotAnAmountError:
        return None


def deciding_force(forces: Iterable[rows.PlanForce], on: date) -> rows.PlanForce | None:
    """What is in force on a day, or was last; None before the plan's first day."""
    begun = [one for one in forces if one.first_on <= on]
    return max(begun, key=lambda one: one.first_on, default=None)


def days_of(forces: Collection[rows.PlanForce]) -> tuple[date, date | None]:
    """The plan's first day, and its last if an end is set; some of it was in force."""
    first = min(one.first_on for one in forces)
    final = max(forces, key=lambda one: one.first_on)
    return first, final.last_on


def reported_of(lines: Iterable[outcomes.PlanFigure]) -> dict[str, list[Reported]]:
    """What holds of these lines, by measure: the last of each chain of corrections."""
    kept = list(lines)
    corrected = {one.corrects_id for one in kept}
    found: dict[str, list[Reported]] = {}
    for one in kept:
        figure = _amount(one.figure)
        if one.pk not in corrected and figure is not None:
            found.setdefault(one.measure, []).append(
                Reported(one.measured_on, figure, one.size, _amount(one.margin))
            )
    return found


def on_record(plan: rows.Plan) -> Mapping[tuple[str, date], Figure]:
    """What a file may not report again, by measure and day: the last line of each."""
    return {
        (one.measure, one.measured_on): Figure(
            one.measure, one.measured_on, one.figure, one.size, one.margin
        )
        for one in plan.figures.order_by("id")
    }


def years_begun(
    plan: rows.Plan, on: date, closed: frozenset[date] | None = None
) -> tuple[Slot, ...]:
    """The years of a plan that have begun, with the days on which their reports are due.

    Days on which the organization is closed are looked up if they are not given.
    """
    forces = list(plan.forces.all())
    if not forces:
        return ()
    closed = closed_on([plan.organization_id]) if closed is None else closed
    return years_of(*days_of(forces), on, closed)


def year_data(plan: rows.Plan, year: Slot) -> Data:
    """A plan's yearly report, put together from what is on record."""
    forces = list(plan.forces.select_related("version"))
    force = deciding_force(forces, year.last)
    assert force is not None  # noqa: S101 - a year that has begun has one
    reports = reported_of(plan.figures.all())
    first, last = days_of(forces)
    closed = closed_on([plan.organization_id])
    found = []
    for one in map(measured, force.version.measures.all()):
        until = [each for each in reports.get(one.key, []) if each.on <= year.last]
        slots = slots_of(one, until, first=first, last=last, on=year.last, closed=closed)
        found.append(
            MeasureYear(
                one,
                find_shown(one, until, year.last),
                tuple(
                    sorted((each for each in until if each.on >= year.first), key=lambda r: r.on)
                ),
                tuple(s for s in slots if year.first <= s.last <= year.last and s.report is None),
            )
        )
    members = plan.members.filter(first_on__lte=year.last)
    return assemble(
        YearFacts(
            plan=force.version.title,
            organization=plan.organization.name,
            version=force.version.number,
            content_hash=force.version.content_hash,
            first=year.first,
            last=year.last,
            measures=tuple(found),
            covered=members.filter(Q(last_on=None) | Q(last_on__gte=year.last))
            .values("person")
            .distinct()
            .count(),
            joined=members.filter(first_on__gte=year.first).values("person").distinct().count(),
            left=members.filter(last_on__gte=year.first, last_on__lt=year.last)
            .values("person")
            .distinct()
            .count(),
            earned=_earned(plan, force.version, year),
        )
    )


def _earned(plan: rows.Plan, version: rows.PlanVersion, year: Slot) -> tuple[tuple[str, int], ...]:
    """How many people showed each competency by an award of the year, while they were covered."""
    covered: dict[UUID, list[Period]] = {}
    for member in plan.members.filter(Q(last_on=None) | Q(last_on__gte=year.first)):
        covered.setdefault(member.person_id, []).append(Period(member.first_on, member.last_on))
    identifiers = element_identifiers()
    people: dict[str, set[UUID]] = {}
    wanted = read_content(version.sections).competencies
    named = {identifiers[one.element] for one in wanted if one.element in identifiers}
    for identifier, person, at in award.Award.objects.filter(
        educator__in=covered,
        state="active",
        granted_at__date__gte=year.first - timedelta(days=1),
        granted_at__date__lte=year.last + timedelta(days=1),
        version__elements__identifier__in=named,
    ).values_list("version__elements__identifier", "educator_id", "granted_at"):
        day = legal_day(at)
        if year.first <= day <= year.last and any(day in one for one in covered[person]):
            people.setdefault(identifier, set()).add(person)
    return tuple(
        (one.title, len(people.get(identifiers.get(one.element, ""), ()))) for one in wanted
    )
