"""Requirement: something else that is asked for, and that these rules do not decide."""

from dataclasses import dataclass
from datetime import date

from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Dated, Unknown


@dataclass(frozen=True, slots=True)
class AlsoRequired:
    """What a license needs besides credit, said in words for a person to check.

    Nobody can be told that all is met while something is asked for that nothing here looks at; so
    its finding is UNKNOWN, and never met.

    Attributes:
        name: Its short name.
        title: What is asked for.
        held: Whether it is asked for, by the day on which the license expires.
    """

    name: str
    title: str
    held: Dated[bool]

    def check(self, *, expires_on: date | None) -> Finding | None:
        """UNKNOWN where it is asked for, or where that is open; None where it is not asked."""
        row = self.held.on(expires_on)
        if row.value is False:
            return None
        numbers = {"title": self.title}
        key = "also.not_decided"
        if isinstance(row.value, Unknown):
            key, numbers = "also.rule_unknown", {**numbers, "reason": row.value.reason}
        return Finding(
            f"also.{self.name}", Outcome.UNKNOWN, Because(key, numbers), citations=row.citations
        )
