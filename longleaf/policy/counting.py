"""Counting: which activities and awards count, for how much, and in which categories they may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.policy.activity import ActivityKind
from longleaf.policy.category import eligible
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import Activity, AwardFact, Facts, License, Recognized
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.against import Against, seen
from longleaf.policy.requirement.cap import Limit
from longleaf.policy.requirement.credit import Demand
from longleaf.policy.requirement.extension import after_expiry
from longleaf.policy.rules import Local, Rules
from longleaf.policy.worth import Worth, activity_worth, award_worth, converted

# What caps call awards and badges from elsewhere, beside the kinds of activity.
MICROCREDENTIAL: Final = "microcredential"
RECOGNIZED: Final = "recognized"


@dataclass(frozen=True, slots=True)
class Piece:
    """Credit that may be split among some categories."""

    credits: Fraction
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity, award or badge from elsewhere, valued.

    Attributes:
        source: "activity", "award" or "recognized".
        on: The day it was completed or granted, or None if not known.
        credits: What it is worth, or None if that is not known.
        worth: How that came about, with the arithmetic.
        certain: What counts for sure; empty if anything speaks against it.
        possible: What would count if all that is unknown turned out well.
        reasons: Why it does not count, or not yet.
        citations: Where its worth is written.
        limits: What holds for how much of it counts, the narrowest first.
    """

    id: str
    source: str
    on: date | None
    credits: Fraction | None
    worth: Because
    certain: tuple[Piece, ...]
    possible: tuple[Piece, ...]
    reasons: tuple[Because, ...]
    citations: tuple[Citation, ...]
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What activities, awards and recognized badges have in common."""

    id: str
    source: str
    kind: str
    on: date | None
    categories: tuple[str, ...] | None


class Counting:
    """Values the entries of one educator on one day."""

    def __init__(
        self, rules: Rules, facts: Facts, local: Local | None, demands: Sequence[Demand], on: date
    ) -> None:
        self._rules = rules
        self._license = facts.license
        self._local = local
        self._on = on
        self._demands = demands
        names = [demand.category for demand in demands] or [rules.residual]
        self._asked = [rules.category(name, local) for name in names]
        self._anywhere = frozenset(names)
        self._remaining = [demand.category for demand in demands if demand.by_state]
        self._moved = frozenset(
            one.category
            for one in rules.reallocations
            if one.held.on(facts.license.expires_on).value is True
        )
        # No single entry can place more than all that is asked for.
        self._ceiling = sum((demand.credits for demand in demands), Fraction(0))
        self._caps = rules.caps_for(local)
        self._conditions = rules.conditions + (() if local is None else local.conditions)
        self._carry_over = rules.carry_over + (() if local is None else local.carry_over)

    def entries(self, facts: Facts) -> tuple[Entry, ...]:
        """All entries, earliest first, whatever order they were given in."""
        entries = [self._activity(one) for one in facts.activities]
        entries += [self._award(one) for one in facts.awards]
        entries += [self._recognized(one) for one in facts.recognized]
        return tuple(sorted(entries, key=lambda entry: (entry.on or date.max, entry.id)))

    def _activity(self, activity: Activity) -> Entry:
        worth = activity_worth(
            self._rules, activity, expires_on=self._license.expires_on, demands=self._demands
        )
        against = self._banked(activity) if activity.banked else None
        if against is None:
            against = self._days(activity.completed_on)
        against += _approval(activity.approved)
        kind = self._rules.activities.get(activity.kind)
        if kind is not None:
            against += _kind(kind, activity)
        for condition in self._conditions:
            against += condition.check(activity, worth.credits)
        known = _Known(
            activity.id, "activity", activity.kind, activity.completed_on, activity.categories
        )
        return self._entry(known, worth, against)

    def _banked(self, activity: Activity) -> list[Against] | None:
        """What speaks against banked credit; None where it goes by its day like any other."""
        day, began_on = activity.completed_on, self._license.cycle_began_on
        if day is None or began_on is None or day > self._on:
            return None
        rules = [one for one in self._carry_over if activity.kind in one.kinds]
        found = [one.check(day, began_on) for one in rules]
        return next((one for one in found if one is not None), None)

    def _award(self, award: AwardFact) -> Entry:
        definition = award.definition or Microcredential()
        worth = award_worth(
            self._rules,
            self._local,
            (award.microcredential,),
            definition,
            granted_on=award.granted_on,
            demands=self._demands,
        )
        # A definition that names no category leaves the credit general; one not given is unknown.
        categories = None if award.definition is None else definition.renewal_categories
        known = _Known(award.id, "award", MICROCREDENTIAL, award.granted_on, categories)
        return self._entry(known, worth, self._days(award.granted_on))

    def _recognized(self, badge: Recognized) -> Entry:
        worth = converted(self._rules, badge.quantity, badge.unit)
        against = self._days(badge.earned_on)
        if badge.kinds and self._license.kind not in badge.kinds:
            because = Because("entry.not_for_license", {"kind": self._license.kind})
            against.append(Against(because, for_sure=True))
        known = _Known(badge.id, "recognized", RECOGNIZED, badge.earned_on, badge.categories)
        return self._entry(known, worth, against)

    def _entry(self, known: _Known, worth: Worth, against: list[Against]) -> Entry:
        approved = known.categories
        limits, unsettled = self._limits(known)
        against = against + unsettled
        reasons = [one.because for one in against]
        reasons += [
            Because("entry.category_not_asked", {"category": category})
            for category in approved or ()
            if self._demands and category not in self._anywhere | self._moved
        ]
        certain: tuple[Piece, ...] = ()
        if worth.pieces is None:
            reasons.append(worth.because)
            possible: tuple[Piece, ...] = (Piece(self._ceiling, self._anywhere),)
        else:
            if approved is None and any(fixed is None for _, fixed in worth.pieces):
                reasons.append(Because("entry.categories_unknown"))
            possible = self._pieces(worth, approved)
            if not against:
                certain = self._pieces(worth, approved or ())
        if any(one.for_sure for one in against):
            possible = ()
        return Entry(
            known.id,
            known.source,
            known.on,
            worth.credits,
            worth.because,
            certain,
            possible,
            tuple(reasons),
            worth.citations + tuple(cite for one in against for cite in one.citations),
            limits,
        )

    def _limits(self, known: _Known) -> tuple[tuple[Limit, ...], list[Against]]:
        found = [
            cap.limit(
                known.on,
                expires_on=self._license.expires_on,
                total=self._ceiling if self._demands else None,
            )
            for cap in self._caps
            if known.kind in cap.kinds
        ]
        return tuple(one for one in found if isinstance(one, Limit)), [
            Against(Because("entry.limit_unknown", {"reason": one.reason}), for_sure=False)
            for one in found
            if isinstance(one, Unknown)
        ]

    def _pieces(self, worth: Worth, approved: tuple[str, ...] | None) -> tuple[Piece, ...]:
        return tuple(
            Piece(amount, self._where(approved if fixed is None else fixed))
            for amount, fixed in worth.pieces or ()
        )

    def _where(self, approved: tuple[str, ...] | None) -> frozenset[str]:
        if approved is None:
            return self._anywhere
        return eligible(approved, self._asked, self._moved, self._remaining)

    def _days(self, day: date | None) -> list[Against]:
        found = seen(day, self._on)
        if found or day is None:
            return found
        return _cycle(day, self._license, self._rules.extension)

    def shown_on(self, day: date | None) -> list[Against]:
        """What speaks against the day of an award as proof of a competency, in whatever cycle."""
        found = seen(day, self._on)
        if found or day is None:
            return found
        return after_expiry(day, self._license, self._rules.extension) or []


def _cycle(day: date, held: License, extension: Dated[int] | None) -> list[Against]:
    late = after_expiry(day, held, extension)
    if late is not None:
        return late
    numbers = {"day": day.isoformat()}
    if held.cycle_began_on is None:
        return [Against(Because("entry.cycle_unknown", numbers), for_sure=False)]
    if day < held.cycle_began_on:
        numbers["cycle_began_on"] = held.cycle_began_on.isoformat()
        return [Against(Because("entry.before_cycle", numbers), for_sure=True)]
    return []


def _approval(approved: bool | None) -> list[Against]:
    if approved is None:
        return [Against(Because("entry.approval_unknown"), for_sure=False)]
    return [] if approved else [Against(Because("entry.not_approved"), for_sure=True)]


def _kind(kind: ActivityKind, activity: Activity) -> list[Against]:
    against = []
    if kind.accepted is not None:
        value = kind.accepted.on(activity.completed_on).value
        if isinstance(value, Unknown):
            because = Because("entry.acceptance_unknown", {"reason": value.reason})
            against.append(Against(because, for_sure=False))
        elif not value:
            because = Because("entry.kind_not_accepted", {"kind": kind.name})
            against.append(Against(because, for_sure=True))
    if activity.evidence and set(activity.evidence) <= set(kind.refuses):
        because = Because("entry.evidence_refused", {"evidence": activity.evidence[0]})
        against.append(Against(because, for_sure=True))
    return against
