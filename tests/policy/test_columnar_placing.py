"""The assignment over columns, against the assignment for one educator."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.policy.assignment import Supply, assign
from longleaf.policy.assignment import counted as counted_for_one
from longleaf.policy.columnar.frames import frames_of
from longleaf.policy.columnar.placing import counted, left_over, reach_of
from longleaf.policy.columnar.standing import Standings, standings
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import Assignment, Facts
from tests.policy.toy import EXPIRES, north_carolina, teacher, workshop

SIZE = 3
AMOUNTS = st.integers(0, 4)
DEMANDS = st.lists(AMOUNTS, min_size=SIZE, max_size=SIZE)
POOLS = st.lists(AMOUNTS, min_size=1 << SIZE, max_size=1 << SIZE)


def supplies(pools: list[int]) -> list[Supply]:
    return [
        Supply(Fraction(amount), frozenset(at for at in range(SIZE) if mask >> at & 1))
        for mask, amount in enumerate(pools)
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(DEMANDS, POOLS), min_size=1, max_size=8))
def test_everybody_at_once_is_placed_as_each_alone(
    people: list[tuple[list[int], list[int]]],
) -> None:
    asked = np.array([demands for demands, _ in people], np.int64).T
    pools = np.array([credit for _, credit in people], np.int64).T
    sure = counted(asked, reach_of(pools))
    left = left_over(sure, pools)
    for at, (demands, credit) in enumerate(people):
        wanted = [Fraction(one) for one in demands]
        assert sure[:, at].tolist() == list(counted_for_one(wanted, supplies(credit)))
        rest = [Fraction(one) for one in credit]
        for part in assign(wanted, supplies(credit)):
            rest[part.supply] -= part.credits
        assert left[:, at].tolist() == rest


def test_credit_moves_aside_for_those_alone_who_need_it() -> None:
    asked = np.array([[1, 1], [1, 1], [0, 0]], np.int64)
    pools = np.zeros((8, 2), np.int64)
    pools[0b011] = [1, 1]
    pools[0b101] = [1, 0]
    assert counted(asked, reach_of(pools)).tolist() == [[1, 1], [1, 0], [0, 0]]
    assert left_over(counted(asked, reach_of(pools)), pools).sum() == 0


def stand(facts: Facts) -> Standings:
    found = standings(north_carolina(), frames_of([(1, facts)]), EXPIRES)
    (row,) = found.educators.to_dicts()
    assert row["outcome"] == evaluate(north_carolina(), facts, EXPIRES).outcome.value
    return found


def one_by_one(facts: Facts) -> list[bool]:
    return stand(facts).educators["one_by_one"].to_list()


def test_whatever_columns_carry_is_not_handed_to_the_definition() -> None:
    assert one_by_one(teacher(workshop("a", "8", "academic"))) == [False]


def test_an_amount_that_is_too_fine_is_handed_to_the_definition() -> None:
    assert one_by_one(teacher(workshop("a", "1/999999937", "academic"))) == [True]


def test_an_amount_that_is_too_large_is_handed_to_the_definition() -> None:
    assert one_by_one(teacher(workshop("a", "999999999999999", "academic"))) == [True]


def test_somebody_with_several_assignments_is_handed_to_the_definition() -> None:
    several = replace(teacher(), assignments=(Assignment("administrator", None, Fraction(2, 3)),))
    assert one_by_one(several) == [True]


def test_nobody_at_all_has_no_standing() -> None:
    found = standings(north_carolina(), frames_of([]), EXPIRES)
    assert (found.educators.height, found.findings().height) == (0, 0)
