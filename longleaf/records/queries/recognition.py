"""Reads of the Department's rules of recognition, and of what waits under them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.policy.messages import unit_words
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import backpack as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.backpack import (
    CreditLine,
    StoredReport,
    credit_line,
    stored_report,
)
from longleaf.records.queries.coordinator import COORDINATORS, places_of
from longleaf.records.queries.listing import Listing

STAFF: Final = (RoleKind.DEPARTMENT_STAFF,)
STATES: Final = dict(rows.ProposalState.choices)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of recognition.

    Attributes:
        is_over: Whether no badge earned today would fit it any more.
        approved: How many badges gave credit under it, taken back or not.
        waiting: How many wait.
    """

    id: UUID
    department: str
    title: str
    issuer: str
    achievement: str
    alignment: str
    quantity: str
    unit: str
    categories: tuple[str, ...]
    kinds: tuple[str, ...]
    is_automatic: bool
    authority: str
    began_on: date
    ended_on: date | None
    is_over: bool
    made_by: str
    made_at: datetime
    ended_by: str
    ended_at: datetime | None
    end_reason: str
    approved: int
    waiting: int


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """What a rule may say; each a name and its words."""

    units: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Credit proposed for somebody's badge from elsewhere."""

    id: UUID
    person: UUID
    person_name: str
    place: str
    badge_name: str
    issuer: str
    issuer_name: str
    earned_on: date
    recipient: str
    holding: str
    checked_at: datetime
    credit: CreditLine
    decided_by: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """The same with the last check of the badge.

    Attributes:
        by_rule: Whether the rule could decide, had the badge named its holder.
    """

    line: ProposalLine
    description: str
    achievement: str
    report: StoredReport
    by_rule: bool


def rules_for(who: Actor, *, on: date, over: bool | None = None) -> Listing[RuleLine]:
    """The rules of the actor's department; only those over, or not over, if asked."""
    found = _rules().filter(department__in=who.reach(STAFF))
    is_over = Q(ended_on__lt=on)
    if over is not None:
        found = found.filter(is_over if over else ~is_over)
    return Listing(found, lambda some: [_rule(one, on) for one in some])


def rule_for(who: Actor, rule: UUID, *, on: date) -> RuleLine:
    """One rule of the actor's department.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = _rules().filter(pk=rule, department__in=who.reach(STAFF)).first()
    if found is None:
        raise NoSuchRecordError
    return _rule(found, on)


def rules_in_force(jurisdiction: str, *, on: date) -> list[RuleLine]:
    """The rules under which a badge earned today would be recognized, for everyone to read."""
    found = _rules().filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        department__jurisdiction=jurisdiction,
        began_on__lte=on,
    )
    return [_rule(one, on) for one in found]


def rule_choices(who: Actor) -> RuleChoices:
    """What the policy of the actor's department lets a rule say.

    Raises:
        NoSuchRecordError: If the department has no policy here.
    """
    jurisdiction = (
        people.Organization.objects.filter(pk__in=who.reach(STAFF), kind="department")
        .values_list("jurisdiction", flat=True)
        .first()
    )
    try:
        policy = rules_of(jurisdiction or "")
    except ProblemsError as error:
        raise NoSuchRecordError from error
    units = [*policy.conversions, policy.unit]
    return RuleChoices(
        tuple((unit, unit_words(unit, "2").capitalize()) for unit in units),
        tuple((name, title[:1].upper() + title[1:]) for name, title in policy.titles().items()),
        tuple(dict.fromkeys(rule.kind for rule in policy.licenses)),
    )


def proposals_in_reach(who: Actor, *, state: str) -> Listing[ProposalLine]:
    """What is proposed for people of the actor's LEA, what has waited longest first."""
    found = _proposals().filter(organization__in=places_of(who))
    if state:
        found = found.filter(state=state)
    return Listing(found.order_by("made_at", "pk"), _proposal_lines)


def waiting_proposals(who: Actor) -> int:
    """How many wait for a coordinator of the actor's LEA."""
    return rows.CreditProposal.objects.filter(
        organization__in=places_of(who), state="waiting"
    ).count()


def proposal_in_reach(who: Actor, proposal: UUID) -> ProposalPage:
    """One proposal of an LEA or school that the actor coordinates.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = _proposals().filter(pk=proposal, organization__in=who.reach(COORDINATORS)).first()
    if found is None:
        raise NoSuchRecordError
    badge = found.badge
    return ProposalPage(
        line=_proposal_lines([found])[0],
        description=badge.description,
        achievement=badge.achievement,
        report=stored_report(badge.report),
        by_rule=found.rule.decided_by == rows.DecidedBy.RULE,
    )


def _rules() -> QuerySet[Any, Any]:
    return (
        rows.RecognitionRule.objects.select_related("department", "made_by", "ended_by")
        .annotate(
            gave=Count("proposals", filter=Q(proposals__state__in=["approved", "reversed"])),
            waits=Count("proposals", filter=Q(proposals__state="waiting")),
        )
        .order_by("title", "began_on", "pk")
    )


def _rule(one: Any, on: date) -> RuleLine:
    return RuleLine(
        id=one.pk,
        department=one.department.name,
        title=one.title,
        issuer=one.issuer,
        achievement=one.achievement,
        alignment=one.alignment,
        quantity=one.quantity,
        unit=one.unit,
        categories=tuple(one.categories),
        kinds=tuple(one.kinds),
        is_automatic=one.decided_by == rows.DecidedBy.RULE,
        authority=one.authority,
        began_on=one.began_on,
        ended_on=one.ended_on,
        is_over=one.ended_on is not None and one.ended_on < on,
        made_by=one.made_by.name,
        made_at=one.made_at,
        ended_by=one.ended_by.name if one.ended_by else "",
        ended_at=one.ended_at,
        end_reason=one.end_reason,
        approved=one.gave,
        waiting=one.waits,
    )


def _proposals() -> QuerySet[Any, Any]:
    return (
        rows.CreditProposal.objects.select_related(
            "badge__owner", "rule", "organization", "decided_by"
        )
        .defer("badge__file", "badge__credential", "badge__report_at_import")
        .prefetch_related("credit_entries__reversed_by")
    )


def _proposal_lines(found: Iterable[Any]) -> list[ProposalLine]:
    return [
        ProposalLine(
            id=one.pk,
            person=one.badge.owner_id,
            person_name=one.badge.owner.name,
            place=one.organization.name,
            badge_name=one.badge.name,
            issuer=one.badge.issuer,
            issuer_name=one.badge.issuer_name,
            earned_on=one.earned_on,
            recipient=one.badge.recipient,
            holding=one.badge.holding,
            checked_at=one.badge.checked_at,
            credit=credit_line(one),
            decided_by=one.decided_by.name if one.decided_by else "",
        )
        for one in found
    ]
