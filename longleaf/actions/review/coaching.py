"""Coaches: when attempts are used up, somebody helps and opens one more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.review.assign import who_can_help
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.text import storable
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize, person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.program import AttemptsStanding
from longleaf.records.facts.gate import standing_of_attempts
from longleaf.records.models import evidence, gate, organization
from longleaf.records.models import review as rows
from longleaf.records.models.organization import in_force

_LONGEST = 4000


@transaction.atomic
def name_coach(*, by: Actor, submission: UUID, coach: UUID, note: str = "", now: datetime) -> UUID:
    """Name somebody who helps an educator whose attempts are used up; returns the coaching.

    Args:
        by: A coordinator or administrator of the issuer.
        submission: Whose attempts are used up.
        coach: Somebody with a role at the issuer or the educator's organization, who did not
            judge this work: a coach knows whose it is.
        note: For the coach and the educator.
        now: The moment.

    Raises:
        NoSuchRecordError: If there is no such submission.
        NotPermittedError: If the actor may not, or it is about their own work.
        AlreadyDoneError: If no coach is needed, or one was named already.
        ProblemsError: If this person cannot be the coach.
    """
    found = _locked(submission)
    issuer = found.microcredential.issuer
    authorize(by, "name_coach", organization=issuer.pk)
    if by.person == found.educator_id:
        raise NotPermittedError("name_coach")
    standing = _must_need_coach(found)
    if found.coachings.filter(after_attempt=standing.used).exists():
        raise AlreadyDoneError("A coach was named already.")
    said = _text(note, "note", required=False)
    _check_coach(by, found, coach, now)
    made = gate.Coaching.objects.create(
        submission=found,
        coach_id=coach,
        after_attempt=standing.used,
        note=said,
        named_by_id=person_acting(by),
        named_at=now,
    )
    _record("coach.named", by, found, now, coach=str(coach))
    title = found.version.title
    for person, body in (
        (
            found.educator_id,
            f"{made.coach.name} helps you with “{title}”, and opens another attempt when you are "
            "both ready. Write to each other there.",
        ),
        (
            coach,
            f"{found.educator.name} has used all attempts at “{title}”. You read what did not "
            "pass and why, write to each other, and open one attempt more.",
        ),
    ):
        notify(
            person,
            kind="coach.named",
            subject=f"Coaching: {title}",
            body=body,
            path=f"/coaching/{made.pk}",
            now=now,
        )
    return made.pk


@transaction.atomic
def write_coaching_note(*, by: Actor, coaching: UUID, text: str, now: datetime) -> int:
    """Write to one's coach, or to the educator whom one coaches; returns the note.

    Raises:
        NoSuchRecordError: If the actor is neither.
        ProblemsError: If nothing was written, or too much.
    """
    found = _own(by, coaching, "write_coaching_note")
    said = _text(text, "text")
    other = found.submission.educator_id if by.person == found.coach_id else found.coach_id
    last = found.notes.order_by("-pk").first()
    if last is not None and (last.author_id, last.text) == (by.person, said):
        return last.pk  # the button was pressed twice
    made = gate.CoachingNote.objects.create(
        coaching=found, author_id=person_acting(by), text=said, written_at=now
    )
    title = found.submission.version.title
    notify(
        other,
        kind="coach.note",
        subject=f"A note on “{title}”",
        body=f"{by.name} wrote: {said}",
        path=f"/coaching/{found.pk}",
        now=now,
    )
    return made.pk


@transaction.atomic
def open_attempt(*, by: Actor, coaching: UUID, text: str = "", now: datetime) -> None:
    """Open one attempt more: by the coach, or by whoever coordinates the issuer if they cannot.

    Raises:
        NoSuchRecordError: If the actor is neither.
        AlreadyDoneError: If it was opened already, or is not needed any more.
        ProblemsError: If the note is too long.
    """
    first = gate.Coaching.objects.filter(pk=coaching).values_list("submission", flat=True).first()
    if first is None:
        raise NoSuchRecordError
    submission = _locked(first)
    found = gate.Coaching.objects.get(pk=coaching)
    try:
        authorize(
            by,
            "open_attempt",
            owner=found.coach_id,
            organization=submission.microcredential.issuer_id,
        )
    except NotPermittedError:
        raise NoSuchRecordError from None
    if by.person == submission.educator_id:
        raise NoSuchRecordError
    if found.notes.filter(kind=gate.CoachingNoteKind.OPENED).exists():
        raise AlreadyDoneError("The attempt was opened already.")
    _must_need_coach(submission)
    gate.CoachingNote.objects.create(
        coaching=found,
        author_id=person_acting(by),
        kind=gate.CoachingNoteKind.OPENED,
        text=_text(text, "text", required=False),
        written_at=now,
    )
    _record("attempt.opened", by, submission, now, after=found.after_attempt)
    title = submission.version.title
    notify(
        submission.educator_id,
        kind="coach.opened",
        subject=f"You may revise again: {title}",
        body=f"{by.name} opened another attempt at “{title}”. Revise only what did not pass.",
        path=f"/my-submissions/{submission.pk}/feedback",
        now=now,
    )


def must_have_attempts(submission: evidence.Submission) -> None:
    """Refuse a further attempt where none is left.

    Raises:
        ProblemsError: If so.
    """
    standing = _standing(submission)
    if standing.needs_coach:
        reason = f"You have used all {standing.allowed} attempts at this micro-credential."
        fix = "Your coach opens another one when you are both ready."
        raise ProblemsError([Problem("", reason, fix)])


def ask_for_coach(attempt: evidence.Attempt, now: datetime) -> bool:
    """After “not yet”: whether attempts are used up; then coordinators are to name a coach."""
    submission = attempt.submission
    standing = _standing(submission)
    if not standing.needs_coach:
        return False
    title = submission.version.title
    for person in who_can_help(submission.version.microcredential.issuer, now):
        if person != submission.educator_id:
            notify(
                person,
                kind="coach.needed",
                subject=f"Name a coach for submission {submission.number}",
                body=(
                    f"All {standing.allowed} attempts at “{title}” are used. Name somebody who "
                    "helps the educator and opens one attempt more."
                ),
                path=f"/coordinator/coach/{submission.pk}",
                now=now,
            )
    return True


def _locked(submission: UUID) -> evidence.Submission:
    found = (
        evidence.Submission.objects.select_for_update(of=("self",))
        .select_related("version", "microcredential__issuer", "educator")
        .filter(pk=submission)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found


def _standing(submission: evidence.Submission) -> AttemptsStanding:
    decided = submission.attempts.filter(state=evidence.AttemptState.DECIDED).order_by("number")
    return standing_of_attempts(submission, list(decided))


def _must_need_coach(submission: evidence.Submission) -> AttemptsStanding:
    standing = _standing(submission)
    if submission.state != evidence.SubmissionState.NOT_YET or not standing.needs_coach:
        raise AlreadyDoneError("No coach is needed: there are attempts left, or it is over.")
    return standing


def _check_coach(by: Actor, submission: evidence.Submission, coach: UUID, now: datetime) -> None:
    issuer = submission.microcredential.issuer_id
    reach = {issuer, submission.organization_id}
    for role in by.roles:
        if issuer in role.reach:
            reach |= role.reach
    holds = organization.Role.objects.filter(
        in_force(legal_day(now)), person=coach, organization__in=reach, person__is_active=True
    ).exists()
    if not holds:
        reason = "They hold no role at your organization or the educator's."
    elif coach == submission.educator_id:
        reason = "Nobody coaches themselves."
    elif rows.Review.objects.filter(attempt__submission=submission, reviewer=coach).exists():
        reason = "They were asked to judge this work; a coach knows whose it is."
    else:
        return
    raise ProblemsError([Problem("coach", reason, "Choose someone else.")])


def _own(by: Actor, coaching: UUID, verb: str) -> gate.Coaching:
    """A coaching of the actor's, as the coach or the educator; its notes come one by one."""
    found = (
        gate.Coaching.objects.select_related("submission__version")
        .select_for_update(of=("self",))
        .filter(pk=coaching)
        .first()
    )
    if found is None or by.person not in (found.coach_id, found.submission.educator_id):
        raise NoSuchRecordError
    authorize(by, verb, owner=by.person)
    return found


def _text(text: str, where: str, *, required: bool = True) -> str:
    said = storable(text).strip()
    if required and not said:
        raise ProblemsError([Problem(where, "Nothing is written yet.", "Write a few words.")])
    if len(said) > _LONGEST:
        reason = f"This is longer than {_LONGEST:,} characters."
        raise ProblemsError([Problem(where, reason, "Shorten it.")])
    return said


def _record(
    verb: str, by: Actor, submission: evidence.Submission, now: datetime, **details: object
) -> None:
    record_event(
        verb,
        by=by,
        subject=("submission", submission.pk),
        organization=submission.microcredential.issuer_id,
        details={"submission": submission.number, **details},
        now=now,
    )
