"""A renewal cycle as someone puts it on record."""

from dataclasses import dataclass
from datetime import date

from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.kinds import GRADE_SPANS, LICENSE_KINDS

LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Claims:
    """What a license's holder says that changes what is asked; None is not said, and not known.

    Attributes:
        national_board: Whether National Board certification was earned or renewed in this cycle.
        national_board_on: The day it was, where it was.
        legislator: Whether they served in the General Assembly in this cycle.
        lifetime: Whether the license is for life.
    """

    national_board: bool | None = None
    national_board_on: date | None = None
    legislator: bool | None = None
    lifetime: bool | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle of one license.

    Attributes:
        kind: teacher, student_services or administrator.
        grade_span: For teachers, the grades served; "" otherwise.
        field: The license area, such as "Elementary Education"; "" if not given.
        claims: What the holder says besides; None leaves what is on record as it is.
    """

    kind: str
    grade_span: str
    began_on: date
    expires_on: date
    field: str = ""
    claims: Claims | None = None


def problems_with(cycle: Cycle) -> list[Problem]:
    """What is wrong with a cycle; empty if nothing is."""
    found = []
    if cycle.kind not in LICENSE_KINDS:
        found.append(Problem("kind", "That kind of license is not known.", "Choose from the list."))
    if cycle.kind == "teacher" and cycle.grade_span not in GRADE_SPANS:
        found.append(
            Problem(
                "grade_span",
                "What a teacher's license asks for depends on the grades served.",
                "Choose the grades.",
            )
        )
    if cycle.expires_on <= cycle.began_on:
        found.append(
            Problem("expires_on", "The license ends before the cycle begins.", "Check both days.")
        )
    elif cycle.expires_on.year - cycle.began_on.year > LONGEST_YEARS:
        found.append(
            Problem(
                "cycle_began_on",
                f"A cycle of more than {LONGEST_YEARS} years is not likely.",
                "Check both days.",
            )
        )
    claims = cycle.claims
    if claims and claims.national_board_on is not None and not claims.national_board:
        found.append(
            Problem(
                "national_board",
                "There is a day of National Board certification, and no certification.",
                "Say that it was earned, or leave the day out.",
            )
        )
    return found
