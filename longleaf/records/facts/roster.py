"""What is known of the people whom a roster names."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.organization.enrollment import PersonKnown
from longleaf.domain.organization.roster import RosterLicense
from longleaf.records.models import credit
from longleaf.records.models import organization as rows
from longleaf.records.models.organization import in_force


def schools_of(lea: UUID) -> dict[str, str]:
    """What a row may call each school, in small letters → its name."""
    return {
        name.lower(): name
        for name in rows.Organization.objects.filter(parent=lea).values_list("name", flat=True)
    }


def people_known(
    emails: Collection[str], *, lea: UUID, on: date, now: datetime
) -> dict[str, PersonKnown]:
    """Address, in small letters → what is known; an address without an account is left out."""
    people = dict(
        rows.Person.objects.annotate(address=Lower("email"))
        .filter(address__in=emails)
        .values_list("pk", "address")
    )
    here = Q(organization=lea) | Q(organization__parent=lea)
    roles: dict[UUID, set[tuple[RoleKind, str]]] = defaultdict(set)
    for person, kind, where, name in rows.Role.objects.filter(
        here, in_force(on), person__in=people
    ).values_list("person", "kind", "organization", "organization__name"):
        roles[person].add((RoleKind(kind), "" if where == lea else name))
    licenses: dict[UUID, list[RosterLicense]] = defaultdict(list)
    for held in credit.License.objects.filter(person__in=people):
        licenses[held.person_id].append(
            RosterLicense(held.kind, held.grade_span, held.cycle_began_on, held.expires_on)
        )
    supervisors: dict[UUID, set[str]] = defaultdict(set)
    for person, email in rows.Supervision.objects.filter(
        in_force(on), educator__in=people
    ).values_list("educator", "supervisor__email"):
        supervisors[person].add(email.lower())
    invited = _invited(emails, here, lea, now)
    return {
        email: PersonKnown(
            works_here=person in roles,
            roles=frozenset(roles[person]),
            invited=frozenset(invited[email]),
            licenses=tuple(licenses[person]),
            supervisors=frozenset(supervisors[person]),
        )
        for person, email in people.items()
    }


def _invited(
    emails: Collection[str], here: Q, lea: UUID, now: datetime
) -> dict[str, set[tuple[RoleKind, str]]]:
    invited: dict[str, set[tuple[RoleKind, str]]] = defaultdict(set)
    for email, kind, where, name in rows.Invitation.objects.filter(
        here, email__in=emails, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).values_list("email", "role_kind", "organization", "organization__name"):
        invited[email.lower()].add((RoleKind(kind), "" if where == lea else name))
    return invited
