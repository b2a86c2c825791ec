"""Facts as plain data and back, and decisions compared."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from longleaf.domain.renewal.kept import decide_again, facts_as_json
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import (
    Activity,
    Assignment,
    AwardFact,
    Competency,
    CompetencyDemand,
    Employer,
    Facts,
    License,
    PlanFact,
    PlanInForce,
    Rating,
    Recognized,
    StandingFacts,
    Waiver,
)
from longleaf.policy.facts_reading import read_facts
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.report import evaluation_as_json
from longleaf.policy.rules import Rules

DAY = date(2025, 10, 4)
DEMAND = CompetencyDemand(
    "d", "Reading", ("urn:a", "urn:b"), 1, "strong", Fraction(5, 2), 2, ("lea",)
)
PLAN = PlanInForce(
    "p",
    "A plan",
    DAY,
    None,
    (Waiver("w", "literacy", Fraction(2, 3), ("teacher",), (DEMAND,)),),
    Citation("plan", "The plan", "A board", "plan", DAY, "https://board.example", "Adopted."),
)
BARE = Facts(License("teacher"))
FULL = Facts(
    License(
        "teacher", "K-5", date(2022, 7, 1), date(2027, 6, 30), date(2027, 12, 31), Fraction(7, 2)
    ),
    Employer("north_carolina", "northfield"),
    Rating("proficient", DAY),
    (
        Activity(
            "a1", "workshop", Fraction(25, 2), "clock_hour", (), DAY, True, (), DAY, DAY, "lea"
        ),
        Activity("a2", "workshop", Fraction(1), "clock_hour", banked=False),
    ),
    (
        AwardFact(
            "w1",
            "phonics",
            DAY,
            "stack",
            (Competency("urn:a", "strong", ("video",), ("reviewer",)), Competency("urn:b", "x")),
            Microcredential("phonics", ("literacy",), Fraction(15)),
        ),
    ),
    StandingFacts(DAY, False, None),
    (Recognized("r1", Fraction(1), "credit", ("general",), DAY, ("teacher",)),),
    (
        Assignment("teacher", "K-5", Fraction(3, 5)),
        Assignment("administrator", None, Fraction(2, 5)),
    ),
    PLAN,
)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_jurisdiction("north_carolina")


@pytest.mark.parametrize(
    "facts",
    [BARE, FULL, replace(FULL, plan=PlanFact("p", met=True)), replace(FULL, plan=None)],
    ids=["nothing", "everything", "a named plan", "no plan"],
)
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    assert read_facts(facts_as_json(facts)) == facts


def test_what_is_not_known_is_left_out_and_nothing_else() -> None:
    assert facts_as_json(FULL)["standing_facts"] == {
        "national_board": "2025-10-04",
        "legislator": False,
    }


def test_the_same_rules_and_facts_give_no_difference(rules: Rules) -> None:
    found = evaluation_as_json(evaluate(rules, FULL, DAY))
    assert decide_again(rules, facts_as_json(FULL), found, on=DAY) == ()


def test_a_difference_says_where_it_is_and_both_answers(rules: Rules) -> None:
    found = evaluation_as_json(evaluate(rules, FULL, DAY))
    categories = found["categories"]
    assert isinstance(categories, list)
    changed = {**found, "categories": categories[:-1], "counted": "99"}
    told = decide_again(rules, facts_as_json(FULL), changed, on=DAY)
    assert [one.where for one in told] == ["counted", f"categories[{len(categories) - 1}]"]
    assert (told[0].was, told[1].was, told[1].now) == ("99", "", "general")


def test_a_field_that_did_not_exist_then_is_not_compared(rules: Rules) -> None:
    found = evaluation_as_json(evaluate(rules, FULL, DAY))
    del found["ways"]
    assert decide_again(rules, facts_as_json(FULL), found, on=DAY) == ()
