from datetime import timedelta
from uuid import UUID

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.invitation import (
    Invited,
    accept_invitation,
    invite_person,
    join_by_invitation,
    path_of,
    resend_invitation,
    withdraw_invitation,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import NOBODY, RoleKind
from longleaf.domain.organization.invitation import LIFETIME
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit, notice
from longleaf.records.models import organization as rows
from tests.people import NOW, TODAY, Cast

PASSWORD = "resin on warm boards"


def invite(
    cast: Cast,
    by: rows.Person,
    *,
    role: RoleKind = RoleKind.EDUCATOR,
    where: rows.Organization | None = None,
    email: str = "new@example.org",
) -> Invited:
    return invite_person(
        by=cast.acting(by),
        organization=(where or cast.northfield).pk,
        role=role,
        email=email,
        now=NOW,
    )


def join(token: str, *, password: str = PASSWORD) -> UUID:
    return join_by_invitation(token=token, name="New Hire", password=password, on=TODAY, now=NOW)


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


def test_an_invitation_is_mailed_with_its_link_and_kept_only_by_its_hash(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    sent = notice.Notice.objects.get(email="new@example.org")
    kept = rows.Invitation.objects.get(pk=made.invitation)
    assert sent.path == f"/invitations/{made.token}"
    assert made.token not in f"{kept.__dict__} {sent.body} {sent.subject}"
    assert kept.expires_at == NOW + LIFETIME
    assert events("invitation.sent") == 1


def test_an_educator_invites_nobody(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        invite(cast, cast.amina)


def test_nobody_invites_for_another_lea(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        invite(cast, cast.eve)


def test_a_coordinator_does_not_make_an_administrator(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        invite(cast, cast.chloe, role=RoleKind.ADMINISTRATOR)
    assert not rows.Invitation.objects.exists()


def test_the_department_invites_a_coordinator_to_any_lea(cast: Cast) -> None:
    invite(cast, cast.dev, role=RoleKind.COORDINATOR, where=cast.southfield)
    assert rows.Invitation.objects.get().organization == cast.southfield


def test_a_second_click_sends_no_second_invitation(cast: Cast) -> None:
    invite(cast, cast.chloe)
    with pytest.raises(AlreadyDoneError):
        invite(cast, cast.chloe, email="NEW@example.org")
    assert notice.Notice.objects.count() == 1


def test_whoever_holds_the_role_is_not_invited_to_it(cast: Cast) -> None:
    with pytest.raises(AlreadyDoneError):
        invite(cast, cast.chloe, where=cast.elementary, email=cast.amina.email)


def test_an_invitation_to_no_address_is_refused(cast: Cast) -> None:
    with pytest.raises(ProblemsError):
        invite(cast, cast.chloe, email="new at example")


def test_a_new_person_joins_with_a_password_and_has_the_role_from_today(cast: Cast) -> None:
    made = invite(cast, cast.chloe, where=cast.elementary)
    person = rows.Person.objects.get(pk=join(made.token))
    role = person.roles.get()
    assert person.check_password(PASSWORD)
    assert (role.kind, role.organization, role.began_on) == ("educator", cast.elementary, TODAY)
    assert events("role.granted") == events("person.joined") == 1


def test_whoever_invited_learns_that_it_was_accepted(cast: Cast) -> None:
    join(invite(cast, cast.chloe).token)
    assert cast.chloe.notices.get().kind == "invitation_accepted"


def test_an_invitation_works_once(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    join(made.token)
    with pytest.raises(AlreadyDoneError):
        join(made.token)
    assert rows.Person.objects.filter(email="new@example.org").count() == 1


def test_a_weak_password_makes_no_account(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    with pytest.raises(ProblemsError):
        join(made.token, password="12345")
    assert not rows.Person.objects.filter(email="new@example.org").exists()


def test_an_invitation_cannot_be_accepted_at_the_moment_it_expires(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    with pytest.raises(AlreadyDoneError):
        join_by_invitation(
            token=made.token, name="N", password=PASSWORD, on=TODAY, now=NOW + LIFETIME
        )


def test_a_withdrawn_invitation_no_longer_works(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    withdraw_invitation(by=cast.acting(cast.chloe), invitation=made.invitation, now=NOW)
    with pytest.raises(AlreadyDoneError, match="withdrawn"):
        join(made.token)


def test_withdrawing_twice_is_one_event(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    for _ in range(2):
        withdraw_invitation(by=cast.acting(cast.chloe), invitation=made.invitation, now=NOW)
    assert events("invitation.withdrawn") == 1


def test_nobody_withdraws_another_leas_invitation(cast: Cast) -> None:
    made = invite(cast, cast.chloe)
    with pytest.raises(NotPermittedError):
        withdraw_invitation(by=cast.acting(cast.eve), invitation=made.invitation, now=NOW)


def test_a_coordinator_does_not_withdraw_an_administrators_invitation(cast: Cast) -> None:
    made = invite(cast, cast.ada, role=RoleKind.ADMINISTRATOR)
    with pytest.raises(NotPermittedError):
        withdraw_invitation(by=cast.acting(cast.chloe), invitation=made.invitation, now=NOW)


def test_somebody_with_an_account_gains_the_role_beside_their_own(cast: Cast) -> None:
    made = invite(cast, cast.chloe, role=RoleKind.REVIEWER, email=cast.ezra.email)
    accept_invitation(by=cast.acting(cast.ezra), token=made.token, on=TODAY, now=NOW)
    assert set(cast.ezra.roles.values_list("kind", flat=True)) == {"educator", "reviewer"}


def test_an_invitation_is_not_accepted_by_somebody_else(cast: Cast) -> None:
    made = invite(cast, cast.chloe, role=RoleKind.REVIEWER, email=cast.ezra.email)
    with pytest.raises(NoSuchRecordError):
        accept_invitation(by=cast.acting(cast.amina), token=made.token, on=TODAY, now=NOW)


def test_a_link_does_not_set_the_password_of_an_account_that_has_one(cast: Cast) -> None:
    made = invite(cast, cast.chloe, role=RoleKind.REVIEWER, email=cast.ezra.email)
    with pytest.raises(AlreadyDoneError):
        join(made.token)
    cast.ezra.refresh_from_db()
    assert not cast.ezra.check_password(PASSWORD)


def test_a_guessed_link_is_not_found(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        join("guess")
    with pytest.raises(NotPermittedError):
        accept_invitation(by=NOBODY, token=invite(cast, cast.chloe).token, on=TODAY, now=NOW)


def test_an_invitation_can_be_sent_anew_once_the_first_has_expired(cast: Cast) -> None:
    invite(cast, cast.chloe)
    rows.Invitation.objects.update(expires_at=NOW - timedelta(seconds=1))
    assert invite(cast, cast.chloe).token


LATER = NOW + timedelta(hours=1)


def resend(cast: Cast, made: Invited, *, by: rows.Person | None = None) -> Invited:
    return resend_invitation(
        by=cast.acting(by or cast.chloe), invitation=made.invitation, now=LATER
    )


@pytest.mark.parametrize("age", [timedelta(0), LIFETIME])
def test_an_invitation_sent_again_has_a_new_link_with_its_full_time(
    cast: Cast, age: timedelta
) -> None:
    first = invite(cast, cast.chloe)
    rows.Invitation.objects.update(expires_at=NOW + LIFETIME - age)
    second = resend(cast, first)
    assert rows.Invitation.objects.get().expires_at == LATER + LIFETIME
    mailed = notice.Notice.objects.filter(email="new@example.org").order_by("made_at").last()
    assert mailed is not None
    assert mailed.path == path_of(second.token)
    assert join(second.token)
    assert events("invitation.sent_again") == 1


def test_the_link_before_no_longer_works(cast: Cast) -> None:
    first = invite(cast, cast.chloe)
    resend(cast, first)
    with pytest.raises(NoSuchRecordError):
        join(first.token)


def test_whoever_sends_it_again_is_told_when_it_is_accepted(cast: Cast) -> None:
    join(resend(cast, invite(cast, cast.chloe), by=cast.ada).token)
    assert notice.Notice.objects.get(kind="invitation_accepted").person == cast.ada


def test_a_second_click_on_send_again_leaves_the_first_link_alive(cast: Cast) -> None:
    first = invite(cast, cast.chloe)
    second = resend(cast, first)
    with pytest.raises(AlreadyDoneError):
        resend(cast, first)
    assert notice.Notice.objects.filter(kind="invitation").count() == 2
    assert join(second.token)


@pytest.mark.parametrize("settled", ["accepted_at", "withdrawn_at"])
def test_a_settled_invitation_is_not_sent_again(cast: Cast, settled: str) -> None:
    made = invite(cast, cast.chloe)
    rows.Invitation.objects.update(**{settled: NOW})
    with pytest.raises(AlreadyDoneError):
        resend(cast, made)


def test_an_expired_invitation_is_not_sent_again_beside_a_newer_one(cast: Cast) -> None:
    first = invite(cast, cast.chloe)
    rows.Invitation.objects.update(expires_at=NOW)
    invite(cast, cast.chloe)
    with pytest.raises(AlreadyDoneError):
        resend(cast, first)


@pytest.mark.parametrize("who", ["amina", "eve"])
def test_an_invitation_is_sent_again_by_those_who_could_send_it(cast: Cast, who: str) -> None:
    made = invite(cast, cast.chloe)
    with pytest.raises(NotPermittedError):
        resend(cast, made, by=getattr(cast, who))
    assert events("invitation.sent_again") == 0


def test_a_coordinator_does_not_send_again_what_makes_an_administrator(cast: Cast) -> None:
    made = invite(cast, cast.ada, role=RoleKind.ADMINISTRATOR)
    with pytest.raises(NotPermittedError):
        resend(cast, made)


def test_an_invitation_that_does_not_exist_is_not_sent_again(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        resend_invitation(by=cast.acting(cast.chloe), invitation=cast.northfield.pk, now=NOW)
