"""Writes the demonstration's submissions, attempts, artifacts and reviews.

The database forbids writing into what was handed in or finished, here as everywhere: so an attempt
is written as a draft and a review as open, and each is closed once all that belongs to it is there.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from longleaf.actions.demo.files import file_key, made
from longleaf.actions.demo.plan import ArtifactPlan, AttemptPlan, SubmissionPlan, UsePlan
from longleaf.basis.ports import FileStore
from longleaf.records.models import evidence as rows
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import review as reviews

_BATCH = 2000
_SAY_EVERY = 100
Pair = tuple[SubmissionPlan, AttemptPlan]


def write_submissions(
    submissions: Sequence[SubmissionPlan],
    versions: Mapping[str, definitions.Version],
    *,
    files: FileStore,
    say: Callable[[str], None],
) -> None:
    """Everything that was begun, handed in and judged; awards are for their own verb to grant."""
    rows.Submission.objects.bulk_create(
        [_submission(one, versions[one.slug]) for one in submissions], batch_size=_BATCH
    )
    say(f"Submissions: {len(submissions)}")
    _write_artifacts(submissions, files, say)
    # A second attempt begins when the first is decided: one at a time is open.
    for number in (1, 2):
        pairs = [
            (one, attempt)
            for one in submissions
            for attempt in one.attempts
            if attempt.number == number
        ]
        _write_attempts(pairs)
        _write_reviews([attempt for _, attempt in pairs])


def _submission(plan: SubmissionPlan, version: definitions.Version) -> rows.Submission:
    return rows.Submission(
        id=plan.id,
        number=plan.number,
        educator_id=plan.educator,
        organization_id=plan.organization,
        microcredential_id=version.microcredential_id,
        version=version,
        state=plan.state,
        begun_at=plan.begun_at,
        changed_at=plan.changed_at,
    )


def _write_artifacts(
    submissions: Sequence[SubmissionPlan], files: FileStore, say: Callable[[str], None]
) -> None:
    found = {
        use.artifact.id: (one.educator, use.artifact)
        for one in submissions
        for attempt in one.attempts
        for use in attempt.uses
    }
    of_files = sum(artifact.form in ("chart", "pdf") for _, artifact in found.values())
    written = 0
    kept = []
    for owner, artifact in found.values():
        kept.append(_artifact(owner, artifact, files))
        if artifact.form in ("chart", "pdf"):
            written += 1
            if written % _SAY_EVERY == 0:
                say(f"Files: {written} of {of_files}")
    rows.Artifact.objects.bulk_create(kept, batch_size=_BATCH)


def _artifact(owner: UUID, plan: ArtifactPlan, files: FileStore) -> rows.Artifact:
    row = rows.Artifact(
        id=plan.id,
        owner_id=owner,
        kind=plan.kind,
        title=plan.title,
        students=plan.students,
        made_at=plan.made_at,
        form=plan.form,
    )
    if plan.form == "text":
        row.text = plan.text
    elif plan.form == "link":
        row.url = f"https://evidence.example.org/{plan.id.hex[:12]}"
    else:
        kind, content = made(plan)
        row.form = rows.ArtifactForm.FILE
        row.file_key = file_key(plan)
        row.media_type, row.extension = kind.media_type, kind.extensions[0]
        row.length = files.replace(row.file_key, iter([content]))
        row.sha256 = hashlib.sha256(content).hexdigest()
    return row


def _write_attempts(pairs: Sequence[Pair]) -> None:
    rows.Attempt.objects.bulk_create([_attempt(*pair) for pair in pairs], batch_size=_BATCH)
    attempts = [attempt for _, attempt in pairs]
    rows.Response.objects.bulk_create(
        [
            rows.Response(
                attempt_id=attempt.id,
                part=part,
                question=question,
                text=text,
                saved_at=attempt.submitted_at or attempt.begun_at,
            )
            for attempt in attempts
            for (part, question), text in attempt.responses.items()
        ],
        batch_size=_BATCH,
    )
    rows.ArtifactUse.objects.bulk_create(
        [
            _use(attempt, use, position)
            for attempt in attempts
            for position, use in enumerate(attempt.uses)
        ],
        batch_size=_BATCH,
    )
    for state in ("submitted", "in_review", "decided", "withdrawn"):
        rows.Attempt.objects.filter(
            pk__in=[attempt.id for attempt in attempts if attempt.state == state]
        ).update(state=state)


def _attempt(submission: SubmissionPlan, plan: AttemptPlan) -> rows.Attempt:
    return rows.Attempt(
        id=plan.id,
        submission_id=submission.id,
        number=plan.number,
        outcome=plan.outcome,
        open_criteria=list(plan.open_criteria),
        students=plan.students,
        consent=plan.consent,
        own_work=plan.own_work and plan.submitted_at is not None,
        note=plan.note,
        submitted_at=plan.submitted_at,
        due_on=plan.due_on,
        decided_at=plan.decided_at,
    )


def _use(attempt: AttemptPlan, use: UsePlan, position: int) -> rows.ArtifactUse:
    return rows.ArtifactUse(
        attempt_id=attempt.id,
        artifact_id=use.artifact.id,
        part=use.part,
        request=use.request,
        criteria=list(use.criteria),
        explanation=use.explanation,
        position=position,
    )


def _write_reviews(attempts: Iterable[AttemptPlan]) -> None:
    plans = [(attempt, review) for attempt in attempts for review in attempt.reviews]
    reviews.Review.objects.bulk_create(
        [
            reviews.Review(
                id=plan.id,
                attempt_id=attempt.id,
                reviewer_id=plan.reviewer,
                seat=plan.seat,
                outcome=plan.outcome,
                comment=plan.comment,
                assigned_at=plan.assigned_at,
                due_on=plan.due_on,
                finished_at=plan.finished_at,
                released_because=plan.released_because,
            )
            for attempt, plan in plans
        ],
        batch_size=_BATCH,
    )
    reviews.CriterionScore.objects.bulk_create(
        list(_scores(attempt for attempt, _ in plans)), batch_size=_BATCH
    )
    for state in ("draft", "finished", "released"):
        reviews.Review.objects.filter(
            pk__in=[plan.id for _, plan in plans if plan.state == state]
        ).update(state=state)


def _scores(attempts: Iterable[AttemptPlan]) -> Iterator[reviews.CriterionScore]:
    for attempt in {one.id: one for one in attempts}.values():
        for review in attempt.reviews:
            for score in review.scores:
                yield reviews.CriterionScore(
                    review_id=review.id,
                    criterion=score.criterion,
                    level=score.level,
                    reason=score.reason,
                    saved_at=review.finished_at or review.assigned_at,
                )
