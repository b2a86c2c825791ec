"""Pausing: evidence is gone during the review, and its educator says how to go on."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.own import note, own_submission
from longleaf.actions.notice import notify
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.evidence.due import due_on, is_business_day
from longleaf.domain.evidence.text import storable
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.consent import reasons_for
from longleaf.records.models import evidence as rows
from longleaf.records.models import review as reviews

_UNDER_REVIEW = (rows.AttemptState.SUBMITTED, rows.AttemptState.IN_REVIEW)
_OPEN_REVIEWS = (reviews.ReviewState.ASSIGNED, reviews.ReviewState.DRAFT)
_LONGEST_REMARK = 4000


def pause_where_used(*, by: Actor, artifacts: Collection[UUID], now: datetime) -> list[UUID]:
    """Pause what is under review with one of these; those paused already stay so. Which it did.

    In the caller's transaction. What reviewers wrote stays; nobody has failed.
    """
    submissions = rows.Submission.objects.filter(
        attempts__uses__artifact__in=artifacts, attempts__state__in=_UNDER_REVIEW
    )
    locked = rows.Submission.objects.select_for_update(of=("self",)).filter(
        pk__in=submissions.values("pk")
    )
    paused = []
    for submission in locked.order_by("pk").select_related("version"):
        attempt = submission.attempts.select_for_update().filter(state__in=_UNDER_REVIEW).first()
        if attempt is None or attempt.paused_at is not None:
            continue
        attempt.paused_at = now
        attempt.save(update_fields=["paused_at"])
        note("submission.paused", by, submission, now, attempt=attempt.number)
        _tell_of_pause(submission, attempt, now)
        paused.append(attempt.pk)
    return paused


def _tell_of_pause(submission: rows.Submission, attempt: rows.Attempt, now: datetime) -> None:
    notify(
        submission.educator_id,
        kind="submission.paused",
        subject=f"Your submission pauses: {submission.version.title}",
        body=(
            "Something you handed in may no longer be shown to reviewers. The review waits; nothing"
            " is lost, and no attempt is spent. Put something else in its place, or go on without"
            " it."
        ),
        path=f"/my-submissions/{submission.pk}/paused",
        now=now,
    )
    for review in reviews.Review.objects.filter(attempt=attempt, state__in=_OPEN_REVIEWS):
        notify(
            review.reviewer_id,
            kind="review.paused",
            subject=f"Submission {submission.number} pauses",
            body=(
                "An artifact of it is no longer available. You need do nothing: what you wrote is"
                " kept, and you are told when it goes on."
            ),
            path=f"/reviews/{review.pk}",
            now=now,
        )


def pause_what_is_hidden(*, by: Actor, now: datetime) -> int:
    """Pause where the day has passed until which an artifact may be seen: how many."""
    hidden = rows.Artifact.objects.filter(
        seen_until__lt=legal_day(now),
        uses__attempt__state__in=_UNDER_REVIEW,
        uses__attempt__paused_at=None,
    ).distinct()
    with transaction.atomic():
        found = list(hidden.values_list("pk", flat=True))
        return len(pause_where_used(by=by, artifacts=found, now=now)) if found else 0


@transaction.atomic
def put_instead(
    *,
    by: Actor,
    submission: UUID,
    use: int,
    artifact: UUID,
    explanation: str = "",
    now: datetime,
) -> bool:
    """Put another artifact in the place of one that is gone; whether the review goes on with it.

    The attempt remembers what stood there. It goes on by itself once nothing is missing.

    Raises:
        NoSuchRecordError: If the submission or the artifact is not the actor's own.
        AlreadyDoneError: If it does not pause any more.
        ProblemsError: If the artifact cannot be shown to reviewers, or is of another kind.
    """
    found, attempt = _paused(by, submission)
    place = attempt.uses.select_related("artifact").filter(pk=use).first()
    other = rows.Artifact.objects.filter(pk=artifact, owner=found.educator_id).first()
    if place is None or other is None:
        raise NoSuchRecordError
    on = legal_day(now)
    problems: list[Problem] = []
    said = Section.of({"explanation": storable(explanation)}, problems=problems).text(
        "explanation", longest=_LONGEST_REMARK, required=False
    )
    if reasons_for([place.artifact], Purpose.REVIEW, on=on)[place.artifact_id].allows:
        raise AlreadyDoneError("This artifact can be seen again; nothing has to stand for it.")
    reason = reasons_for([other], Purpose.REVIEW, on=on)[other.pk]
    if not reason.allows:
        problems.append(Problem("artifact", reason.sentence, "Choose another."))
    kinds = _kinds(found, place)
    if other.kind not in kinds:
        problems.append(
            Problem("artifact", "It is of a kind that is not asked for here.", "Choose another.")
        )
    if attempt.uses.filter(artifact=other, request=place.request).exists():
        problems.append(Problem("artifact", "It stands here already.", "Choose another."))
    if problems:
        raise ProblemsError(problems)
    _ask_for_removal(place.artifact, now)
    place.replaces_id, place.artifact_id, place.explanation = place.artifact_id, other.pk, said
    place.save(update_fields=["replaces", "artifact", "explanation"])
    note(
        "artifact.replaced",
        by,
        found,
        now,
        artifact=str(other.pk),
        replaces=str(place.replaces_id),
    )
    if _missing(attempt, on):
        return False
    _resume(by, found, attempt, now)
    return True


@transaction.atomic
def go_on_without(*, by: Actor, submission: UUID, now: datetime) -> None:
    """Let the review go on with what is left.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it does not pause any more.
    """
    found, attempt = _paused(by, submission)
    _resume(by, found, attempt, now)


def _paused(by: Actor, submission: UUID) -> tuple[rows.Submission, rows.Attempt]:
    found = own_submission(by, submission, "write_evidence")
    attempt = (
        found.attempts.select_for_update()
        .filter(paused_at__isnull=False, state__in=_UNDER_REVIEW)
        .first()
    )
    if attempt is None:
        raise AlreadyDoneError("This submission does not pause any more.")
    return found, attempt


def _kinds(submission: rows.Submission, place: rows.ArtifactUse) -> Sequence[str]:
    definition = parse_definition(submission.version.definition)
    for request in definition.evidence.part(place.part).requests:
        if request.key == place.request:
            return request.kinds
    return ()


def _ask_for_removal(artifact: rows.Artifact, now: datetime) -> None:
    """What was only hidden by its day gives way for good; what was removed did so already."""
    if artifact.state == rows.ArtifactState.READY and artifact.removal_asked_at is None:
        artifact.removal_asked_at, artifact.removed_because = now, "owner"
        artifact.save(update_fields=["removal_asked_at", "removed_because"])


def _missing(attempt: rows.Attempt, on: date) -> bool:
    artifacts = [use.artifact for use in attempt.uses.select_related("artifact")]
    reasons = reasons_for(artifacts, Purpose.REVIEW, on=on)
    return any(not one.allows for one in reasons.values())


def _resume(by: Actor, submission: rows.Submission, attempt: rows.Attempt, now: datetime) -> None:
    assert attempt.paused_at is not None  # noqa: S101 - `_paused` found it so
    days = business_days_between(legal_day(attempt.paused_at), legal_day(now))
    attempt.paused_at = None
    if attempt.due_on is not None and days:
        attempt.due_on = due_on(attempt.due_on, days)
    attempt.save(update_fields=["paused_at", "due_on"])
    for review in reviews.Review.objects.select_for_update(of=("self",)).filter(
        attempt=attempt, state__in=_OPEN_REVIEWS
    ):
        if days:
            review.due_on = due_on(review.due_on, days)
            review.save(update_fields=["due_on"])
        notify(
            review.reviewer_id,
            kind="review.resumed",
            subject=f"Submission {submission.number} goes on",
            body=f"It can be judged again. Your review is due on {review.due_on:%B} "
            f"{review.due_on.day}, {review.due_on.year}.",
            path=f"/reviews/{review.pk}",
            now=now,
        )
    record_event(
        "submission.resumed",
        by=by,
        subject=("submission", submission.pk),
        organization=submission.organization_id,
        details={"attempt": attempt.number, "days": days},
        now=now,
    )


def business_days_between(first: date, last: date) -> int:
    """Business days after `first`, up to and including `last`: what a pause has cost."""
    return sum(
        is_business_day(first + timedelta(days=count))
        for count in range(1, (last - first).days + 1)
    )
