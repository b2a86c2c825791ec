"""What are my ways? The shortest in the catalog, checked against trying them all."""

import json
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.cli.main import main
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.guidance import read_catalog
from longleaf.policy.reverse import (
    Routes,
    routes_as_json,
    routes_as_text,
    shortest_ways,
)
from longleaf.policy.rules import Rules
from tests.policy.toy import POLICY, toy

ON = date(2025, 6, 1)
CROSSWALK = POLICY.replace(
    "    any: {unknown: It depends.}\n",
    """    any: {unknown: It depends.}
    stacks:
      early: {title: Early reading, of: [one, two], credits: 5}
      whole: {title: All of it, of: [six, seven], satisfies: [craft]}
      open: {title: Nobody knows, of: [one, six], unknown: Nobody has said.}
      far: {title: Elsewhere, of: [one, elsewhere], credits: 50}
      small: {title: Small, of: [one, five], credits: 1}
""",
).replace(
    "      silver: {by_stated_hours: clock_hour}\n",
    """      one: {credits: 1}
      two: {credits: 1}
      three: {credits: 2}
      four: {by_stated_hours: clock_hour}
      five: {credits: 2}
      done: {satisfies: [craft]}
      other: {satisfies: [free]}
""",
)


def mc(slug: str, hours: str | None = "10", *categories: str) -> Microcredential:
    return Microcredential(
        slug, categories or ("craft",), None if hours is None else Fraction(hours)
    )


CATALOG = (mc("one"), mc("two"), mc("three", "20"), mc("four", "9"), mc("five", "15"), mc("six"))


def ask(
    rules: Rules,
    missing: str,
    *catalog: Microcredential,
    category: str = "craft",
    earned: frozenset[str] = frozenset(),
) -> Routes:
    return shortest_ways(
        rules,
        None,
        catalog or CATALOG,
        category=category,
        missing=Fraction(missing),
        on=ON,
        earned=earned,
    )


def earns(found: Routes) -> list[tuple[str, ...]]:
    return [one.earn for one in found.found]


def test_one_that_is_enough_comes_before_two(tmp_path: Path) -> None:
    found = ask(toy(tmp_path, CROSSWALK), "2")
    assert earns(found) == [("four",), ("five",), ("three",)]
    assert found.found[0].credits == 3


def test_among_equals_the_fewest_hours_come_first(tmp_path: Path) -> None:
    found = ask(toy(tmp_path, CROSSWALK), "2", mc("three", "20"), mc("five", "15"))
    assert earns(found) == [("five",), ("three",)]


def test_a_stack_counts_as_many_as_are_left_to_earn(tmp_path: Path) -> None:
    rules = toy(tmp_path, CROSSWALK)
    whole = ask(rules, "5", mc("one"), mc("two"), mc("three", "20"))
    assert (earns(whole)[0], whole.found[0].stacks, whole.found[0].credits) == (
        ("one", "two"),
        ("early",),
        Fraction(5),
    )
    half = ask(rules, "4", mc("one"), mc("two"), earned=frozenset({"one"}))
    assert (earns(half), half.found[0].credits) == ([("two",)], Fraction(4))
    assert ask(rules, "9/2", mc("one"), mc("two"), earned=frozenset({"one"})).found == ()


def test_a_part_earned_whose_own_worth_is_not_known_promises_nothing(tmp_path: Path) -> None:
    text = CROSSWALK.replace("      one: {credits: 1}\n", "")
    found = ask(toy(tmp_path, text), "4", mc("one"), mc("two"), earned=frozenset({"one"}))
    assert found.found == ()


def test_what_has_no_number_satisfies_any_gap_in_its_category(tmp_path: Path) -> None:
    rules = toy(tmp_path, CROSSWALK)
    found = ask(rules, "100", mc("done"), mc("other"))
    assert (earns(found), found.found[0].credits) == ([("done",)], None)
    assert found.not_valued == ("other",)
    assert ask(rules, "100", mc("six"), mc("seven")).found[0].stacks == ("whole",)


def test_what_is_not_valued_is_named_and_not_offered(tmp_path: Path) -> None:
    found = ask(toy(tmp_path, CROSSWALK), "2", mc("six"), mc("one"))
    assert (found.found, found.not_valued, found.complete) == ((), ("six",), True)


def test_what_may_not_count_in_the_category_is_passed_over(tmp_path: Path) -> None:
    rules = toy(tmp_path, CROSSWALK)
    assert ask(rules, "1", mc("one", "10", "mystery")).found == ()
    assert earns(ask(rules, "1", mc("one", "10", "mystery"), category="free")) == [("one",)]


def test_hours_that_one_does_not_state_are_not_added_up(tmp_path: Path) -> None:
    found = ask(toy(tmp_path, CROSSWALK), "3", mc("three", None), mc("one"))
    assert found.found[0].hours is None


def test_before_there_was_a_crosswalk_there_is_no_way(tmp_path: Path) -> None:
    found = shortest_ways(
        toy(tmp_path, CROSSWALK),
        None,
        CATALOG,
        category="craft",
        missing=Fraction(1),
        on=date(2024, 12, 31),
    )
    assert (found.found, len(found.not_valued)) == ((), len(CATALOG))


def test_a_catalog_too_large_to_try_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longleaf.policy.reverse.MOST_STEPS", 2)
    found = ask(toy(tmp_path, CROSSWALK), "8")
    assert not found.complete
    assert list(routes_as_text(found, "point"))[-1].startswith("The catalog is too large")


def test_the_text_names_each_way(tmp_path: Path) -> None:
    rules = toy(tmp_path, CROSSWALK)
    found = ask(rules, "5", mc("one"), mc("two"), mc("six"))
    assert list(routes_as_text(found, "point")) == [
        "1. one, two; 5 points; about 20 hours; completes early.",
        "Worth not settled: six.",
    ]
    assert list(routes_as_text(ask(rules, "100", mc("done", None)), "point")) == [
        "1. done; satisfies what is asked for."
    ]
    assert next(routes_as_text(ask(rules, "1", mc("six")), "point")) == (
        "No way through the catalog is known."
    )


def test_the_json_has_exact_amounts(tmp_path: Path) -> None:
    found = routes_as_json(ask(toy(tmp_path, CROSSWALK), "2/3", mc("one")))
    assert found["complete"] is True
    first = json.loads(json.dumps(found))["ways"][0]
    assert (first["earn"], first["credits"], first["hours"]) == (["one"], "1", "10")
    assert first["citation"]["source"] == "law"


WORTHS = st.lists(
    st.tuples(st.sampled_from(["one", "two", "three", "four", "five"]), st.integers(1, 20)),
    unique_by=lambda one: one[0],
    max_size=5,
)


@settings(deadline=None, max_examples=80)
@given(WORTHS, st.integers(1, 16).map(lambda half: Fraction(half, 2)))
def test_no_shorter_way_is_missed(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[str, int]], missing: Fraction
) -> None:
    rules = _rules(tmp_path_factory)
    catalog = [mc(slug, str(hours)) for slug, hours in items]
    found = shortest_ways(rules, None, catalog, category="craft", missing=missing, on=ON, most=99)
    values = {"one": 1, "two": 1, "three": 2, "five": 2}
    values["four"] = 0
    hours = dict(items)
    worth = {slug: Fraction(values[slug]) for slug in hours}
    if "four" in worth:
        worth["four"] = Fraction(hours["four"]) // Fraction(3, 10) * Fraction(1, 10)

    def value(some: tuple[str, ...]) -> Fraction:
        single = sum((worth[one] for one in some), Fraction(0))
        stacked = {"one", "two"} <= set(some)
        return single + 3 if stacked else single

    shortest = next(
        (
            {tuple(sorted(some)) for some in combinations(hours, size) if value(some) >= missing}
            for size in range(1, len(hours) + 1)
            if any(value(some) >= missing for some in combinations(hours, size))
        ),
        set(),
    )
    assert {one.earn for one in found.found} == shortest
    best = sorted(found.found, key=lambda one: one.hours or 0)
    assert [one.hours for one in found.found] == [one.hours for one in best]


CACHE: dict[str, Rules] = {}


def _rules(factory: pytest.TempPathFactory) -> Rules:
    if "rules" not in CACHE:
        CACHE["rules"] = toy(factory.mktemp("toy"), CROSSWALK)
    return CACHE["rules"]


def test_a_catalog_is_read_from_a_folder_with_every_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("slug: a\neffort_hours: 10\n", encoding="utf-8")
    assert read_catalog(tmp_path) == (Microcredential("a", (), Fraction(10)),)
    (tmp_path / "b.yaml").write_text("effort_hours: ten\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_catalog(tmp_path)
    assert [one.where for one in caught.value.problems] == ["b.yaml:1", "b.yaml:1"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--category", "mystery", "--credits", "3"], "There is no category “mystery”."),
        (["--category", "literacy", "--credits", "x"], "is not an exact amount"),
        (["--category", "literacy", "--credits", "0"], "Nothing is missing."),
        (["--category", "literacy", "--credits", "3", "--local", "z"], "No rules of “z”"),
    ],
)
def test_the_command_refuses_what_it_cannot_read(arguments: list[str], says: str) -> None:
    base = ["policy", "ways", "--jurisdiction", "north_carolina", *arguments]
    found = CliRunner().invoke(main, base)
    assert (found.exit_code, says in found.output) == (2, True)


def test_the_command_names_the_shortest_ways_in_the_catalog() -> None:
    base = ["policy", "ways", "--jurisdiction", "north_carolina", "--demo", "--local", "northfield"]
    asked = [*base, "--category", "literacy", "--credits", "3", "--on", "2026-06-01"]
    text = CliRunner().invoke(main, asked, catch_exceptions=False)
    assert (text.exit_code, text.output.count("3 credits")) == (0, 5)
    data = json.loads(CliRunner().invoke(main, [*asked, "--json"], catch_exceptions=False).output)
    assert [len(one["earn"]) for one in data["ways"]] == [3] * 5
