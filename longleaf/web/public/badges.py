"""A badge's page and documents, the page where a stranger checks any badge, and status lists."""

import json
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.backpack_reading import shown_in
from longleaf.actions.badge import badge_token
from longleaf.actions.check import check_badge
from longleaf.actions.status_list import edition_to_serve
from longleaf.basis.ports import Outside
from longleaf.credential.bake import credential_in
from longleaf.credential.bake_png import bake_into_png
from longleaf.credential.bake_svg import bake_into_svg
from longleaf.credential.jose.credential import MEDIA_TYPE as VC_JWT
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Report
from longleaf.domain.badge.elsewhere import open_badge
from longleaf.domain.badge.recipient import Recipient, recipient_of
from longleaf.domain.microcredential.image import Picture, draw
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.drawing import png, typeface
from longleaf.gateways.wiring import ports
from longleaf.records.queries.badge import BadgePage, badge_page
from longleaf.web.access import ActingRequest
from longleaf.web.handed_in import handed_in

STATUS_LIST_MAX_AGE_SECONDS = 300
PNG_WIDTH = 600
PAGE = "text/html"
CREDENTIAL = "application/vc"
DOCUMENT_TYPES = (CREDENTIAL, "application/vc+ld+json", "application/ld+json", "application/json")
PICTURES = {"image/png": "png", "image/svg+xml": "svg"}
# In this order where somebody takes anything.
FORMS = (PAGE, *DOCUMENT_TYPES, VC_JWT, *PICTURES)


@require_GET
def badge(request: ActingRequest, award: UUID) -> HttpResponse:
    """The badge in the form that is asked for: a page, the signed document, a token, a picture."""
    page = badge_page(award, who=request.actor, on=legal_day(ports().clock.now()))
    wanted = request.get_preferred_type(FORMS) if request.headers.get("Accept") else PAGE
    if wanted in DOCUMENT_TYPES:
        response = document_response(page, wanted)
    elif wanted == VC_JWT:
        response = token_response(page)
    elif wanted in PICTURES:
        response = picture_response(page, PICTURES[wanted], "inline")
    elif wanted == PAGE:
        response = page_response(request, page)
    else:
        response = no_such_form("This badge can be had as " + ", ".join(FORMS) + ".")
    response["Vary"] = "Accept, Cookie"
    return response


def page_response(request: ActingRequest, page: BadgePage) -> HttpResponse:
    report = check_badge(
        page.document.encode(),
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    return render(
        request,
        "public/badge.html",
        {"badge": page, "report": report, "alternates": [*DOCUMENT_TYPES, VC_JWT, *PICTURES]},
    )


@require_GET
def badge_document(request: ActingRequest, award: UUID, form: str) -> HttpResponse:
    """The badge as a file: the signed JSON, or a picture that carries it."""
    page = badge_page(award, who=request.actor, on=legal_day(ports().clock.now()))
    if form == "json":
        return document_response(page, CREDENTIAL)
    return picture_response(page, form, "attachment")


def picture_response(page: BadgePage, form: str, disposition: str) -> HttpResponse:
    picture = draw(
        Picture(page.title, page.issuer, page.issuer_slug, page.version_year), typeface()
    )
    if form == "png":
        baked = bake_into_png(png(picture, width=PNG_WIDTH), page.document)
        response = HttpResponse(baked, content_type="image/png")
    else:
        baked = bake_into_svg(picture.encode(), page.document)
        response = HttpResponse(baked, content_type="image/svg+xml")
        # A picture in its own tab runs nothing.
        response["Content-Security-Policy"] = (
            "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        )
    response["Content-Disposition"] = f'{disposition}; filename="{page.slug}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document_response(page: BadgePage, kind: str) -> HttpResponse:
    response = HttpResponse(page.document, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{page.slug}.json"'
    response["Access-Control-Allow-Origin"] = "*" if page.is_published else "null"
    return response


def token_response(page: BadgePage) -> HttpResponse:
    token = badge_token(award=page.award, vault=ports().vault)
    if token is None:
        return no_such_form(
            "This badge was signed with a key that is not trusted any more, so no token is made."
        )
    response = HttpResponse(token, content_type=VC_JWT)
    response["Content-Disposition"] = f'inline; filename="{page.slug}.jwt"'
    response["Access-Control-Allow-Origin"] = "*" if page.is_published else "null"
    return response


def no_such_form(says: str) -> HttpResponse:
    return HttpResponse(f"{says}\n", status=HTTPStatus.NOT_ACCEPTABLE, content_type="text/plain")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a badge that was handed in says of itself."""

    name: str
    issuer: str
    description: str
    is_recipient: bool | None  # None: not asked


@require_http_methods(["GET", "POST"])
def check(request: ActingRequest) -> HttpResponse:
    """Where a stranger drops any badge and learns whether it holds."""
    if request.method == "GET" and "address" not in request.GET:
        return render(request, "public/check.html", {})
    given = handed_in(request)
    if given.file is None:
        return render(request, "public/check.html", {"problem": given.problem}, status=400)
    outside = ports().outside.for_one_check()
    report = check_badge(
        given.file,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=outside,
        now=ports().clock.now(),
    )
    email = request.POST.get("email", "").strip()
    return render(
        request,
        "public/check.html",
        {
            "report": report,
            "claims": claims(given.file, email, outside=outside),
            "raw": json_of(report),
            "email": email,
        },
    )


def claims(file: bytes, email: str, *, outside: Outside) -> Claims | None:
    """What it says: as its issuer publishes it where that can be had, else as the copy has it."""
    said, named = shown_in(file), None
    with suppress(RefusedError):
        opened = open_badge(credential_in(file), documents=outside)
        said = opened.said
        named = recipient_of(opened.document, addresses=[email]) if email else None
    if said is None:
        return None
    return Claims(
        name=said.name,
        issuer=said.issuer_name or said.issuer,
        description=said.description,
        is_recipient=None if named is None else named is Recipient.MATCHED,
    )


def json_of(report: Report) -> str:
    return json.dumps(report.as_json(), indent=2)


@require_GET
def status_list(request: ActingRequest, identifier: UUID) -> HttpResponseBase:
    """A signed status list, with validators so that a verifier's copy can be confirmed.

    It is sent as it is: the list in it is packed already, and packing it twice gains nothing.
    """
    document, signed_at = edition_to_serve(
        status_list=identifier,
        base_url=settings.BASE_URL,
        vault=ports().vault,
        now=ports().clock.now(),
    )
    response = HttpResponse(document, content_type=CREDENTIAL)
    response["ETag"] = tag = quote_etag(f"{identifier}-{signed_at.timestamp():.6f}")
    response["Last-Modified"] = http_date(signed_at.timestamp())
    response["Cache-Control"] = f"public, max-age={STATUS_LIST_MAX_AGE_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    known = get_conditional_response(
        request, etag=tag, last_modified=int(signed_at.timestamp()), response=response
    )
    assert known is not None  # noqa: S101 - it gives one back where one was given
    return known
