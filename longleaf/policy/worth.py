"""Worth: what an activity or a micro-credential comes to in the policy's own currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.policy.activity import Each, FullCycle
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Fixed, Microcredential, Satisfies
from longleaf.policy.facts import Activity
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Unknown
from longleaf.policy.requirement.credit import Demand
from longleaf.policy.rules import Local, Rules

SATISFIES: Final = "worth.satisfies"


@dataclass(frozen=True, slots=True)
class Worth:
    """Credit, and the arithmetic behind it.

    Attributes:
        pieces: Amounts with the categories that each is fixed to; None leaves the categories to
            those that the entry was approved for. None in all if the worth is not known.
        because: The arithmetic, or why there is none.
        citations: Where it is written.
    """

    pieces: tuple[tuple[Fraction, tuple[str, ...] | None], ...] | None
    because: Because
    citations: tuple[Citation, ...] = ()

    @property
    def credits(self) -> Fraction | None:
        """The sum, or None if it is not known."""
        if self.pieces is None:
            return None
        return sum((amount for amount, _ in self.pieces), Fraction(0))


def activity_worth(
    rules: Rules, activity: Activity, *, expires_on: date | None, demands: Sequence[Demand]
) -> Worth:
    """What an activity is worth for a license.

    Args:
        rules: The policy.
        activity: The activity; whether it counts at all is not asked here.
        expires_on: Last day of the license, or None if not known.
        demands: What the license asks for, which is what a full cycle is worth.
    """
    kind = rules.activities.get(activity.kind)
    if kind is None:
        return Worth(None, Because("entry.kind_not_in_policy", {"kind": activity.kind}))
    row = kind.worth.on(expires_on)
    if isinstance(row.value, Unknown):
        return _unknown(row.value, row.citations)
    if isinstance(row.value, FullCycle):
        return _full_cycle(rules, activity, demands, row.citations)
    if isinstance(row.value, Satisfies):
        return satisfied(row.value, demands, row.citations)
    if isinstance(row.value, Each):
        return _each(rules, row.value, activity, row.citations)
    return converted(rules, activity.quantity, activity.unit, row.citations)


def award_worth(
    rules: Rules,
    local: Local | None,
    names: Sequence[str | None],
    definition: Microcredential,
    *,
    granted_on: date | None,
    demands: Sequence[Demand] = (),
) -> Worth:
    """What a micro-credential is worth by the crosswalk that held on the day of the award.

    Args:
        rules: The policy.
        local: The local board whose crosswalk comes before the state's, if it has one.
        names: The identifiers by which the crosswalk may name the micro-credential.
        definition: What is known of its definition.
        granted_on: The day of the award, or None if not known.
        demands: What the license asks for, of which an award may satisfy a part.
    """
    row = rules.crosswalk_for(local).on(granted_on)
    if isinstance(row.value, Unknown):
        return _unknown(row.value, row.citations)
    worth = row.value.worth((*names, definition.slug))
    if isinstance(worth, Unknown):
        return _unknown(worth, row.citations)
    if isinstance(worth, Fixed):
        numbers = {"credits": show_amount(worth.credits), "unit": rules.unit}
        return Worth(((worth.credits, None),), Because("worth.crosswalk", numbers), row.citations)
    if isinstance(worth, Satisfies):
        return satisfied(worth, demands, row.citations)
    if definition.effort_hours is None:
        return Worth(None, Because("worth.hours_not_stated"), row.citations)
    return converted(rules, definition.effort_hours, worth.unit, row.citations)


def converted(
    rules: Rules, quantity: Fraction, unit: str, citations: tuple[Citation, ...] = ()
) -> Worth:
    """A quantity in the policy's own currency."""
    numbers = {"quantity": show_amount(quantity), "unit": unit, "own_unit": rules.unit}
    if unit == rules.unit:
        return Worth(((quantity, None),), Because("worth.own_unit", numbers), citations)
    conversion = rules.conversions.get(unit)
    if conversion is None:
        return Worth(None, Because("worth.unit_not_in_policy", numbers), citations)
    worth = conversion.worth(quantity)
    numbers.update(one_is=show_amount(conversion.one_is), credits=show_amount(worth))
    because = Because("worth.converted", numbers)
    if conversion.steps is not None and conversion.steps.apply(quantity) != quantity:
        numbers["taken"] = show_amount(conversion.steps.apply(quantity))
        because = Because("worth.converted_in_steps", numbers)
    return Worth(((worth, None),), because, conversion.citations + citations)


def _unknown(unknown: Unknown, citations: tuple[Citation, ...]) -> Worth:
    return Worth(None, Because("worth.unknown", {"reason": unknown.reason}), citations)


def _full_cycle(
    rules: Rules, activity: Activity, demands: Sequence[Demand], citations: tuple[Citation, ...]
) -> Worth:
    if not demands:
        return Worth(None, Because("worth.full_cycle_of_unknown"), citations)
    # Half a certificate is none; two are no more than the cycle.
    whole = activity.quantity >= 1
    pieces = tuple((d.by_state, (d.category,)) for d in demands if whole and d.by_state)
    total = sum((amount for amount, _ in pieces), Fraction(0))
    numbers = {"credits": show_amount(total), "unit": rules.unit}
    return Worth(pieces, Because("worth.full_cycle", numbers), citations)


def satisfied(
    worth: Satisfies, demands: Sequence[Demand], citations: tuple[Citation, ...]
) -> Worth:
    """What has no number: as much as the state asks for in the categories that it satisfies."""
    because = Because(SATISFIES, {"categories": " and ".join(worth.categories)})
    if not demands:
        return Worth(None, because, citations)
    pieces = tuple(
        (d.by_state, (d.category,))
        for d in demands
        if d.by_state and d.category in worth.categories
    )
    return Worth(pieces, because, citations)


def _each(rules: Rules, worth: Each, activity: Activity, citations: tuple[Citation, ...]) -> Worth:
    numbers = {
        "quantity": show_amount(activity.quantity),
        "unit": activity.unit,
        "per": worth.per,
        "own_unit": rules.unit,
        "each": show_amount(worth.credits),
        "credits": show_amount(worth.credits * activity.quantity),
    }
    if activity.unit != worth.per:
        return Worth(None, Because("worth.other_unit_expected", numbers), citations)
    parts: dict[str, Fraction] | dict[None, Fraction] = (
        dict(worth.split) if worth.split else {None: worth.credits}
    )
    return Worth(
        tuple(
            (amount * activity.quantity, None if name is None else (name,))
            for name, amount in parts.items()
        ),
        Because("worth.each", numbers),
        citations,
    )
