"""What must be said of an activity."""

from dataclasses import replace
from datetime import date

import pytest

from longleaf.domain.credit.activity import Recorded, problems_with

ON = date(2026, 2, 3)
SAID = Recorded("workshop", "Reading workshop", "12.5", "clock_hour", ON, ["literacy"])


def wrong_in(said: Recorded) -> list[str]:
    found = problems_with(
        said, kinds=["workshop"], units=["clock_hour"], categories=["literacy"], on=ON
    )
    return [problem.where for problem in found]


def test_nothing_is_wrong_with_a_whole_account() -> None:
    assert wrong_in(SAID) == []


def test_where_it_may_count_can_be_left_open() -> None:
    assert wrong_in(replace(SAID, categories=[])) == []


@pytest.mark.parametrize("quantity", ["0.001", "2000", " 12.5 ", "1.125"])
def test_amounts_up_to_two_thousand_with_three_decimals_are_kept(quantity: str) -> None:
    assert wrong_in(replace(SAID, quantity=quantity)) == []


@pytest.mark.parametrize("quantity", ["0", "-1", "2000.001", "0.0001", "1/3", "1e3", "", "٣"])
def test_other_amounts_are_refused(quantity: str) -> None:
    assert wrong_in(replace(SAID, quantity=quantity)) == ["quantity"]


def test_today_is_the_last_day_on_which_it_can_have_been_completed() -> None:
    assert wrong_in(replace(SAID, completed_on=ON)) == []
    assert wrong_in(replace(SAID, completed_on=date(2026, 2, 4))) == ["completed_on"]
    assert wrong_in(replace(SAID, completed_on=None)) == ["completed_on"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = Recorded("nap", " ", "x", "furlong", None, ["gardening"])
    assert wrong_in(wrong) == ["title", "kind", "unit", "categories", "quantity", "completed_on"]
