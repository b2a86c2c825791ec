"""How a wallet comes in: registration, consent, tokens, and everything that must not work."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as Registered
from allauth.idp.oidc.models import Token
from django.test import Client

from longleaf.domain.badge.wallet import OFFLINE_ACCESS, WalletScope
from longleaf.gateways.wiring import ports
from longleaf.records.models import audit
from longleaf.records.models import wallet as rows
from tests.api.ob.wallet import (
    ALL,
    BACK,
    HOME,
    OB,
    Wallet,
    a_wallet,
    consent,
    metadata,
    register,
    tokens,
    told,
)
from tests.people import Cast

pytestmark = pytest.mark.django_db


def error_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


# Registration


def test_a_wallet_registers_and_is_told_all_it_said_and_its_secret() -> None:
    answer = register()
    said = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert {key: said[key] for key in metadata()} == metadata()
    assert said["client_id"]
    assert said["client_secret"]
    assert said["client_secret_expires_at"] == 0


def test_registration_keeps_only_scopes_that_exist() -> None:
    said = register(scope=f"openid admin {WalletScope.READ_CREDENTIALS}").json()
    assert said["scope"] == WalletScope.READ_CREDENTIALS


def test_registration_keeps_nothing_it_was_not_asked_for() -> None:
    said = register(secret_plan="words").json()
    assert "secret_plan" not in said
    assert "secret_plan" not in json.dumps(Registered.objects.get(pk=said["client_id"]).data)


def test_a_wallet_that_may_not_register_leaves_nothing_behind() -> None:
    answer = register(redirect_uris=["http://wallet.example.com/back"])
    assert error_of(answer) == (400, "invalid_client_metadata")
    assert not Registered.objects.exists()
    assert not audit.AuditEvent.objects.filter(verb="wallet.registered").exists()


def test_registration_is_limited(settings: Any) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"client_registration": "2/m/ip"}
    assert [register().status_code for _ in range(3)] == [201, 201, 429]


def test_a_program_on_a_device_registers_without_a_secret() -> None:
    said = register(
        token_endpoint_auth_method="none", redirect_uris=["http://127.0.0.1/back"]
    ).json()
    assert "client_secret" not in said


# Consent


def test_consent_sends_back_a_code_the_state_and_what_was_allowed(
    amina: Client, wallet: Wallet
) -> None:
    back = consent(amina, wallet, scopes=[WalletScope.READ_CREDENTIALS])
    assert back["state"] == "a state of the wallet's"
    assert back["scope"] == f"{WalletScope.READ_CREDENTIALS} {OFFLINE_ACCESS}"
    assert len(back["code"]) >= 20


def test_consent_is_kept_told_to_the_educator_and_written_in_the_trail(
    amina: Client, wallet: Wallet, cast: Cast
) -> None:
    consent(amina, wallet)
    kept = rows.WalletConnection.objects.get()
    assert (kept.person_id, kept.client_id) == (cast.amina.pk, wallet.said["client_id"])
    assert audit.AuditEvent.objects.filter(verb="wallet.connected", actor=cast.amina).count() == 1
    assert cast.amina.notices.filter(kind="wallet_connected").count() == 1


def test_consent_given_again_is_one_connection(amina: Client, wallet: Wallet) -> None:
    consent(amina, wallet)
    consent(amina, wallet)
    assert rows.WalletConnection.objects.count() == 1
    assert audit.AuditEvent.objects.filter(verb="wallet.connected").count() == 1


def test_an_educator_who_does_not_agree_sends_the_wallet_away(
    amina: Client, wallet: Wallet
) -> None:
    page = amina.get("/wallets/authorize", wallet.question()).content.decode()
    request = page.partition('name="request" value="')[2].partition('"')[0]
    answer = amina.post("/wallets/authorize", {"request": request, "action": "deny"})
    assert answer.headers["Location"].startswith(BACK)
    assert told(answer.headers["Location"])["error"] == "access_denied"
    assert not rows.WalletConnection.objects.exists()


def test_consent_needs_the_token_that_guards_forms(cast: Cast, wallet: Wallet) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.amina)
    page = careful.get("/wallets/authorize", wallet.question()).content.decode()
    request = page.partition('name="request" value="')[2].partition('"')[0]
    form = {"request": request, "scopes": [WalletScope.READ_PROFILE], "action": "grant"}
    assert careful.post("/wallets/authorize", form).status_code == 403
    assert not rows.WalletConnection.objects.exists()


def test_a_question_that_somebody_else_wrote_is_not_answered(amina: Client) -> None:
    form = {"request": "e30:forged", "scopes": [WalletScope.READ_PROFILE], "action": "grant"}
    assert amina.post("/wallets/authorize", form).status_code == 403


@pytest.mark.parametrize(
    "redirect",
    [
        "https://evil.example.com/back",
        f"{BACK}/more",
        f"{BACK}?more=1",
        f"{BACK}#here",
        "https://user@wallet.example.com/back",
        "https://wallet.example.com:444/back",
        "HTTPS://wallet.example.com/back",
        "",
    ],
)
def test_an_answer_goes_only_to_the_registered_address(
    amina: Client, wallet: Wallet, redirect: str
) -> None:
    answer = amina.get("/wallets/authorize", wallet.question(redirect_uri=redirect))
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_wallet_nobody_knows_is_refused(amina: Client, wallet: Wallet) -> None:
    answer = amina.get("/wallets/authorize", wallet.question(client_id="somebody"))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"state": None},
    ],
)
def test_what_the_standard_requires_must_come(
    amina: Client, wallet: Wallet, changes: dict[str, Any]
) -> None:
    answer = amina.get("/wallets/authorize", wallet.question(**changes))
    assert answer.status_code == 302
    assert told(answer.headers["Location"])["error"] == "invalid_request"


def test_a_scope_that_was_not_registered_is_refused(amina: Client) -> None:
    modest = a_wallet(scope=WalletScope.READ_PROFILE)
    answer = amina.get("/wallets/authorize", modest.question(scope=ALL))
    assert told(answer.headers["Location"])["error"] == "invalid_scope"


def test_no_scope_can_be_added_while_consenting(amina: Client, wallet: Wallet) -> None:
    page = amina.get("/wallets/authorize", wallet.question(scope=WalletScope.READ_PROFILE))
    request = page.content.decode().partition('name="request" value="')[2].partition('"')[0]
    form = {"request": request, "scopes": [WalletScope.ADD_CREDENTIALS], "action": "grant"}
    assert amina.post("/wallets/authorize", form).status_code == 400
    assert not rows.WalletConnection.objects.exists()


# Codes and tokens


def test_a_code_becomes_tokens_that_say_their_scope_and_life(amina: Client, wallet: Wallet) -> None:
    answer = wallet.exchange(consent(amina, wallet)["code"])
    said = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert said["token_type"].lower() == "bearer"
    assert said["expires_in"] == 3600
    assert set(said["scope"].split()) == set(ALL.split())
    assert said["refresh_token"]
    assert "id_token" not in said


def test_a_wrong_verifier_gets_nothing(amina: Client, wallet: Wallet) -> None:
    code = consent(amina, wallet)["code"]
    wrong = wallet.exchange(code, code_verifier="another-verifier-of-forty-three-characters-12")
    assert error_of(wrong) == (400, "invalid_grant")
    assert not Token.objects.exists()


def test_a_missing_verifier_gets_nothing(amina: Client, wallet: Wallet) -> None:
    code = consent(amina, wallet)["code"]
    assert wallet.exchange(code, code_verifier="").status_code == 400
    assert not Token.objects.exists()


def test_a_code_is_bound_to_its_address(amina: Client, wallet: Wallet) -> None:
    code = consent(amina, wallet)["code"]
    assert wallet.exchange(code, redirect_uri=f"{HOME}/other").status_code == 400


def test_a_code_of_another_wallet_s_gets_nothing(amina: Client, wallet: Wallet) -> None:
    code = consent(amina, wallet)["code"]
    assert error_of(a_wallet().exchange(code)) == (400, "invalid_grant")


def test_a_wrong_secret_gets_nothing(amina: Client, wallet: Wallet) -> None:
    code = consent(amina, wallet)["code"]
    wallet.said["client_secret"] = "guessed"
    assert error_of(wallet.exchange(code)) == (401, "invalid_client")


def test_a_code_used_twice_ends_the_connection(amina: Client, wallet: Wallet, cast: Cast) -> None:
    code = consent(amina, wallet)["code"]
    first = wallet.exchange(code).json()
    assert error_of(wallet.exchange(code)) == (400, "invalid_grant")
    assert wallet.get("profile", first["access_token"]).status_code == 401
    assert error_of(wallet.refresh(first["refresh_token"])) == (400, "invalid_grant")
    assert rows.WalletConnection.objects.get().ended_by == "replay"
    assert cast.amina.notices.filter(kind="wallet_disconnected").count() == 1


def test_a_refresh_token_becomes_new_ones_and_is_spent(amina: Client, wallet: Wallet) -> None:
    first = tokens(amina, wallet)
    second = wallet.refresh(first["refresh_token"]).json()
    assert second["access_token"] != first["access_token"]
    assert wallet.get("profile", second["access_token"]).status_code == 200
    assert error_of(wallet.refresh(first["refresh_token"])) == (400, "invalid_grant")


def test_a_refresh_token_used_twice_ends_the_connection(amina: Client, wallet: Wallet) -> None:
    first = tokens(amina, wallet)
    second = wallet.refresh(first["refresh_token"]).json()
    wallet.refresh(first["refresh_token"])
    assert wallet.get("profile", second["access_token"]).status_code == 401


def test_a_refresh_never_widens_what_was_allowed(amina: Client, wallet: Wallet) -> None:
    first = tokens(amina, wallet, scopes=[WalletScope.READ_PROFILE])
    wide = wallet.refresh(first["refresh_token"], scope=ALL)
    assert error_of(wide) == (400, "invalid_scope")


@pytest.mark.parametrize("kind", ["password", "client_credentials", "", "implicit"])
def test_other_ways_to_a_token_are_closed(wallet: Wallet, kind: str) -> None:
    answer = wallet.client.post(f"{OB}/token", {"grant_type": kind}, headers=wallet.basic)
    assert error_of(answer) == (400, "unsupported_grant_type")


def test_an_expired_token_is_refused(amina: Client, wallet: Wallet) -> None:
    got = tokens(amina, wallet)["access_token"]
    Token.objects.update(expires_at=ports().clock.now() - timedelta(seconds=1))
    answer = wallet.get("profile", got)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_code_brought_after_the_educator_disconnected_gets_nothing(
    amina: Client, wallet: Wallet
) -> None:
    code = consent(amina, wallet)["code"]
    amina.post(f"/my/account/wallets/{rows.WalletConnection.objects.get().pk}/disconnect")
    assert error_of(wallet.exchange(code)) == (400, "invalid_grant")
    assert not Token.objects.exists()


def test_a_narrower_consent_narrows_tokens_given_before(amina: Client, wallet: Wallet) -> None:
    first = tokens(amina, wallet)["access_token"]
    consent(amina, wallet, scopes=[WalletScope.READ_PROFILE])
    assert wallet.get("profile", first).status_code == 200
    assert wallet.get("credentials", first).status_code == 403


def test_a_program_on_a_device_comes_back_at_any_port_and_still_needs_the_verifier(
    amina: Client,
) -> None:
    here = "http://127.0.0.1:51004/back"
    native = a_wallet(token_endpoint_auth_method="none", redirect_uris=["http://127.0.0.1/back"])
    code = consent(amina, native, redirect_uri=here)["code"]
    form = {"client_id": native.said["client_id"], "redirect_uri": here}
    native.said["client_secret"] = ""
    native.client.defaults.pop("HTTP_AUTHORIZATION", None)
    bare = native.client.post(
        f"{OB}/token", {"grant_type": "authorization_code", "code": code, **form}
    )
    assert bare.status_code == 400
    whole = native.client.post(
        f"{OB}/token",
        {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": "a-verifier-of-at-least-forty-three-characters-1234",
            **form,
        },
    )
    assert whole.status_code == 200, whole.content


# Revocation


def test_revoking_the_refresh_token_ends_the_connection(amina: Client, wallet: Wallet) -> None:
    got = tokens(amina, wallet)
    assert wallet.revoke(got["refresh_token"]).status_code == 200
    assert wallet.get("profile", got["access_token"]).status_code == 401
    assert rows.WalletConnection.objects.get().ended_by == "wallet"


def test_revoking_the_access_token_leaves_the_other(amina: Client, wallet: Wallet) -> None:
    got = tokens(amina, wallet)
    assert wallet.revoke(got["access_token"], "access_token").status_code == 200
    assert wallet.get("profile", got["access_token"]).status_code == 401
    assert wallet.refresh(got["refresh_token"]).status_code == 200


def test_a_wallet_cannot_revoke_another_s_token(amina: Client, wallet: Wallet) -> None:
    got = tokens(amina, wallet)
    assert a_wallet().revoke(got["refresh_token"]).status_code == 200
    assert wallet.get("profile", got["access_token"]).status_code == 200


def test_revoking_nonsense_is_well_and_changes_nothing(wallet: Wallet) -> None:
    assert wallet.revoke("nonsense").status_code == 200


def test_revoking_needs_the_wallet_s_secret(amina: Client, wallet: Wallet) -> None:
    got = tokens(amina, wallet)
    answer = Client().post(f"{OB}/revoke", {"token": got["refresh_token"]})
    assert answer.status_code == 401
    assert wallet.get("profile", got["access_token"]).status_code == 200
