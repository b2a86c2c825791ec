"""Reads of what a plan achieved: its figures and years for its writers, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.plan.outcome import (
    Finding,
    Measured,
    Reported,
    Slot,
    find,
    is_small,
    slots_of,
)
from longleaf.domain.plan.yearly import report_hash
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.plan import closed_on
from longleaf.records.facts.plan_outcome import (
    days_of,
    deciding_force,
    measured,
    reported_of,
    year_data,
    years_begun,
)
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes
from longleaf.records.queries.plan import WRITERS

STAFF = (RoleKind.DEPARTMENT_STAFF,)


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A line of what was reported; the corrected ones stay in sight."""

    id: int
    measure: str
    measured_on: date
    figure: str
    size: int | None
    margin: str
    note: str
    by: str
    at: datetime
    is_corrected: bool
    is_correction: bool

    @property
    def is_taken_back(self) -> bool:
        """Whether this line takes back the one before it."""
        return self.figure == ""

    @property
    def is_small(self) -> bool:
        """Whether others do not see it, since so few stand behind it."""
        return is_small(self.size)


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure, what was reported of it, and what that comes to.

    Attributes:
        is_current: Whether the version in force names it; else only an earlier one did.
        reports: What holds now, by day.
        slots: The spans for which it is to be reported, as far as they have begun.
    """

    measured: Measured
    reported: str
    is_current: bool
    finding: Finding
    reports: tuple[Reported, ...]
    lines: tuple[FigureShown, ...]
    slots: tuple[Slot, ...]

    def late(self, on: date) -> tuple[Slot, ...]:
        """Spans that should have been reported by now."""
        return tuple(one for one in self.slots if one.is_late(on))


@dataclass(frozen=True, slots=True)
class SentShown:
    """A yearly report that was sent."""

    id: UUID
    number: int
    sent_by: str
    sent_at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of a plan, and what became of its report."""

    slot: Slot
    sent: tuple[SentShown, ...]
    is_over: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class OutcomesShown:
    """All that a plan has to show, for those who write it."""

    id: UUID
    title: str
    organization: str
    has_begun: bool
    first_on: date | None
    last_on: date | None
    measures: tuple[MeasureShown, ...]
    years: tuple[YearLine, ...]

    def measure(self, key: str) -> MeasureShown:
        """One of its measures; raises NoSuchRecordError."""
        found = next((one for one in self.measures if one.measured.key == key), None)
        if found is None:
            raise NoSuchRecordError
        return found


def _written(by: Actor, plan: UUID) -> rows.Plan:
    row = (
        rows.Plan.objects.filter(pk=plan, organization__in=by.reach(WRITERS), is_template=False)
        .select_related("organization")
        .first()
    )
    if row is None:
        raise NoSuchRecordError
    return row


def outcomes_of(by: Actor, plan: UUID, *, on: date) -> OutcomesShown:
    """What a plan's measures show, with every line, for those who write it.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    row = _written(by, plan)
    forces = list(row.forces.select_related("version"))
    force = deciding_force(forces, on)
    first, last = days_of(forces) if forces else (None, None)
    return OutcomesShown(
        id=row.pk,
        title=row.title,
        organization=row.organization.name,
        has_begun=force is not None,
        first_on=first,
        last_on=last,
        measures=_measures(row, force, first, last, on) if force and first else (),
        years=_years(row, on),
    )


def _measures(
    plan: rows.Plan, force: rows.PlanForce, first: date, last: date | None, on: date
) -> tuple[MeasureShown, ...]:
    lines = list(plan.figures.select_related("by").order_by("-measured_on", "-id"))
    reports = reported_of(lines)
    corrected = {one.corrects_id for one in lines}
    closed = closed_on([plan.organization_id])
    current = list(force.version.measures.all())
    keys = {one.key for one in current}
    earlier = {
        one.key: one
        for one in rows.PlanMeasure.objects.filter(version__plan=plan)
        .exclude(key__in=keys)
        .order_by("version__number")
    }
    found = []
    for row in (*current, *(one for one in earlier.values() if one.key in reports)):
        one, there = measured(row), reports.get(row.key, [])
        is_current = row.key in keys
        found.append(
            MeasureShown(
                measured=one,
                reported=row.reported,
                is_current=is_current,
                finding=find(one, there, on),
                reports=tuple(sorted(there, key=lambda each: each.on)),
                lines=tuple(_line(each, corrected) for each in lines if each.measure == row.key),
                slots=slots_of(one, there, first=first, last=last, on=on, closed=closed)
                if is_current
                else (),
            )
        )
    return tuple(found)


def _line(one: outcomes.PlanFigure, corrected: set[int | None]) -> FigureShown:
    return FigureShown(
        id=one.pk,
        measure=one.measure,
        measured_on=one.measured_on,
        figure=one.figure,
        size=one.size,
        margin=one.margin,
        note=one.note,
        by=one.by.name,
        at=one.at,
        is_corrected=one.pk in corrected,
        is_correction=one.corrects_id is not None,
    )


def _years(plan: rows.Plan, on: date) -> tuple[YearLine, ...]:
    sent: dict[date, list[SentShown]] = {}
    for one in (
        outcomes.PlanYearReport.objects.filter(year__plan=plan)
        .select_related("year", "sent_by")
        .order_by("-number")
    ):
        sent.setdefault(one.year.first_on, []).append(
            SentShown(one.pk, one.number, one.sent_by.name, one.sent_at, one.content_hash)
        )
    return tuple(
        YearLine(
            slot,
            tuple(sent.get(slot.first, ())),
            is_over=slot.last < on,
            is_late=slot.first not in sent and slot.is_late(on),
        )
        for slot in reversed(years_begun(plan, on))
    )


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year's report as its writers work on it.

    Attributes:
        data: What was put together, as it would be sent today.
        digest: Of the data, so that nothing is sent that was not seen.
        revision: 0 while no words were written.
    """

    plan: UUID
    title: str
    organization: str
    line: YearLine
    data: Mapping[str, Any]
    digest: str
    words: Mapping[str, str]
    revision: int
    changed_by: str
    changed_at: datetime | None


def year_of(by: Actor, plan: UUID, first: date, *, on: date) -> YearShown:
    """A year of a plan, for those who write it.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    row = _written(by, plan)
    line = next((one for one in _years(row, on) if one.slot.first == first), None)
    if line is None:
        raise NoSuchRecordError
    kept = row.years.filter(first_on=first).select_related("changed_by").first()
    data = year_data(row, line.slot)
    return YearShown(
        plan=row.pk,
        title=row.title,
        organization=row.organization.name,
        line=line,
        data=data,
        digest=report_hash(data, {}),
        words=kept.words if kept else {},
        revision=kept.revision if kept else 0,
        changed_by=kept.changed_by.name if kept else "",
        changed_at=kept.changed_at if kept else None,
    )


@dataclass(frozen=True, slots=True)
class YearReportShown:
    """A yearly report that was sent, whole."""

    id: UUID
    plan: UUID
    title: str
    organization: str
    number: int
    is_latest: bool
    first_on: date
    last_on: date
    due_on: date
    is_late: bool
    data: Mapping[str, Any]
    words: Mapping[str, str]
    content_hash: str
    sent_by: str
    sent_at: datetime
    sent_on: date


def year_report(by: Actor, report: UUID) -> YearReportShown:
    """A yearly report that was sent, for the plan's writers and the Department.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    reach = by.reach(WRITERS) | by.reach(STAFF)
    one = (
        outcomes.PlanYearReport.objects.filter(pk=report, year__plan__organization__in=reach)
        .select_related("year__plan__organization", "sent_by")
        .first()
    )
    if one is None:
        raise NoSuchRecordError
    return YearReportShown(
        id=one.pk,
        plan=one.year.plan_id,
        title=str(one.data["plan"]),
        organization=one.year.plan.organization.name,
        number=one.number,
        is_latest=not one.year.reports.filter(number__gt=one.number).exists(),
        first_on=one.year.first_on,
        last_on=one.last_on,
        due_on=one.due_on,
        is_late=one.sent_on > one.due_on,
        data=one.data,
        words=one.words,
        content_hash=one.content_hash,
        sent_by=one.sent_by.name,
        sent_at=one.sent_at,
        sent_on=one.sent_on,
    )


def line_of(by: Actor, line: int, *, on: date) -> tuple[OutcomesShown, MeasureShown, FigureShown]:
    """A reported line with its measure and plan, for those who write it.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    plan = outcomes.PlanFigure.objects.filter(pk=line).values_list("plan_id", flat=True).first()
    if plan is None:
        raise NoSuchRecordError
    shown = outcomes_of(by, plan, on=on)
    for measure in shown.measures:
        for one in measure.lines:
            if one.id == line:
                return shown, measure, one
    raise NoSuchRecordError
