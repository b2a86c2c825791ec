"""What a micro-credential is worth in renewal credit, before anyone starts."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.renewal.worth import WorthHere
from longleaf.gateways.wiring import ports
from longleaf.records.queries.renewal import worth_in


@dataclass(frozen=True, slots=True)
class Worth:
    """What a version is worth.

    Attributes:
        own: For each running license of the reader's.
        places: The state's own answer, then that of each LEA with a crosswalk.
    """

    own: tuple[WorthHere, ...]
    places: tuple[WorthHere, ...]


def worth_of(version: UUID, *, who: Actor) -> Worth:
    own, places = worth_in(version, who=who, on=legal_day(ports().clock.now()))
    return Worth(own, places)
