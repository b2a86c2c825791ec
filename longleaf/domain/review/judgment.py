"""What the judgments of an attempt come to: levels, one reviewer's outcome, the decision."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.shape import Rubric

FIRST_SEATS = (1, 2)
THIRD_SEAT = 3
# Letters and digits that a reason must have to be one; "See rubric." has nine.
REASON_LETTERS = 20
REASON_LIMIT = 5000


class Outcome(StrEnum):
    """What one reviewer found, and what an attempt came to."""

    EARNED = "earned"
    NOT_YET = "not_yet"


class Ruling(StrEnum):
    """Where an attempt stands after the reviews finished so far."""

    EARNED = "earned"
    NOT_YET = "not_yet"
    THIRD_OPINION_NEEDED = "third_opinion_needed"
    WAITING = "waiting"

    @property
    def outcome(self) -> Outcome | None:
        """The outcome decided, or None while there is none."""
        return Outcome(self.value) if self in (Ruling.EARNED, Ruling.NOT_YET) else None


@dataclass(frozen=True, slots=True)
class Score:
    """The level given on one criterion ("" if none yet), and why."""

    level: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgment:
    """One finished review."""

    seat: int
    outcome: Outcome
    scores: Mapping[str, Score] = field(default_factory=dict)
    comment: str = ""


def problems_of_review(
    rubric: Rubric, scores: Mapping[str, Score], open_criteria: Collection[str]
) -> list[Problem]:
    """What still stands between a review and finishing it; empty when nothing does.

    Every open criterion needs a level; one below passing also needs a reason that the educator
    can work with. `where` is the criterion's key. Raises nothing.
    """
    problems = []
    for criterion in rubric.criteria:
        if criterion.key not in open_criteria:
            continue
        score = scores.get(criterion.key, Score())
        if score.level not in criterion.descriptions:
            problems.append(
                Problem(criterion.key, f"“{criterion.title}” has no level yet.", "Choose one.")
            )
        elif not rubric.passes(score.level) and _letters(score.reason) < REASON_LETTERS:
            problems.append(
                Problem(
                    criterion.key,
                    f"“{criterion.title}” is below passing and needs a reason.",
                    "Say in a sentence what the evidence showed and what was missing.",
                )
            )
    return problems


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def outcome_of_review(
    rubric: Rubric, scores: Mapping[str, Score], open_criteria: Collection[str]
) -> Outcome:
    """Earned if and only if every open criterion reaches the passing level.

    No criterion makes up for another: each is something that students depend on.

    Raises:
        ValueError: If a criterion has no level, or one that the rubric does not know, or if no
            criterion is open at all.
    """
    if not open_criteria:
        message = "A review of no criterion has no outcome."
        raise ValueError(message)
    passed = [rubric.passes(scores.get(key, Score()).level) for key in open_criteria]
    return Outcome.EARNED if all(passed) else Outcome.NOT_YET


def decide(reviews: Iterable[Judgment]) -> Ruling:
    """Say where an attempt stands; what two reviewers agree on is decided.

    The first two seats judge independently; where they differ, a third decides by agreeing with
    one of them. The order of the reviews does not matter.

    Raises:
        ValueError: If two reviews are from one seat, or a seat is not 1, 2 or 3.
    """
    judgments = list(reviews)
    seats = [one.seat for one in judgments]
    if len(set(seats)) < len(seats) or not set(seats) <= {*FIRST_SEATS, THIRD_SEAT}:
        message = f"An attempt has the seats 1, 2 and 3, each once; these are {sorted(seats)}."
        raise ValueError(message)
    found = Counter(one.outcome for one in judgments)
    for outcome, ruling in ((Outcome.EARNED, Ruling.EARNED), (Outcome.NOT_YET, Ruling.NOT_YET)):
        if found[outcome] >= len(FIRST_SEATS):
            return ruling
    return Ruling.THIRD_OPINION_NEEDED if len(found) == len(Outcome) else Ruling.WAITING


def seats_to_fill(reviews: Iterable[Judgment], *, taken: Collection[int]) -> tuple[int, ...]:
    """The seats that must be filled now, given those finished and those `taken` at all.

    Raises:
        ValueError: As `decide`.
    """
    ruling = decide(reviews)
    wanted: tuple[int, ...] = ()
    if ruling is Ruling.WAITING:
        wanted = FIRST_SEATS
    elif ruling is Ruling.THIRD_OPINION_NEEDED:
        wanted = (THIRD_SEAT,)
    return tuple(seat for seat in wanted if seat not in taken)


def may_see_others(own: Judgment | None, reviews: Collection[Judgment]) -> bool:
    """Whether a reviewer may see what the others found: not before they and both first are done.

    Whoever sits in the third seat has an opinion of their own only if they form it first.
    """
    seats = {one.seat for one in reviews}
    return own is not None and seats.issuperset(FIRST_SEATS)


@dataclass(frozen=True, slots=True)
class CriterionFeedback:
    """What an attempt came to on one criterion.

    Attributes:
        criterion: Its key.
        passed: Whether it need not be shown again.
        scores: The levels and reasons of the reviews that carried the decision, in seat order.
    """

    criterion: str
    passed: bool
    scores: tuple[Score, ...]


def combined_feedback(
    rubric: Rubric, reviews: Sequence[Judgment], open_criteria: Collection[str]
) -> tuple[CriterionFeedback, ...]:
    """What the educator is told, criterion by criterion in the rubric's order.

    Only the reviews that carried the decision speak: the two that agreed. A criterion is passed if
    and only if **each** of them puts it at the passing level or above; otherwise it is one of those
    to revise. So every "not yet" leaves at least one criterion to revise, and an "earned" none.

    Raises:
        ValueError: If the attempt is not decided yet; or as `decide`.
    """
    outcome = decide(reviews).outcome
    if outcome is None:
        message = "There is no feedback before the decision."
        raise ValueError(message)
    carrying = sorted((one for one in reviews if one.outcome is outcome), key=lambda one: one.seat)
    found = []
    for criterion in rubric.criteria:
        if criterion.key in open_criteria:
            scores = tuple(one.scores.get(criterion.key, Score()) for one in carrying)
            passed = all(score.level and rubric.passes(score.level) for score in scores)
            found.append(CriterionFeedback(criterion.key, passed, scores))
    return tuple(found)


def to_revise(feedback: Iterable[CriterionFeedback]) -> tuple[str, ...]:
    """The criteria that the next attempt must show; those that passed are not judged again."""
    return tuple(one.criterion for one in feedback if not one.passed)
