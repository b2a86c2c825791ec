"""Cap: at most so much credit of some kinds counts, in a year or in the whole cycle."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.basis.day import months_after
from longleaf.policy.ceiling import Ceiling
from longleaf.policy.citation import Citation
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown

CYCLE: Final = "cycle"
YEAR: Final = "year"
PERIODS: Final = (YEAR, CYCLE)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of all that is asked for, such as a quarter."""

    part: Fraction


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap as it falls on the credit of one year, or of the cycle.

    Attributes:
        cap: The cap's name.
        title: The words for the credit it holds for.
        credits: How much of it counts at most.
        began_on: First day of the year, or None for the whole cycle.
    """

    cap: str
    title: str
    credits: Fraction
    began_on: date | None
    citations: tuple[Citation, ...]

    @property
    def ceiling(self) -> Ceiling:
        """The limit as the assignment sees it."""
        return Ceiling((self.cap, self.began_on), self.credits)

    def because(self, over: Fraction, unit: str) -> Because:
        """So much is over the limit."""
        numbers = {
            "credits": show_amount(over),
            "at_most": show_amount(self.credits),
            "unit": unit,
            "title": self.title,
        }
        if self.began_on is None:
            return Because("entry.over_limit_of_cycle", numbers)
        numbers["began_on"] = self.began_on.isoformat()
        return Because("entry.over_limit_of_year", numbers)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so much credit of some kinds counts.

    Attributes:
        title: The words for the credit it holds for.
        kinds: Kinds of activity; "microcredential" and "recognized" stand for awards and for
            badges earned elsewhere.
        per: "year" or "cycle".
        year_begins: Month and day on which a year begins.
        held: The most that counts, by the day on which the license expires. Days of which it
            does not speak are days without the cap.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    per: str
    year_begins: tuple[int, int]
    held: Dated[Fraction | Share]

    def inside(self, other: "Cap") -> bool:
        """Whether all that stands under this cap stands under one and the same of the other."""
        same_year = self.per == YEAR and self.year_begins == other.year_begins
        return set(self.kinds) <= set(other.kinds) and (other.per == CYCLE or same_year)

    def limit(
        self, day: date | None, *, expires_on: date | None, total: Fraction | None
    ) -> Limit | Unknown | None:
        """The limit that credit of a day stands under.

        Args:
            day: When it was earned; what has no day stands under no year's limit.
            expires_on: Last day of the license, or None if not known.
            total: All that is asked for, or None if not known.

        Returns:
            The limit; why it is not known; or None where there is none.
        """
        if (self.per == YEAR and day is None) or (
            expires_on is not None and not self.held.covers(expires_on)
        ):
            return None
        row = self.held.on(expires_on)
        if isinstance(row.value, Unknown):
            return row.value
        most = row.value
        if isinstance(most, Share):
            if total is None:
                return Unknown("It is a share of what is asked for in all, which is not known.")
            most = most.part * total
        began_on = None if self.per == CYCLE or day is None else self._year_of(day)
        return Limit(self.name, self.title, most, began_on, row.citations)

    def _year_of(self, day: date) -> date:
        begins = date(day.year, *self.year_begins)
        return begins if begins <= day else months_after(begins, -12)
