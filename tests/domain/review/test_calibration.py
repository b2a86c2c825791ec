"""How near a reviewer's levels are to those agreed."""

from fractions import Fraction

import pytest

from longleaf.domain.review.calibration import (
    Accuracy,
    Compared,
    PassRule,
    accuracy,
    compare,
    may_stay,
)

LEVELS = ("not_yet", "meets", "strong")
RULE = PassRule(Fraction(7, 10), Fraction(9, 10))
RIGHT, ONE_OFF, TWO_OFF = Compared("c", 1, 1), Compared("c", 2, 1), Compared("c", 0, 2)


def test_a_rule_is_met_at_exactly_its_shares_and_not_one_level_below() -> None:
    assert Accuracy(10, 7, 9, 0).meets(RULE)
    assert not Accuracy(10, 6, 9, 0).meets(RULE)
    assert not Accuracy(10, 7, 8, 0).meets(RULE)


def test_nothing_judged_meets_nothing() -> None:
    assert not accuracy([]).meets(PassRule(Fraction(0), Fraction(0)))


def test_levels_are_exact_adjacent_or_further_off_with_their_direction() -> None:
    assert accuracy([RIGHT, ONE_OFF, TWO_OFF]) == Accuracy(3, 1, 2, -1)


def test_levels_are_compared_by_their_place_on_the_rubric() -> None:
    found = compare(LEVELS, {"a": "strong", "b": "meets"}, {"a": "not_yet", "b": "meets"})
    assert found == (Compared("a", 2, 0), Compared("b", 1, 1))


def test_a_criterion_left_out_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="Not judged: b"):
        compare(LEVELS, {"a": "meets"}, {"a": "meets", "b": "meets"})


def test_a_level_that_the_rubric_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no level great"):
        compare(LEVELS, {"a": "great"}, {"a": "meets"})


def test_too_few_anchors_decide_nothing_and_only_the_last_count() -> None:
    assert may_stay([[TWO_OFF]] * 2, RULE, window=3)
    assert not may_stay([[TWO_OFF]] * 3, RULE, window=3)
    assert may_stay([[TWO_OFF], [RIGHT], [RIGHT], [RIGHT]], RULE, window=3)


def test_a_window_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="At least one"):
        may_stay([], RULE, window=0)
