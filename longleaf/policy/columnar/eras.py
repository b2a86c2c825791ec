"""Eras: spans of days in which no rule changes, so that one day can stand for all of them."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from longleaf.policy.citation import Citation
from longleaf.policy.columnar.arrays import NO_DAY, Short, Whole, number_of
from longleaf.policy.parameter import COMPLETED_ON, EXPIRES_ON, GRANTED_ON, Dated
from longleaf.policy.rules import Rules

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Eras:
    """The days on which something begins or has ended, in order."""

    cuts: tuple[date, ...]

    def __len__(self) -> int:
        return len(self.cuts) + 1

    def of(self, days: Short) -> Whole:
        """In which era each day lies; -1 where the day is not known."""
        cuts = np.array([number_of(cut) for cut in self.cuts], np.int64)
        found = np.searchsorted(cuts, days, side="right")
        return np.where(days == NO_DAY, -1, found).astype(np.int64)

    def era(self, day: date) -> int:
        """In which era a day lies."""
        return bisect_right(self.cuts, day)

    def day(self, era: int) -> date | None:
        """A day of an era; None for -1, the days that are not known."""
        if era < 0:
            return None
        if era == 0:
            return self.cuts[0] - _DAY if self.cuts and self.cuts[0] > date.min else date.min
        return self.cuts[era - 1]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Eras by the day that chooses among rules."""

    expiry: Eras
    completion: Eras
    grant: Eras


def calendar(rules: Rules) -> Calendar:
    """All days on which some rule of a policy, or of one of its local boards, changes."""
    cuts: dict[str, set[date]] = {EXPIRES_ON: set(), COMPLETED_ON: set(), GRANTED_ON: set()}
    for dated in _dated(rules):
        for row in dated.rows:
            if row.period.first is not None:
                cuts[dated.by].add(row.period.first)
            if row.period.last is not None and row.period.last < date.max:
                cuts[dated.by].add(row.period.last + _DAY)
    return Calendar(
        *(Eras(tuple(sorted(cuts[by]))) for by in (EXPIRES_ON, COMPLETED_ON, GRANTED_ON))
    )


def _dated(thing: object) -> Iterator[Dated[object]]:
    """Every dated value, however deep; a new kind of rule is found without being named here."""
    if isinstance(thing, Dated):
        yield thing
        for row in thing.rows:
            yield from _dated(row.value)
    elif is_dataclass(thing) and not isinstance(thing, Citation):
        for one in fields(thing):
            yield from _dated(getattr(thing, one.name))
    elif isinstance(thing, Mapping):
        for one in thing.values():
            yield from _dated(one)
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _dated(one)
