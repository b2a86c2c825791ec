"""Awards and badges over REST."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longleaf.gateways.wiring import ports
from longleaf.records.models import award as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.organization import hash_token
from tests.people import Cast
from tests.web.public.test_badges import award, document

__all__ = ["award"]


def bearer(person: people.Person) -> dict[str, str]:
    """The header of someone who made an access token."""
    token = f"token of {person.email}"
    now = ports().clock.now()
    people.AccessToken.objects.get_or_create(
        token_hash=hash_token(token),
        defaults={
            "person": person,
            "name": "test",
            "hint": "tok",
            "made_at": now,
            "expires_at": now + timedelta(days=1),
        },
    )
    return {"authorization": f"Bearer {token}"}


def test_an_educator_lists_and_publishes_their_own_award(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    mine = client.get("/api/v1/awards", headers=bearer(cast.amina)).json()
    assert [item["title"] for item in mine] == ["Wait Time"]
    assert client.get(f"/api/v1/badges/{award.pk}").status_code == 404
    client.post(f"/api/v1/awards/{award.pk}/publish", headers=bearer(cast.amina))
    assert client.get(f"/api/v1/badges/{award.pk}").json() == json.loads(document(award))
    client.post(f"/api/v1/awards/{award.pk}/unpublish", headers=bearer(cast.amina))
    assert client.get(f"/api/v1/badges/{award.pk}").status_code == 404


def test_anyone_can_check_a_badge_and_gets_the_report(award: rows.Award, client: Client) -> None:
    file = SimpleUploadedFile("badge.json", document(award).encode())
    report = client.post("/api/v1/check", {"file": file}).json()
    assert report["overall"] == "good"
    assert [check["name"] for check in report["checks"]][:2] == ["readable", "contexts"]


def test_the_report_on_a_record_has_one_on_each_badge_in_it(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.amina)
    record = client.post("/my-badges/record").content
    file = SimpleUploadedFile("record.json", record)
    report = client.post("/api/v1/check", {"file": file}).json()
    [inner] = report["within"]
    assert (inner["name"], inner["report"]["overall"]) == ("Wait Time", "good")
    assert inner["report"]["within"] == []


@pytest.mark.parametrize("verb", ["suspend", "revoke"])
def test_the_administrator_changes_an_award_and_others_are_refused(
    award: rows.Award, client: Client, cast: Cast, verb: str
) -> None:
    path = f"/api/v1/awards/{award.pk}/{verb}"
    body = json.dumps({"reason": "Looked into."})

    def post(headers: dict[str, str]) -> int:
        return client.post(path, body, content_type="application/json", headers=headers).status_code

    assert post({}) == 401
    assert post(bearer(cast.chloe)) == 403
    assert post(bearer(cast.ada)) == 200
    assert post(bearer(cast.ada)) == 200  # done twice, it is done once
    assert award.events.exclude(kind="granted").count() == 1


def test_a_token_that_was_withdrawn_or_has_expired_opens_nothing(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    headers = bearer(cast.amina)
    token = people.AccessToken.objects.get()
    token.expires_at = ports().clock.now()
    token.save()
    assert client.get("/api/v1/awards", headers=headers).status_code == 401
    token.expires_at += timedelta(days=1)
    token.withdrawn_at = ports().clock.now()
    token.save()
    assert client.get("/api/v1/awards", headers=headers).status_code == 401
