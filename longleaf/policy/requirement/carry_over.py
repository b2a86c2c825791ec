"""Carry-over: credit of one cycle that may be kept for the next, if the educator says so."""

from dataclasses import dataclass
from datetime import date

from longleaf.basis.day import months_after
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.against import Against


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Credit of some kinds may be banked: kept for the cycle after the one it was earned in.

    Attributes:
        kinds: Kinds of activity; "microcredential" stands for awards.
        held: The months at the end of a cycle whose credit may be kept, by the day the activity
            was completed. Days of which it does not speak are days without it.
    """

    name: str
    kinds: tuple[str, ...]
    held: Dated[int]

    def check(self, day: date, began_on: date) -> list[Against] | None:
        """What speaks against credit that was banked, or None if banking was not allowed.

        Args:
            day: When it was earned.
            began_on: First day of the cycle asked about.
        """
        if not self.held.covers(day):
            return None
        row = self.held.on(day)
        if isinstance(row.value, Unknown):
            because = Because("entry.banking_unknown", {"reason": row.value.reason})
            return [Against(because, for_sure=False, citations=row.citations)]
        if day >= began_on:
            because = Because("entry.banked_for_next", {"day": day.isoformat()})
            return [Against(because, for_sure=True, citations=row.citations)]
        return None if day < months_after(began_on, -row.value) else []
