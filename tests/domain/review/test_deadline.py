"""By when a reviewer is to be done."""

from datetime import date

from longleaf.domain.review.deadline import review_due_on

TUESDAY, FRIDAY = date(2026, 2, 3), date(2026, 2, 6)


def test_a_review_is_due_on_the_day_promised_to_the_educator() -> None:
    assert review_due_on(date(2026, 2, 18), TUESDAY) == date(2026, 2, 18)


def test_the_promise_holds_when_three_working_days_are_left() -> None:
    assert review_due_on(FRIDAY, TUESDAY) == FRIDAY


def test_whoever_is_asked_late_still_has_three_working_days() -> None:
    assert review_due_on(FRIDAY, FRIDAY) == date(2026, 2, 11)
