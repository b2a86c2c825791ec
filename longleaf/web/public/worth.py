"""What a micro-credential is worth in renewal credit, as far as rules on record say."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.domain.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class WorthLine:
    """One license's or organization's answer, in words that can stand alone.

    Attributes:
        who: For whom it holds.
        says: What it is worth, or that nobody has said.
        category: Where it counts.
        citation: The rule it rests on.
    """

    who: str
    says: str
    category: str = ""
    citation: str = ""


def worth_of(version: UUID, *, who: Actor) -> tuple[WorthLine, ...]:  # noqa: ARG001 - see below
    """The lines to show; none while no rule gives a value to a version."""
    return ()
