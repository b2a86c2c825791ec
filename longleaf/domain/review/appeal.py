"""Appeals: an educator asks that somebody who has not judged the work looks again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from longleaf.basis.problem import Problem
from longleaf.domain.evidence.due import due_on
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.review.judgment import CriterionFeedback, Judgment

APPEAL_SEAT: Final = 4
GROUNDS_LIMIT: Final = 5000
# Letters and digits of a reason that others can weigh.
_LEAST_LETTERS: Final = 20


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """What decides whether an attempt can be appealed.

    Attributes:
        submission: The submission's state.
        decided_on: When its last attempt was decided; None if it is not.
        days: Business days there are for it.
        was_appealed: Whether this attempt was appealed before.
    """

    submission: str
    decided_on: date | None
    days: int
    was_appealed: bool = False


def appeal_until(decided_on: date, days: int) -> date:
    """The last day on which a decision can be appealed."""
    return due_on(decided_on, days)


def why_not_appeal(facts: AppealFacts, *, on: date) -> str:
    """Why an attempt cannot be appealed on a day, as a sentence; "" if it can."""
    if facts.was_appealed:
        return "A decision can be appealed once, and this one was."
    if facts.submission != "not_yet" or facts.decided_on is None:
        return "Only a decision “not yet” can be appealed, before a revision is begun."
    last = appeal_until(facts.decided_on, facts.days)
    if on > last:
        return f"The time to appeal ended on {last:%B} {last.day}, {last.year}."
    return ""


def problems_of_grounds(grounds: str) -> list[Problem]:
    """What is wrong with an appeal's reason; `where` is "grounds". Raises nothing."""
    if sum(map(str.isalnum, grounds)) < _LEAST_LETTERS:
        fix = "Say which criterion you mean, and where your evidence shows it."
        return [Problem("grounds", "An appeal needs a reason that others can weigh.", fix)]
    if len(grounds) > GROUNDS_LIMIT:
        reason = f"This is longer than {GROUNDS_LIMIT:,} characters."
        return [Problem("grounds", reason, "Shorten it.")]
    return []


def problems_of_answer(answer: str) -> list[Problem]:
    """What is wrong with the answer to an appeal; `where` is "comment". Raises nothing."""
    if sum(map(str.isalnum, answer)) >= _LEAST_LETTERS:
        return []
    fix = "Answer the educator's reason under “Your answer”, in a few sentences."
    return [Problem("comment", "An appeal needs an answer with reasons.", fix)]


def after_appeal(
    feedback: Sequence[CriterionFeedback], rubric: Rubric, answered: Judgment | None
) -> tuple[CriterionFeedback, ...]:
    """What an attempt came to once its appeal is answered.

    Whoever answers can only let more pass: what had passed is not judged again, and a criterion
    that they find shown counts, whether or not all are.
    """
    if answered is None:
        return tuple(feedback)
    found = []
    for one in feedback:
        score = answered.scores.get(one.criterion)
        if score is not None and score.level and rubric.passes(score.level) and not one.passed:
            found.append(replace(one, passed=True, scores=(score,)))
        else:
            found.append(one)
    return tuple(found)
