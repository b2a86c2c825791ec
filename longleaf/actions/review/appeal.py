"""Appeals: somebody who has not judged the work looks again, and answers with reasons."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.notice import notify
from longleaf.actions.review.assign import REVIEW_AGENT, fill_seats
from longleaf.actions.review.locking import locked_attempt, locked_own_submission
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.due import due_on
from longleaf.domain.evidence.submission import next_state
from longleaf.domain.evidence.text import storable
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.appeal import problems_of_grounds, why_not_appeal
from longleaf.domain.review.judgment import Outcome
from longleaf.records.facts.evidence import passed_in
from longleaf.records.facts.gate import appeal_facts, settled_program
from longleaf.records.facts.review import OPEN, open_appeal
from longleaf.records.models import evidence, gate
from longleaf.records.models import review as rows


@transaction.atomic
def ask_appeal(*, by: Actor, submission: UUID, grounds: str, now: datetime) -> UUID:
    """Ask that others look again at what did not pass; returns the appeal.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it is not a decision that can be appealed, or not any more.
        ProblemsError: If the reason says nothing that others can weigh.
    """
    found, attempt = _last_attempt(by, submission)
    on = legal_day(now)
    why_not = why_not_appeal(appeal_facts(found, attempt), on=on)
    if why_not:
        raise AlreadyDoneError(why_not)
    said = storable(grounds).strip()
    problems = problems_of_grounds(said)
    if problems:
        raise ProblemsError(problems)
    passed = passed_in(attempt, parse_definition(found.version.definition).rubric)
    due = due_on(on, settled_program(attempt).appeal_answer_days)
    appeal = gate.Appeal.objects.create(
        attempt=attempt,
        educator_id=found.educator_id,
        criteria=[key for key in attempt.open_criteria if key not in passed],
        grounds=said,
        made_at=now,
        answer_due_on=due,
    )
    _note("appeal.made", by, attempt, now)
    title = found.version.title
    notify(
        found.educator_id,
        kind="appeal.made",
        subject=f"Your appeal is in: {title}",
        body=(
            f"Somebody who has not judged submission {found.number} looks at what did not pass, "
            "and answers with reasons. They see your reason, and neither your name nor what "
            f"others found. You have an answer by {due:%B} {due.day}, {due.year}."
        ),
        path=f"/my-submissions/{found.pk}",
        now=now,
    )
    fill_seats(system(REVIEW_AGENT), attempt, now)
    return appeal.pk


@transaction.atomic
def take_appeal_back(*, by: Actor, submission: UUID, now: datetime) -> None:
    """Take one's own appeal back before it is answered; the decision stays as it is.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If there is none that waits.
    """
    _, attempt = _last_attempt(by, submission)
    if open_appeal(attempt.pk) is None:
        raise AlreadyDoneError("There is no appeal that waits for an answer.")
    end_appeal(by, attempt, now=now)


def end_appeal(by: Actor, attempt: evidence.Attempt, *, now: datetime) -> None:
    """Close the open appeal of an attempt, if there is one, in the caller's transaction."""
    appeal = gate.Appeal.objects.select_for_update().filter(attempt=attempt, outcome="").first()
    if appeal is None:
        return
    because = "The educator has taken the appeal back."
    appeal.outcome, appeal.answered_at = "withdrawn", now
    appeal.save(update_fields=["outcome", "answered_at"])
    number = attempt.submission.number
    for review in rows.Review.objects.select_for_update().filter(attempt=attempt, state__in=OPEN):
        review.state, review.released_because = rows.ReviewState.RELEASED, because
        review.save(update_fields=["state", "released_because"])
        notify(
            review.reviewer_id,
            kind="review.ended",
            subject=f"Nothing more to do: submission {number}",
            body=f"You need not answer the appeal on submission {number}. {because}",
            path="/reviews",
            now=now,
        )
    _note("appeal.withdrawn", by, attempt, now)


def settle_appeal(
    by: Actor, review: rows.Review, attempt: evidence.Attempt, outcome: Outcome, now: datetime
) -> None:
    """Answer the appeal of a locked attempt with a finished review, in its transaction.

    What was decided before stays on record: the attempt carries the last decision.
    """
    appeal = gate.Appeal.objects.select_for_update().get(attempt=attempt, outcome="")
    upheld = outcome is Outcome.EARNED
    appeal.outcome = "upheld" if upheld else "not_upheld"
    appeal.answer, appeal.answered_at, appeal.review = review.comment.strip(), now, review
    appeal.save()
    submission = attempt.submission
    if upheld:
        attempt.outcome, attempt.decided_at = outcome, now
        attempt.save(update_fields=["outcome", "decided_at"])
        submission.state = next_state(submission.state, "uphold")
    submission.changed_at = now
    submission.save(update_fields=["state", "changed_at"])
    _note(f"appeal.{appeal.outcome}", by, attempt, now)
    title = submission.version.title
    notify(
        submission.educator_id,
        kind="appeal.answered",
        subject=f"{'Appeal upheld, earned' if upheld else 'Appeal answered'}: {title}",
        body=(
            f"Your appeal is upheld: you have earned “{title}”. Your badge is ready, and private "
            "until you publish it. The first decision stays on record beside this one."
            if upheld
            else f"Your appeal on “{title}” is answered: not yet. The reasons wait for you. What "
            "was found shown on appeal counts as passed when you revise."
        ),
        path=f"/my-submissions/{submission.pk}/feedback",
        now=now,
    )


def _last_attempt(by: Actor, submission: UUID) -> tuple[evidence.Submission, evidence.Attempt]:
    found = locked_own_submission(by, submission, "appeal_decision")
    last = found.attempts.order_by("-number").values_list("pk", flat=True)[0]
    attempt = locked_attempt(last)
    if attempt.state != evidence.AttemptState.DECIDED:
        raise AlreadyDoneError(
            "Only a decision “not yet” can be appealed, before a revision is begun."
        )
    return found, attempt


def must_not_wait_for_appeal(attempt: evidence.Attempt) -> None:
    """Refuse a revision while somebody looks at the attempt again.

    Raises:
        ProblemsError: If so.
    """
    appeal = open_appeal(attempt.pk)
    if appeal is not None:
        due = appeal.answer_due_on
        reason = f"Your appeal is being answered, by {due:%B} {due.day}, {due.year}."
        fix = "Wait for the answer, or take the appeal back to revise now."
        raise ProblemsError([Problem("", reason, fix)])


def _note(verb: str, by: Actor, attempt: evidence.Attempt, now: datetime) -> None:
    record_event(
        verb,
        by=by,
        subject=("attempt", attempt.pk),
        organization=attempt.submission.version.microcredential.issuer_id,
        details={"submission": attempt.submission.number, "attempt": attempt.number},
        now=now,
    )
