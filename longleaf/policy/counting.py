"""Counting: which activities and awards count, for how much, and in which categories they may."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from longleaf.policy.activity import ActivityKind
from longleaf.policy.category import eligible
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import Activity, AwardFact, Facts, License, Recognized
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.against import Against, seen
from longleaf.policy.requirement.cap import Limit
from longleaf.policy.requirement.condition import MICROCREDENTIAL, RECOGNIZED, Proof
from longleaf.policy.requirement.credit import Demand
from longleaf.policy.requirement.extension import after_expiry
from longleaf.policy.rules import Local, Rules
from longleaf.policy.stacking import CompletedStack, completed_stacks, less, stack_worth
from longleaf.policy.worth import SATISFIES, Worth, activity_worth, award_worth, converted

__all__ = ["MICROCREDENTIAL", "RECOGNIZED", "Counting", "Entry", "Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Credit that may be split among some categories."""

    credits: Fraction
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity, award or badge from elsewhere, valued.

    Attributes:
        source: "activity", "award", "recognized", or "stack" for a whole stack of awards.
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

    @property
    def is_numberless(self) -> bool:
        """Whether it satisfies what is asked for without a number of its own."""
        return self.worth.key == SATISFIES


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
        entries += self._awards(facts.awards)
        entries += [self._recognized(one) for one in facts.recognized]
        return tuple(sorted(entries, key=lambda entry: (entry.on or date.max, entry.id)))

    def _activity(self, activity: Activity) -> Entry:
        worth = activity_worth(
            self._rules, activity, expires_on=self._license.expires_on, demands=self._demands
        )
        day = activity.completed_on
        against = self._when(activity.kind, day, banked=activity.banked)
        against += _approval(activity.approved)
        kind = self._rules.activities.get(activity.kind)
        if kind is not None:
            against += _kind(kind, activity)
        against += self._unproved(
            Proof(
                activity.kind,
                day,
                activity.began_on,
                activity.evidence,
                activity.approved_on,
                activity.approved_by,
            ),
            worth,
        )
        known = _Known(activity.id, "activity", activity.kind, day, activity.categories)
        return self._entry(known, worth, against)

    def _when(self, kind: str, day: date | None, *, banked: bool | None) -> list[Against]:
        found = self._banked(kind, day) if banked else None
        return self._days(day) if found is None else found

    def _banked(self, kind: str, day: date | None) -> list[Against] | None:
        """What speaks against banked credit; None where it goes by its day like any other."""
        began_on = self._license.cycle_began_on
        if day is None or began_on is None or day > self._on:
            return None
        found = [one.check(day, began_on) for one in self._carry_over if kind in one.kinds]
        return next((one for one in found if one is not None), None)

    def _unproved(self, proof: Proof, worth: Worth) -> list[Against]:
        return [
            each for condition in self._conditions for each in condition.check(proof, worth.credits)
        ]

    def _awards(self, awards: Sequence[AwardFact]) -> list[Entry]:
        """The awards, and the stacks that they complete, in which their own credit goes."""
        stacks = completed_stacks(
            self._rules.crosswalk_for(self._local), awards, counts=self._serves
        )
        inside = {award.id: one for one in stacks for award in one.awards}
        entries = [
            self._in_stack(self._award(award), inside[award.id])
            if award.id in inside
            else self._award(award)
            for award in awards
        ]
        return entries + [self._stack(one) for one in stacks]

    def _serves(self, award: AwardFact) -> bool | None:
        """Whether an award counts towards a stack, in whatever cycle; None if not known."""
        proof = Proof(
            MICROCREDENTIAL,
            award.granted_on,
            None,
            award.evidence,
            award.approved_on,
            award.approved_by,
        )
        against = self.shown_on(award.granted_on)
        against += self._unproved(proof, self._award_worth(award))
        if any(one.for_sure for one in against):
            return False
        return None if against else True

    def _in_stack(self, entry: Entry, stack: CompletedStack) -> Entry:
        """An award whose credit is given with its stack's; open where the stack is."""
        began_on = self._license.cycle_began_on
        if began_on is not None and entry.on is not None and entry.on < began_on:
            return entry
        because = Because("entry.in_stack", {"stack": stack.title})
        possible = () if stack.sure else entry.possible
        reasons = (*entry.reasons, because)
        return replace(entry, certain=(), possible=possible, reasons=reasons)

    def _stack(self, stack: CompletedStack) -> Entry:
        worth = stack_worth(self._rules, stack, self._demands)
        against = self._days(stack.on)
        if not stack.sure:
            because = Because("entry.stack_unknown", {"stack": stack.title})
            against.append(Against(because, for_sure=False))
        before = [award for award in stack.awards if self._is_before(award)]
        earlier = [self._award_worth(award).credits for award in before]
        worth = less(worth, earlier, self._rules.unit)
        categories = stack.categories
        known = _Known(f"stack:{stack.name}", "stack", MICROCREDENTIAL, stack.on, categories)
        return self._entry(known, worth, against)

    def _is_before(self, award: AwardFact) -> bool:
        day, began_on = award.granted_on, self._license.cycle_began_on
        return day is not None and began_on is not None and day < began_on

    def _award_worth(self, award: AwardFact) -> Worth:
        return award_worth(
            self._rules,
            self._local,
            (award.microcredential,),
            award.definition or Microcredential(),
            granted_on=award.granted_on,
            demands=self._demands,
        )

    def _award(self, award: AwardFact) -> Entry:
        definition = award.definition
        worth = self._award_worth(award)
        # A definition that names no category leaves the credit general; one not given is unknown.
        categories = None if definition is None else definition.renewal_categories
        day = award.granted_on
        against = self._when(MICROCREDENTIAL, day, banked=award.banked)
        proof = Proof(
            MICROCREDENTIAL, day, None, award.evidence, award.approved_on, award.approved_by
        )
        against += self._unproved(proof, worth)
        known = _Known(award.id, "award", MICROCREDENTIAL, day, categories)
        return self._entry(known, worth, against)

    def _recognized(self, badge: Recognized) -> Entry:
        worth = converted(self._rules, badge.quantity, badge.unit)
        against = self._days(badge.earned_on)
        if badge.kinds and self._license.kind not in badge.kinds:
            because = Because("entry.not_for_license", {"kind": self._license.kind})
            against.append(Against(because, for_sure=True))
        against += self._unproved(Proof(RECOGNIZED, badge.earned_on), worth)
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
