"""None of these documents passes, and each report names the right check and the reason."""

import json

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.ports import NoRegistry
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.credential.verify import verify
from tests.credential.examples import NOW, UNMARKED
from tests.credential.negative import data_integrity
from tests.credential.negative.builder import STARTS, VERBS, Case, cases, good

CREDENTIALS = list(cases("data_integrity"))
PRESENTATIONS = list(cases("presentations"))
UNDER = {
    Outcome.FAILED: Overall.BAD,
    Outcome.COULD_NOT_CHECK: Overall.COULD_NOT_CHECK,
}
UNSOUND = {"signed by a stranger", "signed to authenticate", "unsigned", "did:web, withdrawn key"}


class Published:
    """The one issuer's document that can be had."""

    def document(self, address: str) -> bytes | None:
        if address != "https://badges.northfield.example/issuers/northfield/did.json":
            return None
        return json.dumps(data_integrity.DOCUMENT_OF_WEB).encode()


def report_on(document: JsonObject | str, case: Case | None = None) -> Report:
    return verify(
        document,
        trust=NoRegistry(),
        status=UNMARKED,
        now=case.now if case else NOW,
        documents=Published(),
    )


def report_on_presentation(document: JsonObject | str) -> Report:
    return verify_presentation(
        document,
        trust=NoRegistry(),
        status=UNMARKED,
        now=NOW,
        documents=Published(),
        challenge="once",
        domain="https://asks.example",
    )


def assert_found(case: Case, report: Report) -> None:
    found = {result.name: (result.outcome, result.reason) for result in report}
    assert report.overall is UNDER[case.outcome], found
    assert found.get(case.check) == (case.outcome, case.reason), found
    place = report.checks.index(case.check)
    wrong_before = [name for name in report.checks[:place] if found[name][0] is not Outcome.PASSED]
    assert wrong_before == ([case.also] if case.also else []), found


@pytest.mark.parametrize(
    "start",
    [name for name in STARTS if name not in UNSOUND and not name.startswith("present")],
)
def test_each_start_passes_as_it_is(start: str) -> None:
    """Else a case could be refused for another reason than the one it is about."""
    assert report_on(good(start)).overall is Overall.GOOD


def test_the_presentation_passes_as_it_is() -> None:
    assert report_on_presentation(good("presentation")).overall is Overall.GOOD


@pytest.mark.parametrize("case", CREDENTIALS, ids=str)
def test_a_credential_that_must_not_pass_does_not(case: Case) -> None:
    assert_found(case, report_on(case.document(), case))


@pytest.mark.parametrize("case", PRESENTATIONS, ids=str)
def test_a_presentation_that_must_not_pass_does_not(case: Case) -> None:
    assert_found(case, report_on_presentation(case.document()))


@pytest.mark.parametrize("case", [*CREDENTIALS, *PRESENTATIONS], ids=str)
def test_what_was_not_signed_as_it_stands_is_said_to_be_nobody_s(case: Case) -> None:
    """A failed signature suppresses what would mean nothing after it."""
    report = report_on(case.document(), case)
    if case.check in ("readable", "contexts", "proof"):
        assert not {"issuer", "dates", "status", "trust"} & {result.name for result in report}


def test_there_are_cases_of_each_kind() -> None:
    assert len({str(case) for case in CREDENTIALS}) == len(CREDENTIALS)
    assert len(CREDENTIALS) + len(PRESENTATIONS) > 200
    assert {step[0] for case in [*CREDENTIALS, *PRESENTATIONS] for step in case.steps} == set(VERBS)
