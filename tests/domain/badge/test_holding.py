"""What the report on a badge from elsewhere means for its holder."""

from datetime import UTC, datetime, timedelta

import pytest

from longleaf.credential.report import LAPSED, CheckResult, Outcome, Report
from longleaf.domain.badge.holding import (
    LATER,
    SOONER,
    USUAL,
    Holding,
    check_after,
    holding_of,
    may_be_kept,
    why_not,
)

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)


def report(*failed: tuple[str, str], unknown: str = "") -> Report:
    """A report in which these checks failed and one perhaps could not be made."""
    results = [CheckResult("proof", Outcome.PASSED, "signature_holds", "It holds.")]
    results += [CheckResult(name, Outcome.FAILED, why, f"{why}.") for name, why in failed]
    if unknown:
        results.append(CheckResult(unknown, Outcome.COULD_NOT_CHECK, "not_there", "Not there."))
    return Report(tuple(results))


@pytest.mark.parametrize(
    ("given", "holding"),
    [
        (report(), Holding.HOLDS),
        (report(unknown="trust"), Holding.HOLDS),
        (report(unknown="status"), Holding.UNCHECKED),
        (report(("dates", "expired")), Holding.EXPIRED),
        (report(("dates", "signature_expired")), Holding.EXPIRED),
        (report(("dates", "not_yet_valid")), Holding.NOT_YET),
        (report(("dates", "signed_in_the_future")), Holding.BROKEN),
        (report(("status", "revoked")), Holding.REVOKED),
        (report(("status", "suspended")), Holding.SUSPENDED),
        (report(("status", "malformed_status")), Holding.BROKEN),
        (report(("trust", "issuer_distrusted")), Holding.DISTRUSTED),
        (report(("trust", "achievement_of_another")), Holding.DISTRUSTED),
        (report(("endorsements", "bad_endorsement")), Holding.UNCHECKED),
        (report(("endorsements", LAPSED)), Holding.HOLDS),
        (report(("issuer", "not_signed_by_issuer")), Holding.BROKEN),
        (report(("schema", "not_as_the_standard_asks")), Holding.BROKEN),
        (report(("dates", "expired"), ("status", "revoked")), Holding.REVOKED),
        (report(("dates", "expired"), unknown="status"), Holding.EXPIRED),
        (report(("dates", "expired"), ("issuer", "not_signed_by_issuer")), Holding.BROKEN),
    ],
)
def test_a_report_says_how_a_badge_stands(given: Report, holding: Holding) -> None:
    assert holding_of(given) is holding


def test_all_but_what_is_broken_may_be_kept() -> None:
    assert [one for one in Holding if not may_be_kept(one)] == [Holding.BROKEN]


def test_the_first_failure_is_the_reason_else_what_could_not_be_checked() -> None:
    assert why_not(report(("dates", "expired"), unknown="schema")) == "expired."
    assert why_not(report(unknown="status")) == "Not there."
    assert why_not(report()) == ""


@pytest.mark.parametrize(
    ("holding", "expires_in", "wait"),
    [
        (Holding.HOLDS, None, USUAL),
        (Holding.HOLDS, timedelta(hours=1), timedelta(hours=1, seconds=1)),
        (Holding.HOLDS, USUAL, USUAL),
        (Holding.HOLDS, timedelta(0), USUAL),
        (Holding.UNCHECKED, None, SOONER),
        (Holding.SUSPENDED, None, USUAL),
        (Holding.REVOKED, None, LATER),
        (Holding.EXPIRED, timedelta(hours=1), LATER),
    ],
)
def test_it_is_checked_again_in_time(
    holding: Holding, expires_in: timedelta | None, wait: timedelta
) -> None:
    expires_at = None if expires_in is None else NOW + expires_in
    assert check_after(holding, expires_at=expires_at, now=NOW) == NOW + wait
