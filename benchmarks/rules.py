"""The renewal engine, for one educator."""

from datetime import date, timedelta
from fractions import Fraction

from benchmarks.measure import heading, milliseconds
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explain
from longleaf.policy.facts import Activity, AwardFact, Employer, Facts, License, Rating
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


def load() -> object:
    return load_jurisdiction("north_carolina", demo=True)
