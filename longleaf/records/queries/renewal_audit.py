"""Reads of random audits: for the Department, the coordinators of an LEA, and whoever was drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import renewal_audit as rows
from longleaf.records.queries.listing import Listing

_STAFF: Final = (RoleKind.DEPARTMENT_STAFF,)
_COORDINATORS: Final = (RoleKind.COORDINATOR,)
METHODS: Final = dict(rows.RenewalAudit._meta.get_field("method").flatchoices)
STATES: Final = dict(rows.CaseState.choices)
CONCLUSIONS: Final = dict(rows.AuditCase._meta.get_field("conclusion").flatchoices)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit in a list."""

    id: UUID
    title: str
    expires_from: date
    expires_until: date
    drawn_at: datetime
    due_on: date
    drawn: int
    concluded: int


@dataclass(frozen=True, slots=True)
class StratumShown:
    """A part of the list that was drawn from."""

    lea: str
    kind: str
    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One that was drawn; `person` and `name` only for those who follow the audit."""

    id: UUID
    audit: UUID
    audit_title: str
    license: UUID
    person: UUID
    name: str
    lea: str
    kind: str
    license_name: str
    expires_on: date
    ticket: str
    state: str
    state_words: str
    asked_for: str
    due_on: date
    conclusion: str
    conclusion_words: str
    reason: str
    handled_by: str
    changed_at: datetime
    drawn_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One audit: how it was drawn, so that it can be drawn again."""

    line: AuditLine
    seed: str
    method: str
    method_words: str
    amount: str
    drawn_by: str
    strata: tuple[StratumShown, ...]
    candidates: int


def audits_for(who: Actor) -> Listing[AuditLine]:
    """The audits of the actor's department, newest first."""
    return Listing(_audits(who), lambda some: [_line(one) for one in some])


def audit_for(who: Actor, audit: UUID) -> AuditPage:
    """One audit.

    Raises:
        NoSuchRecordError: If it is not of the actor's department.
    """
    found = _audits(who).filter(pk=audit).select_related("drawn_by").first()
    if found is None:
        raise NoSuchRecordError
    return AuditPage(
        _line(found),
        found.seed,
        found.method,
        METHODS[found.method],
        found.amount,
        found.drawn_by.name,
        tuple(StratumShown(*one) for one in found.strata),
        len(found.candidates),
    )


def list_drawn_from(who: Actor, audit: UUID) -> list[tuple[str, str, str]]:
    """Identifier, LEA and kind of everyone on the list of an audit: what a stranger redraws from.

    Raises:
        NoSuchRecordError: If it is not of the actor's department.
    """
    found = _audits(who).filter(pk=audit).first()
    if found is None:
        raise NoSuchRecordError
    return [(one[0], one[1], one[2]) for one in found.candidates]


def cases_for(who: Actor, audit: UUID, *, on: date, state: str = "") -> Listing[CaseLine]:
    """Those drawn in an audit of the actor's department."""
    wanted = Q(state=state) if state else Q()
    found = _cases().filter(wanted, audit=audit, audit__department__in=who.reach(_STAFF))
    return Listing(found, lambda some: [_case(one, on) for one in some])


def case_for(who: Actor, case: UUID, *, on: date) -> CaseLine:
    """One that was drawn.

    Raises:
        NoSuchRecordError: If it is not of the actor's department.
    """
    found = _cases().filter(pk=case, audit__department__in=who.reach(_STAFF)).first()
    if found is None:
        raise NoSuchRecordError
    return _case(found, on)


def cases_of_lea(who: Actor, *, on: date) -> Listing[CaseLine]:
    """Those drawn in the actor's LEA, for its coordinators."""
    found = _cases().filter(lea_organization__in=who.reach(_COORDINATORS)).order_by("-due_on", "pk")
    return Listing(found, lambda some: [_case(one, on) for one in some])


def own_cases(who: Actor, *, on: date) -> list[CaseLine]:
    """The actor's own renewals that were drawn."""
    if who.person is None:
        return []
    found = _cases().filter(license__person=who.person).order_by("-audit__drawn_at")
    return [_case(one, on) for one in found]


def _audits(who: Actor) -> Any:
    return (
        rows.RenewalAudit.objects.filter(department__in=who.reach(_STAFF))
        .annotate(
            cases_drawn=Count("cases"),
            cases_concluded=Count("cases", filter=Q(cases__state=rows.CaseState.CONCLUDED)),
        )
        .order_by("-drawn_at")
    )


def _cases() -> Any:
    return rows.AuditCase.objects.select_related("audit", "license__person", "handled_by")


def _line(one: Any) -> AuditLine:
    return AuditLine(
        one.pk,
        one.title,
        one.expires_from,
        one.expires_until,
        one.drawn_at,
        one.due_on,
        one.cases_drawn,
        one.cases_concluded,
    )


def _case(one: rows.AuditCase, on: date) -> CaseLine:
    return CaseLine(
        id=one.pk,
        audit=one.audit_id,
        audit_title=one.audit.title,
        license=one.license_id,
        person=one.license.person_id,
        name=one.license.person.name,
        lea=one.lea,
        kind=one.license.kind,
        license_name=one.license.name,
        expires_on=one.license.expires_on,
        ticket=one.ticket,
        state=one.state,
        state_words=STATES[one.state],
        asked_for=one.asked_for,
        due_on=one.due_on,
        conclusion=one.conclusion,
        conclusion_words=CONCLUSIONS.get(one.conclusion, ""),
        reason=one.reason,
        handled_by=one.handled_by.name if one.handled_by else "",
        changed_at=one.changed_at,
        drawn_at=one.audit.drawn_at,
        is_late=one.state != rows.CaseState.CONCLUDED and one.due_on < on,
    )
