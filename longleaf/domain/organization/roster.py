"""Roster: the people of an LEA as a file says them, read row by row."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.organization.row_file import (
    RowProblem,
    RowReading,
    check_header,
    lines_of,
    readings,
)

COLUMNS = (
    "email",
    "name",
    "role",
    "school",
    "license_kind",
    "grade_span",
    "cycle_began_on",
    "expires_on",
    "supervisor_email",
)
REQUIRED = ("email", "name", "role")
# What a file may give: work in classrooms and in review; whoever steers is invited by name.
ROLES = (RoleKind.EDUCATOR, RoleKind.REVIEWER, RoleKind.AUTHOR)
LICENSE_KINDS = ("teacher", "student_services", "administrator")
_LICENSE = ("license_kind", "grade_span", "cycle_began_on", "expires_on")
_GRADES = re.compile(r"(PK|K|1[0-2]|[1-9])-(K|1[0-2]|[1-9])")


@dataclass(frozen=True, slots=True)
class RosterLicense:
    """The license of a row; both days belong to the cycle."""

    kind: str
    grade_span: str
    cycle_began_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row that can be kept.

    Attributes:
        number: The line of the file as a spreadsheet counts it: the header is 1.
        email: In small letters.
        school: The school's name as the LEA has it; "" for the LEA itself.
        license: None if the row names none.
        supervisor_email: "" if the row names none.
    """

    number: int
    email: str
    name: str
    role: RoleKind
    school: str = ""
    license: RosterLicense | None = None
    supervisor_email: str = ""

    def as_json(self) -> dict[str, Any]:
        """The row as plain JSON values."""
        values = asdict(self)
        if self.license:
            values["license"]["cycle_began_on"] = self.license.cycle_began_on.isoformat()
            values["license"]["expires_on"] = self.license.expires_on.isoformat()
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The row that `as_json` wrote."""
        license_ = values["license"]
        return cls(
            **{
                **values,
                "role": RoleKind(values["role"]),
                "license": license_
                and RosterLicense(
                    license_["kind"],
                    license_["grade_span"],
                    date.fromisoformat(license_["cycle_began_on"]),
                    date.fromisoformat(license_["expires_on"]),
                ),
            }
        )


@dataclass(frozen=True, slots=True)
class Roster:
    """A file as it was read: the rows that can be kept, and what is wrong with the others."""

    rows: tuple[RosterRow, ...]
    problems: tuple[RowProblem, ...]


def read_roster(text: str, *, schools: Mapping[str, str]) -> Roster:
    """Read the text of a CSV file.

    Args:
        text: With the names of `COLUMNS` in its first line, in any order; commas or semicolons.
        schools: The LEA's schools: what a row may call one, in small letters → its name.

    Raises:
        ProblemsError: If the file as a whole cannot be read: a column is missing or unknown, or
            there are no rows.
    """
    lines = lines_of(text, each="a person")
    header = [cell.strip().lower().replace(" ", "_") for cell in lines[0][1]]
    check_header(header, required=REQUIRED, known=COLUMNS)
    return _rows(header, lines[1:], schools)


def _rows(
    header: list[str], lines: list[tuple[int, list[str]]], schools: Mapping[str, str]
) -> Roster:
    rows: list[RosterRow] = []
    problems: list[RowProblem] = []
    for reading in readings(header, lines, _Reading):
        row = reading.row(schools)
        problems += reading.problems
        if row and not reading.problems:
            rows.append(row)
    return _consistent(rows, problems)


class _Reading(RowReading):
    """One line on its way to a row."""

    def row(self, schools: Mapping[str, str]) -> RosterRow | None:
        email, name = self.email("email"), self.cell("name")
        if not email:
            self.refuse("email", "There is no e-mail address.", "Each person needs their own.")
        if not name:
            self.refuse("name", "There is no name.", "Write first and last name.")
        role, school = self.role(), self.school(schools)
        license_, supervisor = self.license(), self.email("supervisor_email")
        if supervisor and supervisor == email:
            self.refuse(
                "supervisor_email",
                "Nobody supervises themselves.",
                "Name someone else, or leave it empty.",
            )
        if role is None or self.problems:
            return None
        return RosterRow(self.number, email, name[:200], role, school, license_, supervisor)

    def role(self) -> RoleKind | None:
        value = self.cell("role").lower()
        if value in ROLES:
            return RoleKind(value)
        known = ", ".join(ROLES)
        if value in set(RoleKind):
            self.refuse("role", f'"{value}" is not given by a file.', "Invite this person by name.")
        elif value:
            self.refuse("role", f'"{value}" is not a role.', f"Use one of: {known}.")
        else:
            self.refuse("role", "There is no role.", f"Use one of: {known}.")
        return None

    def school(self, schools: Mapping[str, str]) -> str:
        value = self.cell("school")
        if value and value.lower() not in schools:
            self.refuse(
                "school",
                f'"{value}" is not one of your schools.',
                "Write it as on your page of schools, or add it there.",
            )
        if value and self.cell("role").lower() in {RoleKind.REVIEWER, RoleKind.AUTHOR}:
            self.refuse(
                "school",
                f"The work of a {self.cell('role').lower()} is for the whole LEA.",
                "Leave the school empty.",
            )
        return schools.get(value.lower(), "")

    def license(self) -> RosterLicense | None:
        kind, began, expires = (
            self.cell("license_kind").lower().replace(" ", "_"),
            self.day("cycle_began_on"),
            self.day("expires_on"),
        )
        if not any(self.cell(column) for column in _LICENSE):
            return None
        if kind not in LICENSE_KINDS:
            what = (
                f'"{kind}" is not a kind of license.' if kind else "The kind of license is missing."
            )
            self.refuse("license_kind", what, f"Use one of: {', '.join(LICENSE_KINDS)}.")
        for column in ("cycle_began_on", "expires_on"):
            if not self.cell(column):
                self.refuse(column, "A license needs both days.", "Write it as 2026-06-30.")
        if began and expires and expires <= began:
            self.refuse("expires_on", "The cycle ends before it begins.", "Check both days.")
        grades = self.cell("grade_span").upper()
        if grades and not _GRADES.fullmatch(grades):
            self.refuse(
                "grade_span", f'"{grades}" is not a span of grades.', "Write it as K-5 or 6-12."
            )
        if began is None or expires is None:
            return None
        return RosterLicense(kind, grades, began, expires)


def _consistent(rows: list[RosterRow], problems: list[RowProblem]) -> Roster:
    """Finds what is wrong only between rows: one person twice, two licenses at once."""
    first: dict[object, RosterRow] = {}
    kept: list[RosterRow] = []
    for row in rows:
        found = _clash(row, first)
        if found:
            problems.append(found)
            continue
        first[row.email, row.role, row.school] = row
        first.setdefault(row.email, row)
        if row.license:
            first.setdefault((row.email, row.license.kind), row)
        kept.append(row)
    return Roster(tuple(kept), tuple(sorted(problems, key=lambda problem: problem.row)))


def _clash(row: RosterRow, first: Mapping[object, RosterRow]) -> RowProblem | None:
    if same := first.get((row.email, row.role, row.school)):
        return RowProblem(
            row.number,
            "email",
            f"Row {same.number} says the same person and role.",
            "Keep one of them.",
        )
    if (other := first.get(row.email)) and other.name != row.name:
        return RowProblem(
            row.number,
            "name",
            f'Row {other.number} has another name for this address: "{other.name}".',
            "Give each person their own address.",
        )
    before = first.get((row.email, row.license.kind)) if row.license else None
    if before and before.license != row.license:
        return RowProblem(
            row.number,
            "license_kind",
            f"Row {before.number} has other days or grades for the same license.",
            "Keep the one that is right.",
        )
    return None
