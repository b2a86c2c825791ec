"""Reads of those who answer for an LEA: its people, where they stand, and what waits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.renewal.standing import AT_RISK_DAYS, is_at_risk
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.renewal import runs
from longleaf.records.models import credit as credits
from longleaf.records.models import organization as rows
from longleaf.records.queries.listing import Listing
from longleaf.records.queries.organization import in_force

COORDINATORS: Final = (RoleKind.COORDINATOR,)
NO_LICENSE: Final = "no_license"
AT_RISK: Final = "at_risk"
METRICS: Final = {
    "differ": "Hours and mastery differ",
    "hours_alone": "Hours there, mastery still to show",
    "mastery_alone": "Mastery shown, hours missing",
    "mastery_met": "Mastery shown",
    "none_shown": "No competency shown yet",
}
_HOURS_THERE: Final = Q(hours_outcome__in=["met", "exempt", "waived"])
_HOURS_ALONE: Final = _HOURS_THERE & Q(mastery_outcome="unmet")
_MASTERY_ALONE: Final = Q(hours_outcome="unmet", mastery_outcome="met")
_METRICS: Final = {
    "differ": _HOURS_ALONE | _MASTERY_ALONE,
    "hours_alone": _HOURS_ALONE,
    "mastery_alone": _MASTERY_ALONE,
    "mastery_met": Q(mastery_outcome="met"),
    "none_shown": Q(mastery_shown=0),
}
SORTS: Final = {
    "name": "Name",
    "expires": "First to expire",
    "missing": "Most credit missing",
    "school": "School",
}
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Whom a coordinator looks for; an empty value leaves the choice open.

    Attributes:
        outcome: met, unmet, unknown, exempt, waived, at_risk or no_license.
        year: The year in which the license expires.
        metric: A key of `METRICS`: what hours and mastery say of each other.
    """

    text: str = ""
    school: UUID | None = None
    outcome: str = ""
    year: int | None = None
    sort: str = "name"
    metric: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An educator in a list, with where the cycle that ends first stood when last computed.

    Attributes:
        license: None where none is on record; then the figures are "".
        outcome: "" where none was computed yet.
        categories: Per category, what is required, counted and missing.
        hours: What hours alone say; "" where none was computed yet.
        mastery: What competencies alone say; "" where the rules ask for none.
        mastery_shown: How many competencies are shown, and how many are asked for.
    """

    id: UUID
    name: str
    email: str
    schools: tuple[str, ...]
    license: UUID | None = None
    kind: str = ""
    grade_span: str = ""
    expires_on: date | None = None
    outcome: str = ""
    required: str = ""
    counted: str = ""
    missing: str = ""
    is_at_risk: bool = False
    computed_at: datetime | None = None
    categories: tuple[dict[str, Any], ...] = field(default_factory=tuple)
    expired_on: date | None = None  # of the last license, where none runs
    hours: str = ""
    mastery: str = ""
    mastery_shown: int = 0
    mastery_asked: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of a coordinator's first page; each opens into a list.

    Attributes:
        outcomes: Educators by outcome; "" counts those whose standing was not computed yet.
        approvals_since: When the activity that has waited longest was recorded.
    """

    educators: int
    outcomes: dict[str, int]
    at_risk: int
    no_license: int
    approvals: int
    approvals_since: datetime | None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """An educator in reach, with the rating that is on record."""

    id: UUID
    name: str
    email: str
    schools: tuple[str, ...]
    rating: str
    rated_on: date | None


def places_of(who: Actor) -> frozenset[UUID]:
    """The LEA that the actor coordinates, and its schools; the one acted for, of several."""
    home = who.home(COORDINATORS)
    return frozenset().union(
        *(
            role.reach
            for role in who.roles
            if role.kind in COORDINATORS and role.organization == home
        )
    )


def coordinated(who: Actor) -> str:
    """The name of the LEA that the actor coordinates."""
    found = rows.Organization.objects.filter(pk__in=[who.home(COORDINATORS)])
    return found.values_list("name", flat=True).get()


def schools_in_reach(who: Actor) -> list[tuple[UUID, str]]:
    """The LEA and its schools, for a filter."""
    return list(
        rows.Organization.objects.filter(pk__in=places_of(who))
        .order_by("kind", "name")
        .values_list("pk", "name")
    )


def require_in_reach(who: Actor, person: UUID, *, on: date) -> None:
    """Refuse someone who is no educator of an LEA or school that the actor coordinates.

    Raises:
        NoSuchRecordError: If they are not.
    """
    if not educators_in(who.reach(COORDINATORS), on).filter(person=person).exists():
        raise NoSuchRecordError


def person_in_reach(who: Actor, person: UUID, *, on: date) -> PersonCard:
    """An educator of an LEA or school that the actor coordinates.

    Raises:
        NoSuchRecordError: If there is none in reach.
    """
    reach = who.reach(COORDINATORS)
    ratings = credits.EvaluationRating.objects.filter(person=OuterRef("pk")).order_by("-rated_on")
    found = (
        rows.Person.objects.filter(pk=person, pk__in=educators_in(reach, on))
        .values_list(
            "pk",
            "name",
            "email",
            Subquery(ratings.values("rating")[:1]),
            Subquery(ratings.values("rated_on")[:1]),
        )
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    pk, name, email, rating, rated_on = found
    schools = _schools([pk], reach, on).get(pk, ())
    return PersonCard(pk, name, email, schools, rating or "", rated_on)


def overview(who: Actor, *, on: date) -> Overview:
    """How the actor's LEA stands, and what waits for approval."""
    told = list(_people(who, on).values_list("outcome", "last_day"))
    outcomes = Counter(outcome or "" for outcome, expires_on in told if expires_on)
    waiting = credits.Activity.objects.filter(
        organization__in=places_of(who), state=credits.ActivityState.RECORDED
    ).aggregate(number=Count("pk"), since=Min("recorded_at"))
    return Overview(
        educators=len(told),
        outcomes=dict(outcomes),
        at_risk=sum(is_at_risk(outcome or "", expires_on, on=on) for outcome, expires_on in told),
        no_license=sum(expires_on is None for _, expires_on in told),
        approvals=waiting["number"],
        approvals_since=waiting["since"],
    )


def people_of(who: Actor, wanted: PeopleFilter, *, on: date) -> Listing[PersonLine]:
    """The educators of the actor's LEA that fit, in the order asked for."""
    places = places_of(who)
    found = _fitting(_people(who, on), wanted, places, on)
    if wanted.sort == "school":
        found = _with_school(found, places, on)
    found = found.order_by(*_ORDERS[wanted.sort])

    def read(page: Sequence[Any]) -> list[PersonLine]:
        return _lines(page, places, on)

    return Listing(found, read)


def every_person_of(who: Actor, wanted: PeopleFilter, *, on: date) -> Iterator[PersonLine]:
    """The same as `people_of`, all of them, read a batch at a time."""
    listing = people_of(who, wanted, on=on)
    for start in range(0, len(listing), _BATCH):
        yield from listing[start : start + _BATCH]


def expiry_years(who: Actor, *, on: date) -> list[int]:
    """The years in which running licenses of the actor's educators expire."""
    days = credits.License.objects.filter(
        runs(on), person__in=educators_in(places_of(who), on)
    ).values_list("expires_on__year", flat=True)
    return sorted(set(days.order_by()))


_ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "name": ("name", "pk"),
    "expires": (
        F("expires_on").asc(nulls_last=True),
        F("missing_number").desc(nulls_last=True),
        "name",
        "pk",
    ),
    "missing": (F("missing_number").desc(nulls_last=True), "expires_on", "name", "pk"),
    "school": ("school_name", "name", "pk"),
}


def educators_in(places: Iterable[UUID], on: date) -> QuerySet[rows.Role, UUID]:
    held = rows.Role.objects.filter(in_force(on), kind="educator", organization__in=list(places))
    return held.values_list("person_id", flat=True)


def _people(who: Actor, on: date) -> QuerySet[Any, Any]:
    """The actor's educators, each with the running cycle that ends first."""
    persons = educators_in(places_of(who), on)
    first = (
        credits.License.objects.filter(runs(on), person__in=persons)
        .order_by("person_id", "expires_on", "pk")
        .distinct("person_id")
        .values("pk")
    )
    return (
        rows.Person.objects.filter(pk__in=persons)
        .annotate(
            cycle=FilteredRelation("licenses", condition=runs(on, of="licenses__")),
            cycle_pk=F("cycle__pk"),
            expires_on=F("cycle__expires_on"),
            last_day=Coalesce("cycle__extended_to", "cycle__expires_on"),
            outcome=F("cycle__summary__outcome"),
            missing_number=F("cycle__summary__missing_number"),
            hours_outcome=F("cycle__summary__hours_outcome"),
            mastery_outcome=F("cycle__summary__mastery_outcome"),
            mastery_shown=F("cycle__summary__mastery_shown"),
        )
        # By the column: a filter on the relation would join it a second time.
        .filter(Q(cycle_pk__isnull=True) | Q(cycle_pk__in=first))
    )


def _with_school(found: QuerySet[Any, Any], places: Iterable[UUID], on: date) -> QuerySet[Any, Any]:
    """The same with the name of the place that a list by school shows first."""
    held = rows.Role.objects.filter(
        in_force(on), person=OuterRef("pk"), kind="educator", organization__in=list(places)
    ).order_by("organization__name")
    named: QuerySet[Any, Any] = found.annotate(
        school_name=Subquery(held.values("organization__name")[:1])
    )
    return named


def _fitting(
    found: QuerySet[Any, Any], wanted: PeopleFilter, places: frozenset[UUID], on: date
) -> QuerySet[Any, Any]:
    if wanted.text:
        found = found.filter(Q(name__icontains=wanted.text) | Q(email__icontains=wanted.text))
    if wanted.school is not None:
        found = found.filter(pk__in=educators_in(places & {wanted.school}, on))
    if wanted.year is not None:
        found = found.filter(expires_on__year=wanted.year)
    if wanted.metric in _METRICS:
        found = found.filter(_METRICS[wanted.metric])
    if wanted.outcome == NO_LICENSE:
        return found.filter(expires_on=None)
    if wanted.outcome == AT_RISK:
        # As `domain.renewal.standing.is_at_risk` says it.
        return found.filter(outcome="unmet", last_day__lte=on + timedelta(days=AT_RISK_DAYS))
    if wanted.outcome:
        return found.filter(outcome=wanted.outcome)
    return found


def _lines(page: Sequence[rows.Person], places: frozenset[UUID], on: date) -> list[PersonLine]:
    persons = [person.pk for person in page]
    schools = _schools(persons, places, on)
    cycles: dict[UUID, credits.License] = {}
    for cycle in (
        credits.License.objects.filter(runs(on), person__in=persons)
        .select_related("summary")
        .order_by("expires_on", "pk")
    ):
        cycles.setdefault(cycle.person_id, cycle)
    expired = _expired([pk for pk in persons if pk not in cycles])
    return [
        replace(
            _line(person, schools.get(person.pk, ()), cycles.get(person.pk), on),
            expired_on=expired.get(person.pk),
        )
        for person in page
    ]


def _expired(persons: Sequence[UUID]) -> dict[UUID, date]:
    """When the last license of each of these people ended; none of theirs runs."""
    if not persons:
        return {}
    return dict(
        credits.License.objects.filter(person__in=persons)
        .values_list("person_id")
        .annotate(last=Max("expires_on"))
        .order_by()
    )


def _line(
    person: rows.Person, schools: tuple[str, ...], cycle: credits.License | None, on: date
) -> PersonLine:
    if cycle is None:
        return PersonLine(person.pk, person.name, person.email, schools)
    told = getattr(cycle, "summary", None)
    outcome = told.outcome if told else ""
    return PersonLine(
        person.pk,
        person.name,
        person.email,
        schools,
        cycle.pk,
        cycle.kind,
        cycle.grade_span,
        cycle.expires_on,
        outcome,
        told.required if told else "",
        told.counted if told else "",
        told.missing if told else "",
        is_at_risk(outcome, cycle.extended_to or cycle.expires_on, on=on),
        told.computed_at if told else None,
        tuple(told.categories) if told else (),
        hours=told.hours_outcome if told else "",
        mastery=told.mastery_outcome if told else "",
        mastery_shown=told.mastery_shown if told else 0,
        mastery_asked=told.mastery_asked if told else 0,
    )


def _schools(
    persons: Iterable[UUID], places: Iterable[UUID], on: date
) -> dict[UUID, tuple[str, ...]]:
    held = rows.Role.objects.filter(
        in_force(on), kind="educator", person__in=list(persons), organization__in=list(places)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for person, name in held.order_by("organization__name").values_list(
        "person_id", "organization__name"
    ):
        found[person].append(name)
    return {person: tuple(names) for person, names in found.items()}
