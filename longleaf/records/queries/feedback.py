"""Reads of what an educator is told of an attempt, once it is decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.shape import Criterion, Definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.judgment import CriterionFeedback, combined_feedback, decide
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.review import judgments_of
from longleaf.records.models import evidence as rows


@dataclass(frozen=True, slots=True)
class Remark:
    """What one reviewer found on a criterion; who it was is not said."""

    reviewer: str
    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with what was found."""

    criterion: Criterion
    passed: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one attempt came to.

    Attributes:
        number: The attempt's number.
        outcome: "earned" or "not_yet".
        criteria: Those it was judged on; those to revise first, then in the rubric's order.
        passed_before: Those that had passed before.
        comments: What reviewers said of the whole.
    """

    number: int
    outcome: str
    submitted_at: datetime | None
    decided_at: datetime | None
    criteria: tuple[CriterionView, ...]
    passed_before: tuple[Criterion, ...]
    comments: tuple[str, ...]


def feedback_on(who: Actor, submission: UUID) -> list[Feedback]:
    """The feedback on each decided attempt of the actor's own submission, the latest first.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
    """
    found = (
        rows.Submission.objects.filter(pk=submission, educator=who.person)
        .select_related("version")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    definition = parse_definition(found.version.definition)
    decided = found.attempts.filter(state=rows.AttemptState.DECIDED).order_by("-number")
    return [_feedback(definition, attempt) for attempt in decided]


def feedback_of(submission: rows.Submission, attempt: rows.Attempt) -> Feedback:
    """The feedback on one decided attempt, for whoever may read it."""
    return _feedback(parse_definition(submission.version.definition), attempt)


def _feedback(definition: Definition, attempt: rows.Attempt) -> Feedback:
    judgments = judgments_of(attempt.pk)
    outcome = decide(judgments).outcome
    carrying = [one for one in judgments if one.outcome is outcome]
    found = combined_feedback(definition.rubric, judgments, attempt.open_criteria)
    return Feedback(
        number=attempt.number,
        # What the reviewers found; an appeal's answer stands beside it.
        outcome=str(outcome or attempt.outcome),
        submitted_at=attempt.submitted_at,
        decided_at=_decided_at(attempt),
        criteria=tuple(
            _criterion(definition, one) for one in sorted(found, key=lambda one: one.passed)
        ),
        passed_before=tuple(
            one for one in definition.rubric.criteria if one.key not in attempt.open_criteria
        ),
        comments=tuple(one.comment for one in carrying if one.comment.strip()),
    )


def _decided_at(attempt: rows.Attempt) -> datetime | None:
    """When the reviewers decided it; an appeal moves the attempt's own day."""
    first = attempt.decisions.filter(path="reviews").values_list("decided_at", flat=True).first()
    return first or attempt.decided_at


def _criterion(definition: Definition, found: CriterionFeedback) -> CriterionView:
    titles = {level.key: level.title for level in definition.rubric.levels}
    return CriterionView(
        criterion=definition.rubric.criterion(found.criterion),
        passed=found.passed,
        remarks=tuple(
            Remark(f"Reviewer {seat}", titles.get(score.level, score.level), score.reason)
            for seat, score in enumerate(found.scores, start=1)
        ),
    )
