"""Uploads by tus 1.0, and files handed out to those who may see them."""

import base64
import hashlib

import pytest
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse

from longleaf.gateways.wiring import ports
from longleaf.records.models import evidence as rows
from longleaf.records.models import organization as people
from longleaf.records.models import review as reviews
from tests.gateways.files import a_film, a_pdf, a_picture
from tests.handing_in import DESCRIPTION, Story
from tests.web.educator.test_evidence_pages import signed_in

FILM = a_film(300_000)
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def amina(story: Story) -> Client:
    return signed_in(story.cast.amina)


def metadata(**said: str) -> str:
    pairs = {
        "filename": "lesson.mp4",
        "kind": "audio",
        "title": "A lesson",
        "criteria": "pause",
        "students": "none",
        **said,
    }
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())


def announce(
    client: Client, story: Story, length: object = len(FILM), **said: str
) -> HttpResponseBase:
    return client.post(
        reverse("artifact_uploads", args=[story.submission, "artifacts", "recording"]),
        headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(**said)},
    )


def patch(client: Client, place: str, offset: int, chunk: bytes) -> HttpResponseBase:
    return client.patch(
        place,
        data=chunk,
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": str(offset)},
    )


def test_a_file_sent_in_pieces_arrives_whole(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    assert patch(amina, place, 0, FILM[:100_000])["Upload-Offset"] == "100000"
    assert amina.head(place, headers=TUS)["Upload-Offset"] == "100000"
    assert patch(amina, place, 100_000, FILM[100_000:]).status_code == 204
    artifact = rows.Artifact.objects.get()
    assert (artifact.state, artifact.sha256) == ("ready", hashlib.sha256(FILM).hexdigest())


def test_a_file_that_is_refused_on_arrival_still_counts_as_sent(
    story: Story, amina: Client
) -> None:
    page = b"<html><script></script></html>"
    place = announce(amina, story, len(page))["Location"]
    assert patch(amina, place, 0, page)["Upload-Offset"] == str(len(page))
    assert amina.head(place, headers=TUS)["Upload-Offset"] == str(len(page))
    assert rows.Artifact.objects.get().state == "refused"


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10_000)
def test_a_piece_may_be_larger_than_a_form_may(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    assert patch(amina, place, 0, FILM).status_code == 204


def test_a_piece_at_the_wrong_place_is_told_the_right_one(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    answer = patch(amina, place, 5, FILM[5:])
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "0")


def test_what_the_server_can_do_is_said(story: Story, amina: Client) -> None:
    answer = amina.options(
        reverse("artifact_uploads", args=[story.submission, "artifacts", "recording"])
    )
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == "2000000000"


def test_another_version_of_the_protocol_is_refused(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    assert amina.head(place, headers={"Tus-Resumable": "0.2.2"}).status_code == 412


def test_a_piece_of_another_type_is_refused(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    answer = amina.patch(
        place, data=b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize("length", ["", "-1", "many", "9" * 20])
def test_a_length_that_is_no_number_is_refused(story: Story, amina: Client, length: str) -> None:
    assert announce(amina, story, length).status_code == 400


@pytest.mark.parametrize(
    ("length", "said", "status"),
    [
        (2_000_000_001, {}, 413),
        (10, {"filename": "a.html"}, 400),
        (10, {"title": ""}, 400),
        (10, {"kind": "cake"}, 400),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    story: Story, amina: Client, length: int, said: dict[str, str], status: int
) -> None:
    answer = announce(amina, story, length, **said)
    assert answer.status_code == status
    assert b"message" in getattr(answer, "content", b"")
    assert not rows.Artifact.objects.exists()


def test_metadata_that_cannot_be_read_is_refused(story: Story, amina: Client) -> None:
    answer = amina.post(
        reverse("artifact_uploads", args=[story.submission, "artifacts", "recording"]),
        headers={**TUS, "Upload-Length": "10", "Upload-Metadata": "title !!!"},
    )
    assert answer.status_code == 400


def test_an_upload_can_be_given_up(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    assert amina.delete(place, headers=TUS).status_code == 204
    assert amina.head(place, headers=TUS).status_code == 404


@pytest.mark.parametrize("name", ["ezra", "ben"])
def test_nobody_else_sees_or_touches_an_upload(story: Story, amina: Client, name: str) -> None:
    place = announce(amina, story)["Location"]
    other = signed_in(getattr(story.cast, name))
    assert other.head(place, headers=TUS).status_code == 404
    assert patch(other, place, 0, FILM).status_code == 404
    assert other.delete(place, headers=TUS).status_code == 404
    assert announce(other, story).status_code == 404


def stored(story: Story, content: bytes, name: str) -> rows.Artifact:
    """A file of Amina's in the store that the site serves from."""
    story.files = ports().files  # type: ignore[assignment]  # the site's own disk store
    return story.add_file(content, name, DESCRIPTION)


def place_of(artifact: rows.Artifact) -> str:
    return reverse("artifact_file", args=[artifact.pk])


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(getattr(answer, "streaming_content", ()))


def test_a_document_is_handed_to_its_owner_and_never_shown_in_place(
    story: Story, amina: Client
) -> None:
    answer = amina.get(place_of(stored(story, a_pdf(), "plan.pdf")))
    assert body(answer) == a_pdf()
    assert answer["Content-Disposition"].startswith('attachment; filename="evidence-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_that_the_store_has_lost_is_not_found_and_the_operator_is_told(
    story: Story, amina: Client, caplog: pytest.LogCaptureFixture
) -> None:
    artifact = stored(story, a_pdf(), "plan.pdf")
    ports().files.remove(artifact.file_key)
    answer = amina.get(place_of(artifact))
    assert answer.status_code == 404
    assert "stored file is missing" in caplog.text


def test_a_picture_may_be_shown_in_place(story: Story, amina: Client) -> None:
    answer = amina.get(place_of(stored(story, a_picture("PNG"), "room.png")))
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("asked", "status", "said", "part"),
    [
        ("bytes=0-9", 206, "bytes 0-9/300000", FILM[:10]),
        ("bytes=299990-", 206, "bytes 299990-299999/300000", FILM[-10:]),
        ("bytes=-10", 206, "bytes 299990-299999/300000", FILM[-10:]),
        ("bytes=299999-400000", 206, "bytes 299999-299999/300000", FILM[-1:]),
        ("bytes=300000-", 416, "bytes */300000", b""),
        ("bytes=9-5", 416, "bytes */300000", b""),
        ("bytes=-", 416, "bytes */300000", b""),
    ],
)
def test_a_film_is_handed_out_in_ranges(
    story: Story, amina: Client, *, asked: str, status: int, said: str, part: bytes
) -> None:
    place = place_of(stored(story, FILM, "lesson.mp4"))
    answer = amina.get(place, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"], body(answer)) == (status, said, part)


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=0-1,4-5", "bytes=a-b"])
def test_a_range_that_cannot_be_read_gives_the_whole(
    story: Story, amina: Client, asked: str
) -> None:
    answer = amina.get(place_of(stored(story, FILM, "lesson.mp4")), headers={"Range": asked})
    assert (answer.status_code, len(body(answer))) == (200, len(FILM))


def opens_for(story: Story, artifact: rows.Artifact, person: people.Person) -> int:
    return signed_in(person).get(place_of(artifact)).status_code


OTHERS = ["ben", "bea", "bo", "sam", "chloe", "ash", "ada", "dev", "eve", "ezra"]


@pytest.mark.parametrize("name", OTHERS)
def test_a_draft_is_nobody_elses_to_see(story: Story, name: str) -> None:
    artifact = stored(story, a_pdf(), "plan.pdf")
    assert opens_for(story, artifact, getattr(story.cast, name)) == 404


def test_a_stranger_is_asked_to_sign_in(story: Story) -> None:
    assert Client().get(place_of(stored(story, a_pdf(), "plan.pdf"))).status_code == 302


def test_what_was_submitted_opens_for_its_reviewers_and_no_others(story: Story) -> None:
    artifact = stored(story, a_pdf(), "plan.pdf")
    story.write()
    story.declare()
    story.submit()
    assigned = set(reviews.Review.objects.values_list("reviewer", flat=True))
    assert len(assigned) == 2
    for name in OTHERS:
        person = getattr(story.cast, name)
        expected = 200 if person.pk in assigned else 404
        assert opens_for(story, artifact, person) == expected, name


def test_a_reviewer_who_gave_the_review_back_sees_nothing_more(story: Story) -> None:
    artifact = stored(story, a_pdf(), "plan.pdf")
    story.write()
    story.declare()
    story.submit()
    review = reviews.Review.objects.select_related("reviewer").latest("seat")
    assert opens_for(story, artifact, review.reviewer) == 200
    reviews.Review.objects.filter(pk=review.pk).update(state="released")
    assert opens_for(story, artifact, review.reviewer) == 404


def test_a_file_that_is_not_checked_yet_is_not_handed_out(story: Story, amina: Client) -> None:
    artifact = stored(story, a_pdf(), "plan.pdf")
    rows.Artifact.objects.update(state="checking")
    assert amina.get(place_of(artifact)).status_code == 404


def test_times_of_an_upload_are_said(story: Story, amina: Client) -> None:
    place = announce(amina, story)["Location"]
    assert amina.head(place, headers=TUS)["Upload-Expires"].endswith("GMT")
