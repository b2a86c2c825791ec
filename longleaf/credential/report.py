"""What a check of a credential found: one result per check, three outcomes that never mix."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

CHECKS = ("readable", "contexts", "schema", "proof", "issuer", "dates", "status", "trust")
"""The checks, in the order in which they are made."""


class Outcome(StrEnum):
    """What one check found. A thing that could not be checked is neither good nor bad."""

    PASSED = "passed"
    FAILED = "failed"
    COULD_NOT_CHECK = "could_not_check"


class Overall(StrEnum):
    """What the whole report says."""

    GOOD = "good"
    BAD = "bad"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check.

    Attributes:
        name: Which check; one of `CHECKS`.
        outcome: What it found.
        reason: A stable key in snake_case, for programs and translations.
        sentence: The same in plain English, for whoever was shown the badge.
        fix: What to do about it; "" if there is nothing to do.
    """

    name: str
    outcome: Outcome
    reason: str
    sentence: str
    fix: str = ""

    def as_json(self) -> dict[str, str]:
        """The result as a JSON object."""
        return {
            "name": self.name,
            "outcome": str(self.outcome),
            "reason": self.reason,
            "sentence": self.sentence,
            "fix": self.fix,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All results, in order. Checks that an earlier one made pointless are not in it."""

    results: tuple[CheckResult, ...]

    @property
    def overall(self) -> Overall:
        """Bad if any check failed; could not check if any could not be made; else good.

        That nobody here knows the issuer is said, but does not turn a sound badge into an
        unchecked one: the signature shows who issued it, and the reader judges them.
        """
        if any(result.outcome is Outcome.FAILED for result in self.results):
            return Overall.BAD
        if any(
            result.outcome is Outcome.COULD_NOT_CHECK and result.name != "trust"
            for result in self.results
        ):
            return Overall.COULD_NOT_CHECK
        return Overall.GOOD

    @property
    def not_made(self) -> tuple[str, ...]:
        """The checks that were not made because an earlier one did not pass."""
        made = {result.name for result in self.results}
        return tuple(name for name in CHECKS if name not in made)

    def __iter__(self) -> Iterator[CheckResult]:
        return iter(self.results)

    def result(self, name: str) -> CheckResult | None:
        """The result of one check; None if it was not made."""
        return next((result for result in self.results if result.name == name), None)

    def as_json(self) -> dict[str, object]:
        """The report as a JSON object."""
        return {
            "overall": str(self.overall),
            "checks": [result.as_json() for result in self.results],
            "not_made": list(self.not_made),
        }
