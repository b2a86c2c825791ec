"""A state that does not exist: believable facts of as many educators as asked for, by a seed.

For benchmarks and for trying things out. LEAs are numbered; nobody in it is anybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from longleaf.policy.columnar.arrays import Whole, number_of
from longleaf.policy.columnar.frames import (
    ACTIVITIES,
    AWARDS,
    EDUCATOR,
    LICENSES,
    RECOGNIZED,
    Frames,
)

_LEAS: Final = 115
_AREAS: Final = ("academic", "literacy", "digital_learning", "general")
_YEARS: Final = 5
_CERTIFIED: Final = 0.01
_FOR_LIFE: Final = 0.02
_LEGISLATORS: Final = 0.0202
_COURSES: Final = 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    """How many entries educators have: `activities` and `awards` on average, uniformly spread."""

    activities: int = 13
    awards: int = 4


def state(
    educators: int,
    *,
    seed: int,
    jurisdiction: str = "north_carolina",
    boards: Sequence[str] = (),
    batch: int = 100_000,
    plan: Plan | None = None,
) -> Iterator[Frames]:
    """The educators of a state, in batches.

    Args:
        educators: How many.
        seed: The same seed gives the same state.
        jurisdiction: Whose employees they are.
        boards: Names of LEAs that have rules of their own; the others are numbered.
        batch: How many at a time.
        plan: How many entries they have.
    """
    leas = [*boards, *(f"lea_{number:03}" for number in range(_LEAS - len(boards)))]
    for first in range(0, educators, batch):
        random = np.random.default_rng([seed, first])
        keys = np.arange(first, min(first + batch, educators), dtype=np.int64)
        yield _Batch(random, keys, jurisdiction, leas, plan or Plan()).frames()


class _Batch:
    """Draws one batch."""

    def __init__(
        self,
        random: np.random.Generator,
        keys: Whole,
        jurisdiction: str,
        leas: Sequence[str],
        plan: Plan,
    ) -> None:
        self._random = random
        self._keys = keys
        self._jurisdiction = jurisdiction
        self._leas = leas
        self._plan = plan
        self._expires = random.integers(2024, 2024 + _YEARS, len(keys))

    def frames(self) -> Frames:
        return Frames(
            _complete(self._licenses(), LICENSES),
            _complete(self._activities(), ACTIVITIES),
            _complete(self._awards(), AWARDS),
            _complete({EDUCATOR: self._keys[:0]}, RECOGNIZED),
        )

    def _words(self, words: Sequence[str | None], weights: Sequence[float], many: int) -> pl.Series:
        chances = np.array(weights) / sum(weights)
        return pl.Series(words, dtype=pl.String)[self._random.choice(len(words), many, p=chances)]

    def _licenses(self) -> dict[str, pl.Series | Whole | str]:
        many = len(self._keys)
        ends = np.array([number_of(date(2024 + n, 6, 30)) for n in range(_YEARS)], np.int32)
        begins = np.array([number_of(date(2019 + n, 7, 1)) for n in range(_YEARS)], np.int32)
        at = self._expires - 2024
        kinds = ("teacher", "student_services", "administrator")
        spans = ("K-5", "6-8", "6-12", None)
        ratings = ("developing", "proficient", "accomplished", "distinguished", None)
        rare = self._random.random(many)
        return {
            EDUCATOR: self._keys,
            "kind": self._words(kinds, (85, 8, 7), many),
            "grade_span": self._words(spans, (45, 10, 40, 5), many),
            "cycle_began_on": pl.Series(begins[at]).cast(pl.Date),
            "expires_on": pl.Series(ends[at]).cast(pl.Date),
            "jurisdiction": pl.repeat(self._jurisdiction, many, eager=True),
            "local": self._words(self._leas, [1.0] * len(self._leas), many),
            "rating": self._words(ratings, (4, 55, 30, 8, 3), many),
            "national_board": _where(rare < _CERTIFIED),
            "lifetime": _where((rare > _CERTIFIED) & (rare < _FOR_LIFE)),
            "legislator": _where((rare > _FOR_LIFE) & (rare < _LEGISLATORS)),
        }

    def _owners(self, average: int) -> tuple[Whole, Whole]:
        """The rows of those who have the entries, and the number of each of one's entries."""
        counts = self._random.integers(0, 2 * average + 1, len(self._keys))
        owner = np.repeat(np.arange(len(self._keys)), counts)
        return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)

    def _days(self, owner: Whole) -> pl.Series:
        ends = np.array([number_of(date(2024 + n, 6, 30)) for n in range(_YEARS)], np.int32)
        back = self._random.integers(0, 2000, len(owner)).astype(np.int32)
        return pl.Series(ends[self._expires[owner] - 2024] - back).cast(pl.Date)

    def _activities(self) -> dict[str, pl.Series | Whole | str]:
        owner, number = self._owners(self._plan.activities)
        many = len(owner)
        hours = [str(n) for n in range(1, 31)] + ["1.5", "2.5", "7.5", "0.75"]
        course = self._random.random(many) < _COURSES
        credits = self._words(("1", "2", "3"), (1, 2, 6), many)
        chosen = pl.Series(course)
        kind = self._words(("workshop", "self_paced_online"), (9, 1), many)
        areas = (*_AREAS, "literacy general", "academic literacy", "", None)
        return {
            EDUCATOR: self._keys[owner],
            "id": "a" + pl.Series(number).cast(pl.String),
            "kind": pl.repeat("college_course", many, eager=True).zip_with(chosen, kind),
            "quantity": credits.zip_with(chosen, self._words(hours, [1.0] * len(hours), many)),
            "unit": pl.repeat("semester_hour", many, eager=True).zip_with(
                chosen, self._words(("clock_hour", "ceu"), (98, 2), many)
            ),
            "categories": self._words(areas, (200, 200, 80, 400, 40, 40, 20, 4), many),
            "completed_on": self._days(owner),
            "approved": self._words(("true", "false", None), (976, 20, 4), many) == "true",
            "evidence": self._words(("certificate", "transcript", None), (80, 10, 10), many),
        }

    def _awards(self) -> dict[str, pl.Series | Whole | str]:
        owner, number = self._owners(self._plan.awards)
        many = len(owner)
        named = self._random.integers(0, 200, many)
        slugs = pl.Series([f"micro-credential-{one:03}" for one in range(200)])
        areas = pl.Series([_AREAS[one % len(_AREAS)] for one in range(200)])
        hours = pl.Series([str(5 + one % 20) for one in range(200)])
        return {
            EDUCATOR: self._keys[owner],
            "id": "w" + pl.Series(number).cast(pl.String),
            "microcredential": "urn:example:" + slugs[named],
            "granted_on": self._days(owner),
            "slug": slugs[named],
            "categories": areas[named],
            "effort_hours": hours[named],
        }


def _where(chosen: npt.NDArray[np.bool_]) -> pl.Series:
    """True where chosen, not known elsewhere."""
    return pl.select(pl.when(pl.Series(chosen)).then(pl.lit(value=True))).to_series()


def _complete(
    given: dict[str, pl.Series | Whole | str], columns: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """A frame with all columns, null where nothing is given."""
    return pl.DataFrame(given).select(
        EDUCATOR,
        *(
            (pl.col(name) if name in given else pl.lit(None)).cast(kind).alias(name)
            for name, kind in columns.items()
        ),
    )
