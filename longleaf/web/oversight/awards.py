"""Awards as those who answer for them see them: found, suspended, reinstated, revoked."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions.award import reinstate_award, revoke_award, suspend_award
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import ProblemsError
from longleaf.domain.award.change import AwardChange
from longleaf.domain.award.reason import WORDS
from longleaf.domain.organization.access import AUTHOR
from longleaf.domain.organization.actor import Actor
from longleaf.gateways.wiring import ports
from longleaf.records.queries.award import award_record, awards_in_reach
from longleaf.web.access import ActingRequest

PAGE = 50
STATES = {"active": "In force", "suspended": "Suspended", "revoked": "Revoked"}
THEN = {
    AwardChange.SUSPEND: "Whoever checks its badge learns so; its earner was told.",
    AwardChange.REVOKE: "Whoever checks its badge learns so; its earner was told.",
    AwardChange.REINSTATE: "Its badge was signed anew; its earner was asked to download it again.",
}
# What strangers may read of the reason, where it fits one change or another.
CATEGORIES = dict(WORDS)


class Told(TypedDict):
    """What every change of an award is told."""

    by: Actor
    award: UUID
    reason: str
    vault: KeyVault
    base_url: str
    now: datetime


def may_bring_files(actor: Actor) -> bool:
    """Whether pages of files of awards are for them."""
    return AUTHOR.admits(actor)


@require_GET
def awards(request: ActingRequest) -> HttpResponse:
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = awards_in_reach(request.actor, text=text, state=state if state in STATES else "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "oversight/awards.html",
        {
            "page_obj": page,
            "q": text,
            "state": state,
            "states": STATES,
            "may_bring_files": may_bring_files(request.actor),
        },
    )


@require_GET
def award(request: ActingRequest, award: UUID) -> HttpResponse:
    record = award_record(award, who=request.actor)
    return render(
        request,
        "oversight/award.html",
        {"award": record, "categories": CATEGORIES, "may_see_file": may_bring_files(request.actor)},
    )


@require_POST
def suspend(request: ActingRequest, award: UUID) -> HttpResponse:
    return change(request, award, AwardChange.SUSPEND)


@require_POST
def reinstate(request: ActingRequest, award: UUID) -> HttpResponse:
    return change(request, award, AwardChange.REINSTATE)


@require_POST
def revoke(request: ActingRequest, award: UUID) -> HttpResponse:
    return change(request, award, AwardChange.REVOKE)


def change(request: ActingRequest, award: UUID, kind: AwardChange) -> HttpResponse:
    reason, category = request.POST.get("reason", ""), request.POST.get("category", "")
    told: Told = {
        "by": request.actor,
        "award": award,
        "reason": reason,
        "vault": ports().vault,
        "base_url": settings.BASE_URL,
        "now": ports().clock.now(),
    }
    try:
        if kind is AwardChange.SUSPEND:
            news = suspend_award(**told, category=category)
        elif kind is AwardChange.REVOKE:
            news = revoke_award(**told, category=category)
        else:
            news = reinstate_award(**told)
    except ProblemsError as error:
        return render(
            request,
            "oversight/award.html",
            {
                "award": award_record(award, who=request.actor),
                "categories": CATEGORIES,
                "may_see_file": may_bring_files(request.actor),
                "problems": error.problems,
                "reason": reason,
                "category": category,
            },
            status=400,
        )
    if news:
        messages.success(request, f"The award was {kind}. {THEN[kind]}")
    else:
        messages.info(request, f"The award was {kind} already. Nothing was done twice.")
    return redirect("award", award=award)
