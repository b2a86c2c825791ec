"""Nonsense at every door is refused in words; it is never a fault of ours."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.ob.wallet import OB, Wallet, metadata, tokens

pytestmark = pytest.mark.django_db

NONSENSE: list[Any] = [None, 7, True, "", "x", [], [[]], {}, {"a": 1}, "\x00", "💀", "\ud800"]


@pytest.mark.parametrize("key", sorted(metadata()))
def test_no_registration_is_a_fault(key: str) -> None:
    for value in NONSENSE:
        said = json.dumps(metadata() | {key: value})
        answer = Client().post(f"{OB}/register", said, content_type="application/json")
        assert answer.status_code in {201, 400}, value


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', "[" * 100_000, "\x00", "1e999", "NaN"]
)
def test_a_registration_that_is_no_object_is_refused(body: str) -> None:
    answer = Client().post(f"{OB}/register", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client_metadata")


@pytest.mark.parametrize("door", ["token", "revoke"])
@pytest.mark.parametrize(
    "form",
    [
        {},
        {"grant_type": "authorization_code"},
        {"grant_type": "authorization_code", "code": "\x00", "resource": "nowhere"},
        {"grant_type": "refresh_token", "refresh_token": "💀"},
        {"grant_type": "refresh_token", "refresh_token": "x", "resource": "http://["},
        {"token": "\x00", "token_type_hint": "nonsense"},
        {"token": "eyJhbGciOiJub25lIn0.e30."},
        {"grant_type": ["authorization_code", "refresh_token"], "code": ["a", "b"]},
    ],
)
def test_no_exchange_is_a_fault(wallet: Wallet, door: str, form: dict[str, Any]) -> None:
    claims = ("Basic !", "Basic 8J+SgA==", "Basic Og==", "Basic AAA6AA==")
    for headers in ({}, wallet.basic, *({"authorization": one} for one in claims)):
        answer = wallet.client.post(f"{OB}/{door}", form, headers=headers)
        assert answer.status_code in {200, 400, 401}, headers
        assert answer.status_code != 200 or door == "revoke"


@pytest.mark.parametrize("key", ["client_id", "redirect_uri", "scope", "code_challenge", "prompt"])
def test_no_question_is_a_fault(amina: Client, wallet: Wallet, key: str) -> None:
    for value in ("\x00", "💀", "none", "login", "x" * 5000, "http://[", "a\nb"):
        answer = amina.get("/wallets/authorize", wallet.question(**{key: value}))
        assert answer.status_code in {200, 302, 400}, value


@pytest.mark.parametrize(
    "extra", ["&resource=http://[", "&scope=x", "&client_id=x", "&redirect_uri=x", "&%ff", "&a=%"]
)
def test_a_question_with_a_parameter_twice_or_broken_is_no_fault(
    amina: Client, wallet: Wallet, extra: str
) -> None:
    asked = "&".join(f"{key}={value}" for key, value in wallet.question().items())
    assert amina.get(f"/wallets/authorize?{asked}{extra}").status_code in {200, 302, 400}


@pytest.mark.parametrize("token", ["\x00", "💀", "x" * 10_000, "a b", "=="])
def test_no_token_is_a_fault(token: str) -> None:
    answer = Client().get(f"{OB}/profile", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("body", ["[" * 100_000, '{"type": ' * 100_000, "\x00", '"\\ud800"'])
def test_no_profile_is_a_fault(amina: Client, wallet: Wallet, body: str) -> None:
    bearer = {"authorization": f"Bearer {tokens(amina, wallet)['access_token']}"}
    for kind in ("application/json", "text/plain"):
        answer = wallet.client.put(f"{OB}/profile", body, content_type=kind, headers=bearer)
        assert answer.status_code == 400
        answer = wallet.client.post(f"{OB}/credentials", body, content_type=kind, headers=bearer)
        assert answer.status_code == 400


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\ud800", "💀" * 300, ["a"], {}, 7, None])
def test_no_name_is_a_fault(amina: Client, wallet: Wallet, name: Any) -> None:
    token = tokens(amina, wallet)["access_token"]
    whole = wallet.get("profile", token).json() | {"name": name}
    answer = wallet.client.put(
        f"{OB}/profile",
        json.dumps(whole),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code in {200, 400}
