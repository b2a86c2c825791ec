"""The demonstration's activities counted in hours: recorded, approved, declined, corrected."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from longleaf.actions.demo.chance import day_between, identifier, moment, pick, stream
from longleaf.actions.demo.plan import ActivityPlan, Cycle, PersonPlan
from longleaf.actions.demo.sources import Entry, Sources

_WORTH = {"clock_hour": Fraction(1, 10), "semester_hour": Fraction(3, 2)}
_PACES = (0.2, 0.5, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3)
_DIGITAL_UNTIL = date(2023, 6, 30)
_DIGITAL_SINCE = date(2018, 7, 1)
_RECENT_DAYS = 25
_SHARE_RECENT = 0.2
_SHARE_NEW = 0.9
_SHARE_DECLINED = 0.07
_SHARE_CORRECTED = 0.03
_SHARE_WITHDRAWN = 0.02


def activities(
    sources: Sources,
    people: tuple[PersonPlan, ...],
    coordinators: Mapping[UUID, UUID],
    *,
    live_since: date,
    today: date,
) -> Iterator[ActivityPlan]:
    """What everyone has done for credit, cycle by cycle.

    What was done before the organizations began with Longleaf was carried over on that day.

    Args:
        sources: The banks.
        people: Everyone.
        coordinators: Who approves, by LEA.
        live_since: The first day in Longleaf.
        today: The day after the last thing that happened.
    """
    for person in people:
        if not person.cycles or person.lea is None:
            continue
        one = _One(sources, person, coordinators[person.lea], live_since, today)
        for cycle in person.cycles:
            yield from one.cycle(cycle)
        if one.rng.random() < _SHARE_RECENT:
            yield one.recent()


class _One:
    """One educator's activities."""

    def __init__(
        self,
        sources: Sources,
        person: PersonPlan,
        coordinator: UUID,
        live_since: date,
        today: date,
    ) -> None:
        self._book = sources.files["activities"]
        self._person = person
        self._coordinator = coordinator
        self._live = live_since
        self._yesterday = today - timedelta(days=1)
        self.rng = stream("activities", person.email)
        self._pace = pick(self.rng, _PACES)
        named = (one for one in sources.people if one["key"] == person.key)
        self._paces: Mapping[str, float] = next(named, {}).get("pace", {})
        self._count = 0
        self._titles: set[str] = set()

    def cycle(self, cycle: Cycle) -> Iterator[ActivityPlan]:
        """Enough in each category for a cycle that is over; as far as they are in a running one."""
        last = min(cycle.expires_on, self._yesterday)
        length = (cycle.expires_on - cycle.began_on).days
        share = (last - cycle.began_on).days / length
        running = cycle.expires_on > self._yesterday
        for category, need in self._needs(cycle).items():
            pace = self._paces.get(category, self._pace) if running else 1.05
            target = Fraction(need * share * pace).limit_denominator(100)
            done = Fraction(0)
            while target - done >= Fraction(3, 10):
                entry, size = self._entry(category, target - done)
                done += Fraction(size) * _WORTH[entry["unit"]]
                day = day_between(self.rng, cycle.began_on + timedelta(days=20), last)
                yield self._activity(entry, size, category, min(day, last))

    def recent(self) -> ActivityPlan:
        """One that waits for the coordinator."""
        category = pick(self.rng, sorted(self._needs(self._person.cycles[-1])))
        entry, size = self._entry(category, Fraction(1))
        first = self._yesterday - timedelta(days=_RECENT_DAYS)
        day = day_between(self.rng, first, self._yesterday - timedelta(days=2))
        return self._recorded(entry, size, category, day, "recorded")

    def _needs(self, cycle: Cycle) -> Mapping[str, int]:
        digital = _DIGITAL_SINCE <= cycle.expires_on <= _DIGITAL_UNTIL
        table = self._book["needs_until_2023" if digital else "needs"]
        needs: Mapping[str, int] = table[f"{cycle.kind}/{cycle.grade_span}"]
        return needs

    def _entry(self, category: str, wanted: Fraction) -> tuple[Entry, str]:
        """Something of this category, of a size near to what is wanted."""
        entries = self._book["activities"][category]
        for _ in range(12):
            entry = pick(self.rng, entries)
            if entry["title"] in self._titles and self.rng.random() < _SHARE_NEW:
                continue  # few take the same course twice
            size = max(pick(self.rng, entry["sizes"]), pick(self.rng, entry["sizes"]), key=Fraction)
            if Fraction(size) * _WORTH[entry["unit"]] <= wanted + Fraction(1, 2):
                return entry, size
        smallest = min(entries, key=lambda one: Fraction(one["sizes"][0]) * _WORTH[one["unit"]])
        return smallest, smallest["sizes"][0]

    def _activity(self, entry: Entry, size: str, category: str, day: date) -> ActivityPlan:
        if day < self._live:
            return self._carried_over(entry, size, category, day)
        drawn = self.rng.random()
        if drawn < _SHARE_DECLINED:
            return self._recorded(entry, size, category, day, "declined")
        if drawn < _SHARE_DECLINED + _SHARE_WITHDRAWN:
            return self._recorded(entry, size, category, day, "withdrawn")
        return self._recorded(entry, size, category, day, "approved")

    def _carried_over(self, entry: Entry, size: str, category: str, day: date) -> ActivityPlan:
        at = moment(self._live, self.rng, first=9, last=11)
        return self._made(
            entry,
            size,
            category,
            day,
            state="approved",
            recorded_by=self._coordinator,
            recorded_at=at,
            decided_by=self._coordinator,
            decided_at=at + timedelta(hours=1),
            reason=self._book["carried_over"],
        )

    def _recorded(
        self, entry: Entry, size: str, category: str, day: date, state: str
    ) -> ActivityPlan:
        recorded_on = min(day + timedelta(days=self.rng.randint(0, 9)), self._yesterday)
        recorded_at = moment(recorded_on, self.rng, first=15)
        decided_on = recorded_on + timedelta(days=self.rng.randint(1, 12))
        if decided_on > self._yesterday or state == "recorded":
            return self._made(entry, size, category, day, state="recorded", recorded_at=recorded_at)
        if state == "withdrawn":
            return self._made(entry, size, category, day, state=state, recorded_at=recorded_at)
        decided_at = moment(decided_on, self.rng, last=16)
        reason = pick(self.rng, self._book["declined"]) if state == "declined" else ""
        return self._made(
            entry,
            size,
            category,
            day,
            state=state,
            recorded_at=recorded_at,
            decided_by=self._coordinator,
            decided_at=decided_at,
            reason=reason,
            **self._correction(decided_on) if state == "approved" else {},
        )

    def _correction(self, decided_on: date) -> dict[str, object]:
        later = decided_on + timedelta(days=self.rng.randint(5, 30))
        if self.rng.random() >= _SHARE_CORRECTED or later > self._yesterday:
            return {}
        correction = pick(self.rng, self._book["corrected"])
        return {"corrected_at": moment(later, self.rng, last=16), "correction": correction}

    def _made(
        self, entry: Entry, size: str, category: str, day: date, **rest: object
    ) -> ActivityPlan:
        self._count += 1
        self._titles.add(entry["title"])
        school = self._person.school
        fields: dict[str, object] = {"recorded_by": self._person.id, **rest}
        return ActivityPlan(
            id=identifier(self._person.id, "activity", self._count),
            person=self._person.id,
            organization=school,  # type: ignore[arg-type]  # `activities` passes over those without
            kind=entry["kind"],
            title=entry["title"],
            provider=entry["provider"],
            quantity=size,
            unit=entry["unit"],
            categories=(category,),
            completed_on=day,
            **fields,  # type: ignore[arg-type]  # by name, as `ActivityPlan` has them
        )
