"""Reads of activities and of the ledger, one's own or those of the people one answers for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import award as awards
from longleaf.records.models import credit as rows
from longleaf.records.queries.coordinator import (
    COORDINATORS,
    educators_in,
    places_of,
    require_in_reach,
)
from longleaf.records.queries.listing import Listing

STATES: Final = dict(rows.ActivityState.choices)
_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity, as recorded and as decided.

    Attributes:
        quantity: An exact decimal as text, such as "12.5".
        categories: Where it is hoped to count; once decided, where it counts.
        is_taken_back: Whether it was approved and a correction took its credit back.
    """

    id: UUID
    person: UUID
    person_name: str
    place: str
    kind: str
    title: str
    provider: str
    quantity: str
    unit: str
    completed_on: date
    categories: tuple[str, ...]
    state: str
    recorded_by: str
    recorded_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    is_taken_back: bool
    began_on: date | None
    approved_on: date | None
    approved_by: str
    evidence_kinds: tuple[str, ...]
    banked: bool | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger; it never changes, a correction is a line of its own.

    Attributes:
        kind: award, activity, imported or reversal.
        title: Of the micro-credential, activity or badge behind it.
        source: Identifier of the award, activity or badge.
        credit: What it was worth when it was entered, as exact text; "" where no value was set.
        reverses: The line it takes back, if it is a correction.
        reversed_by: The line that takes it back, if one does.
    """

    id: int
    person: UUID
    person_name: str
    kind: str
    title: str
    source: UUID | None
    credit: str
    categories: tuple[str, ...]
    earned_on: date
    posted_at: datetime
    posted_by: str
    policy_version: str
    reason: str
    reverses: int | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Which activities are wanted; an empty value leaves the choice open."""

    text: str = ""
    kind: str = ""
    school: UUID | None = None
    state: str = "recorded"


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award of one of the LEA's educators, for an export."""

    id: UUID
    person_name: str
    email: str
    title: str
    version: int
    issuer: str
    state: str
    granted_at: datetime


def own_activities(who: Actor, *, state: str = "") -> Listing[ActivityLine]:
    """The actor's own activities, the latest first."""
    found = _activities().filter(person=who.person)
    if state:
        found = found.filter(state=state)
    return Listing(found.order_by("-completed_on", "-recorded_at", "pk"), _activity_lines)


def own_activity(who: Actor, activity: UUID) -> ActivityLine:
    """One of the actor's own activities.

    Raises:
        NoSuchRecordError: If it is not theirs.
    """
    return _one(_activities().filter(person=who.person, person__isnull=False), activity)


def activities_in_reach(who: Actor, wanted: ActivityFilter) -> Listing[ActivityLine]:
    """Activities of the actor's LEA, those that have waited longest first."""
    found = _activities().filter(organization__in=places_of(who))
    if wanted.text:
        found = found.filter(
            Q(title__icontains=wanted.text)
            | Q(provider__icontains=wanted.text)
            | Q(person__name__icontains=wanted.text)
        )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.school is not None:
        found = found.filter(organization=wanted.school)
    if wanted.state:
        found = found.filter(state=wanted.state)
    return Listing(found.order_by("recorded_at", "pk"), _activity_lines)


def activity_in_reach(who: Actor, activity: UUID) -> ActivityLine:
    """One activity of an LEA or school that the actor coordinates.

    Raises:
        NoSuchRecordError: If there is none in reach.
    """
    return _one(_activities().filter(organization__in=who.reach(COORDINATORS)), activity)


def activities_of_person(who: Actor, person: UUID, *, on: date) -> list[ActivityLine]:
    """The activities of a person in the actor's reach, the latest first; none of anyone else's."""
    reach = educators_in(who.reach(COORDINATORS), on)
    found = _activities().filter(person=person, person__in=reach)
    return _activity_lines(found.order_by("-completed_on", "-recorded_at", "pk"))


def own_ledger(who: Actor) -> Listing[LedgerLine]:
    """Every line of the actor's own ledger, the latest first."""
    return Listing(_ledger().filter(person=who.person).order_by("-id"), _ledger_lines)


def ledger_of_person(who: Actor, person: UUID, *, on: date) -> list[LedgerLine]:
    """Every line of the ledger of a person in the actor's reach, the latest first; else none."""
    reach = educators_in(who.reach(COORDINATORS), on)
    return _ledger_lines(_ledger().filter(person=person, person__in=reach).order_by("-id"))


def ledger_line(who: Actor, person: UUID, entry: int, *, on: date) -> LedgerLine:
    """One line of the ledger of a person in the actor's reach.

    Raises:
        NoSuchRecordError: If there is none.
    """
    require_in_reach(who, person, on=on)
    found = _ledger().filter(person=person, pk=entry).first()
    if found is None:
        raise NoSuchRecordError
    return _ledger_lines([found])[0]


def exported_ledger(who: Actor, *, on: date) -> Iterator[LedgerLine]:
    """The ledgers of all educators of the actor's LEA, oldest line first."""
    found = _ledger().filter(person__in=educators_in(places_of(who), on)).order_by("id")
    for line in found.iterator(chunk_size=_CHUNK):
        yield _ledger_lines([line])[0]


def exported_activities(who: Actor) -> Iterator[ActivityLine]:
    """All activities recorded at the actor's LEA, oldest first."""
    found = _activities().filter(organization__in=places_of(who)).order_by("recorded_at", "pk")
    for line in found.iterator(chunk_size=_CHUNK):
        yield _activity_lines([line])[0]


def exported_awards(who: Actor, *, on: date) -> Iterator[AwardLine]:
    """All awards of the educators of the actor's LEA, oldest first."""
    found = (
        awards.Award.objects.filter(educator__in=educators_in(places_of(who), on))
        .order_by("granted_at", "pk")
        .values_list(
            "pk",
            "educator__name",
            "educator__email",
            "version__title",
            "version__number",
            "issuer__name",
            "state",
            "granted_at",
        )
    )
    for line in found.iterator(chunk_size=_CHUNK):
        yield AwardLine(*line)


def _activities() -> QuerySet[Any, Any]:
    reversed_lines = rows.CreditEntry.objects.filter(
        activity=OuterRef("pk"), kind="activity", reversed_by__isnull=False
    )
    return rows.Activity.objects.select_related(
        "person", "organization", "recorded_by", "decided_by"
    ).annotate(taken_back=Exists(reversed_lines))


def _one(found: QuerySet[Any, Any], activity: UUID) -> ActivityLine:
    held = found.filter(pk=activity).first()
    if held is None:
        raise NoSuchRecordError
    return _activity_lines([held])[0]


def _activity_lines(found: Iterable[Any]) -> list[ActivityLine]:
    return [
        ActivityLine(
            id=one.pk,
            person=one.person_id,
            person_name=one.person.name,
            place=one.organization.name,
            kind=one.kind,
            title=one.title,
            provider=one.provider,
            quantity=_plain(one.quantity),
            unit=one.unit,
            completed_on=one.completed_on,
            categories=tuple(one.categories),
            state=one.state,
            recorded_by=one.recorded_by.name,
            recorded_at=one.recorded_at,
            decided_by=one.decided_by.name if one.decided_by else "",
            decided_at=one.decided_at,
            reason=one.reason,
            is_taken_back=one.state == "approved" and one.taken_back,
            began_on=one.began_on,
            approved_on=one.approved_on,
            approved_by=one.get_approved_by_display(),
            evidence_kinds=tuple(one.evidence_kinds),
            banked=one.banked,
        )
        for one in found
    ]


def _plain(quantity: Decimal) -> str:
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ledger() -> QuerySet[rows.CreditEntry]:
    return rows.CreditEntry.objects.select_related(
        "person", "award__version", "activity", "proposal__badge", "posted_by", "reversed_by"
    ).defer(
        "award__version__definition",
        "award__version__search_text",
        "award__version__search",
        "proposal__badge__file",
        "proposal__badge__credential",
        "proposal__badge__report",
        "proposal__badge__report_at_import",
    )


def _ledger_lines(found: Iterable[rows.CreditEntry]) -> list[LedgerLine]:
    return [
        LedgerLine(
            id=one.pk,
            person=one.person_id,
            person_name=one.person.name,
            kind=one.kind,
            title=_title(one),
            source=one.award_id or one.activity_id or _badge_of(one),
            credit=one.credit,
            categories=tuple(one.categories),
            earned_on=one.earned_on,
            posted_at=one.posted_at,
            posted_by=one.posted_by.name if one.posted_by else "",
            policy_version=one.policy_version,
            reason=one.reason,
            reverses=one.reverses_id,
            reversed_by=one.reversed_by.pk if hasattr(one, "reversed_by") else None,
        )
        for one in found
    ]


def _title(one: rows.CreditEntry) -> str:
    if one.award is not None:
        return one.award.version.title
    if one.proposal is not None:
        return one.proposal.badge.name
    return one.activity.title if one.activity is not None else ""


def _badge_of(one: rows.CreditEntry) -> UUID | None:
    """The badge behind a line, unless it was taken out."""
    if one.proposal is None or one.proposal.badge.removed_at is not None:
        return None
    return one.proposal.badge_id
