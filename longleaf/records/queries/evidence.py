"""Reads of an educator's own submissions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from longleaf.basis.problem import Problem
from longleaf.domain.evidence.attempt import open_parts
from longleaf.domain.evidence.completeness import check_submission, part_is_complete
from longleaf.domain.evidence.media import family_of, size_in_words
from longleaf.domain.evidence.words import count_words
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.microcredential.shape import (
    ArtifactRequest,
    Criterion,
    Definition,
    EvidencePart,
    Question,
)
from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.evidence import submission_facts
from longleaf.records.facts.gate import program_of
from longleaf.records.models import evidence as rows


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One submission in a list."""

    id: UUID
    number: str
    slug: str
    title: str
    issuer: str
    state: str
    attempt: int
    begun_at: datetime
    changed_at: datetime
    due_on: date | None
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state not in (rows.SubmissionState.EARNED, rows.SubmissionState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ArtifactView:
    """One artifact as it stands in an attempt."""

    use: int
    id: UUID
    part: str
    request: str
    kind: str
    kind_title: str
    title: str
    form: str
    state: str
    refused_because: str
    text: str
    url: str
    media_type: str
    family: str
    size: str
    received_share: int
    upload: UUID | None
    criteria: tuple[str, ...]
    explanation: str
    students: str
    students_label: str
    consent: str
    same_as: UUID | None
    same_title: str
    stands_for: UUID | None
    revision: int
    consents: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question with what was written; revision 0 means that nothing was saved yet."""

    question: Question
    text: str
    revision: int
    words: int


@dataclass(frozen=True, slots=True)
class RequestView:
    """What is asked for, with what was put forward."""

    request: ArtifactRequest
    artifacts: tuple[ArtifactView, ...]

    @property
    def count(self) -> int:
        """How many count: a refused or removed one does not."""
        gone = (rows.ArtifactState.REFUSED, rows.ArtifactState.REMOVED)
        return sum(one.state not in gone for one in self.artifacts)

    @property
    def has_room(self) -> bool:
        return self.count < self.request.maximum


@dataclass(frozen=True, slots=True)
class PartView:
    """One part with all that is in it."""

    part: EvidencePart
    is_open: bool
    is_complete: bool
    answers: tuple[AnswerView, ...]
    requests: tuple[RequestView, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt in a submission's history."""

    number: int
    state: str
    outcome: str
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A submission with one of its attempts: the latest unless another was asked for."""

    id: UUID
    number: str
    state: str
    slug: str
    issuer: str
    review_days: int
    is_checked_first: bool
    begun_at: datetime
    changed_at: datetime
    version: int
    definition: Definition
    attempts: tuple[AttemptLine, ...]
    attempt: AttemptLine
    open_criteria: tuple[Criterion, ...]
    passed_criteria: tuple[Criterion, ...]
    students: str
    students_label: str
    consent: str
    own_work: bool
    note: str
    parts: tuple[PartView, ...]
    problems: tuple[Problem, ...]

    @property
    def is_draft(self) -> bool:
        return self.attempt.state == rows.AttemptState.DRAFT

    def part(self, key: str) -> PartView:
        """The part with this key; raises NoSuchRecordError."""
        for part in self.parts:
            if part.part.key == key:
                return part
        raise NoSuchRecordError

    def artifact(self, use: int) -> ArtifactView:
        """The artifact of this use; raises NoSuchRecordError."""
        for artifact in self.artifacts:
            if artifact.use == use:
                return artifact
        raise NoSuchRecordError

    @property
    def artifacts(self) -> tuple[ArtifactView, ...]:
        """All artifacts of the attempt, part by part."""
        return tuple(
            artifact
            for part in self.parts
            for request in part.requests
            for artifact in request.artifacts
        )


def _own(who: Actor) -> QuerySet[rows.Submission]:
    return rows.Submission.objects.filter(educator=who.person)


def submissions_of(who: Actor) -> list[SubmissionLine]:
    """The actor's own submissions, the one that changed last first."""
    found = list(
        _own(who)
        .select_related("version", "microcredential__issuer")
        .annotate(latest=Max("attempts__number"))
    )
    attempts = {
        (one.submission_id, one.number): one
        for one in rows.Attempt.objects.filter(submission__in=found)
    }
    lines = []
    for one in found:
        attempt = attempts[one.pk, one.latest]
        lines.append(
            SubmissionLine(
                id=one.pk,
                number=one.number,
                slug=one.microcredential.slug,
                title=one.version.title,
                issuer=one.microcredential.issuer.name,
                state=one.state,
                attempt=attempt.number,
                begun_at=one.begun_at,
                changed_at=one.changed_at,
                due_on=attempt.due_on,
                decided_at=attempt.decided_at,
            )
        )
    return lines


def require_own(who: Actor, submission: UUID) -> None:
    """Raises NoSuchRecordError unless the submission is the actor's own.

    For doors that answer several things at once: whose it is comes before any other answer.
    """
    if not rows.Submission.objects.filter(pk=submission, educator=who.person).exists():
        raise NoSuchRecordError


def own_submission(
    who: Actor, submission: UUID, *, attempt: int | None = None, on: date
) -> SubmissionView:
    """The actor's own submission.

    Raises:
        NoSuchRecordError: If there is none, or it is someone else's, or has no such attempt.
    """
    found = (
        _own(who).select_related("version", "microcredential__issuer").filter(pk=submission).first()
    )
    if found is None:
        raise NoSuchRecordError
    attempts = list(found.attempts.all())
    wanted = attempts[-1].number if attempt is None else attempt
    shown = next((one for one in attempts if one.number == wanted), None)
    if shown is None:
        raise NoSuchRecordError
    return _view(found, attempts, shown, on)


def _view(
    found: rows.Submission, attempts: Iterable[rows.Attempt], shown: rows.Attempt, on: date
) -> SubmissionView:
    definition = parse_definition(found.version.definition)
    program = program_of(found.microcredential)
    facts = submission_facts(shown, on=on)
    problems = check_submission(definition, facts)
    still_open = open_parts(definition, shown.open_criteria)
    is_draft = shown.state == rows.AttemptState.DRAFT
    answers = {(one.part, one.question): one for one in shown.responses.all()}
    artifacts = [
        _artifact(use)
        for use in shown.uses.select_related(
            "artifact", "artifact__upload", "artifact__same_as"
        ).all()
    ]
    criteria = definition.rubric.criteria
    return SubmissionView(
        id=found.pk,
        number=found.number,
        state=found.state,
        slug=found.microcredential.slug,
        issuer=found.microcredential.issuer.name,
        review_days=program.review_days,
        is_checked_first=program.checks_completeness,
        begun_at=found.begun_at,
        changed_at=found.changed_at,
        version=found.version.number,
        definition=definition,
        attempts=tuple(_line(one) for one in attempts),
        attempt=_line(shown),
        open_criteria=tuple(one for one in criteria if one.key in shown.open_criteria),
        passed_criteria=tuple(one for one in criteria if one.key not in shown.open_criteria),
        students=shown.students,
        students_label=shown.get_students_display(),
        consent=shown.consent,
        own_work=shown.own_work,
        note=shown.note,
        parts=tuple(
            PartView(
                part=part,
                is_open=is_draft and part.key in still_open,
                is_complete=part_is_complete(problems, part, facts),
                answers=_answers(part, answers),
                requests=_requests(part, artifacts),
                criteria=tuple(one for one in criteria if part.key in one.part),
            )
            for part in definition.evidence.parts
        ),
        problems=tuple(problems) if is_draft else (),
    )


def _line(attempt: rows.Attempt) -> AttemptLine:
    return AttemptLine(
        number=attempt.number,
        state=attempt.state,
        outcome=attempt.outcome,
        submitted_at=attempt.submitted_at,
        due_on=attempt.due_on,
        decided_at=attempt.decided_at,
        paused_at=attempt.paused_at,
    )


def _answers(
    part: EvidencePart, saved: dict[tuple[str, str], rows.Response]
) -> tuple[AnswerView, ...]:
    views = []
    for question in part.questions:
        response = saved.get((part.key, question.key))
        text = response.text if response else ""
        revision = response.revision if response else 0
        views.append(AnswerView(question, text, revision, count_words(text)))
    return tuple(views)


def _requests(part: EvidencePart, artifacts: list[ArtifactView]) -> tuple[RequestView, ...]:
    return tuple(
        RequestView(
            request,
            tuple(one for one in artifacts if (one.part, one.request) == (part.key, request.key)),
        )
        for request in part.requests
    )


def _artifact(use: rows.ArtifactUse) -> ArtifactView:
    artifact = use.artifact
    same = artifact.same_as
    has_same = same is not None and same.state == rows.ArtifactState.READY
    upload = getattr(artifact, "upload", None)
    return ArtifactView(
        use=use.pk,
        id=artifact.pk,
        part=use.part,
        request=use.request,
        kind=artifact.kind,
        kind_title=artifact_kind(artifact.kind).title,
        title=artifact.title,
        form=artifact.form,
        state="removed" if artifact.removal_asked_at else artifact.state,
        refused_because=artifact.refused_because,
        text="" if artifact.removal_asked_at else artifact.text,
        url="" if artifact.removal_asked_at else artifact.url,
        media_type=artifact.media_type,
        family=family_of(artifact.media_type),
        size=size_in_words(artifact.length) if artifact.form == "file" else "",
        received_share=100 * upload.received // upload.length if upload else 100,
        upload=upload.pk if upload and upload.finished_at is None else None,
        criteria=tuple(use.criteria),
        explanation=use.explanation,
        students=artifact.students,
        students_label=artifact.get_students_display(),
        consent=artifact.consent,
        same_as=same.pk if same is not None and has_same else None,
        same_title=same.title if same is not None and has_same else "",
        stands_for=artifact.stands_for_id,
        revision=artifact.revision,
    )
