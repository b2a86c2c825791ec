"""Parameters: a value, its unit, where it is written, and the days it held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Generic, TypeVar

from longleaf.basis.period import Period
from longleaf.policy.citation import Citation

T = TypeVar("T")

EXPIRES_ON: Final = "expires_on"
COMPLETED_ON: Final = "completed_on"
GRANTED_ON: Final = "granted_on"


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the sources leave open; the reason is written in the policy, never guessed around."""

    reason: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A value over the days it held."""

    period: Period
    value: T | Unknown
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Values one after another.

    Attributes:
        by: The day that chooses among them: expires_on (of the license), completed_on (of an
            activity) or granted_on (of an award).
        rows: Earliest first; without overlap or gap between them, which the loader has checked.
    """

    by: str
    rows: tuple[Held[T], ...]

    def on(self, day: date | None) -> Held[T]:
        """The row that held on a day; an unknown one if the day is not known or none held."""
        if day is None:
            if len(self.rows) == 1 and self.rows[0].period == Period():
                return self.rows[0]
            return Held(Period(), Unknown(f"The day that decides ({self.by}) is not known."), ())
        for row in self.rows:
            if day in row.period:
                return row
        return Held(Period(), Unknown("The policy has no rule for that day."), ())

    def covers(self, day: date) -> bool:
        """Whether there is a row for a day, be it one that says "unknown"."""
        return any(day in row.period for row in self.rows)

    def over(self, period: Period) -> Iterator[Held[T]]:
        """The rows that held on at least one day of a period."""
        return (row for row in self.rows if row.period.overlaps(period))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number of the law."""

    name: str
    unit: str
    values: Dated[Fraction]
