"""The few facts that a badge is made from."""

from uuid import UUID

from longleaf.domain.badge.results import levels_shown
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.review.judgment import combined_feedback, decide
from longleaf.records.facts.review import judgments_of
from longleaf.records.models import evidence, microcredential

_PUBLIC = (
    microcredential.VersionState.PUBLISHED,
    microcredential.VersionState.REPLACED,
    microcredential.VersionState.WITHDRAWN,
)


def levels_of(submission: UUID | None, rubric: Rubric) -> dict[str, str]:
    """The level that the reviews of a submission came to, by criterion; none without reviews."""
    if submission is None:
        return {}
    decided = evidence.Attempt.objects.filter(
        submission=submission, state=evidence.AttemptState.DECIDED
    ).order_by("number")
    judged = [(judgments_of(attempt.pk), attempt.open_criteria) for attempt in decided]
    return levels_shown(
        rubric,
        [
            combined_feedback(rubric, judgments, open_criteria)
            for judgments, open_criteria in judged
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
