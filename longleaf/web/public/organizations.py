"""The department, LEAs and partners, and the page of each."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.records.queries import directory as reads
from longleaf.records.queries.microcredential import Filters, catalog
from longleaf.web.access import ActingRequest
from longleaf.web.labels import ORGANIZATION_KINDS

PER_PAGE = 50
KINDS = {kind: name for kind, name in ORGANIZATION_KINDS.items() if kind != "school"}


@require_GET
def organizations(request: ActingRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    region = request.GET.get("region", "")
    words = request.GET.get("q", "")[:200]
    found = reads.listed_organizations(
        kind=kind if kind in KINDS else "",
        region=int(region) if region.isdigit() and len(region) < 3 else None,  # noqa: PLR2004 - digits
        words=words,
        issuing=request.GET.get("issuing") == "1",
    )
    return render(
        request,
        "public/organizations.html",
        {
            "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "kinds": KINDS,
            "regions": reads.regions(),
            "kind": kind,
            "region": region,
            "words": words,
            "issuing": request.GET.get("issuing") == "1",
        },
    )


@require_GET
def organization(request: ActingRequest, slug: str) -> HttpResponse:
    found = reads.listed_organization(slug)
    return render(
        request,
        "public/organization.html",
        {
            "organization": found,
            "kind": ORGANIZATION_KINDS[found.kind],
            "schools": reads.schools_of(found.id),
            "entries": catalog(Filters(issuer=slug)).entries if found.issued else (),
        },
    )
