"""getCredentials and upsertCredential: an educator's badges, read and added to."""

import json
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from longleaf.actions.backpack import bring_badge, keep_badge
from longleaf.actions.backpack_reading import Brought
from longleaf.api.ob.access import WalletRequest
from longleaf.api.ob.paging import add_page_headers, page_asked_for
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.credential.document import looks_like_jws
from longleaf.domain.badge.elsewhere import Form
from longleaf.gateways.wiring import ports
from longleaf.records.queries.backpack import own_backpack_file
from longleaf.records.queries.wallet import badges_held_by, is_own_badge

JSON_TYPES: Final = ("application/json", "application/vc+ld+json", "application/vc")
JWS_TYPE: Final = "text/plain"


def get_credentials(request: WalletRequest) -> HttpResponse:
    """The educator's badges, newest first; each exactly as it was signed."""
    page = page_asked_for(request)
    held = badges_held_by(
        request.actor, since=page.issued_after, offset=page.offset, limit=page.limit
    )
    plain = ",".join(one.document for one in held.badges if not one.is_compact_jws)
    compact = json.dumps([one.document for one in held.badges if one.is_compact_jws])
    response = HttpResponse(
        f'{{"credential":[{plain}],"compactJwsString":{compact}}}', content_type="application/json"
    )
    address = settings.BASE_URL + reverse("ob:credentials")
    add_page_headers(response, address=address, page=page, total=held.total)
    return response


def upsert_credential(request: WalletRequest) -> HttpResponse:
    """Put a badge into the educator's backpack, where it is checked as any other is.

    The educator allowed the wallet to add badges, so none waits to be looked at first.
    """
    sent, now = _sent_in(request), ports().clock.now()
    brought = bring_badge(
        by=request.actor,
        file=sent,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        now=now,
    )
    if brought.badge is None or brought.said is None:
        return _refused(request, brought)
    if brought.said.form is not Form.OPEN_BADGES_3:
        raise refusal("It is no Open Badge 3.0.", "Bring other badges on the page for that.")
    if brought.is_kept and not brought.has_replaced:
        return _there_already(request, brought.badge, sent)
    if brought.is_kept:
        return HttpResponse(sent, content_type=request.content_type)
    keep_badge(by=request.actor, badge=brought.badge, now=now)
    return HttpResponse(sent, content_type=request.content_type, status=HTTPStatus.CREATED)


def _sent_in(request: WalletRequest) -> bytes:
    """The credential in the body: a document for JSON, a compact JWS for plain text.

    Raises:
        ProblemsError: If it is neither.
    """
    sent = request.body.strip()
    if request.content_type in JSON_TYPES and sent.startswith(b"{"):
        return sent
    if request.content_type == JWS_TYPE and looks_like_jws(sent):
        return sent
    raise refusal(
        "The body is not what its Content-Type says.",
        f"Send a credential as {' or '.join(JSON_TYPES)}, or a compact JWS as {JWS_TYPE}.",
    )


def _refused(request: WalletRequest, brought: Brought) -> HttpResponse:
    """Why it is not taken in; what the educator earned here is among their badges anyway."""
    if brought.said is not None and is_own_badge(request.actor, brought.said.id):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    if brought.refusal is None:
        raise refusal("It cannot be read.", "Send the badge as its issuer gave it.")
    raise refusal(brought.refusal.sentence, brought.refusal.fix)


def _there_already(request: WalletRequest, badge: UUID, sent: bytes) -> HttpResponse:
    """The same copy changes nothing; a worse one does not take a better one's place."""
    *_, digest = own_backpack_file(request.actor, badge)
    if digest == sha256(sent).hexdigest():
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    raise refusal("A copy that holds is kept already, and this one does not hold.", "Keep that.")


def refusal(reason: str, fix: str) -> ProblemsError:
    return ProblemsError([Problem("", reason, fix)])
