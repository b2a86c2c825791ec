"""Credit proposed for badges from elsewhere: the queue of a coordinator, and one of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.recognized_credit import approve_proposal, decline_proposal
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.badge.holding import Holding
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.recognition import STATES, proposal_in_reach, proposals_in_reach
from longleaf.records.queries.renewal import policy_words
from longleaf.web.access import ActingRequest
from longleaf.web.educator.backpack import HOLDINGS

PAGE = 25


@require_GET
def proposals(request: ActingRequest) -> HttpResponse:
    asked = request.GET.get("state", "waiting")
    state = asked if asked in STATES or asked == "" else "waiting"
    found = proposals_in_reach(request.actor, state=state)
    return render(
        request,
        "coordinator/proposals.html",
        {
            "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": STATES,
            "words": policy_words(None, on=legal_day(ports().clock.now())),
        },
    )


@require_http_methods(["GET", "POST"])
def proposal(request: ActingRequest, proposal: UUID) -> HttpResponse:
    now = ports().clock.now()
    page = proposal_in_reach(request.actor, proposal)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            said = _decide(request, proposal)
        except ProblemsError as error:
            problems = error.problems
        else:
            messages.success(request, f"{said} {page.line.person_name} is told.")
            return redirect("coordinator_proposals")
    words, style = HOLDINGS[Holding(page.line.holding)]
    return render(
        request,
        "coordinator/proposal.html",
        {
            "page": page,
            "holding": words,
            "style": style,
            "words": policy_words(page.line.person, on=legal_day(now)),
            "reason": request.POST.get("reason", ""),
            "problems": [
                {"anchor": one.where, "reason": one.reason, "fix": one.fix} for one in problems
            ],
        },
        status=400 if problems else 200,
    )


def _decide(request: ActingRequest, proposal: UUID) -> str:
    now = ports().clock.now()
    if request.POST.get("decision") == "decline":
        reason = request.POST.get("reason", "")
        decline_proposal(by=request.actor, proposal=proposal, reason=reason, now=now)
        return "Declined."
    approve_proposal(by=request.actor, proposal=proposal, now=now)
    return "Approved, and entered into the ledger."
