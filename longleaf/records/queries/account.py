"""Reads of one's own account."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import in_force


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role of one's own, in words."""

    kind: str
    organization: str
    began_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """Who one is to this site."""

    name: str
    email: str
    time_zone: str
    roles: tuple[OwnRole, ...]


def account_of(who: Actor, *, on: date) -> Account:
    """One's own account."""
    person = rows.Person.objects.get(pk=person_acting(who))
    roles = (
        rows.Role.objects.filter(in_force(on), person=person)
        .select_related("organization")
        .order_by("organization__name", "kind")
    )
    return Account(
        name=person.name,
        email=person.email,
        time_zone=person.time_zone,
        roles=tuple(
            OwnRole(role.get_kind_display(), role.organization.name, role.began_on, role.ended_on)
            for role in roles
        ),
    )


@dataclass(frozen=True, slots=True)
class TokenLine:
    """An access token as its owner sees it."""

    id: UUID
    name: str
    hint: str
    made_at: datetime
    expires_at: datetime
    state: str


def tokens_of(who: Actor, *, now: datetime) -> list[TokenLine]:
    """One's own tokens, those in use first."""
    found = rows.AccessToken.objects.filter(person=who.person).order_by("-made_at")
    lines = [
        TokenLine(
            token.pk,
            token.name,
            token.hint,
            token.made_at,
            token.expires_at,
            "withdrawn"
            if token.withdrawn_at
            else "active"
            if token.expires_at > now
            else "expired",
        )
        for token in found
    ]
    return sorted(lines, key=lambda line: line.state != "active")


def held_by(who: Actor) -> list[tuple[str, UUID, str]]:
    """The actor's roles: kind, organization and its name."""
    names = dict(
        rows.Organization.objects.filter(
            pk__in={role.organization for role in who.roles}
        ).values_list("id", "name")
    )
    return [(role.kind.value, role.organization, names[role.organization]) for role in who.roles]
