"""Writing: answers saved as one types, and what the educator declares about the whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError, StaleTextError
from longleaf.actions.evidence.own import note, own_draft, touch
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.text import LONGEST_ANSWER, storable
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import evidence as rows

_LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class SavedText:
    """An answer as it stands now, and the revision to save over next."""

    text: str
    revision: int


@transaction.atomic
def save_response(
    *,
    by: Actor,
    submission: UUID,
    part: str,
    question: str,
    text: str,
    revision: int,
    seen: str | None = None,
    now: datetime,
) -> SavedText:
    """Save one answer over the revision that was read; 0 where nothing stood yet.

    Args:
        by: The educator.
        submission: Whose answer it is.
        part: Key of the part.
        question: Key of the question.
        text: The whole answer.
        revision: The revision that the writer read.
        seen: The text that the writer read, where known: it settles a revision that a lost
            acknowledgment left behind.
        now: The present moment.

    Raises:
        NoSuchRecordError: If it is not the actor's own, or there is no such question.
        AlreadyDoneError: If it was submitted meanwhile.
        StaleTextError: If it was saved elsewhere since; nothing is overwritten.
        ProblemsError: If the text is too long, or the part is closed.
    """
    draft = own_draft(by, submission)
    if question not in {one.key for one in draft.open_part(part).questions}:
        raise NoSuchRecordError
    text = _checked(f"{part}/{question}", text, LONGEST_ANSWER)
    stored = rows.Response.objects.filter(
        attempt=draft.attempt, part=part, question=question
    ).first()
    if stored is None:
        stored = rows.Response(
            attempt=draft.attempt, part=part, question=question, revision=0, saved_at=now
        )
    elif stored.text == text:
        return SavedText(text, stored.revision)
    elif stored.revision != revision and (seen is None or storable(seen) != stored.text):
        raise StaleTextError(stored.text, stored.revision)
    stored.text, stored.saved_at, stored.revision = text, now, stored.revision + 1
    stored.save()
    touch(draft.submission, now)
    note("response.saved", by, draft.submission, now, part=part, question=question)
    return SavedText(text, stored.revision)


@transaction.atomic
def declare(
    *,
    by: Actor,
    submission: UUID,
    students: str | None = None,
    consent: str | None = None,
    own_work: bool | None = None,
    note_to_reviewers: str | None = None,
    now: datetime,
) -> None:
    """Say of the whole: whether students appear, on what consent, and that it is one's own work.

    What is None stays as it was.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If an answer cannot be understood.
    """
    draft = own_draft(by, submission)
    attempt = draft.attempt
    if students is not None:
        attempt.students = students_said(students)
    if consent is not None:
        attempt.consent = _checked("declaration/consent", consent, _LONGEST_NOTE)
    if own_work is not None:
        attempt.own_work = own_work
    if note_to_reviewers is not None:
        attempt.note = _checked("declaration/note", note_to_reviewers, _LONGEST_NOTE)
    attempt.save(update_fields=["students", "consent", "own_work", "note"])
    touch(draft.submission, now)
    note("submission.declared", by, draft.submission, now, students=attempt.students)


def students_said(answer: str) -> str:
    """The answer on students.

    Raises:
        ProblemsError: If it is none of those that can be chosen.
    """
    try:
        return Students(answer).value
    except ValueError:
        where, fix = "declaration/students", "Choose one of the answers."
        raise ProblemsError([Problem(where, "This answer is not known.", fix)]) from None


def _checked(where: str, text: str, longest: int) -> str:
    text = storable(text)
    if len(text) > longest:
        over = len(text) - longest
        reason = f"This has more than the {longest:,} characters that can be kept."
        raise ProblemsError([Problem(where, reason, f"Take out {over:,}.")])
    return text
