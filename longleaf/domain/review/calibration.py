"""Calibration: how near a reviewer's levels are to those agreed, and whether that is enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion of one anchor; levels are places on the rubric, 0 for the lowest."""

    criterion: str
    given: int
    agreed: int

    @property
    def off(self) -> int:
        """By how many levels; positive if more lenient than agreed."""
        return self.given - self.agreed


@dataclass(frozen=True, slots=True)
class PassRule:
    """The shares of levels that must be the one agreed, or at most one level off."""

    exact: Fraction
    adjacent: Fraction


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How near some levels were.

    Attributes:
        judged: Levels compared.
        exact: How many were the one agreed.
        adjacent: How many were that or one level off.
        off: Sum of the levels off; positive if more lenient than agreed.
    """

    judged: int
    exact: int
    adjacent: int
    off: int

    def meets(self, rule: PassRule) -> bool:
        """Whether both shares are reached, exactly; nothing judged meets nothing."""
        return (
            self.judged > 0
            and Fraction(self.exact, self.judged) >= rule.exact
            and Fraction(self.adjacent, self.judged) >= rule.adjacent
        )


def accuracy(compared: Iterable[Compared]) -> Accuracy:
    """Count what was exact, adjacent and off."""
    offs = [one.off for one in compared]
    return Accuracy(len(offs), offs.count(0), sum(abs(one) <= 1 for one in offs), sum(offs))


def compare(
    order: Sequence[str], given: Mapping[str, str], agreed: Mapping[str, str]
) -> tuple[Compared, ...]:
    """Set the levels given beside those agreed, criterion by criterion.

    Args:
        order: The rubric's levels, from low to high.
        given: Level by criterion; every agreed criterion must have one.
        agreed: The same, as agreed.

    Raises:
        ValueError: If a criterion was not judged, or a level is not the rubric's.
    """
    missing = sorted(set(agreed) - set(given))
    if missing:
        message = f"Not judged: {', '.join(missing)}."
        raise ValueError(message)
    places = {level: place for place, level in enumerate(order)}
    unknown = sorted({*given.values(), *agreed.values()} - set(places))
    if unknown:
        message = f"The rubric has no level {', '.join(unknown)}."
        raise ValueError(message)
    return tuple(Compared(key, places[given[key]], places[agreed[key]]) for key in agreed)


def may_stay(seeds: Sequence[Sequence[Compared]], rule: PassRule, *, window: int) -> bool:
    """Whether the last anchors among live work are near enough to go on reviewing.

    Args:
        seeds: The anchors judged since the reviewer qualified, the earliest first.
        rule: The shares to keep.
        window: How many of the last count; with fewer nothing is decided yet.

    Raises:
        ValueError: If the window is below 1.
    """
    if window < 1:
        message = f"At least one anchor must count, not {window}."
        raise ValueError(message)
    if len(seeds) < window:
        return True
    return accuracy(one for seed in seeds[-window:] for one in seed).meets(rule)
