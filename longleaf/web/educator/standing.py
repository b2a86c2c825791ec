"""An educator's standing, each figure with its reason, rule, citation and arithmetic."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.renewal import (
    HeldLicense,
    offers_for,
    own_licenses,
    own_standing,
    own_standings,
)
from longleaf.web.access import ActingRequest
from longleaf.web.renewal_forms import KINDS_OF_LICENSE

OFFERS = 3


@require_GET
def standing(request: ActingRequest) -> HttpResponse:
    on = legal_day(ports().clock.now())
    held = own_standings(request.actor, on=on)
    shown = {one.id for one in held}
    return render(
        request,
        "educator/standing/all.html",
        {
            "licenses": held,
            "past": [one for one in own_licenses(request.actor) if one.id not in shown],
            "kinds": KINDS_OF_LICENSE,
        },
    )


@require_GET
def standing_license(request: ActingRequest, license: UUID) -> HttpResponse:
    on = legal_day(ports().clock.now())
    held = own_standing(request.actor, license, on=on)
    return render(request, "educator/standing/one.html", _page(held))


def _page(held: HeldLicense) -> dict[str, Any]:
    told = held.standing
    offers = offers_for(held, on=told.on) if told.gaps else ()
    return {
        "held": held,
        "told": told,
        "offers": {
            gap.name: [one for one in offers if gap.name in one.categories][:OFFERS]
            for gap in told.gaps
        },
    }
