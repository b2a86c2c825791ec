"""What was handed in, as those see it who judge it: by number and kind, names hidden."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.evidence.media import family_of, size_in_words
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.microcredential.shape import Definition, EvidencePart
from longleaf.domain.review.blinding import blinder
from longleaf.records.facts.consent import reasons_for
from longleaf.records.models import evidence
from longleaf.records.models import organization as people
from longleaf.records.queries.mark import MarkView, marks_of_attempt


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


def artifacts_shown(
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


def parts_shown(
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


def evidence_of(attempt: evidence.Attempt, *, on: date) -> tuple[Definition, tuple[PartShown, ...]]:
    """What was handed in, without names, for whoever only looks if it can be judged."""
    definition = parse_definition(attempt.submission.version.definition)
    blind = blinder_for(attempt.submission)
    artifacts = artifacts_shown(attempt, definition, blind, on)
    return definition, parts_shown(attempt, definition, artifacts, blind)
