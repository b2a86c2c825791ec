"""Dated values: the first and the last day, and days that nobody speaks of."""

from datetime import date

import pytest

from longleaf.basis.period import Period
from longleaf.policy.finding import Outcome, overall
from longleaf.policy.parameter import EXPIRES_ON, Dated, Held, Unknown

ROWS = Dated(
    EXPIRES_ON,
    (
        Held(Period(date(2015, 1, 1), date(2015, 12, 31)), "old", ()),
        Held(Period(date(2016, 1, 1), None), "new", ()),
    ),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2015, 1, 1), "old"),
        (date(2015, 12, 31), "old"),
        (date(2016, 1, 1), "new"),
        (date(2999, 1, 1), "new"),
    ],
)
def test_a_value_holds_from_its_first_to_its_last_day(day: date, value: str) -> None:
    assert ROWS.on(day).value == value
    assert ROWS.covers(day)


def test_a_day_before_every_row_is_unknown() -> None:
    assert isinstance(ROWS.on(date(2014, 12, 31)).value, Unknown)
    assert not ROWS.covers(date(2014, 12, 31))


def test_a_day_that_is_not_known_settles_nothing_unless_there_is_one_value_for_all_time() -> None:
    assert isinstance(ROWS.on(None).value, Unknown)
    assert Dated(EXPIRES_ON, (Held(Period(), "always", ()),)).on(None).value == "always"
    once = Dated(EXPIRES_ON, (Held(Period(None, date(2015, 1, 1)), "once", ()),))
    assert isinstance(once.on(None).value, Unknown)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([], Outcome.MET),
        ([Outcome.MET, Outcome.WAIVED], Outcome.WAIVED),
        ([Outcome.WAIVED, Outcome.EXEMPT], Outcome.EXEMPT),
        ([Outcome.EXEMPT, Outcome.UNKNOWN], Outcome.UNKNOWN),
        ([Outcome.UNKNOWN, Outcome.UNMET], Outcome.UNMET),
    ],
)
def test_the_weightiest_outcome_decides(outcomes: list[Outcome], whole: Outcome) -> None:
    assert overall(outcomes) is whole
