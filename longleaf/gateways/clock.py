"""The clock: the only place that reads it."""

from datetime import UTC, datetime

from longleaf.basis.day import day_in

__all__ = ["SystemClock", "day_in"]


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)
