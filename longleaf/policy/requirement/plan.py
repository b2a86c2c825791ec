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

    def without_effect(self, plan: PlanFact, *, expires_on: date | None) -> Because | None:
        """Why the plan changes nothing, whatever credit there is; None where it may."""
        numbers = {"plan": self.title}
        if expires_on is None:
            return Because("plan.expiry_unknown", numbers)
        if not self.held.covers(expires_on) or self.held.on(expires_on).value is False:
            return Because("plan.not_in_force", numbers)
        return Because("plan.not_met", numbers) if plan.met is False else None

    def replace_credit(
        self, plan: PlanFact, credit: list[Finding], *, expires_on: date | None
    ) -> list[Finding]:
        """The findings on credit, with the plan's own where it makes a difference.

        Credit that is there anyway stays met. A plan whose demands are not met waives nothing.
        """
        if self.without_effect(plan, expires_on=expires_on) is not None:
            return credit
        row = self.held.on(expires_on)
        if all(one.outcome in {Outcome.MET, Outcome.EXEMPT} for one in credit):
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
        return [*(in_place_of(one, outcome) for one in credit), own]


def in_place_of(finding: Finding, outcome: Outcome) -> Finding:
    """A finding on credit with the outcome of what stands in for it; met and exempt stay so."""
    if finding.outcome in {Outcome.MET, Outcome.EXEMPT}:
        return finding
    return replace(finding, outcome=outcome)
