"""Enrollment: what becomes of a roster's row, given what is known of its person."""

from dataclasses import dataclass
from enum import StrEnum

from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.organization.roster import RosterLicense, RosterRow
from longleaf.domain.organization.row_file import RowProblem


class RowOutcome(StrEnum):
    """What a row does."""

    NEW = "new"  # an account is made, with its role, and its person invited to it
    ADDED = "added"  # somebody of this LEA gains a role, a license or a supervisor
    INVITED = "invited"  # somebody of another organization is asked first
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PersonKnown:
    """What is on record about the person at a row's address.

    Attributes:
        works_here: Whether they hold a role at this LEA or its schools today.
        roles: The roles they hold here, each with its school, "" for the LEA itself.
        invited: The roles at the LEA that they have been invited to and not yet taken.
        licenses: All their license cycles.
        supervisors: Addresses of those who supervise them today.
    """

    works_here: bool = False
    roles: frozenset[tuple[RoleKind, str]] = frozenset()
    invited: frozenset[tuple[RoleKind, str]] = frozenset()
    licenses: tuple[RosterLicense, ...] = ()
    supervisors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What a row does, piece by piece; `problem` if it cannot be kept."""

    outcome: RowOutcome
    gives_role: bool = False
    gives_license: bool = False
    gives_supervisor: bool = False
    problem: RowProblem | None = None


def decide_row(row: RosterRow, known: PersonKnown | None) -> RowDecision:
    """What becomes of a row; `known` is None if nobody has its address.

    Whoever works elsewhere is asked first: a file must not open a person's record to an LEA that
    they do not work for. Their license waits until they have accepted.
    """
    if known is None:
        return RowDecision(
            RowOutcome.NEW, True, row.license is not None, bool(row.supervisor_email)
        )
    if not known.works_here:
        asked = (row.role, row.school) in known.invited
        return RowDecision(RowOutcome.UNCHANGED if asked else RowOutcome.INVITED)
    clash = _clash(row, known.licenses)
    if clash:
        return RowDecision(RowOutcome.UNCHANGED, problem=clash)
    gives_role = (row.role, row.school) not in known.roles
    gives_license = row.license is not None and row.license not in known.licenses
    gives_supervisor = bool(row.supervisor_email and row.supervisor_email not in known.supervisors)
    anything = gives_role or gives_license or gives_supervisor
    return RowDecision(
        RowOutcome.ADDED if anything else RowOutcome.UNCHANGED,
        gives_role,
        gives_license,
        gives_supervisor,
    )


def _clash(row: RosterRow, licenses: tuple[RosterLicense, ...]) -> RowProblem | None:
    """A cycle on record that overlaps the row's and differs from it."""
    new = row.license
    if new is None or new in licenses:
        return None
    for old in licenses:
        overlaps = old.cycle_began_on <= new.expires_on and new.cycle_began_on <= old.expires_on
        if old.kind == new.kind and overlaps:
            return RowProblem(
                row.number,
                "expires_on",
                "Another cycle of this license is on record: "
                f"{old.cycle_began_on.isoformat()} to {old.expires_on.isoformat()}.",
                "Correct whichever is wrong; on the person's page, or in this row.",
            )
    return None
