"""Days of the calendar: law counts them where it holds, not in UTC."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in(zone: str, moment: datetime) -> date:
    """The day of an aware moment in a time zone such as "America/New_York"."""
    return moment.astimezone(ZoneInfo(zone)).date()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or earlier if negative; the last day of a short month.

    Beyond the years 1 to 9999 the calendar's first or last day is given.
    """
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
