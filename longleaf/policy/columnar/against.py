"""Against: what speaks against entries, for sure or perhaps, as two columns of flags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import polars as pl

from longleaf.basis.day import months_after
from longleaf.policy.columnar.arrays import (
    NO_DAY,
    Coded,
    Flags,
    Short,
    Tiny,
    Whole,
    coded,
    day_of,
    days,
    distinct,
    flags,
    number_of,
)
from longleaf.policy.columnar.eras import Calendar
from longleaf.policy.columnar.profile import People
from longleaf.policy.columnar.setting import Setting
from longleaf.policy.parameter import Held, Unknown
from longleaf.policy.requirement.condition import Condition, Terms
from longleaf.policy.rules import Rules

_PERHAPS: Final = 1
_NEVER: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """Which entries do not count for sure, and which are open; more is added to both."""

    sure: Flags
    open: Flags

    def add(self, where: Flags, *, for_sure: bool) -> None:
        """Note something that speaks against some entries."""
        (self.sure if for_sure else self.open)[where] = True


@dataclass(frozen=True, slots=True, eq=False)
class Activities:
    """Activities, before it is known which count.

    Attributes:
        at: The row of each one's educator.
        worths: What items are worth.
        item: The item of each.
    """

    setting: Setting
    frame: pl.DataFrame
    at: Whole
    kinds: Coded
    worths: Sequence[Fraction | None]
    item: Whole


def by_day(setting: Setting, at: Whole, day: Short) -> Against:
    """What speaks against entries by their days and the cycle of the license."""
    rules, people = setting.rules, setting.people
    unknown = day == NO_DAY
    later = day > setting.today
    expires, began = people.expires[at], people.began[at]
    after = (expires != NO_DAY) & (day > expires) & ~later
    inside = ~(unknown | later | after)
    no_cycle = began == NO_DAY
    against = Against(later | (inside & ~no_cycle & (day < began)), unknown | (inside & no_cycle))
    if rules.extension is None or not after.any():
        against.sure[after] = True
        return against
    last, open_ = _extensions(rules, people)
    reached = after & (day <= last[at])
    against.sure[after & ~reached] = True
    against.open[reached & open_[at]] = True
    return against


def _extensions(rules: Rules, people: People) -> tuple[Short, Flags]:
    """The last day that an extension reaches, NO_DAY without one, and whether that is open."""
    to = days(people.frame["extended_to"])
    last, open_ = np.full(len(people), NO_DAY, np.int32), np.zeros(len(people), np.bool_)
    months = rules.extension
    granted = (to != NO_DAY) & (people.expires != NO_DAY)
    for number in np.unique(people.expires[granted]):
        expires = day_of(int(number))
        if months is None or not months.covers(expires):
            continue
        chosen = granted & (people.expires == number)
        value = months.on(expires).value
        if isinstance(value, Unknown):
            last[chosen], open_[chosen] = to[chosen], True
        else:
            last[chosen] = np.minimum(to[chosen], number_of(months_after(expires, value)))
    return last, open_


def activity_against(given: Activities) -> Against:
    """What speaks against activities."""
    setting, frame, kinds = given.setting, given.frame, given.kinds
    rules, dates = setting.rules, setting.dates
    day = days(frame["completed_on"])
    against = by_day(setting, given.at, day)
    _banked(given, day, against)
    approved = flags(frame["approved"])
    against.add(approved == 0, for_sure=True)
    against.add(approved < 0, for_sure=False)
    evidence = coded(frame["evidence"])
    _accepted(rules, kinds, dates, day, against)
    _refused(rules, kinds, evidence, against)
    for condition, where in _conditions(setting, given.at):
        applies = (day != NO_DAY) & where
        if condition.kinds:
            applies &= np.isin(kinds.codes, [_code(kinds, kind) for kind in condition.kinds])
        for row in condition.held.rows:
            inside = applies & _inside(row, day)
            if isinstance(row.value, Unknown):
                against.add(inside, for_sure=False)
            else:
                _proof(row.value, evidence, inside, against)
                _approval(row.value, frame, day, inside, against)
                _size(row.value, given, inside, against)
    return against


def _code(kinds: Coded, word: str) -> int:
    return kinds.words.index(word) if word in kinds.words else len(kinds.words)


def _inside(row: Held[Terms], day: Short) -> Flags:
    first, last = row.period.first, row.period.last
    inside = np.ones(len(day), np.bool_)
    if first is not None:
        inside &= day >= number_of(first)
    if last is not None:
        inside &= day <= number_of(last)
    return inside


def _banked(given: Activities, day: Short, against: Against) -> None:
    """Credit kept from the cycle before goes by the rule of banking in place of its day."""
    at, kinds, people = given.at, given.kinds, given.setting.people
    rules = given.setting.rules
    banked = flags(given.frame["banked"]) == 1
    chosen = np.flatnonzero(
        banked & (day != NO_DAY) & (people.began[at] != NO_DAY) & (day <= given.setting.today)
    )
    if not len(chosen):
        return
    earned, began, board = day[chosen], people.began[at][chosen], people.board[at][chosen]
    places, index = distinct(
        (kinds.codes[chosen], len(kinds.words)),
        _numbered(earned),
        _numbered(began),
        (board, len(people.boards.words)),
    )
    verdicts: list[tuple[bool, bool, bool]] = []
    for place in places:
        local = rules.local(people.boards.word(int(board[place])))
        kind = kinds.words[kinds.codes[chosen[place]]]
        carry = rules.carry_over + (() if local is None else local.carry_over)
        found = [
            one.check(day_of(int(earned[place])), day_of(int(began[place])))
            for one in carry
            if kind in one.kinds
        ]
        verdict = next((one for one in found if one is not None), None)
        verdicts.append(
            (
                verdict is not None,
                any(one.for_sure for one in verdict or ()),
                any(not one.for_sure for one in verdict or ()),
            )
        )
    table = np.array(verdicts, np.bool_)[index]
    decided = chosen[table[:, 0]]
    against.sure[decided] = table[table[:, 0], 1]
    against.open[decided] = table[table[:, 0], 2]


def _numbered(numbers: Short) -> tuple[Whole, int]:
    found, index = np.unique(numbers, return_inverse=True)
    return index.astype(np.int64), len(found)


def _accepted(rules: Rules, kinds: Coded, dates: Calendar, day: Short, against: Against) -> None:
    """Kinds of activity that count only on some days."""
    table = np.zeros((len(kinds.words) + 1, len(dates.completion) + 1), np.int8)
    for code, word in enumerate(kinds.words):
        kind = rules.activities.get(word)
        if kind is None or kind.accepted is None:
            continue
        for era in range(-1, len(dates.completion)):
            value = kind.accepted.on(dates.completion.day(era)).value
            table[code, era + 1] = (
                _PERHAPS if isinstance(value, Unknown) else 0 if value else _NEVER
            )
    if table.any():
        verdict: Tiny = table[kinds.codes, dates.completion.of(day) + 1]
        against.add(verdict == _NEVER, for_sure=True)
        against.add(verdict == _PERHAPS, for_sure=False)


def _refused(rules: Rules, kinds: Coded, evidence: Coded, against: Against) -> None:
    """Evidence that does not prove an activity of a kind."""
    for code, word in enumerate(kinds.words):
        kind = rules.activities.get(word)
        if kind is None or not kind.refuses:
            continue
        refused = [
            number
            for number, words in enumerate(evidence.words)
            if words and set(words.split()) <= set(kind.refuses)
        ]
        against.add((kinds.codes == code) & np.isin(evidence.codes, refused), for_sure=True)


def _conditions(setting: Setting, at: Whole) -> Iterator[tuple[Condition, Flags]]:
    """Conditions with the entries of those for whom each holds."""
    rules, people = setting.rules, setting.people
    for one in rules.conditions:
        yield one, np.ones(len(at), np.bool_)
    for code, name in enumerate(people.boards.words):
        local = rules.local(name)
        if local is not None and local.conditions:
            where = people.board[at] == code
            for one in local.conditions:
                yield one, where


def _proof(terms: Terms, evidence: Coded, where: Flags, against: Against) -> None:
    if not terms.evidence:
        return
    enough = [n for n, w in enumerate(evidence.words) if set(w.split()) & set(terms.evidence)]
    known = evidence.codes >= 0
    against.add(where & ~known, for_sure=False)
    against.add(where & known & ~np.isin(evidence.codes, enough), for_sure=True)


def _approval(
    terms: Terms, frame: pl.DataFrame, day: Short, where: Flags, against: Against
) -> None:
    if terms.approved_by:
        giver = coded(frame["approved_by"])
        may = [n for n, w in enumerate(giver.words) if w in terms.approved_by]
        known = giver.codes >= 0
        against.add(where & ~known, for_sure=False)
        against.add(where & known & ~np.isin(giver.codes, may), for_sure=True)
    if terms.approved_in_advance:
        approved, began = days(frame["approved_on"]), days(frame["began_on"])
        latest = np.where(began == NO_DAY, day, began)
        late = (approved != NO_DAY) & (approved > latest)
        unknown = ~late & ((approved == NO_DAY) | (began == NO_DAY))
        against.add(where & late, for_sure=True)
        against.add(where & unknown, for_sure=False)


def _size(terms: Terms, given: Activities, where: Flags, against: Against) -> None:
    least = terms.at_least
    if least is not None:
        small = np.array([one is not None and one < least for one in given.worths], np.bool_)
        against.add(where & small[given.item], for_sure=True)
