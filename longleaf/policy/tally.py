"""The tally: what counts where, for sure and at best."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from longleaf.policy.assignment import Supply, assign, counted, trimmed
from longleaf.policy.counting import Entry, Piece
from longleaf.policy.requirement.cap import Limit
from longleaf.policy.requirement.credit import Demand

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Placement:
    """Credit of one entry that counts in one category, or that nothing asks for.

    Attributes:
        category: Where it counts; for surplus, where it would have, or None if nothing that is
            asked for takes it.
        surplus: Whether nothing asks for it any more.
        limit: The limit that it is over, so that it does not count at all; or None.
    """

    entry: str
    category: str | None
    credits: Fraction
    surplus: bool
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts in each category, in the order of the demands.

    Attributes:
        counted: What counts for sure.
        possible: What would count if all that is unknown turned out well.
        placements: Which entry's credit counts where, and what is left over.
    """

    demands: tuple[Demand, ...]
    counted: tuple[Fraction, ...]
    possible: tuple[Fraction, ...]
    placements: tuple[Placement, ...]

    def surplus(self, category: str | None = None) -> Fraction:
        """Credit that nothing asks for, in one category or in all."""
        return sum(
            (p.credits for p in self.placements if p.surplus and category in {None, p.category}),
            ZERO,
        )


def tally(demands: Sequence[Demand], entries: Sequence[Entry]) -> Tally:
    """Place all credit in the best way.

    Args:
        demands: What is asked for, in the order in which it is filled.
        entries: The entries, valued; among equals the first is placed first.
    """
    numbers = {demand.category: number for number, demand in enumerate(demands)}
    amounts = [demand.credits for demand in demands]
    certain = [(entry, piece) for entry in entries for piece in entry.certain]
    supplies = [_supply(entry, piece, numbers) for entry, piece in certain]
    best_case = [_supply(entry, piece, numbers) for entry in entries for piece in entry.possible]
    parts = assign(amounts, trimmed(amounts, supplies))
    placed = [
        Placement(certain[p.supply][0].id, demands[p.category].category, p.credits, surplus=False)
        for p in parts
    ]
    left = [supply.credits for supply in supplies]
    for part in parts:
        left[part.supply] -= part.credits
    placed += _over_limits(certain, left)
    placed += _left_over(demands, certain, left)
    sure = [ZERO for _ in demands]
    for part in parts:
        sure[part.category] += part.credits
    best = sure if best_case == supplies else counted(amounts, best_case)
    return Tally(tuple(demands), tuple(sure), tuple(best), tuple(placed))


def _supply(entry: Entry, piece: Piece, numbers: Mapping[str, int]) -> Supply:
    return Supply(
        piece.credits,
        frozenset(numbers[name] for name in piece.categories if name in numbers),
        tuple(limit.ceiling for limit in entry.limits),
    )


def _over_limits(
    certain: Sequence[tuple[Entry, Piece]], left: list[Fraction]
) -> Iterator[Placement]:
    """What is over each limit, the narrowest first; taken from the last entries under it."""
    under: dict[Limit, list[int]] = {}
    for number, (entry, _) in enumerate(certain):
        for limit in entry.limits:
            under.setdefault(limit, []).append(number)
    gone = [ZERO for _ in certain]
    # A wider limit holds for at least all that a narrower one holds for.
    for limit, numbers in sorted(under.items(), key=lambda one: len(one[1])):
        there = sum((certain[number][1].credits - gone[number] for number in numbers), ZERO)
        over = there - limit.credits
        for number in reversed(numbers):
            cut = min(over, left[number])
            if cut > 0:
                yield Placement(certain[number][0].id, None, cut, surplus=False, limit=limit)
                left[number] -= cut
                gone[number] += cut
                over -= cut


def _left_over(
    demands: Sequence[Demand], certain: Sequence[tuple[Entry, Piece]], left: Sequence[Fraction]
) -> Iterator[Placement]:
    for (entry, piece), credits in zip(certain, left, strict=True):
        homes = [demand.category for demand in demands if demand.category in piece.categories]
        if credits and demands:
            yield Placement(entry.id, homes[0] if homes else None, credits, surplus=True)
