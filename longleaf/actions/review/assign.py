"""Finding reviewers for what was handed in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.notice import notify
from longleaf.actions.review.locking import UNDER_REVIEW, locked_attempt
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.submission import next_state
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.appeal import APPEAL_SEAT
from longleaf.domain.review.assignment import Choice, choose_reviewers
from longleaf.domain.review.deadline import review_due_on
from longleaf.domain.review.judgment import THIRD_SEAT, seats_to_fill
from longleaf.records.facts.gate import waits_for_check
from longleaf.records.facts.review import (
    OPEN,
    candidates_for,
    judgments_of,
    open_appeal,
    taken_seats,
)
from longleaf.records.models import evidence, notice, organization
from longleaf.records.models import review as rows
from longleaf.records.queries.organization import in_force

# Those who can help are told again after this long, while nobody may judge.
REMIND_AFTER = timedelta(days=3)
REVIEW_AGENT = "review"  # what asks people and grants awards is the review itself, no one person


@transaction.atomic
def assign_reviewers(*, by: Actor, attempt: UUID, now: datetime) -> tuple[UUID, ...]:
    """Fill the empty seats of an attempt; returns the reviews begun.

    Seats that nobody may take stay empty, and whoever coordinates the issuer is told. An attempt
    that is not under review, or lacks nobody, is left as it is.
    """
    found = locked_attempt(attempt)
    issuer = found.submission.version.microcredential.issuer
    authorize(by, "assign_review", organization=issuer.pk)
    _not_on_own_work(by, found)
    return fill_seats(by, found, now)


@transaction.atomic
def seat_reviewer(*, by: Actor, attempt: UUID, seat: int, reviewer: UUID, now: datetime) -> UUID:
    """Give an empty seat to a reviewer whom the coordinator names; returns the review."""
    found = locked_attempt(attempt)
    authorize(by, "assign_review", organization=found.submission.version.microcredential.issuer_id)
    _not_on_own_work(by, found)
    if seat not in _empty_seats(found):
        raise AlreadyDoneError("That seat has a reviewer already, or needs none.")
    begun = seat_chosen(by, found, seat=seat, reviewer=reviewer, now=now)
    return begun.pk


@transaction.atomic
def end_reviews(*, by: Actor, attempt: UUID, because: str, now: datetime) -> None:
    """Close the open reviews of an attempt that its educator has taken back, and say so.

    Called by the verb that takes it back, which has asked whether that is permitted.
    """
    found = locked_attempt(attempt)
    for review in rows.Review.objects.select_for_update().filter(attempt=found, state__in=OPEN):
        review.state, review.released_because = rows.ReviewState.RELEASED, because
        review.save(update_fields=["state", "released_because"])
        notify(
            review.reviewer_id,
            kind="review.ended",
            subject=f"Nothing more to do: submission {found.submission.number}",
            body=f"Your review of submission {found.submission.number} has ended. {because}",
            path="/reviews",
            now=now,
        )
        record_event(
            "review.ended",
            by=by,
            subject=("review", review.pk),
            organization=found.submission.version.microcredential.issuer_id,
            now=now,
        )


def fill_seats(by: Actor, attempt: evidence.Attempt, now: datetime) -> tuple[UUID, ...]:
    """Fill the empty seats of a locked attempt, for verbs that have authorized their own act."""
    seats = _empty_seats(attempt)
    if not seats:
        return ()
    found = choose_reviewers(
        candidates_for(attempt, on=legal_day(now)), attempt=attempt.pk, seats=seats
    )
    begun = tuple(_begin(by, attempt, choice, now).pk for choice in found.chosen)
    if found.empty_seats:
        _report_stuck(attempt, found.empty_seats, now)
    return begun


def seat_chosen(
    by: Actor, attempt: evidence.Attempt, *, seat: int, reviewer: UUID, now: datetime
) -> rows.Review:
    """Put a named reviewer into an empty seat of a locked attempt.

    Raises:
        ProblemsError: If something bars them.
    """
    candidates = candidates_for(attempt, on=legal_day(now))
    named = next((one for one in candidates if one.person == reviewer), None)
    if named is None or not named.decision.allowed:
        reason = named.decision.reason if named else "They do not review for this issuer."
        raise ProblemsError([Problem("to", reason, "Choose someone else.")])
    choice = Choice(reviewer, seat, "Named by the coordinator.")
    return _begin(by, attempt, choice, now)


def _empty_seats(attempt: evidence.Attempt) -> tuple[int, ...]:
    if attempt.state == evidence.AttemptState.DECIDED:
        is_appealed = open_appeal(attempt.pk) is not None
        return (APPEAL_SEAT,) if is_appealed and APPEAL_SEAT not in taken_seats(attempt.pk) else ()
    if attempt.state not in UNDER_REVIEW or waits_for_check(attempt.pk):
        return ()
    return seats_to_fill(judgments_of(attempt.pk), taken=taken_seats(attempt.pk))


def _not_on_own_work(by: Actor, attempt: evidence.Attempt) -> None:
    """Nobody chooses who judges their own work."""
    if by.person is not None and by.person == attempt.submission.educator_id:
        raise NotPermittedError("assign_review")


def _begin(by: Actor, attempt: evidence.Attempt, choice: Choice, now: datetime) -> rows.Review:
    submission = attempt.submission
    asked_on = legal_day(now)
    appeal = open_appeal(attempt.pk) if choice.seat == APPEAL_SEAT else None
    promised = appeal.answer_due_on if appeal else attempt.due_on
    review = rows.Review.objects.create(
        attempt=attempt,
        reviewer_id=choice.person,
        seat=choice.seat,
        assigned_at=now,
        due_on=review_due_on(promised or asked_on, asked_on),
    )
    if appeal is None:
        _move_to_review(attempt, now)
        _promise(attempt, review, now)
    record_event(
        "review.assigned",
        by=by,
        subject=("review", review.pk),
        organization=submission.version.microcredential.issuer_id,
        details={"attempt": str(attempt.pk), "seat": choice.seat, "because": choice.reason},
        now=now,
    )
    due = f"{review.due_on:%B} {review.due_on.day}, {review.due_on.year}"
    notify(
        choice.person,
        kind="review.assigned",
        subject=(
            f"Please answer an appeal on submission {submission.number} by {due}"
            if appeal
            else f"Please review submission {submission.number} by {due}"
        ),
        body=(
            f"An educator appeals the decision on submission {submission.number} for "
            f"“{submission.version.title}”. Look at what did not pass as if for the first time, "
            f"and answer their reason, by {due}. If you know whose work it is, give it back."
            if appeal
            else f"Submission {submission.number} for “{submission.version.title}” waits for your "
            f"review, due {due}. If you know whose work it is, or have no time, give it back."
        ),
        path=f"/reviews/{review.pk}",
        now=now,
    )
    return review


def _move_to_review(attempt: evidence.Attempt, now: datetime) -> None:
    if attempt.state == evidence.AttemptState.IN_REVIEW:
        return
    attempt.state = evidence.AttemptState.IN_REVIEW
    attempt.save(update_fields=["state"])
    submission = attempt.submission
    submission.state = next_state(submission.state, "begin_review")
    submission.changed_at = now
    submission.save(update_fields=["state", "changed_at"])


def _promise(attempt: evidence.Attempt, review: rows.Review, now: datetime) -> None:
    """Tell the educator when the answer will come later than promised; never that people differ."""
    if attempt.due_on is not None and review.due_on <= attempt.due_on:
        return
    was_promised = attempt.due_on is not None
    attempt.due_on = review.due_on
    attempt.save(update_fields=["due_on"])
    if was_promised:
        due = f"{review.due_on:%B} {review.due_on.day}, {review.due_on.year}"
        whose = "another reviewer" if review.seat != THIRD_SEAT else "one more reviewer"
        notify(
            attempt.submission.educator_id,
            kind="submission.later",
            subject=f"Your answer comes by {due}: {attempt.submission.version.title}",
            body=f"Your submission goes to {whose}. You have an answer by {due}.",
            path=f"/my-submissions/{attempt.submission_id}",
            now=now,
        )


def _report_stuck(attempt: evidence.Attempt, seats: Iterable[int], now: datetime) -> None:
    """Tell those who can help that nobody may judge; again only after some days."""
    submission = attempt.submission
    issuer = submission.version.microcredential.issuer
    subject = f"No reviewer for submission {submission.number}"
    told = set(
        notice.Notice.objects.filter(
            kind="review.stuck", subject=subject, made_at__gt=now - REMIND_AFTER
        ).values_list("person", flat=True)
    )
    for person in who_can_help(issuer, now):
        if person not in told and person != submission.educator_id:
            notify(
                person,
                kind="review.stuck",
                subject=subject,
                body=(
                    f"Submission {submission.number} for “{submission.version.title}” lacks "
                    f"{len(tuple(seats))} of its reviewers, and nobody who reviews for "
                    f"{issuer.name} may judge it. Invite a reviewer from elsewhere, then try again."
                ),
                path="/coordinator/reviews",
                now=now,
            )


def who_can_help(issuer: organization.Organization, now: datetime) -> list[UUID]:
    """Those who coordinate an issuer; where nobody does, its administrators."""
    held = organization.Role.objects.filter(
        in_force(legal_day(now)), organization=issuer, person__is_active=True
    )
    for kind in (RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR):
        found = list(held.filter(kind=kind).values_list("person", flat=True))
        if found:
            return found
    return []
