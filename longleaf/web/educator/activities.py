"""An educator's activities: recorded, looked at, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.activity import record_activity, withdraw_activity
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.credit import STATES, own_activity
from longleaf.records.queries.renewal import own_standings, policy_words, recording_choices
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.renewal_forms import ActivityForm


@require_http_methods(["GET", "POST"])
def activity_new(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    choices = recording_choices(request.actor.person, on=legal_day(now))
    form = ActivityForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = record_activity(
                by=request.actor,
                person=person_acting(request.actor),
                said=form.said(),
                provider=form.cleaned_data["provider"],
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "Recorded. Your coordinator decides whether it counts.")
            return redirect("activity", activity=recorded)
    return render(
        request,
        "educator/activity/new.html",
        {"form": form},
        status=400 if form.errors else 200,
    )


@require_GET
def activity(request: ActingRequest, activity: UUID) -> HttpResponse:
    on = legal_day(ports().clock.now())
    held = own_activity(request.actor, activity)
    entries = [
        (one, entry)
        for one in own_standings(request.actor, on=on)
        for entry in one.standing.entries
        if (entry.item.source, entry.item.key) == ("activity", str(activity))
    ]
    return render(
        request,
        "educator/activity/one.html",
        {
            "activity": held,
            "entries": entries,
            "state": STATES[held.state],
            "words": policy_words(request.actor.person, on=on),
        },
    )


@require_http_methods(["GET", "POST"])
def activity_withdraw(request: ActingRequest, activity: UUID) -> HttpResponse:
    if request.method == "POST":
        withdraw_activity(by=request.actor, activity=activity, now=ports().clock.now())
        messages.success(request, "The activity is withdrawn and no longer counts.")
        return redirect("activity", activity=activity)
    held = own_activity(request.actor, activity)
    if held.state == "withdrawn":
        return redirect("activity", activity=activity)
    return render(request, "educator/activity/withdraw.html", {"activity": held})
