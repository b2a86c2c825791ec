"""Reads of notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from longleaf.domain.organization.actor import Actor
from longleaf.records.models import notice as rows
from longleaf.records.queries.listing import Listing


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the inbox lists it."""

    id: UUID
    subject: str
    body: str
    made_at: datetime
    is_read: bool
    leads_on: bool


def inbox_of(who: Actor, *, only_unread: bool = False) -> Listing[NoticeLine]:
    """One's own notices, newest first."""
    found = rows.Notice.objects.filter(person=who.person, person__isnull=False)
    if only_unread:
        found = found.filter(read_at=None)
    return Listing(found.order_by("-made_at", "id"), _lines)


def _lines(found: Sequence[Any]) -> list[NoticeLine]:
    return [
        NoticeLine(n.pk, n.subject, n.body, n.made_at, n.read_at is not None, bool(n.path))
        for n in found
    ]
