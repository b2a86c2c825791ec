"""Published badges as Open Badges 2.0 hosts them: assertion, badge class, issuer, and pictures."""

import json
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from longleaf.credential.bake import bake_assertion_into_svg, bake_into_png
from longleaf.credential.bake_png import KEYWORD_OF_2_0
from longleaf.credential.document import JsonObject
from longleaf.domain.badge.hosted import (
    assertion_of,
    badge_class_of,
    issuer_of,
    withdrawn_assertion,
)
from longleaf.domain.microcredential.image import Picture, draw
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.drawing import png, typeface
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.badge import BadgePage, badge_page
from longleaf.records.queries.hosted_badge import awarded_version, issuer_facts
from longleaf.web.access import ActingRequest

JSON, JSON_LD = "application/json", "application/ld+json"
MAX_AGE_SECONDS = 300
PNG_WIDTH = 600


@require_GET
def assertion(request: ActingRequest, award: UUID) -> HttpResponse:
    """The hosted assertion of a published badge; while it does not hold, that."""
    return json_response(request, assertion_document(published(request, award)))


@require_GET
def picture(request: ActingRequest, award: UUID, form: str) -> HttpResponse:
    """The badge's picture with the assertion in it."""
    page = published(request, award)
    document = assertion_document(page)
    if page.state != "active":
        raise NoSuchRecordError
    text = json.dumps(document, ensure_ascii=False)
    drawn = draw(Picture(page.title, page.issuer, page.issuer_slug, page.version_year), typeface())
    if form == "png":
        baked = bake_into_png(png(drawn, width=PNG_WIDTH), text, keyword=KEYWORD_OF_2_0)
        response = HttpResponse(baked, content_type="image/png")
    else:
        baked = bake_assertion_into_svg(drawn.encode(), text, address=str(document["id"]))
        response = HttpResponse(baked, content_type="image/svg+xml")
        response["Content-Security-Policy"] = (
            "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        )
    response["Content-Disposition"] = f'inline; filename="{page.slug}-2.0.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def badge_class(request: ActingRequest, slug: str, number: int) -> HttpResponse:
    """A version of a micro-credential as a badge class."""
    found = awarded_version(slug, number, base_url=settings.BASE_URL)
    document = badge_class_of(
        found.definition,
        slug=slug,
        number=number,
        issuer=found.issuer,
        elements=found.elements,
        earlier=found.earlier,
        base_url=settings.BASE_URL,
    )
    return json_response(request, document)


@require_GET
def issuer(request: ActingRequest, slug: str) -> HttpResponse:
    """The profile of an organization that issues here."""
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    facts = issuer_facts(slug, or_email=own)
    return json_response(request, issuer_of(facts, base_url=settings.BASE_URL))


def published(request: ActingRequest, award: UUID) -> BadgePage:
    """A badge that others can see; what is hosted for its educator alone would prove nothing."""
    page = badge_page(award, who=request.actor, on=legal_day(ports().clock.now()))
    if not page.is_published:
        raise NoSuchRecordError
    return page


def assertion_document(page: BadgePage) -> JsonObject:
    if page.state != "active":
        return withdrawn_assertion(
            str(page.award),
            state=page.state,
            reason=page.public_reason,
            base_url=settings.BASE_URL,
        )
    return assertion_of(
        json.loads(page.document),
        award=str(page.award),
        slug=page.slug,
        number=page.version,
        base_url=settings.BASE_URL,
    )


def json_response(request: ActingRequest, document: JsonObject) -> HttpResponse:
    """JSON-LD, unless the client knows plain JSON alone (Open Badges 2.0, Setting Content-Type)."""
    kind = JSON if request.accepts(JSON) and not request.accepts(JSON_LD) else JSON_LD
    response = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type=kind)
    response["Vary"] = "Accept"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response
