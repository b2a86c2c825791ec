"""Activities that wait for a coordinator: the queue, one of them, and many at once."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.activity import approve_activity, decline_activity
from longleaf.actions.approval import approve_activities
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.coordinator import schools_in_reach
from longleaf.records.queries.credit import (
    STATES,
    ActivityFilter,
    activities_in_reach,
    activity_in_reach,
)
from longleaf.records.queries.renewal import policy_words, recording_choices
from longleaf.web.access import ActingRequest

PAGE = 25


@require_GET
def approvals(request: ActingRequest) -> HttpResponse:
    on = legal_day(ports().clock.now())
    who = request.actor
    schools = schools_in_reach(who)
    words = policy_words(None, on=on)
    choices = recording_choices(None, on=on)
    school, state = request.GET.get("school", ""), request.GET.get("state", "recorded")
    kind = request.GET.get("kind", "")
    wanted = ActivityFilter(
        text=request.GET.get("q", "").strip()[:200].replace("\x00", ""),
        kind=kind if kind in dict(choices.kinds) else "",
        school=UUID(school) if school in {str(pk) for pk, _ in schools} else None,
        state=state if state in STATES or state == "" else "recorded",
    )
    found = activities_in_reach(who, wanted)
    return render(
        request,
        "coordinator/approvals.html",
        {
            "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "wanted": wanted,
            "schools": schools,
            "kinds": choices.kinds,
            "states": STATES,
            "words": words,
            "back": request.get_full_path(),
        },
    )


@require_http_methods(["GET", "POST"])
def approval(request: ActingRequest, activity: UUID) -> HttpResponse:
    now = ports().clock.now()
    held = activity_in_reach(request.actor, activity)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            said = _decide(request, activity)
        except ProblemsError as error:
            problems = error.problems
        else:
            messages.success(request, f"{said} {held.person_name} is told.")
            return redirect("coordinator_approvals")
    on = legal_day(now)
    ticked = request.POST.getlist("category") if request.method == "POST" else held.categories
    return render(
        request,
        "coordinator/approval.html",
        {
            "activity": held,
            "state": STATES[held.state],
            "words": policy_words(held.person, on=on),
            "categories": recording_choices(held.person, on=on).categories,
            "ticked": set(ticked),
            "reason": request.POST.get("reason", ""),
            "approved_on": request.POST.get("approved_on", ""),
            "problems": [
                {"anchor": _ANCHORS.get(one.where, ""), "reason": one.reason, "fix": one.fix}
                for one in problems
            ],
        },
        status=400 if problems else 200,
    )


_ANCHORS = {"categories": "category-1", "reason": "reason", "approved_on": "approved_on"}


def _decide(request: ActingRequest, activity: UUID) -> str:
    now = ports().clock.now()
    if request.POST.get("decision") == "decline":
        reason = request.POST.get("reason", "")
        decline_activity(by=request.actor, activity=activity, reason=reason, now=now)
        return "Declined."
    approve_activity(
        by=request.actor,
        activity=activity,
        categories=request.POST.getlist("category"),
        approved_on=_day(request.POST.get("approved_on", "")),
        now=now,
    )
    return "Approved, and entered into the ledger."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        fix = "Write the day as 2026-06-30."
        raise ProblemsError([Problem("approved_on", "That is no day.", fix)]) from error


@require_POST
def bulk(request: ActingRequest) -> HttpResponse:
    """Approves what was ticked, each for the categories it was recorded for."""
    try:
        chosen = [UUID(text) for text in request.POST.getlist("activity")]
    except ValueError as error:
        raise NoSuchRecordError from error
    if not chosen:
        messages.warning(request, "Nothing was ticked. Tick what you want to approve.")
        return redirect(_back(request))
    told = approve_activities(by=request.actor, activities=chosen, now=ports().clock.now())
    if told.done:
        word = "activity" if told.done == 1 else "activities"
        messages.success(request, f"{told.done} {word} approved and entered into the ledger.")
    if told.passed_over:
        messages.warning(
            request,
            "Not approved, because they were decided meanwhile or are your own: "
            f"{', '.join(told.passed_over)}.",
        )
    return redirect(_back(request))


def _back(request: ActingRequest) -> str:
    """The list as it was filtered, if the form says so and it is ours."""
    asked = request.POST.get("back", "")
    fallback = reverse("coordinator_approvals")
    ours = asked.startswith(fallback) and url_has_allowed_host_and_scheme(asked, None)
    return asked if ours else fallback
