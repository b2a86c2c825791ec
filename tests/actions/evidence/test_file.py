"""Files on their way: chunk by chunk, broken off, resumed, checked, cleared away."""

import hashlib
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.artifact import remove_artifact
from longleaf.actions.evidence.check_file import check_artifact, sweep_files
from longleaf.actions.evidence.file import (
    UPLOAD_LASTS,
    UPLOADS_AT_ONCE,
    OffsetError,
    begin_upload,
    cancel_upload,
    finish_upload,
    receive_chunk,
)
from longleaf.actions.evidence.submit import submit_evidence
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.media import ContentExaminer
from longleaf.records.models import evidence as rows
from tests.gateways.files import a_film, a_picture_with_a_place, a_sound
from tests.handing_in import DESCRIPTION, LATER, Story, one_event

FILM = a_film(300_000)


def announce(story: Story, name: str = "lesson.mp4", length: int = len(FILM)) -> UUID:
    return begin_upload(
        by=story.amina,
        submission=story.submission,
        part="artifacts",
        request="recording",
        description=DESCRIPTION,
        name=name,
        length=length,
        now=LATER,
    )


def send(story: Story, upload: UUID, offset: int, *chunks: bytes, by: Actor | None = None) -> int:
    return receive_chunk(
        by=by or story.amina,
        upload=upload,
        offset=offset,
        chunks=chunks,
        files=story.files,
        now=LATER,
    )


def finish(story: Story, upload: UUID) -> rows.Artifact:
    artifact = finish_upload(by=story.amina, upload=upload, now=LATER)
    check(story, artifact)
    return rows.Artifact.objects.get(pk=artifact)


def check(story: Story, artifact: UUID) -> None:
    check_artifact(
        by=system("evidence"),
        artifact=artifact,
        files=story.files,
        examiner=ContentExaminer(),
        now=LATER,
    )


def test_a_file_is_kept_under_a_random_key_with_its_digest_and_without_its_name(
    story: Story,
) -> None:
    with one_event("artifact.checked"):
        artifact = story.add_file(a_sound(), "Maria Lopez reading.mp3")
    assert artifact.state == "ready"
    assert artifact.sha256 == hashlib.sha256(a_sound()).hexdigest()
    assert "Maria" not in artifact.file_key + artifact.title
    assert (artifact.media_type, artifact.scan) == ("audio/mpeg", "not_scanned")


def test_a_picture_is_kept_without_its_place(story: Story) -> None:
    artifact = story.add_file(a_picture_with_a_place(), "room.jpg")
    with story.files.open(artifact.file_key) as file:
        kept = file.read()
    assert b"SecretCamera" not in kept
    assert artifact.sha256 == hashlib.sha256(kept).hexdigest()
    assert artifact.length == len(kept)


def test_a_web_page_named_as_a_picture_is_refused_and_destroyed(
    story: Story, django_capture_on_commit_callbacks: type
) -> None:
    with django_capture_on_commit_callbacks(execute=True), one_event("artifact.refused"):
        artifact = story.add_file(b"<html><script>alert(1)</script>", "room.png")
    assert artifact.state == "refused"
    assert "web page" in artifact.refused_because
    assert rows.Artifact.objects.get().file_key == ""
    assert story.files.length(artifact.file_key) == 0


@pytest.mark.parametrize(
    ("name", "length", "words"),
    [
        ("a.svg", 10, ".svg"),
        ("a.mp4", 2_000_000_001, "2 GB"),
        ("a.pdf", 100_000_001, "100 MB"),
        ("a.mp3", 0, "empty"),
    ],
)
def test_what_can_never_be_taken_is_refused_before_it_is_sent(
    story: Story, name: str, length: int, words: str
) -> None:
    with pytest.raises(ProblemsError, match=words):
        announce(story, name, length)
    assert not rows.Artifact.objects.exists()


def test_a_broken_upload_is_resumed_and_the_whole_is_what_was_sent(story: Story) -> None:
    upload = announce(story)
    assert send(story, upload, 0, FILM[:100_000]) == 100_000
    with pytest.raises(OffsetError) as broken:
        send(story, upload, 150_000, FILM[150_000:])
    assert broken.value.received == 100_000
    send(story, upload, 100_000, FILM[100_000:])
    assert finish(story, upload).sha256 == hashlib.sha256(FILM).hexdigest()


def test_what_arrived_before_the_line_broke_is_kept(story: Story) -> None:
    def breaking() -> Iterator[bytes]:
        yield FILM[:50_000]
        raise OSError

    upload = announce(story)
    with pytest.raises(OSError):  # noqa: PT011 - the line's own fault, without words
        receive_chunk(
            by=story.amina,
            upload=upload,
            offset=0,
            chunks=breaking(),
            files=story.files,
            now=LATER,
        )
    send(story, upload, 50_000, FILM[50_000:])
    assert finish(story, upload).sha256 == hashlib.sha256(FILM).hexdigest()


def test_a_chunk_that_was_written_but_not_recorded_is_written_over(story: Story) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM[:100_000])
    key = rows.Artifact.objects.get().file_key
    story.files.append(key, b"\0" * 77_777, offset=100_000)  # and here the server was killed
    send(story, upload, 100_000, FILM[100_000:])
    assert finish(story, upload).sha256 == hashlib.sha256(FILM).hexdigest()


def test_the_same_chunk_twice_is_taken_once(story: Story) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM[:10])
    with pytest.raises(OffsetError):
        send(story, upload, 0, FILM[:10])


def test_no_more_arrives_than_was_announced(story: Story) -> None:
    upload = announce(story, length=100)
    with pytest.raises(ProblemsError, match="100 bytes"):
        send(story, upload, 0, FILM[:101])


def test_what_has_not_arrived_completely_cannot_be_finished(story: Story) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM[:-1])
    with pytest.raises(OffsetError):
        finish(story, upload)


def test_finishing_twice_changes_nothing(story: Story) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM)
    first = finish(story, upload)
    assert finish(story, upload) == first
    assert first.state == "ready"


@pytest.mark.parametrize("name", ["ezra", "ben", "chloe", "ada", "dev"])
def test_nobody_else_sends_finishes_or_cancels(story: Story, name: str) -> None:
    upload = announce(story)
    other = story.cast.acting(getattr(story.cast, name))
    with pytest.raises(NoSuchRecordError):
        send(story, upload, 0, FILM, by=other)
    with pytest.raises(NoSuchRecordError):
        finish_upload(by=other, upload=upload, now=LATER)
    with pytest.raises(NoSuchRecordError):
        cancel_upload(by=other, upload=upload, files=story.files, now=LATER)


def test_only_so_many_files_are_on_their_way_at_once(story: Story) -> None:
    announce(story)
    rows.Artifact.objects.update(state="receiving")
    template = rows.Upload.objects.get()
    for _ in range(UPLOADS_AT_ONCE - 1):
        artifact = rows.Artifact.objects.create(
            owner=story.cast.amina,
            kind="audio",
            title="x",
            form="file",
            state="receiving",
            made_at=LATER,
        )
        rows.Upload.objects.create(
            artifact=artifact, length=1, begun_at=LATER, expires_at=template.expires_at
        )
    with pytest.raises(ProblemsError, match="still on their way"):
        announce(story)


def test_a_canceled_upload_leaves_nothing(
    story: Story, django_capture_on_commit_callbacks: type
) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM[:1000])
    key = rows.Artifact.objects.get().file_key
    with django_capture_on_commit_callbacks(execute=True):
        cancel_upload(by=story.amina, upload=upload, files=story.files, now=LATER)
    assert story.files.length(key) == 0
    assert not rows.ArtifactUse.objects.exists()


def test_what_has_arrived_cannot_be_canceled(story: Story) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM)
    finish(story, upload)
    with pytest.raises(AlreadyDoneError):
        cancel_upload(by=story.amina, upload=upload, files=story.files, now=LATER)


def test_a_file_on_its_way_holds_the_submission_back(story: Story) -> None:
    story.complete()
    announce(story)
    with pytest.raises(ProblemsError, match="has not arrived"):
        submit_evidence(by=story.amina, submission=story.submission, now=LATER)


def test_the_sweep_leaves_an_upload_until_its_last_moment(story: Story) -> None:
    announce(story)
    last = LATER + UPLOAD_LASTS - timedelta(microseconds=1)
    assert sweep_files(by=system("evidence"), files=story.files, now=last) == 0


def test_the_sweep_clears_an_upload_whose_time_has_run_out(
    story: Story, django_capture_on_commit_callbacks: type
) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM[:1000])
    key = rows.Artifact.objects.get().file_key
    with django_capture_on_commit_callbacks(execute=True), one_event("upload.expired"):
        sweep_files(by=system("evidence"), files=story.files, now=LATER + UPLOAD_LASTS)
    assert story.files.length(key) == 0
    assert not story.attempt.uses.exists()


def test_the_sweep_removes_files_that_a_kill_left_behind(story: Story) -> None:
    artifact = story.add_file(a_sound(), "lesson.mp3")
    remove_artifact(  # its file goes when the transaction succeeds, which it never does here
        by=story.amina,
        submission=story.submission,
        use=artifact.uses.get().pk,
        files=story.files,
        now=LATER,
    )
    assert story.files.length(artifact.file_key) > 0
    assert sweep_files(by=system("evidence"), files=story.files, now=LATER) == 1
    assert story.files.length(artifact.file_key) == 0


def test_a_file_removed_while_it_was_checked_stays_removed(story: Story) -> None:
    upload = announce(story)
    send(story, upload, 0, FILM)
    artifact = finish_upload(by=story.amina, upload=upload, now=LATER)
    rows.Artifact.objects.update(state="removed")
    check(story, artifact)
    assert rows.Artifact.objects.get().state == "removed"


def test_only_the_system_checks_and_sweeps(story: Story) -> None:
    artifact = story.add_file(a_sound(), "lesson.mp3")
    with pytest.raises(NotPermittedError):
        check_artifact(
            by=story.amina,
            artifact=artifact.pk,
            files=story.files,
            examiner=ContentExaminer(),
            now=LATER,
        )
    with pytest.raises(NotPermittedError):
        sweep_files(by=story.amina, files=story.files, now=LATER)


def test_a_large_file_is_received_and_checked_in_constant_memory(story: Story) -> None:
    length = 40_000_000
    head = a_film(0)[:-8]
    piece = b"\x5a" * 1_000_000

    def chunks() -> Iterator[bytes]:
        box = (length - len(head)).to_bytes(4, "big") + b"mdat"
        yield head + box
        left = length - len(head) - len(box)
        while left > 0:
            yield piece[:left]
            left -= len(piece)

    upload = announce(story, length=length)
    tracemalloc.start()
    receive_chunk(
        by=story.amina, upload=upload, offset=0, chunks=chunks(), files=story.files, now=LATER
    )
    artifact = finish(story, upload)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (artifact.state, artifact.length) == ("ready", length)
    assert peak < 12_000_000
