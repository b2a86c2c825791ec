"""upsertCredential: a wallet puts a badge into an educator's backpack, and reads it again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from longleaf.credential.jose.credential import issue_jwt
from longleaf.records.models import award as awards
from longleaf.records.models import backpack as rows
from tests.api.ob.wallet import OB, Wallet, a_wallet, tokens
from tests.brought import EARNED, SIGNER, a_badge
from tests.people import Cast
from tests.web.public.test_badges import award, document

__all__ = ["award"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(amina: Client, wallet: Wallet) -> str:
    return str(tokens(amina, wallet)["access_token"])


def send(wallet: Wallet, token: str, badge: bytes | str, kind: str = "application/json") -> Any:
    return wallet.client.post(
        f"{OB}/credentials",
        badge,
        content_type=kind,
        headers={"authorization": f"Bearer {token}"},
    )


def minor(answer: Any) -> tuple[int, str]:
    [field] = answer.json()["imsx_codeMinor"]["imsx_codeMinorField"]
    return answer.status_code, field["imsx_codeMinorFieldValue"]


@pytest.mark.parametrize("kind", ["application/json", "application/vc+ld+json"])
def test_a_new_badge_is_created_kept_and_read_again_as_it_was_sent(
    wallet: Wallet, token: str, kind: str, cast: Cast
) -> None:
    answer = send(wallet, token, a_badge(), kind)
    assert (answer.status_code, answer.content) == (201, a_badge())
    assert answer.headers["Content-Type"] == kind
    assert rows.BackpackBadge.objects.get(owner=cast.amina).kept_at is not None
    read = wallet.get("credentials", token)
    assert read.json() == {"credential": [json.loads(a_badge())], "compactJwsString": []}


def test_the_same_badge_again_changes_nothing(wallet: Wallet, token: str) -> None:
    send(wallet, token, a_badge())
    again = send(wallet, token, a_badge())
    assert (again.status_code, again.content) == (304, b"")
    assert rows.BackpackBadge.objects.count() == 1


def test_a_newer_copy_replaces_the_older(wallet: Wallet, token: str) -> None:
    send(wallet, token, a_badge())
    newer = a_badge(signed_at=EARNED + timedelta(days=3))
    answer = send(wallet, token, newer)
    assert (answer.status_code, answer.content) == (200, newer)
    assert wallet.get("credentials", token).json()["credential"] == [json.loads(newer)]


def test_a_compact_jws_is_taken_as_text_and_given_back_as_one(wallet: Wallet, token: str) -> None:
    claims = {key: one for key, one in json.loads(a_badge()).items() if key != "proof"}
    jws = issue_jwt(claims, signer=SIGNER, now=EARNED)
    answer = send(wallet, token, jws, "text/plain")
    assert (answer.status_code, answer.content.decode()) == (201, jws), answer.content
    assert answer.headers["Content-Type"] == "text/plain"
    assert wallet.get("credentials", token).json() == {"credential": [], "compactJwsString": [jws]}


def test_own_and_brought_badges_stand_in_one_list(
    award: awards.Award, wallet: Wallet, token: str
) -> None:
    send(wallet, token, a_badge())
    read = wallet.get("credentials?limit=1", token)
    assert read.headers["X-Total-Count"] == "2"
    assert read.json()["credential"] == [json.loads(a_badge())]
    second = wallet.get("credentials?limit=1&offset=1", token)
    assert second.json()["credential"] == [json.loads(document(award))]


@pytest.mark.parametrize(
    ("badge", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b"words", "text/plain"),
        (a_badge(), "text/plain"),
        (a_badge(), "image/png"),
        (b"a.b.c", "application/json"),
        (b"", "application/json"),
    ],
)
def test_what_is_no_badge_is_refused(wallet: Wallet, token: str, badge: bytes, kind: str) -> None:
    assert minor(send(wallet, token, badge, kind)) == (400, "invalid_data")
    assert not rows.BackpackBadge.objects.exists()


def test_an_altered_badge_is_refused(wallet: Wallet, token: str) -> None:
    forged = a_badge().replace(b"Reading for every child", b"Writing for every child")
    assert minor(send(wallet, token, forged)) == (400, "invalid_data")
    assert not rows.BackpackBadge.objects.exists()


def test_somebody_else_s_badge_is_refused(wallet: Wallet, token: str) -> None:
    other = a_badge(email="ezra@example.org")
    assert minor(send(wallet, token, other)) == (400, "invalid_data")


def test_one_s_own_award_sent_back_is_there_already(
    award: awards.Award, wallet: Wallet, token: str
) -> None:
    answer = send(wallet, token, document(award))
    assert (answer.status_code, answer.content) == (304, b"")
    assert not rows.BackpackBadge.objects.exists()


def test_another_person_s_award_is_not_told_to_be_there(
    award: awards.Award, wallet: Wallet, cast: Cast
) -> None:
    ezra = Client()
    ezra.force_login(cast.ezra)
    got = tokens(ezra, wallet)["access_token"]
    assert minor(send(wallet, got, document(award))) == (400, "invalid_data")


def test_two_people_s_badges_of_one_identifier_are_two(
    wallet: Wallet, token: str, cast: Cast
) -> None:
    ezra = Client()
    ezra.force_login(cast.ezra)
    theirs = tokens(ezra, a_wallet())["access_token"]
    nobody_s = a_badge(email=None)
    assert send(wallet, token, nobody_s).status_code == 201
    assert send(wallet, theirs, nobody_s).status_code == 201
    assert rows.BackpackBadge.objects.count() == 2
