"""Rows → the few facts that decide what a badge from elsewhere is recognized for."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from longleaf.basis.amount import parse_amount
from longleaf.basis.period import Period
from longleaf.credential.report import Outcome
from longleaf.domain.credit.recognition import Earned, Rule
from longleaf.policy.rules import Rules
from longleaf.policy.worth import converted
from longleaf.records.models import backpack as rows
from longleaf.records.models import credit as credits


def rules_in(jurisdiction: str) -> list[Rule]:
    """Every rule that a department of this jurisdiction ever made, with the days it held."""
    found = rows.RecognitionRule.objects.filter(department__jurisdiction=jurisdiction)
    return [rule_of(row) for row in found.order_by("made_at", "pk")]


def rule_of(row: rows.RecognitionRule) -> Rule:
    """A rule as the domain knows it."""
    return Rule(
        key=str(row.pk),
        issuer=row.issuer,
        achievement=row.achievement,
        alignment=row.alignment,
        quantity=parse_amount(row.quantity),
        unit=row.unit,
        categories=tuple(row.categories),
        kinds=tuple(row.kinds),
        is_automatic=row.decided_by == rows.DecidedBy.RULE,
        held=Period(row.began_on, row.ended_on),
    )


def earned_of(badge: rows.BackpackBadge) -> Earned:
    """What a badge shows by its last check."""
    checks = {check["name"]: check["outcome"] for check in badge.report.get("checks", ())}
    return Earned(
        issuer=badge.issuer,
        achievement=badge.achievement,
        alignments=frozenset(
            text for one in badge.alignments for text in (one["address"], one["code"]) if text
        ),
        earned_on=badge.earned_on,
        is_recognized=checks.get("trust") == Outcome.PASSED,
        is_named=badge.recipient == "matched",
    )


def kinds_held(person: UUID, *, on: date) -> frozenset[str]:
    """The kinds of license that the person holds on a day."""
    held = credits.License.objects.filter(person=person, expires_on__gte=on)
    return frozenset(held.values_list("kind", flat=True))


def worth_of(rule: Rule, rules: Rules) -> Fraction | None:
    """What a rule gives in the policy's own unit; None if the policy cannot convert it."""
    return converted(rules, rule.quantity, rule.unit).credits
