"""The assignment of credit to categories that serves the educator best.

Credit may be split among the categories it is eligible for, so the amounts that can be placed
in the categories form a polymatroid: by max-flow = min-cut, the most that a set of categories A
can take is the least, over its subsets S, of what S asks for plus all credit eligible for
something in A outside S. Filling the categories one after another therefore never costs credit
in total, and leaves what is missing in the category filled last. The caller names the category
that takes any credit last, so that whatever the educator earns next closes the gap.

Where a rule lets only so much of some credit count, that credit is trimmed first to what the
best assignment needs of it (`trimmed`).

Amounts are scaled to whole numbers first; nothing is rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from longleaf.policy.ceiling import Ceiling, Pool, reach


@dataclass(frozen=True, slots=True)
class Supply:
    """Some credit, the numbers of the categories it may count in, and what it stands under."""

    credits: Fraction
    categories: frozenset[int]
    ceilings: tuple[Ceiling, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Credit of one supply that counts in one category; both by number."""

    supply: int
    category: int
    credits: Fraction


def counted(demands: Sequence[Fraction], supplies: Sequence[Supply]) -> tuple[Fraction, ...]:
    """How much counts in each category under the best assignment.

    Args:
        demands: What each category asks for, in the order in which they are filled.
        supplies: The credit there is.
    """
    scale = _scale(demands, supplies)
    asked = [_whole(demand, scale) for demand in demands]
    if any(supply.ceilings for supply in supplies):
        reachable = _reachable(len(asked), _pools(supplies, scale), scale)
    else:
        reachable = _free(len(asked), _by_mask(supplies, scale))
    return tuple(Fraction(whole, scale) for whole in _fill(asked, reachable))


def trimmed(demands: Sequence[Fraction], supplies: Sequence[Supply]) -> tuple[Supply, ...]:
    """The same supplies, each as large as the best assignment needs it, free of ceilings.

    Credit under a ceiling is used where nothing else fills the place, and the first in the order
    given before the last. What can still be placed is the same as before.
    """
    if not any(supply.ceilings for supply in supplies):
        return tuple(supplies)
    scale = _scale(demands, supplies)
    pools = _pools(supplies, scale)
    targets = [0]
    asked = [_whole(demand, scale) for demand in demands]
    for target in _fill(asked, _reachable(len(asked), pools, scale)):
        targets += [target + before for before in targets]
    for pool in reversed(pools):
        if pool.chain:
            pools[pool] = _needed(pool, pools, targets, scale)
    fitted = []
    for supply in supplies:
        pool = Pool(_mask(supply.categories), supply.ceilings)
        part = min(_whole(supply.credits, scale), pools.get(pool, 0))
        if pool.chain and pool in pools:
            pools[pool] -= part
        whole = Fraction(part, scale) if pool.chain else supply.credits
        fitted.append(replace(supply, credits=whole, ceilings=()))
    return tuple(fitted)


def _needed(pool: Pool, pools: Mapping[Pool, int], targets: Sequence[int], scale: int) -> int:
    """The least of a pool with which every set of categories still takes its target."""
    without = {**pools, pool: 0}
    short = (
        target - reach(without, chosen, scale)
        for chosen, target in enumerate(targets)
        if pool.mask & chosen
    )
    return max(0, *short)


def assign(demands: Sequence[Fraction], supplies: Sequence[Supply]) -> tuple[Placed, ...]:
    """One best assignment: always the same for the same supplies in the same order.

    The least flexible credit is placed first, and among equals the first in the order given.

    Args:
        demands: What each category asks for, in the order in which they are filled.
        supplies: The credit there is, trimmed where it stands under a ceiling.
    """
    scale = _scale(demands, supplies)
    pools = _by_mask(supplies, scale)
    asked = [_whole(demand, scale) for demand in demands]
    flows = _flows(_fill(asked, _free(len(asked), pools)), pools)
    placed = []
    for number, supply in enumerate(supplies):
        left = _whole(supply.credits, scale)
        flow = flows.get(_mask(supply.categories), {})
        for category in sorted(flow):
            part = min(left, flow[category])
            if part:
                placed.append(Placed(number, category, Fraction(part, scale)))
                flow[category] -= part
                left -= part
    return tuple(placed)


def _scale(demands: Sequence[Fraction], supplies: Sequence[Supply]) -> int:
    return lcm(
        *(d.denominator for d in demands),
        *(s.credits.denominator for s in supplies),
        *(c.credits.denominator for s in supplies for c in s.ceilings),
    )


def _whole(amount: Fraction, scale: int) -> int:
    """The amount times the scale, which its denominator divides; without a new fraction."""
    return amount.numerator * (scale // amount.denominator)


def _mask(categories: frozenset[int]) -> int:
    return sum(1 << category for category in categories)


def _by_mask(supplies: Sequence[Supply], scale: int) -> dict[int, int]:
    """Credit pooled by where it may count: two entries with the same choices are alike."""
    pools: dict[int, int] = {}
    for supply in supplies:
        mask = _mask(supply.categories)
        if mask:
            pools[mask] = pools.get(mask, 0) + _whole(supply.credits, scale)
    return dict(sorted(pools.items(), key=lambda pool: (pool[0].bit_count(), pool[0])))


def _pools(supplies: Sequence[Supply], scale: int) -> dict[Pool, int]:
    pools: dict[Pool, int] = {}
    for supply in supplies:
        mask = _mask(supply.categories)
        if mask:
            pool = Pool(mask, supply.ceilings)
            pools[pool] = pools.get(pool, 0) + _whole(supply.credits, scale)
    return pools


def _reachable(size: int, pools: Mapping[Pool, int], scale: int) -> list[int]:
    return [reach(pools, chosen, scale) for chosen in range(1 << size)]


def _free(size: int, pools: Mapping[int, int]) -> list[int]:
    """The same where nothing stands under a ceiling."""
    return [
        sum(credits for mask, credits in pools.items() if mask & chosen)
        for chosen in range(1 << size)
    ]


def _fill(asked: Sequence[int], reachable: Sequence[int]) -> list[int]:
    sums = [0]
    for demand in asked:
        sums += [demand + before for before in sums]
    filled, before = [], 0
    for number in range(len(asked)):
        most = _most((2 << number) - 1, sums, reachable)
        filled.append(most - before)
        before = most
    return filled


def _most(chosen: int, sums: Sequence[int], reachable: Sequence[int]) -> int:
    """The minimum cut: what the first categories together can take (`chosen` is 0…01…1)."""
    return min(sums[cut] + reachable[chosen & ~cut] for cut in range(chosen + 1))


def _flows(targets: Sequence[int], pools: dict[int, int]) -> dict[int, dict[int, int]]:
    """Credit from each pool to each category that adds up to the targets."""
    network = _Network(dict(pools), {mask: {} for mask in pools})
    for category, target in enumerate(targets):
        wanted = target
        while wanted > 0:
            wanted -= network.push(category, wanted)
    return network.flows


@dataclass(slots=True)
class _Network:
    """Pools, what is left in each, and what each has given to which category."""

    left: dict[int, int]
    flows: dict[int, dict[int, int]]

    def push(self, category: int, wanted: int) -> int:
        """Bring credit in along a shortest path, moving earlier credit aside where needed."""
        # How a category was reached: the pool whose credit leaves it, and where it moves to.
        via: dict[int, tuple[int, int]] = {}
        goals = [category]
        for goal in goals:  # grows while it is walked: a search in breadth
            for mask, flow in self.flows.items():
                if not mask >> goal & 1:
                    continue
                if self.left[mask]:
                    return self._carry(mask, goal, min(wanted, self.left[mask]), via)
                for other in sorted(flow):
                    if flow[other] and other not in goals:
                        via[other] = (mask, goal)
                        goals.append(other)
        # The targets come from the minimum cut, so there is a path until they are reached.
        raise AssertionError("no path to a target of the cut")  # pragma: no cover - as said

    def _carry(self, mask: int, goal: int, most: int, via: dict[int, tuple[int, int]]) -> int:
        steps = []
        at = goal
        while at in via:
            giver, target = via[at]
            steps.append((giver, at, target))
            at = target
        amount = min([most, *(self.flows[giver][source] for giver, source, _ in steps)])
        self.left[mask] -= amount
        self.flows[mask][goal] = self.flows[mask].get(goal, 0) + amount
        for giver, source, target in steps:
            self.flows[giver][source] -= amount
            self.flows[giver][target] = self.flows[giver].get(target, 0) + amount
        return amount
