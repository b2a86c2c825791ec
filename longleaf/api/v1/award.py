"""Operations on awards and badges."""

import json
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.conf import settings
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from longleaf.actions import award as change
from longleaf.actions.badge import publish_badge as publish
from longleaf.actions.badge import unpublish_badge as unpublish
from longleaf.actions.check import check_badge as check
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.badge import AwardLine, awards_of, badge_page

MAX_BADGE_BYTES = 5_000_000
ALREADY = "It was so already. Nothing was done twice."
REINSTATED = "Reinstated. Its badge was signed anew; its earner was asked to download it again."

router = Router(tags=["Awards and badges"])


class AwardOut(Schema):
    id: UUID
    title: str
    slug: str
    version: int
    issuer: str
    state: str
    granted_at: datetime
    is_published: bool


class CheckOut(Schema):
    name: str
    outcome: str
    reason: str
    sentence: str
    fix: str


class ReportOut(Schema):
    overall: str
    checks: list[CheckOut]
    not_made: list[str]
    within: list["WithinOut"] = []


class WithinOut(Schema):
    """A badge inside a learner record, with its own report."""

    id: str
    name: str
    report: ReportOut


ReportOut.model_rebuild()


class ReasonIn(Schema):
    reason: str


class ChangeIn(ReasonIn):
    """Why an award is suspended or revoked: for its educator, and for everyone.

    `category` is what the badge's public page says: under_review, granted_in_error, no_longer_met,
    evidence or earner_asked, as far as it fits the change; "" for nothing.
    """

    category: str = ""


class Change(TypedDict):
    """What every change of an award is told."""

    by: Actor
    award: UUID
    reason: str
    vault: KeyVault
    base_url: str
    now: datetime


class Done(Schema):
    message: str


@operation(router, "GET", "/awards", response=list[AwardOut], summary="Your own awards")
def list_awards(request: ApiRequest) -> list[AwardLine]:
    return awards_of(request.actor)


@operation(
    router,
    "GET",
    "/badges/{award}",
    response=dict[str, Any],
    summary="The signed document of a published badge, or of your own",
)
def show_badge(request: ApiRequest, award: UUID) -> Any:
    return json.loads(
        badge_page(award, who=request.actor, on=legal_day(ports().clock.now())).document
    )


@operation(
    router, "POST", "/awards/{award}/publish", response=Done, summary="Let strangers see a badge"
)
def publish_badge(request: ApiRequest, award: UUID) -> Done:
    publish(by=request.actor, award=award, now=ports().clock.now())
    return Done(message=f"Public at {settings.BASE_URL}/badges/{award}")


@operation(
    router, "POST", "/awards/{award}/unpublish", response=Done, summary="Make a badge private"
)
def unpublish_badge(request: ApiRequest, award: UUID) -> Done:
    unpublish(by=request.actor, award=award, now=ports().clock.now())
    return Done(message="Private again. Copies that were given away can still be checked.")


@operation(
    router,
    "POST",
    "/check",
    response=ReportOut,
    summary="Check any badge: JSON, or a PNG or SVG that carries one",
)
def check_badge(request: ApiRequest, file: File[UploadedFile]) -> Any:  # noqa: ARG001 - ninja's form
    if (file.size or 0) > MAX_BADGE_BYTES:
        raise ProblemsError([Problem("file", "This file is over 5 MB.", "Send the badge itself.")])
    report = check(
        file.read(),
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        now=ports().clock.now(),
    )
    return report.as_json()


@operation(router, "POST", "/awards/{award}/suspend", response=Done, summary="Suspend an award")
def suspend_award(request: ApiRequest, award: UUID, body: ChangeIn) -> Done:
    news = change.suspend_award(**_change(request, award, body), category=body.category)
    return Done(message="Suspended. Whoever checks the badge learns so." if news else ALREADY)


@operation(router, "POST", "/awards/{award}/reinstate", response=Done, summary="Lift a suspension")
def reinstate_award(request: ApiRequest, award: UUID, body: ReasonIn) -> Done:
    news = change.reinstate_award(**_change(request, award, body))
    return Done(message=REINSTATED if news else ALREADY)


@operation(
    router, "POST", "/awards/{award}/revoke", response=Done, summary="Revoke an award for good"
)
def revoke_award(request: ApiRequest, award: UUID, body: ChangeIn) -> Done:
    news = change.revoke_award(**_change(request, award, body), category=body.category)
    return Done(message="Revoked. Whoever checks the badge learns so." if news else ALREADY)


def _change(request: ApiRequest, award: UUID, body: ReasonIn) -> Change:
    return {
        "by": request.actor,
        "award": award,
        "reason": body.reason,
        "vault": ports().vault,
        "base_url": settings.BASE_URL,
        "now": ports().clock.now(),
    }
