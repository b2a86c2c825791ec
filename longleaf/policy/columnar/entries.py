"""Entries: what activities, awards and badges are worth, and where they may count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import polars as pl

from longleaf.policy.columnar.against import Activities, Against, activity_against, by_day
from longleaf.policy.columnar.arrays import Coded, Short, Whole, coded, days, distinct
from longleaf.policy.columnar.profile import People, Profile
from longleaf.policy.columnar.setting import Setting
from longleaf.policy.counting import MICROCREDENTIAL, RECOGNIZED
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import Activity
from longleaf.policy.worth import Worth, activity_worth, award_worth, converted

_BY_DEMANDS: Final = ("worth.satisfies", "worth.full_cycle_of_unknown")


@dataclass(frozen=True, slots=True)
class Item:
    """What some entries alike are worth.

    Attributes:
        credits: In all, or None if not known.
        fixed: Amounts with the demands in which each may count, as bits; None where it is one
            amount that may count wherever the entry was approved for.
    """

    credits: Fraction | None
    fixed: tuple[tuple[Fraction, int], ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """The entries of one source as arrays.

    Attributes:
        at: The row of the educator.
        item: What each is worth, as a number of `items`.
        certain: Where its credit may count for sure, as bits.
        possible: Where it may count as far as is known.
        kinds: What caps call it.
    """

    source: str
    ids: pl.Series
    at: Whole
    day: Short
    items: tuple[Item, ...]
    item: Whole
    against: Against
    certain: Whole
    possible: Whole
    kinds: Coded


def activities_of(setting: Setting, frame: pl.DataFrame, at: Whole) -> Entries:
    """Activities, valued."""
    rules, people, dates = setting.rules, setting.people, setting.dates
    kinds, units, amounts = coded(frame["kind"]), coded(frame["unit"]), coded(frame["quantity"])
    era = people.era[at]
    places, index = distinct(kinds.part(), units.part(), amounts.part(), (era, len(dates.expiry)))

    def worth(place: int) -> Callable[[Profile | None], Worth]:
        one = Activity(
            "",
            kinds.words[kinds.codes[place]],
            Fraction(amounts.words[amounts.codes[place]]),
            units.words[units.codes[place]],
        )
        expires = dates.expiry.day(int(era[place]))
        return lambda profile: activity_worth(
            rules, one, expires_on=expires, demands=() if profile is None else profile.demands
        )

    items, item = _items([worth(place) for place in places], index, people, at)
    worths = [one.credits for one in items]
    against = activity_against(Activities(setting, frame, at, kinds, worths, item))
    certain, possible = _where(people, at, coded(frame["categories"]))
    return Entries(
        "activity",
        frame["id"],
        at,
        days(frame["completed_on"]),
        items,
        item,
        against,
        certain,
        possible,
        kinds,
    )


def awards_of(setting: Setting, frame: pl.DataFrame, at: Whole) -> Entries:
    """Awards, valued."""
    rules, people, dates = setting.rules, setting.people, setting.dates
    names, slugs, hours = (
        coded(frame["microcredential"]),
        coded(frame["slug"]),
        coded(frame["effort_hours"]),
    )
    day = days(frame["granted_on"])
    era = dates.grant.of(day)
    boards = [
        rules.local(people.boards.word(code)) if code >= 0 else None
        for code in range(-1, len(people.boards.words))
    ]
    own = [one is not None and one.crosswalk is not None for one in boards]
    board = np.where(np.array(own)[people.board + 1], people.board, -1)[at]
    places, index = distinct(
        names.part(),
        slugs.part(),
        hours.part(),
        (era, len(dates.grant)),
        (board, len(people.boards.words)),
    )

    def worth(place: int) -> Callable[[Profile | None], Worth]:
        effort = hours.word(hours.codes[place])
        known = Microcredential(
            slugs.word(slugs.codes[place]), (), None if effort is None else Fraction(effort)
        )
        granted = dates.grant.day(int(era[place]))
        return lambda profile: award_worth(
            rules,
            boards[int(board[place]) + 1],
            (names.words[names.codes[place]],),
            known,
            granted_on=granted,
            demands=() if profile is None else profile.demands,
        )

    items, item = _items([worth(place) for place in places], index, people, at)
    certain, possible = _where(people, at, coded(frame["categories"]))
    against = by_day(setting, at, day)
    kinds = Coded(np.zeros(len(at), np.int32), (MICROCREDENTIAL,))
    return Entries("award", frame["id"], at, day, items, item, against, certain, possible, kinds)


def recognized_of(setting: Setting, frame: pl.DataFrame, at: Whole) -> Entries:
    """Badges earned elsewhere, valued."""
    rules, people = setting.rules, setting.people
    units, amounts, kinds = coded(frame["unit"]), coded(frame["quantity"]), coded(frame["kinds"])
    places, index = distinct(units.part(), amounts.part())

    def worth(place: int) -> Callable[[Profile | None], Worth]:
        quantity = Fraction(amounts.words[amounts.codes[place]])
        return lambda _: converted(rules, quantity, units.words[units.codes[place]])

    items, item = _items([worth(place) for place in places], index, people, at)
    day = days(frame["earned_on"])
    against = by_day(setting, at, day)
    held = people.kinds.codes[at]
    for words, code in zip(kinds.words, range(len(kinds.words)), strict=True):
        meant = [people.kinds.words.index(w) for w in words.split() if w in people.kinds.words]
        if words:
            against.sure[(kinds.codes == code) & ~np.isin(held, meant)] = True
    certain, possible = _where(people, at, coded(frame["categories"].fill_null("")))
    named = Coded(np.zeros(len(at), np.int32), (RECOGNIZED,))
    return Entries(
        "recognized", frame["id"], at, day, items, item, against, certain, possible, named
    )


def _items(
    worths: Sequence[Callable[[Profile | None], Worth]], index: Whole, people: People, at: Whole
) -> tuple[tuple[Item, ...], Whole]:
    """What entries are worth: once for all alike, and by profile where that plays a part."""
    items = []
    by_profile = np.zeros(len(worths), np.bool_)
    for number, worth in enumerate(worths):
        found = worth(None)
        fixed = any(name is not None for _, name in found.pieces or ())
        by_profile[number] = fixed or found.because.key in _BY_DEMANDS
        items.append(Item(found.credits))
    chosen = np.flatnonzero(by_profile[index])
    if not len(chosen):
        return tuple(items), index
    profile = people.profile[at][chosen]
    places, own = distinct((index[chosen], len(worths)), (profile, len(people.profiles)))
    for place in places:
        asked = people.profiles[profile[place]]
        items.append(_fixed(worths[int(index[chosen[place]])](asked), asked))
    numbered = index.copy()
    numbered[chosen] = len(worths) + own
    return tuple(items), numbered


def _fixed(worth: Worth, profile: Profile) -> Item:
    if worth.pieces is None:
        return Item(None)
    return Item(
        worth.credits, tuple((amount, profile.mask(names)) for amount, names in worth.pieces)
    )


def _where(people: People, at: Whole, categories: Coded) -> tuple[Whole, Whole]:
    """The demands in which entries may count, for sure and as far as is known."""
    profile = people.profile[at]
    places, index = distinct((profile, len(people.profiles)), categories.part())
    masks = []
    for place in places:
        text = categories.word(categories.codes[place])
        approved = None if text is None else tuple(text.split())
        one = people.profiles[profile[place]]
        masks.append((one.mask(approved or ()), one.mask(approved)))
    table = np.array(masks, np.int64).reshape(-1, 2)
    return table[index, 0], table[index, 1]
