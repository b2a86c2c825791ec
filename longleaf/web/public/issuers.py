"""Who an issuer is: a page for people, and the document that programs read its keys from."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.actions.own_issuer import issuer_document
from longleaf.domain.badge.issuer import NoDidWebError, did_web_of
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.directory import listed_organization
from longleaf.records.queries.key import public_keys_of
from longleaf.records.queries.microcredential import Filters, catalog
from longleaf.web.access import ActingRequest

MAX_AGE_SECONDS = 300
DID_DOCUMENT = "application/did+json"


@require_GET
def issuer(request: ActingRequest, slug: str) -> HttpResponse:
    found = listed_organization(slug)
    keys = public_keys_of(slug)
    if not (found.issues_badges or keys):
        raise NoSuchRecordError
    return render(
        request,
        "public/issuer.html",
        {
            "organization": found,
            "keys": keys,
            "did_web": did_web_in_use(request, slug),
            "entries": catalog(Filters(issuer=slug)).entries if found.issued else (),
        },
    )


@require_GET
def document(request: ActingRequest, slug: str) -> HttpResponse:
    """The DID document of an issuer under did:web, at the address where it is looked for."""
    did = did_web_in_use(request, slug)
    if not did:
        raise NoSuchRecordError
    response = HttpResponse(
        json.dumps(issuer_document(did, for_strangers=True), ensure_ascii=False, indent=1),
        content_type=DID_DOCUMENT,
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response


def did_web_in_use(request: ActingRequest, slug: str) -> str:
    """The issuer's did:web under the name it was asked by, which may be a former one; "" if none.

    A site that keeps its old name in LONGLEAF_ALLOWED_HOSTS goes on answering for badges that were
    issued under it.
    """
    for base_url in (f"https://{request.get_host()}", settings.BASE_URL):
        try:
            did = did_web_of(slug, base_url=base_url)
            issuer_document(did, for_strangers=True)
        except (NoDidWebError, NoSuchRecordError):
            continue
        return did
    return ""
