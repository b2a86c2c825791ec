"""Operations on one's own standing, ledger and activities."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Router, Schema, Status

from longleaf.actions.activity import record_activity as record
from longleaf.actions.activity import withdraw_activity as withdraw
from longleaf.actions.decision import make_evidence_pack
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.amount import show_amount
from longleaf.domain.credit.activity import Recorded
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.renewal.mastery_shown import DemandLine, MasteryShown
from longleaf.domain.renewal.standing import Line, Named, Standing
from longleaf.gateways.wiring import ports
from longleaf.policy.citation import Citation
from longleaf.records.queries.credit import ActivityLine, own_activities, own_activity, own_ledger
from longleaf.records.queries.renewal import HeldLicense, own_standings

router = Router(tags=["Renewal"])


class CitationOut(Schema):
    title: str
    publisher: str
    url: str | None
    verified_on: date


class ItemOut(Schema):
    """What a figure rests on, by source (activity, award, evaluation) and identifier."""

    source: str
    id: str
    name: str
    says: str


class RuleOut(Schema):
    rule: str
    outcome: str
    says: str
    inputs: list[ItemOut]
    left_out: list[ItemOut]
    citations: list[CitationOut]


class CategoryOut(Schema):
    """Amounts are exact: decimals, or fractions such as 2/3."""

    name: str
    title: str
    outcome: str
    required: str
    counted: str
    missing: str
    surplus: str
    rule: RuleOut


class EntryOut(Schema):
    source: str
    id: str
    name: str
    on: date | None
    credits: str | None
    says: str
    counts: dict[str, str]
    not_needed: str
    reasons: list[str]


class DemandOut(Schema):
    """A demand for competencies; each element is "shown", "open" or "missing"."""

    id: str
    title: str
    outcome: str
    says: str
    weight: str
    elements: dict[str, str]
    citations: list[CitationOut]


class CompetencyOut(Schema):
    """A competency as an award confirms it; null where something is not on record."""

    element: str
    title: str
    level: str
    on: date | None
    evidence: list[str] | None
    confirmed_by: list[str] | None
    award: UUID


class MasteryOut(Schema):
    """Both metrics: what hours say, what competencies say (null where none are asked for)."""

    hours: str
    shown: str | None
    differ: bool | None
    says: str
    demands: list[DemandOut]
    by_plan: list[DemandOut]
    competencies: list[CompetencyOut]


class StandingOut(Schema):
    license: UUID
    title: str
    kind: str
    grade_span: str
    cycle_began_on: date | None
    expires_on: date | None
    extended_to: date | None
    as_of: date
    outcome: str
    headline: str
    unit: str
    required: str | None
    counted: str
    missing: str | None
    surplus: str
    categories: list[CategoryOut]
    total: RuleOut
    others: list[RuleOut]
    mastery: MasteryOut
    entries: list[EntryOut]
    policy_version: str
    policy_hash: str
    local_rules: str


class LedgerLineOut(Schema):
    """A line of the ledger; one of kind "reversal" takes another back."""

    id: int
    kind: str
    title: str
    source: UUID | None
    credit: str
    categories: list[str]
    earned_on: date
    posted_at: datetime
    policy_version: str
    reverses: int | None
    reversed_by: int | None
    reason: str


class ActivityOut(Schema):
    id: UUID
    person: UUID
    person_name: str
    organization: str
    kind: str
    title: str
    provider: str
    quantity: str
    unit: str
    completed_on: date
    began_on: date | None
    evidence_kinds: list[str]
    approved_on: date | None
    approved_by: str
    banked: bool | None
    categories: list[str]
    state: str
    recorded_at: datetime
    decided_at: datetime | None
    reason: str


class ActivityIn(Schema):
    """An activity; what is left out is not known.

    `approved_by` is "lea" or "state", where somebody approved it beforehand; `banked` keeps it for
    the next cycle, where the rules allow that.
    """

    kind: str
    title: str
    quantity: str
    unit: str
    completed_on: date
    categories: list[str] = []
    provider: str = ""
    began_on: date | None = None
    evidence_kinds: list[str] = []
    approved_on: date | None = None
    approved_by: str = ""
    banked: bool | None = None


def standing_out(held: HeldLicense) -> dict[str, Any]:
    told = held.standing
    return {
        "license": held.id,
        "title": told.title,
        "kind": told.kind,
        "grade_span": told.grade_span,
        "cycle_began_on": told.began_on,
        "expires_on": told.expires_on,
        "extended_to": told.extended_to,
        "as_of": told.on,
        "outcome": told.outcome,
        "headline": told.headline,
        "unit": told.unit,
        "required": None if told.required is None else show_amount(told.required),
        "counted": show_amount(told.counted),
        "missing": None if told.missing is None else show_amount(told.missing),
        "surplus": show_amount(told.surplus),
        "categories": _categories(told),
        "total": _rule(told.total),
        "others": [_rule(line) for line in told.others],
        "mastery": _mastery(told.mastery),
        "entries": _entries(told),
        "policy_version": told.policy.version,
        "policy_hash": told.policy.hash,
        "local_rules": told.local,
    }


def activity_out(line: ActivityLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "person": line.person,
        "person_name": line.person_name,
        "organization": line.place,
        "kind": line.kind,
        "title": line.title,
        "provider": line.provider,
        "quantity": line.quantity,
        "unit": line.unit,
        "completed_on": line.completed_on,
        "began_on": line.began_on,
        "evidence_kinds": list(line.evidence_kinds),
        "approved_on": line.approved_on,
        "approved_by": line.approved_by,
        "banked": line.banked,
        "categories": list(line.categories),
        "state": line.state,
        "recorded_at": line.recorded_at,
        "decided_at": line.decided_at,
        "reason": line.reason,
    }


def _categories(told: Standing) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "title": one.title,
            "outcome": one.outcome,
            "required": show_amount(one.required),
            "counted": show_amount(one.counted),
            "missing": show_amount(one.missing),
            "surplus": show_amount(one.surplus),
            "rule": _rule(one.line),
        }
        for one in told.categories
    ]


def _entries(told: Standing) -> list[dict[str, Any]]:
    return [
        {
            **_item(one.item),
            "on": one.on,
            "credits": None if one.credits is None else show_amount(one.credits),
            "counts": {title: show_amount(amount) for title, amount in one.counts},
            "not_needed": show_amount(one.surplus),
            "reasons": list(one.reasons),
        }
        for one in told.entries
    ]


def _mastery(shown: MasteryShown) -> dict[str, Any]:
    return {
        "hours": shown.hours,
        "shown": shown.shown,
        "differ": shown.differ,
        "says": shown.says,
        "demands": [_demand(one) for one in shown.demands],
        "by_plan": [_demand(one) for one in shown.by_plan],
        "competencies": [
            {
                "element": one.id,
                "title": one.title,
                "level": one.level,
                "on": one.on,
                "evidence": one.evidence,
                "confirmed_by": one.confirmed_by,
                "award": one.award_id,
            }
            for one in shown.confirmed
        ],
    }


def _demand(one: DemandLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "outcome": one.outcome,
        "says": one.says,
        "weight": one.weight,
        "elements": dict(one.elements),
        "citations": [_citation(each) for each in one.citations],
    }


def _rule(line: Line) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "outcome": line.outcome,
        "says": line.says,
        "inputs": [_item(one) for one in line.inputs],
        "left_out": [_item(one) for one in line.left_out],
        "citations": [_citation(one) for one in line.citations],
    }


def _item(one: Named) -> dict[str, Any]:
    return {"source": one.source, "id": one.key, "name": one.name, "says": one.says}


def _citation(one: Citation) -> dict[str, Any]:
    return {
        "title": one.title,
        "publisher": one.publisher,
        "url": one.url,
        "verified_on": one.verified_on,
    }


@operation(
    router,
    "GET",
    "/standing",
    response=list[StandingOut],
    summary="Say where one's running licenses stand, with every reason",
)
def show_standing(request: ApiRequest) -> list[dict[str, Any]]:
    on = legal_day(ports().clock.now())
    return [standing_out(held) for held in own_standings(request.actor, on=on)]


@operation(
    router,
    "POST",
    "/standing/{license}/pack",
    response=None,
    summary="Make an evidence pack of one's license as a PDF; the decision it shows is kept",
)
def make_pack(request: ApiRequest, license: UUID) -> HttpResponse:
    made = make_evidence_pack(
        by=request.actor,
        license=license,
        pdf=ports().pdf,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="evidence-pack.pdf"'
    return response


@operation(
    router,
    "GET",
    "/ledger",
    response=list[LedgerLineOut],
    summary="List every line of one's ledger, the latest first",
)
def list_ledger(request: ApiRequest) -> list[Any]:
    lines = own_ledger(request.actor)
    return [
        {name: getattr(one, name) for name in LedgerLineOut.model_fields}
        for one in lines[0 : len(lines)]
    ]


@operation(
    router,
    "GET",
    "/activities",
    response=list[ActivityOut],
    summary="List the activities one has recorded, the latest first",
)
def list_activities(request: ApiRequest, state: str = "") -> list[dict[str, Any]]:
    found = own_activities(request.actor, state=state)
    return [activity_out(one) for one in found[0 : len(found)]]


@operation(
    router,
    "POST",
    "/activities",
    response=ActivityOut,
    status=201,
    summary="Record an activity for credit; a coordinator decides on it",
)
def record_activity(request: ApiRequest, activity: ActivityIn) -> Status[dict[str, Any]]:
    recorded = record(
        by=request.actor,
        person=person_acting(request.actor),
        said=Recorded(
            activity.kind,
            activity.title,
            activity.quantity,
            activity.unit,
            activity.completed_on,
            activity.categories,
            activity.began_on,
            activity.approved_on,
            activity.approved_by,
            activity.evidence_kinds,
            activity.banked,
        ),
        provider=activity.provider,
        now=ports().clock.now(),
    )
    return Status(201, activity_out(own_activity(request.actor, recorded)))


@operation(
    router,
    "POST",
    "/activities/{activity}/withdraw",
    response=ActivityOut,
    summary="Take back an activity; credit that was entered for it is taken back by a new line",
)
def withdraw_activity(request: ApiRequest, activity: UUID) -> dict[str, Any]:
    withdraw(by=request.actor, activity=activity, now=ports().clock.now())
    return activity_out(own_activity(request.actor, activity))
