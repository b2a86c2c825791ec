"""Stories that tests begin in the middle of: published, handed in, or being judged."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from longleaf.domain.microcredential.definition import content_hash, parse_definition
from longleaf.records.models import evidence as evidence_rows
from longleaf.records.models import microcredential as definition_rows
from longleaf.records.models import organization as people
from longleaf.records.models import review as review_rows
from tests.domain.microcredential.definitions import small_definition
from tests.people import NOW, Cast

DUE = date(2026, 2, 18)  # ten working days after NOW


def two_criteria(slug: str = "wait-time", title: str = "Wait Time") -> dict[str, Any]:
    """A definition with the criteria "pause" (judged from artifacts) and "follow" (from words)."""
    definition = small_definition()
    definition |= {"slug": slug, "title": title}
    definition["rubric"]["criteria"].append(
        {
            "key": "follow",
            "title": "Follow up",
            "part": ["context", "reflection"],
            "descriptions": {
                "not_yet": "The answer is left standing.",
                "meets": "Most answers get a follow-up question.",
                "strong": "Students follow up on each other's answers.",
            },
            "next_step": "Write two follow-up questions into the plan.",
        }
    )
    return definition


def a_published_microcredential(
    cast: Cast,
    *,
    issuer: people.Organization | None = None,
    definition: Mapping[str, Any] | None = None,
    now: datetime = NOW,
) -> definition_rows.Version:
    """Version 1 of a micro-credential, drafted by Ash and published by Asa."""
    data = dict(definition or two_criteria())
    parsed = parse_definition(data)
    made = definition_rows.Microcredential.objects.create(
        slug=parsed.slug, issuer=issuer or cast.northfield, begun_at=now
    )
    return definition_rows.Version.objects.create(
        microcredential=made,
        number=1,
        state="published",
        definition=data,
        content_hash=content_hash(parsed),
        drafted_by=cast.ash,
        drafted_at=now,
        changed_by=cast.ash,
        changed_at=now,
        published_by=cast.asa,
        published_at=now,
        title=parsed.title,
        summary=parsed.summary,
        license_kinds=list(parsed.audience),
        grade_spans=list(parsed.grade_spans),
        renewal_categories=list(parsed.renewal_categories),
        effort_hours=parsed.effort_hours,
    )


def a_submitted_attempt(
    cast: Cast,
    *,
    version: definition_rows.Version | None = None,
    educator: people.Person | None = None,
    organization: people.Organization | None = None,
    open_criteria: Sequence[str] | None = None,
    now: datetime = NOW,
    due_on: date = DUE,
) -> evidence_rows.Attempt:
    """Amina's first attempt (or someone else's), handed in and waiting for reviewers.

    Its parts are answered; one artifact of each form is put forward for the criterion "pause".
    """
    version = version or a_published_microcredential(cast, now=now)
    educator = educator or cast.amina
    submission = evidence_rows.Submission.objects.create(
        number=f"{4100 + evidence_rows.Submission.objects.count()}",
        educator=educator,
        organization=organization or cast.elementary,
        microcredential=version.microcredential,
        version=version,
        begun_at=now,
        changed_at=now,
    )
    criteria = [one["key"] for one in version.definition["rubric"]["criteria"]]
    attempt = evidence_rows.Attempt.objects.create(
        submission=submission,
        number=1,
        open_criteria=list(open_criteria or criteria),
        students="none",
        own_work=True,
    )
    _answer(attempt, version, now)
    evidence_rows.Attempt.objects.filter(pk=attempt.pk).update(
        state="submitted", submitted_at=now, due_on=due_on
    )
    evidence_rows.Submission.objects.filter(pk=submission.pk).update(
        state="submitted", changed_at=now
    )
    return evidence_rows.Attempt.objects.get(pk=attempt.pk)


def _answer(
    attempt: evidence_rows.Attempt, version: definition_rows.Version, now: datetime
) -> None:
    owner = attempt.submission.educator
    artifacts = [
        evidence_rows.Artifact(
            form="text", title="Transcript of a lesson", text="I asked, and we waited."
        ),
        evidence_rows.Artifact(
            form="link", title="Slides", url="https://slides.example.org/wait-time"
        ),
        evidence_rows.Artifact(
            form="file",
            title="Recording",
            file_key="ab/0f8fad5b-d9cb-469f-a165-70867728950e.mp3",
            media_type="audio/mpeg",
            extension="mp3",
            length=48_000,
        ),
    ]
    for artifact in artifacts:
        artifact.owner, artifact.kind, artifact.made_at = owner, "audio", now
    evidence_rows.Artifact.objects.bulk_create(artifacts)
    for part in version.definition["evidence"]["parts"]:
        for question in part["questions"]:
            evidence_rows.Response.objects.create(
                attempt=attempt,
                part=part["key"],
                question=question["key"],
                text="Twenty-four students in grade four, in a room with a clock on the wall.",
                saved_at=now,
            )
        for request in part["requests"]:
            for position, artifact in enumerate(artifacts):
                evidence_rows.ArtifactUse.objects.create(
                    attempt=attempt,
                    artifact=artifact,
                    part=part["key"],
                    request=request["key"],
                    criteria=["pause"],
                    explanation="The pauses are marked.",
                    position=position,
                )


def a_review(
    attempt: evidence_rows.Attempt,
    reviewer: people.Person,
    *,
    seat: int = 1,
    levels: Mapping[str, str] | None = None,
    now: datetime = NOW,
) -> review_rows.Review:
    """An open review of a submitted attempt, with these levels given so far, each with a reason."""
    review = review_rows.Review.objects.create(
        attempt=attempt, reviewer=reviewer, seat=seat, assigned_at=now, due_on=DUE
    )
    for criterion, level in (levels or {}).items():
        review_rows.CriterionScore.objects.create(
            review=review,
            criterion=criterion,
            level=level,
            reason="The recording has pauses of two seconds before most answers.",
            saved_at=now,
        )
    if levels:
        review.state = "draft"
        review.save(update_fields=["state"])
    type(attempt).objects.filter(pk=attempt.pk).update(state="in_review")
    evidence_rows.Submission.objects.filter(pk=attempt.submission_id).update(state="in_review")
    return review
