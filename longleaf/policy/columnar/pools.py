"""Pools: the credit of each educator by the demands for which it may count, in whole parts.

All amounts are scaled by one number in which each of them is whole. A pool is a row of the
table: its number is the set of demands as bits; there is one column for each educator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from longleaf.policy.columnar.arrays import Flags, Whole
from longleaf.policy.columnar.entries import Entries, Item
from longleaf.policy.columnar.profile import People, Profile

MOST_PARTS: Final = 1 << 24
"""How finely a credit may be divided; what needs more is decided one by one."""
MOST_AMOUNT: Final = 1 << 40
"""The largest amount, in parts; so many of them as one educator may have stay below 2^62."""
MOST_ENTRIES: Final = 1 << 20
MOST_DEMANDS: Final = 6
"""With how many categories; the tables grow with the power of two of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """One credit in whole parts, and what cannot be counted in them.

    Attributes:
        size: The most demands that a profile has.
        demands: What each profile asks for, by demand, in parts.
        credits: For each source, what its items are worth in parts; 0 where not known.
        coarse: Profiles that cannot be counted in these parts.
        odd: For each source, items that cannot.
    """

    parts: int
    size: int
    demands: Whole
    credits: tuple[Whole, ...]
    coarse: Flags
    odd: tuple[Flags, ...]

    def whole(self, amount: Fraction) -> int:
        """An amount in parts."""
        return amount.numerator * (self.parts // amount.denominator)


def scale_of(profiles: Sequence[Profile], sources: Sequence[Entries]) -> Scale:
    """The least number of parts in which the amounts of a batch are whole, up to a bound."""
    needs = {_need(_of_profile(one)) for one in profiles}
    needs |= {_need(_of_item(item)) for source in sources for item in source.items}
    parts = 1
    for need in sorted(needs):
        more = lcm(parts, need)
        parts = more if more <= MOST_PARTS else parts
    size = max((len(one.demands) for one in profiles), default=0)
    size = min(size, MOST_DEMANDS)
    demands = np.zeros((size, len(profiles)), np.int64)
    coarse = np.zeros(len(profiles), np.bool_)
    for number, one in enumerate(profiles):
        coarse[number] = len(one.demands) > size or not _fits(_of_profile(one), parts)
        if not coarse[number]:
            for place, demand in enumerate(one.demands):
                demands[place, number] = _whole(demand.credits, parts)
    odd = tuple(
        np.array([not _fits(_of_item(item), parts) for item in source.items], np.bool_)
        for source in sources
    )
    credits = tuple(
        np.array(
            [
                0 if bad or item.credits is None else _whole(item.credits, parts)
                for item, bad in zip(source.items, bads, strict=True)
            ],
            np.int64,
        )
        for source, bads in zip(sources, odd, strict=True)
    )
    return Scale(parts, size, demands, credits, coarse, odd)


def _of_profile(profile: Profile) -> list[Fraction]:
    return [one.credits for one in profile.demands] + [
        profile.required.total or Fraction(0),
        profile.ceiling,
    ]


def _of_item(item: Item) -> list[Fraction]:
    return [item.credits or Fraction(0)] + [amount for amount, _ in item.fixed or ()]


def _need(amounts: Sequence[Fraction]) -> int:
    return lcm(*(amount.denominator for amount in amounts))


def _whole(amount: Fraction, parts: int) -> int:
    return amount.numerator * (parts // amount.denominator)


def _fits(amounts: Sequence[Fraction], parts: int) -> bool:
    return all(
        parts % one.denominator == 0 and one >= 0 and _whole(one, parts) <= MOST_AMOUNT
        for one in amounts
    )


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """What counts for sure, and what would count if all that is unknown turned out well.

    Attributes:
        certain: Parts by pool and educator.
        possible: The same at best.
        beyond: Educators that cannot be counted so.
    """

    certain: Whole
    possible: Whole
    beyond: Flags


def pools_of(people: People, sources: Sequence[Entries], scale: Scale) -> Pools:
    """Add up the credit of each educator."""
    many = len(people)
    shape = (1 << scale.size, many)
    certain: Whole = np.zeros(shape, np.int64)
    extra: Whole = np.zeros(shape, np.int64)
    beyond = scale.coarse[people.profile]
    counts = np.zeros(many, np.int64)
    for source, credits, odd in zip(sources, scale.credits, scale.odd, strict=True):
        counts += np.bincount(source.at, minlength=many)
        if odd.any():
            beyond[source.at[odd[source.item]]] = True
        _free(source, credits, certain.reshape(-1), extra.reshape(-1), many)
        _fixed(source, scale, certain.reshape(-1), extra.reshape(-1), many)
        _unknown(source, people, scale, extra.reshape(-1))
    beyond |= counts > MOST_ENTRIES
    return Pools(certain, certain + extra, beyond)


def _standing(source: Entries) -> tuple[Flags, Flags, Flags]:
    """Which entries have one free amount, count for sure, and may count."""
    free = np.array([one.credits is not None and one.fixed is None for one in source.items], bool)
    sure, open_ = source.against.sure, source.against.open
    return free[source.item], ~(sure | open_), ~sure


def _free(source: Entries, credits: Whole, certain: Whole, extra: Whole, many: int) -> None:
    free, counts, may = _standing(source)
    chosen = np.flatnonzero(free & counts)
    amounts, at = credits[source.item], source.at
    np.add.at(certain, source.certain[chosen] * many + at[chosen], amounts[chosen])
    moved = chosen[source.certain[chosen] != source.possible[chosen]]
    np.subtract.at(extra, source.certain[moved] * many + at[moved], amounts[moved])
    more = np.concatenate([moved, np.flatnonzero(free & may & ~counts)])
    np.add.at(extra, source.possible[more] * many + at[more], amounts[more])


def _fixed(source: Entries, scale: Scale, certain: Whole, extra: Whole, many: int) -> None:
    """Credit in several amounts, each fixed to its own demands."""
    if not any(one.fixed for one in source.items):
        return
    # What does not fit is decided one by one.
    pieces = [one.fixed or () if _fits(_of_item(one), scale.parts) else () for one in source.items]
    lengths = np.array([len(one) for one in pieces], np.int64)
    starts = np.cumsum(lengths) - lengths
    amounts = np.array([scale.whole(amount) for one in pieces for amount, _ in one], np.int64)
    masks = np.array([mask for one in pieces for _, mask in one], np.int64)
    _, counts, may = _standing(source)
    for chosen, table in (
        (np.flatnonzero(counts), certain),
        (np.flatnonzero(may & ~counts), extra),
    ):
        each = lengths[source.item[chosen]]
        owner = np.repeat(chosen, each)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(each) - each, each)
        piece = starts[source.item[owner]] + within
        np.add.at(table, masks[piece] * many + source.at[owner], amounts[piece])


def _unknown(source: Entries, people: People, scale: Scale, extra: Whole) -> None:
    """What is not known may be worth all that is asked for."""
    unknown = np.array([one.credits is None for one in source.items], np.bool_)
    chosen = np.flatnonzero(unknown[source.item] & ~source.against.sure)
    profile = people.profile[source.at[chosen]]
    ceilings = scale.demands.sum(axis=0)
    anywhere = np.array(
        [min(one.anywhere, (1 << scale.size) - 1) for one in people.profiles], np.int64
    )
    np.add.at(extra, anywhere[profile] * len(people) + source.at[chosen], ceilings[profile])
