"""The Department's reviews of alternative plans."""

from typing import Any
from uuid import UUID

from ninja import Router

from longleaf.actions import plan as verbs
from longleaf.api.v1.plan_schemas import (
    PlanAssignIn,
    PlanCheckOut,
    PlanCompleteIn,
    PlanDecisionOut,
    PlanMarkIn,
    PlanMarkOut,
    PlanRemarkIn,
    PlanRemarkOut,
    PlanReviewLineOut,
    PlanReviewOut,
)
from longleaf.api.v1.routing import ApiRequest, operation, today
from longleaf.gateways.wiring import ports
from longleaf.records.queries import plan_published as published
from longleaf.records.queries import plan_review as reviews

router = Router(tags=["alternative plans"])


@operation(
    router,
    "GET",
    "/plan-reviews",
    response=list[PlanReviewLineOut],
    summary="List the state's reviews of plans",
)
def list_plan_reviews(request: ApiRequest, stage: str = "", mine: bool = False) -> Any:
    return [
        PlanReviewLineOut(
            id=one.id,
            title=one.title,
            organization=one.organization,
            version=one.version,
            stage=one.stage,
            due_on=one.due_on,
            reviewers=list(one.reviewers),
            open_questions=one.open_questions,
        )
        for one in reviews.review_queue(request.actor, on=today(), stage=stage, mine=mine)
    ]


@operation(
    router, "GET", "/plan-reviews/{plan_review}", response=PlanReviewOut, summary="Read one review"
)
def show_plan_review(request: ApiRequest, plan_review: UUID) -> Any:
    return own_review(request, plan_review)


@operation(
    router,
    "POST",
    "/plan-reviews/{plan_review}/reviewers",
    response=PlanReviewOut,
    summary="Say who reviews a plan and by when",
)
def assign_plan_reviewers(request: ApiRequest, plan_review: UUID, body: PlanAssignIn) -> Any:
    verbs.assign_plan_reviewers(
        by=request.actor,
        review=plan_review,
        persons=body.persons,
        due_on=body.due_on,
        now=ports().clock.now(),
    )
    return own_review(request, plan_review)


@operation(
    router,
    "POST",
    "/plan-reviews/{plan_review}/marks",
    response=PlanReviewOut,
    summary="Mark an element on the checklist",
)
def mark_plan_element(request: ApiRequest, plan_review: UUID, body: PlanMarkIn) -> Any:
    verbs.mark_element(
        by=request.actor,
        review=plan_review,
        element=body.element,
        mark=body.mark,
        note=body.note,
        now=ports().clock.now(),
    )
    return own_review(request, plan_review)


@operation(
    router,
    "POST",
    "/plan-reviews/{plan_review}/questions",
    response=PlanReviewOut,
    summary="Ask the LEA about a section",
)
def ask_plan_question(request: ApiRequest, plan_review: UUID, body: PlanRemarkIn) -> Any:
    verbs.ask_question(
        by=request.actor,
        review=plan_review,
        element=body.element,
        text=body.text,
        due_on=body.due_on,
        now=ports().clock.now(),
    )
    return own_review(request, plan_review)


@operation(
    router,
    "POST",
    "/plan-reviews/{plan_review}/complete",
    response=PlanDecisionOut,
    summary="Complete the review of the version that was read",
)
def complete_plan_review(request: ApiRequest, plan_review: UUID, body: PlanCompleteIn) -> Any:
    verbs.complete_review(
        by=request.actor,
        review=plan_review,
        version=body.version,
        conditions=body.conditions,
        statement=body.statement,
        now=ports().clock.now(),
    )
    return published.decision_of(request.actor, plan_review)


@operation(
    router,
    "GET",
    "/plan-reviews/{plan_review}/decision",
    response=PlanDecisionOut,
    summary="Read the decision on a plan",
)
def show_plan_decision(request: ApiRequest, plan_review: UUID) -> Any:
    return published.decision_of(request.actor, plan_review)


def own_review(request: ApiRequest, review: UUID) -> PlanReviewOut:
    """A review that the caller may see."""
    shown = reviews.reviewed_plan(request.actor, review, on=today())
    return PlanReviewOut(
        id=shown.id,
        plan=shown.plan,
        title=shown.title,
        organization=shown.organization,
        version=shown.version.number,
        content_hash=shown.version.content_hash,
        stage=shown.stage,
        due_on=shown.due_on,
        reviewers=[name for _, name in shown.reviewers],
        marks=[
            PlanMarkOut(element=key, mark=one.mark, note=one.note, by=one.by, version=one.version)
            for key, one in shown.marks.items()
        ],
        remarks=[PlanRemarkOut.from_orm(one) for one in shown.remarks],
        checks=[PlanCheckOut.from_orm(one) for one in shown.checks],
        sections=dict(shown.sections),
    )
