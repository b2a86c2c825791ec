"""Random acts by random people on random days never lead a plan where no plan may be."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid5

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import NOBODY, Actor, RoleHeld, RoleKind
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.domain.plan import life as lives
from longleaf.domain.plan.life import Life, NotNowError, Stage

_HOME = UUID("6f0c2a5e-5b0d-5c58-9a34-0d6a3c1b7e21")
NORTH, SOUTH, DEPARTMENT = (uuid5(_HOME, name) for name in ("north", "south", "department"))
PEOPLE = tuple(uuid5(_HOME, f"person {at}") for at in range(4))
FIRST_DAY = date(2026, 1, 5)


def _holding(kind: RoleKind, at: UUID, *reach: UUID) -> Actor:
    return Actor(
        person=uuid5(_HOME, f"{kind} {at}"), roles=(RoleHeld(kind, at, frozenset({at, *reach})),)
    )


ACTORS = {
    "coordinator of the north": _holding(RoleKind.COORDINATOR, NORTH),
    "administrator of the north": _holding(RoleKind.ADMINISTRATOR, NORTH),
    "coordinator of the south": _holding(RoleKind.COORDINATOR, SOUTH),
    "Department": _holding(RoleKind.DEPARTMENT_STAFF, DEPARTMENT, NORTH, SOUTH),
    "educator": _holding(RoleKind.EDUCATOR, NORTH),
    "nobody": NOBODY,
}
OWNERS = (NORTH, NORTH, SOUTH)  # two plans of one LEA, one of another

# Mostly whoever may, the latest version and a day to come: or no story gets anywhere. The rest
# of the time anybody, any version, any day.
RIGHT = "whoever may"
who = st.sampled_from([RIGHT, RIGHT, RIGHT, *sorted(ACTORS)])
plans = st.integers(0, len(OWNERS) - 1)
people = st.sampled_from(PEOPLE)
days = st.integers(0, 3) | st.integers(-3, 12)
numbers = st.just(0) | st.just(0) | st.integers(1, 4)
ENDS = st.none() | st.none() | st.integers(-3, 40)


def _whoever_may(verb: str, owner: UUID) -> Actor:
    if verb == "review_plan":
        return ACTORS["Department"]
    return ACTORS[f"coordinator of the {'north' if owner == NORTH else 'south'}"]


class Plans(RuleBasedStateMachine):
    """Three plans of two LEAs and everyone who might act on them."""

    def __init__(self) -> None:
        super().__init__()
        self.lives = [Life() for _ in OWNERS]
        self.today = FIRST_DAY
        self.written = [0 for _ in OWNERS]
        self.effects: dict[tuple[int, UUID, date], int | None] = {}
        self.taken = 0

    @initialize(stages=st.tuples(*(st.integers(0, 5) for _ in OWNERS)))
    def somewhere(self, stages: tuple[int, ...]) -> None:
        """Some plans are on their way already, or a story of chance would seldom get there."""
        for at, stage in enumerate(stages):
            acts: tuple[Callable[[], None], ...] = (
                lambda at=at: self.submit(RIGHT, at, True, False),  # type: ignore[misc]  # bound
                lambda at=at: self.take_up(RIGHT, at),  # type: ignore[misc]  # bound
                lambda at=at: self.complete(RIGHT, at, 0),  # type: ignore[misc]  # bound
                lambda at=at: self.start(RIGHT, at, 0, 1, None),  # type: ignore[misc]  # bound
                lambda at=at: self.join(RIGHT, at, PEOPLE[at], 1, None),  # type: ignore[misc]  # bound
            )
            for act in acts[:stage]:
                act()

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _act(self, who: str, at: int, verb: str, act: Callable[[Life], Life]) -> None:
        """Permission, then decision, as the verbs do it; whatever is refused changes nothing."""
        self.taken += 1
        before = self.lives[at]
        actor = _whoever_may(verb, OWNERS[at]) if who == RIGHT else ACTORS[who]
        try:
            authorize(actor, verb, organization=OWNERS[at])
            after = act(before)
        except (NotPermittedError, NotNowError, ProblemsError):
            return
        assert actor.roles, "nobody acted"
        if actor.roles[0].kind is RoleKind.DEPARTMENT_STAFF:
            assert after.forces == before.forces
            assert after.members == before.members
        elif OWNERS[at] != actor.roles[0].organization:
            raise AssertionError("someone acted on another LEA's plan")
        # No version is lost, and none changes.
        assert after.versions[: len(before.versions)] == before.versions
        self.lives[at] = after

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        for at, life in enumerate(self.lives):
            for person in PEOPLE:
                for ahead in range(days):
                    force = lives.covers(life, person, self._day(ahead))
                    version = None if force is None else force.version
                    self.effects[at, person, self._day(ahead)] = version
        self.today += timedelta(days=days)

    @rule(who=who, at=plans, is_new=st.booleans(), stale=st.booleans())
    def submit(self, who: str, at: int, is_new: bool, stale: bool) -> None:
        self.written[at] += is_new
        digest = f"{at} {self.written[at]}"
        based_on = len(self.lives[at].versions) - stale
        self._act(
            who, at, "submit_plan", lambda life: lives.submit(life, digest, based_on=based_on)
        )

    @rule(who=who, at=plans)
    def withdraw(self, who: str, at: int) -> None:
        self._act(who, at, "submit_plan", lives.withdraw)

    @rule(who=who, at=plans)
    def take_up(self, who: str, at: int) -> None:
        self._act(who, at, "review_plan", lives.take_up)

    @rule(who=who, at=plans)
    def ask(self, who: str, at: int) -> None:
        self._act(who, at, "review_plan", lives.ask)

    @rule(who=who, at=plans)
    def answer(self, who: str, at: int) -> None:
        self._act(who, at, "answer_plan_question", lives.answer)

    @rule(who=who, at=plans, version=numbers)
    def complete(self, who: str, at: int, version: int) -> None:
        self._act(
            who,
            at,
            "review_plan",
            lambda life: lives.complete(life, version=version or len(life.versions), on=self.today),
        )

    @rule(who=who, at=plans, version=numbers, first=days, last=ENDS)
    def start(self, who: str, at: int, version: int, first: int, last: int | None) -> None:
        self._act(
            who,
            at,
            "start_plan",
            lambda life: lives.start(
                life,
                version=version or len(life.versions),
                first=self._day(first),
                last=None if last is None else self._day(last),
                on=self.today,
            ),
        )

    @rule(who=who, at=plans, last=days)
    def end(self, who: str, at: int, last: int) -> None:
        self._act(
            who,
            at,
            "start_plan",
            lambda life: lives.end(life, last=self._day(last), on=self.today),
        )

    @rule(who=who, at=plans, person=people, first=days, last=ENDS)
    def join(self, who: str, at: int, person: UUID, first: int, last: int | None) -> None:
        elsewhere = [
            member.period
            for other, life in enumerate(self.lives)
            if other != at
            for member in life.members
            if member.person == person
        ]
        self._act(
            who,
            at,
            "cover_person",
            lambda life: lives.join(
                life,
                person,
                first=self._day(first),
                last=None if last is None else self._day(last),
                elsewhere=elsewhere,
                on=self.today,
            ),
        )

    @rule(who=who, at=plans, person=people, last=days)
    def leave(self, who: str, at: int, person: UUID, last: int) -> None:
        self._act(
            who,
            at,
            "cover_person",
            lambda life: lives.leave(life, person, last=self._day(last), on=self.today),
        )

    @invariant()
    def no_plan_is_where_it_may_not_be(self) -> None:
        for life in self.lives:
            assert lives.faults(life) == []

    @invariant()
    def nobody_is_under_two_plans(self) -> None:
        for person in PEOPLE:
            spans = [
                member.period
                for life in self.lives
                for member in life.members
                if member.person == person
            ]
            assert not any(
                one.overlaps(other) for at, one in enumerate(spans) for other in spans[at + 1 :]
            )

    @invariant()
    def what_applies_today_was_reviewed(self) -> None:
        for life in self.lives:
            for person in PEOPLE:
                force = lives.covers(life, person, self.today)
                if force is None:
                    continue
                assert self.today in force.period
                reviewed = [
                    one
                    for one in life.reviews
                    if one.version == force.version and one.stage is Stage.COMPLETE
                ]
                assert reviewed
                assert reviewed[0].completed_on is not None
                assert reviewed[0].completed_on <= self.today

    def teardown(self) -> None:
        """The past stays as it was: nothing is waived in hindsight, and nothing is taken back."""
        for (at, person, day), version in self.effects.items():
            force = lives.covers(self.lives[at], person, day)
            assert (None if force is None else force.version) == version


Plans.TestCase.settings = settings(
    max_examples=int(os.environ.get("PLAN_STORIES", "30")),
    stateful_step_count=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestPlans = Plans.TestCase
