from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.report.small_cells import hide_small


def test_ten_are_shown_and_nine_are_not() -> None:
    assert hide_small([10, 9, 8]) == [10, None, None]


def test_zero_is_shown() -> None:
    assert hide_small([0, 50]) == [0, 50]


def test_a_count_hidden_alone_takes_the_next_smallest_with_it() -> None:
    assert hide_small([4, 30, 20]) == [None, 30, None]


def test_hidden_counts_that_together_are_few_take_another_with_them() -> None:
    assert hide_small([2, 3, 30, 20]) == [None, None, 30, None]


@given(st.lists(st.integers(0, 60), max_size=12))
def test_no_small_count_can_be_seen_or_had_by_subtraction(counts: list[int]) -> None:
    shown = hide_small(counts)
    assert not any(value is not None and 0 < value < 10 for value in shown)
    hidden = [count for count, value in zip(counts, shown, strict=True) if value is None]
    others = [value for value in shown if value]
    assert not hidden or not others or (len(hidden) > 1 and sum(hidden) >= 10)
