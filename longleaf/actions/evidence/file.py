"""Files: received chunk by chunk, or at once, and put where nobody can guess."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.artifact import Description, put_forward
from longleaf.actions.evidence.keeping import destroy
from longleaf.actions.evidence.own import note, own_draft
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.media import RefusedFileError, check_announced, extension_of
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.records.models import evidence as rows

CHECK_TASK: Final = "longleaf.jobs.evidence.check"
UPLOADS_AT_ONCE: Final = 5
UPLOAD_LASTS: Final = timedelta(days=7)


class OffsetError(ValueError):
    """A chunk does not begin where the file ends.

    Attributes:
        received: Where it must begin.
    """

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(f"{received} bytes have arrived; go on from there.")


@transaction.atomic
def begin_upload(
    *,
    by: Actor,
    submission: UUID,
    part: str,
    request: str,
    description: Description,
    name: str,
    length: int,
    now: datetime,
) -> UUID:
    """Announce a file that will arrive in chunks; returns the upload.

    Args:
        by: The educator.
        submission: What it is evidence for.
        part: Key of the part.
        request: Key of the request.
        description: What the educator says of it.
        name: The file's name on their device; only its ending is kept.
        length: Its bytes.
        now: The present moment.

    Raises:
        NoSuchRecordError: If it is not the actor's own submission, or there is no such request.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the file cannot be taken, something is missing, or too many are under way.
    """
    draft = own_draft(by, submission)
    problems = _announced(name, length)
    under_way = rows.Upload.objects.filter(
        artifact__owner=by.person, finished_at__isnull=True, expires_at__gt=now
    )
    if under_way.count() >= UPLOADS_AT_ONCE:
        reason = f"{UPLOADS_AT_ONCE} files of yours are still on their way."
        problems.append(Problem("file", reason, "Let one of them arrive, or remove it."))
    use = put_forward(
        draft,
        part,
        request,
        description,
        problems=problems,
        now=now,
        form="file",
        state=rows.ArtifactState.RECEIVING,
        file_key=new_key(),
        extension=extension_of(name),
        length=length,
    )
    upload = rows.Upload.objects.create(
        artifact=use.artifact, length=length, begun_at=now, expires_at=now + UPLOAD_LASTS
    )
    note("artifact.added", by, draft.submission, now, artifact=str(use.artifact_id), form="file")
    return upload.pk


def receive_chunk(
    *,
    by: Actor,
    upload: UUID,
    offset: int,
    chunks: Iterable[bytes],
    files: FileStore,
    now: datetime,
) -> int:
    """Take in what comes next of a file; returns how much of it has arrived.

    Each chunk is written and then recorded in a transaction of its own, so what arrived before
    the line broke is kept. A chunk that was written but not recorded is written over.

    Raises:
        NoSuchRecordError: If there is no such upload of the actor's, or its time has run out.
        OffsetError: If the first chunk does not begin where the file ends.
        ProblemsError: If more arrives than was announced.
    """
    received = offset
    for chunk in chunks:
        received = _receive(by, upload, received, chunk, files=files, now=now)
    with transaction.atomic():  # Also answers an empty body, and one at the wrong place.
        if own_upload(by, upload, now).received != received:
            raise OffsetError(own_upload(by, upload, now).received)
    return received


@transaction.atomic
def _receive(
    by: Actor, upload: UUID, offset: int, chunk: bytes, *, files: FileStore, now: datetime
) -> int:
    found = own_upload(by, upload, now)
    if found.received != offset:
        raise OffsetError(found.received)
    if offset + len(chunk) > found.length:
        reason = f"More arrives than the {found.length} bytes that were announced."
        raise ProblemsError([Problem("file", reason, "Choose the file again.")])
    found.received = files.append(found.artifact.file_key, chunk, offset=offset)
    found.save(update_fields=["received"])
    return found.received


def own_upload(by: Actor, upload: UUID, now: datetime) -> rows.Upload:
    """The actor's own unfinished upload, locked.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = (
        rows.Upload.objects.select_for_update(of=("self",))
        .select_related("artifact")
        .filter(pk=upload, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    try:
        authorize(by, "write_evidence", owner=found.artifact.owner_id)
    except NotPermittedError:
        raise NoSuchRecordError from None
    return found


@transaction.atomic
def finish_upload(*, by: Actor, upload: UUID, now: datetime) -> UUID:
    """All has arrived: have it checked; returns the artifact. A second call changes nothing.

    Raises:
        NoSuchRecordError: If there is no such upload of the actor's.
        OffsetError: If some of it is missing.
    """
    found = own_upload(by, upload, now)
    if found.received != found.length:
        raise OffsetError(found.received)
    if found.finished_at is None:
        found.finished_at = now
        found.save(update_fields=["finished_at"])
        have_checked(found.artifact)
    return found.artifact_id


@transaction.atomic
def cancel_upload(*, by: Actor, upload: UUID, files: FileStore, now: datetime) -> None:
    """Give up a file that has not arrived completely; what came of it is destroyed.

    Raises:
        NoSuchRecordError: If there is no such upload of the actor's.
        AlreadyDoneError: If it has arrived, or the submission was submitted.
    """
    found = own_upload(by, upload, now)
    if found.finished_at is not None:
        message = "This file has arrived already; remove it from the submission instead."
        raise AlreadyDoneError(message)
    use = found.artifact.uses.select_related("attempt").first()
    if use is not None:
        draft = own_draft(by, use.attempt.submission_id)
        use.delete()
        note("artifact.removed", by, draft.submission, now, artifact=str(found.artifact_id))
    destroy(found.artifact, rows.ArtifactState.REMOVED, files, by=by, now=now)


def add_file_artifact(
    *,
    by: Actor,
    submission: UUID,
    part: str,
    request: str,
    description: Description,
    name: str,
    length: int,
    chunks: Iterable[bytes],
    files: FileStore,
    now: datetime,
) -> UUID:
    """Put a file forward that came in one piece; returns the artifact, which is then checked.

    Raises:
        NoSuchRecordError: If it is not the actor's own submission, or there is no such request.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the file cannot be taken or something is missing.
    """
    upload = begin_upload(
        by=by,
        submission=submission,
        part=part,
        request=request,
        description=description,
        name=name,
        length=length,
        now=now,
    )
    receive_chunk(by=by, upload=upload, offset=0, chunks=chunks, files=files, now=now)
    return finish_upload(by=by, upload=upload, now=now)


def _announced(name: str, length: int) -> list[Problem]:
    try:
        check_announced(name, length)
    except RefusedFileError as refusal:
        return [Problem("file", refusal.reason, refusal.fix)]
    return []


def have_checked(artifact: rows.Artifact) -> None:
    """Queue the check in the caller's transaction, so that no file is left waiting for nobody."""
    artifact.state = rows.ArtifactState.CHECKING
    artifact.save(update_fields=["state"])
    app.configure_task(CHECK_TASK, queue="evidence", lock=f"artifact:{artifact.pk}").defer(
        artifact=str(artifact.pk)
    )


def new_key() -> str:
    """Where a file lies: at random, so that neither name nor order gives it away."""
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key[2:]}"
