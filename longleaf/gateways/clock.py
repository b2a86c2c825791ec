"""The clock: the only place that reads it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


def day_in(zone: str, moment: datetime) -> date:
    """The calendar day that `moment` falls on in a time zone such as "America/New_York"."""
    return moment.astimezone(ZoneInfo(zone)).date()
