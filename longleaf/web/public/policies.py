"""The renewal rules, for everyone to read: what held when, and where it is written."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.renewal.rules_shown import shown
from longleaf.gateways.wiring import ports
from longleaf.policy.pack import shipped_jurisdictions
from longleaf.records.facts.policy import rules_of
from longleaf.web.access import ActingRequest


@require_GET
def policies(request: ActingRequest) -> HttpResponse:
    # The home state first: most readers come for it.
    names = sorted(shipped_jurisdictions(), key=lambda name: (name != HOME, name))
    rules = [rules_of(name) for name in names]
    return render(request, "public/policies.html", {"rules": rules})


@require_GET
def policy(request: ActingRequest, jurisdiction: str) -> HttpResponse:
    try:
        rules = rules_of(jurisdiction)
    except ProblemsError as error:
        raise Http404 from error
    page = shown(rules, on=legal_day(ports().clock.now()))
    return render(request, "public/policy.html", {"policy": page})
