"""What speaks against an entry: for sure, so that it does not count, or perhaps."""

from dataclasses import dataclass
from datetime import date

from longleaf.policy.citation import Citation
from longleaf.policy.finding import Because


@dataclass(frozen=True, slots=True)
class Against:
    """Something that speaks against an entry, for sure or perhaps."""

    because: Because
    for_sure: bool
    citations: tuple[Citation, ...] = ()


def seen(day: date | None, on: date) -> list[Against]:
    """What speaks against something of a day, asked about on another: that it is later."""
    if day is None:
        return [Against(Because("entry.day_unknown"), for_sure=False)]
    if day > on:
        numbers = {"day": day.isoformat(), "on": on.isoformat()}
        return [Against(Because("entry.later", numbers), for_sure=True)]
    return []
