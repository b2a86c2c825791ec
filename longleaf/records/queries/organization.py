"""Reads of organizations, people and roles."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from longleaf.domain.organization.actor import Actor, RoleHeld, RoleKind
from longleaf.records.models import organization as rows

in_force = rows.in_force


def actor(person_id: UUID, *, on: date) -> Actor:
    """The person as an actor, with the roles in force on a day."""
    person = rows.Person.objects.only("id", "name", "acting_for_id", "time_zone").get(pk=person_id)
    held = list(
        rows.Role.objects.filter(in_force(on), person=person)
        .order_by("kind", "organization__name")
        .values_list("kind", "organization_id", "organization__kind", "organization__jurisdiction")
    )
    return Actor(
        person=person.pk,
        name=person.name,
        roles=tuple(
            RoleHeld(RoleKind(kind), organization, reach)
            for (kind, organization, *_), reach in zip(held, _reaches(held), strict=True)
        ),
        acting_for=person.acting_for_id,
        second_factor=Authenticator.objects.filter(user=person).exists(),
        time_zone=person.time_zone,
    )


def _reaches(held: list[tuple[str, UUID, str, str]]) -> list[frozenset[UUID]]:
    """What each role reaches: the organization and its schools; a department, its whole state."""
    children = defaultdict(set)
    parents = {organization for _, organization, *_ in held}
    for child, parent in rows.Organization.objects.filter(parent__in=parents).values_list(
        "id", "parent_id"
    ):
        children[parent].add(child)
    states = {state for _, _, kind, state in held if kind == rows.OrganizationKind.DEPARTMENT}
    whole = defaultdict(set)
    if states:
        for pk, state in rows.Organization.objects.filter(jurisdiction__in=states).values_list(
            "id", "jurisdiction"
        ):
            whole[state].add(pk)
    return [
        frozenset({organization} | children[organization])
        | (whole[state] if kind == rows.OrganizationKind.DEPARTMENT else set())
        for _, organization, kind, state in held
    ]


def actor_with_token(token: str, *, now: datetime) -> Actor | None:
    """Whoever an access token belongs to, or None if it does not hold."""
    found = (
        rows.AccessToken.objects.filter(
            token_hash=hash_token(token),
            withdrawn_at__isnull=True,
            expires_at__gt=now,
            person__is_active=True,
        )
        .values_list("person_id", flat=True)
        .first()
    )
    return actor(found, on=now.date()) if found else None


def hash_token(token: str) -> str:
    """How a secret link or access token is kept: only its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ActingChoices:
    """The organization one acts for, and those one could."""

    current: str
    others: tuple[tuple[UUID, str], ...]


def acting_choices(who: Actor) -> ActingChoices:
    names = dict(
        rows.Organization.objects.filter(
            pk__in={role.organization for role in who.roles}
        ).values_list("id", "name")
    )
    current = who.acting_for if who.acting_for in names else next(iter(names), None)
    return ActingChoices(
        current=names[current] if current else "",
        others=tuple(
            (pk, name) for pk, name in sorted(names.items(), key=lambda i: i[1]) if pk != current
        ),
    )


def organizations_of(persons: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Where these people work as educators on a day."""
    return frozenset(
        rows.Role.objects.filter(
            in_force(on), person__in=list(persons), kind="educator"
        ).values_list("organization_id", flat=True)
    )


def staff_of(department: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """Who serves a department on a day, by name."""
    found = rows.Person.objects.filter(
        pk__in=rows.Role.objects.filter(
            in_force(on), organization=department, kind="department_staff"
        ).values("person")
    )
    return list(found.order_by("name").values_list("id", "name"))
