"""Credentials inside credentials: how deep a check goes, and the same checks for all forms."""

import pytest

from longleaf.credential.ports import DidKeys, NoRegistry, NoStatusLists
from longleaf.credential.report import CHECKS, Outcome, Overall, Report
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verification import Circumstances, Verification
from longleaf.credential.verify import circumstances_of, verify, verify_any
from tests.credential.examples import NOW, SIGNER, badge, signed


def circumstances(depth: int = 0) -> Circumstances:
    return Circumstances(
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        keys=DidKeys(),
        documents=None,
        verify=verify_any,
        depth=depth,
    )


@pytest.mark.parametrize(("depth", "overall"), [(0, Overall.GOOD), (2, Overall.GOOD)])
def test_a_credential_inside_others_is_checked_as_any(depth: int, overall: Overall) -> None:
    inner = signed(badge(status=False))
    assert circumstances(depth).verify_within(inner).overall is overall


def test_the_fourth_credential_inside_one_another_is_not_read() -> None:
    report = circumstances(3).verify_within(signed(badge(status=False)))
    result = report.result("readable")
    assert result is not None
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "nested_too_deep")


def test_a_check_that_stops_keeps_what_was_found_before() -> None:
    verification = Verification(circumstances())

    def make() -> None:
        verification.passed("readable", "readable", "Read.")
        verification.check_contexts({}, Claims({}))
        raise AssertionError  # pragma: no cover - the check above stops

    report = verification.report(make)
    assert [result.name for result in report] == ["readable", "contexts"]
    assert report.not_made == CHECKS[2:]


def test_without_anything_to_ask_only_what_came_is_looked_at() -> None:
    asked = circumstances_of(trust=NoRegistry(), status=NoStatusLists(), now=NOW)
    assert isinstance(asked.keys, DidKeys)
    assert asked.documents is None
    report: Report = verify(
        signed(badge(status=False)), trust=NoRegistry(), status=NoStatusLists(), now=NOW
    )
    assert report.overall is Overall.GOOD
    assert report.result("issuer") is not None
    assert SIGNER.controller in str(report.result("issuer"))
