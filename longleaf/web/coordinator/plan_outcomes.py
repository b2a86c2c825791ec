"""What a plan achieved, for those who write it: figures, files, yearly reports, documents."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import plan as verbs
from longleaf.actions.errors import StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.row_file import decode
from longleaf.domain.plan.content import day_of
from longleaf.domain.plan.figure import COLUMNS, MOST_BYTES, FigureFile
from longleaf.domain.plan.outcome_chart import measure_chart
from longleaf.domain.plan.yearly import PROMPTS
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries import plan_outcome as reads
from longleaf.records.queries.plan import choices_for
from longleaf.web.access import ActingRequest
from longleaf.web.coordinator.plan_editor import opened
from longleaf.web.plan_documents import coverage_facts, plan_document, printed
from longleaf.web.plan_outcome_words import (
    HEADER,
    PROGRESS,
    cells,
    count_words,
    drawn,
    finding_words,
    percent,
    year_measures,
)
from longleaf.web.plan_words import REPORTED, in_words
from longleaf.web.spreadsheet import csv_file

_FIELDS = ("day", "figure", "size", "margin", "note")
Problems = list[dict[str, str]]


def _today() -> date:
    return legal_day(ports().clock.now())


def _listed(error: ProblemsError, anchor: str = "") -> Problems:
    return [
        {"anchor": one.where and f"{anchor}{one.where}", "reason": one.reason, "fix": one.fix}
        for one in error.problems
    ]


@require_GET
def planning_outcomes(request: ActingRequest, plan: UUID) -> HttpResponseBase:
    """Every measure with its progress, chart and lines; the years below."""
    if request.GET.get("format") == "csv":
        shown = reads.outcomes_of(request.actor, plan, on=_today())
        return csv_file(
            "plan-outcomes",
            HEADER,
            (
                cells(
                    (shown.organization, shown.title),
                    one.measured,
                    one.finding,
                    reported=one.reported,
                    gaps=len(one.late(_today())),
                )
                for one in shown.measures
            ),
        )
    return _show(request, plan)


def _show(
    request: ActingRequest, plan: UUID, *, at: str = "", problems: Problems | None = None
) -> HttpResponse:
    on = _today()
    shown = reads.outcomes_of(request.actor, plan, on=on)
    return render(
        request,
        "coordinator/plan_outcomes.html",
        {
            "shown": shown,
            "measures": [
                {
                    "shown": one,
                    "one": one.measured,
                    "found": one.finding,
                    "words": PROGRESS[one.finding.progress],
                    "says": finding_words(one.measured, one.finding),
                    "share": percent(one.finding.share),
                    "expected": percent(one.finding.expected),
                    "often": REPORTED.get(one.reported, one.reported).lower(),
                    "late": one.late(on),
                    "alternative": measure_chart(
                        one.measured, one.reports, one.late(on), on=on
                    ).alternative
                    if one.measured.baseline is not None and one.reports
                    else "",
                    "typed": {name: request.POST.get(name, "") for name in _FIELDS}
                    if at == one.measured.key
                    else {},
                }
                for one in shown.measures
            ],
            "at": at,
            "on": on,
            "problems": problems or [],
        },
        status=400 if problems else 200,
    )


@require_GET
def planning_measure_chart(request: ActingRequest, plan: UUID, measure: str) -> HttpResponse:
    on = _today()
    one = reads.outcomes_of(request.actor, plan, on=on).measure(measure)
    if one.measured.baseline is None:
        raise Http404
    return drawn(
        measure_chart(
            one.measured, one.reports, one.late(on), on=on, is_narrow="narrow" in request.GET
        )
    )


@require_POST
def planning_figure(request: ActingRequest, plan: UUID) -> HttpResponse:
    measure = request.POST.get("measure", "")
    try:
        verbs.report_figure(
            by=request.actor,
            plan=plan,
            measure=measure,
            now=ports().clock.now(),
            **{name: request.POST.get(name, "") for name in _FIELDS},
        )
    except ProblemsError as error:
        return _show(request, plan, at=measure, problems=_listed(error, f"{measure}-"))
    messages.success(request, "The figure is on record. It stays; a correction is a new line.")
    return redirect("planning_outcomes", plan=plan)


@require_http_methods(["GET", "POST"])
def planning_figure_correct(request: ActingRequest, line: int) -> HttpResponse:
    shown, measure, found = reads.line_of(request.actor, line, on=_today())
    problems: Problems = []
    if request.method == "POST":
        is_back = request.POST.get("take_back") == "1"
        try:
            verbs.correct_figure(
                by=request.actor,
                line=line,
                figure="" if is_back else _needed(request, "figure"),
                size="" if is_back else request.POST.get("size", ""),
                margin="" if is_back else request.POST.get("margin", ""),
                because=request.POST.get("because", ""),
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            problems = _listed(error)
        else:
            messages.success(request, "The correction is on record; the line before it stays.")
            return redirect("planning_outcomes", plan=shown.id)
    return render(
        request,
        "coordinator/plan_figure_correct.html",
        {
            "shown": shown,
            "measure": measure.measured,
            "line": found,
            "typed": request.POST
            or {"figure": found.figure, "size": found.size or "", "margin": found.margin},
            "problems": problems,
        },
        status=400 if problems else 200,
    )


def _needed(request: HttpRequest, name: str) -> str:
    """A field that, left empty by mistake, must not take a figure back."""
    return request.POST.get(name, "").strip() or "?"


@require_http_methods(["GET", "POST"])
def planning_figures_file(request: ActingRequest, plan: UUID) -> HttpResponseBase:
    """A file of figures: looked at first, then kept; wrong rows are named with the reason."""
    shown = reads.outcomes_of(request.actor, plan, on=_today())
    if request.GET.get("template"):
        lines = ((one.measured.key, "", "", "", "", "") for one in shown.measures if one.is_current)
        return csv_file("figures-template", COLUMNS, lines)
    text, found, problems = "", None, Problems()
    if request.method == "POST":
        try:
            content = _content(request)
            text = decode(content)[0]
            found = verbs.read_figures(
                by=request.actor, plan=plan, content=content, now=ports().clock.now()
            )
            if "keep" in request.POST:
                return _keep(request, plan, content)
        except ProblemsError as error:
            problems = _listed(error)
    return render(
        request,
        "coordinator/plan_figures_file.html",
        {
            "shown": shown,
            "columns": COLUMNS,
            "found": found,
            "names": {one.measured.key: one.measured.title for one in shown.measures},
            "rows": _rows(found),
            "text": text,
            "problems": problems,
        },
        status=400 if problems else 200,
    )


def _content(request: HttpRequest) -> bytes:
    """The file, or the text of the one that was looked at."""
    file = request.FILES.get("file")
    if file is not None:
        return bytes(file.read(MOST_BYTES + 1))
    return request.POST.get("text", "").encode()


def _rows(found: FigureFile | None) -> list[tuple[int, object]]:
    return [] if found is None else [(number, one) for number, one in found.figures]


def _keep(request: ActingRequest, plan: UUID, content: bytes) -> HttpResponse:
    done = verbs.import_figures(
        by=request.actor,
        plan=plan,
        content=content,
        keep_good=request.POST["keep"] == "good",
        now=ports().clock.now(),
    )
    left = len({one.row for one in done.problems})
    more = f" {left} rows were wrong and left out." if left else ""
    messages.success(request, f"Figures kept: {done.kept}.{more}")
    return redirect("planning_outcomes", plan=plan)


@require_http_methods(["GET", "POST"])
def planning_year(request: ActingRequest, plan: UUID, first: str) -> HttpResponse:
    """A year's report: put together by itself, with words to add, and sent."""
    day = day_of(first)
    if day is None:
        raise NoSuchRecordError
    problems: Problems = []
    is_stale = False
    if request.method == "POST":
        try:
            return _year_act(request, plan, day)
        except ProblemsError as error:
            problems = _listed(error)
        except StaleTextError:
            is_stale = True
    shown = reads.year_of(request.actor, plan, day, on=_today())
    return render(
        request,
        "coordinator/plan_year.html",
        {
            "shown": shown,
            "measures": year_measures(shown.data),
            "covered": coverage_facts(shown.data),
            "earned": [
                (one["competency"], count_words(one["people"])) for one in shown.data["earned"]
            ],
            "prompts": [
                (
                    key,
                    question,
                    hint,
                    request.POST.get(key, shown.words.get(key, "")),
                    shown.words.get(key, "") if is_stale else "",
                )
                for key, (question, hint) in PROMPTS.items()
            ],
            "is_stale": is_stale,
            "problems": problems,
        },
        status=409 if is_stale else 400 if problems else 200,
    )


def _year_act(request: ActingRequest, plan: UUID, first: date) -> HttpResponse:
    revision = request.POST.get("revision", "")
    given = {
        "by": request.actor,
        "plan": plan,
        "first": first,
        "revision": int(revision) if revision.isdigit() else 0,
        "words": {key: request.POST.get(key, "") for key in PROMPTS},
        "now": ports().clock.now(),
    }
    do: Callable[..., object] = verbs.save_year_words
    if "send" in request.POST:
        do, given["digest"] = verbs.send_year_report, request.POST.get("digest", "")
    do(**given)
    if "send" in request.POST:
        messages.success(request, "The Department has the report. It stays as it was sent.")
        return redirect("planning_outcomes", plan=plan)
    messages.success(request, "Saved. Nobody else sees it before you send it.")
    return redirect("planning_year", plan=plan, first=first.isoformat())


@require_GET
def planning_document(request: ActingRequest, plan: UUID, form: str) -> HttpResponse:
    """A plan as PDF or DOCX: the draft, or a version by its number."""
    shown = opened(request, plan)
    number = request.GET.get("version", "")
    version = next((one for one in shown.versions if str(one.number) == number), None)
    if number and version is None:
        raise NoSuchRecordError
    sections = version.sections if version else shown.data
    facts = [("Version", str(version.number)), ("SHA-256", version.content_hash)] if version else []
    if version and version.completed_on:
        facts.append(("Review complete", f"{version.completed_on:%B} {version.completed_on.day},"
                      f" {version.completed_on.year}"))  # fmt: skip
    return printed(
        plan_document(
            title=version.title if version else shown.title,
            kind=shown.kind.title,
            organization=shown.organization_name,
            stands=version.stage_words if version else "Draft, not submitted",
            facts=facts,
            sections=in_words(shown.kind, sections, choices_for(shown.organization)),
            on=_today(),
        ),
        form,
        shown.title,
    )
