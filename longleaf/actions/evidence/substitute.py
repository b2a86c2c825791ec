"""A text or a sound in place of a recording in which students could be identified."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.artifact import text_digest, was_handed_in
from longleaf.actions.evidence.keeping import destroy
from longleaf.actions.evidence.locker import (
    LockerSaid,
    keep_in_locker,
    note_artifact,
    own_artifact,
)
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.keeping import SUBSTITUTED
from longleaf.domain.evidence.media import family_of
from longleaf.domain.evidence.text import LONGEST_ANSWER, storable
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import evidence as rows

_LONGEST_TITLE: Final = 200
_UNDER_REVIEW: Final = (rows.AttemptState.SUBMITTED, rows.AttemptState.IN_REVIEW)


@transaction.atomic
def substitute(
    *,
    by: Actor,
    artifact: UUID,
    text: str = "",
    other: UUID | None = None,
    destroys: bool = False,
    files: FileStore,
    now: datetime,
) -> UUID:
    """Let a text, or a sound of the locker, stand in place of a recording; returns it.

    In drafts it takes the recording's place. The recording goes, or stays for its owner alone.

    Args:
        by: The educator.
        artifact: The recording.
        text: What is said and done in it, in words; or
        other: An artifact of theirs, a text or a sound.
        destroys: Whether the recording is destroyed.
        files: Where it lies.
        now: The present moment.

    Raises:
        NoSuchRecordError: If one of them is not the actor's own.
        ProblemsError: If nothing is given, or the recording is under review.
    """
    found = own_artifact(by, artifact)
    if found.state != rows.ArtifactState.READY or found.form != rows.ArtifactForm.FILE:
        raise NoSuchRecordError
    if found.uses.filter(attempt__state__in=_UNDER_REVIEW).exists():
        reason = "It is under review as it is."
        fix = "Wait for the answer, or withdraw the consent that covers it."
        raise ProblemsError([Problem("", reason, fix)])
    instead = _text_for(by, found, text, now) if other is None else _other_for(by, found, other)
    for use in found.uses.filter(attempt__state=rows.AttemptState.DRAFT):
        if use.attempt.uses.filter(artifact=instead, request=use.request).exists():
            use.delete()
        else:
            use.artifact = instead
            use.save(update_fields=["artifact"])
    if destroys:
        destroy(found, rows.ArtifactState.REMOVED, files, by=by, rule=SUBSTITUTED, now=now)
    else:
        found.audience = rows.Audience.NOBODY
        found.revision += 1
        found.save(update_fields=["audience", "revision"])
    note_artifact("artifact.substituted", by, instead, now, stands_for=str(found.pk))
    return instead.pk


def _text_for(by: Actor, found: rows.Artifact, text: str, now: datetime) -> rows.Artifact:
    problems: list[Problem] = []
    words = Section.of({"text": storable(text)}, problems=problems).text(
        "text", longest=LONGEST_ANSWER
    )
    said = LockerSaid(
        kind=found.kind,
        title=f"{found.title[: _LONGEST_TITLE - 10]} (in words)",
        students=Students.NOT_IDENTIFIABLE,
        dates_from=found.dates_from,
        origin=found.origin,
    )
    return keep_in_locker(
        by,
        said,
        problems,
        now,
        form="text",
        text=words,
        sha256=text_digest(words),
        stands_for=found,
    )


def _other_for(by: Actor, found: rows.Artifact, other: UUID) -> rows.Artifact:
    instead = own_artifact(by, other)
    is_sound = family_of(instead.media_type) == "audio"
    if instead.pk == found.pk or not (instead.form == rows.ArtifactForm.TEXT or is_sound):
        reason = "Only a text or a sound can stand in place of a recording."
        raise ProblemsError([Problem("other", reason, "Choose one of those in your locker.")])
    instead.stands_for, instead.revision = found, instead.revision + 1
    if not was_handed_in(instead):
        instead.kind = found.kind
    instead.save(update_fields=["stands_for", "kind", "revision"])
    return instead
