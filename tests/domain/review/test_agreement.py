"""How far reviewers agree, against published examples, an independent package and definitions."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, product
from math import isnan
from random import Random
from typing import Literal

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from longleaf.basis.period import Period
from longleaf.domain.review.agreement import (
    Agreement,
    Part,
    Statistic,
    agreement,
    agreement_by,
    agreement_over,
)
from longleaf.domain.review.coefficient import (
    Weights,
    disagreement,
    kappa_error,
    weighted_kappa,
)
from longleaf.domain.review.rating import Rating
from tests.domain.review.ratings import from_rows, from_table, rating

Rows = list[list[int | None]]

COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
FLEISS_1969 = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
# The example of SAS/STAT's FREQ procedure: two dermatologists, 88 patients.
SAS = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
N = None
KRIPPENDORFF_2011: Rows = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


def close(statistic: Statistic, value: float, digits: float = 5e-7) -> bool:
    return statistic.value is not None and abs(statistic.value - value) < digits


def statistics(found: Agreement) -> list[Statistic]:
    return [
        found.percent,
        found.kappa,
        found.linear_kappa,
        found.quadratic_kappa,
        found.nominal_alpha,
        found.ordinal_alpha,
        found.interval_alpha,
    ]


def test_cohens_own_example_gives_his_kappa() -> None:
    found = agreement(from_table(COHEN_1960))
    assert close(found.percent, 0.70, 1e-12)
    assert close(found.kappa, 0.492, 5e-4)


def test_cohens_own_weights_give_his_weighted_kappa() -> None:
    """Cohen 1968, with the weights 0 1 3 / 1 0 6 / 3 6 0."""
    weights = np.array([[0.0, 1, 3], [1, 0, 6], [3, 6, 0]])
    assert float(weighted_kappa(np.array(COHEN_1960, dtype=float), weights)) == pytest.approx(
        0.348, abs=5e-4
    )


def test_the_error_of_kappa_is_that_of_fleiss_cohen_and_everitt() -> None:
    table = np.array(FLEISS_1969, dtype=float)
    weights = disagreement(3, Weights.NOMINAL)
    assert float(weighted_kappa(table, weights)) == pytest.approx(0.429, abs=5e-4)
    assert kappa_error(table, weights) ** 2 == pytest.approx(0.002885, abs=5e-7)


def test_two_dermatologists_agree_as_published() -> None:
    table = np.array(SAS, dtype=float)
    found = agreement(from_table(SAS))
    assert close(found.kappa, 0.3449, 5e-5)
    assert kappa_error(table, disagreement(4, Weights.NOMINAL)) == pytest.approx(0.0724, abs=5e-5)
    assert close(found.linear_kappa, 0.5082, 5e-5)
    assert kappa_error(table, disagreement(4, Weights.LINEAR)) == pytest.approx(0.0655, abs=5e-5)


def test_krippendorffs_own_example_gives_his_alphas() -> None:
    """Four observers, twelve units, some ratings missing: Krippendorff 2011."""
    found = agreement(from_rows(KRIPPENDORFF_2011))
    assert close(found.nominal_alpha, 0.743, 5e-4)
    assert close(found.ordinal_alpha, 0.815, 5e-4)
    assert close(found.interval_alpha, 0.849, 5e-4)
    assert (found.units, found.ratings, found.raters) == (11, 40, 4)


def test_krippendorffs_two_observers_give_his_alpha() -> None:
    found = agreement(from_rows([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]))
    assert close(found.nominal_alpha, 0.095, 5e-4)


tables = st.integers(2, 5).flatmap(
    lambda raters: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=raters, max_size=raters),
        min_size=10,
        max_size=25,
    )
)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_alpha_equals_the_independent_packages(columns: list[list[int | None]]) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    found = agreement(from_rows(rows), fewest=1, resamples=40)
    assume(found.nominal_alpha.value is not None)
    data = [[np.nan if one is None else float(one) for one in row] for row in rows]
    by_scale: dict[Literal["nominal", "ordinal", "interval"], Statistic] = {
        "nominal": found.nominal_alpha,
        "ordinal": found.ordinal_alpha,
        "interval": found.interval_alpha,
    }
    for scale, ours in by_scale.items():
        theirs = float(krippendorff.alpha(reliability_data=data, level_of_measurement=scale))
        assert close(ours, theirs)


pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=10, max_size=40)


def by_definition(pairs: Sequence[tuple[int, int]], power: int) -> float:
    """Kappa from every pair of ratings that there could have been."""

    def apart(one: int, other: int) -> float:
        return float(one != other) if power == 0 else float(abs(one - other) ** power)

    observed = sum(apart(one, other) for one, other in pairs) / len(pairs)
    firsts, seconds = zip(*pairs, strict=True)
    expected = sum(apart(*both) for both in product(firsts, seconds)) / len(pairs) ** 2
    return 1 - observed / expected


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_kappa_equals_its_definition(pairs: list[tuple[int, int]]) -> None:
    assume(len({level for pair in pairs for level in pair}) > 1)
    found = agreement(from_rows([[a for a, _ in pairs], [b for _, b in pairs]]), resamples=40)
    assert close(found.kappa, by_definition(pairs, 0))
    assert close(found.linear_kappa, by_definition(pairs, 1))
    assert close(found.quadratic_kappa, by_definition(pairs, 2))


@settings(max_examples=30, deadline=None)
@given(tables)
def test_percent_agreement_is_the_mean_share_of_pairs(columns: list[list[int | None]]) -> None:
    shares = []
    for column in columns:
        given_levels = [one for one in column if one is not None]
        both = list(combinations(given_levels, 2))
        if both:
            shares.append(sum(one == other for one, other in both) / len(both))
    assume(shares)
    rows = [list(row) for row in zip(*columns, strict=True)]
    assert close(
        agreement(from_rows(rows), fewest=1, resamples=40).percent, sum(shares) / len(shares)
    )


@settings(max_examples=30, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_raters_names_matter(
    columns: list[list[int | None]], random: Random
) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    ratings = from_rows(rows)
    found = agreement(ratings, fewest=1, resamples=40)
    shuffled = list(ratings)
    random.shuffle(shuffled)
    assert agreement(shuffled, fewest=1, resamples=40) == found
    turned = agreement(from_rows(rows[::-1]), fewest=1, resamples=40)
    for one, other in zip(statistics(found), statistics(turned), strict=True):
        assert (one.value is None) == (other.value is None)
        assert one.value is None or close(other, one.value)


@settings(max_examples=30, deadline=None)
@given(tables)
def test_no_figure_is_ever_nan_and_none_is_without_its_reason(
    columns: list[list[int | None]],
) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    for one in statistics(agreement(from_rows(rows), fewest=1, resamples=40)):
        assert not any(isnan(part) for part in (one.value, one.low, one.high) if part is not None)
        assert (None in (one.value, one.low)) == bool(one.reason)


def test_perfect_agreement_is_one_and_says_why_it_has_no_interval() -> None:
    found = agreement(from_rows([[0, 1, 2] * 4] * 3))
    assert [round(one.value or 0, 12) for one in statistics(found)] == [1.0] * 7
    assert found.percent.low is not None
    assert found.percent.low < 0.8
    assert found.kappa.low is None
    assert "No two ratings disagree" in found.kappa.reason


def test_at_the_fewest_attempts_there_is_a_figure_and_below_there_is_a_reason() -> None:
    rows: Rows = [[0, 1] * 5, [0, 1, 1, 1, 0, 1, 0, 1, 0, 1]]
    assert agreement(from_rows(rows)).kappa.value is not None
    short = agreement(from_rows([row[:9] for row in rows]))
    assert short.kappa == Statistic(
        reason="9 attempts were judged by two or more; figures are given from 10 on."
    )


def test_no_ratings_give_no_figures() -> None:
    found = agreement([])
    assert found.units == 0
    assert {one.value for one in statistics(found)} == {None}


def test_one_level_for_all_has_percent_agreement_and_no_kappa() -> None:
    found = agreement(from_rows([[2] * 12] * 2))
    assert close(found.percent, 1.0, 1e-12)
    assert found.kappa.value is None
    assert "same level" in found.kappa.reason


def test_nearly_one_level_for_all_has_no_interval_by_resampling() -> None:
    found = agreement(from_rows([[1] + [0] * 19, [0] * 20]))
    assert found.quadratic_kappa.value is not None
    assert "Nearly every rating" in found.ordinal_alpha.reason


def test_the_interval_holds_the_value_and_narrows_with_more_attempts() -> None:
    small, large = (agreement(from_table(np.array(SAS) * times)).kappa for times in (1, 9))
    assert small.low is not None
    assert small.high is not None
    assert large.low is not None
    assert large.high is not None
    assert small.low < 0.3449 < small.high
    assert (large.high - large.low) == pytest.approx((small.high - small.low) / 3, rel=0.15)


def test_resampling_two_raters_gives_nearly_the_published_error() -> None:
    found = agreement(from_table(FLEISS_1969)).kappa
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(0.0537, rel=0.1)


def test_a_rating_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        agreement([rating(1, 1, 0), rating(1, 1, 2)])


def test_a_level_below_the_lowest_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        agreement([rating(1, 1, -1)])


def test_each_criterion_has_its_own_agreement() -> None:
    ratings = [
        rating(unit, rater, (unit + rater * (criterion == "torn")) % 2, criterion=criterion)
        for unit in range(12)
        for rater in range(2)
        for criterion in ("clear", "torn")
    ]
    found = agreement_by(ratings, Part.CRITERION)
    assert close(found["mc", "clear"].kappa, 1.0)
    assert close(found["mc", "torn"].kappa, -1.0)
    whole = agreement_by(ratings, Part.MICROCREDENTIAL)["mc",]
    assert close(whole.percent, 0.5)
    assert (whole.units, whole.items) == (12, 24)


def test_a_reviewers_agreement_counts_only_pairs_with_that_reviewer() -> None:
    odd_one_out: Rows = [[0, 1] * 6, [0, 1] * 6, [1, 0] * 6]
    found = agreement_by(from_rows(odd_one_out), Part.REVIEWER)
    assert close(found["r0",].percent, 0.5)
    assert close(found["r2",].percent, 0.0)
    assert close(found["r2",].kappa, -1.0)


def test_an_item_belongs_to_the_period_of_its_last_rating() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    ratings: list[Rating] = []
    for unit in range(10):
        ratings.append(rating(unit, 1, unit % 2, on=date(2026, 3, 31)))
        ratings.append(rating(unit, 2, unit % 2, on=date(2026, 4, 1)))
    found = agreement_over(ratings, [march, april])
    assert [one.units for _, one in found] == [0, 10]
