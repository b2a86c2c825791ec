"""Drafting a review: a level and a reason per criterion, and a comment."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.review.locking import must_be_open, own_review
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.judgment import REASON_LIMIT
from longleaf.records.facts.review import criteria_to_judge, is_barred
from longleaf.records.models import evidence
from longleaf.records.models import review as rows


@transaction.atomic
def save_score(
    *,
    by: Actor,
    review: UUID,
    criterion: str,
    level: str | None,
    reason: str | None,
    revision: int,
    now: datetime,
) -> int:
    """Save the level and the reason on one criterion; None leaves what stands there.

    Args:
        by: The reviewer whose review it is.
        review: The review.
        criterion: Key of an open criterion.
        level: Key of a level; "" takes the level away.
        reason: What the educator will read.
        revision: The revision that was read before; 0 if there was none.
        now: The moment.

    Returns:
        The new revision.

    Raises:
        ProblemsError: If there is no such open criterion or level, or the reason is too long.
        StaleTextError: If it was saved elsewhere since that revision, and differs.
    """
    found = own_review(by, review, "write_review")
    attempt = _under_review(found, now)
    _check(found, attempt, criterion, level, reason)
    score = rows.CriterionScore.objects.filter(review=found, criterion=criterion).first()
    stored = (score.level, score.reason) if score else ("", "")
    given = (stored[0] if level is None else level, stored[1] if reason is None else reason)
    at = score.revision if score else 0
    if given == stored:
        return at
    if at != revision:
        raise StaleTextError(stored[1], at)
    rows.CriterionScore.objects.update_or_create(
        review=found,
        criterion=criterion,
        defaults={"level": given[0], "reason": given[1], "revision": at + 1, "saved_at": now},
    )
    _begun(found)
    return at + 1


@transaction.atomic
def save_comment(*, by: Actor, review: UUID, comment: str, revision: int, now: datetime) -> int:
    """Save the comment on the whole; returns its new revision.

    Raises:
        ProblemsError: If it is too long.
        StaleTextError: If it was saved elsewhere since that revision, and differs.
    """
    found = own_review(by, review, "write_review")
    _under_review(found, now)
    if len(comment) > REASON_LIMIT:
        raise ProblemsError([_too_long("comment")])
    if comment == found.comment:
        return found.comment_revision
    if revision != found.comment_revision:
        raise StaleTextError(found.comment, found.comment_revision)
    found.comment, found.comment_revision = comment, revision + 1
    found.save(update_fields=["comment", "comment_revision"])
    _begun(found)
    return found.comment_revision


def _under_review(review: rows.Review, now: datetime) -> evidence.Attempt:
    attempt = evidence.Attempt.objects.select_related(
        "submission__version__microcredential__issuer",
        "submission__organization",
        "submission__educator",
    ).get(pk=review.attempt_id)
    if review.state == rows.ReviewState.FINISHED:
        raise AlreadyDoneError("You finished this review already; its levels stay as they are.")
    must_be_open(review, attempt)
    if is_barred(attempt, review.reviewer_id, on=legal_day(now)):
        raise NoSuchRecordError  # as when it is opened: a conflict has taken it away
    return attempt


def _check(
    review: rows.Review,
    attempt: evidence.Attempt,
    criterion: str,
    level: str | None,
    reason: str | None,
) -> None:
    problems = []
    rubric = parse_definition(attempt.submission.version.definition).rubric
    if criterion not in criteria_to_judge(review):
        problems.append(Problem("criterion", "This attempt is not judged on that criterion."))
    elif level and level not in [one.key for one in rubric.levels]:
        problems.append(Problem("level", "The rubric has no such level.", "Choose one of its own."))
    if reason is not None and len(reason) > REASON_LIMIT:
        problems.append(_too_long("reason"))
    if problems:
        raise ProblemsError(problems)


def _too_long(where: str) -> Problem:
    return Problem(where, f"This is longer than {REASON_LIMIT:,} characters.", "Shorten it.")


def _begun(review: rows.Review) -> None:
    if review.state == rows.ReviewState.ASSIGNED:
        review.state = rows.ReviewState.DRAFT
        review.save(update_fields=["state"])
