"""By when a reviewer is to be done."""

from datetime import date

import pytest

from longleaf.domain.review.deadline import days_left, review_due_on

TUESDAY, FRIDAY = date(2026, 2, 3), date(2026, 2, 6)


def test_a_review_is_due_on_the_day_promised_to_the_educator() -> None:
    assert review_due_on(date(2026, 2, 18), TUESDAY) == date(2026, 2, 18)


def test_the_promise_holds_when_three_working_days_are_left() -> None:
    assert review_due_on(FRIDAY, TUESDAY) == FRIDAY


def test_whoever_is_asked_late_still_has_three_working_days() -> None:
    assert review_due_on(FRIDAY, FRIDAY) == date(2026, 2, 11)


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (FRIDAY, 3),
        (date(2026, 2, 9), 4),
        (TUESDAY, 0),
        (date(2026, 2, 2), -1),
        (date(2026, 1, 30), -2),
    ],
)
def test_days_left_are_working_days(due: date, left: int) -> None:
    assert days_left(due, TUESDAY) == left


def test_on_the_weekend_after_the_due_day_it_is_late() -> None:
    assert days_left(FRIDAY, date(2026, 2, 7)) == -1
