"""Reads for the Department: what waits across the state, and the picture by LEA."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.domain.report.small_cells import hide_small
from longleaf.records.models import award, review
from longleaf.records.models import organization as rows
from longleaf.records.queries.listing import Listing
from longleaf.records.queries.organization import in_force

STEERING = ("coordinator", "administrator")


def _state_of(who: Actor) -> str:
    """The jurisdiction whose Department the actor serves."""
    home = who.home({RoleKind.DEPARTMENT_STAFF})
    authorize(who, "view_state_picture", organization=home)
    if home is None:
        raise NotPermittedError("view_state_picture")
    return rows.Organization.objects.values_list("jurisdiction", flat=True).get(pk=home)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The numbers of the Department's first page; each opens into a list."""

    leas: int
    leas_without_coordinator: int
    partners: int
    invitations: int
    reviews_late: int
    awards: int
    awards_suspended: int


def waiting_for(who: Actor, *, on: date, now: datetime) -> Waiting:
    """What waits across the actor's state."""
    state = _state_of(who)
    places = rows.Organization.objects.filter(jurisdiction=state)
    leas = places.filter(kind="lea")
    awards = Counter(
        dict(
            award.Award.objects.filter(issuer__jurisdiction=state)
            .order_by()
            .values_list("state")
            .annotate(Count("pk"))
        )
    )
    return Waiting(
        leas=leas.count(),
        leas_without_coordinator=leas.exclude(pk__in=_steered(on)).count(),
        partners=places.filter(kind="partner").count(),
        invitations=_open_invitations(state, now).count(),
        reviews_late=_late_reviews(state, on).count(),
        awards=awards.total(),
        awards_suspended=awards["suspended"],
    )


def _steered(on: date) -> QuerySet[rows.Role, UUID]:
    """The organizations that have a coordinator."""
    coordinators = rows.Role.objects.filter(in_force(on), kind="coordinator")
    return coordinators.values_list("organization_id", flat=True)


def _open_invitations(state: str, now: datetime) -> QuerySet[rows.Invitation]:
    return rows.Invitation.objects.filter(
        organization__jurisdiction=state,
        role_kind__in=STEERING,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    )


def _late_reviews(state: str, on: date) -> QuerySet[review.Review]:
    return review.Review.objects.filter(
        attempt__submission__microcredential__issuer__jurisdiction=state,
        state__in=["assigned", "draft"],
        due_on__lt=on,
    )


@dataclass(frozen=True, slots=True)
class SteeringInvitation:
    """An invitation of a coordinator or administrator that waits."""

    id: UUID
    organization: str
    email: str
    role: str
    invited_by: str
    expires_at: datetime


def steering_invitations(who: Actor, *, now: datetime) -> list[SteeringInvitation]:
    """The invitations that wait, those that run out first on top."""
    found = _open_invitations(_state_of(who), now).select_related("organization", "invited_by")
    return [
        SteeringInvitation(
            each.pk,
            each.organization.name,
            each.email,
            each.get_role_kind_display(),
            each.invited_by.name,
            each.expires_at,
        )
        for each in found.order_by("expires_at")[:200]
    ]


def steerable(who: Actor) -> list[tuple[UUID, str]]:
    """The LEAs and partners whose coordinators and administrators the actor may invite."""
    found = rows.Organization.objects.filter(
        jurisdiction=_state_of(who), kind__in=["lea", "partner"]
    )
    return list(found.order_by("name").values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class OrganizationFilter:
    """Which organizations are wanted; an empty value leaves the choice open."""

    kind: str = ""
    region: int | None = None
    search: str = ""
    without_coordinator: bool = False
    with_late_reviews: bool = False


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """An LEA or partner in the Department's list."""

    id: UUID
    name: str
    slug: str
    kind: str
    region: int | None
    is_demo: bool
    educators: int
    coordinators: int
    schools: int
    late_reviews: int


def organizations_for(
    who: Actor, wanted: OrganizationFilter, *, on: date
) -> Listing[OrganizationLine]:
    """LEAs and partners of the actor's state, by name."""
    state = _state_of(who)
    found = rows.Organization.objects.filter(jurisdiction=state, kind__in=["lea", "partner"])
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.region:
        found = found.filter(region=wanted.region)
    if wanted.search:
        found = found.filter(name__icontains=wanted.search)
    if wanted.without_coordinator:
        found = found.filter(kind="lea").exclude(pk__in=_steered(on))
    if wanted.with_late_reviews:
        issuers = _late_reviews(state, on).values("attempt__submission__microcredential__issuer")
        found = found.filter(pk__in=issuers)

    def read(page: Sequence[Any]) -> list[OrganizationLine]:
        return _organization_lines(page, state, on)

    return Listing(found.order_by("name", "id"), read)


def regions_of(who: Actor) -> list[int]:
    """The regions that the state's LEAs are sorted into."""
    found = rows.Organization.objects.filter(jurisdiction=_state_of(who), region__isnull=False)
    numbers = found.order_by().values_list("region", flat=True).distinct()
    return sorted(number for number in numbers if number is not None)


def _organization_lines(
    page: Sequence[rows.Organization], state: str, on: date
) -> list[OrganizationLine]:
    roles: Counter[tuple[UUID, str]] = Counter()
    held = rows.Role.objects.filter(
        in_force(on), Q(organization__in=page) | Q(organization__parent__in=page)
    )
    counted = (
        held.annotate(lea=Coalesce("organization__parent_id", "organization_id"))
        .order_by()
        .values_list("lea", "kind")
        .annotate(Count("person", distinct=True))
    )
    for lea, kind, number in counted:
        roles[lea, kind] = number
    schools = Counter(
        rows.Organization.objects.filter(parent__in=page).values_list("parent_id", flat=True)
    )
    late = Counter(
        _late_reviews(state, on).values_list(
            "attempt__submission__microcredential__issuer_id", flat=True
        )
    )
    return [
        OrganizationLine(
            id=place.pk,
            name=place.name,
            slug=place.slug,
            kind=place.get_kind_display(),
            region=place.region,
            is_demo=place.is_demo,
            educators=roles[place.pk, "educator"],
            coordinators=roles[place.pk, "coordinator"],
            schools=schools[place.pk],
            late_reviews=late[place.pk],
        )
        for place in page
    ]


@dataclass(frozen=True, slots=True)
class PictureLine:
    """One LEA in the picture of the state; None where a count is too small to be shown."""

    name: str
    educators: int | None
    earners: int | None
    awards: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The state by LEA: those with educators, and the totals."""

    lines: tuple[PictureLine, ...]
    educators: int
    earners: int
    awards: int
    leas_without_educators: int


def state_picture(who: Actor, *, on: date) -> Picture:
    """Educators, those of them who hold an award, and awards, by the LEA they work for today.

    Someone who works for two LEAs is counted in both, and so are their awards.
    """
    state = _state_of(who)
    names = dict(
        rows.Organization.objects.filter(jurisdiction=state, kind="lea").values_list("id", "name")
    )
    held = rows.Role.objects.filter(
        in_force(on), kind="educator", organization__jurisdiction=state
    ).annotate(lea=Coalesce("organization__parent_id", "organization_id"))
    active = Q(person__awards__state="active")
    counted = {
        lea: (educators, earners, awards)
        for lea, educators, earners, awards in held.order_by()
        .values_list("lea")
        .annotate(
            educators=Count("person", distinct=True),
            earners=Count("person", distinct=True, filter=active),
            awards=Count("person__awards", distinct=True, filter=active),
        )
        if lea in names
    }
    order = sorted(counted, key=lambda lea: names[lea])
    columns = [[counted[lea][place] for lea in order] for place in range(3)]
    shown = zip(*(hide_small(column) for column in columns), strict=True)
    return Picture(
        lines=tuple(
            PictureLine(names[lea], *values) for lea, values in zip(order, shown, strict=True)
        ),
        educators=sum(columns[0]),
        earners=sum(columns[1]),
        awards=sum(columns[2]),
        leas_without_educators=len(names) - len(order),
    )
