"""Giving a review back, and giving it to someone else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.notice import notify
from longleaf.actions.review.assign import REVIEW_AGENT, fill_seats, seat_chosen
from longleaf.actions.review.locking import (
    attempt_of,
    is_under_review,
    locked_attempt,
    locked_review,
    must_be_open,
    own_review,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.review import OPEN, is_barred
from longleaf.records.models import evidence
from longleaf.records.models import review as rows

_REASON_LIMIT = 500


@transaction.atomic
def release_review(*, by: Actor, review: UUID, reason: str, now: datetime) -> None:
    """Give one's review back with a reason; someone else is asked at once.

    Raises:
        ProblemsError: If there is no reason.
        NoSuchRecordError: If it is not the actor's, or was given back already.
        AlreadyDoneError: If it is finished, or the submission was taken back.
    """
    attempt = locked_attempt(attempt_of(review))
    found = own_review(by, review, "release_review")
    must_be_open(found, attempt)
    _release(by, found, attempt, reason, now)
    fill_seats(system(REVIEW_AGENT), attempt, now)


@transaction.atomic
def take_away_if_barred(*, by: Actor, review: UUID, now: datetime) -> bool:
    """Before one's review is opened: take it away if a conflict arose since one was asked.

    Somebody else is asked at once. Whether it was taken away; done twice, nothing happens twice.

    Raises:
        NoSuchRecordError: If it is not the actor's, or was given back already.
    """
    attempt = locked_attempt(attempt_of(review))
    found = own_review(by, review, "release_review")
    if found.state not in OPEN or not is_under_review(found, attempt):
        return False
    if not is_barred(attempt, found.reviewer_id, on=legal_day(now)):
        return False
    _release(system(REVIEW_AGENT), found, attempt, "A conflict of interest arose.", now)
    fill_seats(system(REVIEW_AGENT), attempt, now)
    return True


@transaction.atomic
def reassign_review(
    *, by: Actor, review: UUID, reason: str, to: UUID | None = None, now: datetime
) -> None:
    """Take an open review from its reviewer and give it to another.

    Args:
        by: A coordinator or administrator of the issuer.
        review: The open review.
        reason: For the reviewer and the record.
        to: Whom to give it to; None asks whoever has the least to do.
        now: The moment.

    Raises:
        ProblemsError: If there is no reason, or something bars the person named.
        NotPermittedError: If the actor may not, or it is about their own work.
        AlreadyDoneError: If it is not open any more.
    """
    attempt = locked_attempt(attempt_of(review))
    found = locked_review(review)
    issuer = attempt.submission.version.microcredential.issuer_id
    authorize(by, "assign_review", organization=issuer)
    if by.person == attempt.submission.educator_id:
        raise NotPermittedError("assign_review")
    if found.state not in OPEN:
        raise AlreadyDoneError("This review was finished or given to someone else meanwhile.")
    must_be_open(found, attempt)
    _release(by, found, attempt, reason, now)
    if to is None:
        fill_seats(by, attempt, now)
    else:
        seat_chosen(by, attempt, seat=found.seat, reviewer=to, now=now)
    notify(
        found.reviewer_id,
        kind="review.reassigned",
        subject=f"Submission {attempt.submission.number} went to someone else",
        body=f"You need not review it any more. The reason given: {reason.strip()}",
        path="/reviews",
        now=now,
    )


def _release(
    by: Actor, review: rows.Review, attempt: evidence.Attempt, reason: str, now: datetime
) -> None:
    if not reason.strip():
        raise ProblemsError([Problem("reason", "This needs a reason.", "A few words are enough.")])
    if len(reason) > _REASON_LIMIT:
        raise ProblemsError(
            [Problem("reason", f"This is longer than {_REASON_LIMIT} characters.", "Shorten it.")]
        )
    review.state = rows.ReviewState.RELEASED
    review.released_because = reason.strip()
    review.save(update_fields=["state", "released_because"])
    record_event(
        "review.released",
        by=by,
        subject=("review", review.pk),
        organization=attempt.submission.version.microcredential.issuer_id,
        details={"attempt": str(attempt.pk), "seat": review.seat},
        now=now,
    )
