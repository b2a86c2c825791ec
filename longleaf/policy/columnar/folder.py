"""A folder of facts: four Parquet files, or folders of them, read in batches.

`licenses.parquet` has a row for each educator; `activities.parquet`, `awards.parquet` and
`recognized.parquet` may be missing. A folder may instead hold folders, each with such files and
with educators of its own. Where the rows of a file stand in the order of `educator`, only those
of a batch are read; in any other order the answer is the same, and slower.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.columnar.frames import (
    ACTIVITIES,
    AWARDS,
    EDUCATOR,
    LICENSES,
    RECOGNIZED,
    Frames,
    Key,
    Needed,
    apart_as_rows,
    facts_apart,
)

BATCH: Final = 100_000
"""Educators at a time: with a dozen entries each, some hundred megabytes."""
APART: Final = "apart"
TABLES: Final[Mapping[str, Mapping[str, type[pl.DataType]]]] = {
    "licenses": LICENSES,
    "activities": ACTIVITIES,
    "awards": AWARDS,
    "recognized": RECOGNIZED,
    APART: {"facts": pl.String},
}
NEEDED: Final[Needed] = {
    "licenses": ("kind",),
    "activities": ("id", "kind", "quantity", "unit"),
    "awards": ("id", "microcredential"),
    "recognized": ("id", "quantity", "unit"),
    APART: ("facts",),
}
AMOUNTS: Final = ("quantity", "effort_hours", "years_employed")


@dataclass(frozen=True, slots=True)
class FactsFolder:
    """The facts in a folder, as often as they are asked for.

    Attributes:
        path: The folder.
        batch: How many educators to read at a time.
    """

    path: Path
    batch: int = BATCH

    def __iter__(self) -> Iterator[Frames]:
        for part in self.parts():
            yield from self._frames(part)

    def parts(self) -> list[Path]:
        """The folders that hold the files, in order.

        Raises:
            ProblemsError: If there are none.
        """
        found = [self.path, *sorted(self.path.iterdir())] if self.path.is_dir() else []
        parts = [one for one in found if (one / "licenses.parquet").is_file()]
        if not parts:
            reason = "There is no “licenses.parquet”, nor a folder that holds one."
            raise ProblemsError([Problem(str(self.path), reason, "Name the folder of facts.")])
        return parts

    def _frames(self, part: Path) -> Iterator[Frames]:
        found = {name: _scan(part / f"{name}.parquet", name) for name in TABLES}
        scans = {name: scan for name, scan in found.items() if scan is not None}
        keys = scans["licenses"].select(EDUCATOR).collect()[EDUCATOR].sort()
        _checked_keys(part, keys)
        for first in range(0, len(keys), self.batch):
            some = keys[first : first + self.batch]
            inside = pl.col(EDUCATOR).is_between(pl.lit(some[0]), pl.lit(some[-1]))
            read = {
                name: _checked(part / f"{name}.parquet", scan.filter(inside).collect())
                for name, scan in scans.items()
            }
            empty = {
                name: pl.DataFrame(schema={EDUCATOR: keys.dtype, **columns})
                for name, columns in TABLES.items()
            }
            tables = {**empty, **read}
            yield Frames(
                tables["licenses"],
                tables["activities"],
                tables["awards"],
                tables["recognized"],
                facts_apart(tables[APART], str(part / "apart.parquet")),
            )


def _scan(path: Path, name: str) -> pl.LazyFrame | None:
    """A file with the columns that it has, and nulls for those that it may leave out."""
    if not path.is_file():
        return None
    try:
        scan = pl.scan_parquet(path)
        there = scan.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = f"This is not a Parquet file: {str(error).splitlines()[0]}."
        raise ProblemsError([Problem(str(path), reason, "Write it anew.")]) from None
    columns = TABLES[name]
    problems = [
        Problem(str(path), f"There is no column “{one}”.", "Add it.")
        for one in (EDUCATOR, *NEEDED[name])
        if one not in there
    ]
    problems += [
        Problem(str(path), f"There is no use for a column “{one}”.", "Remove or rename it.")
        for one in there
        if one != EDUCATOR and one not in columns
    ]
    for one, kind in columns.items():
        if one in there and there[one] not in {kind(), pl.Null()}:
            reason = f"“{one}” holds {there[one]}, not {kind.__name__}."
            problems.append(Problem(str(path), reason, "Write it in that type."))
    if problems:
        raise ProblemsError(problems)
    return scan.select(
        EDUCATOR,
        *(
            (pl.col(one) if one in there else pl.lit(None)).cast(kind).alias(one)
            for one, kind in columns.items()
        ),
    )


def _checked_keys(part: Path, keys: pl.Series) -> None:
    path = str(part / "licenses.parquet")
    if not (keys.dtype.is_integer() or keys.dtype == pl.String) or keys.null_count():
        reason = "“educator” is not a whole number or a text in every row."
        raise ProblemsError([Problem(path, reason, "Give every educator one.")])
    if keys.n_unique() < len(keys):
        twice = keys.filter(keys.is_duplicated())[0]
        reason = f"The educator {twice} has two rows."
        raise ProblemsError([Problem(path, reason, "Keep one license for each.")])


def _checked(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame, if what must be given is, and every amount is one."""
    needed = NEEDED[path.stem]
    for name in needed:
        if frame[name].null_count():
            reason = f"“{name}” is missing in some row."
            raise ProblemsError([Problem(str(path), reason, "Give it in every row.")])
    for name in AMOUNTS:
        if name in frame.columns:
            for text in frame[name].drop_nulls().unique():
                _check_amount(path, name, text)
    return frame


def _check_amount(path: Path, name: str, text: str) -> None:
    try:
        negative = parse_amount(text) < 0
    except NotAnAmountError as error:
        raise ProblemsError([Problem(f"{path}: {name}", str(error))]) from None
    if negative:
        reason = f"The amount {text} must be 0 or more."
        raise ProblemsError([Problem(f"{path}: {name}", reason)])


def write_folder(path: Path, batches: Iterable[Frames]) -> None:
    """Write facts as a folder; each batch, if there are several, as a folder within.

    Facts apart are written as the facts files they came from, and so have to be given as text.
    """
    found = list(batches)
    for number, frames in enumerate(found):
        part = path if len(found) == 1 else path / f"{number:05}"
        write_part(part, frames)


def write_part(part: Path, frames: Frames, apart: Mapping[Key, str] | None = None) -> None:
    """Write the facts of one batch, in the order of the educators.

    Args:
        part: The folder, made if it is not there.
        frames: The columns.
        apart: The facts files, as text, of the educators apart.

    Raises:
        ProblemsError: If one of them is not given.
    """
    part.mkdir(parents=True, exist_ok=True)
    missing = [key for key in frames.apart if key not in (apart or {})]
    if missing:
        reason = f"The facts of the educator {missing[0]} do not fit into columns."
        raise ProblemsError([Problem(str(part), reason, "Hand in the facts file as well.")])
    tables = {
        "licenses": frames.licenses,
        "activities": frames.activities,
        "awards": frames.awards,
        "recognized": frames.recognized,
    }
    if apart:
        key = frames.licenses.schema[EDUCATOR]
        tables[APART] = apart_as_rows(apart, key)
    for name, frame in tables.items():
        frame.sort(EDUCATOR, maintain_order=True).write_parquet(
            part / f"{name}.parquet", row_group_size=100_000, statistics=True
        )
