"""The submission that a page is about, as it stands today."""

from uuid import UUID

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.evidence import SubmissionView, own_submission
from longleaf.web.access import ActingRequest


def own_view(
    request: ActingRequest, submission: UUID, *, attempt: int | None = None
) -> SubmissionView:
    """The actor's own submission; raises NoSuchRecordError."""
    on = legal_day(ports().clock.now())
    return own_submission(request.actor, submission, attempt=attempt, on=on)
