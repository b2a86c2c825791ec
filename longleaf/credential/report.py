"""What a check of a credential found: one result per check, three outcomes that never mix."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

CHECKS = (
    "readable",
    "contexts",
    "schema",
    "proof",
    "issuer",
    "dates",
    "status",
    "trust",
    "endorsements",
)
"""The checks, in the order in which they are made."""

PRESENTATION_CHECKS = (
    "readable",
    "contexts",
    "schema",
    "proof",
    "holder",
    "dates",
    "subject",
    "credentials",
)
"""The checks of a presentation, in the order in which they are made."""

_SAID_ONLY = frozenset({"trust", "subject", "endorsements"})
"""Checks that, if they could not be made, are said and left to the reader to judge."""

_OF_GENUINENESS = frozenset({"readable", "contexts", "schema", "proof", "issuer"})
"""The checks that say whether a document is what its issuer signed, whatever became of it since."""

LAPSED = "endorsement_lapsed"
"""The reason of a failed check of endorsements that does not speak against the badge itself."""


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
        name: Which check; one of `CHECKS`, or of `PRESENTATION_CHECKS`.
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
class Within:
    """A credential inside another, with its own report; `id` and `name` are what it says."""

    id: str
    name: str
    report: "Report"

    def as_json(self) -> dict[str, object]:
        """The same as a JSON object."""
        return {"id": self.id, "name": self.name, "report": self.report.as_json()}


@dataclass(frozen=True, slots=True)
class Report:
    """All results, in order. Checks that an earlier one made pointless are not in it.

    Attributes:
        results: One for each check made.
        checks: The names of the checks there are to make.
        within: The credentials inside a learner record, each with its own report.
    """

    results: tuple[CheckResult, ...]
    checks: tuple[str, ...] = CHECKS
    within: tuple[Within, ...] = ()

    @property
    def overall(self) -> Overall:
        """Bad if any check failed; could not check if any could not be made; else good.

        That nobody here knows the issuer is said, but does not turn a sound badge into an
        unchecked one: the signature shows who issued it, and the reader judges them. An
        endorsement that has lapsed does not speak against the badge, nor does a badge that has
        lapsed against the record that holds it; one that is not genuine does. A record consists of
        its badges, so that one that could not be checked leaves the record unchecked.
        """
        if any(
            result.outcome is Outcome.FAILED and result.reason != LAPSED for result in self.results
        ) or any(inner.report.genuine is Outcome.FAILED for inner in self.within):
            return Overall.BAD
        if any(
            result.outcome is Outcome.COULD_NOT_CHECK and result.name not in _SAID_ONLY
            for result in self.results
        ) or any(inner.report.overall is Overall.COULD_NOT_CHECK for inner in self.within):
            return Overall.COULD_NOT_CHECK
        return Overall.GOOD

    @property
    def genuine(self) -> Outcome:
        """Whether the document is what its issuer signed, whether or not it still holds."""
        outcomes = {result.outcome for result in self.results if result.name in _OF_GENUINENESS}
        within = {inner.report.genuine for inner in self.within}
        for outcome in (Outcome.FAILED, Outcome.COULD_NOT_CHECK):
            if outcome in outcomes | within:
                return outcome
        return Outcome.PASSED

    @property
    def first_not_passed(self) -> CheckResult | None:
        """The first check that did not pass, but for trust; None if there is none."""
        return next(
            (
                result
                for result in self.results
                if result.outcome is not Outcome.PASSED and result.name not in _SAID_ONLY
            ),
            None,
        )

    @property
    def not_made(self) -> tuple[str, ...]:
        """The checks that were not made because an earlier one did not pass."""
        made = {result.name for result in self.results}
        return tuple(name for name in self.checks if name not in made)

    def __iter__(self) -> Iterator[CheckResult]:
        return iter(self.results)

    def result(self, name: str) -> CheckResult | None:
        """The result of one check; None if it was not made."""
        for result in self.results:
            if result.name == name:
                return result
        return None

    def as_json(self) -> dict[str, object]:
        """The report as a JSON object."""
        return {
            "overall": str(self.overall),
            "checks": [result.as_json() for result in self.results],
            "not_made": list(self.not_made),
            **({"within": [inner.as_json() for inner in self.within]} if self.within else {}),
        }
