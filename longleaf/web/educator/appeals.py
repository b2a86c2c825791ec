"""An educator's appeal, and the pages that a coach and their educator share."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.review import (
    ask_appeal,
    open_attempt,
    take_appeal_back,
    write_coaching_note,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.appeal import GROUNDS_LIMIT
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coaching import coaching_sheet, coachings_of
from longleaf.records.queries.feedback import feedback_on
from longleaf.records.queries.gate import gates_of
from longleaf.web.access import ActingRequest
from longleaf.web.educator.own import own_view


@require_http_methods(["GET", "POST"])
def appeal(request: ActingRequest, submission: UUID) -> HttpResponse:
    now = ports().clock.now()
    view = own_view(request, submission)
    problems = []
    grounds = request.POST.get("grounds", "")
    if request.method == "POST":
        try:
            ask_appeal(by=request.actor, submission=submission, grounds=grounds, now=now)
        except ProblemsError as refused:
            problems = [
                {"anchor": one.where, "reason": one.reason, "fix": one.fix}
                for one in refused.problems
            ]
        else:
            messages.success(
                request, "Your appeal is in. Somebody who has not judged your work answers it."
            )
            return redirect("submission", submission=submission)
    gates = gates_of(request.actor, submission, on=legal_day(now))
    if gates.appeal_until is None:
        return redirect("submission", submission=submission)
    return render(
        request,
        "educator/submission/appeal.html",
        {
            "view": view,
            "gates": gates,
            "latest": next(iter(feedback_on(request.actor, submission)), None),
            "grounds": grounds,
            "longest": GROUNDS_LIMIT,
            "problems": problems,
        },
        status=400 if problems else 200,
    )


@require_POST
def appeal_back(request: ActingRequest, submission: UUID) -> HttpResponse:
    take_appeal_back(by=request.actor, submission=submission, now=ports().clock.now())
    messages.success(request, "The appeal is taken back. You can revise what did not pass.")
    return redirect("submission", submission=submission)


@require_GET
def coachings(request: ActingRequest) -> HttpResponse:
    return render(
        request, "educator/coaching/list.html", {"coachings": coachings_of(request.actor)}
    )


@require_http_methods(["GET", "POST"])
def coaching(request: ActingRequest, coaching: UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    problems = []
    if request.method == "POST":
        try:
            write_coaching_note(
                by=request.actor, coaching=coaching, text=text, now=ports().clock.now()
            )
        except ProblemsError as refused:
            problems = [
                {"anchor": one.where, "reason": one.reason, "fix": one.fix}
                for one in refused.problems
            ]
        else:
            messages.success(request, "Sent. They are told by mail as well.")
            return redirect("coaching", coaching=coaching)
    return render(
        request,
        "educator/coaching/one.html",
        {"sheet": coaching_sheet(request.actor, coaching), "text": text, "problems": problems},
        status=400 if problems else 200,
    )


@require_POST
def coaching_open(request: ActingRequest, coaching: UUID) -> HttpResponse:
    sheet = coaching_sheet(request.actor, coaching)
    open_attempt(by=request.actor, coaching=coaching, now=ports().clock.now())
    messages.success(request, f"{sheet.educator} can revise once more, and is told.")
    return redirect("coaching", coaching=coaching)
