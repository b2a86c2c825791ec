"""An activity that is recorded for credit: what must be said of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.basis.problem import Problem

LARGEST = Fraction(2000)
_PLACES = 3  # of the decimals that the ledger keeps


@dataclass(frozen=True, slots=True)
class Recorded:
    """What someone says of an activity, as typed.

    Attributes:
        quantity: An exact decimal such as "12.5".
        completed_on: None if it was left out or could not be read.
        categories: Where it is hoped to count; the coordinator decides.
    """

    kind: str
    title: str
    quantity: str
    unit: str
    completed_on: date | None
    categories: Sequence[str]


def problems_with(
    said: Recorded,
    *,
    kinds: Collection[str],
    units: Collection[str],
    categories: Collection[str],
    on: date,
) -> list[Problem]:
    """What stands in the way of recording an activity; empty if nothing does.

    Args:
        said: What was typed.
        kinds: The kinds of activity that the policy knows.
        units: The units that the policy can convert.
        categories: The categories that the policy knows.
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
    return found + _quantity(said.quantity) + _day(said.completed_on, on)


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
