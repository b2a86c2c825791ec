"""Small acts around plans: their title, comments, texts kept aside, and the calendar."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Status

from longleaf.actions import plan as verbs
from longleaf.api.v1.plan import own_plan
from longleaf.api.v1.plan_outcome_schemas import ClosedDaysIn, ClosedDaysSpan, PlanTitleIn
from longleaf.api.v1.plan_review import own_review
from longleaf.api.v1.plan_schemas import PlanOut, PlanRemarkIn, PlanReviewOut
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.gateways.wiring import ports
from longleaf.records.queries import plan_closed

router = Router(tags=["alternative plans"])


@operation(
    router,
    "POST",
    "/own-plans/{plan}/rename",
    response=PlanOut,
    summary="Give a plan another title",
)
def rename_plan(request: ApiRequest, plan: UUID, body: PlanTitleIn) -> Any:
    verbs.rename_plan(by=request.actor, plan=plan, title=body.title, now=ports().clock.now())
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/plan-comments/{plan_comment}/settle",
    response=None,
    status=204,
    summary="Say that a comment of your own side is dealt with",
)
def settle_plan_comment(request: ApiRequest, plan_comment: UUID) -> Any:
    verbs.settle_comment(by=request.actor, comment=plan_comment, now=ports().clock.now())
    return Status(204, None)


@operation(
    router,
    "POST",
    "/plan-texts/{plan_text}/settle",
    response=PlanOut,
    summary="Say that a text kept aside is dealt with",
)
def settle_plan_text(request: ApiRequest, plan_text: int) -> Any:
    plan = verbs.settle_text(by=request.actor, text=plan_text, now=ports().clock.now())
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/plan-reviews/{plan_review}/comments",
    response=PlanReviewOut,
    summary="Comment on a section for colleagues of the Department",
)
def comment_on_plan_review(request: ApiRequest, plan_review: UUID, body: PlanRemarkIn) -> Any:
    verbs.comment_on_plan(
        by=request.actor,
        plan=own_review(request, plan_review).plan,
        element=body.element,
        text=body.text,
        now=ports().clock.now(),
    )
    return own_review(request, plan_review)


@operation(
    router,
    "GET",
    "/closed-days/{organization}",
    response=list[ClosedDaysSpan],
    summary="Read on which days an organization is closed",
)
def show_closed_days(request: ApiRequest, organization: UUID) -> Any:
    return _days(request, organization)


@operation(
    router,
    "PUT",
    "/closed-days/{organization}",
    response=list[ClosedDaysSpan],
    summary="Say on which days an organization is closed",
)
def keep_closed_days(request: ApiRequest, organization: UUID, body: ClosedDaysIn) -> Any:
    days: list[tuple[str, date, date]] = [(one.name, one.first, one.last) for one in body.days]
    verbs.keep_closed_days(
        by=request.actor, organization=organization, days=days, now=ports().clock.now()
    )
    return _days(request, organization)


def _days(request: ApiRequest, organization: UUID) -> list[ClosedDaysSpan]:
    return [
        ClosedDaysSpan(name=name, first=first, last=last)
        for name, first, last in plan_closed.closed_days_in_reach(request.actor, organization)
    ]
