"""By when an educator has an answer."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

_SATURDAY: Final = 5


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether people are expected at work: Monday to Friday, and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def due_on(submitted_on: date, days: int, holidays: Collection[date] = ()) -> date:
    """The business day on which the answer is due.

    The day of submission does not count. What is handed in on a Saturday is due as if it had come
    on the Friday before.

    Args:
        submitted_on: The day it was handed in.
        days: Business days that the issuer promises; at least 1.
        holidays: Days on which nobody works; empty where none are on record.

    Raises:
        ValueError: If `days` is below 1.
    """
    if days < 1:
        message = f"An answer takes at least 1 business day, not {days}."
        raise ValueError(message)
    due = submitted_on
    for _ in range(days):
        due += timedelta(days=1)
        while not is_business_day(due, holidays):
            due += timedelta(days=1)
    return due
