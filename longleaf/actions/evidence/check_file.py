"""What becomes of a file that has arrived: let in, cleaned or refused; and what nobody finished."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.evidence.artifact import same_content
from longleaf.actions.evidence.keeping import destroy
from longleaf.basis.ports import FileStore
from longleaf.domain.evidence.keeping import UPLOAD_EXPIRED
from longleaf.domain.evidence.media import Examined, MediaExaminer, RefusedFileError, check_length
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import evidence as rows

_CHUNK: Final = 1_000_000
_EMPTIED: Final = (rows.ArtifactState.REMOVED, rows.ArtifactState.REFUSED)


def check_artifact(
    *, by: Actor, artifact: UUID, files: FileStore, examiner: MediaExaminer, now: datetime
) -> None:
    """Look into a file that has arrived, and say that it is ready or why it is refused.

    Done again after a kill it comes to the same; on one that is checked already it does nothing.
    """
    authorize(by, "check_artifact")
    found = rows.Artifact.objects.filter(pk=artifact, state=rows.ArtifactState.CHECKING).first()
    if found is None:
        return
    try:
        examined = _examine(found, files, examiner)
    except RefusedFileError as refusal:
        _refuse(by, found, refusal, files, now)
    else:
        _let_in(by, found, examined, now)


def _examine(found: rows.Artifact, files: FileStore, examiner: MediaExaminer) -> Examined:
    with files.open(found.file_key) as file:
        kind = examiner.sniff(file, extension=found.extension)
        check_length(kind, found.length)
        clean = examiner.cleaned(file, kind)
    if clean is not None:
        files.replace(found.file_key, _pieces(clean))
    digest = hashlib.sha256()
    length = 0
    with files.open(found.file_key) as file:
        for piece in _pieces(file):
            digest.update(piece)
            length += len(piece)
    return Examined(kind, length, digest.hexdigest())


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


@transaction.atomic
def _let_in(by: Actor, found: rows.Artifact, examined: Examined, now: datetime) -> None:
    artifact = rows.Artifact.objects.select_for_update().get(pk=found.pk)
    if artifact.state != rows.ArtifactState.CHECKING:
        return  # Removed, or checked by another worker, while this one looked.
    artifact.state = rows.ArtifactState.READY
    artifact.media_type = examined.kind.media_type
    artifact.extension = examined.kind.extensions[0]
    artifact.length = examined.length
    artifact.sha256 = examined.sha256
    artifact.same_as = same_content(artifact.owner_id, examined.sha256, apart_from=artifact.pk)
    artifact.save(update_fields=["state", "media_type", "extension", "length", "sha256", "same_as"])
    record_event("artifact.checked", by=by, subject=("artifact", artifact.pk), now=now)


@transaction.atomic
def _refuse(
    by: Actor, found: rows.Artifact, refusal: RefusedFileError, files: FileStore, now: datetime
) -> None:
    artifact = rows.Artifact.objects.select_for_update().get(pk=found.pk)
    if artifact.state != rows.ArtifactState.CHECKING:
        return
    artifact.refused_because = str(refusal)
    artifact.save(update_fields=["refused_because"])
    destroy(artifact, rows.ArtifactState.REFUSED, files, by=by, now=now)
    record_event("artifact.refused", by=by, subject=("artifact", artifact.pk), now=now)


def sweep_files(*, by: Actor, files: FileStore, now: datetime) -> int:
    """Remove uploads whose time has run out and files that a kill left behind: how many."""
    authorize(by, "sweep_files")
    overdue = rows.Upload.objects.filter(finished_at__isnull=True, expires_at__lte=now)
    done = sum(
        _give_up(by, artifact, files, now)
        for artifact in overdue.values_list("artifact_id", flat=True)
    )
    for pk, key in (
        rows.Artifact.objects.filter(state__in=_EMPTIED)
        .exclude(file_key="")
        .values_list("pk", "file_key")
    ):
        files.remove(key)
        rows.Artifact.objects.filter(pk=pk).update(file_key="")
        done += 1
    return done


@transaction.atomic
def _give_up(by: Actor, pk: UUID, files: FileStore, now: datetime) -> bool:
    artifact = rows.Artifact.objects.select_for_update().get(pk=pk)
    if artifact.state != rows.ArtifactState.RECEIVING:
        return False
    rows.ArtifactUse.objects.filter(
        artifact=artifact, attempt__state=rows.AttemptState.DRAFT
    ).delete()
    destroy(artifact, rows.ArtifactState.REMOVED, files, by=by, rule=UPLOAD_EXPIRED, now=now)
    record_event("upload.expired", by=by, subject=("artifact", pk), now=now)
    return True
