"""Awards as those who answer for them see them: found, suspended, reinstated, revoked; and keys."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions.award import reinstate_award, revoke_award, suspend_award
from longleaf.actions.key import rotate_key
from longleaf.basis.problem import ProblemsError
from longleaf.gateways.wiring import ports
from longleaf.records.queries.award import (
    award_record,
    awards_in_reach,
    issuing_organizations,
    keys_of,
)
from longleaf.web.access import ActingRequest

PAGE = 50
STATES = {"active": "In force", "suspended": "Suspended", "revoked": "Revoked"}
CHANGES = {
    "suspend": (suspend_award, "suspended"),
    "reinstate": (reinstate_award, "reinstated"),
    "revoke": (revoke_award, "revoked"),
}


@require_GET
def awards(request: ActingRequest) -> HttpResponse:
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = awards_in_reach(request.actor, text=text, state=state if state in STATES else "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "oversight/awards.html",
        {"page_obj": page, "q": text, "state": state, "states": STATES},
    )


@require_GET
def award(request: ActingRequest, award: UUID) -> HttpResponse:
    return render(
        request, "oversight/award.html", {"award": award_record(award, who=request.actor)}
    )


@require_POST
def suspend(request: ActingRequest, award: UUID) -> HttpResponse:
    return change(request, award, "suspend")


@require_POST
def reinstate(request: ActingRequest, award: UUID) -> HttpResponse:
    return change(request, award, "reinstate")


@require_POST
def revoke(request: ActingRequest, award: UUID) -> HttpResponse:
    return change(request, award, "revoke")


def change(request: ActingRequest, award: UUID, kind: str) -> HttpResponse:
    verb, done = CHANGES[kind]
    reason = request.POST.get("reason", "")
    try:
        verb(
            by=request.actor,
            award=award,
            reason=reason,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        record = award_record(award, who=request.actor)
        return render(
            request,
            "oversight/award.html",
            {"award": record, "problems": error.problems, "reason": reason},
            status=400,
        )
    messages.success(
        request, f"The award was {done}. Whoever checks its badge learns so; its earner was told."
    )
    return redirect("award", award=award)


@require_GET
def keys(request: ActingRequest) -> HttpResponse:
    issuers = [(pk, name, keys_of(pk)) for pk, name in issuing_organizations(request.actor)]
    return render(request, "oversight/keys.html", {"issuers": issuers})


@require_POST
def rotate(request: ActingRequest, organization: UUID) -> HttpResponse:
    rotate_key(
        by=request.actor,
        organization=organization,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    messages.success(
        request, "New badges are signed with a new key. Those signed before stay checkable."
    )
    return redirect("keys")
