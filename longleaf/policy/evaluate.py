"""evaluate(rules, facts, on): what the rules say about one educator, with every reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.policy.agreeing import agree
from longleaf.policy.counting import Counting, Entry
from longleaf.policy.credit_findings import CreditFindings
from longleaf.policy.evaluation import CategoryStanding, Evaluation
from longleaf.policy.facts import Activity, Facts, License, PlanInForce
from longleaf.policy.finding import Because, Finding, LeftOut, Outcome, overall
from longleaf.policy.limits import limit_findings
from longleaf.policy.mastery import (
    MasteryCheck,
    groups_of,
    is_short,
    mastery_of,
    with_mastery,
)
from longleaf.policy.requirement.competency import CompetencyStanding
from longleaf.policy.requirement.credit import Demand, Required
from longleaf.policy.requirement.extension import extension_finding
from longleaf.policy.requirement.several import governing
from longleaf.policy.rules import Local, Rules
from longleaf.policy.tally import Tally
from longleaf.policy.waiving import Waiving, applicable, instead_of
from longleaf.policy.ways import ways_to

__all__ = ["CategoryStanding", "Evaluation", "evaluate"]

ZERO = Fraction(0)
_FREED: Final = (Outcome.EXEMPT, Outcome.WAIVED)


def evaluate(rules: Rules, facts: Facts, on: date) -> Evaluation:
    """Apply the rules to what is known about an educator.

    What is unknown is neither true nor false: a rule is met if it is met without it, unmet if it
    would be unmet even were all of it to turn out well, and unknown otherwise.

    Args:
        rules: The policy, with its local rules.
        facts: What is known.
        on: The day asked about.

    Returns:
        The evaluation: the same for the same arguments, whatever the order of the entries.
    """
    held = governing(facts.license, facts.assignments, rules.majority_of_time)
    found = [_decide(rules, facts, one, held.doubt, on) for one in held.candidates]
    decided = found[0] if len(found) == 1 else agree(found, held.doubt)
    if held.note is None:
        return decided
    return replace(decided, findings=(*decided.findings, held.note))


def _decide(
    rules: Rules, facts: Facts, held: License | None, doubt: Because, on: date
) -> Evaluation:
    """The evaluation under one license; `doubt` is why none decides, where none does."""
    at_home = facts.employer.jurisdiction in {None, rules.policy.jurisdiction}
    local = rules.local(facts.employer.local) if at_home else None
    asked = Required(None, (), doubt)
    if held is not None:
        facts = replace(facts, license=held)
        asked = rules.required(held, local)
    demands = _demands(asked, rules)
    facts = _with_standing_facts(rules, facts)
    counting = Counting(rules, facts, local, demands, on)
    entries = counting.entries(facts)
    check = MasteryCheck(rules, facts.awards, on, counting.shown_on)
    hours = CreditFindings(rules, asked, demands, entries)
    planned = _under_plan(
        _Case(rules, facts, local, on, asked, demands, entries), hours, check, at_home=at_home
    )
    counted = planned.credit.counted
    credit = planned.findings + limit_findings(rules, local, entries, counted.placements)
    groups = groups_of(check, rules, facts.license, local)
    credit, mastery = with_mastery(groups, credit)
    deciding = _with_exemptions(rules, facts, credit, _rating(rules, facts, on), mastery)
    deciding += _also(rules, facts, local)
    extended = extension_finding(facts.license, rules.extension)
    notes = [one for one in (asked.prorated, extended) if one is not None]
    outcomes = {finding.rule: finding.outcome for finding in deciding}
    known = asked.total is not None
    gaps = [] if outcomes["credit.total"] in _FREED else _gaps(counted)
    return Evaluation(
        overall(one.outcome for one in deciding),
        rules.policy,
        on,
        rules.unit,
        sum((demand.credits for demand in counted.demands), ZERO) if known else None,
        sum(counted.counted, ZERO) if known else _sum(entries),
        sum((missing for _, missing in _gaps(counted)), ZERO) if known else None,
        counted.surplus(),
        _categories(rules, local, counted, outcomes) if asked.demands else (),
        (*deciding, *notes, *planned.notes),
        entries,
        counted.placements,
        ways_to(rules, local, gaps, expires_on=facts.license.expires_on, on=on),
        None if local is None else local.name,
        mastery_of(planned.hours, groups, planned.standings),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """What is asked of one educator, and what they have."""

    rules: Rules
    facts: Facts
    local: Local | None
    on: date
    asked: Required
    demands: tuple[Demand, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    """Credit as a plan leaves it.

    Attributes:
        hours: What credit says without the plan.
        findings: On credit; these decide.
        notes: What the plan says, and where it goes below the statute; these decide nothing.
        standings: What the plan asks for in competencies.
    """

    credit: CreditFindings
    hours: list[Finding]
    findings: list[Finding]
    notes: tuple[Finding, ...] = ()
    standings: tuple[CompetencyStanding, ...] = ()


def _under_plan(
    case: _Case, hours: CreditFindings, check: MasteryCheck, *, at_home: bool
) -> _Planned:
    plan = case.facts.plan
    unseen = _unseen(case.facts, case.local, at_home=at_home)
    if isinstance(plan, PlanInForce):
        return _waived(case, hours, check, plan, unseen)
    findings = hours.findings(unseen)
    if plan is None:
        return _Planned(hours, findings, findings)
    described = case.rules.plan(plan.name, case.facts.license, case.local)
    if described is None:
        note = LeftOut("plan", Because("plan.not_on_file", {"plan": plan.name}))
        return _Planned(hours, findings, hours.findings((*unseen, note)))
    expires_on = case.facts.license.expires_on
    because = described.without_effect(plan, expires_on=expires_on)
    if because is not None:
        noted = hours.findings((*unseen, LeftOut("plan", because)))
        return _Planned(hours, findings, noted)
    replaced = described.replace_credit(plan, findings, expires_on=expires_on)
    return _Planned(hours, findings, replaced)


def _waived(
    case: _Case,
    hours: CreditFindings,
    check: MasteryCheck,
    plan: PlanInForce,
    unseen: tuple[LeftOut, ...],
) -> _Planned:
    held = case.facts.license
    fitting, left_out = applicable(plan, held, on=case.on)
    waivers = [
        instead_of(
            one, check.standings(f"mastery.{plan.id}.{one.id}", one.instead, (plan.citation,))
        )
        for one in fitting
    ]
    standings = tuple(each for one in waivers for each in one.standings)
    waiving = Waiving(case.rules, case.local, case.asked, case.demands, plan=plan, waivers=waivers)
    unseen = (*unseen, *left_out, *waiving.notes())
    findings = hours.findings(unseen)
    if not fitting:
        return _Planned(hours, findings, findings)
    if not is_short(findings):
        note = LeftOut("plan", Because("plan.not_needed", {"plan": plan.title}))
        noted = hours.findings((*unseen, note))
        return _Planned(hours, findings, noted, (), standings)
    lowered = CreditFindings(case.rules, case.asked, case.demands, case.entries, waiving.relief())
    names = frozenset(one.name for one in case.rules.license_rules(held, case.local))
    notes = waiving.findings(expires_on=held.expires_on, licenses=names)
    return _Planned(lowered, findings, lowered.findings(unseen), tuple(notes), standings)


def _demands(asked: Required, rules: Rules) -> tuple[Demand, ...]:
    if asked.total is None or asked.demands:
        return asked.demands
    # The split is not known: what can still be said is whether there is enough in all.
    return (Demand(rules.residual, asked.total, asked.total, asked.citations),)


def _with_standing_facts(rules: Rules, facts: Facts) -> Facts:
    """A certificate known only as a fact about the person, as the activity it stands for."""
    given = {activity.kind for activity in facts.activities}
    day = facts.standing_facts.national_board
    more = tuple(
        Activity(
            f"standing_facts.{kind.standing_fact}",
            kind.name,
            Fraction(1),
            "certificate",
            categories=(),
            completed_on=day if isinstance(day, date) else None,
            approved=True,
        )
        for kind in rules.activities.values()
        if kind.standing_fact == "national_board" and day and kind.name not in given
    )
    return replace(facts, activities=facts.activities + more) if more else facts


def _unseen(facts: Facts, local: Local | None, *, at_home: bool) -> tuple[LeftOut, ...]:
    if not at_home:
        numbers = {"jurisdiction": str(facts.employer.jurisdiction)}
        return (LeftOut("employer", Because("employer.elsewhere", numbers)),)
    if facts.employer.local is not None and local is None:
        because = Because("local.not_on_file", {"local": facts.employer.local})
        return (LeftOut("employer.local", because),)
    return ()


def _with_exemptions(
    rules: Rules,
    facts: Facts,
    credit: list[Finding],
    rating: list[Finding],
    mastery: list[Finding],
) -> tuple[Finding, ...]:
    claims = {
        "legislator": facts.standing_facts.legislator,
        "lifetime": facts.standing_facts.lifetime,
    }
    exemptions = []
    for one in rules.exemptions:
        exempt = one.check(claims[one.fact], expires_on=facts.license.expires_on)
        if exempt is not None:
            exemptions.append(exempt)
            if "credit" in one.frees_from:
                credit = [_freed(finding, exempt) for finding in credit]
            if "rating" in one.frees_from:
                rating = [_freed(finding, exempt) for finding in rating]
            if "mastery" in one.frees_from:
                mastery = [_freed(finding, exempt) for finding in mastery]
    return (*credit, *rating, *mastery, *exemptions)


def _freed(finding: Finding, exempt: Finding) -> Finding:
    if finding.outcome is Outcome.MET or finding.outcome is Outcome.EXEMPT:
        return finding
    return replace(finding, outcome=exempt.outcome)


def _rating(rules: Rules, facts: Facts, on: date) -> list[Finding]:
    employer = facts.employer
    by_local_board = None if employer.local is None else True
    if employer.jurisdiction not in {None, rules.policy.jurisdiction}:
        by_local_board = False
    # Every rule for one kind of license asks for the same rating; the grade span plays no part.
    asked = [one.rating for one in rules.licenses if one.kind == facts.license.kind]
    finding = (
        asked[0].check(
            facts.evaluation,
            by_local_board=by_local_board,
            expires_on=facts.license.expires_on,
            on=on,
        )
        if asked and asked[0] is not None
        else None
    )
    return [] if finding is None else [finding]


def _also(rules: Rules, facts: Facts, local: Local | None) -> tuple[Finding, ...]:
    """What else is asked for, once by each name, whichever of several rules applies."""
    found = {
        one.name: one.check(expires_on=facts.license.expires_on)
        for rule in rules.license_rules(facts.license, local)
        for one in rule.also
    }
    return tuple(one for one in found.values() if one is not None)


def _gaps(counted: Tally) -> list[tuple[str, Fraction]]:
    return [
        (demand.category, demand.credits - sure)
        for demand, sure in zip(counted.demands, counted.counted, strict=True)
        if sure < demand.credits
    ]


def _sum(entries: Sequence[Entry]) -> Fraction:
    return sum((piece.credits for entry in entries for piece in entry.certain), ZERO)


def _categories(
    rules: Rules, local: Local | None, counted: Tally, outcomes: dict[str, Outcome]
) -> tuple[CategoryStanding, ...]:
    return tuple(
        CategoryStanding(
            demand.category,
            rules.category(demand.category, local).title,
            demand.credits,
            sure,
            demand.credits - sure,
            counted.surplus(demand.category),
            outcomes[f"credit.{demand.category}"],
            demand.citations,
        )
        for demand, sure in zip(counted.demands, counted.counted, strict=True)
    )
