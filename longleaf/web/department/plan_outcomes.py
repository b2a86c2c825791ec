"""What all plans achieved, for the Department: measures side by side, yearly reports."""

from fractions import Fraction
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.basis.chart import Chart
from longleaf.domain.plan.outcome_chart import share_chart
from longleaf.domain.plan.yearly import PROMPTS
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.plan_compared import Compared, compared
from longleaf.records.queries.plan_outcome import year_report
from longleaf.web.access import ActingRequest
from longleaf.web.plan_documents import coverage_facts, printed, year_document
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
from longleaf.web.spreadsheet import csv_file


def _compared(request: ActingRequest) -> Compared:
    return compared(
        request.actor,
        on=legal_day(ports().clock.now()),
        organization=request.GET.get("lea", "")[:200],
        progress=request.GET.get("progress", ""),
        words=request.GET.get("q", "")[:200],
    )


@require_GET
def plan_outcomes(request: ActingRequest) -> HttpResponseBase:
    """Every measure of every plan in force or ended, and the reports of their years."""
    found = _compared(request)
    if request.GET.get("format") == "csv":
        return csv_file(
            "plan-measures",
            HEADER,
            (
                cells(
                    (one.organization, one.plan_title),
                    one.measured,
                    one.finding,
                    reported=one.reported,
                    gaps=one.gaps,
                )
                for one in found.measures
            ),
        )
    query = request.GET.copy()
    query.pop("format", None)
    return render(
        request,
        "department/plan_outcomes.html",
        {
            "lines": [
                {
                    "line": one,
                    "words": PROGRESS[one.finding.progress],
                    "says": finding_words(one.measured, one.finding),
                    "share": percent(one.finding.share),
                    "expected": percent(one.finding.expected),
                }
                for one in found.measures
            ],
            "years": found.years,
            "leas": found.organizations,
            "progresses": PROGRESS,
            "lea": request.GET.get("lea", ""),
            "progress": request.GET.get("progress", ""),
            "words": request.GET.get("q", ""),
            "query": query.urlencode(),
            "alternative": _chart(found).alternative if found.measures else "",
        },
    )


def _chart(found: Compared, *, is_narrow: bool = False) -> Chart:
    shares: list[tuple[str, Fraction | None, str]] = [
        (
            f"{one.measured.title}, {one.organization}",
            one.finding.share,
            PROGRESS[one.finding.progress].lower(),
        )
        for one in found.measures
    ]
    return share_chart(shares, on=legal_day(ports().clock.now()), is_narrow=is_narrow)


@require_GET
def plan_outcomes_chart(request: ActingRequest) -> HttpResponse:
    found = _compared(request)
    if not found.measures:
        raise Http404
    return drawn(_chart(found, is_narrow="narrow" in request.GET))


@require_GET
def plan_year_report(request: ActingRequest, report: UUID) -> HttpResponse:
    """A yearly report as it was sent, for the Department and the plan's people."""
    shown = year_report(request.actor, report)
    return render(
        request,
        "department/plan_year_report.html",
        {
            "shown": shown,
            "measures": year_measures(shown.data),
            "covered": coverage_facts(shown.data),
            "earned": [
                (one["competency"], count_words(one["people"])) for one in shown.data["earned"]
            ],
            "answers": [
                (question, shown.words.get(key, "")) for key, (question, _) in PROMPTS.items()
            ],
        },
    )


@require_GET
def plan_year_document(request: ActingRequest, report: UUID, form: str) -> HttpResponse:
    shown = year_report(request.actor, report)
    return printed(year_document(shown), form, f"yearly report {shown.title} {shown.last_on.year}")
