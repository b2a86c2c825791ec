"""Reads of organizations as everyone may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import organization as rows


@dataclass(frozen=True, slots=True)
class ListedOrganization:
    """An organization in the public list, or on its page; `issued` counts what it publishes."""

    id: UUID
    slug: str
    name: str
    kind: str
    region: int | None
    website: str
    description: str
    issues_badges: bool
    review_days: int
    is_demo: bool
    issued: int


# Schools stand on their LEA's page; everyone else has one of their own.
_LISTED = Q(kind__in=["department", "lea", "partner"])
_ISSUED = Count(
    "microcredentials", filter=Q(microcredentials__versions__state="published"), distinct=True
)


def listed_organizations(
    *, kind: str = "", region: int | None = None, words: str = "", issuing: bool = False
) -> list[ListedOrganization]:
    """The department, LEAs and partners, by name; those that issue come first."""
    found = rows.Organization.objects.filter(_LISTED).annotate(issued=_ISSUED)
    if kind:
        found = found.filter(kind=kind)
    if region is not None:
        found = found.filter(region=region)
    if words.strip():
        found = found.filter(name__icontains=words.strip())
    if issuing:
        found = found.filter(issued__gt=0)
    return [_listed(one, one.issued) for one in found.order_by("name")]


def listed_organization(slug: str) -> ListedOrganization:
    """One of them.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = rows.Organization.objects.filter(_LISTED, slug=slug).annotate(issued=_ISSUED).first()
    if found is None:
        raise NoSuchRecordError
    return _listed(found, found.issued)


def regions() -> Sequence[int]:
    """The education regions that organizations are listed under."""
    numbers = rows.Organization.objects.filter(_LISTED).values_list("region", flat=True)
    return [one for one in numbers.order_by("region").distinct() if one is not None]


def schools_of(organization: UUID) -> list[str]:
    """The names of the schools under an LEA."""
    return list(
        rows.Organization.objects.filter(parent=organization, kind="school")
        .order_by("name")
        .values_list("name", flat=True)
    )


def _listed(row: rows.Organization, issued: int) -> ListedOrganization:
    return ListedOrganization(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        region=row.region,
        website=row.website,
        description=row.description,
        issues_badges=row.issues_badges,
        review_days=row.review_days,
        is_demo=row.is_demo,
        issued=issued,
    )
