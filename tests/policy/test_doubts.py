"""What is not settled is said, what is granted is cited, and what has no effect is noted."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.document import from_json
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.explain import explanation_as_json, explanation_as_text
from longleaf.policy.facts import (
    Assignment,
    AwardFact,
    CompetencyDemand,
    Facts,
    License,
    PlanFact,
    PlanInForce,
    Waiver,
)
from longleaf.policy.facts_reading import read_facts
from longleaf.policy.finding import Finding, Outcome
from longleaf.policy.shape import Count
from tests.policy.test_special_cases import EXTENSION, MAJORITY, PLAN, PRORATED
from tests.policy.toy import EXPIRES, LOCAL, POLICY, license_of, toy, workshop

HELD = license_of(grade_span=None)
OPEN = "majority_of_time: [{unknown: Nobody has said., citation: law}]\n"
ADMINISTRATOR = POLICY.replace(
    "activities:\n",
    """  administrator:
    title: Administrator
    kind: administrator
    requires:
      credit:
        total: points
        split: [{last: 2029-12-31, minima: {free: 10}, citation: law},
                {first: 2030-01-01, minima: {free: 12}, citation: law}]
      rating: {at_least: proficient, held: [{asked: true, citation: law}]}
activities:
""",
    1,
)


def finding(found: Evaluation, rule: str) -> Finding | None:
    return next((one for one in found.findings if one.rule == rule), None)


def serving(credit: str, *shares: tuple[str, str]) -> Facts:
    return Facts(
        HELD,
        activities=(workshop("a", credit, unit="point"),),
        assignments=tuple(Assignment(kind, None, Fraction(share)) for kind, share in shares),
    )


MOSTLY_ADMINISTRATOR = (("administrator", "0.7"), ("teacher", "0.3"))


def test_an_unsettled_rule_on_most_of_the_time_is_said_where_it_matters(tmp_path: Path) -> None:
    found = evaluate(
        toy(tmp_path, ADMINISTRATOR + OPEN), serving("10", *MOSTLY_ADMINISTRATOR), EXPIRES
    )
    assert found.outcome is Outcome.UNKNOWN
    rating = finding(found, "rating")
    assert rating is not None
    assert (rating.outcome, rating.because.key) == (Outcome.UNKNOWN, "credit.majority_unknown")
    assert (found.required, found.categories, found.assignment) == (None, (), ())


def test_it_is_passed_over_where_every_outcome_agrees(tmp_path: Path) -> None:
    rules = toy(tmp_path, ADMINISTRATOR + OPEN)
    alone = serving("10", ("teacher", "0.7"), ("administrator", "0.3"))
    assert evaluate(rules, alone, EXPIRES) == evaluate(
        rules, replace(alone, assignments=()), EXPIRES
    )
    short = evaluate(rules, serving("1", *MOSTLY_ADMINISTRATOR), EXPIRES)
    assert short.outcome is Outcome.UNMET
    total = finding(short, "credit.total")
    assert total is not None
    assert total.outcome is Outcome.UNMET


def test_where_none_has_the_greater_part_an_unsettled_rule_leaves_it_open(tmp_path: Path) -> None:
    rules = toy(tmp_path, ADMINISTRATOR + OPEN)
    found = evaluate(rules, serving("1", ("teacher", "0.5"), ("administrator", "0.5")), EXPIRES)
    assert (found.outcome, found.required) == (Outcome.UNKNOWN, None)


def test_an_extension_a_proration_and_a_majority_are_cited(tmp_path: Path) -> None:
    rules = toy(tmp_path, PRORATED + EXTENSION + MAJORITY)
    held = replace(HELD, extended_to=date(2027, 6, 30), years_employed=Fraction(3))
    facts = Facts(held, assignments=(Assignment("teacher", None, Fraction(2, 3)),))
    found = evaluate(rules, facts, EXPIRES)
    for rule, key, numbers in [
        ("extension", "extension.granted", {"reaches": "2027-06-30"}),
        ("proration", "proration.part", {"years": "3", "whole": "5", "part": "0.6"}),
        ("majority", "majority.decides", {"kind": "teacher", "share": "2/3"}),
    ]:
        note = finding(found, rule)
        assert note is not None
        assert (note.outcome, note.because.key) == (Outcome.MET, key)
        assert dict(note.because.numbers).items() >= numbers.items()
        assert [one.key for one in note.citations] == ["law"]


@pytest.mark.parametrize(
    ("to", "expires", "key"),
    [
        (date(2028, 1, 1), EXPIRES, "extension.cut"),
        (date(2026, 6, 30), EXPIRES, None),
        (None, EXPIRES, None),
        (date(2026, 1, 1), date(2025, 12, 31), None),
        (date(2028, 1, 1), date(2027, 1, 1), None),
    ],
)
def test_an_extension_is_noted_as_far_as_the_rules_go(
    tmp_path: Path, to: date | None, expires: date, key: str | None
) -> None:
    held = replace(HELD, expires_on=expires, extended_to=to)
    note = finding(evaluate(toy(tmp_path, POLICY + EXTENSION), Facts(held), expires), "extension")
    assert (None if note is None else note.because.key) == key


def test_what_satisfies_shows_no_amount(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY.replace("{credits: 3}", "{satisfies: [craft]}"))
    facts = Facts(HELD, awards=(AwardFact("w", "urn:toy:gold", date(2025, 2, 3)),))
    found = evaluate(rules, facts, EXPIRES)
    craft = finding(found, "credit.craft")
    assert craft is not None
    assert [one.because.key for one in craft.inputs] == ["input.satisfied"]
    said: Any = json.loads(json.dumps(explanation_as_json(rules, found)))
    assert said["entries"][0]["credits"] is None
    assert "Counts: craft." in explanation_as_text(rules, found)
    twice = replace(facts, awards=(*facts.awards, replace(facts.awards[0], id="v")))
    again = evaluate(rules, twice, EXPIRES)
    assert "Not needed" not in explanation_as_text(rules, again)


@pytest.mark.parametrize(
    ("plan", "expires", "key"),
    [
        (PlanFact("other", True), EXPIRES, "plan.not_on_file"),
        (PlanFact("mastery", True), date(2024, 12, 31), "plan.not_in_force"),
        (PlanFact("mastery", True), date(2027, 1, 1), "plan.not_in_force"),
        (PlanFact("mastery", False), EXPIRES, "plan.not_met"),
        (PlanFact("mastery", True), None, "plan.expiry_unknown"),
    ],
)
def test_a_described_plan_that_changes_nothing_is_noted(
    tmp_path: Path, plan: PlanFact, expires: date | None, key: str
) -> None:
    facts = Facts(replace(HELD, expires_on=expires), plan=plan)
    found = evaluate(toy(tmp_path, POLICY + PLAN), facts, EXPIRES)
    total = finding(found, "credit.total")
    assert total is not None
    assert [one.because.key for one in total.left_out if one.id == "plan"] == [key]


PLAN_JSON: dict[str, Any] = {
    "id": "p",
    "title": "The plan",
    "began_on": "2025-01-01",
    "waivers": [
        {
            "id": "w",
            "instead": [{"id": "d", "title": "D", "competencies": ["c1", "c2"], "at_least": 2}],
        }
    ],
    "citation": {"title": "T", "publisher": "P", "verified_on": "2025-01-01"},
}


def reading(plan: dict[str, Any], kind: str = "teacher") -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read_facts({"license": {"kind": kind}, "plan": plan})
    return [str(one) for one in caught.value.problems]


def demand(**more: object) -> dict[str, Any]:
    given = {**PLAN_JSON["waivers"][0]["instead"][0], **more}
    return {**PLAN_JSON, "waivers": [{"id": "w", "instead": [given]}]}


def test_a_plan_in_force_is_read(tmp_path: Path) -> None:
    facts = read_facts({"license": {"kind": "teacher"}, "plan": demand(within_years="1.5")})
    assert isinstance(facts.plan, PlanInForce)
    asked = CompetencyDemand("d", "D", ("c1", "c2"), 2, within_years=Fraction(3, 2))
    assert facts.plan.waivers == (Waiver("w", instead=(asked,)),)
    assert (facts.plan.ends_on, facts.plan.citation.kind) == (None, "plan")


def test_a_demand_that_gives_no_number_asks_for_all() -> None:
    facts = read_facts({"license": {"kind": "teacher"}, "plan": demand(at_least=None)})
    assert isinstance(facts.plan, PlanInForce)
    assert facts.plan.waivers[0].instead[0].at_least == 2


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({**PLAN_JSON, "ends_on": "2024-12-31"}, "before it begins"),
        ({**PLAN_JSON, "ands_on": "2026-12-31"}, "Did you mean “ends_on”?"),
        ({**PLAN_JSON, "waivers": PLAN_JSON["waivers"] * 2}, "“w” is already the id"),
        ({**PLAN_JSON, "waivers": [{"id": "w", "kinds": ["techer"]}]}, "“teacher”?"),
        (demand(at_least=3), "3 are asked for, of 2."),
        (demand(at_least=0), "a whole number from 1 to 999"),
        (demand(competencies=["c1", "c1"], at_least=1), "listed twice"),
        (demand(within_years="0.7"), "whole months"),
        ({"name": None}, "Nothing stands where"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: dict[str, Any], said: str) -> None:
    assert any(said in one for one in reading(plan))


def test_a_plan_may_begin_and_end_on_one_day() -> None:
    plan = {**PLAN_JSON, "ends_on": "2025-01-01"}
    assert read_facts({"license": {"kind": "teacher"}, "plan": plan}).plan is not None


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (1, True),
        ("12", True),
        (999, True),
        (1000, False),
        (0, False),
        ("x", False),
        (True, False),
        ([], False),
    ],
)
def test_a_count_is_a_whole_number(value: Any, fits: bool) -> None:
    assert (Count().check(from_json(value)) == []) is fits


def test_a_pack_declares_its_kinds_of_license(tmp_path: Path) -> None:
    text = POLICY.replace("    kind: teacher\n", "    kind: counselor\n")
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, text)
    assert "There is no kind “counselor”" in str(caught.value.problems[0])
    rules = toy(tmp_path, text + "kinds: {counselor: {title: School counselor}}\n")
    facts = read_facts({"license": {"kind": "counselor"}}, kinds=rules.kinds)
    assert evaluate(rules, facts, EXPIRES).findings[0].because.key != "credit.no_rule_for_kind"
    assert read_facts({"license": {"kind": "teacher"}}) == Facts(License("teacher"))
    elsewhere: list[dict[str, Any]] = [
        {"license": {"kind": "counselor"}},
        {"license": {"kind": "teacher"}, "assignments": [{"kind": "counselor", "share": "1"}]},
    ]
    for data in elsewhere:
        with pytest.raises(ProblemsError, match="counselor"):
            read_facts(data)


MASTERY = """mastery:
  one:
    demands: {reading: {title: R, competencies: [c1, c2], at_least: 1, level: demonstrated}}
    held: [{weight: both, citation: law}]
"""


@pytest.mark.parametrize(
    ("policy", "local", "said"),
    [
        (MASTERY.replace("level: demonstrated", "level: gold"), LOCAL, "There is no level “gold”"),
        (MASTERY.replace("at_least: 1", "at_least: 3"), LOCAL, "3 are asked for, of 2."),
        (MASTERY.replace("    held", "    licenses: [techer]\n    held"), LOCAL, "“techer”"),
        (MASTERY, LOCAL + MASTERY, "There is already a demand for “reading”."),
        ("", LOCAL + MASTERY.replace("both", "either"), "“either” is not one of"),
    ],
)
def test_a_demand_for_mastery_that_cannot_be_is_refused(
    tmp_path: Path, policy: str, local: str, said: str
) -> None:
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, POLICY + policy, local)
    assert any(said in str(one) for one in caught.value.problems)


@pytest.mark.parametrize(
    ("floor", "said"),
    [
        ("{category: kraft}", "There is no category “kraft”"),
        ("{licenses: [techer]}", "There is no kind of license “techer”"),
    ],
)
def test_a_floor_that_cannot_be_is_refused(tmp_path: Path, floor: str, said: str) -> None:
    text = POLICY.replace("    unit: point\n", f"    unit: point\n    floor: {floor}\n", 1)
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, text)
    assert any(said in str(one) for one in caught.value.problems)


def test_a_floor_is_counted_in_the_policy_s_unit(tmp_path: Path) -> None:
    other = "  hours: {unit: hour, floor: {}, values: [{value: 1, citation: law}]}\n"
    text = POLICY.replace("ratings:", f"{other}ratings:", 1)
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, text)
    assert "The floor is counted in hour" in str(caught.value.problems[0])
    days = other.replace("unit: hour", "unit: point").replace(
        "{value: 1,", "{first: 2027-01-01, value: 1,"
    )
    rules = toy(tmp_path, POLICY.replace("ratings:", f"{days}ratings:", 1))
    plan = PlanInForce("p", "P", date(2025, 1, 1), None, (Waiver("w"),), rules.citations["law"])
    found = evaluate(rules, Facts(HELD, plan=plan), EXPIRES)
    assert finding(found, "floor.total") is None
