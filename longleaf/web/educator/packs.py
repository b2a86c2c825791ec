"""An educator has where their license stands set as a PDF, and sees what was kept."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.decision import decisions_on_license, kept_decision
from longleaf.records.queries.renewal import own_standing
from longleaf.web.access import ActingRequest
from longleaf.web.renewal_packs import labels, pack_of_decision, pack_of_license


@require_http_methods(["GET", "POST"])
def standing_pack(request: ActingRequest, license: UUID) -> HttpResponse:
    on = legal_day(ports().clock.now())
    held = own_standing(request.actor, license, on=on)
    kept = decisions_on_license(request.actor, license, on=on)
    if request.method == "POST":
        return pack_of_license(request, license, held.standing.title)
    page = {"held": held, "told": held.standing, "decisions": kept, **labels()}
    return render(request, "educator/standing/pack.html", page)


@require_GET
def decision_pack(request: ActingRequest, decision: UUID) -> HttpResponse:
    """A pack made before, once more; what is shown is what was kept."""
    kept = kept_decision(request.actor, decision)
    return pack_of_decision(request, decision, kept.holder)
