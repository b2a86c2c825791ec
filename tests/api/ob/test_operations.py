"""What a wallet reads and writes once it is in, in the forms that the standard gives."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from longleaf.actions.award import grant_award, revoke_award
from longleaf.domain.badge.wallet import WalletScope
from longleaf.domain.organization.actor import RoleKind, system
from longleaf.gateways.wiring import ports
from longleaf.records.models import award as awards
from longleaf.records.models import organization as people
from longleaf.records.models import wallet as rows
from tests.api.ob.wallet import OB, Wallet, a_wallet, tokens
from tests.people import NOW, Cast
from tests.stories import a_published_microcredential, a_submitted_attempt, two_criteria
from tests.web.public.test_badges import award, document

__all__ = ["award"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(amina: Client, wallet: Wallet) -> str:
    return str(tokens(amina, wallet)["access_token"])


def earn_more(cast: Cast, count: int) -> None:
    """Give Amina further badges, "Number 1" and so on, each a day later than the last."""
    for number in range(1, count + 1):
        version = a_published_microcredential(
            cast, definition=two_criteria(f"number-{number}", f"Number {number}")
        )
        attempt = a_submitted_attempt(cast, version=version)
        attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
        attempt.save()
        grant_award(
            by=system("review"),
            attempt=attempt.pk,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=NOW + timedelta(days=number),
        )


def names(answer: Any) -> list[str]:
    return [one["credentialSubject"]["achievement"]["name"] for one in answer.json()["credential"]]


def links(answer: Any) -> dict[str, str]:
    found = (part.rpartition(">; rel=") for part in answer.headers["Link"].split(", "))
    return {rel.strip('"'): address.lstrip("<") for address, _, rel in found}


def imsx(answer: Any) -> tuple[int, str, str]:
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert (said["imsx_codeMajor"], said["imsx_severity"]) == ("failure", "error")
    [minor] = said["imsx_codeMinor"]["imsx_codeMinorField"]
    return answer.status_code, minor["imsx_codeMinorFieldValue"], said["imsx_description"]


# getCredentials


def test_a_wallet_reads_the_badge_exactly_as_it_was_signed(
    award: awards.Award, wallet: Wallet, token: str
) -> None:
    answer = wallet.get("credentials", token)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Total-Count"] == "1"
    assert "no-store" in answer.headers["Cache-Control"]
    assert document(award) in answer.content.decode()
    assert answer.json() == {"credential": [json.loads(document(award))], "compactJwsString": []}


def test_a_wallet_reads_nobody_else_s_badges(
    award: awards.Award, wallet: Wallet, cast: Cast
) -> None:
    ezra = Client()
    ezra.force_login(cast.ezra)
    answer = wallet.get("credentials", tokens(ezra, wallet)["access_token"])
    assert answer.json() == {"credential": [], "compactJwsString": []}
    assert answer.headers["X-Total-Count"] == "0"


def test_a_revoked_award_s_badge_is_no_longer_given(
    award: awards.Award, wallet: Wallet, token: str, cast: Cast
) -> None:
    revoke_award(
        by=cast.acting(cast.ada),
        award=award.pk,
        reason="It was granted by mistake.",
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=NOW,
    )
    assert wallet.get("credentials", token).json()["credential"] == []


def test_pages_are_turned_by_the_links_given(
    award: awards.Award, wallet: Wallet, token: str, cast: Cast
) -> None:
    earn_more(cast, 4)
    path, seen = "credentials?limit=2", []
    for _ in range(3):
        answer = wallet.get(path, token)
        seen += names(answer)
        assert answer.headers["X-Total-Count"] == "5"
        path = links(answer).get("next", "").rpartition("/")[2]
    assert path == ""
    assert seen == ["Number 4", "Number 3", "Number 2", "Number 1", "Wait Time"]
    first = f"{settings.BASE_URL}{OB}/credentials?limit=2&offset=0"
    assert links(answer) == {
        "first": first,
        "last": first.replace("offset=0", "offset=4"),
        "prev": first.replace("offset=0", "offset=2"),
    }


def test_since_leaves_out_what_was_issued_at_that_moment_or_before(
    award: awards.Award, wallet: Wallet, token: str, cast: Cast
) -> None:
    earn_more(cast, 2)
    moment = (award.badges.get().issued_at + timedelta(days=1)).isoformat().replace("+", "%2B")
    answer = wallet.get(f"credentials?since={moment}&limit=1", token)
    assert names(answer) == ["Number 2"]
    assert f"since={moment.replace(':', '%3A')}" in links(answer)["first"]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=²"),
        *("offset=-1", "offset=99999999999"),
        *("since=yesterday", "since=2026-02-03", "since=2026-02-03T20:55:00"),
        "since=2026-02-30T00:00Z",
    ],
)
def test_a_parameter_of_another_form_is_refused_in_words(
    wallet: Wallet, token: str, query: str
) -> None:
    status, minor, _ = imsx(wallet.get(f"credentials?{query}", token))
    assert (status, minor) == (400, "invalid_query_parameter")


def test_a_limit_above_ours_is_ours(wallet: Wallet, token: str) -> None:
    answer = wallet.get("credentials?limit=100000", token)
    assert "limit=200&" in links(answer)["first"]


# Profile


def test_a_wallet_reads_who_the_educator_is(wallet: Wallet, token: str, cast: Cast) -> None:
    answer = wallet.get("profile", token)
    assert answer.headers["Content-Type"] == "application/json"
    said = answer.json()
    assert (said["type"], said["name"]) == (["Profile"], "Amina Reyes")
    assert said["id"] == f"urn:uuid:{cast.amina.pk}"


def put(wallet: Wallet, token: str, body: Any, kind: str = "application/json") -> Any:
    return wallet.client.put(
        f"{OB}/profile",
        body if isinstance(body, str) else json.dumps(body),
        content_type=kind,
        headers={"authorization": f"Bearer {token}"},
    )


def test_a_wallet_changes_the_name_and_nothing_else(wallet: Wallet, token: str, cast: Cast) -> None:
    have = wallet.get("profile", token).json()
    answer = put(wallet, token, have | {"name": "Amina Cruz"})
    assert answer.status_code == 200
    assert answer.json() == have | {"name": "Amina Cruz"}
    cast.amina.refresh_from_db()
    assert cast.amina.name == "Amina Cruz"


@pytest.mark.parametrize(
    "change", [{"email": "x@example.org"}, {"id": "urn:uuid:x"}, {"phone": "1"}, {"name": ""}]
)
def test_what_cannot_be_changed_is_refused_and_nothing_changes(
    wallet: Wallet, token: str, cast: Cast, change: dict[str, str]
) -> None:
    have = wallet.get("profile", token).json()
    status, minor, _ = imsx(put(wallet, token, have | {"name": "Amina Cruz"} | change))
    assert (status, minor) == (400, "invalid_data")
    cast.amina.refresh_from_db()
    assert cast.amina.name == "Amina Reyes"


@pytest.mark.parametrize("body", ["{", "[]", '"words"', '{"type": "Achievement"}', "{}"])
def test_a_body_that_is_no_profile_is_refused(wallet: Wallet, token: str, body: str) -> None:
    assert imsx(put(wallet, token, body))[:2] == (400, "invalid_data")


def test_a_profile_of_another_kind_of_content_is_refused(wallet: Wallet, token: str) -> None:
    have = wallet.get("profile", token).json()
    assert imsx(put(wallet, token, have, kind="text/plain"))[:2] == (400, "invalid_data")


# The service description


def test_anyone_reads_the_service_description(client: Client) -> None:
    answer = client.get(f"{OB}/discovery")
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert said["openapi"].startswith("3.0.")
    assert said["info"]["title"]
    assert said["info"]["x-imssf-privacyPolicyUrl"] == f"{settings.BASE_URL}/privacy"
    assert said["info"]["termsOfService"] == f"{settings.BASE_URL}/wallets"
    flow = said["components"]["securitySchemes"]["OAuth2ACG"]["flows"]["authorizationCode"]
    assert set(flow["scopes"]) == set(WalletScope)


def test_every_address_in_the_service_description_stands(client: Client) -> None:
    said = client.get(f"{OB}/discovery").json()
    security = said["components"]["securitySchemes"]["OAuth2ACG"]
    named = [
        *(security[key] for key in security if key.startswith("x-imssf-") and key[-3:] == "Url"),
        *(url for key, url in security["flows"]["authorizationCode"].items() if key[-3:] == "Url"),
        *(said["servers"][0]["url"] + path for path in said["paths"]),
    ]
    assert len(named) == 10
    for address in named:
        assert address.startswith(settings.BASE_URL)
        assert client.get(address.removeprefix(settings.BASE_URL)).status_code != 404


def test_a_description_read_before_need_not_be_sent_again(client: Client) -> None:
    tag = client.get(f"{OB}/discovery").headers["ETag"]
    again = client.get(f"{OB}/discovery", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


# Use


def test_that_a_wallet_came_is_kept_to_the_hour(wallet: Wallet, token: str) -> None:
    assert rows.WalletConnection.objects.get().used_at is None
    wallet.get("profile", token)
    first = rows.WalletConnection.objects.get().used_at
    wallet.get("profile", token)
    assert first is not None
    assert rows.WalletConnection.objects.get().used_at == first


def test_an_educator_who_is_one_no_more_is_not_read(wallet: Wallet, token: str, cast: Cast) -> None:
    people.Role.objects.filter(person=cast.amina, kind=RoleKind.EDUCATOR).update(
        ended_on=NOW.date(), began_on=NOW.date()
    )
    assert imsx(wallet.get("credentials", token))[:2] == (403, "forbidden")


def test_a_closed_account_s_tokens_do_not_hold(wallet: Wallet, token: str, cast: Cast) -> None:
    people.Person.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert imsx(wallet.get("profile", token))[:2] == (401, "unauthorizedrequest")


def test_a_fault_is_told_in_the_standard_s_form(
    wallet: Wallet, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("longleaf.api.ob.credentials.badges_held_by", fault)
    assert imsx(wallet.get("credentials", token))[:2] == (500, "internal_server_error")


def test_a_second_wallet_does_not_read_with_the_first_one_s_consent(
    amina: Client, wallet: Wallet, token: str
) -> None:
    other = a_wallet(client_name="Other")
    answer = other.client.post(
        f"{OB}/token",
        {"grant_type": "refresh_token", "refresh_token": tokens(amina, wallet)["refresh_token"]},
        headers=other.basic,
    )
    assert answer.json()["error"] == "invalid_grant"
