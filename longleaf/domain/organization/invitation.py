"""Invitation: a role offered to an address, and who may offer which."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind

LIFETIME = timedelta(days=14)
PAUSE = timedelta(minutes=1)  # a second click must not make the link just mailed a dead one

_TEACHING = frozenset({RoleKind.EDUCATOR, RoleKind.REVIEWER, RoleKind.AUTHOR})
_STEERING = frozenset({RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR})

# Whoever holds the role on the left may give, and take away, those on the right. Nobody makes
# their own equal but administrators, so that reach does not spread from hand to hand.
GRANTS: dict[RoleKind, frozenset[RoleKind]] = {
    RoleKind.COORDINATOR: _TEACHING,
    RoleKind.ADMINISTRATOR: _TEACHING | _STEERING | {RoleKind.DEPARTMENT_STAFF},
    RoleKind.DEPARTMENT_STAFF: _STEERING,
}

# Which work there is at which kind of organization.
PLACES: dict[RoleKind, frozenset[str]] = {
    RoleKind.EDUCATOR: frozenset({"lea", "school"}),
    RoleKind.REVIEWER: frozenset({"lea", "partner", "department"}),
    RoleKind.AUTHOR: frozenset({"lea", "partner", "department"}),
    RoleKind.COORDINATOR: frozenset({"lea"}),
    RoleKind.ADMINISTRATOR: frozenset({"lea", "partner", "department"}),
    RoleKind.DEPARTMENT_STAFF: frozenset({"department"}),
}


def grantable(actor: Actor, *, organization: UUID, kind: str) -> frozenset[RoleKind]:
    """The roles that `actor` may give or end at an organization of a kind such as "lea".

    An organization out of the actor's reach gives none, whatever roles the actor holds elsewhere.
    """
    given: frozenset[RoleKind] = frozenset()
    for held in actor.roles:
        if organization in held.reach:
            given |= GRANTS.get(held.kind, frozenset())
    return frozenset(role for role in given if kind in PLACES[role])


def may_grant(actor: Actor, role: RoleKind, *, organization: UUID, kind: str) -> bool:
    """Whether `actor` may give, or end, `role` at an organization of this kind."""
    return role in grantable(actor, organization=organization, kind=kind)


class InvitationState(StrEnum):
    """What an invitation is good for."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """The moments that decide over an invitation; None where that has not happened."""

    expires_at: datetime
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None


def state_of(invitation: InvitationFacts, *, now: datetime) -> InvitationState:
    """What the invitation is good for; at the very moment it expires it no longer holds."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if now >= invitation.expires_at:
        return InvitationState.EXPIRED
    return InvitationState.WAITING


class NotAgain(StrEnum):
    """Why an invitation is not sent again."""

    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    JUST_SENT = "just_sent"


def refuse_again(state: InvitationState, *, sent_at: datetime, now: datetime) -> NotAgain | None:
    """Why an invitation last sent at `sent_at` is not sent again; None if it is."""
    if state is InvitationState.ACCEPTED:
        return NotAgain.ACCEPTED
    if state is InvitationState.WITHDRAWN:
        return NotAgain.WITHDRAWN
    return NotAgain.JUST_SENT if now - sent_at < PAUSE else None
