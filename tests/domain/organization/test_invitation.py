from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from longleaf.domain.organization.actor import NOBODY, Actor, RoleHeld, RoleKind, system
from longleaf.domain.organization.invitation import (
    LIFETIME,
    PAUSE,
    InvitationFacts,
    InvitationState,
    NotAgain,
    grantable,
    may_grant,
    refuse_again,
    state_of,
)

NOW = datetime(2026, 2, 3, 20, 55, tzinfo=UTC)
LEA, SCHOOL, OTHER = uuid4(), uuid4(), uuid4()


def holding(kind: RoleKind, *reach: UUID) -> Actor:
    return Actor(person=uuid4(), roles=(RoleHeld(kind, reach[0], frozenset(reach)),))


def test_a_coordinator_gives_the_roles_of_teaching_and_review() -> None:
    chloe = holding(RoleKind.COORDINATOR, LEA, SCHOOL)
    given = grantable(chloe, organization=LEA, kind="lea")
    assert given == {RoleKind.EDUCATOR, RoleKind.REVIEWER, RoleKind.AUTHOR}


@pytest.mark.parametrize("role", [RoleKind.ADMINISTRATOR, RoleKind.COORDINATOR])
def test_a_coordinator_makes_neither_an_administrator_nor_their_own_equal(role: RoleKind) -> None:
    chloe = holding(RoleKind.COORDINATOR, LEA)
    assert not may_grant(chloe, role, organization=LEA, kind="lea")


def test_an_administrator_makes_another() -> None:
    ada = holding(RoleKind.ADMINISTRATOR, LEA)
    assert may_grant(ada, RoleKind.ADMINISTRATOR, organization=LEA, kind="lea")


def test_the_departments_staff_invite_coordinators_but_not_educators() -> None:
    dev = holding(RoleKind.DEPARTMENT_STAFF, LEA)
    given = grantable(dev, organization=LEA, kind="lea")
    assert given == {RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR}


def test_the_departments_staff_are_made_by_its_administrator_at_the_department_only() -> None:
    head = holding(RoleKind.ADMINISTRATOR, LEA, OTHER)
    assert may_grant(head, RoleKind.DEPARTMENT_STAFF, organization=OTHER, kind="department")
    assert not may_grant(head, RoleKind.DEPARTMENT_STAFF, organization=LEA, kind="lea")


def test_a_school_has_educators_and_no_reviewers() -> None:
    ada = holding(RoleKind.ADMINISTRATOR, LEA, SCHOOL)
    assert grantable(ada, organization=SCHOOL, kind="school") == {RoleKind.EDUCATOR}


@pytest.mark.parametrize("kind", list(RoleKind))
def test_nobody_gives_a_role_outside_their_reach(kind: RoleKind) -> None:
    assert not grantable(holding(kind, LEA, SCHOOL), organization=OTHER, kind="lea")


@pytest.mark.parametrize("actor", [NOBODY, system("mail"), holding(RoleKind.EDUCATOR, LEA)])
def test_whoever_steers_nothing_gives_nothing(actor: Actor) -> None:
    assert not grantable(actor, organization=LEA, kind="lea")


def test_an_invitation_waits_until_the_moment_it_expires() -> None:
    facts = InvitationFacts(expires_at=NOW)
    assert state_of(facts, now=NOW - timedelta(microseconds=1)) is InvitationState.WAITING
    assert state_of(facts, now=NOW) is InvitationState.EXPIRED


def test_an_accepted_invitation_stays_accepted_after_its_time() -> None:
    facts = InvitationFacts(expires_at=NOW, accepted_at=NOW - timedelta(days=1))
    assert state_of(facts, now=NOW) is InvitationState.ACCEPTED


def test_a_withdrawn_invitation_is_withdrawn_even_before_it_expires() -> None:
    facts = InvitationFacts(expires_at=NOW + timedelta(days=1), withdrawn_at=NOW)
    assert state_of(facts, now=NOW) is InvitationState.WITHDRAWN


@pytest.mark.parametrize("state", [InvitationState.WAITING, InvitationState.EXPIRED])
def test_an_invitation_is_sent_again_once_the_pause_is_over(state: InvitationState) -> None:
    assert refuse_again(state, sent_at=NOW - PAUSE, now=NOW) is None


def test_an_invitation_that_has_just_gone_out_is_not_sent_again() -> None:
    sent_at = NOW - PAUSE + timedelta(microseconds=1)
    refused = refuse_again(InvitationState.WAITING, sent_at=sent_at, now=NOW)
    assert refused is NotAgain.JUST_SENT


@pytest.mark.parametrize(
    ("state", "because"),
    [
        (InvitationState.ACCEPTED, NotAgain.ACCEPTED),
        (InvitationState.WITHDRAWN, NotAgain.WITHDRAWN),
    ],
)
def test_an_invitation_that_is_settled_is_not_sent_again(
    state: InvitationState, because: NotAgain
) -> None:
    assert refuse_again(state, sent_at=NOW - LIFETIME, now=NOW) is because
