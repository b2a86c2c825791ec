"""Who judges in the demonstration, what they find, and what that comes to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from longleaf.actions.demo.chance import identifier, moment, pick, working_days_after
from longleaf.actions.demo.plan import PersonPlan, Place, ReviewPlan, ScorePlan
from longleaf.actions.demo.sources import Entry
from longleaf.actions.demo.texts import Writer
from longleaf.domain.evidence.due import due_on
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.conflict import ReviewFacts, may_review
from longleaf.domain.review.deadline import review_due_on
from longleaf.domain.review.judgment import Judgment, Outcome, Score, outcome_of_review

_SHARE_STRONG = 0.22
EARNED, NOT_YET = "earned", "not_yet"


class Reviewers:
    """All who review, by the organization that issues."""

    def __init__(self, places: Sequence[Place], people: Sequence[PersonPlan]) -> None:
        self._schools = {place.id for place in places if place.kind == "school"}
        self._reach = {
            place.id: frozenset([place.id, *(one.id for one in places if one.parent == place.id)])
            for place in places
        }
        self._pool: dict[UUID, list[PersonPlan]] = {}
        self._load: dict[UUID, int] = {}
        for person in people:
            for role in person.roles:
                if role.kind == "reviewer":
                    self._pool.setdefault(role.at, []).append(person)

    def has(self, issuer: UUID) -> bool:
        """Whether anybody reviews for an issuer."""
        return issuer in self._pool

    def for_issuer(
        self,
        issuer: UUID,
        educator: PersonPlan,
        count: int,
        rng: Random,
        *,
        without: Collection[UUID] = (),
    ) -> list[UUID]:
        """So many who may judge, those with less to do first; fewer if there are not enough."""
        free = [
            person
            for person in self._pool.get(issuer, ())
            if person.id not in without and self._may(person, educator, issuer)
        ]
        rng.shuffle(free)
        free.sort(key=lambda person: self._load.get(person.id, 0) // 3)
        chosen = [person.id for person in free[:count]]
        for person in chosen:
            self._load[person] = self._load.get(person, 0) + 1
        return chosen

    def _may(self, person: PersonPlan, educator: PersonPlan, issuer: UUID) -> bool:
        facts = ReviewFacts(
            reviewer=person.id,
            educator=educator.id,
            reviews_for=frozenset(role.at for role in person.roles if role.kind == "reviewer"),
            issuer_reach=self._reach[issuer],
            reviewer_schools=frozenset({role.at for role in person.roles} & self._schools),
            educator_schools=frozenset({role.at for role in educator.roles} & self._schools),
        )
        return may_review(facts).allowed


@dataclass(frozen=True, slots=True)
class Bench:
    """Where one attempt is judged.

    Attributes:
        by_hand: Reviews that stand written, by the reviewer's identifier: `scores` by criterion
            (level and reason) and a `comment`.
    """

    attempt: UUID
    rubric: Rubric
    open_criteria: Sequence[str]
    submitted_at: datetime
    promised: date
    writer: Writer
    rng: Random
    by_hand: Mapping[UUID, Entry]

    def finished(
        self, reviewer: UUID, seat: int, failing: Collection[str], on: date, *, asked_on: date
    ) -> ReviewPlan:
        """A review that is done; earned if and only if nothing fails."""
        scores = self._scores(reviewer, failing)
        outcome = outcome_of_review(self.rubric, _as_scores(scores), self.open_criteria)
        comment = self.by_hand.get(reviewer, {}).get("comment") or self.writer.sentence(
            "comments_earned" if outcome == EARNED else "comments_not_yet"
        )
        return ReviewPlan(
            identifier(self.attempt, "seat", seat),
            reviewer,
            seat,
            "finished",
            self._asked_at(asked_on),
            self._due(asked_on),
            scores,
            str(outcome),
            comment,
            moment(on, self.rng, first=15, last=21),
        )

    def waiting(self, reviewer: UUID, seat: int, *, asked_on: date) -> ReviewPlan:
        """A review that nobody has begun."""
        return ReviewPlan(
            identifier(self.attempt, "seat", seat),
            reviewer,
            seat,
            "assigned",
            self._asked_at(asked_on),
            self._due(asked_on),
        )

    def begun(self, reviewer: UUID, seat: int, *, asked_on: date) -> ReviewPlan:
        """A review with its first levels given."""
        plan = self.waiting(reviewer, seat, asked_on=asked_on)
        scores = self._scores(reviewer, ())[: max(1, len(self.open_criteria) // 2)]
        return ReviewPlan(
            plan.id, reviewer, seat, "draft", plan.assigned_at, plan.due_on, tuple(scores)
        )

    def released(self, reviewer: UUID, seat: int, because: str) -> ReviewPlan:
        """A review that ended before it was done."""
        day = legal_day(self.submitted_at)
        return ReviewPlan(
            identifier(self.attempt, "released", seat),
            reviewer,
            seat,
            "released",
            self._asked_at(day),
            self._due(day),
            released_because=because,
        )

    def _asked_at(self, asked_on: date) -> datetime:
        if asked_on <= legal_day(self.submitted_at):
            return self.submitted_at + timedelta(seconds=1)
        return moment(asked_on, self.rng, first=21, last=22)

    def _due(self, asked_on: date) -> date:
        return review_due_on(self.promised, asked_on)

    def _scores(self, reviewer: UUID, failing: Collection[str]) -> tuple[ScorePlan, ...]:
        written: Mapping[str, Entry] = self.by_hand.get(reviewer, {}).get("scores", {})
        found = []
        for criterion in self.rubric.criteria:
            if criterion.key not in self.open_criteria:
                continue
            if criterion.key in written:
                one = written[criterion.key]
                found.append(ScorePlan(criterion.key, one["level"], one["reason"].strip()))
                continue
            level = self.rubric.passing_level
            if criterion.key in failing:
                level = self.rubric.levels[0].key
            elif self.rng.random() < _SHARE_STRONG:
                level = self.rubric.levels[-1].key
            reason = self.writer.reason(self.rubric, criterion, level)
            found.append(ScorePlan(criterion.key, level, reason))
        return tuple(found)


def _as_scores(scores: Sequence[ScorePlan]) -> dict[str, Score]:
    return {one.criterion: Score(one.level, one.reason) for one in scores}


def as_judgments(reviews: Sequence[ReviewPlan]) -> list[Judgment]:
    """The finished ones, as the decision reads them."""
    return [
        Judgment(one.seat, Outcome(one.outcome), _as_scores(one.scores), one.comment)
        for one in reviews
        if one.state == "finished"
    ]


def some_failing(open_criteria: Sequence[str], rng: Random) -> frozenset[str]:
    """One criterion that is not shown yet, or two of several."""
    first = pick(rng, open_criteria)
    if len(open_criteria) > 3 and rng.random() < 0.35:  # noqa: PLR2004 - about one in three
        return frozenset({first, pick(rng, open_criteria)})
    return frozenset({first})


def promised_on(submitted_on: date, review_days: int) -> date:
    """By when the educator has an answer."""
    return due_on(submitted_on, review_days)


def done_on(asked_on: date, rng: Random, *, most: int = 8) -> date:
    """When a reviewer is done who was asked on a day."""
    return working_days_after(asked_on, rng.randint(1, most))
