"""Agreeing: one evaluation out of several, where it is not known which of them applies."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from longleaf.policy.evaluation import Evaluation
from longleaf.policy.finding import Because, Finding, Outcome

ZERO = Fraction(0)


def agree(found: Sequence[Evaluation], doubt: Because) -> Evaluation:
    """What all of them say, and "unknown" wherever they differ.

    Args:
        found: At least one evaluation of the same facts; the first gives the form.
        doubt: Why it is not known which applies.
    """
    first = found[0]
    if all(_said(one) == _said(first) for one in found):
        return first
    others = found[1:]
    findings = [_agreed(one, others, doubt) for one in first.findings]
    rules = {one.rule for one in findings}
    for other in others:
        for one in other.findings:
            if one.rule not in rules:
                rules.add(one.rule)
                findings.append(_doubted(one, doubt))
    same = all(_asked(one) == _asked(first) for one in others)
    alike = all(one.outcome is first.outcome for one in others)
    return replace(
        first,
        outcome=first.outcome if alike else Outcome.UNKNOWN,
        required=first.required if same else None,
        counted=min(one.counted for one in found),
        missing=first.missing if same else None,
        categories=first.categories if same else (),
        findings=tuple(findings),
        assignment=first.assignment if same else (),
        surplus=first.surplus if same else ZERO,
        ways=first.ways if same else (),
    )


def _said(one: Evaluation) -> object:
    """All that an answer consists of, but for the words around it."""
    outcomes = [(finding.rule, finding.outcome) for finding in one.findings]
    return (one.outcome, _asked(one), one.counted, outcomes)


def _asked(one: Evaluation) -> object:
    return (one.required, [(each.name, each.required, each.counted) for each in one.categories])


def _agreed(finding: Finding, others: Sequence[Evaluation], doubt: Because) -> Finding:
    for other in others:
        same = [one for one in other.findings if one.rule == finding.rule]
        if not same or same[0].outcome is not finding.outcome:
            return _doubted(finding, doubt)
    return finding


def _doubted(finding: Finding, doubt: Because) -> Finding:
    return replace(finding, outcome=Outcome.UNKNOWN, because=doubt)
