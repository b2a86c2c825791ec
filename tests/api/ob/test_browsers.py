"""Wallets that run in a browser: what the browser asks first, and what it lets their pages see."""

import pytest
from django.test import Client

from tests.api.ob.wallet import OB, Wallet, tokens

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://wallet.example"


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("discovery", "GET"),
        ("credentials", "GET"),
        ("credentials", "POST"),
        ("profile", "PUT"),
        ("register", "POST"),
        ("token", "POST"),
        ("revoke", "POST"),
    ],
)
def test_a_page_of_any_site_may_ask_with_a_token(client: Client, address: str, method: str) -> None:
    answer = client.options(
        f"{OB}/{address}",
        headers={
            "Origin": ELSEWHERE,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert method in answer["Access-Control-Allow-Methods"].split(", ")
    assert answer["Access-Control-Allow-Headers"] == "Authorization, Content-Type"


def test_a_page_may_read_the_badges_that_its_token_opens_and_where_the_next_stand(
    client: Client, amina: Client, wallet: Wallet
) -> None:
    token = tokens(amina, wallet)["access_token"]
    answer = client.get(
        f"{OB}/credentials", headers={"Origin": ELSEWHERE, "Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "X-Total-Count" in answer["Access-Control-Expose-Headers"]


def test_a_refusal_can_be_read_too(client: Client) -> None:
    answer = client.get(f"{OB}/credentials", headers={"Origin": ELSEWHERE})
    assert answer.status_code == 401
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_no_page_is_let_in_with_the_cookies_of_whoever_looks_at_it(amina: Client) -> None:
    answer = amina.get(f"{OB}/credentials", headers={"Origin": ELSEWHERE})
    assert answer.status_code == 401  # signed in as she is
    assert not answer.has_header("Access-Control-Allow-Credentials")


@pytest.mark.parametrize("path", ["/my-badges", "/api/v1/me", "/account/login/", "/ims/"])
def test_no_other_door_is_opened_by_it(amina: Client, path: str) -> None:
    answer = amina.get(path, headers={"Origin": ELSEWHERE})
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_a_question_that_no_browser_asks_first_is_answered_as_before(client: Client) -> None:
    answer = client.options(f"{OB}/credentials")
    assert answer.status_code == 405
