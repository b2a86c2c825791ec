"""Days: months later and earlier, to the ends of the calendar."""

from datetime import date

import pytest

from longleaf.basis.day import months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 6, 30), -60, date(2021, 6, 30)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(1, 2, 1), -1, date(1, 1, 1)),
        (date(1, 1, 20), -1, date.min),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), 1, date.max),
    ],
)
def test_months_go_to_the_same_day_or_the_last_of_a_short_month(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then
