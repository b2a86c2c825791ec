"""Profiles: everybody of whom the same is asked, as the definition asks it of one of them."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl

from longleaf.policy.category import Category, eligible
from longleaf.policy.columnar.arrays import Coded, Flags, Short, Whole, coded, days, distinct
from longleaf.policy.columnar.eras import Calendar
from longleaf.policy.facts import License
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.requirement.cap import Cap
from longleaf.policy.requirement.credit import Demand, Required
from longleaf.policy.rules import Local, Rules


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of everybody with the same kind of license, era of expiry, board and years.

    Attributes:
        held: A license that stands for all of theirs; its day is one of the same era.
        demands: The categories to fill, in order; the total alone where the split is not known.
        asked: The categories in which credit may count.
        moved: Abolished categories whose credit may be reallocated.
        remaining: The categories that it may go to.
        still: Findings that go by the profile alone, and that a plan or an exemption may change:
            what a local board may ask for besides.
        also: What else is asked for.
    """

    held: License
    local: Local | None
    required: Required
    demands: tuple[Demand, ...]
    asked: tuple[Category, ...]
    moved: frozenset[str]
    remaining: tuple[str, ...]
    caps: tuple[Cap, ...]
    still: tuple[Finding, ...]
    also: tuple[Finding, ...]

    @property
    def ceiling(self) -> Fraction:
        """All that the demands ask for."""
        return sum((demand.credits for demand in self.demands), Fraction(0))

    @property
    def anywhere(self) -> int:
        """All categories, as bits."""
        return (1 << len(self.demands)) - 1

    def mask(self, approved: tuple[str, ...] | None) -> int:
        """The demands for which credit may count, as bits; all where that is not known."""
        if approved is None:
            return self.anywhere
        homes = eligible(approved, self.asked, self.moved, self.remaining)
        return sum(1 << at for at, one in enumerate(self.demands) if one.category in homes)


def profile_of(rules: Rules, held: License, local: Local | None) -> Profile:
    """What is asked of the holder of a license."""
    required = rules.required(held, local)
    demands = required.demands
    if required.total is not None and not demands:
        demands = (Demand(rules.residual, required.total, required.total, required.citations),)
    names = [one.category for one in demands] or [rules.residual]
    also = {
        one.name: one.check(expires_on=held.expires_on)
        for rule in rules.license_rules(held, local)
        for one in rule.also
    }
    return Profile(
        held,
        local,
        required,
        demands,
        tuple(rules.category(name, local) for name in names),
        frozenset(
            one.category
            for one in rules.reallocations
            if one.held.on(held.expires_on).value is True
        ),
        tuple(one.category for one in demands if one.by_state),
        rules.caps_for(local),
        tuple(
            Finding(
                f"local.{category}",
                Outcome.UNKNOWN,
                Because("local.rule_unknown", {"category": category, "reason": unknown.reason}),
            )
            for category, unknown in required.open_additions
        ),
        tuple(one for one in also.values() if one is not None),
    )


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The licenses of a batch as arrays, and the profile of each.

    Attributes:
        board: The local board whose rules apply, as a code of `boards`; -1 for none.
        at_home: Whether the employer is in the jurisdiction, or not known.
        profile: The number of each one's profile.
    """

    keys: pl.Series
    frame: pl.DataFrame
    kinds: Coded
    boards: Coded
    board: Whole
    expires: Short
    began: Short
    era: Whole
    at_home: Flags
    profiles: tuple[Profile, ...]
    profile: Whole

    def __len__(self) -> int:
        return len(self.keys)


def people_of(rules: Rules, licenses: pl.DataFrame, dates: Calendar) -> People:
    """Licenses with their profiles."""
    kinds, spans = coded(licenses["kind"]), coded(licenses["grade_span"])
    years, boards = coded(licenses["years_employed"]), coded(licenses["local"])
    home = (licenses["jurisdiction"] == rules.policy.jurisdiction).fill_null(value=True).to_numpy()
    on_file = np.array([name in rules.locals for name in boards.words] + [False])
    board = np.where(home & on_file[boards.codes], boards.codes, -1)
    expires = days(licenses["expires_on"])
    era = dates.expiry.of(expires)
    places, profile = distinct(
        kinds.part(),
        spans.part(),
        (era, len(dates.expiry)),
        (board, len(boards.words)),
        years.part(),
    )
    profiles = []
    for place in places:
        worked = years.word(years.codes[place])
        held = License(
            kinds.words[kinds.codes[place]],
            spans.word(spans.codes[place]),
            expires_on=dates.expiry.day(int(era[place])),
            years_employed=None if worked is None else Fraction(worked),
        )
        local = rules.local(boards.word(board[place]))
        profiles.append(profile_of(rules, held, local))
    return People(
        licenses["educator"],
        licenses,
        kinds,
        boards,
        board.astype(np.int64),
        expires,
        days(licenses["cycle_began_on"]),
        era,
        home,
        tuple(profiles),
        profile,
    )
