"""A file with a row for each of many things, as spreadsheets write it, read with all its faults."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from longleaf.basis.problem import Problem, ProblemsError

MOST_BYTES: Final = 5_000_000
MOST_ROWS: Final = 20_000
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
_AMERICAN_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_SHOWN = 80

Line = tuple[int, list[str]]
"""The cells of a line, and its number as a spreadsheet counts it: the header is 1."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row: where, why, and what to do."""

    row: int
    column: str
    reason: str
    fix: str


def decode(content: bytes) -> tuple[str, str]:
    """The file's text, and the name of the encoding it was read in.

    A file that is not UTF-8 is read as Latin-1 in its Windows form, which is what spreadsheets
    write; whoever sees the preview is told, since names could come out wrong.

    Raises:
        ProblemsError: If the file is empty, too big, or no text at all.
    """
    if not content.strip():
        raise ProblemsError([Problem("file", "The file is empty.", "Choose another file.")])
    if len(content) > MOST_BYTES:
        limit = f"The file is larger than {MOST_BYTES // 1_000_000} MB."
        raise ProblemsError([Problem("file", limit, "Split it into several files.")])
    if b"\0" in content:
        fix = "In your spreadsheet, choose to save as CSV (UTF-8)."
        raise ProblemsError([Problem("file", "The file is not a CSV file.", fix)])
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        # Five bytes have no meaning in the Windows form; Latin-1 itself gives every byte one.
        try:
            return content.decode("cp1252"), "Latin-1"
        except UnicodeDecodeError:
            return content.decode("latin-1"), "Latin-1"


def lines_of(text: str, *, each: str) -> list[Line]:
    """The header, and the lines below it that are not empty.

    Args:
        text: CSV, with commas, semicolons or tabs.
        each: What a row stands for, as in "a person".

    Raises:
        ProblemsError: If it is not CSV, has no rows, or more than we take.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        fix = "In your spreadsheet, choose to save as CSV (UTF-8)."
        raise ProblemsError([Problem("file", f"The file is not CSV: {error}.", fix)]) from error
    filled = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if number == 1 or any(cell.strip() for cell in line)
    ]
    if len(filled) < 2:  # noqa: PLR2004 - the header and a row
        raise ProblemsError([Problem("file", "The file has no rows.", f"Add one row {each}.")])
    if len(filled) > MOST_ROWS + 1:
        reason = f"The file has more than {MOST_ROWS:,} rows."
        raise ProblemsError([Problem("file", reason, "Split it into several files.")])
    return filled


def check_header(
    header: Sequence[str],
    *,
    required: Collection[str],
    known: Collection[str],
    offered: Sequence[str] = (),
) -> None:
    """Refuse a header in which a column is missing, unknown or named twice.

    Args:
        header: The names of the columns.
        required: Those that must be there.
        known: All that may be there.
        offered: Those that are named to whoever used another; all that are known if left out.

    Raises:
        ProblemsError: With all that is wrong.
    """
    problems = [
        Problem("file", f'The column "{name}" is missing.', "Add it to the first line.")
        for name in required
        if name not in header
    ]
    problems += [
        Problem(
            "file", f'The column "{name}" is not known.', f"Use: {', '.join(offered or known)}."
        )
        for name in header
        if name not in known
    ]
    problems += [
        Problem("file", f'The column "{name}" stands there twice.', "Keep one of them.")
        for name, count in Counter(header).items()
        if count > 1
    ]
    if problems:
        raise ProblemsError(problems)


class RowReading:
    """One line on its way to a row; every fault of it is collected, not only the first.

    Attributes:
        number: The line's, as a spreadsheet counts it.
        cells: What stands in each column.
        problems: What was found wrong so far.
    """

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        """Take a line."""
        self.number = number
        self.cells = cells
        self.problems: list[RowProblem] = []

    def refuse(self, column: str, reason: str, fix: str) -> None:
        """Note what is wrong with a cell, and what to do."""
        self.problems.append(RowProblem(self.number, column, reason, fix))

    def cell(self, column: str) -> str:
        """What stands in a column; "" if there is none of that name."""
        return self.cells.get(column, "")

    def email(self, column: str) -> str:
        """An e-mail address in small letters; "" if there is none."""
        value = self.cell(column).lower()
        if value and not (_EMAIL.fullmatch(value) and len(value) <= 254):  # noqa: PLR2004 - RFC 5321
            self.refuse(
                column,
                f'"{value[:_SHOWN]}" is not an e-mail address.',
                "Write it as name@example.org.",
            )
        return value

    def day(self, column: str) -> date | None:
        """A day; None if there is none, or it is none."""
        value = self.cell(column)
        if not value:
            return None
        try:
            if _AMERICAN_DAY.fullmatch(value):
                return datetime.strptime(value, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone
            return date.fromisoformat(value)
        except ValueError:
            self.refuse(
                column,
                f'"{value[:_SHOWN]}" is not a day.',
                "Write it as 2026-06-30 or 6/30/2026.",
            )
            return None


Reading = TypeVar("Reading", bound=RowReading)


def readings(
    header: Sequence[str],
    lines: Sequence[Line],
    make: Callable[[int, Mapping[str, str]], Reading],
) -> Iterator[Reading]:
    """Each line by the names of its columns; cells beyond the header are noted as a fault."""
    for number, cells in lines:
        reading = make(number, dict(zip(header, map(str.strip, cells), strict=False)))
        if len(cells) > len(header):
            reading.refuse(
                header[-1],
                f"The row has {len(cells)} cells; the header has {len(header)}.",
                "Put quotation marks around text that has a comma in it.",
            )
        yield reading
