"""The pages of random audits: for the Department, for coordinators, and for whoever was drawn."""

from uuid import UUID

import pytest
from django.test import Client

from longleaf.records.models import renewal_audit as rows
from tests.drafted import SEED, a_license, an_audit, the_case
from tests.people import Cast

FORM = {
    "title": "Renewals of June 2027",
    "expires_from": "2027-01-01",
    "expires_until": "2027-12-31",
    "method": "rate",
    "amount": "5",
    "seed": SEED,
    "due_on": "2100-05-01",
}


@pytest.fixture
def dev(cast: Cast, client: Client) -> Client:
    client.force_login(cast.dev)
    return client


@pytest.fixture
def audit(cast: Cast) -> UUID:
    a_license(cast.amina)
    a_license(cast.ezra)
    return an_audit(cast)


def test_an_audit_is_drawn_and_says_how(cast: Cast, dev: Client) -> None:
    a_license(cast.amina)
    answer = dev.post("/department/audits/new", FORM, follow=True)
    assert "The audit is drawn" in answer.text
    assert SEED in answer.text
    assert "HMAC-SHA256" in answer.text
    assert "Amina Reyes" in answer.text


def test_an_audit_of_nobody_keeps_what_was_typed(dev: Client) -> None:
    answer = dev.post("/department/audits/new", FORM)
    assert answer.status_code == 400
    assert "Renewals of June 2027" in answer.text


def test_a_stranger_gets_the_list_and_the_tickets(cast: Cast, dev: Client, audit: UUID) -> None:
    everyone = b"".join(dev.get(f"/department/audits/{audit}?format=list").streaming_content)  # type: ignore[attr-defined]  # it streams
    assert everyone.decode().count("Schools") == 2
    drawn = b"".join(dev.get(f"/department/audits/{audit}?format=csv").streaming_content)  # type: ignore[attr-defined]  # it streams
    tickets = rows.AuditCase.objects.values_list("ticket", flat=True)
    assert all(one in drawn.decode() for one in tickets)


def test_a_case_is_followed_to_its_conclusion(dev: Client, audit: UUID) -> None:
    at = f"/department/audits/cases/{the_case(audit)}"
    asked = dev.post(f"{at}/ask", {"asked_for": "Transcripts", "due_on": "2100-04-01"}, follow=True)
    assert "Transcripts" in asked.text
    form = {"conclusion": "corrected", "reason": "One course counted twice."}
    ended = dev.post(f"{at}/conclude", form, follow=True)
    assert "Corrected: One course counted twice." in ended.text
    assert "Conclude the case" not in ended.text


def test_a_conclusion_without_a_reason_is_asked_for_one(dev: Client, audit: UUID) -> None:
    at = f"/department/audits/cases/{the_case(audit)}"
    assert dev.post(f"{at}/conclude", {"conclusion": "upheld"}).status_code == 400
    assert dev.post(f"{at}/ask", {}).status_code == 400


def test_whoever_was_drawn_sees_it_and_why(cast: Cast, client: Client, audit: UUID) -> None:
    client.force_login(cast.amina)
    page = client.get("/standing/audits")
    assert "drawn by chance" in page.text
    assert "Renewals of June 2027" in page.text
    client.force_login(cast.ben)
    assert "No renewal of yours was drawn" in client.get("/standing/audits").text


def test_a_coordinator_sees_those_of_the_lea_alone(cast: Cast, client: Client, audit: UUID) -> None:
    client.force_login(cast.chloe)
    page = client.get("/coordinator/audits").text
    assert "Amina Reyes" in page
    assert "Ezra Boone" not in page


def test_cases_are_listed_by_state(cast: Cast, dev: Client, audit: UUID) -> None:
    assert "Amina Reyes" in dev.get(f"/department/audits/{audit}?state=open").text
    assert "No case is in this state" in dev.get(f"/department/audits/{audit}?state=asked").text
    assert "Renewals of June 2027" in dev.get("/department/audits").text
