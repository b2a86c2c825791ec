"""Recognized issuers: the registry as everyone may read it, and as programs do."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.credential.ports import Standing
from longleaf.credential.registry_file import write_known_dids, write_registry
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.registry import whole_registry
from longleaf.records.queries.trust import (
    LISTED,
    IssuerFilter,
    IssuerLine,
    issuer_page,
    issuers_on_record,
    listed_elsewhere,
)
from longleaf.records.queries.trust_export import known_today
from longleaf.web.access import ActingRequest
from longleaf.web.spreadsheet import csv_file

PER_PAGE = 50
MAX_AGE_SECONDS = 300
STANDINGS = {
    Standing.RECOGNIZED.value: "Recognized",
    Standing.RECOGNIZED_FOR_OTHER.value: "Recognized for some",
    Standing.ISSUES_HERE.value: "Issues on this site",
    Standing.RECOGNIZED_AT_OTHER_TIME.value: "Recognized at another time",
    Standing.DISTRUSTED.value: "Not to be trusted",
    Standing.UNKNOWN.value: "On record only",
}
FILTERS = {**STANDINGS, LISTED: "Listed by others"}
COLUMNS = (
    "identifier",
    "name",
    "website",
    "location",
    "standing",
    "said by",
    "for",
    "since",
    "until",
)


@require_GET
def issuers(request: ActingRequest) -> HttpResponse:
    wanted = wanted_issuers(request)
    on = legal_day(ports().clock.now())
    found: Any = (
        listed_elsewhere(wanted.words)
        if wanted.standing == LISTED
        else issuers_on_record(wanted, base_url=settings.BASE_URL, on=on)
    )
    return render(
        request,
        "public/recognized_issuers.html",
        {
            "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "wanted": wanted,
            "standings": STANDINGS,
            "filters": FILTERS,
            "is_listed": wanted.standing == LISTED,
            "on": on,
        },
    )


@require_GET
def issuer(request: ActingRequest, issuer: UUID) -> HttpResponse:
    on = legal_day(ports().clock.now())
    page = issuer_page(issuer, base_url=settings.BASE_URL, on=on)
    return render(request, "public/recognized_issuer.html", {"page": page, "standings": STANDINGS})


@require_GET
def document(request: ActingRequest, form: str) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """The registry for programs, at addresses that stay."""
    now = ports().clock.now()
    on = legal_day(now)
    if form == "csv":
        lines = issuers_on_record(IssuerFilter(), base_url=settings.BASE_URL, on=on)
        return as_table(lines)
    if form == "json":
        known = known_today(base_url=settings.BASE_URL, on=on)
        found = write_known_dids(known, made_at=now)
    else:
        found = write_registry(whole_registry(base_url=settings.BASE_URL), made_at=now)
    response = JsonResponse(found, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response


def wanted_issuers(request: ActingRequest) -> IssuerFilter:
    """What the address asks for; a standing that is not on offer counts as not given."""
    standing = request.GET.get("standing", "")
    words = request.GET.get("q", "").replace("\0", "").strip()[:300]
    return IssuerFilter(standing if standing in FILTERS else "", words)


def as_table(lines: list[IssuerLine]) -> HttpResponseBase:
    """The registry as a CSV file, a line for each identifier."""
    return csv_file(
        "recognized-issuers",
        COLUMNS,
        (
            (
                identifier,
                line.name,
                line.website,
                line.location,
                STANDINGS[line.standing.value],
                line.by,
                line.scope,
                line.since or "",
                line.until or "",
            )
            for line in lines
            for identifier in line.identifiers
        ),
    )
