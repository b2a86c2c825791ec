"""Submitting for review, and withdrawing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.evidence.likeness import have_compared
from longleaf.actions.evidence.own import moved, note, own_draft, own_submission
from longleaf.actions.notice import notify
from longleaf.actions.review import end_appeal, end_check, end_reviews, take_in
from longleaf.basis.problem import ProblemsError
from longleaf.domain.evidence.completeness import check_submission
from longleaf.domain.evidence.due import due_on
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.evidence import submission_facts
from longleaf.records.facts.gate import program_of
from longleaf.records.models import evidence as rows


@transaction.atomic
def submit_evidence(*, by: Actor, submission: UUID, now: datetime) -> None:
    """Hand the open attempt in: from here on it stays as it is, and reviewers are found.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it was submitted already.
        ProblemsError: With all that is still missing.
    """
    draft = own_draft(by, submission, "submit_evidence")
    facts = submission_facts(draft.attempt, on=legal_day(now))
    problems = check_submission(draft.definition, facts)
    if problems:
        raise ProblemsError(problems)
    attempt, found = draft.attempt, draft.submission
    attempt.state = rows.AttemptState.SUBMITTED
    attempt.submitted_at = now
    program = program_of(found.microcredential)
    attempt.due_on = due_on(legal_day(now), program.review_days)
    attempt.save(update_fields=["state", "submitted_at", "due_on"])
    found.state = moved(found, "submit").value
    found.changed_at = now
    found.save(update_fields=["state", "changed_at"])
    note("submission.submitted", by, found, now, attempt=attempt.number)
    first = (
        " First somebody looks whether it can be judged; if something is missing, it comes back"
        " to you and costs no attempt."
        if program.checks_completeness
        else ""
    )
    _confirm(draft.definition.title, found, attempt, first, now)
    have_compared(attempt.pk)
    take_in(by=system("assignment"), attempt=attempt.pk, now=now)


def _confirm(
    title: str, submission: rows.Submission, attempt: rows.Attempt, first: str, now: datetime
) -> None:
    due = attempt.due_on
    answer = f"{due:%B} {due.day}, {due.year}" if due else ""
    notify(
        submission.educator_id,
        kind="submission.submitted",
        subject=f"Submitted for review: {title}",
        body=(
            f"Your submission {submission.number} is with the reviewers, who see its number and"
            f" not your name.{first} You have an answer by {answer}."
        ),
        path=f"/my-submissions/{submission.pk}",
        now=now,
    )


@transaction.atomic
def withdraw_submission(*, by: Actor, submission: UUID, now: datetime) -> None:
    """Take a submission back before it is decided; what was written and added stays readable.

    Withdrawing what is withdrawn already changes nothing.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it was earned meanwhile.
    """
    found = own_submission(by, submission, "withdraw_submission")
    if found.state == rows.SubmissionState.WITHDRAWN:
        return
    found.state = moved(found, "withdraw").value
    found.changed_at = now
    found.save(update_fields=["state", "changed_at"])
    for attempt in found.attempts.exclude(state=rows.AttemptState.DECIDED):
        attempt.state = rows.AttemptState.WITHDRAWN
        attempt.save(update_fields=["state"])
        because = "The educator has withdrawn the submission."
        end_check(attempt, now=now)
        end_reviews(by=by, attempt=attempt.pk, because=because, now=now)
    for attempt in found.attempts.filter(state=rows.AttemptState.DECIDED):
        end_appeal(by, attempt, now=now)
    note("submission.withdrawn", by, found, now)
