"""Reads of the audit trail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import PERMISSIONS
from longleaf.records.models import audit as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.listing import Listing


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event, with names where there are names."""

    id: int
    at: datetime
    actor: str
    verb: str
    organization: str
    subject_kind: str
    subject_id: str
    details: dict[str, Any]
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; an empty value leaves the choice open.

    Attributes:
        verb: The whole verb, or a term with its dot, such as "award.".
        person: Part of the actor's name or address.
        since, until: Days in `zone`, both included.
    """

    verb: str = ""
    organization: UUID | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"


def events_for(who: Actor, wanted: EventFilter) -> Listing[EventLine]:
    """The events of organizations in reach, newest first."""
    return Listing(_events(who, wanted), _lines)


def all_events_for(who: Actor, wanted: EventFilter) -> Iterator[EventLine]:
    """As `events_for`, one after another without end: for a file."""
    for event in _events(who, wanted).iterator(chunk_size=2000):
        yield from _lines([event])


def reach_of(who: Actor) -> frozenset[UUID]:
    """The organizations whose trail the actor may read."""
    return who.reach(PERMISSIONS["view_audit_trail"].roles)


def _events(who: Actor, wanted: EventFilter) -> QuerySet[rows.AuditEvent]:
    reach = reach_of(who)
    # What people do to their own accounts belongs to no organization, but to those they work for.
    theirs = people.Role.objects.filter(organization__in=reach).values("person")
    found = rows.AuditEvent.objects.filter(
        Q(organization__in=reach) | Q(organization=None, actor__in=theirs)
    )
    if wanted.organization:
        found = found.filter(organization=wanted.organization)
    if wanted.verb:
        exact = not wanted.verb.endswith(".")
        found = (
            found.filter(verb=wanted.verb) if exact else found.filter(verb__startswith=wanted.verb)
        )
    if wanted.person:
        found = found.filter(
            Q(actor__name__icontains=wanted.person) | Q(actor__email__icontains=wanted.person)
        )
    zone = ZoneInfo(wanted.zone)
    if wanted.since:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, zone))
    if wanted.until:
        after = wanted.until + timedelta(days=1)
        found = found.filter(at__lt=datetime.combine(after, time.min, zone))
    return found.select_related("actor", "organization", "sealed").order_by("-id")


def _lines(found: Sequence[Any]) -> list[EventLine]:
    return [
        EventLine(
            id=event.pk,
            at=event.at,
            actor=event.actor.name if event.actor else f"Longleaf ({event.agent})",
            verb=event.verb,
            organization=event.organization.name if event.organization else "",
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            details=event.details,
            is_sealed=getattr(event, "sealed", None) is not None,
        )
        for event in found
    ]


def organizations_in_trail(who: Actor) -> list[tuple[UUID, str]]:
    """Departments, LEAs and partners in reach, for a filter; schools are found under their LEA."""
    return list(
        people.Organization.objects.filter(pk__in=reach_of(who))
        .exclude(kind="school")
        .values_list("id", "name")
    )


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the trail is sealed."""

    seals: int
    newest_at: datetime | None
    newest: str
    waiting: int


def chain_state() -> ChainState:
    """The newest seal, and how many events wait for the next."""
    newest = rows.AuditSeal.objects.order_by("-id").first()
    return ChainState(
        seals=rows.AuditSeal.objects.count(),
        newest_at=newest.sealed_at if newest else None,
        newest=newest.digest if newest else "",
        waiting=rows.AuditEvent.objects.filter(sealed=None).count(),
    )
