"""One reported figure as it was typed, or a file of them: read with all its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.organization.row_file import (
    RowProblem,
    RowReading,
    check_header,
    decode,
    lines_of,
    readings,
)
from longleaf.domain.plan.outcome import Measured

COLUMNS: Final = ("measure", "day", "figure", "size", "margin", "note")
MOST_BYTES: Final = 300_000
MOST_ROWS: Final = 2_000
_LARGEST_GROUP: Final = 100_000_000
LONGEST_NOTE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that may be kept; amounts as exact text."""

    measure: str
    on: date
    figure: str
    size: int | None = None
    margin: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureFile:
    """What a file holds.

    Attributes:
        figures: Rows that can be kept, with the number of their line.
        known: Lines that say what is on record already, and change nothing.
        problems: What is wrong with the others.
        encoding: In which the file was read.
    """

    figures: tuple[tuple[int, Figure], ...]
    known: tuple[int, ...]
    problems: tuple[RowProblem, ...]
    encoding: str

    @property
    def wrong(self) -> int:
        """How many rows cannot be kept."""
        return len({one.row for one in self.problems})


def read_figure(
    measure: Measured,
    *,
    day: str,
    figure: str,
    size: str = "",
    margin: str = "",
    note: str = "",
    on: date,
) -> Figure:
    """A figure as somebody typed it.

    Raises:
        ProblemsError: With everything that is wrong; `where` names the field.
    """
    reading = RowReading(
        0, {"day": day, "figure": figure, "size": size, "margin": margin, "note": note}
    )
    found = _read(reading, measure, on)
    if found is None:
        raise ProblemsError([Problem(one.column, one.reason, one.fix) for one in reading.problems])
    return found


def read_file(
    content: bytes,
    measures: Sequence[Measured],
    *,
    reported: Mapping[tuple[str, date], Figure],
    on: date,
) -> FigureFile:
    """Every row of a file, good ones and wrong ones.

    Args:
        content: CSV with the columns of COLUMNS; the last three may be left out.
        measures: The plan's, of which a row names one by its key or its title.
        reported: What is on record, by measure and day.
        on: Today.

    Raises:
        ProblemsError: If it cannot be read at all.
    """
    if len(content) > MOST_BYTES:
        reason = f"The file is larger than {MOST_BYTES // 1000} kB."
        raise ProblemsError([Problem("file", reason, "Split it into several files.")])
    text, encoding = decode(content)
    lines = lines_of(text, each="a figure")
    if len(lines) > MOST_ROWS + 1:
        reason = f"The file has more than {MOST_ROWS:,} rows."
        raise ProblemsError([Problem("file", reason, "Split it into several files.")])
    header = [one.strip().lower() for one in lines[0][1]]
    check_header(header, required=COLUMNS[:3], known=COLUMNS)
    names = {one.key.lower(): one for one in measures} | {
        _plain(one.title): one for one in measures
    }
    good: dict[tuple[str, date], tuple[int, Figure]] = {}
    known: list[int] = []
    problems: list[RowProblem] = []
    for reading in readings(header, lines[1:], RowReading):
        measure = names.get(_plain(reading.cell("measure")))
        if measure is None:
            said = reading.cell("measure")[:80]
            reading.refuse(
                "measure", f"The plan has no measure “{said}”.", "Use its title or its key."
            )
        found = _read(reading, measure, on) if measure is not None else None
        if found is not None and not reading.problems:
            _place(reading, found, good, known, reported)
        problems += reading.problems
    return FigureFile(tuple(good.values()), tuple(known), tuple(problems), encoding)


def _place(
    reading: RowReading,
    found: Figure,
    good: dict[tuple[str, date], tuple[int, Figure]],
    known: list[int],
    reported: Mapping[tuple[str, date], Figure],
) -> None:
    place = (found.measure, found.on)
    if place in good:
        reason = f"Line {good[place][0]} reports the same measure for the same day."
        reading.refuse("day", reason, "Keep one of the two.")
    elif place in reported:
        there = reported[place]
        if (there.figure, there.size, there.margin) == (found.figure, found.size, found.margin):
            known.append(reading.number)
            return
        reason = f"{there.figure or 'A figure taken back'} is on record for that day."
        reading.refuse("figure", reason, "Correct it on the page of outcomes, saying why.")
    else:
        good[place] = (reading.number, found)


def _read(reading: RowReading, measure: Measured, on: date) -> Figure | None:
    day = reading.day("day")
    if not reading.cell("day"):
        reading.refuse("day", "The day is missing.", "Write the day that the figure holds for.")
    elif day is not None and day > on:
        reading.refuse("day", "The day has not come yet.", "Report a figure once it is there.")
    elif day is not None and day <= measure.baseline_on:
        reason = "The day is not after the baseline's."
        reading.refuse("day", reason, "Only what came later is reported.")
    figure = _amount(reading, "figure")
    if not reading.cell("figure"):
        reading.refuse("figure", "The figure is missing.", "Write it as 18 or 18.5.")
    margin = _amount(reading, "margin")
    if margin is not None and margin < 0:
        reading.refuse("margin", "A margin is not below zero.", "Write the half of the interval.")
    size = _size(reading)
    note = reading.cell("note").strip()
    if not is_storable(note) or len(note) > LONGEST_NOTE:
        reason = f"The note is too long (more than {LONGEST_NOTE:,} characters), or holds a"
        reading.refuse("note", f"{reason} character that cannot be stored.", "Shorten it.")
    if reading.problems or day is None or figure is None:
        return None
    shown = show_amount(margin) if margin is not None else ""
    return Figure(measure.key, day, show_amount(figure), size, shown, note)


def _amount(reading: RowReading, column: str) -> Fraction | None:
    text = reading.cell(column).strip().removesuffix("%").strip()
    if not text:
        return None
    try:
        return parse_amount(text)
    except NotAnAmountError:
        reading.refuse(column, f"“{text[:80]}” is not a figure.", "Write it as 18 or 18.5.")
        return None


def _size(reading: RowReading) -> int | None:
    text = reading.cell("size").strip().replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:12]) <= _LARGEST_GROUP:
        reading.refuse(
            "size", f"“{text[:80]}” is not a size of a group.", "Write a whole number above 0."
        )
        return None
    return int(text)


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
