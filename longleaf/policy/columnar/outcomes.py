"""Outcomes: what the findings of everybody come to, as one column for each kind of finding."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from longleaf.policy.columnar.arrays import NO_DAY, Flags, Tiny, Whole, coded, days, distinct, flags
from longleaf.policy.columnar.setting import Setting
from longleaf.policy.facts import PlanFact, Rating
from longleaf.policy.finding import Because, Finding, Outcome

ORDER: Final = tuple(Outcome)
MET, UNMET, UNKNOWN, WAIVED, EXEMPT = (ORDER.index(one) for one in Outcome)
_OVERALL: Final = (UNMET, UNKNOWN, EXEMPT, WAIVED)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Findings of one kind: which finding each educator has, -1 for none, and its outcome."""

    findings: tuple[Finding, ...]
    which: Whole
    outcome: Tiny


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """The outcome of every finding, as numbers of ORDER.

    Attributes:
        compared: The total against what counts, before a plan or an exemption changes it.
        doubted: Whether the total is open because what is asked for is.
        total: The finding on all credit.
        compared_categories: The categories against what counts; -1 for a demand there is not.
        categories: The findings on them.
        still: The findings on what a local board may ask for besides; -1 for none.
        plan: The finding of an alternative plan.
        others: The rating and the exemptions.
        overall: Over all of them.
    """

    compared: Tiny
    doubted: Flags
    total: Tiny
    compared_categories: Tiny
    categories: Tiny
    still: Tiny
    plan: Said
    others: tuple[Said, ...]
    overall: Tiny


def outcomes_of(setting: Setting, demands: Whole, counted: Whole, best: Whole) -> Outcomes:
    """What all findings come to.

    Args:
        setting: The batch.
        demands: Parts asked for, by demand and educator.
        counted: What counts for sure.
        best: What would count if all that is unknown turned out well.
    """
    people = setting.people
    profile = people.profile
    known = np.array([one.required.total is not None for one in people.profiles], bool)[profile]
    doubt = np.array([one.required.because is not None for one in people.profiles], bool)[profile]
    sizes = np.array([len(one.required.demands) for one in people.profiles], np.int64)[profile]
    compared = _compare(demands.sum(axis=0), counted.sum(axis=0), best.sum(axis=0))
    compared[~known] = UNKNOWN
    doubted = doubt & (compared != UNMET)
    total = np.where(doubted, UNKNOWN, compared).astype(np.int8)
    each = _compare(demands, counted, best)
    each[np.arange(len(demands))[:, None] >= sizes[None, :]] = -1
    categories = each.copy()
    open_ = np.array([bool(one.still) for one in people.profiles], bool)[profile]
    still = np.where(open_, UNKNOWN, -1).astype(np.int8)
    credit = [total, *categories, still]
    plan = _plan(setting, credit)
    credit.append(plan.outcome)
    rating = _rating(setting)
    exemptions = _exemptions(setting, credit, rating.outcome)
    also = np.array([bool(one.also) for one in people.profiles], bool)[profile]
    overall = _overall(
        [*credit, rating.outcome, *(one.outcome for one in exemptions)],
        np.where(also, UNKNOWN, -1).astype(np.int8),
    )
    return Outcomes(
        compared,
        doubted,
        total,
        each,
        categories,
        still,
        plan,
        (rating, *exemptions),
        overall,
    )


def _compare(required: Whole, sure: Whole, best: Whole) -> Tiny:
    short = np.where(best < required, UNMET, UNKNOWN)
    return np.where(sure >= required, MET, short).astype(np.int8)


def _free(codes: Tiny, where: Flags, outcome: int) -> None:
    """Give findings another outcome, where there are any and they are not met or exempt."""
    codes[where & (codes >= 0) & (codes != MET) & (codes != EXEMPT)] = outcome


def _overall(found: list[Tiny], also: Tiny) -> Tiny:
    there = np.zeros(len(also), np.uint8)
    for codes in (*found, also):
        there |= np.where(codes >= 0, np.left_shift(1, np.maximum(codes, 0)), 0).astype(np.uint8)
    overall = np.full(len(also), MET, np.int8)
    for code in reversed(_OVERALL):
        overall[(there >> code & 1).astype(bool)] = code
    return overall


def _said(many: int, chosen: Whole, index: Whole, found: list[Finding | None]) -> Said:
    """Findings of some educators, one for each of those who are alike."""
    findings = tuple(one for one in found if one is not None)
    numbers = np.cumsum([one is not None for one in found]) - 1
    which = np.full(many, -1, np.int64)
    there = np.array([one is not None for one in found], bool)[index]
    which[chosen[there]] = numbers[index[there]]
    codes = np.array([*(ORDER.index(one.outcome) for one in findings), -1], np.int8)
    return Said(findings, which, codes[which])


def _plan(setting: Setting, credit: list[Tiny]) -> Said:
    """An alternative plan, which stands in for credit that is short."""
    people = setting.people
    names, met = coded(people.frame["plan"]), flags(people.frame["plan_met"])
    short = np.zeros(len(people), bool)
    for codes in credit:
        short |= (codes >= 0) & (codes != MET) & (codes != EXEMPT)
    chosen = np.flatnonzero((names.codes >= 0) & short)
    places, index = distinct(
        (names.codes[chosen], len(names.words)),
        (met[chosen], 2),
        (people.profile[chosen], len(people.profiles)),
    )
    probe = Finding("", Outcome.UNMET, Because(""))
    found: list[Finding | None] = []
    for place in places:
        row = int(chosen[place])
        one = people.profiles[people.profile[row]]
        fact = PlanFact(names.words[names.codes[row]], _three(int(met[row])))
        plan = setting.rules.plan(fact.name, one.held, one.local)
        own = None
        if plan is not None:
            replaced = plan.replace_credit(fact, [probe], expires_on=one.held.expires_on)
            own = replaced[1] if len(replaced) > 1 else None
        found.append(own)
    said = _said(len(people), chosen, index, found)
    for codes in credit:
        for code in set(said.outcome[said.which >= 0].tolist()):
            _free(codes, said.outcome == code, code)
    return said


def _three(flag: int) -> bool | None:
    return None if flag < 0 else bool(flag)


def _rating(setting: Setting) -> Said:
    people = setting.people
    ratings, rated = coded(people.frame["rating"]), days(people.frame["rated_on"])
    later = (rated != NO_DAY) & (rated > setting.today)
    # 0: elsewhere; 1: by a local board; -1: not known.
    board = np.where(people.at_home, np.where(people.boards.codes >= 0, 1, -1), 0)
    places, index = distinct(
        people.kinds.part(),
        (people.era, len(setting.dates.expiry)),
        ratings.part(),
        (later.astype(np.int8), 2),
        (board, 2),
    )

    def check(place: int) -> Finding | None:
        kind = people.kinds.words[people.kinds.codes[place]]
        asked = [one.rating for one in setting.rules.licenses if one.kind == kind]
        if not asked or asked[0] is None:
            return None
        word = ratings.word(ratings.codes[place])
        on = setting.on + timedelta(days=1) if later[place] else None
        return asked[0].check(
            None if word is None else Rating(word, on),
            by_local_board=_three(int(board[place])),
            expires_on=setting.dates.expiry.day(int(people.era[place])),
            on=setting.on,
        )

    everybody = np.arange(len(people))
    return _said(len(people), everybody, index, [check(place) for place in places])


def _exemptions(setting: Setting, credit: list[Tiny], rating: Tiny) -> tuple[Said, ...]:
    people = setting.people
    found = []
    for one in setting.rules.exemptions:
        claimed = flags(people.frame[one.fact])
        chosen = np.flatnonzero(claimed == 1)
        places, index = distinct((people.era[chosen], len(setting.dates.expiry)))
        checks: list[Finding | None] = [
            one.check(
                True,
                expires_on=setting.dates.expiry.day(int(people.era[chosen[place]])),
            )
            for place in places
        ]
        said = _said(len(people), chosen, index, checks)
        freed = (credit if "credit" in one.frees_from else []) + (
            [rating] if "rating" in one.frees_from else []
        )
        for codes in freed:
            for code in (UNKNOWN, EXEMPT):
                _free(codes, said.outcome == code, code)
        found.append(said)
    return tuple(found)
