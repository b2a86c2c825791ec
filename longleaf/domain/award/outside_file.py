"""A file of awards that were decided outside, read row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from longleaf.domain.award.outside import (
    LONGEST,
    LONGEST_NAME,
    OutsideEvidence,
    OutsideRow,
    is_address,
)
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.organization.row_file import (
    Line,
    RowProblem,
    RowReading,
    check_header,
    lines_of,
    readings,
)

REQUIRED: Final = ("email", "earned_on")
PLAIN: Final = ("email", "name", "earned_on", "expires_on", "narrative")
EVIDENCE: Final = ("evidence_name", "evidence_url", "evidence_description")
MOST_EVIDENCE: Final = 5
LEVEL: Final = "level_"
EARLIEST: Final = date(2000, 1, 1)
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
    lines = lines_of(text, each="an award")
    header = _header(lines[0][1], rubric)
    return _rows(header, lines[1:], rubric, on)


def _header(cells: Sequence[str], rubric: Rubric) -> list[str]:
    levels = {
        (LEVEL + criterion.key).lower(): LEVEL + criterion.key for criterion in rubric.criteria
    }
    header = [_column(cell, levels) for cell in cells]
    offered = columns_of(rubric)
    further = {
        name.replace("_", f"_{number}_", 1)
        for name in EVIDENCE
        for number in range(2, MOST_EVIDENCE + 1)
    }
    check_header(header, required=REQUIRED, known={*offered} | further, offered=offered)
    return header


def _column(cell: str, levels: Mapping[str, str]) -> str:
    name = cell.strip().lower().replace(" ", "_")
    return levels.get(name, name)


def _rows(header: Sequence[str], lines: Sequence[Line], rubric: Rubric, on: date) -> OutsideFile:
    rows: list[OutsideRow] = []
    problems: list[RowProblem] = []
    first: dict[str, int] = {}
    for reading in readings(header, lines, _Reading):
        row = reading.row(rubric, on)
        if row is not None and row.email in first:
            reading.refuse(
                "email",
                f"Row {first[row.email]} is about the same person.",
                "Keep one of them: an award is given once.",
            )
        problems += reading.problems
        if row is not None and not reading.problems:
            first[row.email] = row.number
            rows.append(row)
    return OutsideFile(tuple(rows), tuple(problems))


class _Reading(RowReading):
    """One line on its way to a row."""

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
        value = self.email("email")
        if not value:
            self.refuse("email", "There is no e-mail address.", "Each award needs its educator’s.")
        return value

    def _earned(self, on: date) -> date | None:
        if not self.cell("earned_on"):
            self.refuse("earned_on", "There is no day.", "Say on which day it was decided.")
            return None
        earned = self.day("earned_on")
        if earned is not None and earned > on:
            self.refuse("earned_on", "This day lies ahead.", "Only what was earned is awarded.")
        elif earned is not None and earned < EARLIEST:
            self.refuse("earned_on", "This day is before 2000.", "Check the year.")
        return earned

    def _expires(self, earned: date | None, on: date) -> date | None:
        expires = self.day("expires_on")
        if expires is None or earned is None:
            return expires
        if expires < earned:
            self.refuse("expires_on", "It would end before it began.", "Check both days.")
        elif expires < on:
            self.refuse("expires_on", "It has ended already.", "Take the row out.")
        return expires

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
