"""Reads of a reviewer's queue: what waits for them, and what they have finished."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.appeal import APPEAL_SEAT
from longleaf.domain.review.deadline import days_left
from longleaf.records.facts.review import OPEN
from longleaf.records.models import evidence, gate
from longleaf.records.models import review as rows
from longleaf.records.queries.review import own_reviews

_UNDER_REVIEW = (evidence.AttemptState.SUBMITTED, evidence.AttemptState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review in a reviewer's list.

    Attributes:
        days_left: Working days until it is due; negative if it is late.
        outcome: What the reviewer found; "" while it is open.
        decision: What the attempt came to; "" while that is not decided.
    """

    id: UUID
    number: str
    attempt: int
    title: str
    state: str
    due_on: date
    days_left: int
    criteria: int
    criteria_done: int
    finished_at: datetime | None
    outcome: str
    decision: str


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many reviews someone has finished, and what they found."""

    finished: int
    earned: int
    not_yet: int


def open_reviews_of(who: Actor, *, on: date) -> list[ReviewLine]:
    """The actor's reviews that wait for them, the one due first on top."""
    appealed = gate.Appeal.objects.filter(outcome="").values("attempt")
    waiting = Q(attempt__state__in=_UNDER_REVIEW) | Q(seat=APPEAL_SEAT, attempt__in=appealed)
    found = own_reviews(who).filter(waiting, state__in=OPEN)
    return _lines(found.order_by("due_on", "assigned_at"), on)


def finished_reviews_of(who: Actor, *, on: date) -> list[ReviewLine]:
    """The actor's finished reviews, the latest first."""
    found = own_reviews(who).filter(state=rows.ReviewState.FINISHED)
    return _lines(found.order_by("-finished_at", "pk"), on)


def counts_of(who: Actor) -> ReviewCounts:
    """What the actor has found so far."""
    found = (
        rows.Review.objects.filter(reviewer=who.person, state=rows.ReviewState.FINISHED)
        .order_by()
        .aggregate(
            finished=Count("pk"),
            earned=Count("pk", filter=Q(outcome="earned")),
            not_yet=Count("pk", filter=Q(outcome="not_yet")),
        )
    )
    return ReviewCounts(**found)


def _lines(found: QuerySet[rows.Review], on: date) -> list[ReviewLine]:
    wanted = (
        found.select_related("attempt__submission__version")
        .defer("attempt__submission__version__definition")
        .annotate(done=Count("scores", filter=~Q(scores__level="")))
    )
    return [_line(one, on) for one in wanted]


def _line(review: rows.Review, on: date) -> ReviewLine:
    attempt = review.attempt
    return ReviewLine(
        id=review.pk,
        number=attempt.submission.number,
        attempt=attempt.number,
        title=attempt.submission.version.title,
        state=review.state,
        due_on=review.due_on,
        days_left=days_left(review.due_on, on),
        criteria=len(attempt.open_criteria),
        criteria_done=getattr(review, "done", 0),
        finished_at=review.finished_at,
        outcome=review.outcome,
        decision=attempt.outcome,
    )
