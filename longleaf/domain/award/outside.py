"""Awards that were decided outside: who decided, and what becomes of each.

The issuer answers for these awards and did not judge them here. So that this is no way round its
own review, a second person approves each file, the award names who decided, and nobody whose
evidence was handed in here is awarded by a file (ADR 0020).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from longleaf.basis.problem import Problem

LONGEST: Final = 5_000
"""Characters of a narrative or a description."""
LONGEST_NAME: Final = 200
# The characters of RFC 3986: what stands in a badge must be an address as it is.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?([/?#][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?")


@dataclass(frozen=True, slots=True)
class OutsideEvidence:
    """A piece of evidence as the file names it; the thing itself lies elsewhere, if anywhere."""

    name: str
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A row that can be awarded.

    Attributes:
        number: The line of the file as a spreadsheet counts it: the header is 1.
        email: In small letters.
        name: "" if the file names none.
        earned_on: The day of the decision, outside.
        expires_on: The last day the award holds; None if it does not end.
        levels: The level reached, by criterion, as far as the file says.
    """

    number: int
    email: str
    name: str
    earned_on: date
    expires_on: date | None = None
    narrative: str = ""
    evidence: tuple[OutsideEvidence, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)


class RowFate(StrEnum):
    """What becomes of a row."""

    AWARD = "awarded"
    INVITE = "invited"  # an account is made, and its holder invited, with the award
    ALREADY = "already"
    REFUSE = "refused"


@dataclass(frozen=True, slots=True)
class EducatorKnown:
    """What is on record about whoever has a row's address.

    Attributes:
        is_active: Whether their account is open.
        holds_it: Whether they hold an award of this version that was not revoked.
        is_judged_here: Whether they ever handed in evidence for this micro-credential here.
        vouches: Whether they brought the file, or approve it.
    """

    is_active: bool = True
    holds_it: bool = False
    is_judged_here: bool = False
    vouches: bool = False


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What becomes of a row, and the reason and what to do where it is refused."""

    fate: RowFate
    reason: str = ""
    fix: str = ""


def decide_outside(row: OutsideRow, known: EducatorKnown | None, *, invites: bool) -> RowDecision:
    """What becomes of a row; `known` is None if nobody has its address.

    Whoever handed in evidence here is judged here, whatever the outcome: a file that says
    otherwise would be a second way to the same award, past the reviewers.
    """
    if known is None:
        if not invites:
            return RowDecision(
                RowFate.REFUSE,
                "Nobody here has this address.",
                "Correct it, or choose to invite those who have no account.",
            )
        if not row.name:
            return RowDecision(
                RowFate.REFUSE,
                "Somebody new needs a name.",
                'Fill in the column "name".',
            )
        return RowDecision(RowFate.INVITE)
    return _decide_known(known)


def _decide_known(known: EducatorKnown) -> RowDecision:
    if known.vouches:
        return RowDecision(
            RowFate.REFUSE,
            "Nobody brings or approves their own award.",
            "Let somebody else bring this row in a file of their own.",
        )
    if not known.is_active:
        return RowDecision(
            RowFate.REFUSE, "The account with this address is closed.", "Ask for another address."
        )
    if known.holds_it:
        return RowDecision(RowFate.ALREADY)
    if known.is_judged_here:
        return RowDecision(
            RowFate.REFUSE,
            "They handed in evidence for it here, so reviewers here decide.",
            "Take the row out.",
        )
    return RowDecision(RowFate.AWARD)


def is_address(value: str) -> bool:
    """Whether this is a web address that can stand in a badge as it is."""
    return len(value) <= 300 and _ADDRESS.fullmatch(value) is not None  # noqa: PLR2004 - as stored


def problems_of_assessor(
    *, assessor: str, assessor_url: str, basis: str, own_names: Callable[[str], bool]
) -> list[Problem]:
    """What is wrong with what is said of whoever decided.

    Args:
        assessor: Their name.
        assessor_url: Their page, which names them in every badge.
        basis: What the decisions rest on: an agreement, an earlier program.
        own_names: Whether a name, in small letters, is the issuer's own.
    """
    problems = []
    if not assessor.strip() or len(assessor) > LONGEST_NAME:
        problems.append(Problem("assessor", "Who decided is missing.", "Name them."))
    elif own_names(assessor.strip().lower()):
        problems.append(
            Problem(
                "assessor",
                "What you assess yourselves is reviewed here.",
                "Name whoever decided outside; or let educators hand in their evidence.",
            )
        )
    if not is_address(assessor_url):
        problems.append(
            Problem("assessor_url", "This is not a web address.", "Write https://example.org.")
        )
    if not basis.strip() or len(basis) > LONGEST:
        problems.append(
            Problem(
                "basis",
                "What the decisions rest on is missing.",
                "Say under which agreement or program they were made.",
            )
        )
    return problems
