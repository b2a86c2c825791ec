"""A file of awards that were decided outside, read row by row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.award.outside import (
    LONGEST,
    LONGEST_NAME,
    OutsideEvidence,
    OutsideRow,
    is_address,
)
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.organization.roster import RowProblem

REQUIRED: Final = ("email", "earned_on")
PLAIN: Final = ("email", "name", "earned_on", "expires_on", "narrative")
EVIDENCE: Final = ("evidence_name", "evidence_url", "evidence_description")
MOST_EVIDENCE: Final = 5
LEVEL: Final = "level_"
MOST_ROWS: Final = 20_000
EARLIEST: Final = date(2000, 1, 1)
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
_AMERICAN_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
# A list in Markdown begins with "- "; a formula has no space there.
_FORMULA = re.compile(r"[=@]|[+\-](?!\s)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_IN_SEVERAL_LINES = re.compile(r"narrative|evidence(_\d)?_description")


@dataclass(frozen=True, slots=True)
class OutsideFile:
    """A file as it was read: the rows that can be awarded, and what is wrong with the others."""

    rows: tuple[OutsideRow, ...]
    problems: tuple[RowProblem, ...]


def columns_of(rubric: Rubric) -> tuple[str, ...]:
    """The names that a file's columns may have, in the order of the template."""
    return (
        *PLAIN,
        *EVIDENCE,
        *(LEVEL + criterion.key for criterion in rubric.criteria),
    )


def read_outside(text: str, *, rubric: Rubric, on: date) -> OutsideFile:
    """Read the text of a CSV file.

    Args:
        text: With the names of `columns_of` in its first line, in any order; commas or semicolons.
            Further evidence goes into columns such as "evidence_2_name".
        rubric: Of the version that is awarded.
        on: Today: nothing can have been earned later.

    Raises:
        ProblemsError: If the file as a whole cannot be read.
    """
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        fix = "In your spreadsheet, choose to save as CSV (UTF-8)."
        raise ProblemsError([Problem("file", f"The file is not CSV: {error}.", fix)]) from error
    header = _header(lines[0] if lines else [], rubric)
    filled = [
        (number, line)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not filled:
        raise ProblemsError([Problem("file", "The file has no rows.", "Add one row an award.")])
    if len(filled) > MOST_ROWS:
        reason = f"The file has more than {MOST_ROWS:,} rows."
        raise ProblemsError([Problem("file", reason, "Split it into several files.")])
    return _rows(header, filled, rubric, on)


def _header(cells: Sequence[str], rubric: Rubric) -> list[str]:
    levels = {
        (LEVEL + criterion.key).lower(): LEVEL + criterion.key for criterion in rubric.criteria
    }
    header = [_column(cell, levels) for cell in cells]
    known = {*columns_of(rubric)} | {
        name.replace("_", f"_{number}_", 1)
        for name in EVIDENCE
        for number in range(2, MOST_EVIDENCE + 1)
    }
    problems = [
        Problem("file", f'The column "{name}" is missing.', "Add it to the first line.")
        for name in REQUIRED
        if name not in header
    ]
    problems += [
        Problem(
            "file", f'The column "{name}" is not known.', f"Use: {', '.join(columns_of(rubric))}."
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
    return header


def _column(cell: str, levels: Mapping[str, str]) -> str:
    name = cell.strip().lower().replace(" ", "_")
    return levels.get(name, name)


def _rows(
    header: Sequence[str], lines: Sequence[tuple[int, list[str]]], rubric: Rubric, on: date
) -> OutsideFile:
    rows: list[OutsideRow] = []
    problems: list[RowProblem] = []
    first: dict[str, int] = {}
    for number, cells in lines:
        reading = _Reading(number, dict(zip(header, map(str.strip, cells), strict=False)))
        if len(cells) > len(header):
            reading.refuse(
                header[-1],
                f"The row has {len(cells)} cells; the header has {len(header)}.",
                "Put quotation marks around text that has a comma in it.",
            )
        row = reading.row(rubric, on)
        if row is not None and row.email in first:
            reading.refuse(
                "email",
                f"Row {first[row.email]} is about the same person.",
                "Keep one of them: an award is given once.",
            )
        problems += reading.problems
        if row is not None and not reading.problems:
            first[row.email] = number
            rows.append(row)
    return OutsideFile(tuple(rows), tuple(problems))


class _Reading:
    """One line on its way to a row; every fault of it is collected, not only the first."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self.cells = cells
        self.problems: list[RowProblem] = []

    def refuse(self, column: str, reason: str, fix: str) -> None:
        self.problems.append(RowProblem(self.number, column, reason, fix))

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")

    def row(self, rubric: Rubric, on: date) -> OutsideRow | None:
        self._refuse_what_runs()
        email, earned = self._email(), self._earned(on)
        expires = self._expires(earned, on)
        row = OutsideRow(
            self.number,
            email,
            self._text("name", LONGEST_NAME),
            earned or on,
            expires,
            self._text("narrative", LONGEST),
            self._evidence(),
            self._levels(rubric),
        )
        return None if self.problems else row

    def _refuse_what_runs(self) -> None:
        for column, value in self.cells.items():
            if _FORMULA.match(value):
                self.refuse(
                    column,
                    f'The cell begins with "{value[0]}", as a formula does.',
                    "Write what it comes to, as plain text.",
                )
            control = _CONTROL.search(value)
            broken = not _IN_SEVERAL_LINES.fullmatch(column) and ("\n" in value or "\r" in value)
            if control or broken:
                self.refuse(
                    column, "The cell has characters that cannot be shown.", "Type it anew."
                )

    def _email(self) -> str:
        value = self.cell("email").lower()
        if not value:
            self.refuse("email", "There is no e-mail address.", "Each award needs its educator’s.")
        elif not (_EMAIL.fullmatch(value) and len(value) <= 254):  # noqa: PLR2004 - RFC 5321
            self.refuse(
                "email",
                f'"{value[:80]}" is not an e-mail address.',
                "Write it as name@example.org.",
            )
        return value

    def _earned(self, on: date) -> date | None:
        if not self.cell("earned_on"):
            self.refuse("earned_on", "There is no day.", "Say on which day it was decided.")
            return None
        earned = self._day("earned_on")
        if earned is not None and earned > on:
            self.refuse("earned_on", "This day lies ahead.", "Only what was earned is awarded.")
        elif earned is not None and earned < EARLIEST:
            self.refuse("earned_on", "This day is before 2000.", "Check the year.")
        return earned

    def _expires(self, earned: date | None, on: date) -> date | None:
        expires = self._day("expires_on")
        if expires is None or earned is None:
            return expires
        if expires < earned:
            self.refuse("expires_on", "It would end before it began.", "Check both days.")
        elif expires < on:
            self.refuse("expires_on", "It has ended already.", "Take the row out.")
        return expires

    def _day(self, column: str) -> date | None:
        value = self.cell(column)
        if not value:
            return None
        try:
            if _AMERICAN_DAY.fullmatch(value):
                return datetime.strptime(value, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone
            return date.fromisoformat(value)
        except ValueError:
            self.refuse(
                column, f'"{value[:80]}" is not a day.', "Write it as 2026-06-30 or 6/30/2026."
            )
            return None

    def _text(self, column: str, longest: int) -> str:
        value = self.cell(column)
        if len(value) > longest:
            self.refuse(column, f"The text is longer than {longest:,} characters.", "Shorten it.")
        return value

    def _evidence(self) -> tuple[OutsideEvidence, ...]:
        pieces = []
        for number in range(1, MOST_EVIDENCE + 1):
            name, url, description = (
                column if number == 1 else column.replace("_", f"_{number}_", 1)
                for column in EVIDENCE
            )
            piece = OutsideEvidence(
                self._text(name, LONGEST_NAME), self._address(url), self._text(description, LONGEST)
            )
            if (piece.url or piece.description) and not piece.name:
                self.refuse(name, "This evidence has no name.", "Say in a few words what it is.")
            if piece.name:
                pieces.append(piece)
        return tuple(pieces)

    def _address(self, column: str) -> str:
        value = self.cell(column)
        if value and not is_address(value):
            self.refuse(
                column,
                f'"{value[:80]}" is not a web address.',
                "Write it as https://example.org/page.",
            )
        return value

    def _levels(self, rubric: Rubric) -> dict[str, str]:
        by_name = {name: level.key for level in rubric.levels for name in (level.key, level.title)}
        names = {name.lower(): key for name, key in by_name.items()}
        found = {}
        for criterion in rubric.criteria:
            column = LEVEL + criterion.key
            value = self.cell(column)
            if not value:
                continue
            level = names.get(value.lower())
            if level is None:
                known = ", ".join(one.title for one in rubric.levels)
                self.refuse(column, f'"{value[:80]}" is not a level.', f"Use one of: {known}.")
            elif not rubric.passes(level):
                self.refuse(
                    column,
                    "This level is not enough for the award.",
                    "Take the row out, or correct the level.",
                )
            else:
                found[criterion.key] = level
        return found
