"""The registry of issuers over REST."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longleaf.records.models import trust as rows
from tests.api.test_award import bearer
from tests.people import Cast

ISSUERS = "/api/v1/recognized-issuers"
ONE = "did:web:one.example"
SAID = {"saying": "recognized", "since": "2025-07-01", "because": "It follows our standards."}
BODY = {"name": "Riverbend College (fictional)", "identifiers": [ONE], "statement": SAID}


def post(client: Client, path: str, body: object, cast: Cast) -> Any:
    return client.post(
        path, json.dumps(body), content_type="application/json", headers=bearer(cast.dev)
    )


@pytest.fixture
def issuer(client: Client, cast: Cast) -> str:
    made = post(client, ISSUERS, BODY, cast)
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def test_an_issuer_on_record_is_listed_shown_and_looked_up_by_anybody(
    client: Client, issuer: str
) -> None:
    listed = client.get(ISSUERS, {"standing": "recognized"}).json()
    assert (listed["count"], listed["issuers"][0]["id"]) == (1, issuer)
    shown = client.get(f"{ISSUERS}/{issuer}").json()
    assert shown["statements"][0]["because"] == SAID["because"]
    assert "said_by" not in shown["statements"][0]
    found = client.get(f"{ISSUERS}/look-up", {"identifier": ONE}).json()
    assert (found["issuer"], found["standing"]) == (issuer, "recognized")
    assert (found["by"], found["since"]) == ("Department of Education", "2025-07-01")


def test_who_is_unknown_is_an_answer(client: Client, cast: Cast) -> None:
    for identifier in ("did:web:nobody.example", "\0", "x" * 1000):
        found = client.get(f"{ISSUERS}/look-up", {"identifier": identifier})
        assert found.status_code == 200
        assert found.json()["standing"] == "unknown"


def test_an_organization_here_is_looked_up_by_its_page(client: Client, cast: Cast) -> None:
    page = f"http://127.0.0.1:8000/organizations/{cast.northfield.slug}"
    found = client.get(f"{ISSUERS}/look-up", {"identifier": page}).json()
    assert (found["name"], found["standing"]) == ("Northfield Schools", "issues_here")


def test_a_statement_is_made_amended_and_withdrawn(client: Client, cast: Cast, issuer: str) -> None:
    better = {**SAID, "since": "2025-08-01", "because": "A mistake.", "about": 1}
    path = f"{ISSUERS}/{issuer}/statements"
    assert post(client, path, better, cast).json() == {"number": 2}
    gone = {"since": "2026-01-01", "because": "It ended."}
    assert post(client, f"{path}/2/withdraw", gone, cast).json() == {"number": 3}
    assert post(client, f"{path}/2/withdraw", gone, cast).status_code == 409
    states = [each["state"] for each in client.get(f"{ISSUERS}/{issuer}").json()["statements"]]
    assert states == ["end", "withdrawn", "amended"]


def test_what_is_wrong_is_named_by_its_field(client: Client, cast: Cast) -> None:
    wrong = {**BODY, "identifiers": ["one.example"]}
    answer = post(client, ISSUERS, wrong, cast)
    assert answer.status_code == 400
    assert [each["where"] for each in answer.json()["problems"]] == ["identifiers"]
    assert not rows.KnownIssuer.objects.exists()


def test_a_registry_is_read_and_listed_if_asked(client: Client, cast: Cast) -> None:
    for apply, listed in (("false", 0), ("true", 1)):
        content = f"identifier,name\n{ONE},One\nnobody,None\n".encode()
        answer = client.post(
            "/api/v1/registries",
            {
                "registry": "A list",
                "obtained_on": "2026-01-31",
                "apply": apply,
                "file": SimpleUploadedFile("list.csv", content),
            },
            headers=bearer(cast.dev),
        )
        assert answer.status_code == 201, answer.content
        found = answer.json()
        assert (found["good"], found["listed"]) == (1, listed)
        assert found["problems"][0]["row"] == 3
    looked = client.get(f"{ISSUERS}/look-up", {"identifier": ONE}).json()
    assert (looked["standing"], looked["listed"][0]["registry"]) == ("listed", "A list")


def test_a_coordinator_changes_nothing(client: Client, cast: Cast) -> None:
    answer = client.post(
        ISSUERS, json.dumps(BODY), content_type="application/json", headers=bearer(cast.chloe)
    )
    assert answer.status_code == 403
    assert not rows.KnownIssuer.objects.exists()
