"""A coordinator keeps the decision on a license, or has it set as a PDF."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions.decision import keep_decision
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coordinator import person_in_reach
from longleaf.records.queries.decision import decisions_on_license
from longleaf.records.queries.renewal import license_of_person
from longleaf.web.access import ActingRequest
from longleaf.web.renewal_forms import KINDS_OF_LICENSE
from longleaf.web.renewal_packs import labels, pack_of_license


@require_http_methods(["GET", "POST"])
def decisions(request: ActingRequest, person: UUID, license: UUID) -> HttpResponse:
    now = ports().clock.now()
    on = legal_day(now)
    card = person_in_reach(request.actor, person, on=on)
    held = license_of_person(request.actor, person, license, on=on)
    kept = decisions_on_license(request.actor, license, on=on)
    if request.method == "POST" and request.POST.get("what") == "renewal":
        keep_decision(by=request.actor, license=license, purpose="renewal", now=now)
        messages.success(request, "The decision is kept, with its facts and the rules of today.")
        return redirect("coordinator_decisions", person=person, license=license)
    if request.method == "POST":
        return pack_of_license(request, license, card.name)
    page = {"person": card, "license": held, "decisions": kept, "kinds": KINDS_OF_LICENSE}
    return render(request, "coordinator/decisions.html", {**page, **labels()})
