"""Frameworks of standards, their elements, and what serves them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries import framework as reads
from longleaf.records.queries.microcredential import Filters, catalog
from longleaf.web.access import ActingRequest


@require_GET
def frameworks(request: ActingRequest) -> HttpResponse:
    return render(request, "public/frameworks.html", {"frameworks": reads.all_frameworks()})


@require_GET
def framework(request: ActingRequest, slug: str) -> HttpResponse:
    return render(request, "public/framework.html", {"framework": reads.framework(slug)})


@require_GET
def element(request: ActingRequest, slug: str, code: str) -> HttpResponse:
    found = reads.framework(slug)
    for standard in found.standards:
        for one in (standard.element, *standard.elements):
            if one.code == code:
                return render(
                    request,
                    "public/framework_element.html",
                    {
                        "framework": found,
                        "element": one,
                        "standard": None if one is standard.element else standard.element,
                        "under": standard.elements if one is standard.element else (),
                        "entries": catalog(Filters(framework=slug, element=code)).entries,
                    },
                )
    raise NoSuchRecordError
