"""Requirement: competencies beside credit, as another way to the same license or on top of it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from longleaf.policy.facts import CompetencyDemand
from longleaf.policy.parameter import Dated, Held

BESIDE: Final = "beside"
EITHER: Final = "either"
BOTH: Final = "both"
WEIGHTS: Final = (BESIDE, EITHER, BOTH)


@dataclass(frozen=True, slots=True)
class MasteryRule:
    """What a license asks for in competencies, and what that decides.

    Attributes:
        demands: The competencies; all of the demands belong together.
        licenses: Names of the license rules it holds for; empty means all.
        held: Its weight, by the day on which the license expires: "beside" is shown and decides
            nothing, "either" stands in for credit, "both" is asked for as well as credit. Days of
            which it does not speak are days without it.
    """

    demands: tuple[CompetencyDemand, ...]
    licenses: tuple[str, ...]
    held: Dated[str]

    def on(self, expires_on: date | None) -> Held[str] | None:
        """The row for a license that expires on a day; None where nothing is asked."""
        if expires_on is not None and not self.held.covers(expires_on):
            return None
        return self.held.on(expires_on)
