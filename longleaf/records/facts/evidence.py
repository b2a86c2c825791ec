"""What decisions about evidence need to know of an attempt."""

from datetime import date

from longleaf.domain.evidence.attempt import AttemptFacts, UseFact
from longleaf.domain.evidence.completeness import ArtifactFact, Students, SubmissionFacts
from longleaf.domain.evidence.consent import Purpose, Reason
from longleaf.domain.evidence.media import family_of
from longleaf.domain.microcredential.shape import Rubric
from longleaf.domain.review.appeal import after_appeal
from longleaf.domain.review.judgment import combined_feedback
from longleaf.records.facts.consent import reasons_for
from longleaf.records.facts.review import answer_to_appeal, judgments_of
from longleaf.records.models import evidence as rows


def responses_of(attempt: rows.Attempt) -> dict[tuple[str, str], str]:
    """What was written, by part and question."""
    return {(one.part, one.question): one.text for one in attempt.responses.all()}


def submission_facts(attempt: rows.Attempt, *, on: date) -> SubmissionFacts:
    """What completeness depends on, on a day: consents begin and end."""
    uses = list(attempt.uses.select_related("artifact"))
    reasons = reasons_for([use.artifact for use in uses], Purpose.REVIEW, on=on)
    return SubmissionFacts(
        responses=responses_of(attempt),
        artifacts=tuple(artifact_fact(use, reasons[use.artifact_id]) for use in uses),
        open_criteria=frozenset(attempt.open_criteria),
        students=Students(attempt.students),
        consent=attempt.consent,
        own_work=attempt.own_work,
    )


def artifact_fact(use: rows.ArtifactUse, reason: Reason) -> ArtifactFact:
    artifact = use.artifact
    return ArtifactFact(
        use=str(use.pk),
        title=artifact.title,
        kind=artifact.kind,
        part=use.part,
        request=use.request,
        criteria=tuple(use.criteria),
        state=artifact.state,
        recording=family_of(artifact.media_type) in ("image", "audio", "video"),
        students=Students(artifact.students),
        barred="" if reason is Reason.GONE else reason.sentence,
    )


def attempt_facts(attempt: rows.Attempt) -> AttemptFacts:
    """What a revision begins with."""
    return AttemptFacts(
        number=attempt.number,
        open_criteria=tuple(attempt.open_criteria),
        responses=responses_of(attempt),
        uses=tuple(
            UseFact(str(use.artifact_id), use.part, use.request, tuple(use.criteria))
            for use in attempt.uses.all()
        ),
    )


def passed_in(attempt: rows.Attempt, rubric: Rubric) -> frozenset[str]:
    """The criteria that the attempt's deciding reviews, or its appeal, hold to be shown."""
    feedback = combined_feedback(rubric, judgments_of(attempt.pk), attempt.open_criteria)
    feedback = after_appeal(feedback, rubric, answer_to_appeal(attempt.pk))
    return frozenset(one.criterion for one in feedback if one.passed)
