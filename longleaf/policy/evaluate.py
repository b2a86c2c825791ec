"""evaluate(rules, facts, on): what the rules say about one educator, with every reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.counting import Counting, Entry
from longleaf.policy.facts import Activity, Facts, License, PlanFact
from longleaf.policy.finding import Because, Finding, Input, LeftOut, Outcome, overall
from longleaf.policy.limits import limit_findings, over_limits
from longleaf.policy.requirement.credit import Demand, Required
from longleaf.policy.requirement.several import by_majority
from longleaf.policy.rules import Local, PolicyName, Rules
from longleaf.policy.tally import Placement, Tally, tally
from longleaf.policy.ways import Way, ways_to

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """Where one category stands.

    Attributes:
        required: Credits asked for.
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
        outcome: Met, unmet, unknown, waived or exempt, over all findings.
        policy: The rules that decided, by version and content hash.
        on: The day asked about; what happened later is not looked at.
        unit: The unit of every amount.
        required: What is asked for in all, or None if that is not known.
        counted: What counts for sure.
        missing: What is still to earn, or None if that is not known.
        surplus: What is earned and not needed.
        categories: In the order in which they are filled; empty if the split is not known.
        findings: One per rule.
        entries: Every activity and award, valued, earliest first.
        assignment: Which entry's credit counts where, and what is surplus.
        ways: Ways to what is missing.
        local: The name of the local rules applied, or None.
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
    at_home = facts.employer.jurisdiction in {None, rules.policy.jurisdiction}
    local = rules.local(facts.employer.local) if at_home else None
    governing = _governing(rules, facts)
    if governing is not None:
        facts = replace(facts, license=governing)
    asked = (
        Required(None, (), Because("credit.no_majority"))
        if governing is None
        else rules.required(governing, local)
    )
    demands = _demands(asked, rules)
    facts = _with_standing_facts(rules, facts)
    entries = Counting(rules, facts, local, demands, on).entries(facts)
    counted = tally(demands, entries)
    unseen = _unseen(facts, local, at_home=at_home)
    credit = _credit(rules, asked, counted, entries, unseen)
    credit += limit_findings(rules, local, entries, counted.placements)
    if isinstance(facts.plan, PlanFact):
        credit = _with_plan(rules, facts, facts.plan, local, credit)
    findings = _with_exemptions(rules, facts, credit, _rating(rules, facts, on))
    findings += _also(rules, facts, local)
    outcomes = {finding.rule: finding.outcome for finding in findings}
    freed = outcomes["credit.total"] in {Outcome.EXEMPT, Outcome.WAIVED}
    known = asked.total is not None
    gaps = [] if freed else _gaps(counted)
    return Evaluation(
        overall(outcomes.values()),
        rules.policy,
        on,
        rules.unit,
        asked.total,
        sum(counted.counted, ZERO) if known else _sum(entries),
        sum((missing for _, missing in _gaps(counted)), ZERO) if known else None,
        counted.surplus(),
        _categories(rules, local, counted, outcomes) if asked.demands else (),
        findings,
        entries,
        counted.placements,
        ways_to(rules, local, gaps, expires_on=facts.license.expires_on, on=on),
        None if local is None else local.name,
    )


def _governing(rules: Rules, facts: Facts) -> License | None:
    """The license that decides; None if several are held and none has most of the time."""
    rule = rules.majority_of_time
    if rule is None or not facts.assignments:
        return facts.license
    if rule.on(facts.license.expires_on).value is not True:
        return facts.license
    return by_majority(facts.license, facts.assignments)


def _with_plan(
    rules: Rules, facts: Facts, under: PlanFact, local: Local | None, credit: list[Finding]
) -> list[Finding]:
    plan = rules.plan(under.name, facts.license, local)
    if plan is None:
        return credit
    return plan.replace_credit(under, credit, expires_on=facts.license.expires_on)


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


def _credit(
    rules: Rules,
    asked: Required,
    counted: Tally,
    entries: Sequence[Entry],
    unseen: tuple[LeftOut, ...],
) -> list[Finding]:
    findings = [_total(rules, asked, counted, entries, unseen)]
    if asked.demands:
        findings += [_category(rules, counted, at, entries) for at in range(len(asked.demands))]
    return findings + [
        Finding(
            f"local.{category}",
            Outcome.UNKNOWN,
            Because("local.rule_unknown", {"category": category, "reason": unknown.reason}),
            citations=unknown.citations,
        )
        for category, unknown in asked.open_additions
    ]


def _with_exemptions(
    rules: Rules, facts: Facts, credit: list[Finding], rating: list[Finding]
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
    return (*credit, *rating, *exemptions)


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


def _total(
    rules: Rules,
    asked: Required,
    counted: Tally,
    entries: Sequence[Entry],
    unseen: tuple[LeftOut, ...],
) -> Finding:
    sure, best = sum(counted.counted, ZERO), sum(counted.possible, ZERO)
    inputs = tuple(Input(entry.id, entry.worth) for entry in entries if entry.certain)
    left_out = tuple(LeftOut(e.id, reason) for e in entries for reason in e.reasons)
    left_out += over_limits(rules, counted.placements) + _surplus(rules, counted) + unseen
    if asked.total is None:
        outcome, key, numbers = Outcome.UNKNOWN, "unknown", {"unit": rules.unit}
    else:
        outcome, key = _compare(asked.total, sure, best)
        numbers = _numbers(rules, asked.total, sure)
    because = Because(f"credit.total.{key}", numbers)
    if asked.because is not None and outcome is not Outcome.UNMET:
        outcome, because = Outcome.UNKNOWN, asked.because
    return Finding("credit.total", outcome, because, inputs, left_out, asked.citations)


def _category(rules: Rules, counted: Tally, at: int, entries: Sequence[Entry]) -> Finding:
    demand = counted.demands[at]
    name = demand.category
    outcome, key = _compare(demand.credits, counted.counted[at], counted.possible[at])
    numbers = {**_numbers(rules, demand.credits, counted.counted[at]), "category": name}
    inputs = tuple(
        Input(p.entry, Because("input.placed", _placed(rules, p)))
        for p in counted.placements
        if p.category == name and not p.surplus
    )
    left_out = tuple(
        LeftOut(entry.id, reason)
        for entry in entries
        if any(name in piece.categories for piece in entry.possible)
        and (not entry.certain or not any(name in piece.categories for piece in entry.certain))
        for reason in entry.reasons
    )
    because = Because(f"credit.category.{key}", numbers)
    return Finding(f"credit.{name}", outcome, because, inputs, left_out, demand.citations)


def _surplus(rules: Rules, counted: Tally) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(
            p.entry, Because("entry.surplus" if p.category else "entry.no_home", _placed(rules, p))
        )
        for p in counted.placements
        if p.surplus
    )


def _placed(rules: Rules, placement: Placement) -> dict[str, str]:
    numbers = {"credits": show_amount(placement.credits), "unit": rules.unit}
    return {**numbers, "category": placement.category} if placement.category else numbers


def _compare(required: Fraction, sure: Fraction, best: Fraction) -> tuple[Outcome, str]:
    if sure >= required:
        return Outcome.MET, "met"
    if best < required:
        return Outcome.UNMET, "unmet"
    return Outcome.UNKNOWN, "open"


def _numbers(rules: Rules, required: Fraction, sure: Fraction) -> dict[str, str]:
    return {
        "required": show_amount(required),
        "counted": show_amount(sure),
        "missing": show_amount(required - sure),
        "unit": rules.unit,
    }


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
