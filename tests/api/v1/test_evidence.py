"""Handing in evidence over REST."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longleaf.records.models import organization as people
from tests.api.test_award import bearer
from tests.gateways.files import a_picture
from tests.handing_in import ANSWER, Story

ROOT = "/api/v1/submissions"
ARTIFACT = {
    "part": "artifacts",
    "request": "recording",
    "kind": "audio",
    "title": "A lesson",
    "students": "none",
    "criteria": ["pause"],
}


class Caller:
    """Someone who calls with their own token; `call` gives the status and the answer."""

    def __init__(self, person: people.Person) -> None:
        self.client = Client(headers=bearer(person))

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        answer = self.client.generic(
            method,
            ROOT + path,
            json.dumps(body) if body is not None else "",
            content_type="application/json",
        )
        return answer.status_code, answer.json()


@pytest.fixture
def amina(story: Story) -> Caller:
    return Caller(story.cast.amina)


def test_a_submission_goes_from_beginning_to_review(story: Story, amina: Caller) -> None:
    one = f"/{story.submission}"
    _, begun = amina.call("POST", "", {"microcredential": "wait-time"})
    assert begun["id"] == str(story.submission)
    saved = amina.call("PUT", f"{one}/responses/context/class", {"text": ANSWER, "revision": 0})
    assert saved == (200, {"revision": 1})
    status, added = amina.call("POST", f"{one}/artifacts", {**ARTIFACT, "text": "I asked."})
    assert status == 200
    status, tagged = amina.call(
        "PUT", f"{one}/artifacts/{added['use']}/criteria", {"criteria": ["pause", "follow"]}
    )
    assert tagged["criteria"] == ["pause", "follow"]
    status, submitted = amina.call("POST", f"{one}/submit", {"students": "none", "own_work": True})
    assert status == 200
    assert submitted["state"] in ("submitted", "in_review")
    assert submitted["attempts"][0]["due_on"]
    assert amina.call("POST", f"{one}/withdraw")[1]["state"] == "withdrawn"


def test_the_list_holds_only_ones_own(story: Story, amina: Caller) -> None:
    assert [one["id"] for one in amina.call("GET", "")[1]] == [str(story.submission)]
    assert Caller(story.cast.ezra).call("GET", "") == (200, [])


def test_a_submission_says_what_is_missing(story: Story, amina: Caller) -> None:
    _, shown = amina.call("GET", f"/{story.submission}")
    assert "context/class" in [one["where"] for one in shown["missing"]]


def test_what_is_missing_keeps_it_from_being_submitted(story: Story, amina: Caller) -> None:
    status, refused = amina.call(
        "POST", f"/{story.submission}/submit", {"students": "identifiable", "own_work": True}
    )
    assert status == 400
    assert "declaration/consent" in [one["where"] for one in refused["problems"]]


def test_a_stale_revision_is_a_conflict(story: Story, amina: Caller) -> None:
    story.write("First.")
    status, _ = amina.call(
        "PUT",
        f"/{story.submission}/responses/context/class",
        {"text": "Second.", "revision": 0},
    )
    assert status == 409


@pytest.mark.parametrize("content", [{}, {"text": "x", "url": "https://a.example"}])
def test_an_artifact_is_a_text_or_a_link(
    story: Story, amina: Caller, content: dict[str, str]
) -> None:
    assert amina.call("POST", f"/{story.submission}/artifacts", {**ARTIFACT, **content})[0] == 400


def test_a_link_is_added_and_removed(story: Story, amina: Caller) -> None:
    one = f"/{story.submission}/artifacts"
    _, added = amina.call("POST", one, {**ARTIFACT, "url": "https://film.example.org"})
    _, left = amina.call("DELETE", f"{one}/{added['use']}")
    assert left["artifacts"] == []


def send_file(person: people.Person, story: Story, name: str, content: bytes) -> Any:
    return Client(headers=bearer(person)).post(
        f"{ROOT}/{story.submission}/files",
        {**ARTIFACT, "criteria": "pause", "file": SimpleUploadedFile(name, content)},
    )


def test_a_file_is_added_and_checked_by_a_job(story: Story) -> None:
    answer = send_file(story.cast.amina, story, "room.png", a_picture("PNG"))
    assert (answer.status_code, answer.json()["state"]) == (200, "checking")


def test_a_file_that_is_never_taken_is_refused(story: Story) -> None:
    answer = send_file(story.cast.amina, story, "room.svg", b"<svg/>")
    assert answer.status_code == 400
    assert ".svg" in answer.json()["problems"][0]["reason"]


def test_nobody_else_adds_a_file(story: Story) -> None:
    assert send_file(story.cast.ezra, story, "room.png", a_picture("PNG")).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("ezra", 404), ("chloe", 403), ("dev", 403)])
def test_nobody_else_gets_in(story: Story, name: str, status: int) -> None:
    other = Caller(getattr(story.cast, name))
    one = f"/{story.submission}"
    assert other.call("GET", one)[0] == status
    assert other.call("POST", f"{one}/withdraw")[0] == status
    body = {"text": "Mine.", "revision": 0}
    assert other.call("PUT", f"{one}/responses/context/class", body)[0] == status


def test_without_a_token_nothing_is_answered(story: Story) -> None:
    assert Client().get(f"{ROOT}/{story.submission}").status_code == 401
