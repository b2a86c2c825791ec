"""Operations on badges from elsewhere, and on what they are recognized for."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from longleaf.actions import backpack as verbs
from longleaf.actions import recognition_rule as rules
from longleaf.actions.recognized_credit import approve_proposal, decline_proposal
from longleaf.api.v1.award import ReportOut
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.credit.recognition import RuleSaid
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.backpack import CreditLine, own_backpack, own_backpack_badge
from longleaf.records.queries.recognition import (
    ProposalLine,
    RuleLine,
    proposals_in_reach,
    rules_in_force,
)

MOST = 500

router = Router(tags=["Badges from elsewhere"])


class CreditOut(Schema):
    """What a badge was proposed for; state: waiting, approved, declined, lapsed or reversed."""

    id: UUID
    rule: str
    state: str
    quantity: str
    unit: str
    categories: list[str]
    reason: str
    was_taken_back: bool


class BackpackOut(Schema):
    """Holding: holds, unchecked, not_yet, expired, suspended, revoked, distrusted or broken."""

    id: UUID
    name: str
    issuer: str
    issuer_name: str
    earned_on: date | None
    expires_at: datetime | None
    holding: str
    is_kept: bool
    credit: CreditOut | None


class BackpackBadgeOut(BackpackOut):
    description: str
    form: str
    recipient: str
    address: str
    digest: str
    brought_at: datetime
    checked_at: datetime
    report: ReportOut
    report_at_import: ReportOut


class BroughtOut(Schema):
    """What came of bringing a badge; `badge` is null if it was refused, and `refusal` says why."""

    badge: UUID | None
    is_new: bool
    is_kept: bool
    refusal: str
    sentence: str
    fix: str
    report: ReportOut


class RuleOut(Schema):
    """A rule of recognition; amounts are exact decimals as text."""

    id: UUID
    title: str
    issuer: str
    achievement: str
    alignment: str
    quantity: str
    unit: str
    categories: list[str]
    kinds: list[str]
    is_automatic: bool
    authority: str
    began_on: date
    ended_on: date | None


class RuleIn(Schema):
    """A rule is about an issuer's achievement, or about an alignment."""

    title: str
    issuer: str = ""
    achievement: str = ""
    alignment: str = ""
    quantity: str
    unit: str
    categories: list[str]
    kinds: list[str] = []
    is_automatic: bool = False
    authority: str
    began_on: date
    ended_on: date | None = None


class EndIn(Schema):
    ended_on: date
    reason: str


class ProposalOut(Schema):
    id: UUID
    person: UUID
    person_name: str
    place: str
    badge_name: str
    issuer: str
    earned_on: date
    recipient: str
    holding: str
    credit: CreditOut


class DecisionIn(Schema):
    """A reason is needed to decline."""

    decision: Literal["approve", "decline"]
    reason: str = ""


class Made(Schema):
    id: UUID


class Done(Schema):
    message: str


@operation(
    router,
    "GET",
    "/backpack",
    response=list[BackpackOut],
    summary="Your own badges from elsewhere",
)
def list_backpack(request: ApiRequest) -> Any:
    return own_backpack(request.actor)


@operation(
    router,
    "POST",
    "/backpack",
    response=BroughtOut,
    summary="Bring a badge from elsewhere: JSON, a token, or a PNG or SVG that carries either",
)
def bring_badge(request: ApiRequest, file: File[UploadedFile]) -> BroughtOut:
    if (file.size or 0) > verbs.MOST_BYTES:
        raise ProblemsError([Problem("file", "This file is over 5 MB.", "Send the badge itself.")])
    brought = verbs.bring_badge(
        by=request.actor,
        file=file.read(),
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        now=ports().clock.now(),
    )
    refusal = brought.refusal
    return BroughtOut(
        badge=brought.badge,
        is_new=brought.is_new,
        is_kept=brought.is_kept,
        refusal=refusal.reason if refusal else "",
        sentence=refusal.sentence if refusal else "",
        fix=refusal.fix if refusal else "",
        report=ReportOut.model_validate(brought.report.as_json()),
    )


@operation(
    router,
    "GET",
    "/backpack/{badge}",
    response=BackpackBadgeOut,
    summary="One of your badges from elsewhere, with its checks",
)
def show_backpack_badge(request: ApiRequest, badge: UUID) -> dict[str, Any]:
    page = own_backpack_badge(request.actor, badge)
    line = page.line
    return {
        **{name: getattr(line, name) for name in BackpackOut.model_fields if name != "credit"},
        "credit": _credit(line.credit),
        "description": page.description,
        "form": page.form,
        "recipient": page.recipient,
        "address": page.address,
        "digest": page.digest,
        "brought_at": page.brought_at,
        "checked_at": page.checked_at,
        "report": page.report.as_json(),
        "report_at_import": page.report_at_import.as_json(),
    }


@operation(
    router,
    "POST",
    "/backpack/{badge}/keep",
    response=Done,
    summary="Say that a badge you brought is yours, and keep it",
)
def keep_badge(request: ApiRequest, badge: UUID) -> Done:
    verbs.keep_badge(by=request.actor, badge=badge, now=ports().clock.now())
    return Done(message="It is among your badges now.")


@operation(
    router,
    "POST",
    "/backpack/{badge}/check",
    response=Done,
    summary="Check a badge from elsewhere again now",
)
def recheck_badge(request: ApiRequest, badge: UUID) -> Done:
    found = verbs.recheck_badge(
        by=request.actor,
        badge=badge,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        now=ports().clock.now(),
    )
    return Done(message=str(found))


@operation(
    router,
    "DELETE",
    "/backpack/{badge}",
    response=Done,
    summary="Take a badge from elsewhere out; credit it gave is taken back",
)
def remove_badge(request: ApiRequest, badge: UUID) -> Done:
    verbs.remove_badge(by=request.actor, badge=badge, now=ports().clock.now())
    return Done(message="It is no longer among your badges.")


@operation(
    router,
    "GET",
    "/recognition-rules",
    response=list[RuleOut],
    summary="Which badges from elsewhere give renewal credit today",
)
def list_recognition_rules(request: ApiRequest) -> list[RuleLine]:  # noqa: ARG001 - ninja's signature
    return rules_in_force(HOME, on=legal_day(ports().clock.now()))


@operation(
    router,
    "POST",
    "/recognition-rules",
    response=Made,
    status=201,
    summary="Make a rule of recognition",
)
def add_recognition_rule(request: ApiRequest, body: RuleIn) -> Status[Made]:
    made = rules.add_recognition_rule(
        by=request.actor, said=RuleSaid(**body.dict()), now=ports().clock.now()
    )
    return Status(201, Made(id=made))


@operation(
    router,
    "POST",
    "/recognition-rules/{rule}/end",
    response=Done,
    summary="Let a rule of recognition end, today or later",
)
def end_recognition_rule(request: ApiRequest, rule: UUID, body: EndIn) -> Done:
    rules.end_recognition_rule(
        by=request.actor,
        rule=rule,
        ended_on=body.ended_on,
        reason=body.reason,
        now=ports().clock.now(),
    )
    return Done(message="The rule has its end. What it gave until then stays.")


@operation(
    router,
    "GET",
    "/credit-proposals",
    response=list[ProposalOut],
    summary="Badges from elsewhere that wait for your approval",
)
def list_credit_proposals(request: ApiRequest) -> list[ProposalLine]:
    return proposals_in_reach(request.actor, state="waiting")[:MOST]


@operation(
    router,
    "POST",
    "/credit-proposals/{proposal}/decide",
    response=Done,
    summary="Approve or decline credit for a badge from elsewhere",
)
def decide_credit_proposal(request: ApiRequest, proposal: UUID, body: DecisionIn) -> Done:
    now = ports().clock.now()
    if body.decision == "decline":
        decline_proposal(by=request.actor, proposal=proposal, reason=body.reason, now=now)
        return Done(message="Declined.")
    approve_proposal(by=request.actor, proposal=proposal, now=now)
    return Done(message="Approved, and entered into the ledger.")


def _credit(line: CreditLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {name: getattr(line, name) for name in CreditOut.model_fields}
