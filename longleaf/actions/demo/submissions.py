"""How the demonstration's submissions go, from their beginning to where they stand today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from longleaf.actions.demo.chance import (
    day_between,
    identifier,
    moment,
    stream,
    working_day_before,
    working_days_after,
)
from longleaf.actions.demo.evidence import Content, Desk
from longleaf.actions.demo.judging import (
    Bench,
    Reviewers,
    as_judgments,
    done_on,
    promised_on,
    some_failing,
)
from longleaf.actions.demo.plan import AttemptPlan, PersonPlan, Place, ReviewPlan, SubmissionPlan
from longleaf.actions.demo.sources import Entry, Sources
from longleaf.actions.demo.texts import Writer
from longleaf.domain.evidence.number import new_number
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.judgment import combined_feedback, decide, to_revise

_SHARE_TWICE = 0.12
_SHARE_THIRD = 0.08
_LATEST_BEGIN = 30  # days before today, of what was earned long enough ago to be decided


@dataclass(slots=True)
class Office:
    """What all submissions share: the banks, who judges, who issues what, and today."""

    sources: Sources
    places: Mapping[UUID, Place]
    issuer_of: Mapping[str, UUID]
    reviewers: Reviewers
    live_since: date
    today: date
    numbers: set[str] = field(default_factory=set)

    @property
    def yesterday(self) -> date:
        """The last day on which anything happened."""
        return self.today - timedelta(days=1)

    def number(self, rng: Random) -> str:
        """A number that no other submission has."""
        while True:
            number = new_number(rng.choice)
            if number not in self.numbers:
                self.numbers.add(number)
                return number


class Way:
    """One educator's way to one micro-credential."""

    def __init__(
        self,
        office: Office,
        educator: PersonPlan,
        slug: str,
        *,
        story: Entry | None = None,
        known: Mapping[str, UUID] | None = None,
    ) -> None:
        self._office = office
        self._educator = educator
        self._definition = office.sources.definitions[slug]
        self._issuer = office.places[office.issuer_of[slug]]
        self.id = identifier("submission", educator.email, slug)
        self._rng = stream("submission", educator.email, slug)
        self._story: Entry = story or {}
        self._by_hand: dict[UUID, Entry] = {
            (known or {})[key]: entry for key, entry in self._story.get("reviews", {}).items()
        }
        writer = Writer(office.sources, self._definition, educator.license_key, self._rng)
        self._writer = writer
        self._desk = Desk(office.sources, self._definition, writer, self._rng, self.id, self._story)
        self._days = int(str(self._issuer.fields["review_days"]))

    # The ways it can go. Each gives the whole submission as it stands today.

    def earned(self) -> SubmissionPlan:
        """Earned at once, after a third opinion, or with the second attempt."""
        rng, office = self._rng, self._office
        latest = office.today - timedelta(days=self._story.get("days_ago", _LATEST_BEGIN))
        first = latest if self._story else office.live_since + timedelta(days=30)
        submitted_on = day_between(rng, first, latest)
        drawn = 1.0 if self._story else rng.random()
        if drawn < _SHARE_TWICE:
            attempts = self._twice(submitted_on)
            if attempts is not None:
                return self._plan("earned", attempts)
        third = drawn < _SHARE_TWICE + _SHARE_THIRD
        return self._plan("earned", [self._judged(1, submitted_on, passes=True, third=third)])

    def not_yet(self) -> SubmissionPlan:
        """Judged "not yet", and not begun again so far."""
        return self._plan("not_yet", [self._judged(1, self._lately(14, 70), passes=False)])

    def revising(self) -> SubmissionPlan:
        """After "not yet", with a second attempt under way."""
        first = self._judged(1, self._lately(20, 50), passes=False)
        again = self._next(first, self._after(first, 1, 4))
        return self._plan("draft", [first, again])

    def draft(self) -> SubmissionPlan:
        """Begun, and not submitted."""
        begun_at = moment(self._lately(1, 35), self._rng, first=15)
        content = self._desk.half(begun_at)
        attempt = self._attempt(1, "draft", content, begun_at, self._all_criteria())
        return self._plan("draft", [replace(attempt, own_work=False)])

    def submitted(self) -> SubmissionPlan:
        """Handed in, with no reviewer yet."""
        attempt, _ = self._handed_in(self._lately(1, 2))
        return self._plan("submitted", [replace(attempt, state="submitted")])

    def withdrawn(self) -> SubmissionPlan:
        """Taken back, some as a draft and some from the reviewers."""
        if self._rng.random() < 0.5:  # noqa: PLR2004 - one half each
            plan = self.draft()
            attempts = [replace(plan.attempts[0], state="withdrawn")]
            return replace(plan, state="withdrawn", attempts=tuple(attempts))
        attempt, bench = self._handed_in(self._lately(12, 90))
        because = self._writer.sentence("withdrawn")
        reviews = tuple(
            bench.released(person, seat, because)
            for seat, person in enumerate(self._judges(2), start=1)
        )
        return self._plan("withdrawn", [replace(attempt, state="withdrawn", reviews=reviews)])

    def in_review(self) -> SubmissionPlan:
        """With the reviewers: neither done, one done, or both done and a third asked."""
        how = self._story.get("how") or self._rng.choice(
            ["none_done", "one_done", "one_done", "begun", "overdue", "overdue", "third"]
        )
        long_ago = {"overdue": (self._days * 3 // 2 + 4, self._days * 2 + 4), "third": (8, 12)}
        submitted_on = self._lately(*long_ago.get(how, (2, 7)))
        attempt, bench = self._handed_in(submitted_on)
        reviews = self._open_reviews(bench, how, submitted_on)
        due_on = max([attempt.due_on or submitted_on, *(one.due_on for one in reviews)])
        attempt = replace(attempt, state="in_review", due_on=due_on, reviews=tuple(reviews))
        return self._plan("in_review", [attempt])

    # The pieces of them.

    def _open_reviews(self, bench: Bench, how: str, submitted_on: date) -> list[ReviewPlan]:
        asked_on = submitted_on
        judges = self._judges(3 if how == "third" else 2)
        done = min(working_days_after(submitted_on, 1), self._office.yesterday)
        finished: Callable[..., ReviewPlan] = bench.finished
        if how == "third":
            failing = some_failing(bench.open_criteria, self._rng)
            later = min(working_days_after(done, 2), self._office.yesterday)
            return [
                finished(judges[0], 1, (), done, asked_on=asked_on),
                finished(judges[1], 2, failing, later, asked_on=asked_on),
                bench.waiting(judges[2], 3, asked_on=later),
            ]
        one = bench.begun(judges[0], 1, asked_on=asked_on)
        if how == "none_done":
            one = bench.waiting(judges[0], 1, asked_on=asked_on)
        elif how in ("one_done", "overdue"):
            fails = self._rng.random() < 0.25  # noqa: PLR2004 - one in four
            failing = some_failing(bench.open_criteria, self._rng) if fails else frozenset()
            one = finished(judges[0], 1, failing, done, asked_on=asked_on)
        return [one, bench.waiting(judges[1], 2, asked_on=asked_on)]

    def _twice(self, submitted_on: date) -> list[AttemptPlan] | None:
        """Not yet, then earned; None if the second answer would lie in the future."""
        first = self._judged(1, submitted_on, passes=False)
        again = self._next(first, self._after(first, 1, 4))
        second_on = self._after(first, 6, 18)
        if second_on > self._office.today - timedelta(days=20):
            return None
        return [first, self._judged(2, second_on, passes=True, of=again)]

    def _next(self, first: AttemptPlan, begun_on: date) -> AttemptPlan:
        """The second attempt, as a draft."""
        rubric = self._definition.rubric
        feedback = combined_feedback(rubric, as_judgments(first.reviews), first.open_criteria)
        left = to_revise(feedback)
        begun_at = moment(begun_on, self._rng, first=16)
        before = Content(first.responses, first.uses, first.students, first.consent)
        content = self._desk.again(before, left, begun_at)
        return self._attempt(2, "draft", content, begun_at, left)

    def _judged(
        self,
        number: int,
        submitted_on: date,
        *,
        passes: bool,
        third: bool = False,
        of: AttemptPlan | None = None,
    ) -> AttemptPlan:
        attempt, bench = self._handed_in(submitted_on, number, of)
        rng = self._rng
        failing = some_failing(attempt.open_criteria, rng)
        judges = self._judges(3 if third else 2)
        verdicts = [() if passes else failing, () if passes != third else failing]
        if third:
            verdicts.append(() if passes else failing)
        reviews: list[ReviewPlan] = []
        asked_on = submitted_on
        for seat, (judge, fails) in enumerate(zip(judges, verdicts, strict=True), start=1):
            if seat == 3:  # noqa: PLR2004 - the third is asked when both are done
                asked_on = legal_day(max(one.finished_at for one in reviews if one.finished_at))
            on = min(done_on(asked_on, rng), self._office.yesterday)
            reviews.append(bench.finished(judge, seat, fails, on, asked_on=asked_on))
        outcome = decide(as_judgments(reviews)).outcome
        return replace(
            attempt,
            state="decided",
            reviews=tuple(reviews),
            outcome=str(outcome or ""),
            due_on=max([bench.promised, *(one.due_on for one in reviews)]),
            decided_at=max(one.finished_at for one in reviews if one.finished_at),
        )

    def _handed_in(
        self, submitted_on: date, number: int = 1, of: AttemptPlan | None = None
    ) -> tuple[AttemptPlan, Bench]:
        submitted_at = moment(submitted_on, self._rng, first=15, last=19)
        if of is None:
            begun_on = max(
                submitted_on - timedelta(days=self._rng.randint(9, 40)),
                self._office.live_since + timedelta(days=8),
            )
            begun_at = moment(begun_on, self._rng, first=15, last=19)
            content = self._desk.whole(begun_at + (submitted_at - begun_at) / 2)
            of = self._attempt(number, "draft", content, begun_at, self._all_criteria())
        promised = promised_on(submitted_on, self._days)
        attempt = replace(of, submitted_at=submitted_at, due_on=promised)
        bench = Bench(
            attempt.id,
            self._definition.rubric,
            attempt.open_criteria,
            submitted_at,
            promised,
            self._writer,
            self._rng,
            self._by_hand,
        )
        return attempt, bench

    def _attempt(
        self,
        number: int,
        state: str,
        content: Content,
        begun_at: datetime,
        open_criteria: Sequence[str],
    ) -> AttemptPlan:
        return AttemptPlan(
            identifier(self.id, "attempt", number),
            number,
            state,
            tuple(open_criteria),
            content.responses,
            content.uses,
            begun_at,
            content.students,
            content.consent,
            note=content.note,
        )

    def _plan(self, state: str, attempts: Sequence[AttemptPlan]) -> SubmissionPlan:
        last = attempts[-1]
        reviewed = [one.finished_at or one.assigned_at for one in last.reviews]
        moments = [last.begun_at, last.submitted_at, last.decided_at, *reviewed]
        return SubmissionPlan(
            self.id,
            self._office.number(stream("number", self.id)),
            self._educator.id,
            self._educator.school or self._issuer.id,
            self._definition.slug,
            state,
            attempts[0].begun_at,
            max(one for one in moments if one is not None),
            tuple(attempts),
            published=self._story.get("published", self._rng.random() < 0.22),  # noqa: PLR2004 - one in five or so
        )

    def _judges(self, count: int) -> list[UUID]:
        named = list(self._by_hand)[:count]
        more = self._office.reviewers.for_issuer(
            self._issuer.id, self._educator, count - len(named), self._rng, without=named
        )
        return [*named, *more]

    def _all_criteria(self) -> list[str]:
        return [criterion.key for criterion in self._definition.rubric.criteria]

    def _lately(self, least: int, most: int) -> date:
        """A working day so many days ago; just the day that a story names."""
        today = self._office.today
        if "days_ago" in self._story:
            return working_day_before(today - timedelta(days=self._story["days_ago"] - 1))
        return day_between(self._rng, today - timedelta(days=most), today - timedelta(days=least))

    def _after(self, attempt: AttemptPlan, least: int, most: int) -> date:
        decided = attempt.decided_at or attempt.begun_at
        day = legal_day(decided) + timedelta(days=self._rng.randint(least, most))
        return min(day, self._office.yesterday)
