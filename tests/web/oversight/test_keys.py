"""The page of keys, as an organization's administrator uses it."""

import json
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from longleaf.gateways.wiring import ports
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import job as jobs
from tests.people import Cast
from tests.web.public.test_badges import award

__all__ = ["award"]

HTTPS = "https://longleaf.example"


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ada)
    return client


def key_of(award: rows.Award) -> badges.SigningKey:
    return award.badges.get(replaced_at__isnull=True).key


def test_the_administrator_makes_a_new_key_and_never_sees_a_secret(
    award: rows.Award, ada: Client, cast: Cast
) -> None:
    ada.post(f"/keys/{cast.northfield.pk}/rotate")
    page = ada.get("/keys").content.decode()
    assert "In use" in page
    assert "Retired" in page
    assert badges.SigningKey.objects.count() == 2
    for key in badges.SigningKey.objects.all():
        assert bytes(key.sealed_private_key or b"").hex() not in page


def test_keys_of_another_organization_do_not_exist(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    assert client.post(f"/keys/{cast.southfield.pk}/rotate").status_code == 404
    other = badges.SigningKey.objects.create(
        organization=cast.southfield,
        controller="did:key:z1",
        verification_method="did:key:z1#z1",
        public_key_multibase="z1",
        sealed_private_key=b"x",
        made_at=ports().clock.now(),
    )
    assert client.get(f"/keys/{other.pk}/distrust").status_code == 404
    assert client.post(f"/keys/{other.pk}/sign-anew").status_code == 404
    answer = client.post(f"/keys/{cast.southfield.pk}/identifier", {"method": "did:key"})
    assert answer.status_code == 404


def test_a_key_in_wrong_hands_is_distrusted_and_its_badges_are_queued_to_be_signed_anew(
    award: rows.Award, ada: Client
) -> None:
    key = key_of(award)
    since = (ports().clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    given = {"since": since, "reason": "A backup was copied."}
    said = ada.post(f"/keys/{key.pk}/distrust", given, follow=True).content.decode()
    assert "This key is not trusted any more." in said
    assert "Not trusted</span>" in said
    assert "Sign 1 badge anew" in said
    answer = ada.post(f"/keys/{key.pk}/sign-anew")
    assert answer.status_code == 302
    job = jobs.JobRun.objects.get(kind="sign_anew")
    assert answer["Location"] == f"/jobs/{job.pk}"
    assert "Signing badges anew" in ada.get(answer["Location"]).content.decode()


def test_a_moment_that_lies_ahead_and_a_missing_reason_are_said_at_their_fields(
    award: rows.Award, ada: Client
) -> None:
    address = f"/keys/{key_of(award).pk}/distrust"
    ahead = (ports().clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = ada.post(address, {"since": ahead, "reason": "A backup was copied."})
    assert answer.status_code == 400
    assert "This moment lies ahead." in answer.content.decode()
    assert ada.post(address, {"since": "", "reason": ""}).status_code == 400
    assert badges.SigningKey.objects.get().distrusted_since is None


def test_without_https_did_web_is_not_offered_and_the_page_says_why(
    award: rows.Award, ada: Client, cast: Cast
) -> None:
    assert "looked up over https" in ada.get("/keys").content.decode()
    answer = ada.post(f"/keys/{cast.northfield.pk}/identifier", {"method": "did:web"})
    assert answer.status_code == 400
    assert ada.get("/issuers/northfield-schools/did.json").status_code == 404


def test_under_https_the_organization_issues_under_its_own_address(
    award: rows.Award, ada: Client, client: Client, cast: Cast
) -> None:
    with override_settings(BASE_URL=HTTPS, ALLOWED_HOSTS=["*"]):
        ada.post(f"/keys/{cast.northfield.pk}/identifier", {"method": "did:web"})
        response = client.get("/issuers/northfield-schools/did.json")
        assert response["Content-Type"] == "application/did+json"
        assert response["Access-Control-Allow-Origin"] == "*"
        document = json.loads(response.content)
        assert document["id"] == "did:web:longleaf.example:issuers:northfield-schools"
        assert len(document["assertionMethod"]) == 1
        page = client.get("/issuers/northfield-schools").content.decode()
        assert document["id"] in page


def test_a_site_that_moved_goes_on_answering_for_its_former_name(
    award: rows.Award, ada: Client, client: Client, cast: Cast
) -> None:
    address = "/issuers/northfield-schools/did.json"
    with override_settings(BASE_URL=HTTPS, ALLOWED_HOSTS=["*"]):
        ada.post(f"/keys/{cast.northfield.pk}/identifier", {"method": "did:web"})
    with override_settings(BASE_URL="https://moved.example", ALLOWED_HOSTS=["*"]):
        former = client.get(address, headers={"host": "longleaf.example"})
        assert json.loads(former.content)["id"].startswith("did:web:longleaf.example:")
        assert client.get(address, headers={"host": "moved.example"}).status_code == 404


def test_everyone_sees_an_issuer_s_keys_with_their_days_and_what_it_issues(
    award: rows.Award, ada: Client, cast: Cast
) -> None:
    first = key_of(award).verification_method
    ada.post(f"/keys/{cast.northfield.pk}/rotate")
    stranger = Client()
    page = stranger.get("/issuers/northfield-schools").content.decode()
    assert first in page
    assert "In use" in page
    assert "Retired" in page
    assert "Wait Time" in page
    assert stranger.get("/issuers/nobody").status_code == 404
    assert stranger.get("/issuers/nobody/did.json").status_code == 404


def test_nobody_but_an_administrator_opens_the_page_of_keys(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    for person in (cast.dev, cast.chloe, cast.amina):
        client.force_login(person)
        assert client.get("/keys").status_code == 403
        assert client.get(f"/keys/{key_of(award).pk}/distrust").status_code == 403
