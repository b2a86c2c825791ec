"""The cheapest way to fill many seats at once: a min-cost flow, solved to a proven optimum.

The flow runs from attempts to reviewers to the steps of a reviewer's load. It is written as a
linear program for HiGHS (dual simplex). Since the matrix is that of a network, every corner of the
program, and so the answer, is whole. Most pairs never matter, so the program starts with the
cheapest few of each attempt. The prices of its answer say which few matter at the load there is,
and the next program holds those, far better chosen; and they name every pair that could still make
it cheaper. When there is none left, the answer is the optimum over **all** pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

# Few enough that a program is solved in a second, enough that three programs mostly do.
_FIRST_PAIRS = 15
_PRICED_PAIRS = 10
_MORE_PAIRS = 20
# From then on no pair is let go, so that the rounds come to an end.
_ROUNDS_OF_CHOOSING = 3
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Filled:
    """An optimum.

    Attributes:
        pairs: (attempt, reviewer) by position, in order.
        cost: What it costs in all, empty seats included.
        pairs_looked_at: Pairs that the last program held; its prices rule out the rest.
        rounds: How often the program was solved.
    """

    pairs: tuple[tuple[int, int], ...]
    cost: float
    pairs_looked_at: int
    rounds: int


def fill(
    cost: Floats, *, seats: Sequence[int], empty: Sequence[float], steps: Sequence[Sequence[float]]
) -> Filled:
    """Fill seats at the least cost.

    Args:
        cost: (attempts, reviewers); infinity where the pair must never be.
        seats: Seats of each attempt, for different reviewers.
        empty: What one empty seat of each attempt costs.
        steps: For each reviewer the further cost of a first, second, ... review; never falling,
            as many as the reviewer has room for.

    Raises:
        ValueError: If some steps fall: the flow would then skip the dear first for a cheap second.
        RuntimeError: If the solver finds no optimum, which it always can, since all may stay empty.
    """
    if any(list(one) != sorted(one) for one in steps):
        message = "The cost of one review more must not be less than that of the one before."
        raise ValueError(message)
    if not len(seats):
        return Filled((), 0.0, 0, 0)
    held = _cheapest(cost, _FIRST_PAIRS)
    rounds = 0
    while True:
        rounds += 1
        rows, columns = np.nonzero(held)
        flow, prices, total = _solve(
            cost[rows, columns], rows, columns, seats=seats, empty=empty, steps=steps
        )
        reduced = cost - prices[: len(seats), None] - prices[None, len(seats) :]
        cheaper = ~held & (reduced < -_TOLERANCE)
        if not cheaper.any():
            taken = np.flatnonzero(flow)
            pairs = tuple(zip(rows[taken].tolist(), columns[taken].tolist(), strict=True))
            return Filled(pairs, total, len(rows), rounds)
        if rounds <= _ROUNDS_OF_CHOOSING:
            held = _cheapest(reduced, _PRICED_PAIRS)
            held[rows[flow], columns[flow]] = True
        held |= _cheapest(np.where(cheaper, reduced, np.inf), _MORE_PAIRS)


def _cheapest(cost: Floats, most: int) -> npt.NDArray[np.bool_]:
    """The cheapest `most` finite entries of each row."""
    chosen = np.zeros(cost.shape, dtype=np.bool_)
    if cost.shape[1]:
        found = np.argpartition(cost, min(most, cost.shape[1]) - 1, axis=1)[:, :most]
        np.put_along_axis(chosen, found, values=True, axis=1)
    return chosen & np.isfinite(cost)


def _solve(
    cost: Floats,
    rows: Whole,
    columns: Whole,
    *,
    seats: Sequence[int],
    empty: Sequence[float],
    steps: Sequence[Sequence[float]],
) -> tuple[npt.NDArray[np.bool_], Floats, float]:
    attempts, reviewers, pairs = len(seats), len(steps), len(rows)
    owner = np.repeat(np.arange(reviewers), [len(one) for one in steps])
    at_row = np.concatenate([rows, np.arange(attempts), attempts + columns, attempts + owner])
    variable = np.arange(pairs + attempts + len(owner))
    at_column = np.concatenate(
        [variable[: pairs + attempts], variable[:pairs], variable[pairs + attempts :]]
    )
    values = np.concatenate([np.ones(pairs + attempts + pairs), -np.ones(len(owner))])
    found = linprog(  # type: ignore[call-overload]  # scipy-stubs leave out sparse A_eq, which HiGHS takes
        np.concatenate([cost, np.asarray(empty, float), [step for one in steps for step in one]]),
        A_eq=coo_array((values, (at_row, at_column)), shape=(attempts + reviewers, len(variable))),
        b_eq=np.concatenate([np.asarray(seats, float), np.zeros(reviewers)]),
        bounds=np.column_stack(
            [np.zeros(len(variable)), np.concatenate([np.ones(pairs), seats, np.ones(len(owner))])]
        ),
        method="highs-ds",
    )
    flow = found.x[:pairs] if found.status == 0 else np.full(1, 0.5)
    if np.abs(flow - np.round(flow)).max(initial=0.0) > _TOLERANCE:
        message = f"The solver found no whole optimum: {found.message}"
        raise RuntimeError(message)
    return flow > 0.5, np.asarray(found.eqlin.marginals), float(found.fun)  # noqa: PLR2004 - 0 or 1
