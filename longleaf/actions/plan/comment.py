"""Comments at a plan's sections, for one's own side alone: its writers, or the Department."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.plan.rows import (
    kind_of_plan,
    locked_plan,
    plan_event,
    said,
    tell,
    writers_of,
)
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import may, person_acting
from longleaf.records.models import plan as rows


def comment_on_plan(*, by: Actor, plan: UUID, element: str, text: str, now: datetime) -> UUID:
    """Leave a comment at a section for one's own side: the plan's writers, or the Department.

    Raises:
        NoSuchRecordError: If the plan or element is not within reach.
        ProblemsError: If there are no words.
    """
    with transaction.atomic():
        row, side = _plan_and_side(plan, by)
        if element not in kind_of_plan(row).titles:
            raise NoSuchRecordError
        review = row.reviews.order_by("-opened_at").first() if side == "department" else None
        made = rows.PlanRemark.objects.create(
            plan=row,
            review=review,
            version=review.version if review else None,
            element=element,
            kind="comment",
            side=side,
            text=said(text, "text", of="The comment"),
            by_id=person_acting(by),
            at=now,
        )
        details = {"comment": str(made.pk), "element": element}
        plan_event("plan.commented", row, by=by, details=details, now=now)
        _tell_of_comment(row, review, side, element, by=by, now=now)
    return made.pk


def _tell_of_comment(
    plan: rows.Plan,
    review: rows.PlanReview | None,
    side: str,
    element: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Who works on it from the same side is told; the words themselves stay on the page."""
    if side == "department":
        assert review is not None  # noqa: S101 - the Department sees a plan by its review
        told = set(review.reviewers.values_list("person_id", flat=True))
        path = f"/department/plans/{review.pk}#section-{element}"
    else:
        told, path = writers_of(plan, now=now), f"/coordinator/plans/{plan.pk}/edit/{element}"
    title = kind_of_plan(plan).titles[element]
    tell(
        told,
        by=by,
        kind="plan_comment",
        subject=f"Comment on {plan.title}",
        body=f"{by.name} left a comment at “{title}” of “{plan.title}”.",
        path=path,
        now=now,
    )


def settle_comment(*, by: Actor, comment: UUID, now: datetime) -> UUID:
    """Say that a comment of one's own side has been dealt with; returns the plan.

    Raises:
        NoSuchRecordError: If the comment is not within reach.
        AlreadyDoneError: If it was settled already.
    """
    with transaction.atomic():
        found = rows.PlanRemark.objects.filter(pk=comment, kind="comment").first()
        if found is None:
            raise NoSuchRecordError
        row, side = _plan_and_side(found.plan_id, by)
        if side != found.side:
            raise NoSuchRecordError
        found.refresh_from_db()
        if found.settled_at is not None:
            raise AlreadyDoneError("This comment was settled already.")
        found.settled_by_id, found.settled_at = person_acting(by), now
        found.save()
        details = {"comment": str(found.pk)}
        plan_event("plan.comment_settled", row, by=by, details=details, now=now)
    return found.plan_id


def _plan_and_side(plan: UUID, by: Actor) -> tuple[rows.Plan, str]:
    """The plan, and the side on which someone speaks; a draft is its writers' alone."""
    found = rows.Plan.objects.filter(pk=plan).values_list("organization_id", flat=True).first()
    if found is not None and may(by, "draft_plan", organization=found):
        return locked_plan(plan, by=by, verb="draft_plan"), "lea"
    row = locked_plan(plan, by=by, verb="review_plan")
    if not row.reviews.exists():
        raise NoSuchRecordError
    return row, "department"
