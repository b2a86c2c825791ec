"""What is hosted for readers of Open Badges 2.0, checked by our own reader of others' badges."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from longleaf.actions.award import reinstate_award, revoke_award, suspend_award
from longleaf.credential.bake import credential_in
from longleaf.credential.open_badges import is_awarded_to
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.report import Overall, Report
from longleaf.credential.verify import verify
from longleaf.gateways.wiring import ports
from longleaf.records.models import award as rows
from tests.people import NOW, Cast
from tests.web.public.test_badges import award, published

__all__ = ["award", "published"]  # fixtures


class OfThisSite:
    """A `DocumentPort` that asks this site as a stranger would, and no other."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.kinds: set[str] = set()

    def document(self, address: str) -> bytes | None:
        if not address.startswith(settings.BASE_URL):
            return None
        response = self._client.get(urlsplit(address).path, headers={"accept": "application/json"})
        self.kinds.add(response["Content-Type"])
        return response.content if response.status_code == 200 else None


def address_of(award: rows.Award) -> str:
    return f"{settings.BASE_URL}/badges/{award.pk}/open-badges-2"


def report_on(client: Client, given: str | bytes) -> Report:
    return verify(
        given,
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=ports().clock.now(),
        documents=OfThisSite(client),
    )


def test_a_stranger_with_the_address_finds_the_badge_good(
    client: Client, published: rows.Award
) -> None:
    report = report_on(client, address_of(published))
    assert report.overall is Overall.GOOD, report.as_json()


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_picture_carries_the_badge(client: Client, published: rows.Award, form: str) -> None:
    picture = client.get(f"/badges/{published.pk}/open-badges-2.{form}").content
    assert report_on(client, credential_in(picture)).overall is Overall.GOOD


def test_the_badge_says_who_earned_it_by_the_same_hash(
    client: Client, published: rows.Award
) -> None:
    document: dict[str, Any] = client.get(f"/badges/{published.pk}/open-badges-2").json()
    assert is_awarded_to(document, email=published.educator.email)
    assert published.educator.name not in json.dumps(document)
    assert published.educator.email not in json.dumps(document)


@pytest.mark.parametrize("suffix", ["open-badges-2", "open-badges-2.png", "open-badges-2.svg"])
def test_a_badge_that_is_not_published_is_not_there_even_for_its_educator(
    client: Client, cast: Cast, award: rows.Award, suffix: str
) -> None:
    path = f"/badges/{award.pk}/{suffix}"
    assert client.get(path).status_code == 404
    client.force_login(cast.amina)
    assert client.get(path).status_code == 404


def test_suspension_revocation_and_reinstatement_show_at_once(
    client: Client, cast: Cast, published: rows.Award
) -> None:
    def change(verb: Any, reason: str) -> str:
        verb(
            by=Cast.acting(cast.ada),
            award=published.pk,
            reason=reason,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=NOW,
        )
        report = report_on(client, address_of(published))
        return str(report.overall)

    assert change(suspend_award, "A question came up.") == "bad"
    body = client.get(f"/badges/{published.pk}/open-badges-2").json()
    assert (body["revoked"], body["revocationReason"]) == (True, "Suspended for now.")
    assert "recipient" not in body
    assert client.get(f"/badges/{published.pk}/open-badges-2.png").status_code == 404
    assert change(reinstate_award, "It was answered.") == "good"
    assert change(revoke_award, "It was somebody else's work.") == "bad"
    assert (
        "somebody else" not in client.get(f"/badges/{published.pk}/open-badges-2").content.decode()
    )


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("application/json, application/ld+json", "application/ld+json"),
    ],
)
def test_the_kind_of_document_is_the_one_that_is_asked_for(
    client: Client, published: rows.Award, accept: str, kind: str
) -> None:
    for path in (
        f"/badges/{published.pk}/open-badges-2",
        f"/issuers/{published.issuer.slug}/open-badges-2",
        f"/microcredentials/{published.microcredential.slug}/versions/1/open-badges-2",
    ):
        response = client.get(path, headers={"accept": accept})
        assert response["Content-Type"] == kind
        assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/microcredentials/none/versions/1/open-badges-2",
        "/issuers/none/open-badges-2",
        "/issuers/southfield-schools/open-badges-2",  # never signed a badge
    ],
)
def test_what_is_not_there_is_not_found(client: Client, published: rows.Award, path: str) -> None:
    assert client.get(path).status_code == 404
