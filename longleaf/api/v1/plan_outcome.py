"""What alternative plans achieve: figures, yearly reports, and all plans side by side."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Status

from longleaf.actions import plan as verbs
from longleaf.api.v1.plan_outcome_schemas import (
    PlanComparedOut,
    PlanFigureCorrectIn,
    PlanFigureIn,
    PlanFigureOut,
    PlanFiguresFileIn,
    PlanFiguresKeptOut,
    PlanMeasureOut,
    PlanOutcomesOut,
    PlanRowProblemOut,
    PlanYearIn,
    PlanYearLineOut,
    PlanYearOut,
    PlanYearReportOut,
)
from longleaf.api.v1.routing import ApiRequest, operation, today
from longleaf.basis.amount import show_amount
from longleaf.domain.plan.outcome import Finding, Measured
from longleaf.gateways.wiring import ports
from longleaf.records.queries import plan_compared
from longleaf.records.queries import plan_outcome as reads

router = Router(tags=["alternative plans"])


@operation(
    router,
    "GET",
    "/own-plans/{plan}/outcomes",
    response=PlanOutcomesOut,
    summary="Read what a plan's measures show, and its years",
)
def show_plan_outcomes(request: ApiRequest, plan: UUID) -> Any:
    return _outcomes(request, plan)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/figures",
    response=PlanOutcomesOut,
    status=201,
    summary="Report what a measure shows on a day",
)
def report_plan_figure(request: ApiRequest, plan: UUID, body: PlanFigureIn) -> Any:
    verbs.report_figure(
        by=request.actor,
        plan=plan,
        measure=body.measure,
        day=body.day,
        figure=body.figure,
        size=body.size,
        margin=body.margin,
        note=body.note,
        now=ports().clock.now(),
    )
    return Status(201, _outcomes(request, plan))


@operation(
    router,
    "POST",
    "/plan-figures/{plan_figure}/correct",
    response=PlanOutcomesOut,
    summary="Correct a reported figure by a new line, or take it back with an empty figure",
)
def correct_plan_figure(request: ApiRequest, plan_figure: int, body: PlanFigureCorrectIn) -> Any:
    shown, _, _ = reads.line_of(request.actor, plan_figure, on=today())
    verbs.correct_figure(
        by=request.actor,
        line=plan_figure,
        figure=body.figure,
        size=body.size,
        margin=body.margin,
        because=body.because,
        now=ports().clock.now(),
    )
    return _outcomes(request, shown.id)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/figures/file",
    response=PlanFiguresKeptOut,
    summary="Look at a CSV file of figures, or keep its rows",
)
def import_plan_figures(request: ApiRequest, plan: UUID, body: PlanFiguresFileIn) -> Any:
    now, content = ports().clock.now(), body.text.encode()
    if body.keep == "none":
        found = verbs.read_figures(by=request.actor, plan=plan, content=content, now=now)
        kept, problems, known = 0, found.problems, found.known
    else:
        done = verbs.import_figures(
            by=request.actor, plan=plan, content=content, keep_good=body.keep == "good", now=now
        )
        kept, problems, known = done.kept, done.problems, done.known
    return PlanFiguresKeptOut(
        kept=kept, known=list(known), problems=[PlanRowProblemOut.from_orm(one) for one in problems]
    )


@operation(
    router,
    "GET",
    "/own-plans/{plan}/years/{first}",
    response=PlanYearOut,
    summary="Read a plan's yearly report as it would be sent",
)
def show_plan_year(request: ApiRequest, plan: UUID, first: date) -> Any:
    return _year(request, plan, first)


@operation(
    router,
    "PUT",
    "/own-plans/{plan}/years/{first}",
    response=PlanYearOut,
    summary="Save what the plan's people say about a year",
)
def save_plan_year(request: ApiRequest, plan: UUID, first: date, body: PlanYearIn) -> Any:
    verbs.save_year_words(
        by=request.actor,
        plan=plan,
        first=first,
        revision=body.revision,
        words=body.words,
        now=ports().clock.now(),
    )
    return _year(request, plan, first)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/years/{first}/send",
    response=PlanYearReportOut,
    status=201,
    summary="Send a plan's yearly report to the Department",
)
def send_plan_year(request: ApiRequest, plan: UUID, first: date, body: PlanYearIn) -> Any:
    report = verbs.send_year_report(
        by=request.actor,
        plan=plan,
        first=first,
        revision=body.revision,
        words=body.words,
        digest=body.digest,
        now=ports().clock.now(),
    )
    return Status(201, reads.year_report(request.actor, report))


@operation(
    router,
    "GET",
    "/plan-year-reports/{plan_report}",
    response=PlanYearReportOut,
    summary="Read a yearly report that was sent",
)
def show_plan_year_report(request: ApiRequest, plan_report: UUID) -> Any:
    return reads.year_report(request.actor, plan_report)


@operation(
    router,
    "GET",
    "/plan-measures",
    response=PlanComparedOut,
    summary="Compare the measures of all plans, and see which yearly reports are late",
)
def compare_plan_measures(
    request: ApiRequest, organization: str = "", progress: str = "", q: str = ""
) -> Any:
    found = plan_compared.compared(
        request.actor, on=today(), organization=organization, progress=progress, words=q
    )
    return PlanComparedOut(
        measures=[
            _measure(
                one.measured,
                one.finding,
                organization=one.organization,
                plan=one.plan_title,
                reported=one.reported,
                gaps=one.gaps,
            )
            for one in found.measures
        ],
        years=[
            PlanYearLineOut(
                plan=one.plan,
                title=one.plan_title,
                organization=one.organization,
                first_on=one.slot.first,
                last_on=one.slot.last,
                due_on=one.slot.due_on,
                is_late=one.is_late,
                report=one.report,
            )
            for one in found.years
        ],
    )


def _outcomes(request: ApiRequest, plan: UUID) -> PlanOutcomesOut:
    on = today()
    shown = reads.outcomes_of(request.actor, plan, on=on)
    return PlanOutcomesOut(
        id=shown.id,
        title=shown.title,
        measures=[
            _measure(
                one.measured,
                one.finding,
                organization=shown.organization,
                plan=shown.title,
                reported=one.reported,
                gaps=len(one.late(on)),
            )
            for one in shown.measures
        ],
        figures=[
            PlanFigureOut.from_orm(line) for measure in shown.measures for line in measure.lines
        ],
        years=[
            PlanYearLineOut(
                plan=shown.id,
                title=shown.title,
                organization=shown.organization,
                first_on=one.slot.first,
                last_on=one.slot.last,
                due_on=one.slot.due_on,
                is_late=one.is_late,
                report=one.sent[0].id if one.sent else None,
            )
            for one in shown.years
        ],
    )


def _measure(
    one: Measured, found: Finding, *, organization: str, plan: str, reported: str, gaps: int
) -> PlanMeasureOut:
    amounts = {
        name: None if value is None else show_amount(value)
        for name, value in {
            "baseline": one.baseline,
            "target": one.target,
            "figure": found.latest.figure if found.latest else None,
            "share": found.share,
            "expected": found.expected,
            "change": found.change,
            "low": found.low,
            "high": found.high,
        }.items()
    }
    return PlanMeasureOut(
        organization=organization,
        plan=plan,
        key=one.key,
        title=one.title,
        unit=one.unit,
        baseline_on=one.baseline_on,
        due_on=one.due_on,
        source=one.source,
        reported=reported,
        progress=found.progress.value,
        measured_on=found.latest.on if found.latest else None,
        size=found.latest.size if found.latest else None,
        gaps=gaps,
        **amounts,
    )


def _year(request: ApiRequest, plan: UUID, first: date) -> PlanYearOut:
    shown = reads.year_of(request.actor, plan, first, on=today())
    return PlanYearOut(
        first_on=shown.line.slot.first,
        last_on=shown.line.slot.last,
        due_on=shown.line.slot.due_on,
        data=dict(shown.data),
        digest=shown.digest,
        words=dict(shown.words),
        revision=shown.revision,
    )
