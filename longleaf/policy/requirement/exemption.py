"""Exemption: who need not meet a requirement, and from which one they are free."""

from dataclasses import dataclass
from datetime import date

from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Dated, Unknown


@dataclass(frozen=True, slots=True)
class Exemption:
    """A fact about the person that frees them.

    Attributes:
        fact: The name of the standing fact.
        frees_from: Of "credit", "rating" and "mastery".
        held: Whether it frees, by the day on which the license expires.
    """

    fact: str
    frees_from: tuple[str, ...]
    held: Dated[bool]

    def check(self, claimed: bool | None, *, expires_on: date | None) -> Finding | None:
        """EXEMPT if it frees, UNKNOWN if that is open, None if it was not claimed or held.

        An exemption has to be claimed: where the fact is not known, nobody is freed by it.
        """
        row = self.held.on(expires_on)
        if not claimed or row.value is False:
            return None
        rule = f"exemption.{self.fact}"
        if isinstance(row.value, Unknown):
            because = Because("exemption.rule_unknown", {"reason": row.value.reason})
            return Finding(rule, Outcome.UNKNOWN, because, citations=row.citations)
        because = Because(f"exemption.{self.fact}")
        return Finding(rule, Outcome.EXEMPT, because, citations=row.citations)
