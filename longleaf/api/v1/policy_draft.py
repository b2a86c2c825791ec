"""Operations on drafts of the rules and on random audits: read them, with their figures."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.domain.renewal.draft import path_of
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import policy_draft as drafts
from longleaf.records.queries import renewal_audit as audits

router = Router(tags=["Policy"])
PAGE = 100


class Wanted(Schema):
    page: int = 1


class DraftOut(Schema):
    id: UUID
    title: str
    jurisdiction: str
    baseline_version: str
    begun_at: datetime
    newest: int


class DraftsOut(Schema):
    count: int
    page: int
    drafts: list[DraftOut]


class VoteOut(Schema):
    body: str
    voted_on: date
    outcome: str
    note: str


class DraftFileOut(Schema):
    file: str
    text: str


class FaultOut(Schema):
    where: str
    reason: str
    fix: str


class DraftVersionOut(Schema):
    """A saved text; `policy_hash` is empty while it does not load, and `problems` says why.

    `figures` are null until it was computed: as `longleaf policy simulate --json` prints them, with
    `names` of LEAs beside them; a hidden count is null.
    """

    draft: UUID
    number: int
    saved_at: datetime
    text_hash: str
    policy_hash: str
    files: list[DraftFileOut]
    problems: list[FaultOut]
    votes: list[VoteOut]
    on: date | None
    figures: dict[str, Any] | None
    cases: list[dict[str, Any]]


class AuditOut(Schema):
    id: UUID
    title: str
    expires_from: date
    expires_until: date
    drawn_at: datetime
    due_on: date
    drawn: int
    concluded: int


class AuditsOut(Schema):
    count: int
    page: int
    audits: list[AuditOut]


class StratumOut(Schema):
    lea: str
    kind: str
    population: int
    drawn: int


class CaseOut(Schema):
    license: UUID
    lea: str
    kind: str
    ticket: str
    state: str
    due_on: date
    conclusion: str
    reason: str


class AuditPageOut(Schema):
    """How an audit was drawn, and what came of each case, a page of them at a time."""

    audit: AuditOut
    seed: str
    method: str
    amount: str
    strata: list[StratumOut]
    candidates: int
    page: int
    cases: list[CaseOut]


def _first(page: int) -> int:
    return (max(page, 1) - 1) * PAGE


@operation(
    router, "GET", "/policy-drafts", response=DraftsOut, summary="Drafts of the rules, newest first"
)
def list_policy_drafts(request: ApiRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    found = drafts.drafts_for(request.actor)
    at = _first(wanted.page)
    return {"count": len(found), "page": max(wanted.page, 1), "drafts": found[at : at + PAGE]}


@operation(
    router,
    "GET",
    "/policy-drafts/{policy_draft}/versions/{number}",
    response=DraftVersionOut,
    summary="One version of a draft, and what it would change",
)
def show_draft_version(request: ApiRequest, policy_draft: UUID, number: int) -> dict[str, Any]:
    page = drafts.version_for(request.actor, policy_draft, number)
    shown = page.simulation
    return {
        "draft": page.draft.id,
        "number": page.line.number,
        "saved_at": page.line.saved_at,
        "text_hash": page.line.text_hash,
        "policy_hash": page.line.policy_hash,
        "files": [{"file": path_of(one), "text": one["text"]} for one in page.files],
        "problems": page.problems,
        "votes": page.votes,
        "on": shown.on if shown else None,
        "figures": shown.figures if shown else None,
        "cases": shown.cases if shown else [],
    }


@operation(
    router, "GET", "/renewal-audits", response=AuditsOut, summary="Random audits, newest first"
)
def list_renewal_audits(request: ApiRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    found = audits.audits_for(request.actor)
    at = _first(wanted.page)
    return {"count": len(found), "page": max(wanted.page, 1), "audits": found[at : at + PAGE]}


@operation(
    router,
    "GET",
    "/renewal-audits/{renewal_audit}",
    response=AuditPageOut,
    summary="How an audit was drawn, and its cases",
)
def show_renewal_audit(
    request: ApiRequest, renewal_audit: UUID, wanted: Query[Wanted]
) -> dict[str, Any]:
    page = audits.audit_for(request.actor, renewal_audit)
    on = legal_day(ports().clock.now())
    at = _first(wanted.page)
    return {
        "audit": page.line,
        "seed": page.seed,
        "method": page.method,
        "amount": page.amount,
        "strata": page.strata,
        "candidates": page.candidates,
        "page": max(wanted.page, 1),
        "cases": audits.cases_for(request.actor, renewal_audit, on=on)[at : at + PAGE],
    }
