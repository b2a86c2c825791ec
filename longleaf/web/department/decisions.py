"""The Department reads what was decided, under which rules, and has it computed again."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.records.queries.decision import (
    computed_again,
    decisions_in_state,
    kept_decision,
    told_again,
)
from longleaf.web.access import ActingRequest
from longleaf.web.renewal_forms import KINDS_OF_LICENSE
from longleaf.web.renewal_packs import OUTCOMES, PURPOSES, labels, pack_of_decision

PAGE = 50


@require_GET
def decisions(request: ActingRequest) -> HttpResponse:
    purpose, outcome = request.GET.get("purpose", ""), request.GET.get("outcome", "")
    found = decisions_in_state(
        request.actor,
        purpose=purpose if purpose in PURPOSES else "",
        outcome=outcome if outcome in OUTCOMES else "",
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = {"page_obj": page, "purpose": purpose, "outcome": outcome, "kinds": KINDS_OF_LICENSE}
    return render(request, "department/decisions.html", {**shown, **labels()})


@require_GET
def decision(request: ActingRequest, decision: UUID) -> HttpResponse:
    """One decision; with `?again=yes` it is computed again, beside what was kept."""
    kept = kept_decision(request.actor, decision)
    again = computed_again(kept) if request.GET.get("again") == "yes" else None
    try:
        told = told_again(kept)[0]
    except LookupError:
        told = None
    shown = {"kept": kept, "told": told, "again": again, "kinds": KINDS_OF_LICENSE, "offers": {}}
    return render(request, "department/decision.html", {**shown, **labels()})


@require_GET
def pack(request: ActingRequest, decision: UUID) -> HttpResponse:
    kept = kept_decision(request.actor, decision)
    return pack_of_decision(request, decision, kept.holder)
