"""Reads for the first page after signing in: what waits for someone, in all their roles."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.renewal.next_step import Begun
from longleaf.records.models import evidence, microcredential, organization, review
from longleaf.records.queries.coaching import waiting_for_coach

OPEN_SUBMISSION: Final = ("not_yet", "draft", "submitted", "in_review")
OPEN_REVIEW: Final = ("assigned", "draft")


@dataclass(frozen=True, slots=True)
class OpenSubmission:
    """A submission under way.

    Attributes:
        due_on: When an answer was promised, once handed in.
    """

    id: UUID
    title: str
    state: str
    due_on: date | None

    def begun(self) -> Begun:
        """The same for the choice of the next step."""
        return Begun(str(self.id), self.title, self.state)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of others waits for someone.

    Attributes:
        open: Reviews of theirs to finish.
        late: Those of them past their day.
        first_due: The earliest day of them, None where there are none.
        coached: Educators they coach who wait for their help.
    """

    open: int
    late: int
    first_due: date | None
    coached: int


def open_submissions(who: Actor) -> tuple[OpenSubmission, ...]:
    """The actor's submissions under way, the one that changed last first."""
    due = evidence.Attempt.objects.filter(submission=OuterRef("pk")).order_by("-number")
    found = evidence.Submission.objects.filter(educator=who.person, state__in=OPEN_SUBMISSION)
    return tuple(
        OpenSubmission(*line)
        for line in found.order_by("-changed_at").values_list(
            "pk", "version__title", "state", Subquery(due.values("due_on")[:1])
        )
    )


def waiting_for_help(who: Actor, *, on: date) -> Waiting:
    """What of others waits for the actor as a reviewer and as a coach, in one query."""
    found = review.Review.objects.filter(reviewer=OuterRef("pk"), state__in=OPEN_REVIEW)
    open_, late, first, coached = (
        organization.Person.objects.filter(pk__in=[who.person])
        .values_list(
            _number_of(found),
            _number_of(found.filter(due_on__lt=on)),
            Subquery(found.order_by("due_on").values("due_on")[:1]),
            _number_of(waiting_for_coach(OuterRef("pk"))),
        )
        .get()
    )
    return Waiting(open_, late, first, coached)


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def versions_to_publish(who: Actor) -> int:
    """How many proposed versions wait for a second person who could be the actor."""
    reach = who.reach([RoleKind.AUTHOR, RoleKind.ADMINISTRATOR])
    return (
        microcredential.Version.objects.filter(
            microcredential__issuer__in=reach, state=microcredential.VersionState.PROPOSED
        )
        .exclude(authors=who.person)
        .exclude(drafted_by=who.person)
        .count()
    )


@dataclass(frozen=True, slots=True)
class Stuck:
    """Someone with whom reviews of the LEA's micro-credentials are late."""

    name: str
    late: int
    since: date | None


@dataclass(frozen=True, slots=True)
class ReviewsStuck:
    """What waits for reviewers across an LEA: handed in, late, and with whom."""

    waiting: int
    late: int
    with_whom: tuple[Stuck, ...]


def reviews_stuck(who: Actor, *, on: date) -> ReviewsStuck:
    """What of the actor's LEA waits for reviewers."""
    issued = {"submission__version__microcredential__issuer__in": who.reach([RoleKind.COORDINATOR])}
    attempts = evidence.Attempt.objects.filter(state__in=["submitted", "in_review"], **issued)
    told = attempts.order_by().aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on))
    )
    late = (
        review.Review.objects.filter(
            state__in=OPEN_REVIEW, due_on__lt=on, attempt__in=attempts.values("pk")
        )
        .order_by()
        .values_list("reviewer__name")
        .annotate(number=Count("pk"), since=Min("due_on"))
        .order_by("-number", "since")
    )
    return ReviewsStuck(
        told["waiting"],
        told["late"],
        tuple(Stuck(*line) for line in late) if told["waiting"] else (),
    )
