"""Rows of reviews, locked in one order: the submission, its attempt, then the review."""

from uuid import UUID

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.domain.review.appeal import APPEAL_SEAT
from longleaf.records.facts.review import OPEN, open_appeal
from longleaf.records.models import evidence
from longleaf.records.models import review as rows

UNDER_REVIEW = (evidence.AttemptState.SUBMITTED, evidence.AttemptState.IN_REVIEW)


def locked_attempt(attempt: UUID) -> evidence.Attempt:
    """The attempt, locked, so that seats and decisions on it come one after the other.

    Its submission is locked first, as by the verbs of its educator: two that met half-way in
    another order would each wait for the other.

    Raises:
        NoSuchRecordError: If there is none.
    """
    list(evidence.Submission.objects.select_for_update(of=("self",)).filter(attempts=attempt))
    found = (
        evidence.Attempt.objects.select_for_update(of=("self",))
        .select_related("submission__version__microcredential__issuer", "submission__organization")
        .filter(pk=attempt)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found


def locked_own_submission(by: Actor, submission: UUID, verb: str) -> evidence.Submission:
    """The actor's own submission, locked.

    Raises:
        NoSuchRecordError: If there is none, or it is someone else's.
    """
    found = (
        evidence.Submission.objects.select_for_update(of=("self",))
        .select_related("version", "microcredential__issuer")
        .filter(pk=submission)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    try:
        authorize(by, verb, owner=found.educator_id)
    except NotPermittedError:
        raise NoSuchRecordError from None
    return found


def locked_review(review: UUID) -> rows.Review:
    """The review, locked.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = rows.Review.objects.select_for_update(of=("self",)).filter(pk=review).first()
    if found is None:
        raise NoSuchRecordError
    return found


def own_review(by: Actor, review: UUID, verb: str) -> rows.Review:
    """The actor's own review, locked; one that they gave back is theirs no longer.

    Raises:
        NoSuchRecordError: If there is none, or it is not theirs.
        NotPermittedError: If they may not do `verb`.
    """
    found = locked_review(review)
    if found.reviewer_id != by.person or found.state == rows.ReviewState.RELEASED:
        raise NoSuchRecordError
    authorize(by, verb, owner=found.reviewer_id)
    return found


def attempt_of(review: UUID) -> UUID:
    """Which attempt a review is of.

    Raises:
        NoSuchRecordError: If there is no such review.
    """
    found = rows.Review.objects.filter(pk=review).values_list("attempt", flat=True).first()
    if found is None:
        raise NoSuchRecordError
    return found


def must_be_open(review: rows.Review, attempt: evidence.Attempt) -> None:
    """Refuse to go on with a review that is finished, or whose attempt was taken back.

    Raises:
        AlreadyDoneError: If so.
    """
    if review.state not in OPEN:
        raise AlreadyDoneError("You finished this review already.")
    if not is_under_review(review, attempt):
        raise AlreadyDoneError("This submission is no longer under review.")


def is_under_review(review: rows.Review, attempt: evidence.Attempt) -> bool:
    """Whether a review can still matter: its attempt, or an appeal, waits for it."""
    if review.seat == APPEAL_SEAT:
        return open_appeal(attempt.pk) is not None
    return attempt.state in UNDER_REVIEW
