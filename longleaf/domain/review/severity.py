"""Severity of reviewers: a many-facet Rasch model, by marginal maximum likelihood."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import OptimizeResult, minimize

from longleaf.domain.review.rating import Rating, by_item

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]

NODES: Final = 31
_STEP: Final = 1e-4
_STILL: Final = 1e-3
_FEWEST_LEVELS: Final = 2
_LARGEST_SPREAD: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Measure:
    """One element of a facet: its place on the scale, in logits.

    Attributes:
        name: A reviewer, or a criterion.
        value: How severe, or how hard: a larger one makes every higher level less likely.
        error: Its standard error; None if the information does not give one.
        ratings: How many ratings it rests on.
        infit: Mean square of what was unexpected, weighted by information; 1 is as modeled.
        outfit: The same, unweighted, so that single surprises weigh more.
    """

    name: str
    value: float
    error: float | None
    ratings: int
    infit: float
    outfit: float


@dataclass(frozen=True, slots=True)
class Severity:
    """What was estimated, and all that must be known to believe it.

    Attributes:
        reviewers: Each reviewer's severity; their mean is 0.
        criteria: Each criterion's difficulty; their mean is 0.
        thresholds: Where each level above the lowest becomes as likely as the one below, against
            the others; their mean is 0. The same for all criteria (rating scale).
        mean: Mean of the attempts.
        spread: Standard deviation of the attempts.
        log_likelihood: At the estimate.
        converged: Whether the search ended at a point where it stands still.
        sets: Reviewers by connected set: two of different sets never judged the same attempt, nor
            are linked through others, so their severities compare only if their attempts were
            equally good. One set if all are linked.
        left_out: Reviewers and criteria that have no estimate, and why.
        levels: The levels that were given at all, from low to high.
    """

    reviewers: tuple[Measure, ...]
    criteria: tuple[Measure, ...]
    thresholds: tuple[float, ...]
    mean: float
    spread: float
    log_likelihood: float
    converged: bool
    sets: tuple[tuple[str, ...], ...]
    left_out: Mapping[str, str]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """Ratings as columns of indexes."""

    units: Whole
    raters: Whole
    criteria: Whole
    levels: Whole
    sizes: tuple[int, int, int, int]


def severity(ratings: Iterable[Rating]) -> Severity | None:
    """Estimate how severe each reviewer is.

    The model (Linacre 1989; Andrich 1978): ln(P[k] / P[k-1]) = attempt - criterion - reviewer -
    threshold[k]. Attempts are taken as drawn from one normal distribution, whose mean and spread
    are estimated, and integrated out (marginal maximum likelihood), so that few ratings of each
    attempt do not bias the rest, and attempts at the highest level throughout still count.

    A reviewer or criterion that has only the lowest or only the highest level has no finite
    estimate, and is left out with that said.

    Args:
        ratings: Of one rubric, in any order; levels count from 0.

    Returns:
        None if fewer than two reviewers or levels are left.

    Raises:
        ValueError: As `by_item`.
    """
    kept, left_out = _without_extremes(
        [one for found in by_item(ratings).values() for one in found]
    )
    given = sorted({one.level for one in kept})
    names = sorted({one.rater for one in kept})
    if len(names) < 2 or len(given) < _FEWEST_LEVELS:  # noqa: PLR2004 - a comparison takes two
        return None
    parts = sorted({one.criterion for one in kept})
    table = _table(kept, names, parts, given)
    found = _fit(table)
    errors = _errors(found.x, table)
    free_raters, free_parts = len(names) - 1, len(parts) - 1
    raters, difficulties, thresholds, mean, spread = _unpacked(found.x, table.sizes)
    fits = _fits(found.x, table)
    return Severity(
        reviewers=tuple(
            Measure(name, float(raters[at]), _of(errors, at, 0, free_raters), *fits[0][at])
            for at, name in enumerate(names)
        ),
        criteria=tuple(
            Measure(
                name,
                float(difficulties[at]),
                _of(errors, at, free_raters, free_parts),
                *fits[1][at],
            )
            for at, name in enumerate(parts)
        ),
        thresholds=tuple(map(float, thresholds)),
        mean=mean,
        spread=spread,
        log_likelihood=-float(found.fun),
        converged=bool(np.max(np.abs(found.jac)) < _STILL * max(len(kept), 1) ** 0.5),
        sets=connected_sets(kept),
        left_out=left_out,
        levels=tuple(given),
    )


def connected_sets(ratings: Iterable[Rating]) -> tuple[tuple[str, ...], ...]:
    """Reviewers by connected set: those linked through attempts that they judged alike."""
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    raters = set()
    for one in ratings:
        raters.add(one.rater)
        root[top(f"rater {one.rater}")] = top(f"unit {one.unit}")
    groups: dict[str, list[str]] = {}
    for rater in sorted(raters):
        groups.setdefault(top(f"rater {rater}"), []).append(rater)
    return tuple(sorted(map(tuple, groups.values()), key=lambda one: (-len(one), one)))


def _without_extremes(ratings: Sequence[Rating]) -> tuple[list[Rating], dict[str, str]]:
    """Take out who gave, and what got, one end of the scale alone, until nothing is left to."""
    kept, left_out = list(ratings), {}
    while kept:
        ends = (min(one.level for one in kept), max(one.level for one in kept))
        extreme: dict[tuple[str, str], int] = {}
        for facet in ("rater", "criterion"):
            seen: dict[str, set[int]] = {}
            for one in kept:
                seen.setdefault(getattr(one, facet), set()).add(one.level)
            for name, levels in seen.items():
                if levels <= {ends[0]} or levels <= {ends[1]}:
                    extreme[facet, name] = next(iter(levels))
        if not extreme:
            break
        for (_, name), level in extreme.items():
            end = "highest" if level == ends[1] else "lowest"
            left_out[name] = f"Every rating is the {end} level, so no end to it can be estimated."
        kept = [
            one
            for one in kept
            if ("rater", one.rater) not in extreme and ("criterion", one.criterion) not in extreme
        ]
    return kept, left_out


def _table(
    ratings: Sequence[Rating], raters: list[str], parts: list[str], levels: list[int]
) -> _Table:
    units = sorted({one.unit for one in ratings})
    places = [{name: at for at, name in enumerate(each)} for each in (units, raters, parts)]
    level = {one: at for at, one in enumerate(levels)}
    columns = np.array(
        [
            (places[0][one.unit], places[1][one.rater], places[2][one.criterion], level[one.level])
            for one in ratings
        ],
        dtype=np.intp,
    ).T
    sizes = (len(units), len(raters), len(parts), len(levels))
    return _Table(columns[0], columns[1], columns[2], columns[3], sizes)


def _unpacked(
    free: Array, sizes: tuple[int, int, int, int]
) -> tuple[Array, Array, Array, float, float]:
    """Severities, difficulties, thresholds (each with the mean 0), mean and spread."""
    _, raters, parts, levels = sizes
    cuts = np.cumsum([raters - 1, parts - 1, levels - 2])
    severe, hard, steps, rest = np.split(free, cuts)

    def whole(some: Array) -> Array:
        return np.append(some, -some.sum())

    return whole(severe), whole(hard), whole(steps), float(rest[0]), float(np.exp(rest[1]))


_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(NODES)
_LOG_WEIGHTS = np.log(_WEIGHTS / _WEIGHTS.sum())


@dataclass(frozen=True, slots=True)
class _At:
    """The likelihood at one place: for each rating and node, chances of each level."""

    chances: Array  # (ratings, nodes, levels)
    posterior: Array  # (units, nodes)
    log_likelihood: float


def _look(free: Array, table: _Table) -> _At:
    severe, hard, steps, mean, spread = _unpacked(free, table.sizes)
    theta = mean + spread * _POINTS
    place = theta[None, :] - (severe[table.raters] + hard[table.criteria])[:, None]
    up = np.concatenate([[0.0], np.cumsum(steps)])
    scores = place[:, :, None] * np.arange(table.sizes[3]) - up
    scores -= scores.max(axis=2, keepdims=True)
    chances = np.exp(scores)
    chances /= chances.sum(axis=2, keepdims=True)
    seen = np.log(chances[np.arange(len(table.levels)), :, table.levels])
    joint = np.zeros((table.sizes[0], NODES))
    np.add.at(joint, table.units, seen)
    joint += _LOG_WEIGHTS
    top = joint.max(axis=1, keepdims=True)
    sums = np.exp(joint - top).sum(axis=1, keepdims=True)
    return _At(chances, np.exp(joint - top) / sums, float((top + np.log(sums)).sum()))


def _gradient(at: _At, free: Array, table: _Table) -> Array:
    """Of the log-likelihood, by Fisher's identity: the expected gradient over the posterior."""
    *_, spread = _unpacked(free, table.sizes)
    levels = table.sizes[3]
    weight = at.posterior[table.units]
    surplus = table.levels[:, None] - at.chances @ np.arange(levels)
    each = (weight * surplus).sum(axis=1)
    severe = np.bincount(table.raters, -each, table.sizes[1]).astype(np.float64)
    hard = np.bincount(table.criteria, -each, table.sizes[2]).astype(np.float64)
    # Passing step k means a level of k or above.
    above = np.cumsum(at.chances[:, :, ::-1], axis=2)[:, :, ::-1][:, :, 1:]
    passed = (table.levels[:, None] >= np.arange(1, levels)).astype(np.float64)
    steps = -(passed - (weight[:, :, None] * above).sum(axis=1)).sum(axis=0)
    spreads = float((weight * surplus * _POINTS).sum() * spread)

    def freed(some: Array) -> Array:
        free: Array = some[:-1] - some[-1]
        return free

    return np.concatenate([freed(severe), freed(hard), freed(steps), [each.sum(), spreads]])


def _fit(table: _Table) -> OptimizeResult:
    def against(free: Array) -> tuple[float, Array]:
        at = _look(free, table)
        return -at.log_likelihood, -_gradient(at, free, table)

    start = np.zeros(table.sizes[1] + table.sizes[2] + table.sizes[3] - 2)
    bounds = [(-15.0, 15.0)] * (len(start) - 1) + [(-7.0, 3.0)]
    return minimize(
        against,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 1000, "maxfun": 2000, "ftol": 1e-14, "gtol": 1e-6},
    )


def _errors(free: Array, table: _Table) -> Array | None:
    """The covariance of the free parameters: the inverse of the observed information."""
    size = len(free)
    information = np.zeros((size, size))
    for at in range(size):
        step = np.zeros(size)
        step[at] = _STEP
        ends = [_gradient(_look(one, table), one, table) for one in (free + step, free - step)]
        information[at] = (ends[1] - ends[0]) / (2 * _STEP)
    try:
        return np.linalg.inv((information + information.T) / 2).astype(np.float64)
    except np.linalg.LinAlgError:
        return None


def _of(covariance: Array | None, at: int, begin: int, free: int) -> float | None:
    """The error of one element; the last is minus the sum of the others of its facet."""
    if covariance is None:
        return None
    part = covariance[begin : begin + free, begin : begin + free]
    variance = float(part[at, at]) if at < free else float(part.sum())
    return float(np.sqrt(variance)) if variance > 0 else None


def _fits(free: Array, table: _Table) -> list[list[tuple[int, float, float]]]:
    """Ratings, infit and outfit of each reviewer and each criterion, over the posterior."""
    at = _look(free, table)
    weight = at.posterior[table.units]
    marks = np.arange(table.sizes[3])
    expected = at.chances @ marks
    variance = at.chances @ marks**2 - expected**2
    off = (table.levels[:, None] - expected) ** 2
    squares, informed = (weight * off).sum(axis=1), (weight * variance).sum(axis=1)
    plain = (weight * off / np.maximum(variance, _LARGEST_SPREAD)).sum(axis=1)
    found = []
    for column, size in ((table.raters, table.sizes[1]), (table.criteria, table.sizes[2])):
        count = Counter(column.tolist())
        sums = [np.bincount(column, one, size) for one in (squares, informed, plain)]
        found.append(
            [
                (count[k], float(sums[0][k] / sums[1][k]), float(sums[2][k] / count[k]))
                for k in range(size)
            ]
        )
    return found
