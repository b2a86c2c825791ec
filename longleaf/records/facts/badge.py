"""The few facts that a badge is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from longleaf.domain.badge.document import Issuer, ShownArtifact
from longleaf.domain.badge.results import levels_shown
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.review.appeal import after_appeal
from longleaf.domain.review.judgment import combined_feedback, decide
from longleaf.records.facts.review import answer_to_appeal, judgments_of
from longleaf.records.models import award, bulk, evidence, microcredential

_PUBLIC = (
    microcredential.VersionState.PUBLISHED,
    microcredential.VersionState.REPLACED,
    microcredential.VersionState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """What a badge says of an award that was decided outside."""

    source: Issuer
    narrative: str
    evidence: tuple[ShownArtifact, ...]
    levels: Mapping[str, str]


def outside_of(award_: award.Award) -> OutsideFacts | None:
    """What the file said from which this award came; None if it was reviewed here."""
    if award_.submission_id is not None:
        return None
    found = bulk.AwardFileResult.objects.select_related("row__file").filter(award=award_.pk).first()
    return None if found is None else outside_facts(found.row.file, found.row)


def outside_facts(file: bulk.AwardFile, row: bulk.AwardFileRow) -> OutsideFacts:
    """The same, of a row."""
    return OutsideFacts(
        source_of(file),
        row.narrative,
        tuple(
            ShownArtifact(piece["name"], "", piece["description"], piece["url"])
            for piece in row.evidence
        ),
        row.levels,
    )


def source_of(file: bulk.AwardFile) -> Issuer:
    """Whoever assessed it, as a badge names them: by their address."""
    return Issuer(file.assessor_url, file.assessor, "", file.assessor_url)


def levels_of_award(award_: award.Award, rubric: Rubric) -> dict[str, str]:
    """The level reached by criterion, as reviewers here or the file say."""
    outside = outside_of(award_)
    if outside is None:
        return levels_of(award_.submission_id, rubric)
    return {
        criterion.key: outside.levels[criterion.key]
        for criterion in rubric.criteria
        if criterion.key in outside.levels
    }


def levels_of(submission: UUID | None, rubric: Rubric) -> dict[str, str]:
    """The level that the reviews of a submission came to, by criterion; none without reviews."""
    if submission is None:
        return {}
    decided = evidence.Attempt.objects.filter(
        submission=submission, state=evidence.AttemptState.DECIDED
    ).order_by("number")
    judged = [
        (judgments_of(attempt.pk), answer_to_appeal(attempt.pk), attempt.open_criteria)
        for attempt in decided
    ]
    return levels_shown(
        rubric,
        [
            after_appeal(combined_feedback(rubric, judgments, open_criteria), rubric, answer)
            for judgments, answer, open_criteria in judged
            if decide(judgments).outcome is not None
        ],
    )


def earlier_versions(version: microcredential.Version) -> list[int]:
    """The numbers of the versions of the same micro-credential that were published before."""
    return list(
        microcredential.Version.objects.filter(
            microcredential=version.microcredential_id,
            number__lt=version.number,
            state__in=_PUBLIC,
            published_at__isnull=False,
        )
        .order_by("-number")
        .values_list("number", flat=True)
    )
