"""What an educator sees of random audits: that they were drawn, why, and what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.renewal_audit import own_cases
from longleaf.web.access import ActingRequest


@require_GET
def my_audits(request: ActingRequest) -> HttpResponse:
    cases = own_cases(request.actor, on=legal_day(ports().clock.now()))
    return render(request, "educator/audits.html", {"cases": cases})
