"""Reads of the Department over all plans: their measures side by side, and their yearly reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.plan.outcome import Finding, Measured, Slot, find_shown, slots_of
from longleaf.records.facts.plan_kind import kinds_of
from longleaf.records.facts.plan_outcome import (
    days_of,
    deciding_force,
    measured,
    reported_of,
    years_begun,
)
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes

STAFF = (RoleKind.DEPARTMENT_STAFF,)
Closed = Mapping[UUID, frozenset[date]]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of one plan, beside those of all others; small groups are left out.

    Attributes:
        gaps: Spans that were due and have no report.
        is_running: Whether the plan is in force now.
    """

    plan: UUID
    plan_title: str
    organization: str
    kind: str
    is_running: bool
    first_on: date
    reported: str
    measured: Measured
    finding: Finding
    gaps: int


@dataclass(frozen=True, slots=True)
class YearReportLine:
    """A plan's year, as the Department waits for it or has it."""

    plan: UUID
    plan_title: str
    organization: str
    slot: Slot
    report: UUID | None
    sent_at: datetime | None
    is_late: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """All plans that are or were in force: their measures and the reports of their years."""

    measures: tuple[MeasureLine, ...]
    years: tuple[YearReportLine, ...]
    organizations: tuple[str, ...]


def compared(
    by: Actor, *, on: date, organization: str = "", progress: str = "", words: str = ""
) -> Compared:
    """The measures of every plan that is or was in force, and its years, for the Department.

    Args:
        by: Who looks.
        on: The day.
        organization: The name of an LEA; "" for all.
        progress: A `Progress`; "" for all.
        words: Words that the measure, its plan or the LEA has in its name.
    """
    plans = list(
        rows.Plan.objects.filter(
            organization__in=by.reach(STAFF), is_template=False, forces__first_on__lte=on
        )
        .distinct()
        .select_related("organization")
        .prefetch_related(
            Prefetch(
                "forces",
                rows.PlanForce.objects.select_related("version")
                .defer("version__sections")
                .prefetch_related("version__measures"),
            ),
            Prefetch("figures", outcomes.PlanFigure.objects.order_by("measured_on", "id")),
        )
        .order_by("organization__name", "title")
    )
    chosen = [one for one in plans if organization in {"", one.organization.name}]
    closed = _closed(chosen)
    lines = [line for plan in chosen for line in _compared(plan, on, closed)]
    needle = words.strip().lower()
    return Compared(
        tuple(
            one
            for one in lines
            if progress in {"", one.finding.progress.value}
            and needle in f"{one.measured.title} {one.plan_title} {one.organization}".lower()
        ),
        _year_lines(chosen, on, closed),
        tuple(dict.fromkeys(one.organization.name for one in plans)),
    )


def _compared(plan: rows.Plan, on: date, closed: Closed) -> list[MeasureLine]:
    forces = list(plan.forces.all())
    force = deciding_force(forces, on)
    if force is None:
        return []
    first, last = days_of(forces)
    reports = reported_of(plan.figures.all())
    kinds = kinds_of(plan.organization.jurisdiction)
    found = []
    for row in force.version.measures.all():
        one, there = measured(row), reports.get(row.key, [])
        slots = slots_of(
            one, there, first=first, last=last, on=on, closed=closed[plan.organization_id]
        )
        found.append(
            MeasureLine(
                plan=plan.pk,
                plan_title=force.version.title,
                organization=plan.organization.name,
                kind=kinds[plan.kind].title if plan.kind in kinds else plan.kind,
                is_running=last is None or last >= on,
                first_on=first,
                reported=row.reported,
                measured=one,
                finding=find_shown(one, there, on),
                gaps=sum(slot.is_late(on) for slot in slots),
            )
        )
    return found


def _year_lines(plans: Sequence[rows.Plan], on: date, closed: Closed) -> tuple[YearReportLine, ...]:
    sent: dict[tuple[UUID, date], tuple[UUID, datetime]] = {}
    for plan, first, pk, at in (
        outcomes.PlanYearReport.objects.filter(year__plan__in=plans)
        .order_by("number")
        .values_list("year__plan_id", "year__first_on", "pk", "sent_at")
    ):
        sent[plan, first] = (pk, at)
    found = []
    for one in plans:
        for slot in years_begun(one, on, closed[one.organization_id]):
            report, at_ = sent.get((one.pk, slot.first), (None, None))
            found.append(
                YearReportLine(
                    plan=one.pk,
                    plan_title=one.title,
                    organization=one.organization.name,
                    slot=slot,
                    report=report,
                    sent_at=at_,
                    is_late=report is None and slot.is_late(on),
                    is_over=slot.last < on,
                )
            )
    return tuple(sorted(found, key=lambda one: (not one.is_late, -one.slot.last.toordinal())))


def _closed(plans: Sequence[rows.Plan]) -> Closed:
    """The days on which each of these plans' organizations is closed."""
    found: dict[UUID, set[date]] = {one.organization_id: set() for one in plans}
    for owner, first, last in rows.ClosedDays.objects.filter(organization__in=found).values_list(
        "organization_id", "first_on", "last_on"
    ):
        found[owner] |= {
            date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)
        }
    return {owner: frozenset(days) for owner, days in found.items()}
