"""Alternative plans: written and submitted by LEAs, reviewed by the Department, read by all."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Status

from longleaf.actions import plan as verbs
from longleaf.api.v1.plan_schemas import (
    PlanBeginIn,
    PlanCheckOut,
    PlanCoverIn,
    PlanEndIn,
    PlanLineOut,
    PlanMemberOut,
    PlanOut,
    PlanPreviewOut,
    PlanPublishedOut,
    PlanReleaseIn,
    PlanRemarkIn,
    PlanRemarkOut,
    PlanSaveSectionIn,
    PlanSectionOut,
    PlanStartIn,
    PlanSubmitIn,
    PlanTextIn,
    PlanVersionOut,
)
from longleaf.api.v1.routing import ApiRequest, operation, today
from longleaf.domain.organization.permission import person_acting
from longleaf.gateways.wiring import ports
from longleaf.records.queries import plan as reads
from longleaf.records.queries import plan_coverage as coverage
from longleaf.records.queries import plan_published as published

router = Router(tags=["alternative plans"])


@operation(router, "GET", "/plans", response=list[PlanPublishedOut], summary="Read published plans")
def list_published_plans(request: ApiRequest) -> Any:  # noqa: ARG001 - ninja's signature
    return [_published(one) for one in published.published_plans(on=today())]


@operation(
    router, "GET", "/plans/{plan}", response=PlanPublishedOut, summary="Read one published plan"
)
def show_published_plan(request: ApiRequest, plan: UUID) -> Any:  # noqa: ARG001 - as above
    return _published(published.published_plan(plan))


def _published(one: published.PublishedPlan) -> PlanPublishedOut:
    return PlanPublishedOut(
        id=one.id,
        version=one.version,
        number=one.number,
        title=one.title,
        kind=one.kind.key,
        organization=one.organization,
        is_template=one.is_template,
        first_on=one.first_on,
        last_on=one.last_on,
        content_hash=one.content_hash,
        sections=dict(one.sections),
    )


@operation(
    router, "GET", "/own-plans", response=list[PlanLineOut], summary="List the plans you write"
)
def list_plans(request: ApiRequest, state: str = "", q: str = "") -> Any:
    return reads.plans_in_reach(request.actor, on=today(), state=state, words=q)


@operation(router, "POST", "/own-plans", response=PlanOut, status=201, summary="Begin a plan")
def begin_plan(request: ApiRequest, body: PlanBeginIn) -> Any:
    plan = verbs.begin_plan(
        by=request.actor,
        organization=body.organization,
        kind=body.kind,
        title=body.title,
        source=body.source,
        now=ports().clock.now(),
    )
    return Status(201, own_plan(request, plan))


@operation(router, "GET", "/own-plans/{plan}", response=PlanOut, summary="Read a plan you write")
def show_plan(request: ApiRequest, plan: UUID) -> Any:
    return own_plan(request, plan)


@operation(
    router,
    "PATCH",
    "/own-plans/{plan}/sections/{section}",
    response=PlanOut,
    summary="Save fields of a section, or the whole of it",
)
def save_plan_section(
    request: ApiRequest, plan: UUID, section: str, body: PlanSaveSectionIn
) -> Any:
    verbs.save_section(
        by=request.actor,
        plan=plan,
        key=section,
        revision=body.revision,
        changes={
            path: [given] if isinstance(given, str) else given
            for path, given in body.changes.items()
        },
        data=body.data,
        now=ports().clock.now(),
    )
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/submit",
    response=PlanOut,
    summary="Submit a plan for the Department's review",
)
def submit_plan(request: ApiRequest, plan: UUID, body: PlanSubmitIn) -> Any:
    verbs.submit_plan(
        by=request.actor,
        plan=plan,
        based_on=body.based_on,
        digest=body.digest,
        note=body.note,
        now=ports().clock.now(),
    )
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/take-back",
    response=PlanOut,
    summary="Take a submitted plan back",
)
def take_plan_back(request: ApiRequest, plan: UUID) -> Any:
    verbs.withdraw_submission(by=request.actor, plan=plan, now=ports().clock.now())
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/amend/{number}",
    response=PlanOut,
    summary="Put a version's text back as the draft, to amend it",
)
def amend_plan(request: ApiRequest, plan: UUID, number: int) -> Any:
    verbs.begin_amendment(by=request.actor, plan=plan, version=number, now=ports().clock.now())
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/plan-questions/{plan_question}/answer",
    response=PlanOut,
    summary="Answer a question of the Department",
)
def answer_plan_question(request: ApiRequest, plan_question: UUID, body: PlanTextIn) -> Any:
    verbs.answer_question(
        by=request.actor, question=plan_question, text=body.text, now=ports().clock.now()
    )
    return own_plan(request, reads.plan_of_question(request.actor, plan_question))


@operation(
    router,
    "POST",
    "/own-plans/{plan}/comments",
    response=PlanOut,
    summary="Comment on a section for those who write the plan",
)
def comment_on_plan(request: ApiRequest, plan: UUID, body: PlanRemarkIn) -> Any:
    verbs.comment_on_plan(
        by=request.actor,
        plan=plan,
        element=body.element,
        text=body.text,
        now=ports().clock.now(),
    )
    return own_plan(request, plan)


@operation(
    router,
    "GET",
    "/own-plans/{plan}/preview",
    response=PlanPreviewOut,
    summary="See person by person what a start or an end would change",
)
def preview_plan(
    request: ApiRequest,
    plan: UUID,
    first: date | None = None,
    version: int | None = None,
    ends: bool = False,
) -> Any:
    return coverage.preview_of(
        request.actor,
        plan,
        version=version,
        first=first or today(),
        ends=ends,
        page=slice(None),
    )


@operation(
    router,
    "POST",
    "/own-plans/{plan}/start",
    response=PlanOut,
    summary="Put a reviewed version in force from a day",
)
def start_plan(request: ApiRequest, plan: UUID, body: PlanStartIn) -> Any:
    verbs.start_plan(
        by=request.actor,
        plan=plan,
        version=body.version,
        first=body.first,
        last=body.last,
        now=ports().clock.now(),
    )
    return own_plan(request, plan)


@operation(
    router, "POST", "/own-plans/{plan}/end", response=PlanOut, summary="End a plan after a day"
)
def end_plan(request: ApiRequest, plan: UUID, body: PlanEndIn) -> Any:
    verbs.end_plan(
        by=request.actor,
        plan=plan,
        last=body.last,
        because=body.because,
        now=ports().clock.now(),
    )
    return own_plan(request, plan)


@operation(
    router,
    "GET",
    "/own-plans/{plan}/members",
    response=list[PlanMemberOut],
    summary="List whom a plan covers",
)
def list_plan_members(request: ApiRequest, plan: UUID) -> Any:
    return coverage.members_of(request.actor, plan, on=today())


@operation(
    router,
    "POST",
    "/own-plans/{plan}/members",
    response=list[PlanMemberOut],
    summary="Cover a person by a plan in force",
)
def cover_person(request: ApiRequest, plan: UUID, body: PlanCoverIn) -> Any:
    verbs.cover_person(
        by=request.actor,
        plan=plan,
        person=body.person,
        first=body.first,
        last=body.last,
        now=ports().clock.now(),
    )
    return coverage.members_of(request.actor, plan, on=today())


@operation(
    router,
    "POST",
    "/own-plans/{plan}/members/release",
    response=list[PlanMemberOut],
    summary="End a person's coverage after a day",
)
def release_person(request: ApiRequest, plan: UUID, body: PlanReleaseIn) -> Any:
    verbs.release_person(
        by=request.actor,
        plan=plan,
        person=body.person,
        last=body.last,
        now=ports().clock.now(),
    )
    return coverage.members_of(request.actor, plan, on=today())


@operation(
    router,
    "POST",
    "/own-plans/{plan}/publish",
    response=PlanOut,
    summary="Publish a plan in force as an example, or offer a template",
)
def publish_plan(request: ApiRequest, plan: UUID) -> Any:
    is_template = reads.written_plan(request.actor, plan, on=today()).is_template
    verb = verbs.offer_template if is_template else verbs.publish_plan
    verb(by=request.actor, plan=plan, now=ports().clock.now())
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/own-plans/{plan}/hide",
    response=PlanOut,
    summary="No longer publish a plan or template",
)
def hide_plan(request: ApiRequest, plan: UUID) -> Any:
    verbs.hide_plan(by=request.actor, plan=plan, now=ports().clock.now())
    return own_plan(request, plan)


@operation(
    router,
    "POST",
    "/my-plans/{plan}/agree",
    response=PlanMemberOut,
    summary="Agree to the plan that covers you",
)
def agree_to_plan(request: ApiRequest, plan: UUID) -> Any:
    mine = coverage.my_plan(request.actor, plan, on=today())
    verbs.consent_to_plan(by=request.actor, member=mine.member, now=ports().clock.now())
    mine = coverage.my_plan(request.actor, plan, on=today())
    return PlanMemberOut(
        person=person_acting(request.actor),
        name=request.actor.name,
        first_on=mine.first_on,
        last_on=mine.last_on,
        needs_consent=mine.needs_consent,
        consented_on=mine.consented_on,
    )


def own_plan(request: ApiRequest, plan: UUID) -> PlanOut:
    """A plan that the caller writes."""
    shown = reads.written_plan(request.actor, plan, on=today())
    return PlanOut(
        id=shown.id,
        title=shown.title,
        kind=shown.kind.key,
        state=shown.state,
        digest=shown.digest,
        review=shown.review,
        due_on=shown.due_on,
        sections=[
            PlanSectionOut(key=one.key, revision=one.revision, data=dict(one.data))
            for one in shown.sections
        ],
        checks=[PlanCheckOut.from_orm(one) for one in shown.checked.checks],
        versions=[PlanVersionOut.from_orm(one) for one in shown.versions],
        remarks=[PlanRemarkOut.from_orm(one) for one in shown.remarks],
    )
