"""What a micro-credential is worth before anyone starts."""

from datetime import date
from fractions import Fraction

import pytest

from longleaf.domain.renewal.worth import (
    WorthHere,
    worth_everywhere,
    worth_for_license,
    worth_in_places,
)
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import License
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.rules import Rules

ON = date(2026, 2, 3)
PHONICS = Microcredential("phonics", ("literacy", "general"), Fraction(15))
K_5 = License("teacher", "K-5", date(2022, 7, 1), date(2027, 6, 30))
GRADES_6_12 = License("teacher", "6-12", date(2022, 7, 1), date(2027, 6, 30))


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_jurisdiction("north_carolina", demo=True)


def worth(rules: Rules, local: str | None, held: License) -> WorthHere:
    return worth_for_license(rules, rules.local(local), held, PHONICS, who="you", on=ON)


def test_it_is_worth_what_the_employer_s_crosswalk_says(rules: Rules) -> None:
    found = worth(rules, "northfield", K_5)
    assert found.credits == 1
    assert found.by == "Northfield County Schools (fictional)"
    assert found.citations


def test_stated_hours_come_with_their_arithmetic(rules: Rules) -> None:
    found = worth(rules, "southfield", K_5)
    assert found.credits == Fraction(3, 2)
    assert found.says == "15 clock hours ÷ 10 = 1.5 credits."


def test_it_counts_in_the_categories_that_the_license_asks_for(rules: Rules) -> None:
    assert worth(rules, "northfield", K_5).categories == ("literacy", "general")
    assert worth(rules, "northfield", GRADES_6_12).categories == ("general",)


def test_where_no_crosswalk_is_on_file_the_state_says_that_it_set_no_value(rules: Rules) -> None:
    found = worth(rules, None, K_5)
    assert found.credits is None
    assert found.by == ""
    assert "North Carolina has set no value" in found.says


def test_the_places_are_the_state_and_every_board_with_a_crosswalk(rules: Rules) -> None:
    found = worth_in_places(rules, PHONICS, on=ON)
    assert [one.credits for one in found] == [None, 1, Fraction(3, 2), Fraction(3, 2)]
    assert found[0].who == "North Carolina license renewal"
    assert [one.by for one in found[1:]] == sorted(one.by for one in found[1:])


def test_the_day_of_the_award_chooses_the_crosswalk_s_row(rules: Rules) -> None:
    before = worth_in_places(rules, PHONICS, on=date(2023, 6, 30))
    assert [one.credits for one in before if "Pine Ridge" in one.by] == [Fraction(1, 2)]


def test_everywhere_is_every_state_and_every_board_that_has_rules(rules: Rules) -> None:
    utah = load_jurisdiction("utah")
    found = worth_everywhere([rules, utah], PHONICS, on=ON)
    assert [one.name for one in found] == ["north_carolina", "utah"]
    assert len(found[0].places) == 1 + len(rules.locals)
    assert all(place.says for one in found for place in one.places)


def test_a_board_without_a_crosswalk_goes_by_the_state_s(rules: Rules) -> None:
    state, *boards = worth_everywhere([rules], PHONICS, on=ON)[0].places
    without = [one for one in boards if not one.by]
    assert without
    assert {one.credits for one in without} == {state.credits}
