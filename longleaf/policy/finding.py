"""Findings: what one rule says about one educator, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from longleaf.policy.citation import Citation


class Outcome(Enum):
    """What came of a rule."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Because:
    """A reason that pages can put into words: a message key and the numbers in it.

    Attributes:
        key: The name of the sentence in `longleaf.policy.messages`.
        numbers: Name to amount, day, unit or category, all as text.
    """

    key: str
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """Something that a finding rests on: an entry, or a fact such as the rating."""

    id: str
    because: Because


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was looked at and not counted, or not counted yet."""

    id: str
    because: Because


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says.

    Attributes:
        rule: Stable name, such as "credit.total", "credit.literacy" or "rating".
        outcome: Met, unmet, unknown, waived or exempt.
        because: The reason.
        inputs: What was used.
        left_out: What was not, each with its reason.
        citations: Where the rule is written, the weightiest first.
    """

    rule: str
    outcome: Outcome
    because: Because
    inputs: tuple[Input, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    citations: tuple[Citation, ...] = ()


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """One outcome for rules that must all hold.

    One unmet rule is enough for unmet, then one unknown for unknown. Where nothing stands in the
    way, being exempt from or waived any rule is said rather than hidden behind "met".
    """
    found = set(outcomes)
    order = (Outcome.UNMET, Outcome.UNKNOWN, Outcome.EXEMPT, Outcome.WAIVED)
    return next((outcome for outcome in order if outcome in found), Outcome.MET)
