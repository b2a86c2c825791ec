"""What changes the demand for one person: years employed, extensions, plans, several licenses."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from longleaf.basis.day import months_after
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Assignment, Employer, Facts, PlanFact
from longleaf.policy.facts_reading import read_facts
from longleaf.policy.finding import Outcome
from longleaf.policy.rules import Rules
from tests.policy.toy import EXPIRES, LOCAL, POLICY, license_of, toy, workshop

HELD = license_of(grade_span=None)
PRORATED = POLICY.replace(
    "activities:\n",
    """        prorated:
          - {last: 2025-12-31, unknown: Nobody has said., citation: law}
          - {first: 2026-01-01, last: 2026-12-31, years: 5, citation: law}
activities:
""",
    1,
)
EXTENSION = """extension:
  - {last: 2025-12-31, unknown: Nobody has said., citation: law}
  - {first: 2026-01-01, last: 2026-12-31, months: 12, citation: law}
"""
PLAN = """alternative_plans:
  mastery:
    title: The plan for mastery
    licenses: [teacher]
    held:
      - {first: 2025-01-01, last: 2025-12-31, unknown: Nobody has said., citation: law}
      - {first: 2026-01-01, last: 2026-12-31, in_force: true, citation: law}
      - {first: 2027-01-01, in_force: false, citation: law}
"""
MAJORITY = """majority_of_time:
  - {last: 2026-12-31, decides: true, citation: law}
  - {first: 2027-01-01, decides: false, citation: law}
"""
HALF = Fraction(1, 2)


def expiring(day: date) -> Facts:
    return Facts(license_of(grade_span=None, expires_on=day))


def with_plan(
    rules: Rules, met: bool | None, *, on: date = EXPIRES, points: str = "1"
) -> Evaluation:
    facts = replace(
        expiring(on),
        activities=(workshop("a", points, "craft", unit="point"),),
        plan=PlanFact("mastery", met),
    )
    return evaluate(rules, facts, on)


@pytest.mark.parametrize(("years", "asked"), [("5", 10), ("6", 10), ("3", 6), ("1/2", 1), ("0", 0)])
def test_fewer_years_of_employment_ask_for_so_much_less(
    tmp_path: Path, years: str, asked: int
) -> None:
    held = replace(HELD, years_employed=Fraction(years))
    found = evaluate(toy(tmp_path, PRORATED), Facts(held), EXPIRES)
    assert found.required == asked
    assert sum(one.required for one in found.categories) == asked


def test_where_the_years_are_not_known_neither_is_what_is_asked_for(tmp_path: Path) -> None:
    found = evaluate(toy(tmp_path, PRORATED), Facts(HELD), EXPIRES)
    assert (found.required, found.findings[0].because.key) == (None, "credit.years_unknown")


@pytest.mark.parametrize(
    ("day", "required"), [(date(2025, 12, 31), None), (date(2027, 1, 1), Fraction(10))]
)
def test_proration_holds_by_the_day_of_expiry(
    tmp_path: Path, day: date, required: Fraction | None
) -> None:
    assert evaluate(toy(tmp_path, PRORATED), expiring(day), day).required == required


@pytest.mark.parametrize(
    ("day", "expires_on", "to", "reasons"),
    [
        (date(2026, 7, 1), EXPIRES, date(2027, 6, 30), []),
        (date(2027, 6, 30), EXPIRES, date(2028, 6, 30), []),
        (date(2027, 7, 1), EXPIRES, date(2028, 6, 30), ["entry.after_expiry"]),
        (date(2026, 9, 2), EXPIRES, date(2026, 9, 1), ["entry.after_expiry"]),
        (date(2026, 7, 1), EXPIRES, None, ["entry.after_expiry"]),
        (date(2026, 1, 1), date(2025, 12, 31), EXPIRES, ["entry.extension_unknown"]),
    ],
)
def test_an_extension_lets_later_credit_count_as_far_as_the_rules_go(
    tmp_path: Path, day: date, expires_on: date, to: date | None, reasons: list[str]
) -> None:
    held = replace(HELD, expires_on=expires_on, extended_to=to)
    facts = Facts(held, activities=(workshop("a", "1", unit="point", on=day),))
    found = evaluate(toy(tmp_path, POLICY + EXTENSION), facts, date(2028, 6, 30))
    assert [one.key for one in found.entries[0].reasons] == reasons


@pytest.mark.parametrize(
    ("met", "outcome", "keys"),
    [
        (True, Outcome.WAIVED, ["plan.met"]),
        (None, Outcome.UNKNOWN, ["plan.open"]),
        (False, Outcome.UNMET, []),
    ],
)
def test_a_plan_stands_in_for_credit_where_its_demands_are_met(
    tmp_path: Path, met: bool | None, outcome: Outcome, keys: list[str]
) -> None:
    found = with_plan(toy(tmp_path, POLICY + PLAN), met)
    assert found.outcome is outcome
    assert [one.because.key for one in found.findings if one.rule == "plan.mastery"] == keys
    assert (found.ways == ()) == (met is True)


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2024, 12, 31), Outcome.UNMET),
        (date(2025, 12, 31), Outcome.UNKNOWN),
        (date(2026, 1, 1), Outcome.WAIVED),
        (date(2027, 1, 1), Outcome.UNMET),
    ],
)
def test_a_plan_waives_nothing_before_or_after_its_days(
    tmp_path: Path, on: date, outcome: Outcome
) -> None:
    assert with_plan(toy(tmp_path, POLICY + PLAN), True, on=on).outcome is outcome


def test_credit_that_is_there_anyway_is_met_and_not_waived(tmp_path: Path) -> None:
    found = with_plan(toy(tmp_path, POLICY + PLAN), None, points="10")
    assert found.outcome is Outcome.MET
    partly = with_plan(toy(tmp_path, POLICY + PLAN), True, points="4")
    assert {one.rule: one.outcome for one in partly.findings}["credit.craft"] is Outcome.MET


def test_a_plan_that_is_not_on_file_waives_nothing(tmp_path: Path) -> None:
    assert with_plan(toy(tmp_path), True).outcome is Outcome.UNMET


def test_a_local_board_s_plan_holds_for_those_it_employs(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY, LOCAL + PLAN)
    facts = Facts(HELD, Employer("toy", "valley"), plan=PlanFact("mastery", True))
    assert evaluate(rules, facts, EXPIRES).outcome is Outcome.WAIVED
    assert evaluate(rules, replace(facts, employer=Employer("toy")), EXPIRES).outcome is (
        Outcome.UNMET
    )


@pytest.mark.parametrize(
    ("shares", "key"),
    [
        ((HALF, HALF), "credit.no_majority"),
        ((Fraction(51, 100), Fraction(49, 100)), "credit.total.unmet"),
        ((Fraction(49, 100), Fraction(51, 100)), "credit.no_rule_for_kind"),
    ],
)
def test_the_work_with_more_than_half_of_the_time_decides(
    tmp_path: Path, shares: tuple[Fraction, Fraction], key: str
) -> None:
    first, second = shares
    several = (Assignment("teacher", None, first), Assignment("administrator", None, second))
    rules = toy(tmp_path, POLICY + MAJORITY)
    found = evaluate(rules, Facts(HELD, assignments=several), EXPIRES)
    assert found.findings[0].because.key == key
    later = replace(expiring(date(2027, 1, 1)), assignments=several)
    assert evaluate(rules, later, EXPIRES).required == 10


def test_the_facts_file_takes_all_of_it() -> None:
    facts = read_facts(
        {
            "license": {"kind": "teacher", "extended_to": "2027-06-30", "years_employed": "3"},
            "assignments": [{"kind": "teacher", "share": "2/3"}],
            "plan": {"name": "mastery", "met": True},
        }
    )
    assert facts.license.extended_to == date(2027, 6, 30)
    assert facts.license.years_employed == 3
    assert facts.assignments == (Assignment("teacher", None, Fraction(2, 3)),)
    assert facts.plan == PlanFact("mastery", True)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_months_end_with_the_last_day_of_a_short_one(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then
