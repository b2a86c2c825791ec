"""An evaluation: what the rules say about one educator on one day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.policy.citation import Citation
from longleaf.policy.counting import Entry
from longleaf.policy.finding import Finding, Outcome
from longleaf.policy.mastery import Mastery
from longleaf.policy.rules import PolicyName
from longleaf.policy.tally import Placement
from longleaf.policy.ways import Way


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """Where one category stands.

    Attributes:
        required: Credits asked for, less what a plan waives for sure.
        counted: Credits that count in it under the best assignment.
        missing: Credits still to earn in it.
        surplus: Credits that could have counted in it and that nothing asks for.
        citations: Where the minimum is written.
    """

    name: str
    title: str
    required: Fraction
    counted: Fraction
    missing: Fraction
    surplus: Fraction
    outcome: Outcome
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the rules say about one educator on one day.

    Attributes:
        outcome: Met, unmet, unknown, waived or exempt, over all findings that decide. Notes of a
            plan (`plan.…`) and of the statute's floor (`floor.…`) decide nothing themselves.
        policy: The rules that decided, by version and content hash.
        on: The day asked about; what happened later is not looked at.
        unit: The unit of every amount.
        required: What is asked for in all, less what a plan waives for sure; None if that is not
            known.
        counted: What counts for sure.
        missing: What is still to earn, or None if that is not known.
        surplus: What is earned and not needed.
        categories: In the order in which they are filled; empty if the split is not known.
        findings: One per rule.
        entries: Every activity and award, valued, earliest first.
        assignment: Which entry's credit counts where, and what is surplus.
        ways: Ways to what is missing.
        local: The name of the local rules applied, or None.
        mastery: What competencies say, beside what hours say.
    """

    outcome: Outcome
    policy: PolicyName
    on: date
    unit: str
    required: Fraction | None
    counted: Fraction
    missing: Fraction | None
    surplus: Fraction
    categories: tuple[CategoryStanding, ...]
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    assignment: tuple[Placement, ...]
    ways: tuple[Way, ...]
    local: str | None
    mastery: Mastery
