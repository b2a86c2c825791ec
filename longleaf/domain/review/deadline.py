"""By when a reviewer is to be done."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from longleaf.domain.evidence.due import due_on, is_business_day

# Whoever is asked late, as a third opinion or in someone's place, still needs time to read.
LEAST_DAYS: Final = 3


def review_due_on(promised: date, asked_on: date) -> date:
    """The day on which a review is due: as promised to the educator, or later if asked late.

    Args:
        promised: The day by which the educator was promised an answer.
        asked_on: The day on which the reviewer is asked.
    """
    return max(promised, due_on(asked_on, LEAST_DAYS))


def days_left(due: date, on: date, holidays: Collection[date] = ()) -> int:
    """Working days from `on` until the day due: 0 if due that day, negative if it has passed."""
    first, last = sorted((due, on))
    count, day = 0, first
    while day < last:
        day += timedelta(days=1)
        count += is_business_day(day, holidays)
    if due >= on:
        return count
    # On the weekend after the due day no working day has passed, and yet it is late.
    return -max(count, 1)
