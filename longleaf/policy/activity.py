"""Kinds of activity and what each is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from longleaf.policy.crosswalk import Satisfies
from longleaf.policy.parameter import Dated


@dataclass(frozen=True, slots=True)
class ByUnit:
    """Worth whatever its quantity converts to."""


@dataclass(frozen=True, slots=True)
class FullCycle:
    """Worth the whole of what the state asks for in a cycle, category by category."""


@dataclass(frozen=True, slots=True)
class Each:
    """Worth a fixed number of credits for each unit.

    Attributes:
        credits: Credits for each `per`.
        per: The unit counted.
        split: The categories that the credit of one unit is fixed to; empty leaves it free.
    """

    credits: Fraction
    per: str
    split: Mapping[str, Fraction] = field(default_factory=dict)


ActivityWorth = ByUnit | FullCycle | Each | Satisfies


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity.

    Attributes:
        name: The word used in facts.
        title: The words used on pages.
        worth: What it is worth, by the day the license expires.
        accepted: Whether it counts at all, by the day it was completed; None means always.
        refuses: Kinds of evidence that do not prove it.
        standing_fact: The standing fact that says the same as an activity of this kind, or None.
    """

    name: str
    title: str
    worth: Dated[ActivityWorth]
    accepted: Dated[bool] | None
    refuses: tuple[str, ...]
    standing_fact: str | None = None
