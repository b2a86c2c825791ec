"""The page where an educator lets a wallet in, and the page where they see and end them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from longleaf.domain.badge.wallet import WalletScope
from longleaf.records.models import award as awards
from longleaf.records.models import wallet as rows
from tests.api.ob.wallet import BACK, Wallet, a_wallet, consent, tokens
from tests.people import Cast
from tests.web.public.test_badges import award

__all__ = ["award"]


@pytest.fixture
def wallet(db: None, settings: Any) -> Wallet:
    settings.IDP_OIDC_RATE_LIMITS = {"client_registration": "10000/m/ip"}
    return a_wallet()


@pytest.fixture
def amina(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def page(client: Client, wallet: Wallet, **changes: str | None) -> str:
    return client.get("/wallets/authorize", wallet.question(**changes)).content.decode()


def test_the_page_says_what_the_wallet_would_do_and_read(
    amina: Client, wallet: Wallet, award: awards.Award
) -> None:
    said = page(amina, wallet)
    for words in ("Satchel", "https://wallet.example.com/", "Wait Time", "amina@example.org"):
        assert words in said
    assert "Read all your badges, private ones too" in said
    assert "Change your name on this site" in said


def test_the_page_shows_nothing_that_was_not_asked_for(
    amina: Client, wallet: Wallet, award: awards.Award
) -> None:
    said = page(amina, wallet, scope=WalletScope.ADD_CREDENTIALS)
    assert "What it would read" not in said
    assert "amina@example.org" not in said


def test_the_page_lets_its_form_lead_to_the_wallet_and_nowhere_else(
    amina: Client, wallet: Wallet
) -> None:
    answer = amina.get("/wallets/authorize", wallet.question())
    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self' https://wallet.example.com;" in f"{policy};"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in answer.headers["Cache-Control"]
    other = amina.get("/my/account").headers["Content-Security-Policy"]
    assert "form-action 'self';" in f"{other};"


def test_somebody_not_signed_in_signs_in_and_comes_back_to_the_question(
    client: Client, wallet: Wallet
) -> None:
    answer = client.get("/wallets/authorize", wallet.question())
    assert answer.headers["Location"].startswith("/account/login/?next=%2Fwallets%2Fauthorize%3F")
    assert "code_challenge" in answer.headers["Location"]


def test_who_is_no_educator_has_no_badges_to_show(
    client: Client, cast: Cast, wallet: Wallet
) -> None:
    client.force_login(cast.chloe)
    assert client.get("/wallets/authorize", wallet.question()).status_code == 403


def test_choosing_nothing_is_asked_again_in_words(amina: Client, wallet: Wallet) -> None:
    request = page(amina, wallet).partition('name="request" value="')[2].partition('"')[0]
    answer = amina.post("/wallets/authorize", {"request": request, "action": "grant"})
    assert answer.status_code == 400
    assert "Choose at least one" in answer.content.decode()
    assert not rows.WalletConnection.objects.exists()


def test_a_name_cannot_write_into_the_page(amina: Client, wallet: Wallet) -> None:
    sly = a_wallet(client_name="Satchel & \"friends'")
    assert 'Satchel & "friends' not in page(amina, sly)


def test_a_question_sent_as_a_form_is_asked_as_an_address(amina: Client, wallet: Wallet) -> None:
    answer = amina.post("/wallets/authorize", wallet.question(), follow=True)
    assert "Connect wallet" in answer.content.decode()


def test_connected_wallets_are_listed_and_ended(amina: Client, wallet: Wallet) -> None:
    got = tokens(amina, wallet, [WalletScope.READ_PROFILE])
    said = amina.get(reverse("wallets")).content.decode()
    assert "Satchel" in said
    assert "Read your name and e-mail address" in said
    assert "Read all your badges" not in said
    kept = rows.WalletConnection.objects.get()
    answer = amina.post(reverse("wallet_disconnect", args=[kept.pk]), follow=True)
    assert "can no longer read your badges" in answer.content.decode()
    assert wallet.get("profile", got["access_token"]).status_code == 401
    assert "No wallet is connected" in amina.get(reverse("wallets")).content.decode()


def test_nobody_else_s_wallet_can_be_ended(amina: Client, wallet: Wallet, cast: Cast) -> None:
    consent(amina, wallet)
    ezra = Client()
    ezra.force_login(cast.ezra)
    path = reverse("wallet_disconnect", args=[rows.WalletConnection.objects.get().pk])
    assert ezra.post(path).status_code == 404
    assert "Satchel" not in ezra.get(reverse("wallets")).content.decode()
    assert rows.WalletConnection.objects.get().ended_at is None


def test_the_page_for_wallets_is_public_and_names_the_address(client: Client, db: None) -> None:
    said = client.get(reverse("about_wallets")).content.decode()
    assert "http://127.0.0.1:8000" in said
    assert BACK not in said
