"""Categories of credit and what each accepts."""

from collections.abc import Sequence
from dataclasses import dataclass

from longleaf.policy.citation import Citation
from longleaf.policy.parameter import Dated


@dataclass(frozen=True, slots=True)
class Category:
    """A category of credit.

    Attributes:
        accepts_anything: Whether credit of every kind counts in it.
        standards: The standards that credit in it must serve, such as "ncpts 3"; for whoever
            approves the credit.
    """

    name: str
    title: str
    accepts_anything: bool
    standards: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Reallocation:
    """Credit of a category that was abolished may count in every category that remains."""

    category: str
    held: Dated[bool]


def eligible(
    approved: Sequence[str],
    asked: Sequence[Category],
    moved: frozenset[str] = frozenset(),
    remaining: Sequence[str] = (),
) -> frozenset[str]:
    """The categories in which credit may count.

    Args:
        approved: The categories it was approved for.
        asked: The categories that the license asks for.
        moved: Abolished categories whose credit may be reallocated.
        remaining: The categories that reallocated credit may go to.
    """
    # A category that the license still asks for has not been abolished for this license.
    freed = moved - {category.name for category in asked}
    names = set(approved)
    if names & freed:
        names.update(remaining)
    return frozenset(c.name for c in asked if c.accepts_anything or c.name in names)
