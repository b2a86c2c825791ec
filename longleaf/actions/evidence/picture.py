"""Pictures of the locker: areas painted over before anything is kept, or afterwards for good."""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError, StaleTextError
from longleaf.actions.evidence.artifact import same_content, was_handed_in
from longleaf.actions.evidence.file import new_key
from longleaf.actions.evidence.keeping import note_destruction
from longleaf.actions.evidence.locker import (
    LockerSaid,
    announced_problems,
    keep_in_locker,
    note_artifact,
    own_artifact,
)
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.keeping import PAINTED_OVER
from longleaf.domain.evidence.media import (
    MEGABYTE,
    MediaExaminer,
    MediaKind,
    RefusedFileError,
    extension_of,
    family_of,
    media_kind,
    size_in_words,
)
from longleaf.domain.evidence.redaction import Area, Painter
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.records.facts.consent import is_held
from longleaf.records.models import evidence as rows

PAINTED_LIMIT: Final = 40 * MEGABYTE
_LONGEST_TITLE: Final = 200


def keep_painted(
    *,
    by: Actor,
    said: LockerSaid,
    name: str,
    content: bytes,
    areas: Sequence[Area],
    files: FileStore,
    examiner: MediaExaminer,
    painter: Painter,
    now: datetime,
) -> UUID:
    """Keep a picture whose areas are painted over before anything is stored; returns it.

    The picture as it came is never written into the store, nor is anything hidden in its file.

    Raises:
        ProblemsError: If something is missing, or it cannot be painted over.
    """
    problems = announced_problems(name, len(content))
    if len(content) > PAINTED_LIMIT:
        reason = f"To be painted over, a picture may have {size_in_words(PAINTED_LIMIT)}."
        problems.append(Problem("file", reason, "Save it in a smaller size, and add that."))
    if not areas:
        problems.append(
            Problem("areas", "No area is marked.", "Mark one, or add the picture as it is.")
        )
    kind = MediaKind("", "", "", ("",))
    painted = b""
    if not problems:
        try:
            kind = examiner.sniff(io.BytesIO(content), extension=extension_of(name))
            painted = painter.painted(io.BytesIO(content), kind, areas).read()
        except RefusedFileError as refusal:
            problems.append(Problem("file", refusal.reason, refusal.fix))
    return _store_painted(by, said, problems, kind=kind, painted=painted, files=files, now=now)


def _store_painted(
    by: Actor,
    said: LockerSaid,
    problems: list[Problem],
    *,
    kind: MediaKind,
    painted: bytes,
    files: FileStore,
    now: datetime,
) -> UUID:
    owner = person_acting(by)
    digest = _digest(painted)
    key = new_key()
    with transaction.atomic():
        made = keep_in_locker(
            by,
            said,
            problems,
            now,
            form="file",
            state=rows.ArtifactState.RECEIVING,
            file_key=key,
            media_type=kind.media_type,
            extension=kind.extensions[0],
            length=len(painted),
            sha256=digest,
            same_as=same_content(owner, digest),
        )
    files.replace(key, iter([painted]))
    rows.Artifact.objects.filter(pk=made.pk).update(state=rows.ArtifactState.READY)
    return made.pk


@transaction.atomic
def paint_over(
    *,
    by: Actor,
    artifact: UUID,
    areas: Sequence[Area],
    revision: int,
    keeps_original: bool = False,
    files: FileStore,
    painter: Painter,
    now: datetime,
) -> UUID | None:
    """Paint over areas of a picture in the locker; returns the original if that is kept.

    The picture stays the same artifact, wherever it is put forward; the file as it was is
    destroyed, unless it is to stay as an artifact of its own that only its owner sees.

    Raises:
        NoSuchRecordError: If it is not the actor's own, or no picture.
        StaleTextError: If it was changed in another tab since it was read.
        ProblemsError: If reviewers have seen it, a hold keeps it, or it cannot be painted over.
    """
    found = own_artifact(by, artifact)
    if found.state != rows.ArtifactState.READY or family_of(found.media_type) != "image":
        raise NoSuchRecordError
    if found.revision != revision:
        raise StaleTextError(found.title, found.revision)
    _may_be_replaced(found)
    if not areas:
        raise ProblemsError([Problem("areas", "No area is marked.", "Mark one.")])
    try:
        with files.open(found.file_key) as file:
            painted = painter.painted(file, media_kind(found.media_type), areas).read()
    except RefusedFileError as refusal:
        raise ProblemsError([Problem("areas", refusal.reason, refusal.fix)]) from None
    before, original = found.file_key, None
    if keeps_original:
        original = _original_of(found, now)
    else:
        note_destruction(found, by=by, rule=PAINTED_OVER, now=now)
        transaction.on_commit(lambda: files.remove(before))
    found.file_key = new_key()
    found.length = files.replace(found.file_key, iter([painted]))
    found.sha256, found.revision, found.same_as = _digest(painted), found.revision + 1, None
    found.save(update_fields=["file_key", "length", "sha256", "revision", "same_as"])
    note_artifact("artifact.painted_over", by, found, now, areas=len(areas))
    return original


def _may_be_replaced(found: rows.Artifact) -> None:
    if was_handed_in(found):
        reason = "Reviewers have been given this as it is, so it stays."
        fix = "Add the picture anew, painted over, and use that."
        raise ProblemsError([Problem("", reason, fix)])
    if is_held(found.owner_id):
        reason = "Your locker has to be kept as it is for now."
        raise ProblemsError([Problem("", reason, "Add the picture anew, painted over.")])


def _original_of(found: rows.Artifact, now: datetime) -> UUID:
    title = f"{found.title[: _LONGEST_TITLE - 11]} (original)"
    return rows.Artifact.objects.create(
        owner_id=found.owner_id,
        kind=found.kind,
        title=title,
        form=found.form,
        file_key=found.file_key,
        media_type=found.media_type,
        extension=found.extension,
        length=found.length,
        sha256=found.sha256,
        scan=found.scan,
        students=Students.IDENTIFIABLE,
        audience=rows.Audience.NOBODY,
        dates_from=found.dates_from,
        origin=found.origin,
        made_at=now,
    ).pk


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
