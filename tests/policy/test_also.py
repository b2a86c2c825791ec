"""What is asked for besides credit, and nothing here decides: named, and never taken as met."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.cases import read_cases, run_case
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import License
from longleaf.policy.finding import Outcome
from longleaf.policy.messages import sentence
from tests.policy.toy import POLICY, teacher, toy, workshop, write_toy

ALSO = """\
      also:
        first_aid:
          title: A course in first aid
          held:
            - last: 2019-12-31
              asked: false
              citation: law
            - first: 2020-01-01
              last: 2026-12-31
              asked: true
              citation: law
            - first: 2027-01-01
              unknown: The law is being rewritten.
              citation: law
"""
WITH = POLICY.replace("activities:\n", ALSO + "activities:\n", 1)
ENOUGH = (workshop("a", "10", "craft"),)


def outcomes(tmp_path: Path, expires_on: date) -> dict[str, Outcome]:
    held = License("teacher", None, date(2010, 1, 1), expires_on)
    facts = replace(teacher(*ENOUGH), license=held)
    facts = replace(
        facts, activities=tuple(replace(a, unit="point", kind="workshop") for a in facts.activities)
    )
    found = evaluate(toy(tmp_path, WITH), facts, expires_on)
    return {"all": found.outcome, **{one.rule: one.outcome for one in found.findings}}


def test_enough_credit_is_not_all_while_something_else_is_asked_for(tmp_path: Path) -> None:
    found = outcomes(tmp_path, date(2026, 12, 31))
    assert found["credit.total"] is Outcome.MET
    assert found["also.first_aid"] is Outcome.UNKNOWN
    assert found["all"] is Outcome.UNKNOWN


def test_where_it_is_not_asked_nothing_is_said_of_it(tmp_path: Path) -> None:
    held = License("teacher", None, date(2010, 1, 1), date(2019, 12, 31))
    nothing = evaluate(toy(tmp_path, WITH), replace(teacher(), license=held), date(2019, 12, 31))
    assert [one.rule for one in nothing.findings if one.rule.startswith("also")] == []


def test_whether_it_is_asked_may_be_open(tmp_path: Path) -> None:
    held = License("teacher", None, date(2010, 1, 1), date(2027, 1, 1))
    found = evaluate(toy(tmp_path, WITH), replace(teacher(), license=held), date(2027, 1, 1))
    (also,) = (one for one in found.findings if one.rule == "also.first_aid")
    assert sentence(also.because, {}) == (
        "A course in first aid: whether it is asked for is not settled: The law is being rewritten."
    )


def test_a_table_of_cases_expects_no_more_than_the_rules_decide(tmp_path: Path) -> None:
    table = (
        "about: tables\ntables:\n  - kind: teacher\n    rows:\n"
        "      - {expires_on: 2026-06-30, exactly: {craft: 4, free: 6}}\n"
    )
    folder = write_toy(tmp_path, WITH, None, table)
    rules = toy(tmp_path, WITH, None)
    cases = read_cases(folder, rules)
    assert [run_case(rules, one).differences for one in cases] == [(), (), ()]
    assert [one.expected["outcome"] for one in cases] == ["unknown", "unmet", "unmet"]


def test_a_table_of_cases_is_written_in_a_kind_that_is_worth_its_quantity(tmp_path: Path) -> None:
    table = (
        "about: tables\ntables:\n  - kind: teacher\n    rows:\n"
        "      - {expires_on: 2026-06-30, exactly: {craft: 4, free: 6}}\n"
    )
    odd = POLICY.replace(
        "activities:\n",
        "activities:\n  medal:\n    title: Medal\n    worth:\n"
        "      - each: {credits: 2, per: medal}\n        citation: law\n",
        1,
    ).replace("  workshop:\n    title: Workshop", "  course:\n    title: Course")
    folder = write_toy(tmp_path, odd, None, table)
    rules = toy(tmp_path, odd, None)
    assert {a.kind for c in read_cases(folder, rules) for a in c.facts.activities} == {"course"}
    none = odd.replace("- by_unit: true", "- unknown: Nobody has said.")
    folder = write_toy(tmp_path, none, None, table)
    with pytest.raises(ProblemsError, match="No kind of activity is worth its quantity"):
        read_cases(folder, toy(tmp_path, none, None))
