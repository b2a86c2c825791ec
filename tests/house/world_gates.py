"""One of everything around the two gates, all of Northfield's."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.gateways.wiring import ports
from tests.gates import a_check, a_coaching, a_decided_attempt
from tests.people import Cast
from tests.stories import a_published_microcredential, two_criteria


@dataclass(frozen=True)
class GatesOfAll:
    """A check that waits, and a submission of which the attempts are used up, with its coach."""

    check: UUID
    submission: UUID
    coaching: UUID
    microcredential: UUID


def gates_with_everything(cast: Cast) -> GatesOfAll:
    check = a_check(cast, slug="noticing", title="Noticing")
    version = a_published_microcredential(cast, definition=two_criteria("pausing", "Pausing"))
    attempt = a_decided_attempt(cast, ports().vault, version=version)
    coaching = a_coaching(cast, attempt)
    return GatesOfAll(check, attempt.submission_id, coaching, version.microcredential_id)
