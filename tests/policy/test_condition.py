"""Conditions and carry-over: what must be so before an activity counts, and in which cycle."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Activity, Employer, Facts
from longleaf.policy.finding import Outcome
from longleaf.policy.rules import Rules
from tests.policy.toy import BEGAN, EXPIRES, LOCAL, POLICY, license_of, toy, workshop

ASKS = """conditions:
  asked:
    kinds: [workshop]
    held:
      - {last: 2022-12-31, unknown: Nobody has said., citation: law}
      - {first: 2023-01-01, last: 2025-12-31, asks: {TERMS}, citation: law}
"""
BANK = """carry_over:
  workshops:
    kinds: [workshop]
    held:
      - {last: 2021-03-31, unknown: Nobody has said., citation: law}
      - {first: 2021-04-01, last: 2025-12-31, months: 3, citation: law}
"""
ALL = workshop("a", "10", "craft", unit="point")


def asking(folder: Path, terms: str) -> Rules:
    return toy(folder, POLICY + ASKS.replace("TERMS", terms))


def said(rules: Rules, activity: Activity) -> tuple[Outcome, list[str]]:
    facts = Facts(license_of(grade_span=None), activities=(activity,))
    found = evaluate(rules, facts, EXPIRES)
    return found.findings[0].outcome, [one.key for one in found.entries[0].reasons]


@pytest.mark.parametrize(
    ("evidence", "outcome", "reasons"),
    [
        (("badge_link",), Outcome.MET, []),
        (("certificate", "badge_link"), Outcome.MET, []),
        (("certificate",), Outcome.UNMET, ["entry.evidence_missing"]),
        ((), Outcome.UNMET, ["entry.evidence_missing"]),
        (None, Outcome.UNKNOWN, ["entry.evidence_unknown"]),
    ],
)
def test_one_of_the_kinds_of_evidence_must_be_on_file(
    tmp_path: Path, evidence: tuple[str, ...] | None, outcome: Outcome, reasons: list[str]
) -> None:
    rules = asking(tmp_path, "evidence: [transcript, badge_link]")
    assert said(rules, replace(ALL, evidence=evidence)) == (outcome, reasons)


@pytest.mark.parametrize(
    ("by", "outcome", "reasons"),
    [
        ("lea", Outcome.MET, []),
        ("colleague", Outcome.UNMET, ["entry.approver_may_not"]),
        (None, Outcome.UNKNOWN, ["entry.approver_unknown"]),
    ],
)
def test_only_those_named_may_approve(
    tmp_path: Path, by: str | None, outcome: Outcome, reasons: list[str]
) -> None:
    rules = asking(tmp_path, "approved_by: [lea, state]")
    assert said(rules, replace(ALL, approved_by=by)) == (outcome, reasons)


@pytest.mark.parametrize(
    ("began_on", "approved_on", "outcome", "reasons"),
    [
        (date(2024, 9, 1), date(2024, 9, 1), Outcome.MET, []),
        (date(2024, 9, 1), date(2024, 9, 2), Outcome.UNMET, ["entry.approved_late"]),
        (None, date(2024, 10, 1), Outcome.UNKNOWN, ["entry.advance_unknown"]),
        (None, date(2024, 10, 2), Outcome.UNMET, ["entry.approved_late"]),
        (date(2024, 9, 1), None, Outcome.UNKNOWN, ["entry.advance_unknown"]),
    ],
)
def test_approval_in_advance_is_given_by_the_first_day(
    tmp_path: Path,
    began_on: date | None,
    approved_on: date | None,
    outcome: Outcome,
    reasons: list[str],
) -> None:
    rules = asking(tmp_path, "approved_in_advance: true")
    one = replace(ALL, began_on=began_on, approved_on=approved_on)
    assert said(rules, one) == (outcome, reasons)


@pytest.mark.parametrize(("points", "counts"), [("1.9", False), ("2", True)])
def test_an_activity_may_have_to_be_of_a_size(tmp_path: Path, points: str, counts: bool) -> None:
    rules = asking(tmp_path, "at_least: 2")
    _, reasons = said(rules, workshop("a", points, unit="point"))
    assert reasons == ([] if counts else ["entry.too_small"])


def test_what_has_no_known_worth_is_not_said_to_be_too_small(tmp_path: Path) -> None:
    rules = asking(tmp_path, "at_least: 2")
    assert said(rules, workshop("a", "1", unit="furlong"))[1] == ["worth.unit_not_in_policy"]


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (date(2022, 12, 31), ["entry.condition_unknown"]),
        (date(2023, 1, 1), ["entry.approver_unknown"]),
        (date(2025, 12, 31), ["entry.approver_unknown"]),
        (date(2026, 1, 1), []),
        (None, ["entry.day_unknown"]),
    ],
)
def test_a_condition_holds_by_the_day_the_activity_was_completed(
    tmp_path: Path, day: date | None, reasons: list[str]
) -> None:
    rules = asking(tmp_path, "approved_by: [lea]")
    assert said(rules, replace(ALL, completed_on=day))[1] == reasons


def test_a_condition_holds_only_for_the_kinds_it_names(tmp_path: Path) -> None:
    rules = asking(tmp_path, "approved_by: [lea]")
    assert said(rules, replace(ALL, kind="other"))[1] == ["entry.kind_not_in_policy"]


def test_what_speaks_against_an_activity_is_cited(tmp_path: Path) -> None:
    rules = asking(tmp_path, "approved_by: [lea]")
    facts = Facts(license_of(grade_span=None), activities=(ALL,))
    (entry,) = evaluate(rules, facts, EXPIRES).entries
    assert [one.key for one in entry.citations] == ["law", "law"]


def banked(
    rules: Rules, day: date, began_on: date | None = BEGAN, *, on: date = EXPIRES
) -> Evaluation:
    held = license_of(grade_span=None, began_on=began_on)
    one = replace(ALL, completed_on=day, banked=True)
    return evaluate(rules, Facts(held, activities=(one,)), on)


@pytest.mark.parametrize(
    ("day", "outcome", "reasons"),
    [
        (date(2021, 3, 31), Outcome.UNKNOWN, ["entry.banking_unknown"]),
        (date(2021, 4, 1), Outcome.MET, []),
        (date(2021, 6, 30), Outcome.MET, []),
        (date(2021, 7, 1), Outcome.UNMET, ["entry.banked_for_next"]),
        (date(2026, 1, 1), Outcome.MET, []),
    ],
)
def test_credit_of_the_last_months_of_a_cycle_may_be_kept_for_the_next(
    tmp_path: Path, day: date, outcome: Outcome, reasons: list[str]
) -> None:
    found = banked(toy(tmp_path, POLICY + BANK), day)
    assert found.findings[0].outcome is outcome
    assert [one.key for one in found.entries[0].reasons] == reasons


def test_credit_from_before_those_months_may_not(tmp_path: Path) -> None:
    found = banked(toy(tmp_path, POLICY + BANK), date(2021, 4, 1), date(2021, 7, 2))
    assert [one.key for one in found.entries[0].reasons] == ["entry.before_cycle"]


def test_credit_that_nobody_banked_belongs_to_its_own_cycle(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + BANK)
    assert said(rules, replace(ALL, completed_on=date(2021, 6, 30)))[1] == ["entry.before_cycle"]


def test_what_was_banked_later_than_the_day_asked_about_is_not_looked_at(tmp_path: Path) -> None:
    found = banked(toy(tmp_path, POLICY + BANK), date(2021, 6, 30), on=date(2021, 6, 29))
    assert [one.key for one in found.entries[0].reasons] == ["entry.later"]


def test_without_the_first_day_of_the_cycle_banked_credit_is_open(tmp_path: Path) -> None:
    found = banked(toy(tmp_path, POLICY + BANK), date(2021, 6, 30), None)
    assert [one.key for one in found.entries[0].reasons] == ["entry.cycle_unknown"]


def test_a_local_board_may_allow_banking_and_set_conditions(tmp_path: Path) -> None:
    terms = ASKS.replace("TERMS", "approved_by: [lea]")
    rules = toy(tmp_path, POLICY, LOCAL + BANK + terms)
    held = license_of(grade_span=None)
    old = replace(ALL, completed_on=date(2021, 6, 30), banked=True)
    facts = Facts(held, Employer("toy", "valley"), activities=(old,))
    (entry,) = evaluate(rules, facts, EXPIRES).entries
    assert [one.key for one in entry.reasons] == ["entry.condition_unknown"]
    elsewhere = evaluate(rules, replace(facts, employer=Employer("toy")), EXPIRES)
    assert [one.key for one in elsewhere.entries[0].reasons] == ["entry.before_cycle"]


@pytest.mark.parametrize("section", [BANK, ASKS.replace("TERMS", "at_least: 1")])
def test_a_kind_that_does_not_exist_is_said(tmp_path: Path, section: str) -> None:
    with pytest.raises(ProblemsError, match="There is no kind of activity “workshops”"):
        toy(tmp_path, POLICY + section.replace("[workshop]", "[workshops]"))
