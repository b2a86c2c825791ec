"""Verbs on credit for badges from elsewhere: proposed under a rule, decided, and taken back.

A badge gives credit once, whoever brings it. What no longer holds loses its credit by a new line
of the ledger, and its holder learns why.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from longleaf.actions.audit import record_event
from longleaf.actions.credit import enter_line, reverse_line
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.badge.holding import Holding
from longleaf.domain.credit.recognition import best_rule, fits, is_decided_by_rule
from longleaf.domain.organization.actor import Actor, RoleKind, system
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import jurisdiction_of, legal_day
from longleaf.policy.rules import Rules
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.recognition import earned_of, kinds_held, rule_of, rules_in, worth_of
from longleaf.records.facts.renewal import employers_of
from longleaf.records.models import backpack as rows
from longleaf.records.models import credit as credits
from longleaf.records.models import organization as people
from longleaf.records.queries.organization import in_force

LIVE: Final = (rows.ProposalState.WAITING, rows.ProposalState.APPROVED)
_AGENT: Final = system("recognition")
_DECIDERS: Final = (RoleKind.COORDINATOR,)
# Why credit ends, as its holder reads it, and what they can do.
WHY: Final = {
    Holding.EXPIRED: ("it has expired", "If you renew it there, bring the new one."),
    Holding.REVOKED: ("its issuer has revoked it", "Ask its issuer why."),
    Holding.SUSPENDED: (
        "its issuer has suspended it",
        "Ask its issuer. If the suspension is lifted, the credit is proposed again.",
    ),
    Holding.DISTRUSTED: (
        "its issuer is no longer trusted here",
        "Ask the Department what counts instead.",
    ),
    Holding.NOT_YET: ("it is not valid yet", "The credit is proposed again when it is."),
    Holding.BROKEN: ("it no longer passes the check", "Ask its issuer for a sound copy."),
}
_NO_RULE: Final = (
    "no rule of the Department covers it any more",
    "Ask the Department what counts instead.",
)


def settle_credit(badge: rows.BackpackBadge, *, now: datetime) -> None:
    """Bring a badge's credit in step with how it stands, in the caller's transaction.

    The caller holds the badge's row. A badge of which not everything could be checked neither
    gains nor loses anything: that its list could not be reached today says nothing about it.
    """
    live = (
        rows.CreditProposal.objects.select_for_update(of=("self",))
        .select_related("rule")
        .filter(badge=badge, state__in=LIVE)
        .first()
    )
    if live is not None:
        lost = _why_lost(badge, live.rule)
        if lost is None:
            return
        end_proposal(live, badge, lost, now=now)
    if badge.kept_at is not None and badge.removed_at is None and badge.holding == Holding.HOLDS:
        _propose(badge, now=now)


def end_proposal(
    proposal: rows.CreditProposal,
    badge: rows.BackpackBadge,
    why: tuple[str, str],
    *,
    now: datetime,
) -> None:
    """End a proposal or take its credit back, in the caller's transaction, and tell its holder."""
    because, fix = why
    was_approved = proposal.state == rows.ProposalState.APPROVED
    reason = f"The badge “{badge.name}” no longer gives credit: {because}."
    proposal.state = rows.ProposalState.REVERSED if was_approved else rows.ProposalState.LAPSED
    proposal.ended_at, proposal.reason = now, reason
    proposal.save(update_fields=["state", "ended_at", "reason"])
    _note(f"proposal.{proposal.state}", _AGENT, proposal, now)
    line = proposal.credit_entries.filter(kind="imported", reversed_by__isnull=True).first()
    if line is not None:
        reverse_line(line, by=_AGENT, reason=reason, on=legal_day(now), now=now)
    verb = "Credit taken back" if line is not None else "No longer proposed for credit"
    notify(
        badge.owner_id,
        kind="backpack.credit_ended",
        subject=f"{verb}: {badge.name}"[:200],
        body=f"{reason} {fix}",
        path=f"/my-badges/elsewhere/{badge.pk}" if badge.removed_at is None else "/ledger",
        now=now,
    )


@transaction.atomic
def approve_proposal(*, by: Actor, proposal: UUID, now: datetime) -> None:
    """Approve the credit that a rule gives for a badge, and enter it into the ledger.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        AlreadyDoneError: If it was decided or ended before.
        ProblemsError: If it is the actor's own, or the badge cannot be seen to hold just now.
    """
    held, badge = _waiting(by, proposal)
    if badge.holding != Holding.HOLDS:
        raise ProblemsError(
            [
                Problem(
                    "",
                    "By its last check, not everything about this badge could be seen to hold.",
                    "It is checked again by itself. Decide when it holds.",
                )
            ]
        )
    _approve(held, badge, by=by, now=now)


@transaction.atomic
def decline_proposal(*, by: Actor, proposal: UUID, reason: str, now: datetime) -> None:
    """Decline to give credit for a badge, with a reason for its holder.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        AlreadyDoneError: If it was decided or ended before.
        ProblemsError: If it is the actor's own, or no reason is given.
    """
    held, badge = _waiting(by, proposal)
    if not reason.strip():
        raise ProblemsError(
            [Problem("reason", "Declining needs a reason.", "Say what is missing or why not.")]
        )
    held.state, held.reason = rows.ProposalState.DECLINED, reason.strip()
    held.decided_by_id, held.decided_at, held.ended_at = by.person, now, now
    held.save(update_fields=["state", "reason", "decided_by", "decided_at", "ended_at"])
    _note("proposal.declined", by, held, now)
    notify(
        badge.owner_id,
        kind="backpack.credit_declined",
        subject=f"No credit for your badge: {badge.name}"[:200],
        body=f"Your coordinator did not approve credit for “{badge.name}”. "
        f"The reason: {reason.strip()}",
        path=f"/my-badges/elsewhere/{badge.pk}",
        now=now,
    )


def _propose(badge: rows.BackpackBadge, *, now: datetime) -> None:
    on = legal_day(now)
    authorize(_AGENT, "propose_credit")
    employer = employers_of([badge.owner_id], on=on).get(badge.owner_id)
    jurisdiction = jurisdiction_of(employer)
    where = _workplace(badge.owner_id, on)
    if where is None or badge.earned_on is None:
        return
    policy = rules_of(jurisdiction)
    declined = {
        str(rule)
        for rule in rows.CreditProposal.objects.filter(
            identity=badge.identity,
            badge__owner=badge.owner_id,
            state=rows.ProposalState.DECLINED,
        ).values_list("rule_id", flat=True)
    }
    earned = earned_of(badge)
    rule = best_rule(
        [one for one in rules_in(jurisdiction) if one.key not in declined],
        earned,
        kinds=kinds_held(badge.owner_id, on=on),
        worth=lambda one: worth_of(one, policy),
    )
    if rule is None:
        return
    made = _make(badge, UUID(rule.key), where, badge.earned_on, now)
    if made is None:
        return
    if is_decided_by_rule(rule, earned):
        _approve(made, badge, by=_AGENT, now=now)
        return
    notify(
        badge.owner_id,
        kind="backpack.credit_proposed",
        subject=f"Proposed for credit: {badge.name}"[:200],
        body=f"A rule of the Department recognizes “{badge.name}”. "
        "Your coordinator decides whether it counts.",
        path=f"/my-badges/elsewhere/{badge.pk}",
        now=now,
    )


def _make(
    badge: rows.BackpackBadge, rule: UUID, where: UUID, earned_on: date, now: datetime
) -> rows.CreditProposal | None:
    """A new proposal; None if the badge already gives credit to whoever brought it first."""
    try:
        with transaction.atomic():
            made = rows.CreditProposal.objects.create(
                badge=badge,
                rule_id=rule,
                organization_id=where,
                identity=badge.identity,
                earned_on=earned_on,
                made_at=now,
            )
    except IntegrityError:
        return None
    _note("proposal.made", _AGENT, made, now)
    return made


def _approve(
    proposal: rows.CreditProposal, badge: rows.BackpackBadge, *, by: Actor, now: datetime
) -> None:
    on = legal_day(now)
    policy = _policy_of(badge.owner_id, now)
    rule = rule_of(proposal.rule)
    proposal.state = rows.ProposalState.APPROVED
    proposal.decided_by_id, proposal.decided_at = by.person, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    _note("proposal.approved", by, proposal, now)
    enter_line(
        credits.CreditEntry(
            person_id=badge.owner_id,
            kind="imported",
            proposal=proposal,
            categories=list(rule.categories),
            earned_on=proposal.earned_on,
        ),
        by=by,
        credits=worth_of(rule, policy),
        rules=policy,
        on=on,
        now=now,
    )
    who = "Your coordinator approved" if by.person else "A rule of the Department gives"
    notify(
        badge.owner_id,
        kind="backpack.credit_approved",
        subject=f"Renewal credit for your badge: {badge.name}"[:200],
        body=f"{who} credit for “{badge.name}”. Your standing now counts it.",
        path="/standing",
        now=now,
    )


def _why_lost(badge: rows.BackpackBadge, rule: rows.RecognitionRule) -> tuple[str, str] | None:
    """Why a badge must lose what it was proposed or approved for; None if it need not."""
    if badge.holding == Holding.UNCHECKED:
        return None
    if badge.holding != Holding.HOLDS:
        return WHY[Holding(badge.holding)]
    return None if fits(rule_of(rule), earned_of(badge)) else _NO_RULE


def _waiting(by: Actor, proposal: UUID) -> tuple[rows.CreditProposal, rows.BackpackBadge]:
    """The proposal and its badge, both held; the badge first, as every check of it does."""
    found = rows.CreditProposal.objects.filter(
        pk=proposal, organization__in=by.reach(_DECIDERS)
    ).first()
    if found is None:
        raise NoSuchRecordError
    badge = rows.BackpackBadge.objects.select_for_update().get(pk=found.badge_id)
    held = (
        rows.CreditProposal.objects.select_for_update(of=("self",))
        .select_related("rule")
        .get(pk=proposal)
    )
    authorize(by, "decide_proposal", organization=held.organization_id)
    if badge.owner_id == by.person:
        raise ProblemsError(
            [
                Problem(
                    "",
                    "Nobody decides on credit for their own badge.",
                    "Ask another coordinator of your LEA.",
                )
            ]
        )
    if held.state != rows.ProposalState.WAITING:
        raise AlreadyDoneError(f"This is already settled: {held.get_state_display().lower()}.")
    return held, badge


def _workplace(person: UUID, on: date) -> UUID | None:
    """Where the person works as an educator, whose coordinators decide."""
    held = people.Role.objects.filter(in_force(on), person=person, kind="educator")
    return held.order_by("-began_on", "pk").values_list("organization_id", flat=True).first()


def _policy_of(person: UUID, now: datetime) -> Rules:
    return rules_of(jurisdiction_of(employers_of([person], on=legal_day(now)).get(person)))


def _note(verb: str, by: Actor, proposal: rows.CreditProposal, now: datetime) -> None:
    record_event(
        verb,
        by=by,
        subject=("credit_proposal", proposal.pk),
        organization=proposal.organization_id,
        details={"badge": str(proposal.badge_id), "rule": str(proposal.rule_id)},
        now=now,
    )
