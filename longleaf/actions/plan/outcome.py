"""What a plan's measures show: figures reported, corrected by new lines, taken from files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.plan.rows import locked_plan, plan_event, said
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.organization.row_file import RowProblem
from longleaf.domain.plan.figure import Figure, FigureFile, read_figure, read_file
from longleaf.domain.plan.outcome import Measured
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan_outcome import deciding_force, measured, on_record
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes

_VERB = "report_plan_outcome"


@dataclass(frozen=True, slots=True)
class ImportedFigures:
    """What became of a file: lines kept, lines on record already, and what is wrong."""

    kept: int
    known: tuple[int, ...]
    problems: tuple[RowProblem, ...]


def report_figure(
    *,
    by: Actor,
    plan: UUID,
    measure: str,
    day: str,
    figure: str,
    size: str = "",
    margin: str = "",
    note: str = "",
    now: datetime,
) -> int:
    """Report what a measure shows on a day; returns the line.

    Args:
        by: Who reports.
        plan: A plan that is or was in force.
        measure: The measure's key.
        day: The day that the figure holds for, as typed.
        figure: An exact amount in the measure's unit, as typed.
        size: How many people or things it is about; "" where that is not known.
        margin: Half of its 95 percent interval, where the source gives one.
        note: Anything a reader should know.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the plan or measure is not within reach.
        AlreadyDoneError: If the plan was never in force, or that day is on record.
        ProblemsError: If what was typed is no figure, or no day after the baseline's.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=_VERB)
        on = legal_day(now)
        found = read_figure(
            _measure(row, measure, on),
            day=day,
            figure=figure,
            size=size,
            margin=margin,
            note=note,
            on=on,
        )
        if (found.measure, found.on) in on_record(row):
            reason = "A figure is on record for that day. Correct it, and say why."
            raise AlreadyDoneError(reason)
        line = _keep(row, [found], by=by, now=now)[0]
        details = {"measure": measure, "day": found.on.isoformat(), "figure": found.figure}
        plan_event("plan.figure_reported", row, by=by, details=details, now=now)
    return line


def correct_figure(
    *,
    by: Actor,
    line: int,
    figure: str,
    size: str = "",
    margin: str = "",
    because: str,
    now: datetime,
) -> int:
    """Correct a reported figure by a new line, or take it back with an empty figure.

    Raises:
        NoSuchRecordError: If the line is not within reach.
        AlreadyDoneError: If somebody corrected it meanwhile, or nothing would change.
        ProblemsError: If it is not said why, or what was typed is no figure.
    """
    with transaction.atomic():
        found = outcomes.PlanFigure.objects.filter(pk=line).first()
        if found is None:
            raise NoSuchRecordError
        row = locked_plan(found.plan_id, by=by, verb=_VERB)
        if outcomes.PlanFigure.objects.filter(corrects=found).exists():
            raise AlreadyDoneError("This line was corrected meanwhile. Correct the newer one.")
        note = said(because, "because", of="The reason")
        new = _corrected(row, found, figure, size, margin, on=legal_day(now))
        if (new.figure, new.size, new.margin) == (found.figure, found.size, found.margin):
            raise AlreadyDoneError("The line says this already.")
        made = outcomes.PlanFigure.objects.create(
            plan=row,
            measure=found.measure,
            measured_on=found.measured_on,
            figure=new.figure,
            size=new.size,
            margin=new.margin,
            note=note,
            corrects=found,
            by_id=person_acting(by),
            at=now,
        )
        details = {"line": line, "before": found.figure, "after": new.figure, "because": note}
        plan_event("plan.figure_corrected", row, by=by, details=details, now=now)
    return made.pk


def _corrected(
    plan: rows.Plan,
    line: outcomes.PlanFigure,
    figure: str,
    size: str,
    margin: str,
    *,
    on: date,
) -> Figure:
    if not figure.strip():
        return Figure(line.measure, line.measured_on, "")
    measure = _last_said(plan, line.measure)
    day = line.measured_on.isoformat()
    return read_figure(measure, day=day, figure=figure, size=size, margin=margin, on=on)


def read_figures(*, by: Actor, plan: UUID, content: bytes, now: datetime) -> FigureFile:
    """Look at a file of figures; nothing is kept.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If the plan was never in force.
        ProblemsError: If the file cannot be read at all.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=_VERB)
        return _read(row, content, on=legal_day(now))


def import_figures(
    *, by: Actor, plan: UUID, content: bytes, keep_good: bool, now: datetime
) -> ImportedFigures:
    """Take the figures of a file; lines that are on record already change nothing.

    Args:
        by: Who reports.
        plan: A plan that is or was in force.
        content: CSV; see `longleaf.domain.plan.figure.COLUMNS`.
        keep_good: Whether good rows are kept although others are wrong; else it is all or none.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If the plan was never in force.
        ProblemsError: If the file cannot be read, no row can be kept, or one is wrong and all
            were wanted.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=_VERB)
        found = _read(row, content, on=legal_day(now))
        if found.problems and (not keep_good or not found.figures):
            raise ProblemsError(
                [
                    Problem(f"line {one.row}, {one.column}", one.reason, one.fix)
                    for one in found.problems
                ]
            )
        if found.figures:
            batch = uuid4()
            _keep(row, [one for _, one in found.figures], by=by, now=now, batch=batch)
            details = {
                "batch": str(batch),
                "kept": len(found.figures),
                "known": len(found.known),
                "wrong": found.wrong,
            }
            plan_event("plan.figures_imported", row, by=by, details=details, now=now)
    return ImportedFigures(len(found.figures), found.known, found.problems)


def _read(plan: rows.Plan, content: bytes, *, on: date) -> FigureFile:
    return read_file(content, _measures(plan, on), reported=on_record(plan), on=on)


def _measures(plan: rows.Plan, on: date) -> list[Measured]:
    force = deciding_force(plan.forces.select_related("version"), on)
    if force is None:
        raise AlreadyDoneError("Figures are reported once the plan is in force.")
    return [measured(one) for one in force.version.measures.all()]


def _measure(plan: rows.Plan, key: str, on: date) -> Measured:
    found = next((one for one in _measures(plan, on) if one.key == key), None)
    if found is None:
        raise NoSuchRecordError
    return found


def _last_said(plan: rows.Plan, key: str) -> Measured:
    """A measure as the latest version that has it says it; it may no longer be in the plan."""
    found = (
        rows.PlanMeasure.objects.filter(version__plan=plan, key=key)
        .order_by("-version__number")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return measured(found)


def _keep(
    plan: rows.Plan,
    figures: Sequence[Figure],
    *,
    by: Actor,
    now: datetime,
    batch: UUID | None = None,
) -> list[int]:
    made = outcomes.PlanFigure.objects.bulk_create(
        outcomes.PlanFigure(
            plan=plan,
            measure=one.measure,
            measured_on=one.on,
            figure=one.figure,
            size=one.size,
            margin=one.margin,
            note=one.note,
            batch=batch,
            by_id=person_acting(by),
            at=now,
        )
        for one in figures
    )
    return [one.pk for one in made]
