"""Every operation for wallets, called as nobody, with the wrong scope, and with the wrong method.

A new operation without a row in its table fails.
"""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from longleaf.api.ob.access import OB_ACCESS
from longleaf.api.ob.discovery import service_description
from longleaf.api.ob.urls import urlpatterns
from longleaf.domain.badge.wallet import WalletScope
from tests.api.ob.wallet import OB, Wallet, a_wallet, tokens
from tests.people import Cast

pytestmark = pytest.mark.django_db

# Each operation's method and address, as the service description tells them to wallets.
OPERATIONS: dict[str, tuple[str, str]] = {
    told["operationId"]: (method.upper(), f"{OB}{path}")
    for path, methods in service_description()["paths"].items()
    for method, told in methods.items()
}
# Doors of the OAuth 2 server, where the secret that comes with the request is the key.
WITHOUT_TOKEN = {"register", "token", "revoke"}
GUARDED = sorted(name for name, scope in OB_ACCESS.items() if scope)


@pytest.fixture(autouse=True)
def no_rate_limit(settings: Any) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"client_registration": "10000/m/ip"}


def call(name: str, token: str = "") -> Any:
    method, path = OPERATIONS[name]
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return Client().generic(
        method, path, json.dumps({}), content_type="application/json", headers=headers
    )


def wallet_of(person: Any, *scopes: str) -> tuple[Wallet, dict[str, Any]]:
    client = Client()
    client.force_login(person)
    wallet = a_wallet()
    return wallet, tokens(client, wallet, list(scopes))


def test_every_operation_has_a_row_in_the_table_and_every_row_an_operation() -> None:
    assert set(OPERATIONS) == set(OB_ACCESS)
    served = {path.removeprefix(f"{OB}/") for _, path in OPERATIONS.values()}
    assert {str(one.pattern) for one in urlpatterns} == served | WITHOUT_TOKEN


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("token", ["", "a guess"])
def test_nobody_is_refused(name: str, token: str) -> None:
    answer = call(name, token)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["imsx_codeMajor"] == "failure"


@pytest.mark.parametrize("name", GUARDED)
def test_every_other_scope_together_is_refused(name: str, cast: Cast) -> None:
    others = [scope for scope in WalletScope if scope != OB_ACCESS[name]]
    _, got = wallet_of(cast.amina, *others)
    answer = call(name, got["access_token"])
    assert answer.status_code == 403
    assert f'scope="{OB_ACCESS[name]}"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("name", GUARDED)
def test_the_token_of_a_program_of_one_s_own_is_no_wallet_s(name: str, cast: Cast) -> None:
    from tests.api.test_award import bearer  # noqa: PLC0415  # imports tests of the other API

    token = bearer(cast.amina)["authorization"].removeprefix("Bearer ")
    assert call(name, token).status_code == 401


def test_a_wallet_s_token_opens_nothing_else(cast: Cast) -> None:
    wallet, got = wallet_of(cast.amina, *WalletScope)
    bearer = {"authorization": f"Bearer {got['access_token']}"}
    assert wallet.client.get("/api/v1/me", headers=bearer).status_code == 401
    assert wallet.client.get(reverse("my_badges"), headers=bearer).status_code == 302


def test_a_refresh_token_is_no_access_token(cast: Cast) -> None:
    wallet, got = wallet_of(cast.amina, *WalletScope)
    assert wallet.get("profile", got["refresh_token"]).status_code == 401


def test_a_token_in_the_address_or_the_body_is_not_looked_at(cast: Cast) -> None:
    wallet, got = wallet_of(cast.amina, *WalletScope)
    token = got["access_token"]
    assert wallet.client.get(f"{OB}/profile?access_token={token}").status_code == 401
    assert wallet.client.post(f"{OB}/credentials", {"access_token": token}).status_code == 401


def test_being_signed_in_is_not_enough(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.amina)
    assert client.get(f"{OB}/credentials").status_code == 401


@pytest.mark.parametrize("path", ["credentials", "profile", "discovery"])
def test_other_methods_are_not_allowed(path: str) -> None:
    answer = Client().delete(f"{OB}/{path}")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    [minor] = answer.json()["imsx_codeMinor"]["imsx_codeMinorField"]
    assert minor["imsx_codeMinorFieldValue"] == "not_allowed"


@pytest.mark.parametrize("path", ["identity/o/authorize", "identity/o/device", "identity/o/logout"])
@pytest.mark.parametrize("root", ["/account/", "/"])
def test_allauth_s_own_addresses_do_not_stand(root: str, path: str) -> None:
    assert Client().get(root + path).status_code == 404
