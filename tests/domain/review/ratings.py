"""Ratings made from small tables."""

from collections.abc import Iterable, Sequence
from datetime import date

from longleaf.domain.review.rating import Rating

DAY = date(2026, 3, 2)


def rating(
    unit: object, rater: object, level: int, *, on: date = DAY, criterion: str = "c"
) -> Rating:
    return Rating(f"u{unit:>05}", f"r{rater}", criterion, level, on, "mc")


def from_rows(rows: Sequence[Sequence[int | None]]) -> list[Rating]:
    """One row for each rater, one column for each unit; None where there is no rating."""
    return [
        rating(unit, rater, level)
        for rater, row in enumerate(rows)
        for unit, level in enumerate(row)
        if level is not None
    ]


def from_table(table: Iterable[Sequence[int]]) -> list[Rating]:
    """Two raters: how often the first gave the row's level and the second the column's."""
    pairs = [
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return from_rows([[row for row, _ in pairs], [column for _, column in pairs]])
