"""The calendar day a moment falls on: law counts days where it holds, not in UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in(zone: str, moment: datetime) -> date:
    """The day of an aware moment in a time zone such as "America/New_York"."""
    return moment.astimezone(ZoneInfo(zone)).date()
