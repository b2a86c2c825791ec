"""Badges from elsewhere over REST."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longleaf.records.models import backpack as rows
from longleaf.records.models import credit as credits
from tests.api.test_award import bearer
from tests.brought import ACHIEVEMENT, SIGNER, a_badge, a_kept_badge, a_rule
from tests.cycles import a_license
from tests.people import TODAY, Cast

pytestmark = pytest.mark.usefixtures("at_now")

RULE = {
    "title": "Reading, by Learning Example",
    "issuer": SIGNER.controller,
    "achievement": ACHIEVEMENT,
    "quantity": "15",
    "unit": "clock_hour",
    "categories": ["literacy"],
    "is_automatic": True,
    "authority": "Memorandum (fictional)",
    "began_on": "2025-01-01",
}


def test_an_educator_brings_keeps_checks_and_takes_out_a_badge(cast: Cast, client: Client) -> None:
    as_amina = bearer(cast.amina)
    file = SimpleUploadedFile("badge.json", a_badge())
    brought = client.post("/api/v1/backpack", {"file": file}, headers=as_amina).json()
    assert (brought["is_new"], brought["is_kept"], brought["refusal"]) == (True, False, "")
    assert brought["report"]["overall"] == "good"
    path = f"/api/v1/backpack/{brought['badge']}"
    assert client.post(f"{path}/keep", headers=as_amina).status_code == 200
    shown = client.get(path, headers=as_amina).json()
    assert (shown["holding"], shown["is_kept"], shown["credit"]) == ("holds", True, None)
    assert client.post(f"{path}/check", headers=as_amina).json() == {"message": "holds"}
    assert [one["id"] for one in client.get("/api/v1/backpack", headers=as_amina).json()] == [
        brought["badge"]
    ]
    assert client.delete(path, headers=as_amina).status_code == 200
    assert client.get(path, headers=as_amina).status_code == 404


def test_somebody_else_s_badge_is_refused_with_the_reason(cast: Cast, client: Client) -> None:
    file = SimpleUploadedFile("badge.json", a_badge(email="ben@example.org"))
    answer = client.post("/api/v1/backpack", {"file": file}, headers=bearer(cast.amina)).json()
    assert (answer["badge"], answer["refusal"]) == (None, "somebody_else")


def test_the_department_makes_and_ends_a_rule_that_everyone_can_read(
    cast: Cast, client: Client
) -> None:
    as_dev = bearer(cast.dev)
    path = "/api/v1/recognition-rules"
    made = client.post(path, RULE, content_type="application/json", headers=as_dev)
    assert made.status_code == 201
    assert [one["title"] for one in client.get(path).json()] == [RULE["title"]]
    wrong = client.post(
        path, RULE | {"achievement": ""}, content_type="application/json", headers=as_dev
    )
    assert wrong.status_code == 400
    assert wrong.json()["problems"][0]["where"] == "achievement"
    end = f"{path}/{made.json()['id']}/end"
    body = {"ended_on": str(TODAY), "reason": "Replaced."}
    for expected in (200, 409):
        answer = client.post(end, body, content_type="application/json", headers=as_dev)
        assert answer.status_code == expected


def test_a_coordinator_decides(cast: Cast, client: Client, tmp_path: Path) -> None:
    a_license(cast.amina)
    a_rule(cast, is_automatic=False)
    a_kept_badge(cast, tmp_path)
    as_chloe = bearer(cast.chloe)
    (waiting,) = client.get("/api/v1/credit-proposals", headers=as_chloe).json()
    assert waiting["person_name"] == "Amina Reyes"
    path = f"/api/v1/credit-proposals/{waiting['id']}/decide"
    refused = client.post(
        path, {"decision": "decline"}, content_type="application/json", headers=as_chloe
    )
    assert refused.status_code == 400
    done = client.post(
        path, {"decision": "approve"}, content_type="application/json", headers=as_chloe
    )
    assert done.status_code == 200
    assert credits.CreditEntry.objects.get().credit == "1.5"
    assert rows.CreditProposal.objects.get().state == "approved"
