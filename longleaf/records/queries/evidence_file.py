"""Reads of files handed in as evidence, and of those on their way."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.consent import may_show
from longleaf.records.facts.review import OPEN, is_barred
from longleaf.records.models import evidence as rows
from longleaf.records.models import review as reviews
from longleaf.records.queries.completeness import may_check_file


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the actor may open, and the name it is given."""

    key: str
    media_type: str
    name: str
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class UploadState:
    """How far a file on its way is."""

    received: int
    length: int
    expires_at: datetime
    artifact: UUID
    submission: UUID | None
    part: str


def stored_file(who: Actor, artifact: UUID, *, on: date) -> StoredFile:
    """A file, for its owner and for whoever reviews or checks what was handed in with it.

    Raises:
        NoSuchRecordError: For everyone else, while it is not ready, for a reviewer whom
            something bars since they were asked, and where consent does not reach.
    """
    found = (
        rows.Artifact.objects.filter(
            pk=artifact, form=rows.ArtifactForm.FILE, state=rows.ArtifactState.READY
        )
        .exclude(file_key="")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    is_own = found.owner_id == who.person
    if not may_show(found, Purpose.OWN if is_own else Purpose.REVIEW, on=on):
        raise NoSuchRecordError
    if not (is_own or _reviews(who, artifact, on) or may_check_file(who, artifact, on=on)):
        raise NoSuchRecordError
    return StoredFile(
        key=found.file_key,
        media_type=found.media_type,
        name=f"evidence-{str(found.pk)[:8]}.{found.extension}",
        length=found.length,
        sha256=found.sha256,
    )


def _reviews(who: Actor, artifact: UUID, on: date) -> bool:
    """Whether the actor has a seat in judging an attempt that uses the artifact."""
    seated = ~Q(state=reviews.ReviewState.RELEASED)
    handed_in = Q(attempt__state__in=["submitted", "in_review", "decided"])
    if who.person is None:
        return False
    found = reviews.Review.objects.filter(
        seated, handed_in, reviewer=who.person, attempt__uses__artifact=artifact
    ).select_related(
        "attempt__submission__version__microcredential__issuer",
        "attempt__submission__organization",
        "attempt__submission__educator",
    )
    return any(
        one.state not in OPEN or not is_barred(one.attempt, one.reviewer_id, on=on) for one in found
    )


def own_upload(who: Actor, upload: UUID, *, now: datetime) -> UploadState:
    """The actor's own file on its way.

    Raises:
        NoSuchRecordError: If there is none, it is someone else's, or its time has run out.
    """
    found = (
        rows.Upload.objects.select_related("artifact")
        .filter(pk=upload, artifact__owner=who.person, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    use = found.artifact.uses.select_related("attempt").first()
    return UploadState(
        received=found.received,
        length=found.length,
        expires_at=found.expires_at,
        artifact=found.artifact_id,
        submission=use.attempt.submission_id if use else None,
        part=use.part if use else "",
    )
