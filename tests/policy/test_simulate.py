"""What a draft of the rules would change."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from longleaf.policy.columnar.frames import Frames, frames_of
from longleaf.policy.columnar.synthetic import state
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import Employer, Facts, StandingFacts
from longleaf.policy.finding import Outcome
from longleaf.policy.rules import Rules
from longleaf.policy.simulate import (
    Change,
    Group,
    newly_short,
    simulate,
    simulation_as_json,
)
from tests.policy.toy import EXPIRES, LOCAL, POLICY, north_carolina, teacher, toy, workshop

STRICTER = POLICY.replace("craft: 4, free: 6", "craft: 5, free: 5")


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    (tmp_path / "now").mkdir()
    return toy(tmp_path / "now", local=None)


@pytest.fixture
def stricter(tmp_path: Path) -> Rules:
    (tmp_path / "then").mkdir()
    return toy(tmp_path / "then", STRICTER, local=None)


def with_craft(credits: str, lea: str = "valley") -> Facts:
    """Somebody with so much credit in the craft, and enough in all."""
    known = teacher(
        workshop("a", credits, "craft", unit="point"), workshop("b", "9", "free", unit="point")
    )
    return replace(known, employer=Employer("toy", lea))


def test_who_has_enough_for_the_baseline_alone_newly_falls_short(
    rules: Rules, stricter: Rules
) -> None:
    people = [with_craft("4") for _ in range(20)] + [with_craft("5") for _ in range(30)]
    found = simulate(rules, stricter, [frames_of(enumerate(people))], EXPIRES)
    assert found.changes == (
        Change(Outcome.MET, Outcome.MET, 30),
        Change(Outcome.MET, Outcome.UNMET, 20),
    )
    assert found.whole == Group(None, 50, 20, 0, 20, Fraction(20), 0, Fraction(0))


def test_the_same_draft_the_other_way_round_takes_back_what_it_gave(
    rules: Rules, stricter: Rules
) -> None:
    people = [with_craft("4") for _ in range(20)]
    found = simulate(stricter, rules, [frames_of(enumerate(people))], EXPIRES)
    assert (found.whole.newly_short, found.whole.no_longer_short) == (0, 20)
    assert (found.whole.owing_less, found.whole.fewer_credits) == (20, Fraction(20))


def test_a_cell_of_nine_is_hidden_and_its_neighbor_with_it(rules: Rules, stricter: Rules) -> None:
    people = [with_craft("4", "one") for _ in range(9)]
    people += [with_craft("4", "two") for _ in range(12)]
    people += [with_craft("4", "three") for _ in range(40)]
    by = simulate(rules, stricter, [frames_of(enumerate(people))], EXPIRES).by["lea"]
    assert {group.name: group.newly_short for group in by} == {
        "one": None,
        "two": None,
        "three": 40,
    }
    assert {group.name: group.more_credits for group in by} == {
        "one": None,
        "two": None,
        "three": Fraction(40),
    }


def test_a_cell_of_ten_is_shown(rules: Rules, stricter: Rules) -> None:
    people = [with_craft("4", "one") for _ in range(10)]
    by = simulate(rules, stricter, [frames_of(enumerate(people))], EXPIRES).by["lea"]
    assert [group.newly_short for group in by] == [10]


def test_the_sum_of_those_newly_short_gives_no_hidden_outcome_away(
    rules: Rules, stricter: Rules
) -> None:
    unknown = replace(
        with_craft("4"), activities=(workshop("b", "9", "free", unit="point", approved=None),)
    )
    people = [with_craft("4") for _ in range(20)] + [with_craft("5") for _ in range(5)]
    people += [with_craft("3") for _ in range(3)] + [unknown]
    found = simulate(rules, stricter, [frames_of(enumerate(people))], EXPIRES)
    shown = {(one.before, one.after): one.educators for one in found.changes}
    assert shown[Outcome.MET, Outcome.UNMET] == found.whole.newly_short == 20
    assert shown[Outcome.MET, Outcome.MET] is None
    assert shown[Outcome.UNMET, Outcome.UNMET] is None


def some_of(frames: Frames, chosen: pl.Expr) -> Frames:
    return Frames(
        frames.licenses.filter(chosen),
        frames.activities.filter(chosen),
        frames.awards.filter(chosen),
        frames.recognized.filter(chosen),
    )


def test_batches_do_not_change_the_figures() -> None:
    rules = north_carolina()
    (whole,) = state(400, seed=5)
    early = pl.col("educator") < 130
    halves = [some_of(whole, early), some_of(whole, ~early)]
    assert simulate(rules, rules, halves, EXPIRES) == simulate(rules, rules, [whole], EXPIRES)


def test_somebody_who_is_exempt_owes_nothing_more(rules: Rules) -> None:
    nc = north_carolina()
    for_life = replace(teacher(), standing_facts=StandingFacts(lifetime=True))
    assert evaluate(nc, for_life, EXPIRES).outcome is Outcome.EXEMPT
    found = simulate(nc, nc, [frames_of([(1, for_life)])], EXPIRES, least_shown=1)
    assert found.whole.owing_more == 0
    assert found.changes == (Change(Outcome.EXEMPT, Outcome.EXEMPT, 1),)


def test_credit_in_another_unit_has_no_cost_that_can_be_said(rules: Rules, stricter: Rules) -> None:
    other = replace(stricter, unit="credit")
    people = [with_craft("4") for _ in range(20)]
    found = simulate(rules, other, [frames_of(enumerate(people))], EXPIRES)
    assert (found.unit, found.whole.more_credits, found.whole.owing_more) == (None, None, None)


def test_those_who_newly_fall_short_are_named_in_the_order_given(
    rules: Rules, stricter: Rules
) -> None:
    people = {"c": with_craft("4"), "b": with_craft("5"), "a": with_craft("4")}
    assert list(newly_short(rules, stricter, [frames_of(people.items())], EXPIRES)) == ["c", "a"]


def test_the_year_of_expiry_and_the_kind_are_groups_of_their_own(
    rules: Rules, stricter: Rules
) -> None:
    people = [with_craft("4") for _ in range(20)]
    found = simulation_as_json(simulate(rules, stricter, [frames_of(enumerate(people))], EXPIRES))
    by = found["by"]
    assert isinstance(by, dict)
    assert {name: [group["name"] for group in groups] for name, groups in by.items()} == {
        "lea": ["valley"],
        "kind": ["teacher"],
        "expires_in": ["2026"],
    }


def test_a_local_rule_counts_for_its_own_board(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    alone, with_valley = toy(tmp_path / "a", local=None), toy(tmp_path / "b", local=LOCAL)
    people = [with_craft("4", "valley") for _ in range(15)]
    people += [with_craft("4", "hill") for _ in range(15)]
    by = simulate(alone, with_valley, [frames_of(enumerate(people))], EXPIRES).by["lea"]
    assert [(group.name, group.newly_short) for group in by] == [("hill", 0), ("valley", 15)]
