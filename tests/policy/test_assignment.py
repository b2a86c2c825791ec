"""The best assignment, proved against trying everything."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.policy.assignment import Placed, Supply, assign, counted

AMOUNTS = st.integers(0, 4).map(lambda halves: Fraction(halves, 2))
PROBLEMS = st.integers(1, 3).flatmap(
    lambda size: st.tuples(
        st.lists(AMOUNTS, min_size=size, max_size=size),
        st.lists(
            st.builds(Supply, AMOUNTS, st.frozensets(st.integers(0, size - 1), min_size=1)),
            max_size=4,
        ),
    )
)


def every_way(demands: list[Fraction], supplies: list[Supply]) -> set[tuple[Fraction, ...]]:
    """What can count in each category, over all ways to place half credits one by one."""
    reached = {tuple(Fraction(0) for _ in demands)}
    for supply in supplies:
        for _ in range(int(supply.credits * 2)):
            reached |= {
                more for state in reached for more in _one_half_more(state, demands, supply)
            }
    return reached


def _one_half_more(
    state: tuple[Fraction, ...], demands: list[Fraction], supply: Supply
) -> Iterator[tuple[Fraction, ...]]:
    for category in supply.categories:
        if state[category] < demands[category]:
            more = state[category] + Fraction(1, 2)
            yield (*state[:category], more, *state[category + 1 :])


@settings(deadline=None)
@given(PROBLEMS)
def test_no_way_of_placing_credit_counts_more_in_total(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    best = max(sum(way, Fraction(0)) for way in every_way(*problem))
    assert sum(counted(*problem), Fraction(0)) == best


@settings(deadline=None)
@given(PROBLEMS)
def test_earlier_categories_are_filled_as_far_as_any_way_allows(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    assert counted(*problem) == max(every_way(*problem))


@given(PROBLEMS)
def test_the_assignment_places_exactly_what_counts(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    demands, supplies = problem
    placed = assign(demands, supplies)
    for category, amount in enumerate(counted(demands, supplies)):
        assert sum(p.credits for p in placed if p.category == category) == amount


@given(PROBLEMS)
def test_no_credit_is_placed_twice_or_where_it_is_not_eligible(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    demands, supplies = problem
    placed = assign(demands, supplies)
    for number, supply in enumerate(supplies):
        mine = [p for p in placed if p.supply == number]
        assert sum(p.credits for p in mine) <= supply.credits
        assert {p.category for p in mine} <= supply.categories
        assert all(p.credits > 0 for p in mine)


@given(PROBLEMS, st.data())
def test_more_credit_never_takes_from_any_category(
    problem: tuple[list[Fraction], list[Supply]], data: st.DataObject
) -> None:
    demands, supplies = problem
    homes = st.frozensets(st.integers(0, len(demands) - 1))
    more = data.draw(st.builds(Supply, AMOUNTS, homes))
    before = counted(demands, supplies)
    after = counted(demands, [*supplies, more])
    assert all(now >= then for then, now in zip(before, after, strict=True))


def test_credit_moves_aside_so_that_a_later_category_is_filled_too() -> None:
    demands = [Fraction(1), Fraction(1), Fraction(0)]
    supplies = [
        Supply(Fraction(1), frozenset({0, 1})),
        Supply(Fraction(1), frozenset({0, 2})),
    ]
    assert assign(demands, supplies) == (
        Placed(0, 1, Fraction(1)),
        Placed(1, 0, Fraction(1)),
    )


def test_credit_moves_aside_along_a_chain() -> None:
    demands = [Fraction(1), Fraction(1), Fraction(1), Fraction(0)]
    supplies = [
        Supply(Fraction(1), frozenset({0, 1, 2})),
        Supply(Fraction(1), frozenset({0, 3})),
        Supply(Fraction(1), frozenset({0, 1})),
    ]
    placed = assign(demands, supplies)
    assert sorted((p.supply, p.category) for p in placed) == [(0, 2), (1, 0), (2, 1)]


def test_credit_that_fits_nowhere_is_left_alone() -> None:
    assert assign([Fraction(1)], [Supply(Fraction(1), frozenset())]) == ()


def test_without_demands_nothing_is_placed() -> None:
    assert assign([], [Supply(Fraction(1), frozenset())]) == ()
    assert counted([], []) == ()
