"""Frameworks and their elements."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from ninja import Router, Schema

from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.records.queries import framework as reads

router = Router(tags=["frameworks"])


class FrameworkLine(Schema):
    identifier: str
    slug: str
    title: str
    publisher: str
    page: str


class ElementOut(Schema):
    """A standard, or an element of the standard named by `parent`."""

    identifier: str
    code: str
    statement: str
    note: str
    parent: str
    wording: str
    microcredentials: int
    page: str


class FrameworkOut(FrameworkLine):
    description: str
    source: str
    verified_on: str
    elements: list[ElementOut]


@operation(
    router, "GET", "/frameworks", response=list[FrameworkLine], summary="List the frameworks"
)
def list_frameworks(request: ApiRequest) -> Any:  # noqa: ARG001 - ninja's signature
    return [_line(one) for one in reads.all_frameworks()]


@operation(
    router,
    "GET",
    "/frameworks/{slug}",
    response=FrameworkOut,
    summary="Read a framework with its elements",
)
def show_framework(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001 - ninja's signature
    found = reads.framework(slug)
    return FrameworkOut(
        **_line(found).dict(),
        description=found.description,
        source=found.source,
        verified_on=found.verified_on,
        elements=[
            _element(one)
            for standard in found.standards
            for one in (standard.element, *standard.elements)
        ],
    )


def _line(found: reads.ShownFramework) -> FrameworkLine:
    return FrameworkLine(
        identifier=found.identifier,
        slug=found.slug,
        title=found.title,
        publisher=found.publisher,
        page=f"{settings.BASE_URL}{reverse('framework', args=[found.slug])}",
    )


def _element(one: reads.ShownElement) -> ElementOut:
    page = reverse("framework_element", args=[one.framework, one.code])
    return ElementOut(
        identifier=one.identifier,
        code=one.code,
        statement=one.statement,
        note=one.note,
        parent=one.parent,
        wording=one.sure,
        microcredentials=one.serving,
        page=f"{settings.BASE_URL}{page}",
    )
