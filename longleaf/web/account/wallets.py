"""Wallets: the page where an educator lets one in, and the page where they see and end them."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from allauth.idp.oidc.views import AuthorizationView
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions.wallet import connect_wallet, disconnect_wallet
from longleaf.domain.badge.wallet import (
    OFFLINE_ACCESS,
    SCOPE_WORDS,
    WalletScope,
    is_registered_redirect,
    origin_of,
)
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.account import account_of
from longleaf.records.queries.wallet import titles_held_by, wallet_registered, wallets_of
from longleaf.web.access import ActingRequest

# BASE64URL(SHA256(verifier)), RFC 7636 §4.2.
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
BAD_REQUEST = 400


@method_decorator(never_cache, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")  # allauth's view checks it where it matters
class ConsentView(AuthorizationView):  # type: ignore[misc]  # allauth ships no types
    """Asks the educator whether a wallet may come in; sends the browser back to it with a code.

    Beyond allauth: the address to return to is matched to the letter, PKCE with S256 is required
    of every wallet, and what was allowed is kept.
    """

    template_name = "account/wallet_consent.html"

    def get(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wallet = wallet_registered(request.GET.get("client_id", ""))
        back = request.GET.get("redirect_uri", "")
        if wallet is None or not is_registered_redirect(back, wallet.redirect_uris):
            return render(request, "account/wallet_unknown.html", status=BAD_REQUEST)
        if "resource" in request.GET:  # RFC 8707: there is one resource here, this site
            return send_back(back, request.GET, error="invalid_target")
        missing = what_is_missing(request.GET)
        if missing:
            return send_back(back, request.GET, error="invalid_request", error_description=missing)
        response: HttpResponse = super().get(request, *args, **kwargs)
        if not hasattr(self, "_request_info"):  # allauth could not read the request
            response.status_code = BAD_REQUEST
        return response

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "request" not in request.POST:
            return redirect(f"{reverse('wallet_authorize')}?{request.POST.urlencode()}")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        field = form.fields["scopes"]
        field.label = "Let it"
        field.choices = [
            (scope, words)
            for scope, words in SCOPE_WORDS.items()
            if scope in self._scopes and scope != OFFLINE_ACCESS
        ]
        field.error_messages["required"] = "Choose at least one, or do not connect."
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the wallet in; it learns what was allowed beside the code (Open Badges 3.0)."""
        if OFFLINE_ACCESS in self._scopes:
            form.cleaned_data["scopes"].append(OFFLINE_ACCESS)
        scopes = form.cleaned_data["scopes"]
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            address = response.headers.get("Location", "")
            if "code" in parse_qs(address.partition("?")[2]):
                connect_wallet(
                    by=self.request.actor,
                    client=self._request_info["client_id"],
                    scopes=scopes,
                    now=ports().clock.now(),
                )
                response["Location"] = f"{address}&{urlencode({'scope': ' '.join(scopes)})}"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.request.actor
        reads = {WalletScope.READ_CREDENTIALS, WalletScope.READ_PROFILE} & set(self._scopes)
        now = ports().clock.now()
        return {
            **super().get_context_data(**kwargs),
            "wallet": wallet_registered(self._request_info["client_id"]),
            "back": origin_of(self._request_info["redirect_uri"]),
            "titles": titles_held_by(actor) if WalletScope.READ_CREDENTIALS in reads else None,
            "own": account_of(actor, on=day_in(actor.time_zone, now))
            if WalletScope.READ_PROFILE in reads
            else None,
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Let the form lead on to the wallet: browsers hold a redirect to the page's own rule."""
        response: Any = super().render_to_response(context, **kwargs)
        response._csp_update = {  # how django-csp is told for one answer
            "form-action": [origin_of(self._request_info["redirect_uri"])]
        }
        if context["form"].errors:
            response.status_code = BAD_REQUEST
        return response  # type: ignore[no-any-return]  # a TemplateResponse


def what_is_missing(asked: QueryDict) -> str:
    """What the standard requires beyond OAuth 2 and this request lacks; "" if nothing."""
    if asked.get("code_challenge_method") != "S256":
        return "code_challenge_method must be S256"
    if not CHALLENGE.fullmatch(asked.get("code_challenge", "")):
        return "code_challenge must be the SHA-256 of the verifier in base64url"
    if not asked.get("state"):
        return "state is required"
    return ""


def send_back(address: str, asked: QueryDict, **said: str) -> HttpResponse:
    """Send the browser to the wallet with what stood in the way (RFC 6749 §4.1.2.1)."""
    if asked.get("state"):
        said["state"] = asked.get("state", "")
    response = HttpResponse(status=302)
    response["Location"] = f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
    return response


authorize = ConsentView.as_view()


@require_GET
def wallets(request: ActingRequest) -> HttpResponse:
    return render(request, "account/wallets.html", {"wallets": wallets_of(request.actor)})


@require_POST
def disconnect(request: ActingRequest, connection: UUID) -> HttpResponse:
    disconnect_wallet(by=request.actor, connection=connection, now=ports().clock.now())
    messages.success(request, "The wallet is disconnected. It can no longer read your badges.")
    return redirect("wallets")
