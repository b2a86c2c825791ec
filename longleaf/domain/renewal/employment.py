"""What an employer puts on record about a license: employment, assignments, an extension."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.kinds import GRADE_SPANS, LICENSE_KINDS

MOST_YEARS = Fraction(10)
MOST_PERCENT = Fraction(100)
_YEAR_PLACES = 2
_SHARE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Served:
    """One assignment as typed: what someone works as, and the percent of their time."""

    kind: str
    grade_span: str
    percent: str


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension as granted: its last day, who granted it, and under what."""

    until: date | None = None
    by: str = ""
    reason: str = ""

    @property
    def is_said(self) -> bool:
        """Whether anything of it was given."""
        return bool(self.until or self.by.strip() or self.reason.strip())


@dataclass(frozen=True, slots=True)
class Employment:
    """What was said, as typed.

    Attributes:
        years: Years of the cycle in which the holder was employed, such as "3.5"; "" if not said.
        assignments: Empty if the license alone says what they work as.
    """

    years: str = ""
    extension: Extension = Extension()
    assignments: tuple[Served, ...] = ()


def years_of(text: str) -> Fraction | None:
    """The years employed, or None if none were said.

    Raises:
        NotAnAmountError: If it is no number.
    """
    return parse_amount(text.strip()) if text.strip() else None


def share_of(percent: str) -> Fraction:
    """Percent of the time as a share between 0 and 1.

    Raises:
        NotAnAmountError: If it is no number.
    """
    return parse_amount(percent.strip().removesuffix("%").strip()) / 100


def problems_with_employment(said: Employment, *, expires_on: date) -> list[Problem]:
    """What is wrong with what was said; empty if nothing is.

    Args:
        said: What was typed.
        expires_on: The last day of the license as it was issued.
    """
    return _years(said.years) + _extension(said.extension, expires_on) + _served(said.assignments)


def _years(text: str) -> list[Problem]:
    try:
        years = years_of(text)
    except NotAnAmountError:
        return [Problem("years", "The years employed are no number.", "Write them as 4 or 3.5.")]
    if years is not None and not 0 <= years <= MOST_YEARS:
        fix = f"They lie between 0 and {show_amount(MOST_YEARS)}."
        return [Problem("years", f"{show_amount(years)} years are not likely.", fix)]
    if years is not None and (years * 10**_YEAR_PLACES).denominator != 1:
        return [
            Problem("years", "The years have too many decimals.", f"Keep them to {_YEAR_PLACES}.")
        ]
    return []


def _extension(said: Extension, expires_on: date) -> list[Problem]:
    if not said.is_said:
        return []
    found = []
    if said.until is None:
        found.append(
            Problem("extended_to", "The last day of the extension is missing.", "Give the day.")
        )
    elif said.until <= expires_on:
        found.append(
            Problem(
                "extended_to",
                f"The license itself runs until {expires_on}.",
                "Give a later day, or leave the extension out.",
            )
        )
    if not said.by.strip():
        found.append(
            Problem("extended_by", "Who granted the extension is missing.", "Name the body.")
        )
    if not said.reason.strip():
        found.append(
            Problem(
                "extension_reason",
                "What the extension rests on is missing.",
                "Name the rule, letter or decision.",
            )
        )
    return found


def _served(assignments: tuple[Served, ...]) -> list[Problem]:
    found = []
    shares = Fraction(0)
    seen = set()
    for number, one in enumerate(assignments, start=1):
        if one.kind not in LICENSE_KINDS:
            found.append(
                Problem(f"kind_{number}", "That kind of work is not known.", "Choose one.")
            )
        if one.grade_span and one.grade_span not in GRADE_SPANS:
            found.append(
                Problem(f"grade_span_{number}", "Those grades are not known.", "Choose from them.")
            )
        if (one.kind, one.grade_span) in seen:
            found.append(
                Problem(
                    f"kind_{number}", "This assignment is named twice.", "Add the shares together."
                )
            )
        seen.add((one.kind, one.grade_span))
        try:
            share = share_of(one.percent)
        except NotAnAmountError:
            share = Fraction(0)
        if not 0 < share <= 1 or (share * 10**_SHARE_PLACES).denominator != 1:
            fix = "Write a number above 0 and up to 100, such as 60."
            found.append(
                Problem(f"percent_{number}", "The share of the time is no percentage.", fix)
            )
        shares += share
    if shares > 1:
        percent = show_amount(shares * MOST_PERCENT)
        fix = "Keep the sum at 100 or less."
        found.append(Problem("percent_1", f"The shares come to {percent} percent.", fix))
    return found
