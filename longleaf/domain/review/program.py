"""How an organization has its micro-credentials reviewed: what it asks for and what it promises."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from longleaf.basis.problem import Problem


class Scoring(StrEnum):
    """How many judge an attempt at first."""

    DOUBLE = "double"
    SAMPLE = "sample"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Program:
    """The settings of a program; as they stand here where nobody has said anything.

    Attributes:
        review_days: Business days from handing in to the answer.
        checks_completeness: Whether somebody looks first if it can be judged at all.
        completeness_days: Business days that this look may take.
        scoring: How many judge at first.
        sample_percent: Of what share two judge, where `scoring` is by sample.
        most_attempts: How many attempts there are before a coach helps; None without a limit.
        appeal_days: Business days after a decision in which it can be appealed.
        appeal_answer_days: Business days that the answer to an appeal may take.
    """

    review_days: int = 10
    checks_completeness: bool = False
    completeness_days: int = 1
    scoring: Scoring = Scoring.DOUBLE
    sample_percent: int = 20
    most_attempts: int | None = None
    appeal_days: int = 20
    appeal_answer_days: int = 10


_DAYS: Final = (
    ("review_days", "The answer", 60),
    ("completeness_days", "The check of completeness", 5),
    ("appeal_days", "The time to appeal", 120),
    ("appeal_answer_days", "The answer to an appeal", 60),
)
_MOST: Final = 20
_SHARE: Final = 100


def problems_of_program(program: Program) -> list[Problem]:
    """What of these settings cannot be; `where` is the setting's name. Raises nothing."""
    problems = [
        Problem(
            name,
            f"{what} takes 1 to {longest} business days, not {getattr(program, name)}.",
            "Write such a number.",
        )
        for name, what, longest in _DAYS
        if not 1 <= getattr(program, name) <= longest
    ]
    if program.completeness_days >= program.review_days:
        problems.append(
            Problem(
                "completeness_days",
                "The check would take all of the time that is promised for the answer.",
                "Give it fewer days, or promise the answer later.",
            )
        )
    if program.most_attempts is not None and not 1 <= program.most_attempts <= _MOST:
        reason = f"There are 1 to {_MOST} attempts, or no limit."
        problems.append(Problem("most_attempts", reason, "Write such a number, or leave it empty."))
    if not 0 <= program.sample_percent <= _SHARE:
        reason = "A share is between 0 and 100 percent."
        problems.append(Problem("sample_percent", reason, "Write such a number."))
    return problems


@dataclass(frozen=True, slots=True)
class AttemptsStanding:
    """How many attempts an educator has made, and may make.

    Attributes:
        used: Attempts that were decided.
        allowed: As many as there may be, those that coaches opened included; None without limit.
    """

    used: int
    allowed: int | None

    @property
    def left(self) -> int | None:
        """How many may still be begun; None without a limit."""
        return None if self.allowed is None else max(0, self.allowed - self.used)

    @property
    def needs_coach(self) -> bool:
        """Whether none is left, so that a coach helps before the next."""
        return self.left == 0


def attempts_standing(
    *, used: int, settled: int | None, current: int | None, opened: int
) -> AttemptsStanding:
    """How many attempts there may be, in the educator's favor where a limit changed meanwhile.

    Args:
        used: Attempts that were decided.
        settled: The limit when the last of them was handed in; None for none.
        current: The program's limit now; None for none.
        opened: Attempts that coaches have opened.
    """
    if settled is None or current is None:
        return AttemptsStanding(used, None)
    return AttemptsStanding(used, max(settled, current) + opened)
