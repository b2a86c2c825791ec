"""Everything that waits is assigned at once."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, product
from math import inf
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.domain.review.assignment_all import (
    EMPTY_SEAT,
    SOONER_DUE,
    Plan,
    Reviewer,
    Ties,
    Waiting,
    assign_all,
    costs,
    load_steps,
    may_judge,
)
from longleaf.domain.review.transport import fill

KINDS = ("a", "b")


def school(number: int) -> UUID:
    return UUID(int=5000 + number)


def reviewer(number: int, **known: object) -> Reviewer:
    facts: dict[str, object] = {"qualified_for": frozenset({"a"}), "room": 3, **known}
    return Reviewer(UUID(int=number), **facts)  # type: ignore[arg-type]  # checked by each test


def attempt(number: int, **known: object) -> Waiting:
    facts: dict[str, object] = {"microcredential": "a", "days_left": 10, "seats": 1, **known}
    return Waiting(UUID(int=900 + number), UUID(int=100 + number), **facts)  # type: ignore[arg-type]  # checked by each test


def who(plan: Plan) -> list[int]:
    return [one.person.int for one in plan.asked]


people = st.integers(1, 7).map(lambda number: UUID(int=number))
ties = st.builds(
    Ties,
    schools=st.frozensets(st.integers(0, 5).map(school), max_size=1),
    recent_schools=st.frozensets(st.integers(0, 5).map(school), max_size=1),
    supervises=st.frozensets(people, max_size=1),
    declared=st.frozensets(people, max_size=1),
)
kinds = st.frozensets(st.sampled_from(KINDS), min_size=1)
reviewer_lists = st.lists(
    st.builds(
        Reviewer,
        person=people,
        qualified_for=kinds,
        room=st.integers(0, 2),
        open_reviews=st.integers(0, 4),
        days_per_review=st.sampled_from([Fraction(1, 2), Fraction(3)]),
        expertise=st.just(()) | st.just((("a", 2),)),
        asked_lately=st.integers(0, 9),
        ties=ties,
    ),
    max_size=4,
    unique_by=lambda one: one.person,
)
waiting_lists = st.lists(
    st.builds(
        Waiting,
        attempt=st.integers(900, 999).map(lambda number: UUID(int=number)),
        educator=people,
        microcredential=st.sampled_from(KINDS),
        days_left=st.integers(-3, 9),
        seats=st.integers(1, 2),
        had_a_seat=st.frozensets(people, max_size=1),
        ties=ties,
    ),
    max_size=3,
    unique_by=lambda one: one.attempt,
)


def least_cost(waiting: list[Waiting], reviewers: list[Reviewer]) -> float:
    """The least that any plan costs, by trying every one."""
    attempts = sorted(waiting, key=lambda one: one.attempt)
    everyone = sorted(reviewers, key=lambda one: one.person)
    table = costs(attempts, everyone)
    ways = [
        [some for size in range(one.seats + 1) for some in combinations(range(len(everyone)), size)]
        for one in attempts
    ]
    best = inf
    for plan in product(*ways):
        load = Counter(column for some in plan for column in some)
        steps = [load_steps(one) for one in everyone]
        if any(load[column] > len(steps[column]) for column in load):
            continue
        total = sum(sum(steps[column][: load[column]]) for column in load)
        for row, some in enumerate(plan):
            urgency = min(max(100 - attempts[row].days_left, 0), 200)
            total += sum(float(table[row, column]) for column in some)
            total += (attempts[row].seats - len(some)) * (EMPTY_SEAT + SOONER_DUE * urgency)
        best = min(best, total)
    return best


@settings(max_examples=120, deadline=None)
@given(waiting_lists, reviewer_lists)
def test_the_plan_costs_what_the_best_of_all_plans_costs(
    waiting: list[Waiting], reviewers: list[Reviewer]
) -> None:
    assert assign_all(waiting, reviewers).cost == pytest.approx(least_cost(waiting, reviewers))


@settings(max_examples=150, deadline=None)
@given(waiting_lists, reviewer_lists)
def test_nobody_who_is_barred_is_ever_asked_and_no_room_is_overrun(
    waiting: list[Waiting], reviewers: list[Reviewer]
) -> None:
    plan = assign_all(waiting, reviewers)
    attempts = {one.attempt: one for one in waiting}
    everyone = {one.person: one for one in reviewers}
    assert all(may_judge(everyone[a.person], attempts[a.attempt]).allowed for a in plan.asked)
    load = Counter(one.person for one in plan.asked)
    assert all(load[person] <= everyone[person].room for person in load)
    assert len({(one.attempt, one.person) for one in plan.asked}) == len(plan.asked)
    seats = Counter(one.attempt for one in plan.asked)
    seats.update({one.attempt: one.seats for one in plan.left})
    assert seats == Counter({one.attempt: one.seats for one in waiting})


@settings(max_examples=150, deadline=None)
@given(waiting_lists, reviewer_lists)
def test_what_the_ties_bar_is_what_the_definition_bars(
    waiting: list[Waiting], reviewers: list[Reviewer]
) -> None:
    table = np.isfinite(costs(waiting, reviewers))
    for row, one in enumerate(waiting):
        for column, person in enumerate(reviewers):
            assert table[row, column] == may_judge(person, one).allowed


@settings(max_examples=40, deadline=None)
@given(waiting_lists, reviewer_lists)
def test_the_order_of_the_facts_does_not_matter(
    waiting: list[Waiting], reviewers: list[Reviewer]
) -> None:
    assert assign_all(waiting[::-1], reviewers[::-1]) == assign_all(waiting, reviewers)


@pytest.mark.parametrize(
    ("tie", "own"),
    [
        (Ties(schools=frozenset({school(1)})), Ties(schools=frozenset({school(1)}))),
        (Ties(recent_schools=frozenset({school(1)})), Ties(schools=frozenset({school(1)}))),
        (Ties(supervises=frozenset({UUID(int=101)})), Ties()),
        (Ties(), Ties(supervises=frozenset({UUID(int=1)}))),
        (Ties(declared=frozenset({UUID(int=101)})), Ties()),
        (Ties(), Ties(declared=frozenset({UUID(int=1)}))),
    ],
)
def test_a_tie_bars_even_the_only_reviewer(tie: Ties, own: Ties) -> None:
    plan = assign_all([attempt(1, ties=own)], [reviewer(1, ties=tie)])
    assert plan.asked == ()
    assert plan.left[0].reason.startswith("1 are qualified; nothing bars 0 of them")


def test_nobody_judges_their_own_work() -> None:
    assert who(assign_all([attempt(1)], [reviewer(101)])) == []


def test_whoever_is_not_qualified_is_not_asked() -> None:
    assert who(assign_all([attempt(1, microcredential="b")], [reviewer(1)])) == []


def test_whoever_can_be_done_in_time_is_asked_before_the_expert() -> None:
    slow = reviewer(1, days_per_review=Fraction(11), expertise=(("a", 3),))
    assert who(assign_all([attempt(1)], [slow, reviewer(2)])) == [2]


def test_the_expert_is_asked_before_the_idle() -> None:
    expert = reviewer(1, expertise=(("a", 3),), open_reviews=5)
    assert who(assign_all([attempt(1)], [expert, reviewer(2)])) == [1]


def test_the_idle_is_asked_before_whoever_was_asked_less() -> None:
    assert who(
        assign_all([attempt(1)], [reviewer(1, open_reviews=2), reviewer(2, asked_lately=7)])
    ) == [2]


def test_among_equals_whoever_was_asked_less_is_asked() -> None:
    assert who(assign_all([attempt(1)], [reviewer(1, asked_lately=2), reviewer(2)])) == [2]


def test_work_is_spread() -> None:
    waiting = [attempt(number) for number in range(1, 5)]
    assert Counter(who(assign_all(waiting, [reviewer(1), reviewer(2)]))) == {1: 2, 2: 2}


def test_where_room_is_short_what_is_due_first_is_filled() -> None:
    plan = assign_all([attempt(1, days_left=9), attempt(2, days_left=2)], [reviewer(1, room=1)])
    assert [one.attempt.int for one in plan.asked] == [902]
    assert [one.attempt.int for one in plan.left] == [901]


def test_two_seats_go_to_two_people() -> None:
    plan = assign_all([attempt(1, seats=2)], [reviewer(1)])
    assert (who(plan), plan.left[0].seats) == ([1], 1)


def test_a_choice_gives_its_reason() -> None:
    plan = assign_all([attempt(1, days_left=1)], [reviewer(1, open_reviews=2)])
    assert plan.asked[0].reason == (
        "Among the 1 who may judge it, none suits this attempt better. Due in 1 working days, "
        "likely 2 working days late; expertise 0 of 3; open reviews 2; asked 0 times lately."
    )


def test_whoever_suits_less_is_told_that_others_are_needed_elsewhere() -> None:
    quick = reviewer(1, room=1)
    slow = reviewer(2, days_per_review=Fraction(5))
    plan = assign_all([attempt(1, days_left=4), attempt(2, days_left=1)], [quick, slow])
    assert [(one.attempt.int, one.person.int) for one in plan.asked] == [(901, 2), (902, 1)]
    assert "1 would suit this attempt better" in plan.asked[0].reason


def test_falling_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="must not be less"):
        fill(np.zeros((1, 1)), seats=[1], empty=[9.0], steps=[[2.0, 1.0]])


def test_more_pairs_are_looked_at_until_no_price_names_another() -> None:
    """Ninety attempts all cheapest with the same few reviewers, who have room for one each."""
    cost = np.tile(np.arange(90.0), (90, 1))
    found = fill(cost, seats=[1] * 90, empty=[1000.0] * 90, steps=[[0.0]] * 90)
    assert found.rounds > 1
    assert found.cost == pytest.approx(sum(range(90)))
