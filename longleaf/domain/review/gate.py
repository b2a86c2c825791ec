"""The first gate: whether what was handed in can be judged at all, before anybody judges it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from longleaf.basis.problem import Problem

# Letters and digits that tell an educator what to do; "missing" alone tells nothing.
_LEAST_LETTERS: Final = 15
REASON_LIMIT: Final = 2000


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to look at.

    Attributes:
        key: As it is kept.
        question: For whoever checks.
        help: What is meant, and what is not.
        lacking: For the educator, where it does not hold.
    """

    key: str
    question: str
    help: str
    lacking: str


CHECKLIST: Final = (
    CheckItem(
        "readable",
        "Does everything open, and can it be read, seen or heard?",
        "Open each file and link once. How good it is does not matter here.",
        "Something cannot be opened or read",
    ),
    CheckItem(
        "template",
        "Is what was asked for there, in its place?",
        "Each question has an answer of its own, and each request what it asks for.",
        "Something that was asked for is not there",
    ),
    CheckItem(
        "consent",
        "If students can be recognized, is it said on what consent?",
        "Also yes if no student can be recognized.",
        "Consent is not there for students who can be recognized",
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one item: None while nobody has said."""

    holds: bool | None = None
    reason: str = ""


class CheckOutcome(StrEnum):
    """What a check came to."""

    COMPLETE = "complete"
    RETURNED = "returned"


def problems_of_check(findings: Mapping[str, Finding]) -> list[Problem]:
    """What still stands between a check and its end; `where` is the item's key. Raises nothing."""
    problems = []
    for item in CHECKLIST:
        found = findings.get(item.key, Finding())
        if found.holds is None:
            problems.append(Problem(item.key, f"“{item.question}” has no answer.", "Choose one."))
        elif not found.holds and sum(map(str.isalnum, found.reason)) < _LEAST_LETTERS:
            problems.append(
                Problem(
                    item.key,
                    "The educator needs to know what is missing.",
                    "Say in a sentence which thing it is and what to do.",
                )
            )
        if len(found.reason) > REASON_LIMIT:
            reason = f"This is longer than {REASON_LIMIT:,} characters."
            problems.append(Problem(item.key, reason, "Shorten it."))
    return problems


def outcome_of_check(findings: Mapping[str, Finding]) -> CheckOutcome:
    """Complete if and only if every item holds.

    Raises:
        ValueError: If one has no answer.
    """
    answers = [findings.get(item.key, Finding()).holds for item in CHECKLIST]
    if None in answers:
        message = "A check that has no answer on an item has no outcome."
        raise ValueError(message)
    return CheckOutcome.COMPLETE if all(answers) else CheckOutcome.RETURNED
