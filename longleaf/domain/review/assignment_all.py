"""Whom to ask for everything that waits: all empty seats at once, at the least cost, with reasons.

Hard are: the role and the qualification for the micro-credential, all that `may_review` bars, and
room. What is weighed, in this order: seats left empty, days late, expertise, load, fairness over
time. The weights are few whole numbers so that a coordinator can retrace every choice.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Final
from uuid import UUID

import numpy as np

from longleaf.domain.review.conflict import Decision, ReviewFacts, may_review
from longleaf.domain.review.transport import Floats, fill

EMPTY_SEAT: Final = 1_000_000
# Among seats that cannot all be filled, what is due sooner goes first.
SOONER_DUE: Final = 1_000
LATE_DAY: Final = 2_000
EXPERTISE_STEP: Final = 100
OPEN_REVIEW: Final = 20
ASKED_LATELY: Final = 5
# Less than any weight: among equals, an order drawn from the pair, so that no name goes first.
_DRAWS: Final = 4
MOST_EXPERTISE: Final = 3
_HORIZON: Final = 100


@dataclass(frozen=True, slots=True)
class Ties:
    """What connects a person with others, on the day of the question.

    Attributes:
        schools: Schools at which they hold a role.
        recent_schools: Schools at which they lately held one.
        supervises: Whom they supervise.
        declared: With whom they declared a conflict of interest.
    """

    schools: frozenset[UUID] = frozenset()
    recent_schools: frozenset[UUID] = frozenset()
    supervises: frozenset[UUID] = frozenset()
    declared: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Someone who could be asked.

    Attributes:
        qualified_for: Micro-credentials that they may review: role held and calibration passed.
        room: How many reviews more they may be given.
        days_per_review: Working days that a review takes them, on the record.
        expertise: Micro-credential to 0 (none known) ... 3 (most).
        asked_lately: Reviews given to them over the last months, for fairness over time.
    """

    person: UUID
    qualified_for: frozenset[str]
    room: int
    open_reviews: int = 0
    days_per_review: Fraction = Fraction(1)
    expertise: tuple[tuple[str, int], ...] = ()
    asked_lately: int = 0
    ties: Ties = field(default_factory=Ties)

    def done_in(self) -> int:
        """Working days until one review more would be done, after those that are open."""
        return ceil((self.open_reviews + 1) * self.days_per_review)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An attempt with empty seats.

    Attributes:
        days_left: Working days until the answer is due; negative if it is late.
        seats: How many reviewers it needs now.
        had_a_seat: Who was already asked.
    """

    attempt: UUID
    educator: UUID
    microcredential: str
    days_left: int
    seats: int = 2
    had_a_seat: frozenset[UUID] = frozenset()
    ties: Ties = field(default_factory=Ties)


@dataclass(frozen=True, slots=True)
class Asked:
    """One choice and why."""

    attempt: UUID
    person: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Left:
    """An attempt with seats that stay empty, and why."""

    attempt: UUID
    seats: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All choices, in the order of attempt and person; `cost` is the least that any plan has."""

    asked: tuple[Asked, ...]
    left: tuple[Left, ...]
    cost: float


def may_judge(reviewer: Reviewer, waiting: Waiting) -> Decision:
    """Whether one may judge the other's attempt, by `may_review`. The definition; never raises."""
    theirs, own = reviewer.ties, waiting.ties
    lately = (theirs.schools | theirs.recent_schools) & (own.schools | own.recent_schools)
    me, educator = reviewer.person, waiting.educator
    role = UUID(int=0)
    qualified = waiting.microcredential in reviewer.qualified_for
    return may_review(
        ReviewFacts(
            reviewer=me,
            educator=educator,
            reviews_for=frozenset({role} if qualified else ()),
            issuer_reach=frozenset({role}),
            reviewer_schools=theirs.schools,
            educator_schools=own.schools,
            supervised_by_reviewer=theirs.supervises,
            supervisors_of_reviewer=frozenset({educator} if me in own.supervises else ()),
            had_a_seat=me in waiting.had_a_seat,
            recent_coworkers=frozenset({educator} if lately and me != educator else ()),
            declared=frozenset(
                {educator} if educator in theirs.declared or me in own.declared else ()
            ),
        )
    )


def assign_all(waiting: Sequence[Waiting], reviewers: Sequence[Reviewer]) -> Plan:
    """Fill the empty seats of all that waits at the least cost; the same facts give the same plan.

    The method is a min-cost flow (`transport.fill`), exact over all pairs. Lateness is forecast
    from what a reviewer has open today; a load that grows within the plan costs more with every
    review, so that it spreads. Never raises for want of reviewers: seats stay empty with a reason.
    """
    attempts = sorted(waiting, key=lambda one: one.attempt)
    people = sorted(reviewers, key=lambda one: one.person)
    cost = costs(attempts, people)
    found = fill(
        cost,
        seats=[one.seats for one in attempts],
        empty=[EMPTY_SEAT + SOONER_DUE * _urgency(one) for one in attempts],
        steps=[load_steps(one) for one in people],
    )
    filled: dict[int, int] = defaultdict(int)
    asked = []
    for row, column in found.pairs:
        filled[row] += 1
        better = int(np.count_nonzero(cost[row] < cost[row, column]))
        able = int(np.count_nonzero(np.isfinite(cost[row])))
        reason = _because(attempts[row], people[column], better, able)
        asked.append(Asked(attempts[row].attempt, people[column].person, reason))
    left = tuple(
        Left(one.attempt, one.seats - filled[row], _why_empty(one, people))
        for row, one in enumerate(attempts)
        if one.seats > filled[row]
    )
    return Plan(tuple(sorted(asked, key=lambda one: (one.attempt, one.person))), left, found.cost)


def load_steps(reviewer: Reviewer) -> list[float]:
    """What each review more costs a reviewer: by all that are then open, and all given lately."""
    return [
        float(
            OPEN_REVIEW * (reviewer.open_reviews + more)
            + ASKED_LATELY * (reviewer.asked_lately + more)
        )
        for more in range(max(reviewer.room, 0))
    ]


def costs(waiting: Sequence[Waiting], reviewers: Sequence[Reviewer]) -> Floats:
    """The cost of each pair but for load, (attempts, reviewers); infinity where it is barred."""
    days = np.array([one.days_left for one in waiting], dtype=np.float64)
    done = np.array([one.done_in() for one in reviewers], dtype=np.float64)
    cost = LATE_DAY * np.maximum(done[None, :] - days[:, None], 0)
    by_kind = {
        kind: np.array([_expertise_cost(one, kind) for one in reviewers], dtype=np.float64)
        for kind in {one.microcredential for one in waiting}
    }
    if len(waiting):
        cost += np.stack([by_kind[one.microcredential] for one in waiting])
    cost += _draws(waiting, reviewers)
    _bar(cost, waiting, reviewers)
    return cost


def _expertise_cost(reviewer: Reviewer, microcredential: str) -> float:
    if microcredential not in reviewer.qualified_for:
        return float("inf")
    known = min(dict(reviewer.expertise).get(microcredential, 0), MOST_EXPERTISE)
    return float(EXPERTISE_STEP * (MOST_EXPERTISE - known))


def _draws(waiting: Sequence[Waiting], reviewers: Sequence[Reviewer]) -> Floats:
    rows = np.array([one.attempt.int % 2**31 for one in waiting], dtype=np.uint64)
    columns = np.array([one.person.int % 2**31 for one in reviewers], dtype=np.uint64)
    mixed = (rows[:, None] * np.uint64(2654435761)) ^ (columns[None, :] * np.uint64(2246822519))
    mixed ^= mixed >> np.uint64(15)
    return ((mixed * np.uint64(0x9E3779B1)) >> np.uint64(16)).astype(np.float64) % _DRAWS


def _bar(cost: Floats, waiting: Sequence[Waiting], reviewers: Sequence[Reviewer]) -> None:
    """Forbid what `may_judge` bars, found from the few ties there are instead of pair by pair."""
    at = {one.person: column for column, one in enumerate(reviewers)}
    at_school: dict[UUID, list[int]] = defaultdict(list)
    tied_to: dict[UUID, list[int]] = defaultdict(list)
    for column, one in enumerate(reviewers):
        for school in one.ties.schools | one.ties.recent_schools:
            at_school[school].append(column)
        for person in one.ties.supervises | one.ties.declared:
            tied_to[person].append(column)
    for row, attempt in enumerate(waiting):
        ties = attempt.ties
        people = {attempt.educator} | ties.supervises | ties.declared | attempt.had_a_seat
        barred = [at[one] for one in people if one in at] + tied_to[attempt.educator]
        for school in ties.schools | ties.recent_schools:
            barred += at_school[school]
        cost[row, barred] = np.inf


def _urgency(one: Waiting) -> int:
    return min(max(_HORIZON - one.days_left, 0), 2 * _HORIZON)


def _because(one: Waiting, who: Reviewer, better: int, able: int) -> str:
    late = who.done_in() - one.days_left
    when = f"likely {late} working days late" if late > 0 else "in time"
    known = dict(who.expertise).get(one.microcredential, 0)
    first = "none suits this attempt better"
    if better:
        first = f"{better} would suit this attempt better and are needed more elsewhere or full"
    return (
        f"Among the {able} who may judge it, {first}. Due in {one.days_left} working days, "
        f"{when}; expertise {known} of {MOST_EXPERTISE}; open reviews {who.open_reviews}; "
        f"asked {who.asked_lately} times lately."
    )


def _why_empty(one: Waiting, reviewers: Sequence[Reviewer]) -> str:
    qualified = [who for who in reviewers if one.microcredential in who.qualified_for]
    free = [who for who in qualified if may_judge(who, one).allowed]
    room = [who for who in free if who.room > 0]
    return (
        f"{len(qualified)} are qualified; nothing bars {len(free)} of them; "
        f"{len(room)} of these had room, and it goes where it is needed more."
    )
