"""The life of a plan: written, submitted, reviewed, in force from a day, amended, ended.

Every act takes the life as it is and gives the life as it becomes, or refuses with the reason.
Nothing takes effect before its review is complete, and no version is ever dropped.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from longleaf.basis.period import Period
from longleaf.basis.problem import Problem, ProblemsError

_DAY = timedelta(days=1)


class Stage(StrEnum):
    """Where a review stands."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    QUESTIONS = "questions"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Stage.SUBMITTED, Stage.UNDER_REVIEW, Stage.QUESTIONS})


class State(StrEnum):
    """Where a plan stands on a day, as people see it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    QUESTIONS = "questions"
    REVIEW_COMPLETE = "review_complete"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    ENDED = "ended"


class NotNowError(Exception):
    """The act does not fit where the plan stands; somebody may have been faster."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it was submitted; its number counts from 1."""

    number: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Review:
    """The Department's review.

    Attributes:
        version: Number of the version that is looked at now.
        open_questions: Questions that wait for an answer.
        completed_on: The day it was completed; None while it was not.
    """

    version: int
    stage: Stage
    open_questions: int = 0
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Force:
    """A version in force; both days belong to it, `last` is None while no end is set."""

    version: int
    first: date
    last: date | None = None

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody covered, from a day to a day."""

    person: Hashable
    first: date
    last: date | None = None

    @property
    def period(self) -> Period:
        """The days on which the plan covers this person."""
        return Period(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Life:
    """All that decides what may happen to a plan; the last of `reviews` is the current one."""

    versions: tuple[Version, ...] = ()
    reviews: tuple[Review, ...] = ()
    forces: tuple[Force, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def review(self) -> Review | None:
        """The review under way, or the last there was."""
        return self.reviews[-1] if self.reviews else None


def state_of(life: Life, on: date) -> State:
    """Where the plan stands: what is in force goes before what is being amended."""
    if force_on(life, on) is not None:
        return State.IN_FORCE
    if any(one.first > on for one in life.forces):
        return State.SCHEDULED
    review = life.review
    if review is not None and review.stage in OPEN:
        return State(review.stage.value)
    if life.forces:
        return State.ENDED
    if review is not None and review.stage is Stage.COMPLETE:
        return State.REVIEW_COMPLETE
    return State.DRAFT


def force_on(life: Life, on: date) -> Force | None:
    """The version in force on a day, or None."""
    return next((one for one in life.forces if on in one.period), None)


def covers(life: Life, person: Hashable, on: date) -> Force | None:
    """What the plan applies to a person on a day: the version in force if they are covered."""
    if any(one.person == person and on in one.period for one in life.members):
        return force_on(life, on)
    return None


def submit(life: Life, digest: str, *, based_on: int) -> Life:
    """Hand in a version: the first, an amendment, or one revised after questions.

    Args:
        life: As it is.
        digest: Hash of the content.
        based_on: Number of the latest version that its writers had before them; 0 for none.

    Raises:
        NotNowError: If a review is under way and has asked nothing, or a later version exists.
        ProblemsError: If nothing differs from the version before.
    """
    review = life.review
    latest = len(life.versions)
    if review is not None and review.stage in {Stage.SUBMITTED, Stage.UNDER_REVIEW}:
        message = "The Department has this plan now. Take it back first, or wait for its questions."
        raise NotNowError(message)
    if based_on != latest:
        message = f"Version {latest} was submitted meanwhile, so this one is superseded."
        raise NotNowError(message)
    if latest and life.versions[-1].content_hash == digest:
        reason = f"Nothing differs from version {latest}."
        if review is None or review.stage is not Stage.WITHDRAWN:
            raise ProblemsError([Problem("", reason, "Change what the amendment is about first.")])
    versions = (*life.versions, Version(latest + 1, digest))
    if review is not None and review.stage is Stage.QUESTIONS:
        return _with_review(replace(life, versions=versions), replace(review, version=latest + 1))
    reviews = (*life.reviews, Review(latest + 1, Stage.SUBMITTED))
    return replace(life, versions=versions, reviews=reviews)


def withdraw(life: Life) -> Life:
    """Take a submitted plan back; the version stays on record.

    Raises:
        NotNowError: If no review is under way.
    """
    return _with_review(life, replace(_under_way(life), stage=Stage.WITHDRAWN))


def take_up(life: Life) -> Life:
    """Begin the review.

    Raises:
        NotNowError: If the plan does not wait for one.
    """
    review = _under_way(life)
    if review.stage is not Stage.SUBMITTED:
        raise NotNowError("The review has begun already.")
    return _with_review(life, replace(review, stage=Stage.UNDER_REVIEW))


def ask(life: Life) -> Life:
    """Ask the LEA a question.

    Raises:
        NotNowError: If the review has not begun or is over.
    """
    review = _under_way(life)
    if review.stage is Stage.SUBMITTED:
        raise NotNowError("Take the review up first.")
    asked = replace(review, stage=Stage.QUESTIONS, open_questions=review.open_questions + 1)
    return _with_review(life, asked)


def answer(life: Life) -> Life:
    """Answer one question; after the last one the Department goes on.

    Raises:
        NotNowError: If none waits.
    """
    review = _under_way(life)
    if not review.open_questions:
        raise NotNowError("This question was answered already.")
    left = review.open_questions - 1
    stage = review.stage if left else Stage.UNDER_REVIEW
    return _with_review(life, replace(review, stage=stage, open_questions=left))


def complete(life: Life, *, version: int, on: date) -> Life:
    """Complete the review of the version that was read.

    Raises:
        NotNowError: If it is over, has not begun, waits for answers, or is about another version.
    """
    review = _under_way(life)
    if review.stage is Stage.SUBMITTED:
        raise NotNowError("Take the review up first.")
    if review.open_questions:
        raise NotNowError("Questions are still open. The LEA answers them first.")
    if review.version != version:
        message = f"Version {review.version} came in meanwhile. Read it, then decide."
        raise NotNowError(message)
    return _with_review(life, replace(review, stage=Stage.COMPLETE, completed_on=on))


def start(life: Life, *, version: int, first: date, last: date | None, on: date) -> Life:
    """Put a version in force from a day; the one in force until then ends the day before.

    Raises:
        NotNowError: If a later version is in force or scheduled.
        ProblemsError: If its review is not complete, or the days do not fit.
    """
    completed = _completed_on(life, version)
    if completed is None:
        reason = f"The review of version {version} is not complete."
        raise ProblemsError(
            [Problem("first", reason, "Nothing starts before the Department's review is complete.")]
        )
    if first < completed or first < on:
        earliest = max(completed, on)
        reason = f"A plan cannot start before {earliest:%B} {earliest.day}, {earliest.year}."
        fix = "That is today." if earliest == on else "On that day its review was completed."
        raise ProblemsError([Problem("first", reason, fix)])
    if last is not None and last < first:
        raise ProblemsError([Problem("last", "The last day is before the first.")])
    if any(one.version >= version for one in life.forces):
        raise NotNowError(f"Version {version} is superseded, or was put in force already.")
    waiting = next((one for one in life.forces if one.first >= first), None)
    if waiting is not None:
        reason = f"Version {waiting.version} begins on that day or later."
        raise ProblemsError([Problem("first", reason, "Choose a later day.")])
    forces = tuple(
        replace(one, last=first - _DAY) if one.last is None or one.last >= first else one
        for one in life.forces
    )
    return replace(life, forces=(*forces, Force(version, first, last)))


def end(life: Life, *, last: date, on: date) -> Life:
    """End what is in force after a day; whoever is covered is covered until then.

    Raises:
        NotNowError: If nothing is in force or scheduled after that day.
        ProblemsError: If the day has passed.
    """
    if last < on:
        reason = "A plan cannot end in the past."
        raise ProblemsError([Problem("last", reason, "Choose today or a later day.")])
    if not any(one.first <= last and (one.last is None or one.last > last) for one in life.forces):
        raise NotNowError("The plan is not in force on that day, or it ends then already.")
    forces = tuple(
        replace(one, last=last) if one.last is None or one.last > last else one
        for one in life.forces
        if one.first <= last
    )
    members = tuple(
        replace(one, last=last) if one.last is None or one.last > last else one
        for one in life.members
        if one.first <= last
    )
    return replace(life, forces=forces, members=members)


def join(
    life: Life,
    person: Hashable,
    *,
    first: date,
    last: date | None,
    elsewhere: Iterable[Period] = (),
    on: date,
) -> Life:
    """Cover a person from a day.

    Args:
        life: As it is.
        person: Who.
        first: The first day.
        last: The last day, or None for as long as the plan is in force.
        elsewhere: The days on which other plans cover them.
        on: Today.

    Raises:
        NotNowError: If nothing is in force then.
        ProblemsError: If the days do not fit, or a plan covers the person on one of them.
    """
    if first < on:
        reason = "Nobody can be covered in hindsight."
        raise ProblemsError([Problem("first", reason, "Choose today or a later day.")])
    if last is not None and last < first:
        raise ProblemsError([Problem("last", "The last day is before the first.")])
    if force_on(life, first) is None:
        raise NotNowError("The plan is not in force on that day.")
    until = _last_day(life)
    last = until if last is None or (until is not None and last > until) else last
    days = Period(first, last)
    own = (one.period for one in life.members if one.person == person)
    if any(days.overlaps(one) for one in (*own, *elsewhere)):
        reason = "A plan covers this person on one of these days already."
        raise ProblemsError([Problem("person", reason, "Choose days after it ends.")])
    return replace(life, members=(*life.members, Member(person, first, last)))


def leave(life: Life, person: Hashable, *, last: date, on: date) -> Life:
    """End a person's coverage after a day.

    Raises:
        NotNowError: If the plan does not cover them then.
        ProblemsError: If the day has passed.
    """
    if last < on:
        reason = "Nobody can leave in hindsight."
        raise ProblemsError([Problem("last", reason, "Choose today or a later day.")])
    if not any(one.person == person and last in one.period for one in life.members):
        raise NotNowError("The plan does not cover this person on that day.")
    members = tuple(
        replace(one, last=last) if one.person == person and last in one.period else one
        for one in life.members
    )
    return replace(life, members=members)


def faults(life: Life) -> list[str]:
    """What must never be: empty for every life that these acts can lead to."""
    found = []
    for at, force in enumerate(life.forces):
        completed = _completed_on(life, force.version)
        if completed is None or force.first < completed:
            found.append(f"Version {force.version} is in force without a completed review.")
        if any(force.period.overlaps(other.period) for other in life.forces[at + 1 :]):
            found.append(f"Two versions are in force on one day: {force}.")
    for at, member in enumerate(life.members):
        if any(
            member.person == other.person and member.period.overlaps(other.period)
            for other in life.members[at + 1 :]
        ):
            found.append(f"{member.person} is covered twice on one day.")
    if [one.number for one in life.versions] != list(range(1, len(life.versions) + 1)):
        found.append("A version is lost.")
    return found


def _under_way(life: Life) -> Review:
    if life.review is None or life.review.stage not in OPEN:
        raise NotNowError("No review is under way.")
    return life.review


def _with_review(life: Life, review: Review) -> Life:
    return replace(life, reviews=(*life.reviews[:-1], review))


def _completed_on(life: Life, version: int) -> date | None:
    return next(
        (
            one.completed_on
            for one in life.reviews
            if one.stage is Stage.COMPLETE and one.version == version
        ),
        None,
    )


def _last_day(life: Life) -> date | None:
    """The last day on which any version is in force; None while no end is set."""
    lasts = [one.last for one in life.forces]
    return None if None in lasts else max((one for one in lasts if one), default=None)
