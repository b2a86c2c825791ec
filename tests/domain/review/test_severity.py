"""Severity of reviewers, against a published analysis, another computation, and known truth."""

from math import exp, log

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from longleaf.domain.review.rating import Rating
from longleaf.domain.review.severity import Severity, connected_sets, severity
from tests.domain.review.ratings import DAY

# Section 6 of the Law School Admission Test, 1,000 people and five items, as given by Bock &
# Lieberman (1970): how many answered in each of the 32 patterns, from 00000 to 11111.
LSAT = (
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15,
    10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
)  # fmt: skip


def one(unit: int, rater: str, level: int, criterion: str = "c") -> Rating:
    return Rating(f"u{unit:>05}", rater, criterion, level, DAY, "mc")


def lsat() -> list[Rating]:
    patterns = [pattern for pattern, count in enumerate(LSAT) for _ in range(count)]
    return [
        one(unit, f"item {item + 1}", pattern >> (4 - item) & 1)
        for unit, pattern in enumerate(patterns)
        for item in range(5)
    ]


def drawn(
    severities: list[float], difficulties: list[float], steps: list[float], units: int, seed: int
) -> list[Rating]:
    """Two reviewers for each attempt, drawn from the model itself."""
    random = np.random.default_rng(seed)
    found = []
    for unit in range(units):
        theta = random.normal(0.5, 1.2)
        for rater in random.choice(len(severities), 2, replace=False):
            for criterion, hard in enumerate(difficulties):
                place = theta - severities[rater] - hard
                chances = np.exp(place * np.arange(len(steps) + 1) - np.cumsum([0, *steps]))
                level = int(random.choice(len(chances), p=chances / chances.sum()))
                found.append(one(unit, f"r{rater}", level, f"c{criterion}"))
    return found


def values(found: Severity | None) -> list[float]:
    assert found is not None
    return [each.value for each in found.reviewers]


def test_the_law_school_test_gives_the_published_rasch_estimates() -> None:
    """Rizopoulos (2006), Journal of Statistical Software 17(5): `rasch(LSAT)`.

    There the slope is estimated and the people are standard normal; here the people's spread is,
    which is the same model: difficulty times slope, around the mean.
    """
    found = severity(lsat())
    assert found is not None
    slope, published = 0.7551, np.array([-3.6153, -1.3224, -0.3176, -1.7301, -2.7802])
    assert found.spread == pytest.approx(slope, abs=5e-4)
    assert found.log_likelihood == pytest.approx(-2466.938, abs=5e-3)
    assert values(found) == pytest.approx(slope * (published - published.mean()), abs=2e-3)
    assert found.mean == pytest.approx(-slope * published.mean(), abs=2e-3)
    assert found.converged


def brute(ratings: list[Rating], severe: float, step: float, mean: float, spread: float) -> float:
    """The log-likelihood of two reviewers and three levels, summed over a fine, even grid."""
    theta = mean + spread * np.linspace(-9, 9, 1201)
    total = 0.0
    shift = {"r0": severe, "r1": -severe}
    for unit in sorted({each.unit for each in ratings}):
        density = norm.pdf(theta, mean, spread)
        for each in ratings:
            if each.unit == unit:
                place = theta - shift[each.rater]
                tops = np.exp([0 * place, place - step, 2 * place])
                density = density * tops[each.level] / tops.sum(axis=0)
        total += log(density.sum() * (theta[1] - theta[0]))
    return total


def test_the_estimate_is_where_an_independent_search_ends() -> None:
    ratings = drawn([0.6, -0.6], [0.0], [-0.8, 0.8], 40, 7)
    found = severity(ratings)
    assert found is not None
    here = (found.reviewers[0].value, found.thresholds[0], found.mean, log(found.spread))
    assert brute(ratings, *here[:3], found.spread) == pytest.approx(found.log_likelihood, abs=1e-6)

    def against(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return -brute(ratings, float(at[0]), float(at[1]), float(at[2]), exp(at[3]))

    start = np.array([one + 0.05 for one in here])
    other = minimize(against, start, method="BFGS", options={"gtol": 1e-4})
    assert other.x == pytest.approx(here, abs=2e-4)


def test_severities_that_were_put_in_come_out() -> None:
    truth = [-0.9, -0.3, 0.0, 0.4, 0.8]
    found = severity(drawn(truth, [-0.5, 0.0, 0.5], [-1.0, 1.0], 700, 11))
    assert found is not None
    for measure, value in zip(found.reviewers, truth, strict=True):
        assert measure.error is not None
        assert abs(measure.value - value) < 3 * measure.error
        assert measure.infit == pytest.approx(1.0, abs=0.15)
        assert measure.outfit == pytest.approx(1.0, abs=0.2)
    assert [each.value for each in found.criteria] == pytest.approx([-0.5, 0, 0.5], abs=0.2)
    assert found.spread == pytest.approx(1.2, abs=0.15)


def test_reviewers_who_share_no_attempt_are_said_to_be_apart() -> None:
    ratings = [
        one(unit, rater, (unit + (rater in "bd")) % 2) for unit in range(10) for rater in "ab"
    ]
    ratings += [one(unit, rater, unit % 2) for unit in range(20, 24) for rater in "cd"]
    assert connected_sets(ratings) == (("a", "b"), ("c", "d"))


def test_a_reviewer_with_the_highest_level_alone_is_left_out_and_told_why() -> None:
    ratings = drawn([0.5, -0.5], [0.0, 0.2], [-0.5, 0.5], 30, 3)
    ratings += [one(unit, "kind", 2, f"c{c}") for unit in range(10) for c in range(2)]
    found = severity(ratings)
    assert found is not None
    assert [each.name for each in found.reviewers] == ["r0", "r1"]
    assert "highest" in found.left_out["kind"]


def test_one_reviewer_has_nobody_to_be_compared_with() -> None:
    assert severity([one(unit, "a", unit % 2) for unit in range(10)]) is None
