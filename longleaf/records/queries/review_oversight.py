"""Reads of those who coordinate an issuer: what waits for reviewers, and who has how much to do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.review.appeal import APPEAL_SEAT
from longleaf.domain.review.conflict import Bar
from longleaf.domain.review.deadline import days_left
from longleaf.domain.review.judgment import Judgment, Outcome, seats_to_fill
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.review import OPEN, SEATED, candidates_for
from longleaf.records.models import evidence, gate
from longleaf.records.models import organization as people
from longleaf.records.models import review as rows
from longleaf.records.queries.organization import in_force

_UNDER_REVIEW = (evidence.AttemptState.SUBMITTED, evidence.AttemptState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat on an attempt; `review` is None and `reviewer` "" where nobody sits in it."""

    seat: int
    review: UUID | None
    reviewer: str
    state: str
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One submission that waits for its reviewers, by number.

    Attributes:
        days_left: Working days until the educator was promised an answer; negative if late.
        is_appeal: Whether it waits for the answer to an appeal.
    """

    attempt: UUID
    number: str
    title: str
    submitted_at: datetime | None
    due_on: date | None
    days_left: int
    seats: tuple[SeatLine, ...]
    is_appeal: bool = False

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def is_stuck(self) -> bool:
        """Whether a seat that must be filled is empty."""
        return any(one.review is None for one in self.seats)


@dataclass(frozen=True, slots=True)
class LoadLine:
    """How much one reviewer has to do."""

    person: UUID
    name: str
    open_reviews: int
    late_reviews: int
    finished_reviews: int
    last_asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """Someone who may take a seat."""

    person: UUID
    name: str
    open_reviews: int
    last_asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatSheet:
    """One seat of one submission: who sits there, who could, and why others cannot."""

    attempt: UUID
    number: str
    title: str
    seat: SeatLine
    choices: tuple[SeatChoice, ...]
    barred: tuple[tuple[Bar, int], ...]


def _attempts(who: Actor) -> QuerySet[evidence.Attempt]:
    """Attempts under review of what the actor's organizations issue; never their own work.

    An attempt whose appeal waits is among them; one that waits for its check of completeness is
    not, for it needs no reviewer yet.
    """
    seated = rows.Review.objects.filter(state__in=SEATED).select_related("reviewer")
    return (
        evidence.Attempt.objects.filter(
            Q(state__in=_UNDER_REVIEW)
            | Q(pk__in=gate.Appeal.objects.filter(outcome="").values("attempt")),
            submission__version__microcredential__issuer__in=who.reach([RoleKind.COORDINATOR]),
        )
        .exclude(submission__educator=who.person)
        .exclude(pk__in=gate.CompletenessCheck.objects.filter(outcome="").values("attempt"))
        .select_related("submission__version__microcredential__issuer", "submission__organization")
        .prefetch_related(
            "appeals", Prefetch("reviews", queryset=seated.order_by("seat"), to_attr="seated")
        )
    )


def waiting_submissions(who: Actor, *, on: date) -> list[WaitingLine]:
    """What waits for reviewers, the one promised first on top."""
    found = _attempts(who).defer("submission__version__definition")
    lines = [_waiting(one, on) for one in found.order_by("due_on", "submitted_at")]
    # An appeal is due on a day of its own.
    return sorted(lines, key=lambda line: line.due_on or date.max)


def _waiting(attempt: evidence.Attempt, on: date) -> WaitingLine:
    due_on = attempt.due_on
    if attempt.state == evidence.AttemptState.DECIDED:
        due_on = next(one.answer_due_on for one in attempt.appeals.all())
    return WaitingLine(
        attempt=attempt.pk,
        number=attempt.submission.number,
        title=attempt.submission.version.title,
        submitted_at=attempt.submitted_at,
        due_on=due_on,
        days_left=days_left(due_on, on) if due_on else 0,
        is_appeal=attempt.state == evidence.AttemptState.DECIDED,
        seats=_seats(attempt, on),
    )


def _seats(attempt: evidence.Attempt, on: date) -> tuple[SeatLine, ...]:
    seated: Iterable[rows.Review] = getattr(attempt, "seated", ())
    is_appeal = attempt.state == evidence.AttemptState.DECIDED
    seated = [one for one in seated if (one.seat == APPEAL_SEAT) == is_appeal]
    judgments = [
        Judgment(one.seat, Outcome(one.outcome))
        for one in seated
        if one.state == rows.ReviewState.FINISHED
    ]
    lines = [
        SeatLine(
            seat=one.seat,
            review=one.pk,
            reviewer=one.reviewer.name,
            state=one.state,
            due_on=one.due_on,
            is_late=one.state in OPEN and one.due_on < on,
        )
        for one in seated
    ]
    taken = [one.seat for one in lines]
    if is_appeal:
        empty: tuple[int, ...] = () if taken else (APPEAL_SEAT,)
    else:
        empty = seats_to_fill(judgments, taken=taken)
    lines += [SeatLine(seat, None, "", "", None, False) for seat in empty]
    return tuple(sorted(lines, key=lambda line: line.seat))


def reviewer_loads(who: Actor, *, on: date) -> list[LoadLine]:
    """Everyone who reviews for the actor's organizations, those with the most to do first."""
    open_ = Q(reviews__state__in=OPEN)
    found = (
        people.Person.objects.filter(
            pk__in=people.Role.objects.filter(
                in_force(on),
                kind=RoleKind.REVIEWER,
                organization__in=who.reach([RoleKind.COORDINATOR]),
            ).values("person"),
            is_active=True,
        )
        .annotate(
            open_count=Count("reviews", filter=open_),
            late_count=Count("reviews", filter=open_ & Q(reviews__due_on__lt=on)),
            finished_count=Count("reviews", filter=Q(reviews__state="finished")),
            asked=Max("reviews__assigned_at"),
        )
        .order_by("-open_count", "name")
    )
    return [
        LoadLine(*row)
        for row in found.values_list(
            "pk", "name", "open_count", "late_count", "finished_count", "asked"
        )
    ]


def seat_sheet(who: Actor, attempt: UUID, seat: int, *, on: date) -> SeatSheet:
    """One seat that can be given to someone else, or is empty.

    Raises:
        NoSuchRecordError: If there is no such seat, it is finished, or not for the actor to fill.
    """
    found = _attempts(who).filter(pk=attempt).first()
    if found is None:
        raise NoSuchRecordError
    line = next((one for one in _seats(found, on) if one.seat == seat), None)
    if line is None or line.state == rows.ReviewState.FINISHED:
        raise NoSuchRecordError
    candidates = candidates_for(found, on=on)
    names = dict(
        people.Person.objects.filter(pk__in=[one.person for one in candidates]).values_list(
            "pk", "name"
        )
    )
    able = [one for one in candidates if one.decision.allowed]
    bars = Counter(bar for one in candidates for bar in one.decision.bars[:1])
    return SeatSheet(
        attempt=found.pk,
        number=found.submission.number,
        title=found.submission.version.title,
        seat=line,
        choices=tuple(
            SeatChoice(one.person, names[one.person], one.open_reviews, one.last_asked_at)
            for one in sorted(able, key=lambda one: (one.open_reviews, names[one.person]))
        ),
        barred=tuple(sorted(bars.items())),
    )


def attempts_lacking_reviewers() -> list[UUID]:
    """Attempts whose first two seats are not both taken, then appeals without a reviewer.

    Oldest first, for the job; what waits for its check of completeness is left alone.
    """
    waiting = gate.CompletenessCheck.objects.filter(outcome="").values("attempt")
    lacking = (
        evidence.Attempt.objects.filter(state__in=["submitted", "in_review"])
        .exclude(pk__in=waiting)
        .annotate(
            taken=Count(
                "reviews",
                filter=Q(reviews__seat__in=[1, 2]) & ~Q(reviews__state="released"),
            )
        )
        .filter(taken__lt=2)
        .order_by("submitted_at")
        .values_list("pk", flat=True)
    )
    answered = rows.Review.objects.filter(seat=APPEAL_SEAT, state__in=SEATED)
    appeals = (
        gate.Appeal.objects.filter(outcome="")
        .exclude(attempt__in=answered.values("attempt"))
        .order_by("made_at")
    )
    return [*lacking, *appeals.values_list("attempt", flat=True)]
