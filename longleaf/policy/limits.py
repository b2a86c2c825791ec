"""Limits: what a cap kept from counting, as findings."""

from collections.abc import Sequence
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.counting import Entry
from longleaf.policy.finding import Because, Finding, Input, LeftOut, Outcome
from longleaf.policy.rules import Local, Rules
from longleaf.policy.tally import Placement


def over_limits(rules: Rules, placements: Sequence[Placement]) -> tuple[LeftOut, ...]:
    """What does not count because it is over a limit."""
    return tuple(
        LeftOut(p.entry, p.limit.because(p.credits, rules.unit)) for p in placements if p.limit
    )


def limit_findings(
    rules: Rules, local: Local | None, entries: Sequence[Entry], placements: Sequence[Placement]
) -> list[Finding]:
    """A finding for each cap that keeps some credit from counting."""
    findings = []
    for cap in rules.caps_for(local):
        over = [p for p in placements if p.limit is not None and p.limit.cap == cap.name]
        if not over or over[0].limit is None:
            continue
        numbers = {
            "title": cap.title,
            "per": cap.per,
            "at_most": show_amount(over[0].limit.credits),
            "credits": show_amount(sum((p.credits for p in over), Fraction(0))),
            "unit": rules.unit,
        }
        findings.append(
            Finding(
                f"limit.{cap.name}",
                Outcome.MET,
                Because("credit.limit", numbers),
                tuple(
                    Input(entry.id, entry.worth)
                    for entry in entries
                    if entry.certain and any(one.cap == cap.name for one in entry.limits)
                ),
                over_limits(rules, over),
                over[0].limit.citations,
            )
        )
    return findings
