"""Alternative plan: demonstrated competency in place of credit, for a group, from a date."""

from dataclasses import dataclass, replace
from datetime import date

from longleaf.policy.facts import PlanFact
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Dated, Unknown


@dataclass(frozen=True, slots=True)
class AlternativePlan:
    """A plan that stands in for the credit that a license asks for.

    What the plan itself asks is decided by whoever runs it; here it is a fact that is met, not
    met, or not known.

    Attributes:
        licenses: Names of the license rules that it holds for; empty means all.
        held: Whether it is in force, by the day on which the license expires. Days of which it
            does not speak are days without it.
    """

    name: str
    title: str
    licenses: tuple[str, ...]
    held: Dated[bool]

    def replace_credit(
        self, plan: PlanFact, credit: list[Finding], *, expires_on: date | None
    ) -> list[Finding]:
        """The findings on credit, with the plan's own where it makes a difference.

        Credit that is there anyway stays met. A plan whose demands are not met waives nothing.
        """
        if expires_on is None or not self.held.covers(expires_on):
            return credit
        row = self.held.on(expires_on)
        short = any(one.outcome not in {Outcome.MET, Outcome.EXEMPT} for one in credit)
        if row.value is False or plan.met is False or not short:
            return credit
        numbers = {"title": self.title}
        if isinstance(row.value, Unknown):
            outcome, because = Outcome.UNKNOWN, Because("plan.rule_unknown", numbers)
            because = replace(because, numbers={**numbers, "reason": row.value.reason})
        elif plan.met is None:
            outcome, because = Outcome.UNKNOWN, Because("plan.open", numbers)
        else:
            outcome, because = Outcome.WAIVED, Because("plan.met", numbers)
        own = Finding(f"plan.{self.name}", outcome, because, citations=row.citations)
        return [*(_instead(one, outcome) for one in credit), own]


def _instead(finding: Finding, outcome: Outcome) -> Finding:
    if finding.outcome in {Outcome.MET, Outcome.EXEMPT}:
        return finding
    return replace(finding, outcome=outcome)
