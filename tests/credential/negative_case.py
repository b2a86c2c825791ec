"""One case of what must not pass: what was done, which check finds it, with what outcome."""

from collections.abc import Callable
from dataclasses import dataclass

from longleaf.credential.document import JsonObject
from longleaf.credential.report import Outcome, Overall, Report
from tests.credential.examples import result_of

FAILED, UNKNOWN = Outcome.FAILED, Outcome.COULD_NOT_CHECK
BAD, GOOD, COULD_NOT = Overall.BAD, Overall.GOOD, Overall.COULD_NOT_CHECK


@dataclass(frozen=True, slots=True)
class Case:
    """What was done, and what the report must say."""

    done: str
    report: Callable[[], Report]
    check: str
    outcome: Outcome
    reason: str
    overall: Overall = BAD

    def __str__(self) -> str:
        return self.done


def without(document: JsonObject, *names: str) -> JsonObject:
    """The same document less some of its members."""
    return {name: value for name, value in document.items() if name not in names}


def assert_found(case: Case) -> None:
    """The report names the check that finds it, and nothing of what a forgery makes pointless."""
    report = case.report()
    result = result_of(report, case.check)
    assert (result.outcome, result.reason) == (case.outcome, case.reason), result.sentence
    assert report.overall is case.overall
    assert result.sentence
    if case.outcome is FAILED and case.check in {"contexts", "schema", "proof", "issuer"}:
        assert report.result("trust") is None
        assert report.result("status") is None
