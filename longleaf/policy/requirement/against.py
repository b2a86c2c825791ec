"""What speaks against an entry: for sure, so that it does not count, or perhaps."""

from dataclasses import dataclass

from longleaf.policy.citation import Citation
from longleaf.policy.finding import Because


@dataclass(frozen=True, slots=True)
class Against:
    """Something that speaks against an entry, for sure or perhaps."""

    because: Because
    for_sure: bool
    citations: tuple[Citation, ...] = ()
