"""Stacks: worth something together, once, however long it took to complete them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.counting import Entry
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.explain import explanation_as_text
from longleaf.policy.facts import AwardFact, Facts
from longleaf.policy.rules import Rules
from tests.policy.toy import BEGAN, EXPIRES, POLICY, license_of, toy, workshop

STACKS = POLICY.replace(
    "    any: {unknown: It depends.}\n",
    """    any: {credits: 1}
    stacks:
      early: {title: Early reading, of: [one, two], credits: 5}
      wide: {title: Wide reading, of: [two, three], credits: 4, categories: [craft]}
""",
)


def award(name: str, on: date | None = date(2025, 2, 1), **more: Any) -> AwardFact:
    made = AwardFact(f"w-{name}", f"urn:{name}", on, definition=Microcredential(name, ("craft",)))
    return replace(made, **more)


def decide(rules: Rules, *awards: AwardFact, on: date = EXPIRES) -> Evaluation:
    return evaluate(rules, Facts(license_of(grade_span=None), awards=awards), on)


def entries(found: Evaluation) -> dict[str, Entry]:
    return {one.id: one for one in found.entries}


def test_a_whole_stack_is_worth_its_own_value_in_place_of_its_parts(tmp_path: Path) -> None:
    rules = toy(tmp_path, STACKS)
    found = decide(rules, award("one"), award("two", date(2025, 3, 1)))
    stack = entries(found)["stack:early"]
    assert (stack.credits, stack.on, stack.worth.key) == (
        Fraction(5),
        date(2025, 3, 1),
        "worth.stack",
    )
    assert found.counted == 5
    assert [one.key for one in entries(found)["w-one"].reasons] == ["entry.in_stack"]
    assert "All 2 parts of “Early reading” are earned" in explanation_as_text(rules, found)


def test_part_of_a_stack_is_worth_what_each_is_by_itself(tmp_path: Path) -> None:
    found = decide(toy(tmp_path, STACKS), award("one"))
    assert (found.counted, list(entries(found))) == (Fraction(1), ["w-one"])


@pytest.mark.parametrize(("on", "counted"), [(date(2025, 2, 28), 1), (date(2025, 3, 1), 5)])
def test_it_is_complete_from_the_day_of_its_last_part(
    tmp_path: Path, on: date, counted: int
) -> None:
    awards = award("one"), award("two", date(2025, 3, 1))
    assert decide(toy(tmp_path, STACKS), *awards, on=on).counted == counted


def test_the_row_of_the_day_it_was_completed_says_whether_there_is_a_stack(tmp_path: Path) -> None:
    old = award("one", date(2024, 12, 1)), award("two", date(2024, 12, 31))
    assert "stack:early" not in entries(decide(toy(tmp_path, STACKS), *old))
    across = award("one", date(2024, 12, 1)), award("two", date(2025, 1, 1))
    assert decide(toy(tmp_path, STACKS), *across).counted == 5


def test_credit_of_a_part_given_in_an_earlier_cycle_is_not_given_again(tmp_path: Path) -> None:
    text = STACKS.replace("first: 2025-01-01\n    any", "first: 2020-01-01\n    any").replace(
        "last: 2024-12-31\n    unknown", "last: 2019-12-31\n    unknown"
    )
    rules = toy(tmp_path, text)
    before = award("one", date(2021, 6, 30))
    found = decide(rules, before, award("two"))
    stack = entries(found)["stack:early"]
    assert (stack.credits, stack.worth.key) == (Fraction(4), "worth.stack_less")
    assert found.counted == 4
    both_before = decide(rules, before, award("two", date(2021, 6, 30)))
    assert both_before.counted == 0
    on_first_day = decide(rules, award("one", BEGAN), award("two"))
    assert on_first_day.counted == 5


def test_what_a_part_was_worth_earlier_and_is_not_known_leaves_the_stack_open(
    tmp_path: Path,
) -> None:
    found = decide(toy(tmp_path, STACKS), award("one", date(2021, 6, 30)), award("two"))
    stack = entries(found)["stack:early"]
    assert (stack.credits, stack.certain) == (None, ())
    assert stack.worth.key == "worth.stack_earlier_unknown"


def test_an_award_serves_one_stack_the_one_written_first(tmp_path: Path) -> None:
    found = decide(toy(tmp_path, STACKS), award("one"), award("two"), award("three"))
    assert (found.counted, "stack:wide" in entries(found)) == (Fraction(6), False)


def test_an_award_earned_in_another_stack_does_not_serve_this_one(tmp_path: Path) -> None:
    rules = toy(tmp_path, STACKS)
    found = decide(rules, award("one"), award("two", stack="wide"), award("three"))
    assert {"stack:early", "stack:wide"} & set(entries(found)) == {"stack:wide"}


@pytest.mark.parametrize("definition", [None, Microcredential("two", ("craft",))])
def test_a_stack_whose_completion_is_not_known_is_neither_counted_nor_lost(
    tmp_path: Path, definition: Microcredential | None
) -> None:
    undated = award("two", None, microcredential="two", definition=definition)
    found = decide(toy(tmp_path, STACKS), award("one"), undated)
    stack = entries(found)["stack:early"]
    assert (stack.certain, bool(stack.possible)) == ((), True)
    assert found.counted == 0
    assert "entry.stack_unknown" in [one.key for one in stack.reasons]


def test_a_part_granted_after_expiry_completes_nothing(tmp_path: Path) -> None:
    late = award("two", date(2026, 7, 1))
    found = decide(toy(tmp_path, STACKS), award("one"), late, on=date(2026, 8, 1))
    assert (found.counted, "stack:early" in entries(found)) == (Fraction(1), False)


def test_a_part_earned_twice_counts_in_the_stack_once(tmp_path: Path) -> None:
    again = replace(award("one", date(2025, 4, 1)), id="w-again")
    found = decide(toy(tmp_path, STACKS), award("one"), again, award("two"))
    assert entries(found)["stack:early"].on == date(2025, 2, 1)
    assert found.counted == 6


def test_a_stack_counts_where_it_says_or_where_its_parts_may(tmp_path: Path) -> None:
    rules = toy(tmp_path, STACKS)
    wide = decide(
        rules, award("two", stack="wide"), award("three", definition=None, microcredential="three")
    )
    assert [one.categories for one in entries(wide)["stack:wide"].certain] == [
        frozenset({"craft", "free"})
    ]
    early = decide(rules, award("one", definition=None, microcredential="one"), award("two"))
    reasons = [one.key for one in entries(early)["stack:early"].reasons]
    assert reasons == ["entry.categories_unknown"]


@pytest.mark.parametrize(
    ("value", "credits", "key"),
    [
        ("satisfies: [craft]", 4, "worth.satisfies"),
        ("unknown: Nobody has said.", None, "worth.unknown"),
    ],
)
def test_a_stack_may_satisfy_a_category_or_be_worth_nobody_knows_what(
    tmp_path: Path, value: str, credits: int | None, key: str
) -> None:
    found = decide(toy(tmp_path, STACKS.replace("credits: 5", value)), award("one"), award("two"))
    stack = entries(found)["stack:early"]
    assert stack.credits == credits
    assert stack.worth.key == key


def test_a_stack_that_satisfies_takes_nothing_off_for_parts_of_an_earlier_cycle(
    tmp_path: Path,
) -> None:
    rules = toy(tmp_path, STACKS.replace("credits: 5", "satisfies: [craft]"))
    found = decide(rules, award("one", date(2021, 6, 30)), award("two"))
    assert entries(found)["stack:early"].credits == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("of: [one, two]", "of: [one, one]", "A part is listed twice."),
        ("categories: [craft]", "categories: [kraft]", "There is no category “kraft”."),
        ("of: [one, two]", "of: [one]", "The list has 1 items."),
    ],
)
def test_a_stack_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, STACKS.replace(old, new))
    assert any(said in str(one) for one in caught.value.problems)


CONDITIONS = (
    STACKS
    + """conditions:
  proof:
    kinds: [microcredential, recognized]
    held:
      - citation: law
        asks: {evidence: [digital_certificate], approved_by: [lea], approved_in_advance: true}
carry_over:
  kept:
    kinds: [microcredential]
    held: [{months: 3, citation: law}]
"""
)
PROVED: dict[str, Any] = {
    "evidence": ("digital_certificate",),
    "approved_by": "lea",
    "approved_on": date(2025, 1, 1),
}


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({}, ["entry.evidence_unknown", "entry.approver_unknown", "entry.advance_unknown"]),
        (PROVED | {"evidence": ("letter",)}, ["entry.evidence_missing", "entry.advance_unknown"]),
        (PROVED | {"approved_by": "peer"}, ["entry.approver_may_not", "entry.advance_unknown"]),
        (PROVED | {"approved_on": date(2025, 2, 2)}, ["entry.approved_late"]),
        (PROVED, ["entry.advance_unknown"]),
    ],
)
def test_conditions_may_be_said_of_awards(
    tmp_path: Path, given: dict[str, Any], reasons: list[str]
) -> None:
    found = decide(toy(tmp_path, CONDITIONS), award("one", **given))
    assert [one.key for one in entries(found)["w-one"].reasons] == reasons


def test_conditions_of_every_kind_of_activity_are_not_said_of_awards(tmp_path: Path) -> None:
    text = CONDITIONS.replace("    kinds: [microcredential, recognized]\n", "")
    assert entries(decide(toy(tmp_path, text), award("one")))["w-one"].reasons == ()


@pytest.mark.parametrize(
    ("on", "banked", "reasons"),
    [
        (date(2021, 4, 1), True, []),
        (date(2021, 4, 1), None, ["entry.before_cycle"]),
        (date(2021, 3, 31), True, ["entry.before_cycle"]),
        (date(2025, 4, 1), True, ["entry.banked_for_next"]),
    ],
)
def test_an_award_may_be_kept_for_the_next_cycle_where_the_rules_say_so(
    tmp_path: Path, on: date, banked: bool | None, reasons: list[str]
) -> None:
    rules = toy(tmp_path, CONDITIONS.replace("kinds: [microcredential, rec", "kinds: [rec"))
    found = decide(rules, award("one", on, banked=banked))
    keys = [one.key for one in entries(found)["w-one"].reasons]
    assert [key for key in keys if key != "worth.unknown"] == reasons


def test_the_rules_say_whether_they_look_at_awards_for_more_than_their_worth(
    tmp_path: Path,
) -> None:
    assert not toy(tmp_path).looks_at_awards(None)
    assert toy(tmp_path, STACKS).looks_at_awards(None)
    assert toy(tmp_path, POLICY + CONDITIONS[len(STACKS) :]).looks_at_awards(None)


def test_a_workshop_beside_a_stack_counts_as_ever(tmp_path: Path) -> None:
    facts = Facts(
        license_of(grade_span=None),
        activities=(workshop("a", "2", unit="point"),),
        awards=(award("one"), award("two")),
    )
    assert evaluate(toy(tmp_path, STACKS), facts, EXPIRES).counted == Fraction(7)
