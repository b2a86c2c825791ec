"""Competencies beside hours: shown, instead of credit, or as well as credit."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.explain import explain, explanation_as_json, explanation_as_text
from longleaf.policy.facts import AwardFact, Competency, Employer, Facts, StandingFacts
from longleaf.policy.finding import Outcome
from longleaf.policy.report import evaluation_as_json
from longleaf.policy.rules import Rules
from tests.policy.toy import EXPIRES, LOCAL, POLICY, license_of, toy, workshop

MASTERY = """mastery:
  teaching:
    licenses: [teacher]
    demands:
      reading: {title: Reading, competencies: [c1, c2], level: demonstrated, within_years: 5}
      families: {title: Families, competencies: [c3, c4], at_least: 1}
    held:
      - {first: 2025-01-01, last: 2025-12-31, weight: beside, citation: law}
      - {first: 2026-01-01, last: 2026-12-31, weight: WEIGHT, citation: law}
      - {first: 2027-01-01, unknown: The board has not decided., citation: law}
"""
OTHER = """  counselor:
    title: Counselor
    kind: teacher
    grade_span: K-5
    requires:
      credit:
        total: points
        split:
          - {last: 2029-12-31, minima: {craft: 4, free: 6}, citation: law}
          - {first: 2030-01-01, minima: {craft: 4, free: 8}, citation: law}
activities:
"""
ALL = ("c1", "c2", "c3")


def rules(folder: Path, weight: str) -> Rules:
    return toy(folder, POLICY + MASTERY.replace("WEIGHT", weight))


def facts(
    credit: str, *shown: str, on: date | None = date(2025, 2, 3), expires: date = EXPIRES
) -> Facts:
    award = AwardFact(
        "w", "urn:w", on, competencies=tuple(Competency(one, "demonstrated") for one in shown)
    )
    held = license_of(grade_span=None, expires_on=expires)
    worked = workshop("a", credit, "craft", unit="point", on=date(2025, 1, 1))
    return Facts(held, activities=(worked,), awards=(award,))


def both(found: Evaluation) -> tuple[str, str | None]:
    shown = found.mastery.shown
    return found.mastery.hours.value, None if shown is None else shown.value


@pytest.mark.parametrize(
    ("weight", "credit", "shown", "outcome"),
    [
        ("beside", "10", (), Outcome.MET),
        ("beside", "1", ALL, Outcome.UNMET),
        ("either", "10", (), Outcome.MET),
        ("either", "1", ALL, Outcome.WAIVED),
        ("either", "1", ("c1", "c3"), Outcome.UNMET),
        ("either", "10", ALL, Outcome.MET),
        ("both", "10", (), Outcome.UNMET),
        ("both", "10", ALL, Outcome.MET),
        ("both", "1", ALL, Outcome.UNMET),
        ("both", "10", ("c1", "c2"), Outcome.UNMET),
    ],
)
def test_a_policy_may_show_accept_or_require_competencies(
    tmp_path: Path, weight: str, credit: str, shown: tuple[str, ...], outcome: Outcome
) -> None:
    found = evaluate(_valueless(tmp_path, weight), facts(credit, *shown), EXPIRES)
    assert found.outcome is outcome
    enough = "met" if len(shown) > 2 else "unmet"
    assert both(found) == ("met" if credit == "10" else "unmet", enough)
    assert found.mastery.differ is (both(found)[0] != enough)


def _valueless(folder: Path, weight: str) -> Rules:
    """Micro-credentials are worth no credit here, so that the two metrics do not mix."""
    text = POLICY.replace("any: {unknown: It depends.}", "any: {credits: 0.000000001}")
    return toy(folder, text + MASTERY.replace("WEIGHT", weight))


def test_where_either_is_enough_open_competencies_leave_the_answer_open(tmp_path: Path) -> None:
    found = evaluate(_valueless(tmp_path, "either"), facts("1", *ALL, on=None), EXPIRES)
    assert found.outcome is Outcome.UNKNOWN
    assert next(one for one in found.findings if one.rule == "mastery").because.key == (
        "mastery.instead_open"
    )


def test_where_both_are_asked_for_each_demand_is_a_finding_with_its_citation(
    tmp_path: Path,
) -> None:
    found = evaluate(rules(tmp_path, "both"), facts("10", "c1"), EXPIRES)
    by_rule = {one.rule: one for one in found.findings}
    assert by_rule["mastery.reading"].outcome is Outcome.UNMET
    assert by_rule["mastery.families"].because.numbers["missing"] == "1"
    assert [one.key for one in by_rule["mastery.reading"].citations] == ["law"]


@pytest.mark.parametrize(
    ("expires", "weights"),
    [
        (date(2024, 12, 31), []),
        (date(2025, 1, 1), ["beside"]),
        (date(2025, 12, 31), ["beside"]),
        (date(2026, 1, 1), ["both"]),
        (date(2027, 1, 1), ["unknown"]),
    ],
)
def test_mastery_is_asked_for_by_the_day_of_expiry(
    tmp_path: Path, expires: date, weights: list[str]
) -> None:
    found = evaluate(rules(tmp_path, "both"), facts("10", expires=expires), expires)
    assert [group.weight for group in found.mastery.groups] == weights


@pytest.mark.parametrize(
    ("credit", "shown", "outcome"),
    [
        ("10", ALL, Outcome.MET),
        ("10", (), Outcome.UNKNOWN),
        ("1", ALL, Outcome.UNKNOWN),
        ("1", (), Outcome.UNMET),
    ],
)
def test_a_weight_that_is_not_settled_tells_nobody_more_than_holds_either_way(
    tmp_path: Path, credit: str, shown: tuple[str, ...], outcome: Outcome
) -> None:
    day = date(2027, 1, 1)
    found = evaluate(_valueless(tmp_path, "both"), facts(credit, *shown, expires=day), day)
    assert found.outcome is outcome


def test_what_holds_for_one_of_several_possible_licenses_is_not_settled(tmp_path: Path) -> None:
    text = POLICY.replace("activities:\n", OTHER, 1).replace(
        "kind: teacher\n    requires", "kind: teacher\n    grade_span: 6-12\n    requires", 1
    )
    found = evaluate(toy(tmp_path, text + MASTERY.replace("WEIGHT", "both")), facts("10"), EXPIRES)
    assert [group.weight for group in found.mastery.groups] == ["unknown"]
    assert found.outcome is Outcome.UNKNOWN


def test_a_local_board_may_ask_for_more(tmp_path: Path) -> None:
    local = LOCAL + MASTERY.replace("WEIGHT", "both")
    asked = toy(tmp_path, POLICY, local)
    here = replace(facts("10"), employer=Employer("toy", "valley"))
    assert evaluate(asked, here, EXPIRES).outcome is Outcome.UNMET
    assert evaluate(asked, facts("10"), EXPIRES).outcome is Outcome.MET


def test_an_exemption_may_free_from_mastery_too(tmp_path: Path) -> None:
    exempt = """exemptions:
  lifetime:
    frees_from: [mastery]
    held: [{frees: true, citation: law}]
"""
    freeing = toy(tmp_path, POLICY + MASTERY.replace("WEIGHT", "both") + exempt)
    free = replace(facts("10"), standing_facts=StandingFacts(lifetime=True))
    assert evaluate(freeing, free, EXPIRES).outcome is Outcome.EXEMPT


def test_a_competency_shown_in_an_earlier_cycle_counts_if_it_is_recent(tmp_path: Path) -> None:
    before = facts("10", *ALL, on=date(2021, 6, 30))
    found = evaluate(rules(tmp_path, "both"), before, EXPIRES)
    assert found.mastery.shown is Outcome.MET
    late = facts("10", *ALL, on=date(2026, 7, 1))
    assert evaluate(rules(tmp_path, "both"), late, date(2026, 8, 1)).mastery.shown is Outcome.UNMET


def test_both_metrics_are_told_side_by_side(tmp_path: Path) -> None:
    asked = _valueless(tmp_path, "both")
    found = evaluate(asked, facts("10", "c1"), EXPIRES)
    assert explain(asked, found).mastery == (
        "Hours alone: met.",
        "Mastery alone: unmet.",
        "[unmet] Reading: 1 of 2 competencies are shown; 2 are asked for, so 1 are missing. "
        "(asked for as well as credit)",
        "    shown: c1",
        "    none: c2",
        "[unmet] Families: 0 of 2 competencies are shown; 1 are asked for, so 1 are missing. "
        "(asked for as well as credit)",
        "    none: c3, c4",
    )
    assert "Hours and mastery, side by side:" in explanation_as_text(asked, found)


def test_the_json_of_an_explanation_says_what_is_asked_shown_and_missing(tmp_path: Path) -> None:
    asked = rules(tmp_path, "both")
    found = evaluate(asked, facts("10", "c1"), EXPIRES)
    said = json.loads(json.dumps(explanation_as_json(asked, found)))["mastery"]
    assert (said["hours"], said["mastery"], said["differ"]) == ("met", "unmet", True)
    first = said["demands"][0]
    assert first["asked"] == {
        "competencies": ["c1", "c2"],
        "at_least": 2,
        "level": "demonstrated",
        "within_years": "5",
        "evidence_kinds": None,
        "confirmed_by": [],
    }
    assert (first["shown"], first["lacking"], first["missing"]) == (["c1"], ["c2"], 1)
    assert (first["rule"], first["outcome"]) == ("mastery.reading", "unmet")


def test_the_json_of_an_evaluation_keeps_its_form(tmp_path: Path) -> None:
    found = evaluate(rules(tmp_path, "both"), facts("10", "c1"), EXPIRES)
    assert list(evaluation_as_json(found)) == [
        "outcome",
        "policy",
        "on",
        "unit",
        "required",
        "counted",
        "missing",
        "categories",
        "findings",
        "ways",
    ]


def test_where_nothing_is_asked_nothing_is_said_of_mastery(tmp_path: Path) -> None:
    asked = toy(tmp_path)
    found = evaluate(asked, facts("10"), EXPIRES)
    assert (found.mastery.shown, found.mastery.differ) == (None, None)
    assert explain(asked, found).mastery == ()
