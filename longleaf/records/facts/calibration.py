"""Who is allowed to review a micro-credential."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from longleaf.domain.organization.actor import RoleKind
from longleaf.records.facts.issuer import issuer_reach
from longleaf.records.models import calibration as rows
from longleaf.records.models import microcredential, organization
from longleaf.records.models.organization import in_force


def who_may_review(microcredential_id: UUID, on: date) -> frozenset[UUID]:
    """Everyone appointed to review it who is allowed on that day.

    Where no set of anchors is in use, or it does not bind yet, everyone appointed is.
    """
    issuer = microcredential.Microcredential.objects.select_related("issuer").get(
        pk=microcredential_id
    )
    appointed = frozenset(
        organization.Role.objects.filter(
            in_force(on),
            kind=RoleKind.REVIEWER,
            organization__in=issuer_reach(issuer.issuer),
            person__is_active=True,
        ).values_list("person", flat=True)
    )
    binding = rows.CalibrationSet.objects.filter(
        microcredential=microcredential_id, state=rows.SetState.LIVE, binding_on__lte=on
    ).first()
    if binding is None:
        return appointed
    # Whoever lapses during a day is not asked again on it.
    held = rows.Qualification.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        set=binding,
        first_on__lte=on,
        last_on__gte=on,
    )
    return appointed & frozenset(held.values_list("person", flat=True))
