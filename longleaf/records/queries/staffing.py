"""Reads of who works where: for those who invite, end roles and record supervision."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.invitation import (
    InvitationFacts,
    InvitationState,
    grantable,
    may_grant,
    state_of,
)
from longleaf.domain.organization.permission import authorize
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import organization as rows
from longleaf.records.queries.job import open_job
from longleaf.records.queries.listing import Listing
from longleaf.records.queries.organization import hash_token, in_force


@dataclass(frozen=True, slots=True)
class Place:
    """An organization where roles can be given, and which roles the actor may give there."""

    id: UUID
    name: str
    kind: str
    grantable: tuple[tuple[str, str], ...]


def places_for(who: Actor, organization: UUID) -> list[Place]:
    """The organization and its schools, as far as the actor may invite there."""
    authorize(who, "invite_person", organization=organization)
    found = rows.Organization.objects.filter(Q(pk=organization) | Q(parent=organization))
    return [
        Place(place.pk, place.name, place.kind, _grantable(who, place))
        for place in sorted(found, key=lambda place: (place.pk != organization, place.name))
    ]


def _grantable(who: Actor, place: rows.Organization) -> tuple[tuple[str, str], ...]:
    given = grantable(who, organization=place.pk, kind=place.kind)
    return tuple((kind.value, str(kind.label)) for kind in rows.RoleKind if RoleKind(kind) in given)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of somebody's."""

    id: UUID
    kind: str
    organization: str
    began_on: date
    ended_on: date | None
    may_end: bool


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody who works here, with their roles here."""

    id: UUID
    name: str
    email: str
    has_joined: bool
    roles: tuple[RoleLine, ...]


def staff_of(
    who: Actor, organization: UUID, *, role: str = "", school: str = "", search: str = "", on: date
) -> Listing[StaffLine]:
    """Those who hold a role at the organization or its schools today, by name."""
    authorize(who, "view_people", organization=organization)
    here = _here(organization) & in_force(on)
    if role:
        here &= Q(kind=role)
    if school:
        here &= Q(organization__slug=school)
    people = rows.Person.objects.filter(pk__in=rows.Role.objects.filter(here).values("person"))
    if search:
        people = people.filter(Q(name__icontains=search) | Q(email__icontains=search))

    def read(found: Sequence[Any]) -> list[StaffLine]:
        return _staff(who, organization, found, on)

    return Listing(people.order_by("name", "id"), read)


def _here(organization: UUID) -> Q:
    return Q(organization=organization) | Q(organization__parent=organization)


def _staff(
    who: Actor, organization: UUID, people: Sequence[rows.Person], on: date
) -> list[StaffLine]:
    roles: dict[UUID, list[RoleLine]] = defaultdict(list)
    held = rows.Role.objects.filter(_here(organization), in_force(on), person__in=people)
    for role in held.select_related("organization").order_by("kind"):
        kind = RoleKind(role.kind)
        may_end = role.person_id != who.person and may_grant(
            who, kind, organization=role.organization_id, kind=role.organization.kind
        )
        roles[role.person_id].append(
            RoleLine(
                role.pk,
                role.get_kind_display(),
                role.organization.name,
                role.began_on,
                role.ended_on,
                may_end,
            )
        )
    return [
        StaffLine(
            person.pk,
            person.name,
            person.email,
            not person.password.startswith(UNUSABLE_PASSWORD_PREFIX),
            tuple(roles[person.pk]),
        )
        for person in people
    ]


@dataclass(frozen=True, slots=True)
class RoleToEnd:
    """A role, as the page that ends it shows it."""

    id: UUID
    person: str
    kind: str
    organization: str
    began_on: date


def role_to_end(who: Actor, role: UUID) -> RoleToEnd:
    """A role that the actor may end.

    Raises:
        NoSuchRecordError: If there is none in reach.
    """
    found = rows.Role.objects.select_related("person", "organization").filter(pk=role).first()
    if found is None or not may_grant(
        who,
        RoleKind(found.kind),
        organization=found.organization_id,
        kind=found.organization.kind,
    ):
        raise NoSuchRecordError
    authorize(who, "end_role", organization=found.organization_id)
    return RoleToEnd(
        found.pk,
        found.person.name,
        found.get_kind_display(),
        found.organization.name,
        found.began_on,
    )


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation as those who sent it see it."""

    id: UUID
    email: str
    name: str
    role: str
    organization: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    state: str


def open_invitations(who: Actor, organization: UUID, *, now: datetime) -> list[InvitationLine]:
    """Invitations that wait, and those that ran out in vain, newest first."""
    authorize(who, "invite_person", organization=organization)
    found = (
        rows.Invitation.objects.filter(_here(organization), accepted_at=None, withdrawn_at=None)
        .select_related("organization", "invited_by")
        .order_by("-invited_at")[:200]
    )
    return [_invitation_line(invitation, now) for invitation in found]


def _invitation_line(found: rows.Invitation, now: datetime) -> InvitationLine:
    return InvitationLine(
        found.pk,
        found.email,
        found.name,
        found.get_role_kind_display(),
        found.organization.name,
        found.invited_by.name,
        found.invited_at,
        found.expires_at,
        _state(found, now),
    )


def _state(found: rows.Invitation, now: datetime) -> InvitationState:
    return state_of(
        InvitationFacts(found.expires_at, found.accepted_at, found.withdrawn_at), now=now
    )


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation as the person invited sees it.

    Attributes:
        has_account: Whether the address has an account that can sign in.
    """

    email: str
    name: str
    role: str
    organization: str
    invited_by: str
    expires_at: datetime
    state: InvitationState
    has_account: bool


def invitation_by_token(token: str, *, now: datetime) -> OpenInvitation:
    """The invitation behind a link.

    Raises:
        NoSuchRecordError: If the link is none of ours.
    """
    found = (
        rows.Invitation.objects.select_related("organization", "invited_by")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    person = rows.Person.objects.filter(email__iexact=found.email).first()
    return OpenInvitation(
        found.email,
        found.name or (person.name if person else ""),
        found.get_role_kind_display(),
        found.organization.name,
        found.invited_by.name,
        found.expires_at,
        _state(found, now),
        person is not None and person.has_usable_password(),
    )


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """Who supervises whom."""

    id: UUID
    supervisor: str
    educator: str
    began_on: date


def supervisions_of(
    who: Actor, organization: UUID, *, search: str = "", on: date
) -> Listing[SupervisionLine]:
    """Supervision of those who work here, by the supervisor's name."""
    authorize(who, "view_people", organization=organization)
    here = rows.Role.objects.filter(_here(organization), in_force(on)).values("person")
    found = rows.Supervision.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on), began_on__lte=on, educator__in=here
    )
    if search:
        found = found.filter(
            Q(supervisor__name__icontains=search) | Q(educator__name__icontains=search)
        )

    def read(page: Sequence[Any]) -> list[SupervisionLine]:
        return [
            SupervisionLine(line.pk, line.supervisor.name, line.educator.name, line.began_on)
            for line in page
        ]

    return Listing(
        found.select_related("supervisor", "educator").order_by(
            "supervisor__name", "educator__name", "id"
        ),
        read,
    )


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school and how many work there."""

    slug: str
    name: str
    people: int


def schools_of(who: Actor, organization: UUID, *, on: date) -> list[SchoolLine]:
    """The LEA's schools, by name."""
    authorize(who, "view_people", organization=organization)
    now_there = Q(roles__began_on__lte=on) & (Q(roles__ended_on=None) | Q(roles__ended_on__gte=on))
    found = rows.Organization.objects.filter(parent=organization).annotate(
        people=Count("roles__person", filter=now_there, distinct=True)
    )
    return [SchoolLine(s.slug, s.name, s.people) for s in found.order_by("name")]


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """A roster as it was read, and what came of it.

    Attributes:
        under_way: Whether it is being applied in the background.
        job: That work, where the actor asked for it and may watch.
    """

    id: UUID
    read_at: datetime
    encoding: str
    rows: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    applied_at: datetime | None
    result: dict[str, Any]
    under_way: bool
    job: UUID | None


def roster_preview(who: Actor, roster: UUID) -> RosterPreview:
    """A roster in the actor's reach.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = rows.RosterImport.objects.filter(pk=roster).first()
    if found is None:
        raise NoSuchRecordError
    authorize(who, "import_roster", organization=found.organization_id)
    under_way = open_job("roster", "roster", found.pk)
    return RosterPreview(
        found.pk,
        found.read_at,
        found.result.get("encoding", ""),
        found.rows,
        found.problems,
        found.applied_at,
        found.result,
        under_way is not None,
        under_way.id if under_way and under_way.person == who.person else None,
    )


def rosters_of(who: Actor, organization: UUID) -> list[tuple[UUID, datetime, int, bool]]:
    """The newest rosters: id, when read, rows that could be kept, whether applied."""
    authorize(who, "import_roster", organization=organization)
    found = rows.RosterImport.objects.filter(organization=organization).order_by("-read_at")[:10]
    return [(r.pk, r.read_at, len(r.rows), r.applied_at is not None) for r in found]
