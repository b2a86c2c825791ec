"""Ceilings: at most so much of some credit counts, wherever it is placed.

Ceilings lie inside one another or apart, never across (the loader sees to it): a year's lies
inside the cycle's. So what can be placed in a set of categories is found from the inside out,
cutting at each ceiling; max-flow = min-cut still holds, and the closed form with it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most so many credits count of all that stands under it; `key` tells it from others."""

    key: Hashable
    credits: Fraction


@dataclass(frozen=True, slots=True)
class Pool:
    """Credit that is alike: the categories it may count in, as bits, and what it stands under.

    Attributes:
        mask: One bit for each category.
        chain: Its ceilings, the innermost first.
    """

    mask: int
    chain: tuple[Ceiling, ...] = ()


def reach(pools: Mapping[Pool, int], chosen: int, scale: int) -> int:
    """The most that can be placed in some categories, were they to ask for any amount.

    Args:
        pools: The credit there is, in whole parts.
        chosen: The categories, as bits.
        scale: How many parts make one credit.
    """
    under: dict[tuple[Ceiling, ...], int] = {}
    for pool, parts in pools.items():
        if pool.mask & chosen:
            under[pool.chain] = under.get(pool.chain, 0) + parts
    for length in range(max(map(len, under), default=0), 0, -1):
        for chain in [one for one in under if len(one) == length]:
            most = chain[0].credits
            cut = min(under.pop(chain), most.numerator * (scale // most.denominator))
            under[chain[1:]] = under.get(chain[1:], 0) + cut
    return under.get((), 0)
