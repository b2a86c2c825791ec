"""What the demonstration's people find in their inboxes; no mail is sent for any of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from longleaf.actions.demo.chance import identifier
from longleaf.actions.demo.plan import AttemptPlan, PersonPlan, SubmissionPlan, Year
from longleaf.domain.microcredential.shape import Definition
from longleaf.records.models import notice as rows

_KEPT = timedelta(days=45)
_UNREAD = timedelta(days=12)


def write_inbox(year: Year, definitions: Mapping[str, Definition], *, now: datetime) -> None:
    """The notices of the last weeks, older ones read."""
    people = {person.id: person for person in year.people}
    found = [
        notice
        for plan in year.submissions
        for notice in _notices(plan, definitions[plan.slug].title, people)
    ]
    kept = [one for one in found if one.made_at > now - _KEPT]
    for one in kept:
        one.mailed_at = one.made_at
        if one.made_at < now - _UNREAD:
            one.read_at = one.made_at + timedelta(hours=5)
    rows.Notice.objects.bulk_create(kept, batch_size=2000)


def _notices(
    plan: SubmissionPlan, title: str, people: Mapping[UUID, PersonPlan]
) -> Iterator[rows.Notice]:
    educator = people[plan.educator]
    for attempt in plan.attempts:
        if attempt.decided_at is not None:
            earned = attempt.outcome == "earned"
            yield _notice(
                educator,
                attempt.decided_at,
                kind="submission.decided",
                subject=f"{'Earned' if earned else 'Not yet'}: {title}",
                body=f"You have earned “{title}”. Your badge is ready, and private."
                if earned
                else f"“{title}”: not yet. The reviewers' reasons wait for you, criterion by "
                "criterion. Revise only what did not pass, and submit again.",
                path=f"/my-submissions/{plan.id}/feedback",
            )
        yield from _asked(plan, attempt, title, people)


def _asked(
    plan: SubmissionPlan, attempt: AttemptPlan, title: str, people: Mapping[UUID, PersonPlan]
) -> Iterator[rows.Notice]:
    for review in attempt.reviews:
        if review.state in ("assigned", "draft"):
            due = f"{review.due_on:%B} {review.due_on.day}, {review.due_on.year}"
            yield _notice(
                people[review.reviewer],
                review.assigned_at,
                kind="review.assigned",
                subject=f"Please review submission {plan.number} by {due}",
                body=f"Submission {plan.number} for “{title}” waits for your review, due {due}. If "
                "you know whose work it is, or have no time, give it back.",
                path=f"/reviews/{review.id}",
            )


def _notice(
    person: PersonPlan, at: datetime, *, kind: str, subject: str, body: str, path: str
) -> rows.Notice:
    return rows.Notice(
        id=identifier("notice", person.id, kind, path, at.isoformat()),
        person_id=person.id,
        email=person.email,
        kind=kind,
        subject=subject,
        body=body,
        path=path,
        made_at=at,
    )
