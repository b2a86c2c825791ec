"""Reads of notices."""

from longleaf.domain.organization.actor import Actor
from longleaf.records.models import notice as rows


def unread_count(who: Actor) -> int:
    """How many notices wait unread."""
    return rows.Notice.objects.filter(person=who.person, read_at__isnull=True).count()
