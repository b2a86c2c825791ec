"""Whom to ask: the few seats on an attempt are offered to those with the least to do."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from longleaf.domain.review.conflict import Decision

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer who could be asked.

    Attributes:
        person: The reviewer.
        decision: What `may_review` said of them and this attempt.
        open_reviews: Reviews they have been given and not finished.
        last_asked_at: When they were last given a review; None if never.
    """

    person: UUID
    decision: Decision
    open_reviews: int = 0
    last_asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A reviewer who is asked, in which seat, and why they rather than others."""

    person: UUID
    seat: int
    reason: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is asked, who was passed over because something bars them, and seats nobody can take."""

    chosen: tuple[Choice, ...]
    barred: tuple[Candidate, ...]
    empty_seats: tuple[int, ...]


def choose_reviewers(
    candidates: Iterable[Candidate], *, attempt: UUID, seats: Iterable[int]
) -> Assignment:
    """Fill the empty `seats` of an attempt.

    Whoever has the fewest open reviews is asked first; among equals, whoever has waited longest
    since they were last asked; among those, an order drawn from the attempt and the person, so
    that the same question always has the same answer and no name goes first every time.
    Never raises; a seat for which nobody is left stays empty.
    """
    everyone = sorted(candidates, key=lambda one: one.person)
    able = sorted(
        (one for one in everyone if one.decision.allowed),
        key=lambda one: (
            one.open_reviews,
            one.last_asked_at or _NEVER,
            _draw(attempt, one.person),
        ),
    )
    wanted = sorted(set(seats))
    chosen = tuple(
        Choice(one.person, seat, _because(one, len(able)))
        for seat, one in zip(wanted, able, strict=False)
    )
    return Assignment(
        chosen=chosen,
        barred=tuple(one for one in everyone if not one.decision.allowed),
        empty_seats=tuple(wanted[len(chosen) :]),
    )


def _draw(attempt: UUID, person: UUID) -> bytes:
    return hashlib.sha256(attempt.bytes + person.bytes).digest()


def _because(one: Candidate, able: int) -> str:
    last = f"last asked {one.last_asked_at:%Y-%m-%d}" if one.last_asked_at else "never asked before"
    return f"Among the {able} who may judge it: open reviews {one.open_reviews}, {last}."
