"""Conversions: from one currency of learning to another, in exact rationals."""

from dataclasses import dataclass
from fractions import Fraction

from longleaf.policy.citation import Citation


@dataclass(frozen=True, slots=True)
class Rounding:
    """A declared rounding: down to whole steps. None is applied unless a policy declares it."""

    step: Fraction

    def apply(self, amount: Fraction) -> Fraction:
        """The largest multiple of the step that is not above the amount."""
        return amount // self.step * self.step

    def up(self, amount: Fraction) -> Fraction:
        """The least multiple of the step that is not below the amount."""
        return -(-amount // self.step) * self.step


@dataclass(frozen=True, slots=True)
class Conversion:
    """How much of a unit makes one unit of the policy's own currency.

    Attributes:
        unit: The unit converted from, such as "clock_hour".
        one_is: The amount of it that is worth exactly 1, such as 10 clock hours to a credit.
        rounding: The rounding the policy declares, or None for exact amounts.
        steps: The rounding of the quantity itself before it is converted, such as to whole
            contact hours; or None.
    """

    unit: str
    one_is: Fraction
    rounding: Rounding | None
    citations: tuple[Citation, ...]
    steps: Rounding | None = None

    def worth(self, quantity: Fraction) -> Fraction:
        """The quantity in the policy's own currency."""
        taken = quantity if self.steps is None else self.steps.apply(quantity)
        exact = taken / self.one_is
        return exact if self.rounding is None else self.rounding.apply(exact)

    def needed(self, credits: Fraction) -> Fraction:
        """The least quantity that is worth at least so many credits."""
        asked = credits if self.rounding is None else self.rounding.up(credits)
        quantity = asked * self.one_is
        return quantity if self.steps is None else self.steps.up(quantity)
