"""Waiving: what a plan in force takes from what is asked for, and what it asks for instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.credit_findings import Relief
from longleaf.policy.facts import License, PlanInForce, Waiver
from longleaf.policy.finding import Because, Finding, LeftOut, Outcome, overall
from longleaf.policy.requirement.competency import CompetencyStanding
from longleaf.policy.requirement.credit import Demand, Required
from longleaf.policy.rules import Local, Rules

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Instead:
    """One waiver, and what became of the competencies that it asks for.

    Attributes:
        outcome: Met, unmet or unknown, over all of its demands; met where it has none.
    """

    waiver: Waiver
    outcome: Outcome
    standings: tuple[CompetencyStanding, ...]


def instead_of(waiver: Waiver, standings: tuple[CompetencyStanding, ...]) -> Instead:
    """A waiver with what became of its demands."""
    return Instead(waiver, overall(one.outcome for one in standings), standings)


def applicable(
    plan: PlanInForce, held: License, *, on: date
) -> tuple[tuple[Waiver, ...], list[LeftOut]]:
    """The waivers of a plan that hold for a license on a day, and why others do not."""
    numbers = {"plan": plan.title}
    if on < plan.began_on:
        numbers["day"] = plan.began_on.isoformat()
        return (), [LeftOut("plan", Because("plan.not_begun", numbers))]
    if plan.ends_on is not None and on > plan.ends_on:
        numbers["day"] = plan.ends_on.isoformat()
        return (), [LeftOut("plan", Because("plan.ended", numbers))]
    fitting = tuple(one for one in plan.waivers if not one.kinds or held.kind in one.kinds)
    numbers["kind"] = held.kind
    notes = [
        LeftOut(f"plan.{one.id}", Because("plan.not_for_license", numbers))
        for one in plan.waivers
        if one not in fitting
    ]
    return fitting, notes


class Waiving:
    """What the waivers of one plan come to for one license."""

    def __init__(
        self,
        rules: Rules,
        local: Local | None,
        asked: Required,
        demands: tuple[Demand, ...],
        *,
        plan: PlanInForce,
        waivers: Sequence[Instead],
    ) -> None:
        self._rules = rules
        self._local = local
        self._asked = asked
        self._demands = demands
        self._plan = plan
        self._waivers = tuple(waivers)
        # Where the split is not known, the one demand there is stands for all categories.
        self._split_known = bool(asked.demands)
        self._sure, self._amounts = self._lowered({Outcome.MET})
        self._best, _ = self._lowered({Outcome.MET, Outcome.UNKNOWN})

    def relief(self) -> Relief:
        """How the demands are lowered."""
        names = {one.waiver.category for one in self._waivers}
        lowered = {
            after.category
            for after, before in zip(self._best, self._demands, strict=True)
            if after.credits < before.credits
        }
        gone = frozenset(
            one.waiver.category
            for one in self._waivers
            if one.outcome is Outcome.MET and one.waiver.quantity is None
        )
        return Relief(
            self._plan.title,
            self._sure,
            self._best,
            frozenset(name for name in names if name is not None) | lowered,
            gone,
            self._plan.citation,
        )

    def notes(self) -> tuple[LeftOut, ...]:
        """What a plan says without effect, with the reason."""
        return tuple(note for one in self._waivers for note in self._note(one.waiver))

    def _note(self, waiver: Waiver) -> Iterable[LeftOut]:
        name = waiver.category
        asked = {demand.category for demand in self._asked.demands}
        asked |= {category for category, _ in self._asked.open_additions}
        if name is None or name in asked:
            return
        numbers = {"plan": self._plan.title, "category": name}
        if name not in self._rules.titles(self._local):
            key = "plan.category_not_in_policy"
        elif self._split_known:
            key = "plan.category_not_asked"
        else:
            key = "plan.split_unknown"
        yield LeftOut(f"plan.{waiver.id}", Because(key, numbers))

    def findings(self, *, expires_on: date | None, licenses: frozenset[str]) -> list[Finding]:
        """What the plan says, waiver by waiver, and where it goes below what the statute asks.

        None of them decides: the findings on credit do, as they are lowered.

        Args:
            expires_on: Last day of the license, or None if not known.
            licenses: Names of the license rules that may apply.
        """
        found = [
            self._finding(one, amount)
            for one, amount in zip(self._waivers, self._amounts, strict=True)
        ]
        return found + self._below_floor(expires_on, licenses)

    def _finding(self, one: Instead, amount: Fraction) -> Finding:
        numbers = {
            "plan": self._plan.title,
            "amount": show_amount(amount),
            "unit": self._rules.unit,
        }
        outcome, key = Outcome.WAIVED, "plan.waives_of_total"
        if one.waiver.category is not None:
            key = "plan.waives_of_category"
            numbers["category"] = one.waiver.category
        if one.outcome is not Outcome.MET:
            outcome = one.outcome
            numbers = {
                "plan": self._plan.title,
                "missing": str(sum(each.missing for each in one.standings)),
            }
            key = "plan.instead_open" if outcome is Outcome.UNKNOWN else "plan.instead_unmet"
        return Finding(
            f"plan.{self._plan.id}.{one.waiver.id}",
            outcome,
            Because(key, numbers),
            tuple(each for standing in one.standings for each in standing.inputs),
            tuple(each for standing in one.standings for each in standing.left_out),
            (self._plan.citation,),
        )

    def _below_floor(self, expires_on: date | None, licenses: frozenset[str]) -> list[Finding]:
        found = []
        for floor in self._rules.floors:
            if floor.licenses and not licenses <= set(floor.licenses):
                continue
            pairs = [
                (after.credits, before.credits)
                for after, before in zip(self._sure, self._demands, strict=True)
                if floor.category in {None, after.category}
            ]
            left = sum((after for after, _ in pairs), ZERO)
            if left == sum((before for _, before in pairs), ZERO):
                continue
            finding = floor.check(left, expires_on=expires_on, plan=self._plan.title)
            if finding is not None:
                cites = (*finding.citations, self._plan.citation)
                found.append(replace(finding, citations=cites))
        return found

    def _lowered(self, outcomes: set[Outcome]) -> tuple[tuple[Demand, ...], list[Fraction]]:
        """The demands less what waivers of these outcomes take, and how much each takes.

        A waiver of the total takes from the residual first, which is filled last, and then from
        the category filled before it; that of a category comes first, whatever the order given.
        """
        left = {demand.category: demand.credits for demand in self._demands}
        taken = [ZERO for _ in self._waivers]
        order = range(len(self._waivers))
        for number in sorted(order, key=lambda at: self._waivers[at].waiver.category is None):
            one = self._waivers[number]
            if one.outcome not in outcomes:
                continue
            for name in self._takes_from(one.waiver, sure=Outcome.UNKNOWN not in outcomes):
                wanted = one.waiver.quantity
                amount = left[name] if wanted is None else min(left[name], wanted - taken[number])
                left[name] -= amount
                taken[number] += amount
        lowered = tuple(replace(demand, credits=left[demand.category]) for demand in self._demands)
        return lowered, taken

    def _takes_from(self, waiver: Waiver, *, sure: bool) -> list[str]:
        names = [demand.category for demand in reversed(self._demands)]
        if waiver.category is None:
            return names
        if self._split_known:
            return [name for name in names if name == waiver.category]
        # Perhaps the category is asked for, and perhaps not.
        known = waiver.category in self._rules.titles(self._local)
        return names if known and not sure else []
