"""Coefficients of agreement, from tables of counts.

Every function takes counts with any number of leading dimensions, so that a thousand resamples are
worked out at once; a value that is undefined comes back as NaN, which only this floor's callers
see: `agreement` turns it into None and a reason.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Weights(StrEnum):
    """How much two levels differ, to weighted kappa."""

    NOMINAL = "nominal"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Scale(StrEnum):
    """How much two levels differ, to Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def disagreement(levels: int, weights: Weights) -> Array:
    """The weight of each pair of levels, (levels, levels); 0 where they agree.

    Cohen (1968); the coefficient does not change if all weights are multiplied.
    """
    place = np.arange(levels, dtype=np.float64)
    apart = np.abs(place[:, None] - place[None, :])
    if weights is Weights.NOMINAL:
        return (apart > 0).astype(np.float64)
    return apart if weights is Weights.LINEAR else apart**2


def weighted_kappa(table: Array, weights: Array) -> Array:
    """Cohen's kappa (1960), or with weights (1968): 1 - observed / expected disagreement.

    Args:
        table: Counts (..., levels, levels); rows are one rater's levels, columns the other's.
        weights: `disagreement` of each pair of levels.
    """
    total = table.sum(axis=(-2, -1))
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    observed = (weights * table).sum(axis=(-2, -1)) * total
    expected = np.einsum("...i,ij,...j->...", rows, weights, columns)
    return _one_minus(observed, expected)


def kappa_error(table: Array, weights: Array) -> float:
    """The large-sample standard error of weighted kappa (Fleiss, Cohen & Everitt 1969).

    Args:
        table: Counts (levels, levels) from two raters.
        weights: `disagreement` of each pair of levels.
    """
    total = float(table.sum())
    share = table / total
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    alike = 1 - weights / max(float(weights.max()), 1.0)
    observed = float((alike * share).sum())
    expected = float(rows @ alike @ columns)
    mean = (alike @ columns)[:, None] + (rows @ alike)[None, :]
    inner = alike * (1 - expected) - mean * (1 - observed)
    spread = float((share * inner**2).sum())
    center = observed * expected - 2 * expected + observed
    variance = (spread - center**2) / (total * (1 - expected) ** 4)
    return float(np.sqrt(max(variance, 0.0)))


def krippendorff_alpha(coincidences: Array, scale: Scale) -> Array:
    """Krippendorff's alpha: 1 - observed / expected disagreement.

    Krippendorff (2011), "Computing Krippendorff's alpha-reliability". Ratings that are missing
    need no entry: an item counts by the ratings it has, from two up.

    Args:
        coincidences: The matrix of coincidences (..., levels, levels): each ordered pair of
            ratings within an item counts 1 / (ratings of the item - 1).
        scale: What the distance between levels means.
    """
    margins = coincidences.sum(axis=-1)
    total = margins.sum(axis=-1)
    apart = _distance(margins, scale)
    observed = (apart * coincidences).sum(axis=(-2, -1)) * (total - 1)
    expected = (apart * margins[..., :, None] * margins[..., None, :]).sum(axis=(-2, -1))
    return _one_minus(observed, expected)


def _distance(margins: Array, scale: Scale) -> Array:
    if scale is not Scale.ORDINAL:
        weights = Weights.NOMINAL if scale is Scale.NOMINAL else Weights.QUADRATIC
        return disagreement(margins.shape[-1], weights)
    # Between two levels lie as many ranks as there are ratings from the one to the other, the
    # two ends counted half.
    middle = np.cumsum(margins, axis=-1) - margins / 2
    between: Array = (middle[..., :, None] - middle[..., None, :]) ** 2
    return between


def _one_minus(observed: Array, expected: Array) -> Array:
    there = expected > 0
    return np.where(there, 1 - observed / np.where(there, expected, 1.0), np.nan)
