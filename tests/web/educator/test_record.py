"""Downloading one's whole record."""

import json

import pytest
from django.test import Client

from longleaf.actions.check import check_badge
from longleaf.gateways.wiring import ports
from longleaf.records.models import audit as audits
from longleaf.records.models import award as rows
from tests.people import Cast
from tests.web.public.test_badges import award

__all__ = ["award"]  # a fixture


def test_a_record_holds_every_badge_and_is_good(
    client: Client, cast: Cast, award: rows.Award, settings: pytest.FixtureRequest
) -> None:
    client.force_login(cast.amina)
    assert "Download my record" in client.get("/my-badges").content.decode()
    response = client.post("/my-badges/record")
    assert response["Content-Disposition"] == 'attachment; filename="my-record.json"'
    assert json.loads(response.content)["type"] == ["VerifiableCredential", "ClrCredential"]
    report = check_badge(
        response.content,
        vault=ports().vault,
        base_url=settings.BASE_URL,  # type: ignore[attr-defined]  # pytest-django's settings
        now=ports().clock.now(),
    )
    assert report.overall == "good", report.as_json()
    assert [inner.report.overall for inner in report.within] == ["good"]
    assert audits.AuditEvent.objects.filter(verb="learner_record.made").count() == 1


def test_the_check_page_shows_a_report_on_each_badge_in_a_record(
    client: Client, cast: Cast, award: rows.Award
) -> None:
    client.force_login(cast.amina)
    document = client.post("/my-badges/record").content.decode()
    page = Client().post("/check", {"text": document}).content.decode()
    assert "The badges in it" in page
    assert f"{award.version.title}: holds" in page


def test_who_holds_nothing_has_no_record(client: Client, cast: Cast) -> None:
    client.force_login(cast.ben)
    assert client.post("/my-badges/record").status_code == 404
    assert "Download my record" not in client.get("/my-badges").content.decode()


def test_a_revoked_award_is_not_in_the_record(
    client: Client, cast: Cast, award: rows.Award
) -> None:
    rows.Award.objects.update(state="revoked")
    client.force_login(cast.amina)
    assert client.post("/my-badges/record").status_code == 404
