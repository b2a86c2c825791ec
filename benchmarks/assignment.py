"""Assigning everything that waits, at the size of a state: 5,000 attempts and 500 reviewers."""

import random
import time
from fractions import Fraction
from uuid import UUID

from benchmarks.measure import heading
from longleaf.domain.review.assignment_all import (
    Plan,
    Reviewer,
    Ties,
    Waiting,
    assign_all,
    may_judge,
)

KINDS = [f"mc-{number}" for number in range(40)]
SCHOOLS = [UUID(int=10**6 + number) for number in range(900)]


def ties(draw: random.Random, others: list[UUID]) -> Ties:
    some = [one for one in others if draw.random() < 1 / len(others)]
    return Ties(
        schools=frozenset({draw.choice(SCHOOLS)}),
        recent_schools=frozenset(draw.sample(SCHOOLS, draw.randrange(3))),
        supervises=frozenset(some[:1]),
        declared=frozenset(some[1:3]),
    )


def state(attempts: int, reviewers: int, *, seats: int) -> tuple[list[Waiting], list[Reviewer]]:
    draw = random.Random(6)  # noqa: S311 - the same made-up state each time
    judges = [UUID(int=1 + number) for number in range(reviewers)]
    # One in twenty educators is a reviewer too.
    educators = [
        draw.choice(judges) if draw.random() < 1 / 20 else UUID(int=20_000 + number)
        for number in range(attempts)
    ]
    people = []
    for person in judges:
        kinds = draw.sample(KINDS, draw.randint(4, 16))
        people.append(
            Reviewer(
                person,
                frozenset(kinds),
                room=draw.randint(10, 26) * seats,
                open_reviews=draw.randrange(8),
                days_per_review=Fraction(draw.randint(1, 6), 2),
                expertise=tuple((kind, draw.randrange(4)) for kind in kinds),
                asked_lately=draw.randrange(60),
                ties=ties(draw, educators),
            )
        )
    waiting = [
        Waiting(
            UUID(int=10**9 + number),
            educator,
            draw.choice(KINDS),
            days_left=draw.randint(-2, 12),
            seats=seats,
            had_a_seat=frozenset(draw.sample(judges, draw.randrange(2))),
            ties=ties(draw, judges),
        )
        for number, educator in enumerate(educators)
    ]
    return waiting, people


def conflicts(plan: Plan, waiting: list[Waiting], people: list[Reviewer]) -> int:
    attempts = {one.attempt: one for one in waiting}
    judges = {one.person: one for one in people}
    return sum(
        not may_judge(judges[one.person], attempts[one.attempt]).allowed for one in plan.asked
    )


def run() -> None:
    heading("Assigning all that waits (exact optimum, asked for once)")
    for seats in (1, 2):
        waiting, people = state(5000, 500, seats=seats)
        began = time.perf_counter()
        plan = assign_all(waiting, people)
        took = time.perf_counter() - began
        wanted = {one.attempt: one.days_left for one in waiting}
        judges = {one.person: one for one in people}
        late = sum(judges[one.person].done_in() > wanted[one.attempt] for one in plan.asked)
        able = {
            one.attempt: sum(
                who.done_in() <= one.days_left and one.microcredential in who.qualified_for
                for who in people
            )
            for one in waiting
        }
        never = sum(min(able[one.attempt], seats) < seats for one in waiting)
        print(
            f"5,000 × 500, {seats} seats  {took:6.1f} s; {len(plan.asked):,} asked, "
            f"{sum(one.seats for one in plan.left)} seats empty, "
            f"{conflicts(plan, waiting, people)} conflicts; {late:,} late by forecast "
            f"({never:,} attempts have too few who could be in time at all)"
        )


if __name__ == "__main__":
    run()
