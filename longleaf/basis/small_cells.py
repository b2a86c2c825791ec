"""Small cells: a count of a few people can name them, so it is not shown."""

from collections.abc import Sequence

LEAST_SHOWN = 10


def hide_small(counts: Sequence[int], *, least: int = LEAST_SHOWN) -> list[int | None]:
    """Counts of one column as they may be shown beside their total; None where one is hidden.

    A count from 1 up to `least` (not included) is hidden; zero people cannot be recognized. Where
    hidden counts together would still be fewer than `least`, or a single one could be had by
    subtracting the others from the total, the next smallest are hidden too.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < least}
    others = sorted(
        (place for place, count in enumerate(counts) if count and place not in hidden),
        key=lambda place: counts[place],
    )
    while hidden and others and (len(hidden) == 1 or sum(counts[p] for p in hidden) < least):
        hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]
