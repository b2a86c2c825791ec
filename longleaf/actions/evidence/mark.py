"""Marks: an educator says where in an artifact a criterion shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.own import Draft, note, own_draft, touch
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.mark import (
    Moment,
    Passage,
    Place,
    Region,
    kind_of_place,
    moment,
    passage,
    region,
)
from longleaf.domain.evidence.media import family_of
from longleaf.domain.evidence.text import storable
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import evidence, media

MOST_MARKS: Final = 30
_LONGEST_NOTE: Final = 500


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed or drawn; only what suits the artifact is read.

    Attributes:
        region: Left, top, width and height, in thousandths of the picture.
        page: Counted from 1; 0 for none.
        words: The passage's words.
        begin: As "4:10".
        end: As "5:00"; "" for ten seconds after the beginning.
    """

    region: tuple[int, int, int, int] = (0, 0, 0, 0)
    page: int = 0
    words: str = ""
    begin: str = ""
    end: str = ""


@transaction.atomic
def add_mark(
    *,
    by: Actor,
    submission: UUID,
    use: int,
    criterion: str,
    place: Typed,
    remark: str = "",
    now: datetime,
) -> int:
    """Mark a place of an artifact for one criterion; returns the mark. The same twice is one.

    Raises:
        NoSuchRecordError: If it is not in the actor's own submission.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the rubric has no such criterion, the place cannot be, the part is
            closed, or there are as many marks as may be.
    """
    draft = own_draft(by, submission)
    found = _own_use(draft, use)
    problems: list[Problem] = []
    if criterion not in [one.key for one in draft.definition.rubric.criteria]:
        problems.append(Problem("criterion", "The rubric has no such criterion.", "Choose one."))
    said = Section.of({"note": storable(remark)}, problems=problems).text(
        "note", longest=_LONGEST_NOTE, required=False
    )
    try:
        where = _place(found.artifact, place)
    except ProblemsError as refused:
        raise ProblemsError([*problems, *refused.problems]) from None
    fields = {"criterion": criterion, "note": said, **_columns(where)}
    same = media.Mark.objects.filter(use=found, **fields).first()
    if same is not None:
        return same.pk
    if media.Mark.objects.filter(use=found).count() >= MOST_MARKS:
        reason = f"An artifact has {MOST_MARKS} marks at most."
        problems.append(Problem("", reason, "Remove one before you add another."))
    if problems:
        raise ProblemsError(problems)
    mark = media.Mark.objects.create(use=found, made_at=now, **fields)
    touch(draft.submission, now)
    note("mark.added", by, draft.submission, now, artifact=str(found.artifact_id))
    return mark.pk


@transaction.atomic
def remove_mark(*, by: Actor, submission: UUID, mark: int, now: datetime) -> None:
    """Take a mark back; one that is gone already stays gone.

    Raises:
        NoSuchRecordError: If it is not the actor's own submission.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the part is closed.
    """
    draft = own_draft(by, submission)
    found = media.Mark.objects.filter(pk=mark, use__attempt=draft.attempt).first()
    if found is None:
        return
    used = _own_use(draft, found.use_id)
    found.delete()
    touch(draft.submission, now)
    note("mark.removed", by, draft.submission, now, artifact=str(used.artifact_id))


def carry_marks(before: evidence.Attempt, after: evidence.Attempt) -> None:
    """Give the uses of a revision the marks that they had in the attempt before."""
    uses = {(one.artifact_id, one.request): one.pk for one in after.uses.all()}
    carried = []
    for mark in media.Mark.objects.filter(use__attempt=before).select_related("use").order_by("pk"):
        mark.use_id = uses[mark.use.artifact_id, mark.use.request]
        mark.pk = None
        carried.append(mark)
    media.Mark.objects.bulk_create(carried)


def _own_use(draft: Draft, use: int) -> evidence.ArtifactUse:
    found = draft.attempt.uses.select_related("artifact").filter(pk=use).first()
    if found is None or found.artifact.state != evidence.ArtifactState.READY:
        raise NoSuchRecordError
    draft.open_part(found.part)
    return found


def _place(artifact: evidence.Artifact, said: Typed) -> Place:
    kind = kind_of_place(artifact.form, family_of(artifact.media_type))
    if kind == "region":
        return region(*said.region)
    if kind == "moment":
        return moment(said.begin, said.end)
    text = artifact.text if artifact.form == evidence.ArtifactForm.TEXT else None
    return passage(said.page, storable(said.words), text=text)


def _columns(place: Place) -> dict[str, object]:
    match place:
        case Region():
            return {
                "kind": "region",
                "left": place.left,
                "top": place.top,
                "width": place.width,
                "height": place.height,
            }
        case Moment():
            return {"kind": "moment", "begin": place.begin, "end": place.end}
        case Passage():
            return {"kind": "passage", "page": place.page, "words": place.words}
