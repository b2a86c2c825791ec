"""Worth that is no number, and quantities of which only whole steps count."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.rules_shown import shown
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explain
from longleaf.policy.facts import AwardFact, Facts
from longleaf.policy.guidance import guidance
from longleaf.policy.ways import ways_to
from tests.policy.toy import EXPIRES, POLICY, license_of, toy, workshop

SATISFIES = POLICY.replace("{credits: 3}", "{satisfies: [craft]}")
BY_KIND = POLICY.replace("      - by_unit: true", "      - satisfies: [craft]")
WHOLE = POLICY.replace("    rounded_down_to: 0.1", "    in_steps_of: 1")
GOLD = AwardFact("w", "urn:toy:gold", date(2025, 2, 3))


def test_an_award_may_satisfy_a_category_without_a_number(tmp_path: Path) -> None:
    rules = toy(tmp_path, SATISFIES)
    found = evaluate(rules, Facts(license_of(grade_span=None), awards=(GOLD,)), EXPIRES)
    assert [one.counted for one in found.categories] == [4, 0]
    assert [one.missing for one in found.categories] == [0, 6]
    assert "It has no number of its own" in explain(rules, found).entries[0]


def test_where_what_is_asked_for_is_not_known_so_is_what_it_satisfies(tmp_path: Path) -> None:
    rules = toy(tmp_path, SATISFIES)
    facts = Facts(license_of(grade_span=None, expires_on=None), awards=(GOLD,))
    (entry,) = evaluate(rules, facts, EXPIRES).entries
    assert (entry.credits, entry.worth.key) == (None, "worth.satisfies")


def test_guidance_says_that_there_is_no_number(tmp_path: Path) -> None:
    text = SATISFIES.replace('"urn:toy:gold"', "gold")
    state, *_ = guidance(toy(tmp_path, text), Microcredential("gold"), on=date(2025, 2, 3))
    assert (state.credits, state.because.key) == (None, "worth.satisfies")


def test_an_activity_may_satisfy_a_category_too(tmp_path: Path) -> None:
    facts = Facts(license_of(grade_span=None), activities=(workshop("a", "1", unit="program"),))
    found = evaluate(toy(tmp_path, BY_KIND), facts, EXPIRES)
    assert [one.counted for one in found.categories] == [4, 0]


@pytest.mark.parametrize("text", [SATISFIES, BY_KIND])
def test_a_category_that_does_not_exist_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProblemsError, match="There is no category “kraft”"):
        toy(tmp_path, text.replace("satisfies: [craft]", "satisfies: [kraft]"))


@pytest.mark.parametrize(
    ("hours", "points", "key"),
    [
        ("2", "2/3", "worth.converted"),
        ("2.9", "2/3", "worth.converted_in_steps"),
        ("3", "1", "worth.converted"),
        ("0.9", "0", "worth.converted_in_steps"),
    ],
)
def test_only_whole_contact_hours_count(tmp_path: Path, hours: str, points: str, key: str) -> None:
    activity = workshop("a", hours, "craft", unit="clock_hour")
    facts = Facts(license_of(grade_span=None), activities=(activity,))
    found = evaluate(toy(tmp_path, WHOLE), facts, EXPIRES)
    assert (found.counted, found.entries[0].worth.key) == (Fraction(points), key)


def test_the_way_to_what_is_missing_is_in_whole_contact_hours(tmp_path: Path) -> None:
    rules = toy(tmp_path, WHOLE)
    ways = ways_to(rules, None, [("craft", Fraction("0.5"))], expires_on=EXPIRES, on=EXPIRES)
    hours = [w.because.numbers for w in ways if w.because.numbers.get("unit") == "clock_hour"]
    assert [one["quantity"] for one in hours] == ["2"]


def test_the_same_unit_may_be_worth_another_amount_for_another_kind(tmp_path: Path) -> None:
    audited = """  audited_course:
    title: Audited course
    worth:
      - each: {credits: 5, per: quarter_hour}
        citation: law
"""
    rules = toy(tmp_path, POLICY.replace("crosswalk:\n", audited + "crosswalk:\n"))
    course = workshop("a", "1/2", unit="quarter_hour")
    facts = Facts(license_of(grade_span=None), activities=(course,))
    other = replace(facts, activities=(replace(course, kind="audited_course"),))
    worth = [evaluate(rules, one, EXPIRES).entries[0].credits for one in (facts, other)]
    assert worth == [Fraction("6.5"), Fraction("2.5")]


@pytest.mark.parametrize(
    "text", [SATISFIES.replace("{unknown: It depends.}", "{satisfies: [craft]}"), BY_KIND]
)
def test_the_page_of_the_rules_names_what_is_satisfied(tmp_path: Path, text: str) -> None:
    rules = shown(toy(tmp_path, text), on=EXPIRES)
    lines = [line.text for line in (*rules.activities, *rules.crosswalk)]
    assert any("asked for in craft" in line for line in lines)
