"""The first gate: what was handed in is let through to its reviewers, or goes back unspent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.review.assign import REVIEW_AGENT, fill_seats, who_can_help
from longleaf.actions.review.locking import locked_attempt
from longleaf.basis.problem import ProblemsError
from longleaf.domain.evidence.due import due_on
from longleaf.domain.evidence.submission import next_state
from longleaf.domain.evidence.text import storable
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.gate import (
    CHECKLIST,
    CheckOutcome,
    Finding,
    outcome_of_check,
    problems_of_check,
)
from longleaf.records.facts.gate import as_program, checkers_of, program_row
from longleaf.records.facts.review import free_attempts
from longleaf.records.models import evidence, gate, notice

WAITING = "completeness.waiting"


@transaction.atomic
def take_in(*, by: Actor, attempt: UUID, now: datetime) -> None:
    """Lead what was handed in to the first gate that its program has.

    Where completeness is checked, that waits for a checker; otherwise reviewers are found.
    """
    found = locked_attempt(attempt)
    about = found.submission.version.microcredential
    authorize(by, "assign_review", organization=about.issuer_id)
    row = program_row(about)
    program = as_program(row, about.issuer.review_days)
    if not program.checks_completeness:
        _begin_course(found, row, now)
        fill_seats(by, found, now)
        return
    check = gate.CompletenessCheck.objects.create(
        attempt=found,
        opened_at=now,
        due_on=due_on(legal_day(now), program.completeness_days),
        handed_in=_handed_in(found),
    )
    _ask_checkers(found, check, now)


@transaction.atomic
def decide_completeness(
    *, by: Actor, check: UUID, findings: Mapping[str, Finding], now: datetime
) -> CheckOutcome:
    """Say whether what was handed in can be judged: it goes on to reviewers, or back unspent.

    Args:
        by: Somebody who reviews for the issuer and is in no conflict of interest.
        check: The check.
        findings: By the item's key; a reason is what the educator will read.
        now: The moment.

    Raises:
        NoSuchRecordError: If there is none, or the actor may not look at this work.
        AlreadyDoneError: If somebody has checked it, or it was taken back.
        ProblemsError: If an item has no answer, or a reason is missing.
    """
    attempt, found = _locked_check(by, check, now)
    if found.outcome or attempt.state != evidence.AttemptState.SUBMITTED:
        raise AlreadyDoneError("Somebody has checked this submission meanwhile.")
    said = {key: Finding(one.holds, storable(one.reason).strip()) for key, one in findings.items()}
    problems = problems_of_check(said)
    if problems:
        raise ProblemsError(problems)
    outcome = outcome_of_check(said)
    found.outcome, found.checked_by_id, found.checked_at = outcome, by.person, now
    found.findings = [
        {"what": item.key, "holds": said[item.key].holds, "reason": said[item.key].reason}
        for item in CHECKLIST
    ]
    found.save()
    record_event(
        f"completeness.{outcome}",
        by=by,
        subject=("attempt", attempt.pk),
        organization=attempt.submission.version.microcredential.issuer_id,
        details={"submission": attempt.submission.number, "attempt": attempt.number},
        now=now,
    )
    if outcome is CheckOutcome.RETURNED:
        _return(attempt, said, now)
    else:
        _begin_course(attempt, program_row(attempt.submission.version.microcredential), now)
        fill_seats(system(REVIEW_AGENT), attempt, now)
    return outcome


def end_check(attempt: evidence.Attempt, *, now: datetime) -> None:
    """Close the open check of an attempt that its educator takes back, in their transaction."""
    for check in gate.CompletenessCheck.objects.select_for_update().filter(
        attempt=attempt, outcome=""
    ):
        check.outcome, check.checked_at = "withdrawn", now
        check.save(update_fields=["outcome", "checked_at"])


def _locked_check(
    by: Actor, check: UUID, now: datetime
) -> tuple[evidence.Attempt, gate.CompletenessCheck]:
    of = gate.CompletenessCheck.objects.filter(pk=check).values_list("attempt", flat=True).first()
    if of is None or by.person is None:
        raise NoSuchRecordError
    attempt = locked_attempt(of)
    if not free_attempts(by.person, [attempt], on=legal_day(now)):
        raise NoSuchRecordError
    authorize(by, "check_completeness", owner=by.person)
    return attempt, gate.CompletenessCheck.objects.select_for_update().get(pk=check)


def _handed_in(attempt: evidence.Attempt) -> dict[str, Any]:
    """What the attempt held when it was handed in: it goes on under its own number."""
    return {
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else "",
        "texts": [
            {"part": one.part, "question": one.question, "text": one.text}
            for one in attempt.responses.order_by("part", "question")
        ],
        "artifacts": [
            {
                "artifact": str(one.artifact_id),
                "request": one.request,
                "sha256": one.artifact.sha256,
            }
            for one in attempt.uses.select_related("artifact")
        ],
    }


def _begin_course(attempt: evidence.Attempt, row: gate.ReviewProgram | None, now: datetime) -> None:
    """Settle what holds for this attempt from here on, whatever the program says later."""
    gate.ReviewCourse.objects.create(
        attempt=attempt,
        program=row,
        begun_at=now,
        promised_on=attempt.due_on or legal_day(now),
        scoring="double",
    )


def _return(attempt: evidence.Attempt, findings: Mapping[str, Finding], now: datetime) -> None:
    """Open it again under its own number, and say in plain words what is missing."""
    attempt.state = evidence.AttemptState.DRAFT
    attempt.submitted_at = attempt.due_on = attempt.paused_at = None
    attempt.own_work = False  # said of what was handed in; it is asked of what will be
    attempt.save(update_fields=["state", "submitted_at", "due_on", "paused_at", "own_work"])
    submission = attempt.submission
    submission.state = next_state(submission.state, "return_incomplete")
    submission.changed_at = now
    submission.save(update_fields=["state", "changed_at"])
    lacking = [
        f"{item.lacking}: {findings[item.key].reason}"
        for item in CHECKLIST
        if not findings[item.key].holds
    ]
    title = submission.version.title
    notify(
        submission.educator_id,
        kind="submission.returned",
        subject=f"Something is missing: {title}",
        body=(
            f"Your submission for “{title}” cannot be judged yet, so it came back to you. Nobody "
            "has judged it, and no attempt is spent.\n\n"
            + "\n\n".join(lacking)
            + "\n\nEverything you handed in is still there. Add what is missing, and submit again."
        ),
        path=f"/my-submissions/{submission.pk}",
        now=now,
    )


def _ask_checkers(attempt: evidence.Attempt, check: gate.CompletenessCheck, now: datetime) -> None:
    """Tell those who may check it that something waits, unless they know of others already."""
    on = legal_day(now)
    people = checkers_of(attempt, on=on)
    submission = attempt.submission
    if not people:
        issuer = submission.version.microcredential.issuer
        _tell(
            who_can_help(issuer, now),
            f"Nobody may check submission {submission.number}",
            f"Submission {submission.number} waits for its check of completeness, and nobody who "
            f"reviews for {issuer.name} may look at it. Invite a reviewer from elsewhere.",
            "/coordinator/appeals",
            now,
        )
        return
    knowing = set(
        notice.Notice.objects.filter(kind=WAITING, person__in=people, read_at=None).values_list(
            "person", flat=True
        )
    )
    due = f"{check.due_on:%B} {check.due_on.day}"
    _tell(
        [person for person in people if person not in knowing],
        "A submission waits for a quick check",
        f"Submission {submission.number} for “{submission.version.title}” waits for somebody to "
        f"see whether it can be judged at all, by {due}. It takes a few minutes; whoever comes "
        "first does it.",
        "/completeness",
        now,
    )


def _tell(people: Iterable[UUID], subject: str, body: str, path: str, now: datetime) -> None:
    for person in people:
        notify(person, kind=WAITING, subject=subject, body=body, path=path, now=now)
