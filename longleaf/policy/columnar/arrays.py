"""Arrays: columns as whole numbers, and the combinations that occur in them."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Whole: TypeAlias = npt.NDArray[np.int64]
Short: TypeAlias = npt.NDArray[np.int32]
Tiny: TypeAlias = npt.NDArray[np.int8]
Flags: TypeAlias = npt.NDArray[np.bool_]

NO_DAY: Final = -(2**31)
"""What stands for a day that is not known: before all days."""
NONE: Final = -1
"""What stands for a word or a flag that is not known."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_SMALL: Final = 1 << 22
_LARGE: Final = 1 << 60


def number_of(day: date) -> int:
    """A day as columns count it."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(number + _EPOCH)


def days(column: pl.Series) -> Short:
    """Days as numbers."""
    return column.to_physical().fill_null(NO_DAY).to_numpy()


def flags(column: pl.Series) -> Tiny:
    """Yes as 1, no as 0, and what is not known as -1."""
    return column.cast(pl.Int8).fill_null(NONE).to_numpy()


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words: which word stands where, -1 for none."""

    codes: Short
    words: tuple[str, ...]

    def word(self, code: int) -> str | None:
        """The word of a code."""
        return None if code < 0 else self.words[code]

    def part(self) -> "Part":
        """The codes, and how many words there are."""
        return self.codes, len(self.words)


Part: TypeAlias = tuple[Whole | Short | Tiny, int]


def coded(column: pl.Series) -> Coded:
    """Words as numbers, in the order of the alphabet."""
    words = column.drop_nulls().unique().sort()
    codes = column.cast(pl.Enum(words)).to_physical().cast(pl.Int32).fill_null(NONE).to_numpy()
    return Coded(codes, tuple(words))


def distinct(*parts: Part) -> tuple[list[int], Whole]:
    """The combinations that occur.

    Args:
        parts: Codes from -1 up, all of one length, each with the number that they stay under.

    Returns:
        One place for each combination at which it stands, and for each place which one it is.
    """
    length = len(parts[0][0])
    combined: Whole = np.zeros(length, np.int64)
    size = 1
    for codes, many in parts:
        if size * (many + 1) > _LARGE:
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
            size = length
        combined = combined * (many + 1) + (codes.astype(np.int64) + 1)
        size *= many + 1
    if size > _SMALL:
        _, places, index = np.unique(combined, return_index=True, return_inverse=True)
        return [int(place) for place in places], index.astype(np.int64)
    example = np.full(size, -1, np.int64)
    example[combined] = np.arange(length)
    found = np.flatnonzero(example >= 0)
    number = np.zeros(size, np.int64)
    number[found] = np.arange(len(found))
    return [int(place) for place in example[found]], number[combined]


def rows_of(keys: pl.Series, entries: pl.Series) -> Whole:
    """At which row of `keys` each entry's key stands; -1 where there is none."""
    if keys.dtype.is_integer() and keys.is_sorted() and len(keys):
        there, wanted = keys.to_numpy(), entries.to_numpy()
        at = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
        return np.where(there[at] == wanted, at, -1).astype(np.int64)
    numbered = pl.DataFrame({"key": keys, "at": np.arange(len(keys))})
    joined = pl.DataFrame({"key": entries}).join(
        numbered, on="key", how="left", maintain_order="left"
    )
    return joined["at"].cast(pl.Int64).fill_null(-1).to_numpy()
