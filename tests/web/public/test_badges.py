"""A badge as strangers meet it: its page, its files, and the page that checks any badge."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from longleaf.actions.award import grant_award, reinstate_award, revoke_award, suspend_award
from longleaf.actions.badge import publish_badge, unpublish_badge
from longleaf.credential.bake import credential_in
from longleaf.credential.document import as_list, members
from longleaf.credential.jose.credential import read_credential_token
from longleaf.domain.organization.actor import system
from longleaf.gateways.outside import HttpsOutside
from longleaf.gateways.wiring import ports
from longleaf.records.models import award as rows
from tests.brought import Published, a_badge
from tests.people import NOW, Cast
from tests.stories import a_submitted_attempt


@pytest.fixture
def award(cast: Cast) -> rows.Award:
    attempt = a_submitted_attempt(cast)
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    granted = grant_award(
        by=system("review"),
        attempt=attempt.pk,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=NOW,
    )
    return rows.Award.objects.get(pk=granted)


@pytest.fixture
def published(award: rows.Award, cast: Cast) -> rows.Award:
    publish_badge(by=cast.acting(cast.amina), award=award.pk, now=NOW)
    return award


def document(award: rows.Award) -> str:
    return award.badges.get(replaced_at__isnull=True).document


def check(client: Client, content: bytes, name: str = "badge.json", **fields: str) -> str:
    response = client.post("/check", {"file": SimpleUploadedFile(name, content), **fields})
    return response.content.decode()


def test_a_badge_is_private_until_its_educator_publishes_it(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    for address in (f"/badges/{award.pk}", f"/badges/{award.pk}.json", f"/badges/{award.pk}.png"):
        assert client.get(address).status_code == 404
    client.force_login(cast.amina)
    assert client.get(f"/badges/{award.pk}").status_code == 200
    client.force_login(cast.chloe)
    assert client.get(f"/badges/{award.pk}").status_code == 404


def test_a_published_badge_s_page_says_who_earned_it_who_says_so_and_that_it_holds(
    published: rows.Award, client: Client, cast: Cast
) -> None:
    page = client.get(f"/badges/{published.pk}").content.decode()
    assert cast.amina.name in page
    assert "Northfield Schools" in page
    assert "This badge holds" in page


def test_a_badge_that_is_made_private_again_is_not_found(
    published: rows.Award, client: Client, cast: Cast
) -> None:
    unpublish_badge(by=cast.acting(cast.amina), award=published.pk, now=NOW)
    assert client.get(f"/badges/{published.pk}").status_code == 404


def test_a_program_that_asks_for_the_badge_gets_the_signed_document(
    published: rows.Award, client: Client
) -> None:
    response = client.get(f"/badges/{published.pk}", headers={"accept": "application/vc"})
    assert response["Content-Type"] == "application/vc"
    assert response.content.decode() == document(published)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_downloaded_picture_carries_the_badge_and_passes_the_check(
    published: rows.Award, client: Client, form: str
) -> None:
    picture = client.get(f"/badges/{published.pk}.{form}").content
    assert json.loads(credential_in(picture)) == json.loads(document(published))
    assert "This badge holds" in check(client, picture, f"badge.{form}")


def test_a_stranger_can_check_by_file_by_text_and_by_address(
    published: rows.Award, client: Client
) -> None:
    text = document(published)
    assert "This badge holds" in check(client, text.encode())
    for typed in (text, f"{settings.BASE_URL}/badges/{published.pk}"):
        assert "This badge holds" in client.post("/check", {"text": typed}).content.decode()


def test_a_badge_as_a_token_is_checked_by_file_and_by_text(
    published: rows.Award, client: Client
) -> None:
    headers = {"Accept": "application/vc+jwt"}
    token = client.get(f"/badges/{published.pk}", headers=headers).content
    assert "This badge holds" in check(client, token, "badge.jwt")
    assert "This badge holds" in client.post("/check", {"text": token.decode()}).content.decode()
    header, payload, signature = token.split(b".")
    changed = b".".join((header, payload[:-4] + b"AAAA", signature))
    assert "This badge does not hold" in check(client, changed, "badge.jwt")


def test_a_badge_with_one_letter_changed_does_not_hold(
    published: rows.Award, client: Client
) -> None:
    changed = document(published).replace("Wait Time", "Wait Tame")
    page = check(client, changed.encode())
    assert "This badge does not hold" in page
    assert "Is it unchanged since it was signed?" in page


def test_a_revoked_badge_does_not_hold(published: rows.Award, client: Client, cast: Cast) -> None:
    revoke_award(
        by=cast.acting(cast.ada),
        award=published.pk,
        reason="Copied.",
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    assert "This badge does not hold" in check(client, document(published).encode())
    assert "This badge does not hold" in client.get(f"/badges/{published.pk}").content.decode()


def test_the_check_says_whether_the_badge_belongs_to_an_address(
    published: rows.Award, client: Client, cast: Cast
) -> None:
    text = document(published).encode()
    assert "The owner of amina@example.org" in check(client, text, email=cast.amina.email)
    assert "Not the owner of ben@example.org" in check(client, text, email=cast.ben.email)


@pytest.mark.parametrize(
    "file",
    [
        b"{",
        b"not a badge",
        b"\x89PNG\r\n\x1a\n broken",
        b"<svg",
        b"[" * 100_000,
        b"null",
        b'{"a":1}',
    ],
)
def test_what_is_no_badge_is_said_to_be_none(db: None, client: Client, file: bytes) -> None:
    response = client.post("/check", {"file": SimpleUploadedFile("badge.json", file)})
    assert response.status_code == 200
    assert "This badge holds" not in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:5432/",
        "http://169.254.169.254/latest/meta-data",
        "https://badges.example.org/1",
        "file:///etc/passwd",
    ],
)
def test_with_the_setting_off_no_address_elsewhere_is_asked(
    db: None, client: Client, address: str
) -> None:
    response = client.post("/check", {"address": address})
    assert response.status_code == 400
    assert "does not fetch badges from other sites" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://badges.example.org/1", "begin with https://"),
        ("file:///etc/passwd", "begin with https://"),
        ("https://127.0.0.1/", "not on the public internet"),
        ("https://169.254.169.254/latest/meta-data", "not on the public internet"),
        ("https://[::1]/", "not on the public internet"),
        ("https://10.0.0.1/", "not on the public internet"),
        ("https://badges.example.org:5432/", "Port 5432"),
    ],
)
def test_an_address_that_must_not_be_asked_is_refused(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, address: str, says: str
) -> None:
    there = replace(ports(), outside=HttpsOutside())
    monkeypatch.setattr("longleaf.web.handed_in.ports", lambda: there)
    response = client.post("/check", {"address": address})
    assert response.status_code == 400
    assert says in response.content.decode()


def test_a_badge_elsewhere_is_fetched_and_checked_with_what_its_issuer_publishes(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Published({"https://learning.example/b": a_badge(has_list=True)})
    elsewhere.publish_list()
    there = replace(ports(), outside=elsewhere)
    for module in ("longleaf.web.handed_in", "longleaf.web.public.badges"):
        monkeypatch.setattr(f"{module}.ports", lambda: there)
    page = client.post("/check", {"address": "https://learning.example/b"}).content.decode()
    assert "This badge holds" in page
    assert "Learning Example (fictional)" in page
    assert "not revoked" in page
    elsewhere.asked.clear()
    response = client.get("/check", {"address": "https://learning.example/b"})
    assert response.status_code == 400
    assert "lives on another site" in response.content.decode()
    assert elsewhere.asked == []


def test_checking_nothing_says_what_to_do(db: None, client: Client) -> None:
    response = client.post("/check", {})
    assert response.status_code == 400
    assert "Choose a file" in response.content.decode()


def test_a_status_list_is_served_signed_with_a_validator(
    published: rows.Award, client: Client
) -> None:
    path = status_list_of(published)
    first = client.get(path)
    assert first["Content-Type"] == "application/vc"
    assert json.loads(first.content)["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    since = client.get(path, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    assert "max-age" in first["Cache-Control"]


def test_a_status_list_is_packed_once(published: rows.Award, client: Client) -> None:
    response = client.get(status_list_of(published), headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in response
    assert json.loads(response.content)["type"][1] == "BitstringStatusListCredential"


def status_list_of(award: rows.Award) -> str:
    """The path of the list that an award's badge names."""
    [entry] = as_list(json.loads(document(award))["credentialStatus"])
    return str(members(entry)["statusListCredential"]).removeprefix(settings.BASE_URL)


@pytest.mark.parametrize(
    "kind",
    ["application/vc", "application/vc+ld+json", "application/ld+json", "application/json"],
)
def test_a_badge_s_own_address_gives_the_document_to_a_program(
    published: rows.Award, client: Client, kind: str
) -> None:
    response = client.get(f"/badges/{published.pk}", headers={"accept": kind})
    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"]
    assert response.content.decode() == document(published)


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml"])
def test_a_badge_s_own_address_gives_a_picture_that_carries_it(
    published: rows.Award, client: Client, kind: str
) -> None:
    response = client.get(f"/badges/{published.pk}", headers={"accept": kind})
    assert response["Content-Type"] == kind
    assert json.loads(credential_in(response.content)) == json.loads(document(published))


def test_a_badge_s_own_address_gives_a_token_that_says_the_same_and_holds(
    published: rows.Award, client: Client
) -> None:
    asked = {"accept": "application/vc+jwt"}
    response = client.get(f"/badges/{published.pk}", headers=asked)
    assert response["Content-Type"] == "application/vc+jwt"
    claims = read_credential_token(response.content).document
    assert claims == {k: v for k, v in json.loads(document(published)).items() if k != "proof"}
    assert "This badge holds" in check(client, response.content, "badge.jwt")
    assert client.get(f"/badges/{published.pk}", headers=asked).content == response.content


def test_a_browser_gets_the_page_with_links_to_the_other_forms(
    published: rows.Award, client: Client
) -> None:
    usual = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
    for accept in (usual, "*/*", ""):
        response = client.get(f"/badges/{published.pk}", headers={"accept": accept})
        assert response["Content-Type"].startswith("text/html")
        assert 'rel="alternate" type="application/vc"' in response.content.decode()


def test_the_form_that_is_liked_best_is_given(published: rows.Award, client: Client) -> None:
    liked = {"accept": "application/json;q=0.4, image/png;q=0.9, text/html;q=0.1"}
    assert client.get(f"/badges/{published.pk}", headers=liked)["Content-Type"] == "image/png"


def test_a_form_that_there_is_not_is_refused_rather_than_another_given(
    published: rows.Award, client: Client
) -> None:
    response = client.get(f"/badges/{published.pk}", headers={"accept": "application/pdf"})
    assert response.status_code == 406
    assert "application/vc" in response.content.decode()


def test_badges_of_a_site_hold_under_any_port_and_name(
    published: rows.Award, client: Client
) -> None:
    text = document(published)
    for address in ("http://127.0.0.1:8199", "https://moved.example"):
        with override_settings(BASE_URL=address):
            assert "This badge holds" in client.get(f"/badges/{published.pk}").content.decode()
            assert "This badge holds" in check(client, text.encode())
            named = json.loads(text)["id"]
            typed = client.post("/check", {"text": named}).content.decode()
            assert "This badge holds" in typed
            response = client.get(status_list_of(published))
            assert response.status_code == 200


def test_a_suspended_badge_is_called_suspended_and_says_why_in_a_few_words(
    published: rows.Award, client: Client, cast: Cast
) -> None:
    told: dict[str, Any] = {"vault": ports().vault, "base_url": settings.BASE_URL}
    now = ports().clock.now()
    suspend_award(
        by=cast.acting(cast.ada),
        award=published.pk,
        reason="A colleague says it is theirs.",
        category="under_review",
        now=now,
        **told,
    )
    page = client.get(f"/badges/{published.pk}").content.decode()
    assert "suspended the award for now" in page
    assert "Being looked into" in page
    assert "colleague" not in page
    before = document(published).encode()
    said = check(client, before)
    assert "has suspended this badge for now" in said
    assert "has revoked" not in said

    reinstate_award(by=cast.acting(cast.ada), award=published.pk, reason="Fine.", now=now, **told)
    assert "This badge holds" in client.get(f"/badges/{published.pk}").content.decode()
    assert "This badge holds" in check(client, document(published).encode())
    assert "with a newer badge" in check(client, before)


def test_a_status_list_that_is_not_there_is_not_found(db: None, client: Client) -> None:
    missing = "/status-lists/00000000-0000-4000-8000-000000000000"
    assert client.get(missing).status_code == 404
