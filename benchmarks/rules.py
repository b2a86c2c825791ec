"""The renewal engine, for one educator."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from benchmarks.measure import heading, milliseconds
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explain
from longleaf.policy.facts import (
    Activity,
    AwardFact,
    Competency,
    CompetencyDemand,
    Employer,
    Facts,
    License,
    PlanInForce,
    Rating,
    Waiver,
)
from longleaf.policy.load import load_jurisdiction

EXPIRES = date(2027, 6, 30)


def facts(activities: int, awards: int) -> Facts:
    return Facts(
        License("teacher", "K-5", date(2022, 7, 1), EXPIRES),
        Employer("north_carolina", "northfield"),
        Rating("proficient", date(2026, 5, 15)),
        tuple(
            Activity(
                id=f"a{number}",
                kind="workshop",
                quantity=Fraction(3 + number % 7),
                unit="clock_hour",
                categories=("literacy", "academic") if number % 2 else ("general",),
                completed_on=date(2022, 9, 1) + timedelta(days=number * 5),
                approved=True,
            )
            for number in range(activities)
        ),
        tuple(
            AwardFact(
                id=f"w{number}",
                microcredential=f"mc-{number}",
                granted_on=date(2024, 1, 10) + timedelta(days=number),
                definition=Microcredential(f"mc-{number}", ("literacy", "general"), Fraction(15)),
            )
            for number in range(awards)
        ),
    )


def run() -> None:
    heading("Renewal rules, one educator")
    print(f"load North Carolina        {milliseconds(load):8.1f} ms")
    rules = load_jurisdiction("north_carolina", demo=True)
    for activities, awards in ((12, 4), (160, 40)):
        known = facts(activities, awards)
        took = milliseconds(lambda known=known: explain(rules, evaluate(rules, known, EXPIRES)))  # type: ignore[misc]  # mypy cannot infer a lambda's default
        print(f"{activities:4} activities, {awards:3} awards {took:8.2f} ms, with every sentence")
    known = under_plan()
    took = milliseconds(lambda: explain(rules, evaluate(rules, known, EXPIRES)))
    print(f"  12 activities,   4 awards {took:8.2f} ms, under a plan with competencies instead")


def under_plan() -> Facts:
    """A cycle that is short, under a plan that asks for competencies instead."""
    demand = CompetencyDemand("d", "D", ("c1", "c2", "c3"), 2, "demonstrated", Fraction(5))
    law = Citation("plan", "Plan", "Northfield (fictional)", "plan", date(2025, 1, 1))
    waivers = (Waiver("w", "literacy", None, (), (demand,)), Waiver("t", None, Fraction(1)))
    plan = PlanInForce("p", "Plan", date(2025, 1, 1), None, waivers, law)
    short = facts(12, 4)
    shown = (Competency("c1", "demonstrated"), Competency("c2", "strong"))
    awards = tuple(replace(one, competencies=shown) for one in short.awards)
    return replace(short, plan=plan, awards=awards, activities=short.activities)


def load() -> object:
    return load_jurisdiction("north_carolina", demo=True)
