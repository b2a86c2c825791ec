"""Columns: everything that is decided for a batch, as arrays."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from longleaf.policy.columnar.arrays import Coded, Flags, Whole, flags, rows_of
from longleaf.policy.columnar.entries import Entries, activities_of, awards_of, recognized_of
from longleaf.policy.columnar.eras import calendar
from longleaf.policy.columnar.frames import ACTIVITIES, EDUCATOR, Frames
from longleaf.policy.columnar.outcomes import Outcomes, outcomes_of
from longleaf.policy.columnar.placing import counted, left_over, reach_of
from longleaf.policy.columnar.pools import Scale, pools_of, scale_of
from longleaf.policy.columnar.profile import People, Profile, people_of
from longleaf.policy.columnar.setting import Setting
from longleaf.policy.parameter import Unknown
from longleaf.policy.requirement.mastery import BESIDE
from longleaf.policy.rules import Rules


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What the rules say about a batch, by educator; amounts in parts of a credit.

    Attributes:
        demands: Asked for, by demand.
        counted: Counts, by demand.
        surplus: Left over, by the demand in which it would have counted.
        required: In all; 0 where not known.
        known: Whether what is required is known.
        sure: What counts in all; where the total is not known, all that counts anywhere.
        left: All that is left over.
        carried: Whether the row is right; the others have to be decided one by one.
    """

    setting: Setting
    scale: Scale
    sources: tuple[Entries, ...]
    demands: Whole
    counted: Whole
    surplus: Whole
    required: Whole
    known: Flags
    sure: Whole
    left: Whole
    outcomes: Outcomes
    carried: Flags

    @property
    def people(self) -> People:
        """The licenses."""
        return self.setting.people


def carries(rules: Rules) -> bool:
    """Whether columns can hold this policy at all."""
    # The finding on a category of that name could not be told from the finding on all credit.
    names = {*rules.categories, *(name for one in rules.locals.values() for name in one.categories)}
    return "total" not in names


def columns_of(rules: Rules, frames: Frames, on: date) -> Columns:
    """Decide everybody in some frames at once; those apart are left out."""
    licenses = frames.licenses
    if frames.apart:
        apart = pl.Series(list(frames.apart), dtype=licenses.schema[EDUCATOR])
        licenses = licenses.filter(~pl.col(EDUCATOR).is_in(apart.implode()))
    dates = calendar(rules)
    people = people_of(rules, licenses, dates)
    setting = Setting(rules, dates, people, on)
    activities, at = _with_certificates(setting, *_own(people, frames.activities))
    sources = (
        activities_of(setting, activities, at),
        awards_of(setting, *_own(people, frames.awards)),
        recognized_of(setting, *_own(people, frames.recognized)),
    )
    return _decided(setting, sources)


def _own(people: People, frame: pl.DataFrame) -> tuple[pl.DataFrame, Whole]:
    """The entries of these people, with the row of each one's educator."""
    at = rows_of(people.keys, frame[EDUCATOR])
    there = at >= 0
    return (frame, at) if there.all() else (frame.filter(there), at[there])


def _with_certificates(
    setting: Setting, frame: pl.DataFrame, at: Whole
) -> tuple[pl.DataFrame, Whole]:
    """A certificate known only as a fact about the person, as the activity it stands for."""
    people = setting.people
    held = people.frame
    claimed = (flags(held["national_board"]) == 1) | held[
        "national_board_on"
    ].is_not_null().to_numpy()
    if not claimed.any():
        return frame, at
    for kind in setting.rules.activities.values():
        if kind.standing_fact != "national_board":
            continue
        given = np.zeros(len(people), np.bool_)
        given[at[(frame["kind"] == kind.name).to_numpy()]] = True
        rows = np.flatnonzero(claimed & ~given).astype(np.int64)
        more = held[rows].select(
            EDUCATOR,
            id=pl.lit("standing_facts.national_board"),
            kind=pl.lit(kind.name),
            quantity=pl.lit("1"),
            unit=pl.lit("certificate"),
            categories=pl.lit(""),
            completed_on="national_board_on",
            approved=pl.lit(value=True),
        )
        empty = [
            pl.lit(None, dtype=t).alias(n) for n, t in ACTIVITIES.items() if n not in more.columns
        ]
        columns = [EDUCATOR, *ACTIVITIES]
        frame = pl.concat([frame.select(columns), more.with_columns(empty).select(columns)])
        at = np.concatenate([at, rows])
    return frame, at


def _decided(setting: Setting, sources: tuple[Entries, ...]) -> Columns:
    people = setting.people
    scale = scale_of(people.profiles, sources)
    pools = pools_of(people, sources, scale)
    demands = scale.demands[:, people.profile]
    sure = counted(demands, reach_of(pools.certain))
    best = counted(demands, reach_of(pools.possible))
    left = left_over(sure, pools.certain)
    asked = np.array([bool(one.demands) for one in people.profiles], np.bool_)[people.profile]
    known = np.array([one.required.total is not None for one in people.profiles], np.bool_)[
        people.profile
    ]
    routed = np.array([_needs_more(setting.rules, one) for one in people.profiles], np.bool_)
    return Columns(
        setting,
        scale,
        sources,
        demands,
        sure,
        np.where(asked, _by_home(left, len(demands)), 0),
        demands.sum(axis=0),
        known,
        np.where(known, sure.sum(axis=0), pools.certain.sum(axis=0)),
        np.where(asked, left.sum(axis=0), 0),
        outcomes_of(setting, demands, sure, best),
        ~(pools.beyond | routed[people.profile] | _capped(people, sources)),
    )


def _by_home(left: Whole, size: int) -> Whole:
    """What is left over, by the first demand it could have counted in."""
    found: Whole = np.zeros((size, left.shape[1]), np.int64)
    for mask in range(1, len(left)):
        found[(mask & -mask).bit_length() - 1] += left[mask]
    return found


def _needs_more(rules: Rules, profile: Profile) -> bool:
    """Whether awards are looked at for more than their own worth, which `evaluate` does."""
    local = profile.local
    alone = None if local is None else replace(local, mastery=())
    if replace(rules, mastery=()).looks_at_awards(alone):
        return True
    asking = rules.mastery if local is None else rules.mastery + local.mastery
    names = {one.name for one in rules.license_rules(profile.held, local)}
    for rule in asking:
        touched = names if not rule.licenses else names & set(rule.licenses)
        row = rule.on(profile.held.expires_on) if touched else None
        if row is None:
            continue
        if isinstance(row.value, Unknown) or row.value != BESIDE or touched != names:
            return True
    return False


def _capped(people: People, sources: tuple[Entries, ...]) -> Flags:
    """Who has an entry that stands under a cap."""
    found = np.zeros(len(people), np.bool_)
    for number, profile in enumerate(people.profiles):
        kinds = {kind for cap in profile.caps for kind in cap.kinds}
        for source in sources:
            codes = _codes(source.kinds, kinds)
            if codes:
                mine = people.profile[source.at] == number
                found[source.at[mine & np.isin(source.kinds.codes, codes)]] = True
    return found


def _codes(kinds: Coded, words: set[str]) -> list[int]:
    return [code for code, word in enumerate(kinds.words) if word in words]
