"""What a coordinator sees of random audits: whose renewals in the LEA were drawn."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.renewal_audit import cases_of_lea
from longleaf.web.access import ActingRequest
from longleaf.web.labels import LICENSE_KINDS

PAGE: Final = 50


@require_GET
def audits(request: ActingRequest) -> HttpResponse:
    found = cases_of_lea(request.actor, on=legal_day(ports().clock.now()))
    return render(
        request,
        "coordinator/audits.html",
        {
            "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "kinds": LICENSE_KINDS,
        },
    )
