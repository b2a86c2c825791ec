"""Reads of the days on which organizations are closed."""

from datetime import date
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows
from longleaf.records.queries.plan import WRITERS


def closed_days_of(organization: UUID) -> list[tuple[str, date, date]]:
    """Name, first and last day of each span, in order."""
    found = rows.ClosedDays.objects.filter(organization=organization)
    return list(found.values_list("name", "first_on", "last_on"))


def closed_days_in_reach(by: Actor, organization: UUID) -> list[tuple[str, date, date]]:
    """The same, for whoever keeps plans or reviews them there.

    Raises:
        NoSuchRecordError: If the organization is out of reach.
    """
    if organization not in by.reach(WRITERS) | by.reach((RoleKind.DEPARTMENT_STAFF,)):
        raise NoSuchRecordError
    return closed_days_of(organization)


def coordinated_organizations(by: Actor) -> list[tuple[UUID, str]]:
    """The LEAs and partners whose calendar `by` keeps; the one acted for first."""
    found = people.Organization.objects.filter(
        pk__in=by.reach(WRITERS), kind__in=["lea", "partner"]
    ).values_list("pk", "name")
    return sorted(found, key=lambda one: (one[0] != by.acting_for, one[1]))
