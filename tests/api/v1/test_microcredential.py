"""Micro-credentials and frameworks over the REST API."""

import json
from typing import Any

from django.test import Client

from tests.api.v1.test_review import holder
from tests.domain.microcredential.definitions import small_definition
from tests.people import Cast
from tests.standards import make_framework


def send(client: Client, method: str, address: str, **body: object) -> tuple[int, Any]:
    answer = client.generic(
        method, f"/api/v1{address}", json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_two_people_publish_over_the_api_and_everyone_reads_it(cast: Cast) -> None:
    make_framework()
    ash, asa = holder(cast.ash), holder(cast.asa)
    status, draft = send(
        ash,
        "POST",
        "/microcredentials",
        title="Wait Time",
        issuer=str(cast.northfield.pk),
        definition=small_definition() | {"competency": ""},
    )
    assert status == 201
    assert [one["where"] for one in draft["to_do"]] == ["competency"]
    address = f"/versions/{draft['id']}"
    status, saved = send(
        ash, "PATCH", address, revision=1, changes={"competency": "The educator waits."}
    )
    assert (status, saved["revision"], saved["to_do"]) == (200, 2, [])
    assert send(ash, "POST", f"{address}/propose")[0] == 200
    assert send(ash, "POST", f"{address}/publish", revision=2)[0] == 400
    assert send(asa, "POST", f"{address}/publish", revision=1)[0] == 409
    status, published = send(asa, "POST", f"{address}/publish", revision=2)
    assert (status, published["state"]) == (200, "published")

    nobody = Client()
    status, found = send(nobody, "GET", "/microcredentials?q=waits&license_kind=teacher")
    assert (status, [one["slug"] for one in found]) == (200, ["wait-time"])
    status, shown = send(nobody, "GET", "/microcredentials/wait-time")
    assert (status, shown["definition"]["competency"]) == (200, "The educator waits.")


def test_a_save_over_someone_elses_text_is_refused(cast: Cast) -> None:
    ash = holder(cast.ash)
    _, draft = send(ash, "POST", "/microcredentials", title="Wait", issuer=str(cast.northfield.pk))
    address = f"/versions/{draft['id']}"
    assert send(ash, "PATCH", address, revision=1, changes={"title": "One"})[0] == 200
    assert send(ash, "PATCH", address, revision=1, changes={"title": "Two"})[0] == 409
    assert send(ash, "PATCH", address, revision=1, definition=small_definition())[0] == 409


def test_a_whole_definition_is_saved_at_once(cast: Cast) -> None:
    ash = holder(cast.ash)
    _, draft = send(ash, "POST", "/microcredentials", title="Wait", issuer=str(cast.northfield.pk))
    status, saved = send(
        ash, "PATCH", f"/versions/{draft['id']}", revision=1, definition=small_definition()
    )
    assert (status, saved["to_do"], saved["slug"]) == (200, [], "wait")
    assert send(ash, "GET", "/versions?state=draft")[1][0]["title"] == "Wait Time"


def test_bad_input_is_answered_field_by_field(cast: Cast) -> None:
    ash = holder(cast.ash)
    status, said = send(ash, "POST", "/microcredentials", title=" ", issuer=str(cast.northfield.pk))
    assert (status, said["problems"][0]["where"]) == (400, "title")
    status, said = send(
        ash,
        "POST",
        "/microcredentials",
        title="X",
        issuer=str(cast.northfield.pk),
        definition={"evidence": "none"},
    )
    assert (status, said["problems"][0]["where"]) == (400, "evidence")


def test_only_authors_write_and_only_for_their_own(cast: Cast) -> None:
    body = {"title": "X", "issuer": str(cast.northfield.pk)}
    assert send(Client(), "POST", "/microcredentials", **body)[0] == 401
    assert send(holder(cast.amina), "POST", "/microcredentials", **body)[0] == 403
    foreign = {"title": "X", "issuer": str(cast.southfield.pk)}
    assert send(holder(cast.ash), "POST", "/microcredentials", **foreign)[0] == 404


def test_frameworks_are_read_by_everyone(cast: Cast) -> None:
    make_framework()
    assert [one["slug"] for one in send(Client(), "GET", "/frameworks")[1]] == ["ncpts"]
    found = send(Client(), "GET", "/frameworks/ncpts")[1]["elements"]
    assert [(one["code"], one["parent"]) for one in found] == [
        ("IV", ""),
        ("IV-c", "IV"),
        ("IV-h", "IV"),
    ]
    assert send(Client(), "GET", "/frameworks/none")[0] == 404
