"""getCredentials and upsertCredential: an educator's badges, read and added to."""

import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from longleaf.api.ob.access import WalletRequest
from longleaf.api.ob.paging import add_page_headers, page_asked_for
from longleaf.api.ob.status import status_info
from longleaf.records.queries.wallet import badges_held_by


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


def upsert_credential(request: WalletRequest) -> HttpResponse:  # noqa: ARG001 - an operation's form
    return status_info(
        HTTPStatus.NOT_IMPLEMENTED, "unknown", "This site does not yet take badges from wallets."
    )
