"""A renewal cycle as someone puts it on record."""

from dataclasses import dataclass
from datetime import date

from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.kinds import GRADE_SPANS, LICENSE_KINDS

LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle of one license.

    Attributes:
        kind: teacher, student_services or administrator.
        grade_span: For teachers, the grades served; "" otherwise.
        field: The license area, such as "Elementary Education"; "" if not given.
    """

    kind: str
    grade_span: str
    began_on: date
    expires_on: date
    field: str = ""


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
    return found
