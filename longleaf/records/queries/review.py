"""Reads of a reviewer: what waits for them, and one review with its evidence, without names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from longleaf.basis.problem import Problem
from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.evidence.media import family_of, size_in_words
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.microcredential.shape import Criterion, Definition, EvidencePart
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.blinding import blinder
from longleaf.domain.review.deadline import days_left
from longleaf.domain.review.judgment import (
    Judgment,
    Score,
    may_see_others,
    outcome_of_review,
    problems_of_review,
)
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.consent import reasons_for
from longleaf.records.facts.review import OPEN, SEATED, is_barred, judgments_of
from longleaf.records.models import evidence
from longleaf.records.models import organization as people
from longleaf.records.models import review as rows
from longleaf.records.queries.likeness import TextQuestion, questions_about
from longleaf.records.queries.mark import MarkView, marks_of_attempt

_UNDER_REVIEW = (evidence.AttemptState.SUBMITTED, evidence.AttemptState.IN_REVIEW)
_CLOSED = (*_UNDER_REVIEW, evidence.AttemptState.DECIDED)


@dataclass(frozen=True, slots=True)
class ArtifactShown:
    """One artifact as a reviewer sees it: by number and kind, names hidden."""

    position: int
    id: UUID
    kind: str
    title: str
    form: str
    text: str
    url: str
    site: str
    media_type: str
    family: str
    size: str
    is_there: bool
    criteria: tuple[str, ...]
    explanation: str
    marks: tuple[MarkView, ...]
    stands_for_recording: bool = False
    is_replacement: bool = False

    def is_for(self, criterion: str) -> bool:
        """Whether it is put forward for a criterion, or a place in it is marked for it."""
        return criterion in self.criteria or any(one.criterion == criterion for one in self.marks)


@dataclass(frozen=True, slots=True)
class AnswerShown:
    prompt: str
    text: str


@dataclass(frozen=True, slots=True)
class RequestShown:
    title: str
    guidance: str
    artifacts: tuple[ArtifactShown, ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    key: str
    title: str
    answers: tuple[AnswerShown, ...]
    requests: tuple[RequestShown, ...]


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
    if found.state in OPEN and is_barred(attempt, found.reviewer_id, on=on):
        raise NoSuchRecordError
    definition = parse_definition(attempt.submission.version.definition)
    blind = blinder_for(attempt.submission)
    artifacts = _artifacts(attempt, definition, blind, on)
    parts = _parts(attempt, definition, artifacts, blind)
    criteria = _criteria(found, definition, artifacts, parts)
    scores = {one.criterion.key: one.score for one in criteria}
    problems = problems_of_review(definition.rubric, scores, attempt.open_criteria)
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
        passed_before=tuple(
            one for one in definition.rubric.criteria if one.key not in attempt.open_criteria
        ),
        problems=tuple(problems),
        would_be=(
            "" if problems else outcome_of_review(definition.rubric, scores, attempt.open_criteria)
        ),
        others=_others(found),
        paused_at=attempt.paused_at,
        questions=questions_about(attempt.pk, definition, artifacts, blind),
    )


def blinder_for(submission: evidence.Submission) -> Callable[[str], str]:
    """What hides the educator's name, address and schools in a text."""
    educator = submission.educator
    schools = people.Organization.objects.filter(
        Q(roles__person=educator) | Q(pk=submission.organization_id),
        kind=people.OrganizationKind.SCHOOL,
    )
    return blinder(
        name=educator.name,
        email=educator.email,
        organizations=set(schools.values_list("name", flat=True)),
    )


def _artifacts(
    attempt: evidence.Attempt, definition: Definition, blind: Callable[[str], str], on: date
) -> dict[tuple[str, str], list[ArtifactShown]]:
    """The artifacts by part and request, numbered through in the order they are shown."""
    order = {
        (part.key, request.key): place
        for place, (part, request) in enumerate(
            (part, request) for part in definition.evidence.parts for request in part.requests
        )
    }
    uses = sorted(
        (
            use
            for use in attempt.uses.select_related("artifact")
            if (use.part, use.request) in order
        ),
        key=lambda use: (order[use.part, use.request], use.position, use.pk),
    )
    marks = marks_of_attempt(attempt.pk, definition, blind)
    reasons = reasons_for([use.artifact for use in uses], Purpose.REVIEW, on=on)
    shown: dict[tuple[str, str], list[ArtifactShown]] = {}
    for position, use in enumerate(uses, start=1):
        if reasons[use.artifact_id].allows:
            # Marks are of what was handed in; in another's place they would point astray.
            here = () if use.replaces_id else marks.get(use.pk, ())
            artifact = _artifact(use, position, here, blind)
        else:
            artifact = _unavailable(use, position)
        shown.setdefault((use.part, use.request), []).append(artifact)
    return shown


def _artifact(
    use: evidence.ArtifactUse,
    position: int,
    marks: tuple[MarkView, ...],
    blind: Callable[[str], str],
) -> ArtifactShown:
    artifact = use.artifact
    is_file = artifact.form == evidence.ArtifactForm.FILE
    return ArtifactShown(
        position=position,
        id=artifact.pk,
        kind=artifact_kind(artifact.kind).title,
        title=blind(artifact.title),
        form=artifact.form,
        text=blind(artifact.text),
        # Whatever else it is, an address that a reviewer opens is one of the web.
        url=artifact.url if artifact.url.startswith(("https://", "http://")) else "",
        site=blind(artifact.url.partition("://")[2].partition("/")[0]),
        media_type=artifact.media_type,
        family=family_of(artifact.media_type),
        size=size_in_words(artifact.length) if is_file else "",
        is_there=True,
        criteria=tuple(use.criteria),
        explanation=blind(use.explanation),
        marks=marks,
        stands_for_recording=artifact.stands_for_id is not None,
        is_replacement=use.replaces_id is not None,
    )


def _unavailable(use: evidence.ArtifactUse, position: int) -> ArtifactShown:
    """What may be shown no longer: its place, and nothing else of it."""
    return ArtifactShown(
        position=position,
        id=use.artifact_id,
        kind=artifact_kind(use.artifact.kind).title,
        title="no longer available",
        form=use.artifact.form,
        text="",
        url="",
        site="",
        media_type="",
        family="",
        size="",
        is_there=False,
        criteria=tuple(use.criteria),
        explanation="",
        marks=(),
    )


def _parts(
    attempt: evidence.Attempt,
    definition: Definition,
    artifacts: Mapping[tuple[str, str], list[ArtifactShown]],
    blind: Callable[[str], str],
) -> tuple[PartShown, ...]:
    said = {(one.part, one.question): blind(one.text) for one in attempt.responses.all()}

    def part_shown(part: EvidencePart) -> PartShown:
        return PartShown(
            key=part.key,
            title=part.title,
            answers=tuple(
                AnswerShown(one.prompt, said.get((part.key, one.key), "")) for one in part.questions
            ),
            requests=tuple(
                RequestShown(one.title, one.guidance, tuple(artifacts.get((part.key, one.key), ())))
                for one in part.requests
            ),
        )

    return tuple(part_shown(part) for part in definition.evidence.parts)


def _criteria(
    review: rows.Review,
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

    return tuple(
        criterion_shown(one) for one in rubric.criteria if one.key in review.attempt.open_criteria
    )


def _others(review: rows.Review) -> tuple[Judgment, ...]:
    """The other reviewers' judgments, or none as long as they could sway this one."""
    if review.state != rows.ReviewState.FINISHED:
        return ()
    judgments = judgments_of(review.attempt_id)
    own = next((one for one in judgments if one.seat == review.seat), None)
    if not may_see_others(own, judgments):
        return ()
    return tuple(one for one in judgments if one.seat != review.seat)
