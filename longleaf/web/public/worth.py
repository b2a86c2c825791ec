"""What a micro-credential is worth in renewal credit, before anyone starts."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.renewal.worth import Jurisdiction, WorthHere
from longleaf.gateways.wiring import ports
from longleaf.records.queries.renewal import worth_in
from longleaf.records.queries.worth import worth_of_version


@dataclass(frozen=True, slots=True)
class Worth:
    """What a version is worth.

    Attributes:
        own: For each running license of the reader's.
        places: The state's own answer, then that of each LEA with a crosswalk.
        everywhere: The same for every state that is loaded, and every local board there.
    """

    own: tuple[WorthHere, ...]
    places: tuple[WorthHere, ...]
    everywhere: tuple[Jurisdiction, ...]


def worth_of(version: UUID, *, who: Actor) -> Worth:
    on = legal_day(ports().clock.now())
    own, places = worth_in(version, who=who, on=on)
    return Worth(own, places, worth_of_version(version, on=on))
