"""Placing: the best assignment for everybody at once.

What counts is the minimum cut of `longleaf.policy.assignment`, as sums over columns. Which pool
the credit is taken from, and so what is left over in which category, follows the same steps as
there: each demand takes from the pools that may serve it, the least flexible first; only where
these do not do, credit is moved aside along a shortest path.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from longleaf.policy.columnar.arrays import Flags, Whole


def sums_over_subsets(amounts: Whole) -> Whole:
    """For each set of demands, the sum over all its subsets; rows are sets as bits."""
    sums = amounts.copy()
    bit = 1
    while bit < len(sums):
        for chosen in range(len(sums)):
            if chosen & bit:
                sums[chosen] += sums[chosen ^ bit]
        bit <<= 1
    return sums


def reach_of(pools: Whole) -> Whole:
    """The most that can be placed in each set of demands, were they to ask for any amount."""
    inside = sums_over_subsets(pools)
    everything = len(pools) - 1
    outside: Whole = inside[np.arange(len(pools)) ^ everything]
    reach: Whole = inside[everything] - outside
    return reach


def counted(demands: Whole, reach: Whole) -> Whole:
    """How much counts in each demand under the best assignment.

    Args:
        demands: Parts asked for, by demand and educator, in the order in which they are filled.
        reach: The most that can be placed in each set of demands.
    """
    asked: Whole = np.zeros_like(reach)
    for place, demand in enumerate(demands):
        asked[1 << place] = demand
    asked = _sums_of_single(asked, len(demands))
    filled: Whole = np.zeros_like(demands)
    before: Whole = np.zeros(demands.shape[1], np.int64)
    for place in range(len(demands)):
        chosen = (2 << place) - 1
        most = asked[0] + reach[chosen]
        for cut in range(1, chosen + 1):
            np.minimum(most, asked[cut] + reach[chosen ^ cut], out=most)
        filled[place] = most - before
        before = most
    return filled


def _sums_of_single(asked: Whole, size: int) -> Whole:
    """What each set of demands asks for, from what each alone asks for."""
    for place in range(size):
        for rest in range(1, 1 << place):
            asked[rest | 1 << place] = asked[rest] + asked[1 << place]
    return asked


def left_over(targets: Whole, pools: Whole) -> Whole:
    """What is left in each pool when every demand has taken its target."""
    left = pools.copy()
    stuck = np.zeros(pools.shape[1], np.bool_)
    order = _order(len(pools))
    present = [mask for mask in order if pools[mask].any()]
    for place, target in enumerate(targets):
        wanted = target.copy()
        for mask in present:
            if mask >> place & 1:
                taken = np.minimum(wanted, left[mask])
                left[mask] -= taken
                wanted -= taken
        stuck |= wanted > 0
    if stuck.any():
        left[:, stuck] = _Network.of(pools[:, stuck], len(targets)).fill(targets[:, stuck])
    return left


def _order(size: int) -> list[int]:
    return sorted(range(1, size), key=lambda mask: (mask.bit_count(), mask))


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """The educators for whom credit has to be moved aside.

    Attributes:
        left: What is left, by pool and educator.
        flow: What each pool has given to each demand, by pool, demand and educator.
    """

    left: Whole
    flow: Whole

    @classmethod
    def of(cls, pools: Whole, demands: int) -> "_Network":
        return cls(pools.copy(), np.zeros((len(pools), demands, pools.shape[1]), np.int64))

    def fill(self, targets: Whole) -> Whole:
        for place, target in enumerate(targets):
            wanted = target.copy()
            while (wanted > 0).any():
                self._push(place, wanted)
        return self.left

    def _push(self, place: int, wanted: Whole) -> None:
        """One step for all: those for whom the same is left and given walk the same path."""
        active = np.flatnonzero(wanted > 0)
        shape = (self.left[:, active] > 0, (self.flow[:, :, active] > 0))
        signs = np.concatenate([shape[0], shape[1].reshape(-1, len(active))])
        packed = np.ascontiguousarray(np.packbits(signs, axis=0).T)
        _, examples, group = np.unique(packed, axis=0, return_index=True, return_inverse=True)
        for number, example in enumerate(examples):
            mask, steps = _path(place, shape[0][:, example], shape[1][:, :, example])
            rows = active[group.reshape(-1) == number]
            self._carry(place, mask, steps, rows, wanted)

    def _carry(
        self,
        place: int,
        mask: int,
        steps: Sequence[tuple[int, int, int]],
        rows: Whole,
        wanted: Whole,
    ) -> None:
        amount = np.minimum(wanted[rows], self.left[mask, rows])
        for giver, source, _ in steps:
            amount = np.minimum(amount, self.flow[giver, source, rows])
        goal = steps[0][1] if steps else place
        self.left[mask, rows] -= amount
        self.flow[mask, goal, rows] += amount
        for giver, source, target in steps:
            self.flow[giver, source, rows] -= amount
            self.flow[giver, target, rows] += amount
        wanted[rows] -= amount


def _path(place: int, left: Flags, flow: Flags) -> tuple[int, list[tuple[int, int, int]]]:
    """The pool whose credit comes in, and the moves that make room for it.

    Args:
        place: The demand that wants more.
        left: Whether a pool has something left.
        flow: Whether a pool has given to a demand.
    """
    via: dict[int, tuple[int, int]] = {}
    goals = [place]
    for goal in goals:  # grows while it is walked: a search in breadth
        for mask in _order(len(left)):
            if not mask >> goal & 1:
                continue
            if left[mask]:
                return mask, _steps(goal, via)
            for other in np.flatnonzero(flow[mask]):
                if int(other) not in goals:
                    via[int(other)] = (mask, goal)
                    goals.append(int(other))
    # The targets come from the minimum cut, so there is a path until they are reached.
    raise AssertionError("no path to a target of the cut")  # pragma: no cover - as said


def _steps(goal: int, via: dict[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
    steps = []
    at = goal
    while at in via:
        giver, target = via[at]
        steps.append((giver, at, target))
        at = target
    return steps
