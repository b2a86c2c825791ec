"""The audit trail, for those who answer for it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.records.queries.audit import EventFilter, events_for

router = Router(tags=["audit"])
PAGE = 100


class EventOut(Schema):
    id: int
    at: datetime
    actor: str
    verb: str
    organization: str
    subject_kind: str
    subject_id: str
    details: dict[str, Any]
    is_sealed: bool


class EventsOut(Schema):
    count: int
    page: int
    pages: int
    events: list[EventOut]


class EventsWanted(Schema):
    """Which events: `verb` whole, or a term with its dot; days in the reader's zone, inclusive."""

    verb: str = ""
    organization: UUID | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


@operation(
    router, "GET", "/audit-events", response=EventsOut, summary="List audit events, newest first"
)
def list_audit_events(request: ApiRequest, wanted: Query[EventsWanted]) -> dict[str, object]:
    given = wanted.model_dump(exclude={"page"})
    listing = events_for(request.actor, EventFilter(zone=request.actor.time_zone, **given))
    page = max(1, wanted.page)
    return {
        "count": len(listing),
        "page": page,
        "pages": -(-len(listing) // PAGE),
        "events": listing[(page - 1) * PAGE : page * PAGE],
    }
