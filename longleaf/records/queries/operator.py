"""Reads for whoever runs the site, who sees organizations and accounts but belongs to none."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import organization as rows


@dataclass(frozen=True, slots=True)
class OrganizationSettings:
    """What an organization does on this site."""

    id: UUID
    name: str
    issues_badges: bool
    local_policy: str
    review_days: int


def organization_named(slug: str) -> OrganizationSettings:
    """The organization whose page's address ends so.

    Raises:
        NoSuchRecordError: If there is none.
    """
    return _one(slug=slug)


def only_department() -> OrganizationSettings:
    """The department of a site that has one.

    Raises:
        NoSuchRecordError: If there is none, or more than one.
    """
    return _one(kind="department")


def person_with(email: str) -> UUID:
    """The person of an e-mail address.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = rows.Person.objects.filter(email__iexact=email.strip()).first()
    if found is None:
        raise NoSuchRecordError
    return found.pk


def _one(**which: str) -> OrganizationSettings:
    found = list(rows.Organization.objects.filter(**which)[:2])
    if len(found) != 1:
        raise NoSuchRecordError
    [row] = found
    return OrganizationSettings(
        row.pk, row.name, row.issues_badges, row.local_policy, row.review_days
    )
