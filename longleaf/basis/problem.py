"""What is wrong with something handed in: where, why, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the input, in words for the person who can mend it.

    Attributes:
        where: The field, part, row or "file:line" at fault; "" if it is the whole.
        reason: What is wrong, as a sentence.
        fix: What to do about it, as a sentence; "" if the reason says it.
    """

    where: str
    reason: str
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.reason}{' ' + self.fix if self.fix else ''}"


class ProblemsError(ValueError):
    """The input cannot be accepted; `problems` says all that is wrong, not just the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
