"""By when an answer is due, in business days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.due import due_on, is_business_day

MONDAY = date(2026, 2, 2)
FRIDAY = date(2026, 2, 6)
SATURDAY = date(2026, 2, 7)
SUNDAY = date(2026, 2, 8)


def test_one_day_after_a_monday_is_tuesday() -> None:
    assert due_on(MONDAY, 1) == date(2026, 2, 3)


def test_one_day_after_a_friday_is_monday() -> None:
    assert due_on(FRIDAY, 1) == date(2026, 2, 9)


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, SUNDAY])
def test_what_comes_at_the_weekend_is_due_as_if_it_had_come_on_friday(day: date) -> None:
    assert due_on(day, 10) == date(2026, 2, 20)


def test_a_holiday_is_not_counted() -> None:
    assert due_on(FRIDAY, 1, [date(2026, 2, 9)]) == date(2026, 2, 10)


def test_a_holiday_at_the_weekend_changes_nothing() -> None:
    assert due_on(FRIDAY, 1, [SATURDAY]) == date(2026, 2, 9)


def test_no_answer_is_due_in_zero_days() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        due_on(MONDAY, 0)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 40),
    st.sets(st.dates(date(2020, 1, 1), date(2040, 6, 1)), max_size=5),
)
def test_the_business_days_after_submission_up_to_the_due_day_are_those_promised(
    submitted: date, days: int, holidays: set[date]
) -> None:
    due = due_on(submitted, days, holidays)
    between = [submitted + timedelta(days=n) for n in range(1, (due - submitted).days + 1)]
    assert sum(is_business_day(day, holidays) for day in between) == days
    assert is_business_day(due, holidays)
