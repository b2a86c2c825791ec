"""Floor: the least that the law itself asks for, below which a plan's waivers are reported."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Parameter, Unknown


@dataclass(frozen=True, slots=True)
class Floor:
    """A parameter that the pack marks as what the statute asks for at least.

    Whether a plan may go below it is a question of law, which is not decided here: it is said.

    Attributes:
        parameter: How much, by the day on which the license expires. Days of which it does not
            speak are days without it.
        category: The category, or None for the total.
        licenses: Names of the license rules that it holds for; empty means all.
    """

    parameter: Parameter
    category: str | None
    licenses: tuple[str, ...]

    def check(self, left: Fraction, *, expires_on: date | None, plan: str) -> Finding | None:
        """A note where less is left than the floor; None where there is enough.

        Args:
            left: What is still asked for, in the parameter's unit.
            expires_on: Last day of the license, or None if not known.
            plan: The title of the plan that lowered it.
        """
        if expires_on is not None and not self.parameter.values.covers(expires_on):
            return None
        row = self.parameter.values.on(expires_on)
        rule = f"floor.{self.category or 'total'}"
        numbers = {"plan": plan, "left": show_amount(left), "unit": self.parameter.unit}
        key = "floor.total"
        if self.category is not None:
            key, numbers["category"] = "floor.category", self.category
        if isinstance(row.value, Unknown):
            numbers["reason"] = row.value.reason
            because = Because(f"{key}.unknown", numbers)
            return Finding(rule, Outcome.UNKNOWN, because, citations=row.citations)
        if left >= row.value:
            return None
        numbers["floor"] = show_amount(row.value)
        return Finding(
            rule, Outcome.WAIVED, Because(f"{key}.below", numbers), citations=row.citations
        )
