"""How far reviewers agree: percent, kappa, weighted kappa and alpha, each with an interval."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from math import sqrt
from typing import Final

import numpy as np

from longleaf.basis.period import Period
from longleaf.domain.review.coefficient import (
    Array,
    Scale,
    Weights,
    disagreement,
    krippendorff_alpha,
    weighted_kappa,
)
from longleaf.domain.review.rating import Rating, by_item

# Below this many attempts rated by two, a coefficient says more of chance than of reviewers.
FEWEST_UNITS: Final = 10
RESAMPLES: Final = 2000
SEED: Final = 1960
_CONFIDENCE: Final = 0.95
_NORMAL: Final = 1.959963984540054
# Resamples in which every rating is the same have no coefficient; with more than this share of
# them the rest no longer stand for all.
_MOST_UNDEFINED: Final = 0.05

_SAME_LEVEL = "Every rating is the same level, so agreement beyond chance has no meaning."
_NO_DISAGREEMENT = (
    "No two ratings disagree, so resampling cannot say how much they might; "
    "the interval of percent agreement can."
)
_MOSTLY_SAME = "Nearly every rating is the same level, so resampling gives no interval."


@dataclass(frozen=True, slots=True)
class Statistic:
    """One figure with its 95 percent interval; never NaN.

    Attributes:
        value: The figure; None if there is none.
        low: The interval's lower end; None if there is none.
        high: The interval's upper end; None if there is none.
        reason: Why there is no value, or no interval; "" if there are both.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reviewers of some attempts agree.

    Attributes:
        units: Attempts with at least one criterion rated by two or more.
        items: Criteria of attempts rated by two or more.
        ratings: Ratings of those.
        raters: Reviewers who gave them.
        percent: Share of pairs of ratings with the same level, each item counting alike.
        kappa: Cohen's kappa.
        linear_kappa: Weighted kappa, by the distance of the levels.
        quadratic_kappa: Weighted kappa, by its square.
        nominal_alpha: Krippendorff's alpha, levels as mere names.
        ordinal_alpha: Krippendorff's alpha, levels in order: the one to look at for a rubric.
        interval_alpha: Krippendorff's alpha, levels at equal distances.
    """

    units: int
    items: int
    ratings: int
    raters: int
    percent: Statistic
    kappa: Statistic
    linear_kappa: Statistic
    quadratic_kappa: Statistic
    nominal_alpha: Statistic
    ordinal_alpha: Statistic
    interval_alpha: Statistic


@dataclass(frozen=True, slots=True)
class _Counts:
    """What every coefficient is made of, one layer for each attempt."""

    pairs: Array
    coincidences: Array
    agreeing: Array
    items: Array


def agreement(
    ratings: Iterable[Rating],
    *,
    reviewer: str | None = None,
    fewest: int = FEWEST_UNITS,
    resamples: int = RESAMPLES,
) -> Agreement:
    """Measure how far these ratings agree.

    With two raters kappa is Cohen's, rows the one and columns the other. With more, any two who
    judged the same item are a pair in both directions, so that kappa's margins are those of all
    (Scott 1955): who sits in which seat is chance, and no two need have judged enough together.
    With `reviewer`, kappa's rows are that reviewer's levels and its columns those of whoever else
    judged the same, percent agreement counts only those pairs, and alpha all ratings of the items
    that the reviewer judged.

    Intervals are 95 percent: for percent agreement Wilson's (1927) with the attempts as the number
    of trials, which is cautious, since criteria of one attempt are not independent; for the rest
    the percentile bootstrap over whole attempts, with a fixed seed.

    Args:
        ratings: In any order; items rated by one reviewer alone do not count.
        reviewer: Whose agreement with the others is asked for; None for that of all.
        fewest: The fewest attempts, rated by two, from which figures are given.
        resamples: How often the attempts are drawn anew for the intervals.

    Raises:
        ValueError: As `by_item`.
    """
    items = [
        found
        for found in by_item(ratings).values()
        if len(found) > 1 and (reviewer is None or any(one.rater == reviewer for one in found))
    ]
    given = [one for found in items for one in found]
    units = {one.unit for one in given}
    raters = {one.rater for one in given}
    if len(units) < max(fewest, 1):
        figures = [Statistic(reason=_too_few(len(units), max(fewest, 1)))] * 7
    else:
        first = min(raters) if reviewer is None and len(raters) == 2 else reviewer  # noqa: PLR2004 - a pair
        figures = _figures(_counts(items, first), resamples)
    return Agreement(len(units), len(items), len(given), len(raters), *figures)


def _too_few(units: int, fewest: int) -> str:
    attempts = "attempt was" if units == 1 else "attempts were"
    return f"{units} {attempts} judged by two or more; figures are given from {fewest} on."


def _counts(items: Sequence[tuple[Rating, ...]], first: str | None) -> _Counts:
    """Count pairs and coincidences; `first` says whose levels are the rows, None for everyone's."""
    order = {unit: at for at, unit in enumerate(sorted({found[0].unit for found in items}))}
    levels = 1 + max(one.level for found in items for one in found)
    shape = (len(order), levels, levels)
    pairs, coincidences = np.zeros(shape), np.zeros(shape)
    agreeing, counted = np.zeros(len(order)), np.zeros(len(order))
    for found in items:
        unit = order[found[0].unit]
        counted[unit] += 1
        looked_at = [
            (one.level, other.level)
            for one, other in permutations(found, 2)
            if first is None or one.rater == first
        ]
        for row, column in looked_at:
            pairs[unit, row, column] += 1
        agreeing[unit] += sum(row == column for row, column in looked_at) / len(looked_at)
        for one, other in permutations(found, 2):
            coincidences[unit, one.level, other.level] += 1 / (len(found) - 1)
    return _Counts(pairs, coincidences, agreeing, counted)


def _figures(counts: _Counts, resamples: int) -> list[Statistic]:
    units, levels = counts.pairs.shape[:2]
    drawn = np.random.default_rng(SEED).multinomial(units, np.full(units, 1 / units), resamples)
    figures = [_wilson(float(counts.agreeing.sum() / counts.items.sum()), units)]
    for weights in Weights:
        apart = disagreement(levels, weights)
        figures.append(
            _resampled(counts.pairs, drawn, lambda table, w=apart: weighted_kappa(table, w))  # type: ignore[misc]  # mypy cannot infer a lambda's default
        )
    for scale in Scale:
        figures.append(
            _resampled(counts.coincidences, drawn, lambda one, s=scale: krippendorff_alpha(one, s))  # type: ignore[misc]  # mypy cannot infer a lambda's default
        )
    return figures


def _wilson(share: float, trials: int) -> Statistic:
    square = _NORMAL**2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = (
        _NORMAL
        * sqrt(share * (1 - share) / trials + square / (4 * trials**2))
        / (1 + square / trials)
    )
    return Statistic(share, max(middle - half, 0.0), min(middle + half, 1.0))


def _resampled(
    layers: Array,
    drawn: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    coefficient: Callable[[Array], Array],
) -> Statistic:
    whole = layers.sum(axis=0)
    value = float(coefficient(whole))
    if np.isnan(value):
        return Statistic(reason=_SAME_LEVEL)
    if np.count_nonzero(whole - np.diag(np.diag(whole))) == 0:
        return Statistic(value, reason=_NO_DISAGREEMENT)
    size = layers.shape[1:]
    resamples = (drawn @ layers.reshape(len(layers), -1)).reshape(-1, *size)
    found = coefficient(resamples)
    defined = found[~np.isnan(found)]
    if len(defined) < (1 - _MOST_UNDEFINED) * len(found):
        return Statistic(value, reason=_MOSTLY_SAME)
    low, high = np.quantile(defined, [(1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2])
    return Statistic(value, float(low), float(high))


class Part(StrEnum):
    """What agreement is measured apart by."""

    CRITERION = "criterion"
    MICROCREDENTIAL = "microcredential"
    REVIEWER = "reviewer"


def agreement_by(
    ratings: Iterable[Rating], part: Part, *, fewest: int = FEWEST_UNITS
) -> Mapping[tuple[str, ...], Agreement]:
    """Agreement of each criterion, micro-credential or reviewer, in the order of their names.

    A criterion's name is (micro-credential, criterion), the others' are a single text.

    Raises:
        ValueError: As `by_item`.
    """
    every = list(ratings)
    if part is Part.REVIEWER:
        return {
            (rater,): agreement(every, reviewer=rater, fewest=fewest)
            for rater in sorted({one.rater for one in every})
        }
    groups: dict[tuple[str, ...], list[Rating]] = {}
    for one in every:
        name: tuple[str, ...] = (one.microcredential,)
        if part is Part.CRITERION:
            name = (one.microcredential, one.criterion)
        groups.setdefault(name, []).append(one)
    return {name: agreement(groups[name], fewest=fewest) for name in sorted(groups)}


def agreement_over(
    ratings: Iterable[Rating], periods: Sequence[Period], *, fewest: int = FEWEST_UNITS
) -> tuple[tuple[Period, Agreement], ...]:
    """Agreement in each period, in the order given.

    An item belongs to the period of its last rating, so that no pair is torn apart.

    Raises:
        ValueError: As `by_item`.
    """
    items = by_item(ratings).values()
    found = []
    for period in periods:
        inside = [
            one for ratings in items if max(r.on for r in ratings) in period for one in ratings
        ]
        found.append((period, agreement(inside, fewest=fewest)))
    return tuple(found)
