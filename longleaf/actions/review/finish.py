"""Finishing a review, and with the last one the decision."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.award import grant_award
from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.notice import notify
from longleaf.actions.review.appeal import settle_appeal
from longleaf.actions.review.assign import REVIEW_AGENT, fill_seats
from longleaf.actions.review.coaching import ask_for_coach
from longleaf.actions.review.locking import (
    attempt_of,
    locked_attempt,
    must_be_open,
    own_review,
)
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.submission import next_state
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.appeal import APPEAL_SEAT, problems_of_answer
from longleaf.domain.review.judgment import (
    Outcome,
    Ruling,
    decide,
    outcome_of_review,
    problems_of_review,
)
from longleaf.records.facts.issuer import issuer_reach
from longleaf.records.facts.review import (
    criteria_to_judge,
    decisions_on,
    judgments_of,
    scores_of,
)
from longleaf.records.models import evidence
from longleaf.records.models import review as rows

_MOVES = {Outcome.EARNED: "grant", Outcome.NOT_YET: "give_back"}


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of finishing a review.

    Attributes:
        outcome: What this review found.
        ruling: Where the attempt stands now.
        award: The award granted by it, if one was.
    """

    outcome: Outcome
    ruling: Ruling
    award: UUID | None = None


@transaction.atomic
def finish_review(
    *, by: Actor, review: UUID, vault: KeyVault, base_url: str, now: datetime
) -> Finished:
    """Finish one's review; where two agree, the attempt is decided in the same transaction.

    Raises:
        NoSuchRecordError: If it is not the actor's.
        AlreadyDoneError: If it is finished, or the submission was taken back.
        ProblemsError: If a criterion lacks its level or reason, or the reviewer may no longer
            judge this work.
    """
    attempt = locked_attempt(attempt_of(review))
    found = own_review(by, review, "finish_review")
    must_be_open(found, attempt)
    if attempt.paused_at is not None:
        raise AlreadyDoneError(
            "This submission pauses: something in it is no longer available. What you wrote is"
            " kept, and you are told when it goes on."
        )
    _check_still_allowed(by, attempt, now)
    rubric = parse_definition(attempt.submission.version.definition).rubric
    criteria = criteria_to_judge(found)
    outcome = _close(found, rubric, criteria, now)
    record_event(
        "review.finished",
        by=by,
        subject=("review", found.pk),
        organization=attempt.submission.version.microcredential.issuer_id,
        details={"attempt": str(attempt.pk), "seat": found.seat, "outcome": outcome},
        now=now,
    )
    award = None
    if found.seat == APPEAL_SEAT:
        ruling = Ruling(outcome.value)
        settle_appeal(by, found, attempt, outcome, now)
    else:
        ruling = decide(judgments_of(attempt.pk))
        if ruling.outcome is not None:
            _decide(by, attempt, ruling.outcome, now)
    if ruling.outcome is not None:
        if ruling is Ruling.EARNED:
            award = grant_award(
                by=system(REVIEW_AGENT), attempt=attempt.pk, vault=vault, base_url=base_url, now=now
            )
    elif ruling is Ruling.THIRD_OPINION_NEEDED:
        fill_seats(system(REVIEW_AGENT), attempt, now)
    return Finished(outcome, ruling, award)


def _check_still_allowed(by: Actor, attempt: evidence.Attempt, now: datetime) -> None:
    """People move: who was free to judge when asked may have become the educator's supervisor."""
    assert by.person is not None  # noqa: S101 - the review is theirs
    reach = issuer_reach(attempt.submission.version.microcredential.issuer)
    decision = decisions_on(attempt, {by.person}, reach=reach, on=legal_day(now))[by.person]
    if not decision.goes_on:
        raise ProblemsError(
            [
                Problem(
                    "",
                    "You may no longer judge this work: your roles have changed since you were "
                    "asked.",
                    "Give the review back; someone else will be asked.",
                )
            ]
        )


def _close(
    review: rows.Review, rubric: Rubric, criteria: Collection[str], now: datetime
) -> Outcome:
    scores = scores_of(review)
    problems = problems_of_review(rubric, scores, criteria)
    if review.seat == APPEAL_SEAT:
        problems += problems_of_answer(review.comment)
    if problems:
        raise ProblemsError(problems)
    outcome = outcome_of_review(rubric, scores, criteria)
    review.outcome = outcome
    review.state = rows.ReviewState.FINISHED
    review.finished_at = now
    review.save(update_fields=["outcome", "state", "finished_at"])
    return outcome


def _decide(by: Actor, attempt: evidence.Attempt, outcome: Outcome, now: datetime) -> None:
    attempt.state = evidence.AttemptState.DECIDED
    attempt.outcome = outcome
    attempt.decided_at = now
    attempt.save(update_fields=["state", "outcome", "decided_at"])
    submission = attempt.submission
    submission.state = next_state(submission.state, _MOVES[outcome])
    submission.changed_at = now
    submission.save(update_fields=["state", "changed_at"])
    record_event(
        "attempt.decided",
        by=by,
        subject=("attempt", attempt.pk),
        organization=submission.version.microcredential.issuer_id,
        details={"submission": submission.number, "outcome": outcome},
        now=now,
    )
    title = submission.version.title
    earned = outcome is Outcome.EARNED
    used_up = not earned and ask_for_coach(attempt, now)
    revise = (
        "Your attempts are used up; a coach is named who helps you and opens another one."
        if used_up
        else "Revise only what did not pass, and submit again."
    )
    notify(
        submission.educator_id,
        kind="submission.decided",
        subject=f"{'Earned' if earned else 'Not yet'}: {title}",
        body=(
            f"You have earned “{title}”. Your badge is ready, and private until you publish it; "
            "the reviewers' reasons wait for you."
            if earned
            else f"“{title}”: not yet. The reviewers' reasons wait for you, criterion by "
            f"criterion. {revise}"
        ),
        path=f"/my-submissions/{submission.pk}/feedback",
        now=now,
    )
