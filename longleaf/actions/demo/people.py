"""Who is in the demonstration: organizations, people, their roles and their licenses."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID

from longleaf.actions.demo.chance import identifier, pick, stream, working_day_before
from longleaf.actions.demo.plan import Cycle, PersonPlan, Place, RolePlan
from longleaf.actions.demo.sources import Entry, Sources

_CYCLE_YEARS = 5
_EMPLOYMENTS = 12
_PART_OF_THE_CYCLE, _TWO_ROLES, _GIVEN_TIME = 5, 7, 8
_LIVE_DAYS = 400
_ERAS_PAST = (date(2018, 6, 30), date(2023, 6, 30))
_VETERANS = 0.25  # the share whose earlier cycles are on record
_FIELDS = {
    "K-5": ("Elementary education",) * 5 + ("Exceptional children", "Music", "Visual arts"),
    "6-12": (
        "Mathematics",
        "English language arts",
        "Science",
        "Social studies",
        "Exceptional children",
        "Spanish",
        "Career and technical education",
        "Health and physical education",
    ),
}
_RATINGS = ("proficient",) * 5 + ("accomplished",) * 5 + ("distinguished", "developing", "", "")


def next_june_30(today: date, place: int) -> date:
    """The coming June 30 (1), the one after (2), and so on; today itself is the coming one."""
    first = today.year if (today.month, today.day) <= (6, 30) else today.year + 1
    return date(first + place - 1, 6, 30)


def cycle_of(person: UUID, kind: str, span: str, field: str, expires_on: date) -> Cycle:
    """Five years that end on a day."""
    began_on = date(expires_on.year - _CYCLE_YEARS, 7, 1)
    return Cycle(identifier(person, kind, expires_on), kind, span, field, began_on, expires_on)


def places(sources: Sources) -> Iterator[Place]:
    """All organizations, each before its schools."""
    for entry in sources.organizations:
        own = Place(
            identifier("organization", entry["slug"]),
            entry["slug"],
            entry["kind"],
            entry["name"],
            entry["mail"],
            fields={
                "local_policy": entry.get("local_policy", ""),
                "region": entry.get("region"),
                "website": entry.get("website", ""),
                "contact_email": f"hello@{entry['mail']}",
                "description": entry.get("description", ""),
                "issues_badges": bool(entry.get("issues")),
                "review_days": entry.get("review_days", 10),
            },
        )
        yield own
        for school in entry.get("schools", ()):
            yield Place(
                identifier("organization", school["slug"]),
                school["slug"],
                "school",
                school["name"],
                entry["mail"],
                parent=own.id,
                band=school["band"],
            )


def named_people(sources: Sources, known: Sequence[Place], today: date) -> Iterator[PersonPlan]:
    """Those of people.yaml."""
    by_slug = {place.slug: place for place in known}
    for entry in sources.people:
        roles = tuple(
            RolePlan(role["kind"], by_slug[role["at"]].id, role["since"]) for role in entry["roles"]
        )
        schools = [by_slug[role["at"]] for role in entry["roles"] if role["kind"] == "educator"]
        person = identifier("person", entry["mail"])
        yield PersonPlan(
            person,
            entry["key"],
            entry["name"],
            entry["mail"],
            entry.get("note", ""),
            roles,
            tuple(_named_cycles(person, entry, today)),
            rating=entry.get("license", {}).get("rating", ""),
            lea=schools[0].parent if schools else None,
            school=schools[0].id if schools else None,
            second_factor=entry.get("second_factor", False),
        )


def _employed(cycle: Cycle, at: int) -> Cycle:
    """A few of the drawn worked for part of the cycle, serve in two roles, or were given time."""
    turn = at % _EMPLOYMENTS
    if turn == _PART_OF_THE_CYCLE:
        return replace(cycle, years="3.5")
    if turn == _TWO_ROLES and cycle.kind == "teacher":
        shares = (("teacher", cycle.grade_span, "0.6"), ("student_services", "", "0.4"))
        return replace(cycle, shares=shares)
    if turn == _GIVEN_TIME:
        return replace(cycle, extended_to=date(cycle.expires_on.year, 12, 31))
    return cycle


def _named_cycles(person: UUID, entry: Entry, today: date) -> Iterator[Cycle]:
    held = entry.get("license")
    if held is None:
        return
    current = next_june_30(today, held["expires"])
    kind, span, field = held["kind"], held["grade_span"], held["field"]
    for expires_on in [*entry.get("past", ()), current]:
        cycle = cycle_of(person, kind, span, field, expires_on)
        # A past day that is fixed must not reach into the current cycle, which moves with today.
        if expires_on == current or cycle.expires_on <= date(current.year - _CYCLE_YEARS, 6, 30):
            yield cycle


def educators(
    sources: Sources, known: Sequence[Place], named: Sequence[PersonPlan], today: date, size: float
) -> Iterator[PersonPlan]:
    """Those who are drawn: as many for each LEA as it is to have, spread over its schools."""
    names = _Names(sources, named)
    led = {entry["leads"] for entry in sources.people if "leads" in entry}
    for entry in sources.organizations:
        if "educators" not in entry:
            continue
        schools = [place for place in known if place.parent == identifier_of(known, entry["slug"])]
        present = sum(person.lea == schools[0].parent for person in named)
        wanted = max(round(entry["educators"] * size) - present, 3 * len(schools))
        reviewers = set(_spread(sources, entry["slug"], len(schools), wanted))
        for at in range(wanted):
            school = schools[at % len(schools)]
            turn = at // len(schools)
            role = _work_of(turn, has_principal=school.slug in led)
            yield _educator(names, school, role, at, today, reviews=at in reviewers)


def identifier_of(known: Sequence[Place], slug: str) -> UUID:
    """The organization's identifier."""
    return next(place.id for place in known if place.slug == slug)


def _spread(sources: Sources, slug: str, schools: int, wanted: int) -> Iterator[int]:
    """Which of an LEA's educators review: the third at each school, one school after another."""
    count = sources.files["people"]["reviewers_from_schools"].get(slug, 0)
    third = 2 * schools
    yield from [*range(third, wanted), *range(third - 1, -1, -1)][:count]


def _work_of(turn: int, *, has_principal: bool) -> str:
    """The first at a school leads it, the second serves students, the others teach."""
    if turn == 0:
        return "teacher" if has_principal else "administrator"
    return "student_services" if turn == 1 else "teacher"


def _educator(
    names: "_Names", school: Place, kind: str, at: int, today: date, *, reviews: bool
) -> PersonPlan:
    name, email = names.next(school.mail)
    person = identifier("person", email)
    rng = stream("educator", email)
    span = school.band if kind == "teacher" else ""
    field = {
        "administrator": "Principal",
        "student_services": "School counselor",
    }.get(kind) or pick(rng, _FIELDS[school.band])
    began = date(rng.randint(2008, 2022), 8, rng.randint(8, 20))
    roles = [RolePlan("educator", school.id, began)]
    if reviews and school.parent is not None:
        roles.append(RolePlan("reviewer", school.parent, date(2022, 8, 15)))
    return PersonPlan(
        person,
        "",
        name,
        email,
        "",
        tuple(roles),
        tuple(
            _employed(cycle, at) if cycle.expires_on >= today else cycle
            for cycle in _drawn_cycles(
                partial(cycle_of, person, kind, span, field), at, rng, began, today
            )
        ),
        rating=pick(rng, _RATINGS) if kind == "teacher" else "",
        lea=school.parent,
        school=school.id,
    )


def _drawn_cycles(
    ending: Callable[[date], Cycle], at: int, rng: Random, began: date, today: date
) -> Iterator[Cycle]:
    """The current cycle, for some with earlier ones; for a few only one that has run out."""
    if at % 41 == 40:  # noqa: PLR2004 - one in forty-one let it lapse
        yield ending(next_june_30(today, 0))
        return
    chain = _place_of_veterans(today)
    if rng.random() < _VETERANS:
        for expires_on in _ERAS_PAST:
            yield ending(expires_on)
        yield ending(next_june_30(today, chain))
        return
    others = [place for place in range(1, _CYCLE_YEARS + 1) if place != chain]
    current = next_june_30(today, pick(rng, others))
    if began.year <= current.year - 2 * _CYCLE_YEARS:
        yield ending(date(current.year - _CYCLE_YEARS, 6, 30))
    yield ending(current)


def _place_of_veterans(today: date) -> int:
    """Which coming June 30 ends a cycle of those who renewed on the past days that are fixed."""
    last = _ERAS_PAST[-1].year
    return next(
        place
        for place in range(1, _CYCLE_YEARS + 1)
        if (next_june_30(today, place).year - last) % _CYCLE_YEARS == 0
    )


def supervision(
    known: Sequence[Place], everyone: Sequence[PersonPlan]
) -> Iterator[tuple[UUID, UUID]]:
    """Who leads a school supervises those who work there."""
    for school in known:
        staff = [person for person in everyone if person.school == school.id]
        leaders = [person for person in staff if person.license_key == "administrator/"]
        for leader in leaders[:1]:
            yield from ((leader.id, person.id) for person in staff if person.id != leader.id)


class _Names:
    """Hands out names, none twice."""

    def __init__(self, sources: Sources, named: Sequence[PersonPlan]) -> None:
        rng = stream("names")
        book = sources.files["names"]
        given, family = list(book["given"]), list(book["family"])
        rng.shuffle(given)
        rng.shuffle(family)
        self._given, self._family = given, family
        self._taken = {person.name for person in named}
        self._at = 0

    def next(self, mail: str) -> tuple[str, str]:
        """A name and its address."""
        while True:
            # The lists differ in length, so that their pairs repeat late.
            given = self._given[self._at % len(self._given)]
            family = self._family[self._at % len(self._family)]
            self._at += 1
            name = f"{given} {family}"
            if name not in self._taken:
                self._taken.add(name)
                return name, f"{_plain(given)}.{_plain(family)}@{mail}"


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return "".join(sign for sign in folded.lower() if sign.isalpha())


def live_since(today: date) -> date:
    """The day on which the demonstration's organizations began to use Longleaf."""
    return working_day_before(today - timedelta(days=_LIVE_DAYS))
