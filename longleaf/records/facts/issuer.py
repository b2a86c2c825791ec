"""How far an issuer reaches."""

from uuid import UUID

from django.db.models import Q

from longleaf.records.models import organization


def issuer_reach(issuer: organization.Organization) -> frozenset[UUID]:
    """The issuer and all that stand under it; under a department, its whole state."""
    under = Q(pk=issuer.pk) | Q(parent=issuer.pk)
    if issuer.kind == organization.OrganizationKind.DEPARTMENT:
        under |= Q(jurisdiction=issuer.jurisdiction)
    return frozenset(organization.Organization.objects.filter(under).values_list("pk", flat=True))
