"""A coordinator's first page on their LEA: who is at risk, what waits, what is stuck with whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coordinator import (
    AT_RISK,
    PeopleFilter,
    coordinated,
    overview,
    people_of,
)
from longleaf.records.queries.credit import ActivityFilter, activities_in_reach
from longleaf.records.queries.recognition import waiting_proposals
from longleaf.records.queries.today import reviews_stuck
from longleaf.web.access import ActingRequest
from longleaf.web.coordinator.people import OUTCOMES

SHOWN = 8


@require_GET
def coordinator(request: ActingRequest) -> HttpResponse:
    on = legal_day(ports().clock.now())
    who = request.actor
    told = overview(who, on=on)
    at_risk = people_of(who, PeopleFilter(outcome=AT_RISK, sort="expires"), on=on)
    waiting = activities_in_reach(who, ActivityFilter())
    return render(
        request,
        "coordinator/today.html",
        {
            "lea": coordinated(who),
            "overview": told,
            "outcomes": [
                (outcome, label, told.outcomes.get(outcome, 0))
                for outcome, label in OUTCOMES.items()
                if told.outcomes.get(outcome)
            ],
            "at_risk": at_risk[0:SHOWN] if told.at_risk else [],
            "waiting": waiting[0:SHOWN] if told.approvals else [],
            "proposals": waiting_proposals(who),
            "stuck": reviews_stuck(who, on=on),
        },
    )
