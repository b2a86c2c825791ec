"""Findings on credit: the total and each category, for sure and at best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.counting import Entry
from longleaf.policy.finding import Because, Finding, Input, LeftOut, Outcome
from longleaf.policy.limits import over_limits
from longleaf.policy.parameter import Unknown
from longleaf.policy.requirement.credit import Demand, Required
from longleaf.policy.rules import Rules
from longleaf.policy.tally import Placement, Tally, tally

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Relief:
    """How a plan lowers what is asked for, for sure and at best.

    Attributes:
        plan: The plan's title.
        sure: The demands as they are lowered for sure.
        best: As they would be if all that is unknown turned out well.
        touched: The categories of which the plan says something.
        gone: Categories that are waived whole for sure; None among them is the total.
        citation: Where the plan is written.
    """

    plan: str
    sure: tuple[Demand, ...]
    best: tuple[Demand, ...]
    touched: frozenset[str]
    gone: frozenset[str | None]
    citation: Citation


class CreditFindings:
    """What one educator's credit says, by what is asked for and what counts."""

    def __init__(
        self,
        rules: Rules,
        asked: Required,
        demands: tuple[Demand, ...],
        entries: Sequence[Entry],
        relief: Relief | None = None,
    ) -> None:
        self._rules = rules
        self._asked = asked
        self._before = demands
        self._entries = entries
        self._relief = relief
        self._numberless = {entry.id for entry in entries if entry.is_numberless}
        self.counted: Tally = tally(demands if relief is None else relief.sure, entries)
        best = self.counted if relief is None else tally(relief.best, entries)
        self._best = best.possible
        self._enough = tuple(demand.credits for demand in best.demands)

    def findings(self, notes: tuple[LeftOut, ...]) -> list[Finding]:
        """The total, the categories, and what a local board may ask for besides.

        Args:
            notes: What was not looked at, or has no effect.
        """
        found = [self._total(notes)]
        if self._asked.demands:
            found += [self._category(at) for at in range(len(self._asked.demands))]
        return found + [self._open(name, why) for name, why in self._asked.open_additions]

    def _open(self, category: str, unknown: Unknown) -> Finding:
        """What a local board may ask for besides, unless a plan waives it."""
        rule, numbers = f"local.{category}", {"category": category}
        relief = self._relief
        if relief is not None and relief.gone & {None, category}:
            because = Because("local.waived", {**numbers, "plan": relief.plan})
            return Finding(rule, Outcome.WAIVED, because, citations=(relief.citation,))
        because = Because("local.rule_unknown", {**numbers, "reason": unknown.reason})
        return Finding(rule, Outcome.UNKNOWN, because, citations=unknown.citations)

    def _total(self, notes: tuple[LeftOut, ...]) -> Finding:
        asked, rules = self._asked, self._rules
        placements = self.counted.placements
        inputs = tuple(Input(entry.id, entry.worth) for entry in self._entries if entry.certain)
        left_out = tuple(LeftOut(e.id, reason) for e in self._entries for reason in e.reasons)
        left_out += over_limits(rules, placements) + notes
        left_out += _surplus(rules, [p for p in placements if p.entry not in self._numberless])
        finding = Finding(
            "credit.total",
            Outcome.UNKNOWN,
            Because("credit.total.unknown", {"unit": rules.unit}),
            inputs,
            left_out,
            asked.citations,
        )
        if asked.total is not None:
            finding = self._compared(
                finding,
                "credit.total",
                range(len(self.counted.demands)),
                self._relief is not None,
            )
        if asked.because is not None and finding.outcome is not Outcome.UNMET:
            finding = replace(finding, outcome=Outcome.UNKNOWN, because=asked.because)
        relief = self._relief
        if relief is not None and None in relief.gone:
            because = Because("credit.total.all_waived", {"plan": relief.plan})
            cites = tuple(dict.fromkeys((*finding.citations, relief.citation)))
            finding = replace(finding, outcome=Outcome.WAIVED, because=because, citations=cites)
        return finding

    def _category(self, at: int) -> Finding:
        demand = self.counted.demands[at]
        name = demand.category
        inputs = tuple(
            Input(p.entry, self._placed(p))
            for p in self.counted.placements
            if p.category == name and not p.surplus
        )
        left_out = tuple(
            LeftOut(entry.id, reason)
            for entry in self._entries
            if any(name in piece.categories for piece in entry.possible)
            and (not entry.certain or not any(name in piece.categories for piece in entry.certain))
            for reason in entry.reasons
        )
        finding = Finding(
            f"credit.{name}",
            Outcome.UNKNOWN,
            Because("credit.total.unknown", {"unit": self._rules.unit, "category": name}),
            inputs,
            left_out,
            demand.citations,
        )
        touched = self._relief is not None and name in self._relief.touched
        return self._compared(finding, "credit.category", range(at, at + 1), touched)

    def _placed(self, placement: Placement) -> Because:
        if placement.entry in self._numberless:
            return Because("input.satisfied")
        return Because("input.placed", placed(self._rules, placement))

    def _compared(self, finding: Finding, rule: str, which: range, touched: bool) -> Finding:
        """The finding with its outcome over some of the categories."""
        required = sum((self.counted.demands[at].credits for at in which), ZERO)
        sure = sum((self.counted.counted[at] for at in which), ZERO)
        best = sum((self._best[at] for at in which), ZERO)
        enough = sum((self._enough[at] for at in which), ZERO)
        waived = sum((self._before[at].credits for at in which), ZERO) - required
        numbers = {
            **finding.because.numbers,
            "required": show_amount(required),
            "counted": show_amount(sure),
            "missing": show_amount(required - sure),
        }
        if sure >= required:
            outcome, key = Outcome.MET, "met"
        elif best < enough:
            outcome, key = Outcome.UNMET, "unmet"
        else:
            outcome, key = Outcome.UNKNOWN, "open"
        if outcome is Outcome.MET and waived:
            outcome, key = Outcome.WAIVED, "waived"
        elif touched and outcome is not Outcome.MET:
            key = f"{key}_under_plan"
        if self._relief is None or not touched:
            return replace(finding, outcome=outcome, because=Because(f"{rule}.{key}", numbers))
        numbers |= {"waived": show_amount(waived), "plan": self._relief.plan}
        return replace(
            finding,
            outcome=outcome,
            because=Because(f"{rule}.{key}", numbers),
            citations=(*finding.citations, self._relief.citation),
        )


def _surplus(rules: Rules, placements: Sequence[Placement]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(
            p.entry, Because("entry.surplus" if p.category else "entry.no_home", placed(rules, p))
        )
        for p in placements
        if p.surplus
    )


def placed(rules: Rules, placement: Placement) -> dict[str, str]:
    """The numbers of a placement."""
    numbers = {"credits": show_amount(placement.credits), "unit": rules.unit}
    return {**numbers, "category": placement.category} if placement.category else numbers
