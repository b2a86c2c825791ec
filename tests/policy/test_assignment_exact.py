"""The closed form against an exact solver: no assignment places more, in any order of filling."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from longleaf.policy.assignment import Supply, assign, counted, trimmed
from longleaf.policy.ceiling import Ceiling

YEARS = [Ceiling(("self-paced", year), Fraction(most)) for year, most in ((1, 2), (2, 3))]
CYCLE = Ceiling(("self-paced", None), Fraction(4))
OTHER = Ceiling(("employment", None), Fraction(1))
# From the inside out; a year's lies in the cycle's, and another kind's lies apart.
CHAINS = st.sampled_from([(), (), (), (YEARS[0], CYCLE), (YEARS[1], CYCLE), (CYCLE,), (OTHER,)])
DEMANDS = st.lists(st.integers(0, 5).map(Fraction), min_size=1, max_size=4)
SUPPLIES = st.lists(
    st.builds(
        Supply,
        st.integers(0, 6).map(Fraction),
        st.frozensets(st.integers(0, 3), max_size=4),
        CHAINS,
    ),
    max_size=7,
)


def most_by_solver(demands: list[Fraction], supplies: list[Supply], filled: int) -> int:
    """The most that the first `filled` categories can take, as an integer program."""
    pairs = [
        (supply, category)
        for supply, one in enumerate(supplies)
        for category in sorted(one.categories)
        if category < filled
    ]
    if not pairs:
        return 0
    rows, most = [], []
    for supply, one in enumerate(supplies):
        rows.append([at == supply for at, _ in pairs])
        most.append(int(one.credits))
    for category in range(filled):
        rows.append([at == category for _, at in pairs])
        most.append(int(demands[category]))
    for ceiling in {each for one in supplies for each in one.ceilings}:
        rows.append([ceiling in supplies[at].ceilings for at, _ in pairs])
        most.append(int(ceiling.credits))
    found = milp(
        -np.ones(len(pairs)),
        constraints=LinearConstraint(np.array(rows, float), ub=np.array(most, float)),
        integrality=np.ones(len(pairs), np.int64),
        bounds=Bounds(lb=0),
    )
    assert found.success
    return round(-found.fun)


@settings(deadline=None, max_examples=200)
@given(DEMANDS, SUPPLIES)
def test_no_assignment_places_more_in_any_of_the_first_categories(
    demands: list[Fraction], supplies: list[Supply]
) -> None:
    supplies = [
        Supply(one.credits, frozenset(c for c in one.categories if c < len(demands)), one.ceilings)
        for one in supplies
    ]
    found = counted(demands, supplies)
    for filled in range(1, len(demands) + 1):
        assert sum(found[:filled]) == most_by_solver(demands, supplies, filled)


@settings(deadline=None, max_examples=200)
@given(DEMANDS, SUPPLIES)
def test_the_assignment_reaches_it_within_every_supply_demand_and_ceiling(
    demands: list[Fraction], supplies: list[Supply]
) -> None:
    supplies = [
        Supply(one.credits, frozenset(c for c in one.categories if c < len(demands)), one.ceilings)
        for one in supplies
    ]
    placed = assign(demands, trimmed(demands, supplies))
    for category, amount in enumerate(counted(demands, supplies)):
        assert sum(p.credits for p in placed if p.category == category) == amount
    for number, one in enumerate(supplies):
        mine = [p for p in placed if p.supply == number]
        assert sum(p.credits for p in mine) <= one.credits
        assert {p.category for p in mine} <= one.categories
    for ceiling in {each for one in supplies for each in one.ceilings}:
        under = [p for p in placed if ceiling in supplies[p.supply].ceilings]
        assert sum(p.credits for p in under) <= ceiling.credits
