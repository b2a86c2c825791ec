"""Reads of a reviewer: what waits for them, and one review with its evidence, without names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.shape import Criterion, Definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.appeal import APPEAL_SEAT, problems_of_answer
from longleaf.domain.review.deadline import days_left
from longleaf.domain.review.judgment import (
    Judgment,
    Score,
    may_see_others,
    outcome_of_review,
    problems_of_review,
)
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.review import OPEN, SEATED, is_barred, judgments_of
from longleaf.records.models import evidence, gate
from longleaf.records.models import review as rows
from longleaf.records.queries.evidence_shown import (
    ArtifactShown,
    PartShown,
    artifacts_shown,
    blinder_for,
    parts_shown,
)
from longleaf.records.queries.likeness import TextQuestion, questions_about

_UNDER_REVIEW = (evidence.AttemptState.SUBMITTED, evidence.AttemptState.IN_REVIEW)
_CLOSED = (*_UNDER_REVIEW, evidence.AttemptState.DECIDED)


@dataclass(frozen=True, slots=True)
class LevelShown:
    key: str
    title: str
    description: str
    passes: bool


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """One criterion to judge, with what was given so far; revision 0 if nothing was saved."""

    criterion: Criterion
    levels: tuple[LevelShown, ...]
    score: Score
    revision: int
    artifacts: tuple[ArtifactShown, ...]
    parts: tuple[PartShown, ...]

    @property
    def level(self) -> LevelShown | None:
        return next((one for one in self.levels if one.key == self.score.level), None)


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """One review, with all that its reviewer may see.

    Attributes:
        problems: What still stands between the review and finishing it.
        would_be: The outcome it has, or would have if it were finished now; "" if it cannot be.
        paused_at: Since when the submission pauses, because evidence is gone; None if it does not.
        questions: Texts that stand much the same elsewhere, as questions.
        grounds: Why the educator appeals; "" where it is no appeal.
        others: The other reviewers' judgments, once this reviewer may see them.
        decision: What the attempt came to; "" while that is not decided.
    """

    id: UUID
    number: str
    attempt: int
    definition: Definition
    state: str
    seat: int
    due_on: date
    days_left: int
    finished_at: datetime | None
    outcome: str
    decision: str
    comment: str
    comment_revision: int
    students: str
    note: str
    parts: tuple[PartShown, ...]
    criteria: tuple[CriterionShown, ...]
    passed_before: tuple[Criterion, ...]
    problems: tuple[Problem, ...]
    would_be: str
    others: tuple[Judgment, ...]
    paused_at: datetime | None = None
    questions: tuple[TextQuestion, ...] = ()
    grounds: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def open_keys(self) -> tuple[str, ...]:
        return tuple(one.criterion.key for one in self.criteria)


def own_reviews(who: Actor) -> QuerySet[rows.Review]:
    """The actor's reviews that were not given back, of submissions that were not withdrawn."""
    return rows.Review.objects.filter(
        reviewer=who.person, state__in=SEATED, attempt__state__in=_CLOSED
    )


def review_sheet(who: Actor, review: UUID, *, on: date) -> ReviewSheet:
    """One of the actor's own reviews.

    Raises:
        NoSuchRecordError: If there is none, it is someone else's or was given back, the
            submission was withdrawn, or something bars the actor since they were asked.
    """
    found = (
        own_reviews(who)
        .filter(pk=review)
        .select_related(
            "attempt__submission__version__microcredential__issuer",
            "attempt__submission__organization",
            "attempt__submission__educator",
        )
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    attempt = found.attempt
    appeal = appeal_about(found)
    if found.state in OPEN and is_barred(attempt, found.reviewer_id, on=on):
        raise NoSuchRecordError
    definition = parse_definition(attempt.submission.version.definition)
    blind = blinder_for(attempt.submission)
    artifacts = artifacts_shown(attempt, definition, blind, on)
    parts = parts_shown(attempt, definition, artifacts, blind)
    open_keys = appeal.criteria if appeal else attempt.open_criteria
    criteria = _criteria(found, open_keys, definition, artifacts, parts)
    scores = {one.criterion.key: one.score for one in criteria}
    problems = problems_of_review(definition.rubric, scores, open_keys)
    if appeal:
        problems += problems_of_answer(found.comment)
    return ReviewSheet(
        id=found.pk,
        number=attempt.submission.number,
        attempt=attempt.number,
        definition=definition,
        state=found.state,
        seat=found.seat,
        due_on=found.due_on,
        days_left=days_left(found.due_on, on),
        finished_at=found.finished_at,
        outcome=found.outcome,
        decision=attempt.outcome,
        comment=found.comment,
        comment_revision=found.comment_revision,
        students=attempt.get_students_display(),
        note=blind(attempt.note),
        parts=parts,
        criteria=criteria,
        passed_before=tuple(one for one in definition.rubric.criteria if one.key not in open_keys),
        problems=tuple(problems),
        would_be="" if problems else outcome_of_review(definition.rubric, scores, open_keys),
        others=_others(found),
        paused_at=attempt.paused_at,
        questions=questions_about(attempt.pk, definition, artifacts, blind),
        grounds=blind(appeal.grounds) if appeal else "",
    )


def appeal_about(review: rows.Review) -> gate.Appeal | None:
    """The appeal that a review answers; None for every other review."""
    if review.seat != APPEAL_SEAT:
        return None
    return gate.Appeal.objects.get(attempt=review.attempt_id)


def _criteria(
    review: rows.Review,
    open_keys: Collection[str],
    definition: Definition,
    artifacts: Mapping[tuple[str, str], list[ArtifactShown]],
    parts: tuple[PartShown, ...],
) -> tuple[CriterionShown, ...]:
    given = {one.criterion: one for one in review.scores.all()}
    rubric = definition.rubric
    everything = [one for group in artifacts.values() for one in group]

    def criterion_shown(criterion: Criterion) -> CriterionShown:
        score = given.get(criterion.key)
        return CriterionShown(
            criterion=criterion,
            levels=tuple(
                LevelShown(
                    level.key,
                    level.title,
                    criterion.descriptions[level.key],
                    rubric.passes(level.key),
                )
                for level in rubric.levels
            ),
            score=Score(score.level, score.reason) if score else Score(),
            revision=score.revision if score else 0,
            artifacts=tuple(one for one in everything if one.is_for(criterion.key)),
            parts=tuple(part for part in parts if part.key in criterion.part),
        )

    return tuple(criterion_shown(one) for one in rubric.criteria if one.key in open_keys)


def _others(review: rows.Review) -> tuple[Judgment, ...]:
    """The other reviewers' judgments, or none as long as they could sway this one."""
    if review.state != rows.ReviewState.FINISHED:
        return ()
    judgments = judgments_of(review.attempt_id)
    if review.seat == APPEAL_SEAT:
        return judgments
    own = next((one for one in judgments if one.seat == review.seat), None)
    if not may_see_others(own, judgments):
        return ()
    return tuple(one for one in judgments if one.seat != review.seat)
