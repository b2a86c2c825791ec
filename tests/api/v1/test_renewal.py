"""Standing, ledger, activities and approvals over the REST API."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from tests.cycles import a_license, a_waiting_activity, an_approved_activity
from tests.people import NOW, Cast

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")

ACTIVITY = {
    "kind": "workshop",
    "title": "Reading workshop",
    "quantity": "12.5",
    "unit": "clock_hour",
    "completed_on": "2025-10-04",
    "categories": ["literacy"],
}


def holder(person: people.Person) -> Client:
    """A client that sends an access token of a person's."""
    token = uuid4().hex
    people.AccessToken.objects.create(
        person=person,
        name="Test",
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        hint=token[:4],
        made_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    return Client(headers={"Authorization": f"Bearer {token}"})


def post(client: Client, address: str, body: object = None) -> tuple[int, dict[str, object]]:
    answer = client.post(address, json.dumps(body or {}), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_standing_gives_amounts_exactly_and_every_reason(cast: Cast) -> None:
    a_license(cast.amina)
    an_approved_activity(cast, "literacy", quantity="15")
    [told] = holder(cast.amina).get("/api/v1/standing").json()
    assert (told["required"], told["counted"], told["missing"]) == ("8", "1.5", "6.5")
    literacy = next(one for one in told["categories"] if one["name"] == "literacy")
    assert literacy["rule"]["inputs"][0]["name"] == "Reading workshop"
    assert literacy["rule"]["citations"][0]["verified_on"]
    assert told["entries"][0]["counts"] == {"literacy": "1.5"}


def test_those_without_a_license_have_an_empty_standing(cast: Cast) -> None:
    assert holder(cast.amina).get("/api/v1/standing").json() == []


def test_an_activity_is_recorded_listed_and_withdrawn(cast: Cast) -> None:
    amina = holder(cast.amina)
    status, recorded = post(amina, "/api/v1/activities", ACTIVITY)
    assert (status, recorded["state"], recorded["quantity"]) == (201, "recorded", "12.5")
    assert [one["id"] for one in amina.get("/api/v1/activities").json()] == [recorded["id"]]
    assert amina.get("/api/v1/activities?state=approved").json() == []
    _, withdrawn = post(amina, f"/api/v1/activities/{recorded['id']}/withdraw")
    assert withdrawn["state"] == "withdrawn"


def test_what_is_wrong_with_an_activity_is_said_by_field(cast: Cast) -> None:
    status, refused = post(
        holder(cast.amina), "/api/v1/activities", {**ACTIVITY, "quantity": "a few"}
    )
    assert status == 400
    assert [one["where"] for one in refused["problems"]] == ["quantity"]  # type: ignore[attr-defined]  # JSON


def test_the_ledger_lists_every_line(cast: Cast) -> None:
    held = an_approved_activity(cast)
    post(holder(cast.amina), f"/api/v1/activities/{held.pk}/withdraw")
    lines = holder(cast.amina).get("/api/v1/ledger").json()
    assert [(one["kind"], one["credit"]) for one in lines] == [
        ("reversal", "1.5"),
        ("activity", "1.5"),
    ]
    assert lines[0]["reverses"] == lines[1]["id"]


def test_somebody_else_s_activity_is_not_found(cast: Cast) -> None:
    held = a_waiting_activity(cast)
    status, _ = post(holder(cast.ben), f"/api/v1/activities/{held.pk}/withdraw")
    assert status == 404


def test_a_coordinator_lists_people_and_opens_a_standing(cast: Cast) -> None:
    a_license(cast.amina)
    chloe = holder(cast.chloe)
    told = chloe.get("/api/v1/people?sort=name&limit=2").json()
    assert told["count"] == 3
    assert [one["name"] for one in told["people"]] == ["Amina Reyes", "Bea Lindqvist"]
    [standing] = chloe.get(f"/api/v1/people/{cast.amina.pk}/standing").json()
    assert standing["missing"] == "8"


def test_another_lea_s_people_are_not_found(cast: Cast) -> None:
    eve = holder(cast.eve)
    assert eve.get(f"/api/v1/people/{cast.amina.pk}/standing").status_code == 404
    assert [one["name"] for one in eve.get("/api/v1/people").json()["people"]] == ["Ezra Boone"]


def test_a_waiting_activity_is_listed_and_decided_once(cast: Cast) -> None:
    held = a_waiting_activity(cast)
    chloe = holder(cast.chloe)
    assert [one["id"] for one in chloe.get("/api/v1/approvals").json()] == [str(held.pk)]
    decision = {"decision": "approve", "categories": ["literacy"]}
    assert post(chloe, f"/api/v1/approvals/{held.pk}", decision)[1]["state"] == "approved"
    assert post(chloe, f"/api/v1/approvals/{held.pk}", decision)[0] == 409
    assert rows.CreditEntry.objects.count() == 1


def test_declining_without_a_reason_is_refused(cast: Cast) -> None:
    held = a_waiting_activity(cast)
    status, _ = post(holder(cast.chloe), f"/api/v1/approvals/{held.pk}", {"decision": "decline"})
    assert status == 400


def test_a_decision_on_another_lea_s_activity_is_not_found(cast: Cast) -> None:
    held = a_waiting_activity(cast)
    decision = {"decision": "approve", "categories": ["literacy"]}
    assert post(holder(cast.eve), f"/api/v1/approvals/{held.pk}", decision)[0] == 404


@pytest.mark.parametrize("address", ["people", "approvals"])
def test_educators_are_refused_what_coordinators_may(cast: Cast, address: str) -> None:
    assert holder(cast.amina).get(f"/api/v1/{address}").status_code == 403
    assert Client().get(f"/api/v1/{address}").status_code == 401
