"""What one micro-credential is worth, place by place."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.finding import Because
from longleaf.policy.guidance import guidance, guidance_as_json, read_definition_file
from longleaf.policy.ways import ways_to
from tests.policy.toy import north_carolina, toy

ON = date(2026, 1, 1)
SILVER = Microcredential("silver", ("craft",), Fraction(20))


def test_north_carolina_itself_leaves_it_to_the_local_board() -> None:
    answers = {one.local: one for one in guidance(north_carolina(), SILVER, on=ON)}
    assert answers[None].credits is None
    assert answers[None].because.key == "worth.unknown"
    assert {name: one.credits for name, one in answers.items()} == {
        None: None,
        "northfield": 1,
        "pine_ridge": Fraction("1.5"),
        "southfield": 2,
    }


def test_the_categories_are_those_that_each_license_has_else_general() -> None:
    definition = Microcredential("m", ("literacy", "executive"))
    (state, *_) = guidance(north_carolina(), definition, on=ON)
    assert state.categories == {
        "teacher_k_5": ("literacy", "general"),
        "teacher_6_12": ("general",),
        "student_services": ("general",),
        "administrator": ("executive", "general"),
    }


def test_where_the_split_is_not_settled_no_category_is_named() -> None:
    (state, *_) = guidance(north_carolina(), SILVER, on=date(2012, 1, 1))
    assert set(state.categories.values()) == {()}


@pytest.mark.parametrize(
    ("slug", "credits"), [("silver", Fraction("6.6")), ("urn:toy:gold", 3), ("bronze", None)]
)
def test_a_named_worth_comes_before_the_general_one(
    tmp_path: Path, slug: str, credits: Fraction | None
) -> None:
    (answer,) = guidance(toy(tmp_path), Microcredential(slug, (), Fraction(20)), on=ON)
    assert answer.credits == credits


def test_the_json_form_says_it_in_a_sentence_with_its_source(tmp_path: Path) -> None:
    rules = toy(tmp_path)
    (answer,) = guidance(rules, SILVER, on=ON)
    found = guidance_as_json(answer, rules)
    assert (found["credits"], found["unit"], found["local"]) == ("6.6", "point", None)
    assert found["says"] == "20 clock hours ÷ 3 = 6.6 points."
    (unknown,) = guidance(rules, SILVER, on=date(2024, 12, 31))
    assert guidance_as_json(unknown, rules)["credits"] is None


def test_a_whole_definition_file_is_read_for_what_matters() -> None:
    text = b"slug: m\ntitle: Anything\nrubric: [1, 2]\n"
    text += b'renewal_categories: [literacy]\neffort_hours: "12.5"\n'
    expected = Microcredential("m", ("literacy",), Fraction("12.5"))
    assert read_definition_file(text, "m.yaml") == expected


def test_a_definition_without_a_name_is_refused() -> None:
    with pytest.raises(ProblemsError, match="“slug” is missing"):
        read_definition_file(b"title: Anything\n", "m.yaml")


def test_ways_round_up_where_the_policy_rounds_down(tmp_path: Path) -> None:
    rules = toy(tmp_path)
    gaps = [("craft", Fraction("1.05"))]
    ways = ways_to(rules, None, gaps, expires_on=date(2026, 6, 30), on=ON)
    quantities = {
        way.because.numbers.get("unit"): way.because.numbers.get("quantity") for way in ways
    }
    assert quantities["clock_hour"] == "3.3"
    assert rules.conversions["clock_hour"].worth(Fraction("3.3")) >= Fraction("1.05")
    assert rules.conversions["clock_hour"].worth(Fraction("3.2")) < Fraction("1.05")


def test_ways_name_the_micro_credentials_that_the_crosswalk_names(tmp_path: Path) -> None:
    gaps = [("craft", Fraction(1))]
    ways = ways_to(toy(tmp_path), None, gaps, expires_on=date(2026, 6, 30), on=ON)
    assert [way.because.key for way in ways] == [
        "way.by_named_microcredential",
        "way.by_unit",
        "way.by_unit",
    ]


def test_without_gaps_there_is_nothing_to_do() -> None:
    assert ways_to(north_carolina(), None, [], expires_on=date(2026, 6, 30), on=ON) == ()


def test_the_full_cycle_closes_every_gap_at_once() -> None:
    gaps = [("academic", Fraction(1)), ("general", Fraction(2))]
    ways = ways_to(north_carolina(), None, gaps, expires_on=date(2026, 6, 30), on=ON)
    assert ways[-1].category is None
    assert ways[-1].missing == 3
    assert ways[-1].because == Because(
        "way.by_full_cycle",
        {
            "kind": "national_board_initial",
            "title": "National Board certification, or completing its process",
        },
    )
