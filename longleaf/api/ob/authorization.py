"""The OAuth 2 server's doors for programs: register, exchange a code or refresh token, revoke.

allauth does the work; what the standards ask beyond it stands here. The door for people, where
an educator consents, is a page: longleaf/web/account/wallets.py.
"""

import json
from http import HTTPStatus
from typing import Any

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params
from allauth.idp.oidc.views import ClientRegistrationView, TokenView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oauthlib.common import Request  # type: ignore[import-untyped]  # oauthlib ships none
from oauthlib.oauth2.rfc6749.errors import OAuth2Error  # type: ignore[import-untyped]  # as above

from longleaf.actions.wallet import hold_secret, notice_replay, revoke_token, spend_secret
from longleaf.gateways.wiring import ports

# The secret that each kind of exchange spends.
SPENDS = {"authorization_code": "code", "refresh_token": "refresh_token"}


class RegistrationDoor(ClientRegistrationView):  # type: ignore[misc]  # allauth ships no types
    """Registers a wallet, and tells it all that is kept of what it said (RFC 7591 §3.2.1)."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return private(super().post(request, *args, **kwargs))

    def _get_client_metadata(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] | None = super()._get_client_metadata()
        except RecursionError:  # of a body nested without end
            return None
        return found

    def _serialize_client(self, client: Any, form: Any, secret: str) -> dict[str, Any]:
        return {**client.data["client_metadata"], **super()._serialize_client(client, form, secret)}


class TokenDoor(TokenView):  # type: ignore[misc]  # allauth ships no types
    """Gives tokens for a code or a refresh token, each of which works once."""

    def post(self, request: HttpRequest) -> HttpResponse:
        kind = SPENDS.get(request.POST.get("grant_type", ""))
        if kind is None:
            return oauth_error("unsupported_grant_type")
        if "resource" in request.POST:  # RFC 8707: there is one resource here, this site
            return oauth_error("invalid_target")
        if not is_text(request):
            return oauth_error("invalid_request")
        secret, now = request.POST.get(kind, ""), ports().clock.now()
        with transaction.atomic():
            hold_secret(secret)
            response = super().post(request)
            said = json.loads(response.content)
            if "access_token" in said:
                if not spend_secret(secret=secret, issued=said["access_token"], now=now):
                    return oauth_error("invalid_grant")
            elif said.get("error") == "invalid_grant":
                notice_replay(secret=secret, now=now)
        return private(response)


@csrf_exempt
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Ends a token at its wallet's wish (RFC 7009); allauth would end another wallet's too."""
    if not is_text(request):
        return oauth_error("invalid_request")
    asked = Request(*extract_params(request))
    try:
        get_server().validate_revocation_request(asked)
    except OAuth2Error as error:
        return oauth_error(str(error.error), HTTPStatus(error.status_code))
    revoke_token(client=asked.client.pk, token=asked.token, now=ports().clock.now())
    return private(HttpResponse(status=HTTPStatus.OK))


def is_text(request: HttpRequest) -> bool:
    """Whether all that is asked for could stand in the database, whose text knows no NUL."""
    named = extract_basic_auth(request.headers)
    return not any("\x00" in one for one in (*named, *request.POST.values()) if one)


def oauth_error(error: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    """An error of OAuth's own form (RFC 6749 §5.2)."""
    return private(JsonResponse({"error": error}, status=status))


def private(response: HttpResponse) -> HttpResponse:
    """An answer that carries or concerns a secret, and is kept by nobody (RFC 6749 §5.1)."""
    patch_cache_control(response, no_store=True)
    response["Pragma"] = "no-cache"
    return response


register = RegistrationDoor.as_view()
token = TokenDoor.as_view()
