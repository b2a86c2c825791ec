"""Periods: both ends belong to them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.period import Period

FIRST, LAST = date(2018, 7, 1), date(2023, 6, 30)
DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 15))
ENDS = st.none() | DAYS
PERIODS = st.tuples(ENDS, ENDS).map(
    lambda ends: Period(*sorted(ends)) if None not in ends else Period(*ends)  # type: ignore[type-var]  # no None is left to sort
)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_the_first_and_the_last_day_are_inside(day: date, inside: bool) -> None:
    assert (day in Period(FIRST, LAST)) is inside


def test_an_open_end_never_ends() -> None:
    assert date.min in Period(None, LAST)
    assert date.max in Period(FIRST, None)
    assert date.max in Period()


def test_a_single_day_is_a_period_and_less_is_none() -> None:
    assert FIRST in Period(FIRST, FIRST)
    with pytest.raises(ValueError, match="cannot end on"):
        Period(FIRST, FIRST - timedelta(days=1))


@given(PERIODS, PERIODS)
def test_two_periods_overlap_if_a_day_lies_in_both(one: Period, other: Period) -> None:
    days = [date(2019, 12, 1) + timedelta(days=n) for n in range(120)]
    assert one.overlaps(other) is any(day in one and day in other for day in days)
    assert one.overlaps(other) is other.overlaps(one)
