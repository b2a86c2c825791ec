"""An activity that is recorded for credit: what must be said of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.basis.problem import Problem

APPROVERS = {"lea": "The LEA", "state": "The state"}
"""Who may have approved an activity, as facts name them."""
EVIDENCE_KINDS = {
    "certificate": "Certificate of completion",
    "official_transcript": "Official transcript",
    "grade_report": "Grade report",
    "attendance_record": "Attendance record",
    "agenda": "Agenda or program",
}
"""Kinds of proof that are offered; a policy may name more."""
LARGEST = Fraction(2000)
_PLACES = 3  # of the decimals that the ledger keeps


@dataclass(frozen=True, slots=True)
class Recorded:
    """What someone says of an activity, as typed.

    Attributes:
        quantity: An exact decimal such as "12.5".
        completed_on: None if it was left out or could not be read.
        categories: Where it is hoped to count; the coordinator decides.
        began_on: Its first day; None if that was not said.
        approved_on: The day it was approved before it was recorded here, if it was.
        approved_by: lea or state; "" if nobody has approved it yet.
        evidence_kinds: Kinds of proof that there are; empty if that was not said.
        banked: Whether it is claimed for the next cycle; None if that was not said.
    """

    kind: str
    title: str
    quantity: str
    unit: str
    completed_on: date | None
    categories: Sequence[str]
    began_on: date | None = None
    approved_on: date | None = None
    approved_by: str = ""
    evidence_kinds: Sequence[str] = ()
    banked: bool | None = None


def problems_with(
    said: Recorded,
    *,
    kinds: Collection[str],
    units: Collection[str],
    categories: Collection[str],
    evidence_kinds: Collection[str] = EVIDENCE_KINDS,
    on: date,
) -> list[Problem]:
    """What stands in the way of recording an activity; empty if nothing does.

    Args:
        said: What was typed.
        kinds: The kinds of activity that the policy knows.
        units: The units that the policy can convert.
        categories: The categories that the policy knows.
        evidence_kinds: The kinds of proof that can be named.
        on: Today; nothing that has not happened yet is recorded.
    """
    found = []
    if not said.title.strip():
        found.append(Problem("title", "The activity has no title.", "Say what it was."))
    if said.kind not in kinds:
        found.append(
            Problem("kind", "That kind of activity is not known.", "Choose from the list.")
        )
    if said.unit not in units:
        found.append(Problem("unit", "That unit is not known.", "Choose from the list."))
    unknown = sorted(set(said.categories) - set(categories))
    if unknown:
        found.append(
            Problem("categories", f"“{unknown[0]}” is no category.", "Choose from the list.")
        )
    strange = sorted(set(said.evidence_kinds) - set(evidence_kinds))
    if strange:
        found.append(
            Problem(
                "evidence_kinds", f"“{strange[0]}” is no kind of proof.", "Choose from the list."
            )
        )
    found += _quantity(said.quantity) + _day(said.completed_on, on)
    return found + _first_day(said) + _approval(said, on)


def _first_day(said: Recorded) -> list[Problem]:
    if said.began_on is None or said.completed_on is None or said.began_on <= said.completed_on:
        return []
    return [
        Problem(
            "began_on", "The first day comes after the day it was completed.", "Check both days."
        )
    ]


def _approval(said: Recorded, on: date) -> list[Problem]:
    found = []
    if said.approved_by and said.approved_by not in APPROVERS:
        found.append(Problem("approved_by", "That approver is not known.", "Choose from the list."))
    if said.approved_on is not None and said.approved_on > on:
        found.append(
            Problem("approved_on", "That day has not come yet.", "Give the day it was approved.")
        )
    if said.approved_on is not None and not said.approved_by:
        found.append(
            Problem("approved_by", "Who approved it is missing.", "Choose who approved it.")
        )
    return found


def _quantity(text: str) -> list[Problem]:
    try:
        quantity = parse_amount(text.strip())
    except NotAnAmountError:
        return [Problem("quantity", "How much is not a number.", "Write it as 12 or 12.5.")]
    if not 0 < quantity <= LARGEST:
        return [
            Problem(
                "quantity",
                f"{show_amount(quantity)} is not a likely amount.",
                f"It lies between 0 and {show_amount(LARGEST)}.",
            )
        ]
    if (quantity * 10**_PLACES).denominator != 1:
        return [Problem("quantity", "How much has too many decimals.", f"Keep it to {_PLACES}.")]
    return []


def _day(completed_on: date | None, on: date) -> list[Problem]:
    if completed_on is None:
        return [Problem("completed_on", "The day it was completed is missing.", "Give the day.")]
    if completed_on > on:
        return [
            Problem("completed_on", "That day has not come yet.", "Record it when it is completed.")
        ]
    return []
