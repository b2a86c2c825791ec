"""The W3C VC API: its base is `/api/v1/vc`. What it answers is `credential.vc_api`'s to say.

Anybody may have something verified or derived. Signing is for an organization's administrators:
what is signed this way is not an award, which is decided on evidence.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

from django.conf import settings
from django.http import JsonResponse
from ninja import Router

from longleaf.actions import check as checks
from longleaf.actions import issued
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.ports import KeyVault, Outside
from longleaf.credential.document import MAX_BYTES, JsonObject, identifier_of, read_document
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Report
from longleaf.credential.vc_api import (
    BAD_REQUEST,
    Answer,
    Secured,
    bad_request,
    derive_answer,
    issue_answer,
    status_answer,
    verify_answer,
    verify_presentation_answer,
)
from longleaf.gateways.wiring import ports

router = Router(tags=["Verifiable credentials"])


@operation(
    router,
    "POST",
    "/vc/credentials/issue",
    response=dict[str, Any],
    status=201,
    summary="Sign a credential with your organization's key",
)
def issue_credential(request: ApiRequest) -> JsonResponse:
    def issue(credential: JsonObject, options: JsonObject) -> JsonObject:
        del options  # the organization's key decides how it is signed
        by = request.actor
        return issued.issue_credential(
            by=by,
            organization=issued.issuing_organization(
                by=by, issuer=identifier_of(credential.get("issuer"))
            ),
            credential=credential,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=ports().clock.now(),
        )

    return _answered(request, lambda body: issue_answer(body, issue=issue))


@operation(
    router,
    "POST",
    "/vc/credentials/verify",
    response=dict[str, Any],
    summary="Verify a credential of any form: 200 if it holds, else 400 with the report",
)
def verify_credential(request: ApiRequest) -> JsonResponse:
    def check(credential: Secured) -> Report:
        text = credential if isinstance(credential, str) else json.dumps(credential)
        return checks.check_badge(text.encode(), **_known())

    return _answered(request, lambda body: verify_answer(body, check=check))


@operation(
    router,
    "POST",
    "/vc/presentations/verify",
    response=dict[str, Any],
    summary="Verify a presentation for its challenge and domain, and each credential in it",
)
def verify_presentation(request: ApiRequest) -> JsonResponse:
    def check(presentation: Secured, challenge: str | None, domain: str | None) -> Report:
        return checks.check_presentation(
            presentation, challenge=challenge, domain=domain, **_known()
        )

    return _answered(request, lambda body: verify_presentation_answer(body, check=check))


@operation(
    router,
    "POST",
    "/vc/credentials/derive",
    response=dict[str, Any],
    status=201,
    summary="Show part of a credential that was signed to be shown in part",
)
def derive_credential(request: ApiRequest) -> JsonResponse:
    return _answered(request, derive_answer)


@operation(
    router,
    "POST",
    "/vc/credentials/status",
    response=dict[str, Any],
    summary="Revoke or restore a credential that your organization had signed this way",
)
def change_credential_status(request: ApiRequest) -> JsonResponse:
    def change(credential: str, purpose: str, to: bool) -> None:
        issued.change_credential_status(
            by=request.actor,
            credential=credential,
            purpose=purpose,
            to=to,
            vault=ports().vault,
            now=ports().clock.now(),
        )

    return _answered(request, lambda body: status_answer(body, change=change))


class _Known(TypedDict):
    """What every check goes by."""

    vault: KeyVault
    base_url: str
    outside: Outside
    now: datetime


def _known() -> _Known:
    return {
        "vault": ports().vault,
        "base_url": settings.BASE_URL,
        "outside": ports().outside,
        "now": ports().clock.now(),
    }


def _answered(request: ApiRequest, answer: Callable[[JsonObject], Answer]) -> JsonResponse:
    """The answer to a request's JSON, read as strictly as a credential itself."""
    if len(request.body) > MAX_BYTES:
        found = bad_request("The request is too large.")
    else:
        try:
            found = answer(read_document(request.body))
        except RefusedError as error:
            found = bad_request(error.sentence)
    media_type = "application/problem+json" if found.status >= BAD_REQUEST else "application/json"
    return JsonResponse(found.body, status=found.status, content_type=media_type)
