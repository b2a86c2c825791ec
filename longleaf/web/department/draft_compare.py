"""Drafts of the renewal rules side by side."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.gateways.wiring import ports
from longleaf.records.queries import policy_draft as queries
from longleaf.web.access import ActingRequest
from longleaf.web.department import draft_figures
from longleaf.web.department.drafts import number_of

OFFERED: Final = 25
MOST_COMPARED: Final = 4


@require_GET
def compare(request: ActingRequest) -> HttpResponse:
    return render(request, "department/draft_compare.html", _compared(request))


@require_GET
def compare_chart(request: ActingRequest) -> HttpResponse:
    chosen = [page for page in _compared(request)["chosen"] if page.simulation]
    if not chosen:
        raise Http404
    drawn = draft_figures.compared(chosen, narrow="narrow" in request.GET)
    return HttpResponse(ports().charts.svg(drawn.spec), content_type="image/svg+xml")


def _compared(request: ActingRequest) -> dict[str, Any]:
    offered = [
        (f"{one.id}:{line.number}", f"{one.title}, version {line.number}")
        for one in queries.drafts_for(request.actor)[:OFFERED]
        for line in queries.draft_for(request.actor, one.id).versions
        if line.is_simulated
    ]
    asked = list(dict.fromkeys(request.GET.getlist("with")))[:MOST_COMPARED]
    chosen = [queries.version_for(request.actor, *_which(one)) for one in asked]
    known = [one for one in chosen if one.simulation is not None]
    rows = [
        (words, [draft_figures.HIDDEN if (v := _whole(one)[key]) is None else v for one in known])
        for key, words in draft_figures.COLUMNS
    ]
    return {
        "offered": offered,
        "asked": asked,
        "chosen": known,
        "rows": rows,
        "query": "&".join(f"with={one}" for one in asked),
        "alternative": draft_figures.compared(known, narrow=False).alternative if known else "",
        "most": MOST_COMPARED,
    }


def _whole(page: queries.VersionPage) -> dict[str, Any]:
    whole: dict[str, Any] = page.simulation.figures["whole"] if page.simulation else {}
    return whole


def _which(asked: str) -> tuple[UUID, int]:
    draft, _, number = asked.partition(":")
    try:
        return UUID(draft), number_of(number)
    except ValueError as error:
        raise Http404 from error
