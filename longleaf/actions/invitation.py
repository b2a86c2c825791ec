"""Inviting people into roles, and what they do with the invitation."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify, notify_address
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import NOBODY, Actor, RoleKind
from longleaf.domain.organization.invitation import (
    LIFETIME,
    InvitationFacts,
    InvitationState,
    NotAgain,
    may_grant,
    refuse_again,
    state_of,
)
from longleaf.domain.organization.permission import NotPermittedError, authorize, person_acting
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import hash_token, in_force

KIND = "invitation"  # of the notice: the link in it is a secret, and goes once the mail is sent

NO_LONGER = {
    InvitationState.ACCEPTED: "This invitation has been accepted already. Sign in to go on.",
    InvitationState.WITHDRAWN: "This invitation was withdrawn. Ask whoever sent it for another.",
    InvitationState.EXPIRED: "This invitation has expired. Ask whoever sent it for another.",
}
NOT_AGAIN = {
    NotAgain.ACCEPTED: "The invitation was accepted meanwhile.",
    NotAgain.WITHDRAWN: "The invitation was withdrawn meanwhile. Invite them anew.",
    NotAgain.JUST_SENT: "The invitation went out less than a minute ago. The mail is on its way.",
}


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that went out; the token stands in the mail's link and nowhere else."""

    invitation: UUID
    email: str
    token: str
    expires_at: datetime


def invite_person(
    *,
    by: Actor,
    organization: UUID,
    role: RoleKind,
    email: str,
    name: str = "",
    now: datetime,
) -> Invited:
    """Offer a role to an address, by a mail with a link.

    Raises:
        NotPermittedError: If the actor may not give this role there.
        ProblemsError: If the address is none.
        AlreadyDoneError: If the person has the role, or such an invitation waits.
    """
    with transaction.atomic():
        where = _organization(organization)
        authorize(by, "invite_person", organization=organization)
        if not may_grant(by, role, organization=organization, kind=where.kind):
            raise NotPermittedError("invite_person")
        email = _address(email)
        _refuse_a_second(where, role, email, now)
        made = offer(by=by, where=where, role=role, email=email, name=name.strip(), now=now)
        _mail(by, where, role, made, now)
    return made


def offer(
    *,
    by: Actor,
    where: rows.Organization,
    role: RoleKind,
    email: str,
    name: str,
    now: datetime,
    person: UUID | None = None,
) -> Invited:
    """Write the invitation and its event; whoever calls has authorized it and tells the person."""
    token = secrets.token_urlsafe(32)
    made = rows.Invitation.objects.create(
        organization=where,
        role_kind=role,
        email=email,
        name=name,
        token_hash=hash_token(token),
        invited_by_id=person_acting(by),
        invited_at=now,
        expires_at=now + LIFETIME,
        person_id=person,
    )
    record_event(
        "invitation.sent",
        by=by,
        subject=("invitation", made.pk),
        organization=where.pk,
        details={"role": str(role)},
        now=now,
    )
    return Invited(made.pk, email, token, made.expires_at)


def path_of(token: str) -> str:
    """The page where an invitation is accepted; mail puts the site's address before it."""
    return f"/invitations/{token}"


def _mail(
    by: Actor, where: rows.Organization, role: RoleKind, made: Invited, now: datetime
) -> None:
    notify_address(
        made.email,
        kind=KIND,
        subject=f"{by.name} invites you to {where.name}",
        body=letter(where.name, rows.RoleKind(role).label, by.name, made.expires_at),
        path=path_of(made.token),
        now=now,
    )


def letter(organization: str, role: str, inviter: str, expires_at: datetime) -> str:
    """What the mail says."""
    return (
        f"{inviter} invites you to work with {organization} in Longleaf, as {role.lower()}.\n\n"
        "Open the link below to accept. It is for you alone, and works once, until "
        f"{expires_at:%B} {expires_at.day}, {expires_at.year}.\n\n"
        "If you did not expect this, you need not do anything."
    )


def resend_invitation(*, by: Actor, invitation: UUID, now: datetime) -> Invited:
    """Mail an invitation anew, with a new link and its full time; the old link stops working.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        NotPermittedError: If the actor may not give this role there.
        AlreadyDoneError: If it was accepted or withdrawn, or went out a moment ago, or the person
            has the role or another such invitation by now.
    """
    with transaction.atomic():
        found = _locked(pk=invitation)
        role = _grantable(by, found)
        refused = refuse_again(_state(found, now), sent_at=found.invited_at, now=now)
        if refused is not None:
            raise AlreadyDoneError(NOT_AGAIN[refused])
        where = _organization(found.organization_id)
        _refuse_a_second(where, role, found.email, now, but=found.pk)
        token = secrets.token_urlsafe(32)
        found.token_hash = hash_token(token)
        found.invited_by_id = person_acting(by)
        found.invited_at, found.expires_at = now, now + LIFETIME
        found.save(update_fields=["token_hash", "invited_by", "invited_at", "expires_at"])
        made = Invited(found.pk, found.email, token, found.expires_at)
        record_event(
            "invitation.sent_again",
            by=by,
            subject=("invitation", found.pk),
            organization=where.pk,
            details={"role": str(role)},
            now=now,
        )
        _mail(by, where, role, made, now)
    return made


def withdraw_invitation(*, by: Actor, invitation: UUID, now: datetime) -> None:
    """Take an invitation back; its link no longer works. Doing so twice changes nothing.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        AlreadyDoneError: If it was accepted meanwhile.
    """
    with transaction.atomic():
        found = _locked(pk=invitation)
        _grantable(by, found)
        state = _state(found, now)
        if state is InvitationState.ACCEPTED:
            raise AlreadyDoneError("The invitation was accepted meanwhile; end the role instead.")
        if state is InvitationState.WITHDRAWN:
            return
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        record_event(
            "invitation.withdrawn",
            by=by,
            subject=("invitation", found.pk),
            organization=found.organization_id,
            now=now,
        )


def accept_invitation(*, by: Actor, token: str, on: date, now: datetime) -> None:
    """Take the role offered, as the person who is signed in.

    Raises:
        NoSuchRecordError: If there is no such invitation, or it is for another address.
        AlreadyDoneError: If it no longer holds.
    """
    with transaction.atomic():
        found = _waiting(token, now)
        email = rows.Person.objects.values_list("email", flat=True).get(pk=person_acting(by))
        if email.lower() != found.email.lower():
            raise NoSuchRecordError
        _give(found, by, on, now)


def join_by_invitation(
    *, by: Actor = NOBODY, token: str, name: str, password: str, on: date, now: datetime
) -> UUID:
    """Make the account the invitation is for, with the role offered; gives the person.

    The link came by mail to that address, so the address needs no other proof. Someone whom a
    roster named has an account without a password, and sets one here.

    Raises:
        NoSuchRecordError: If there is no such invitation.
        AlreadyDoneError: If it no longer holds, or the address has an account that can sign in.
        ProblemsError: If the name is missing or the password too weak.
    """
    del by  # whoever holds the link acts; nobody needs to be signed in
    with transaction.atomic():
        found = _waiting(token, now)
        person = rows.Person.objects.select_for_update().filter(email__iexact=found.email).first()
        if person and person.has_usable_password():
            raise AlreadyDoneError("You have an account already. Sign in to accept.")
        person = person or rows.Person(email=found.email.lower())
        person.name = name.strip()
        _check_account(person, password)
        person.set_password(password)
        person.joined_at = now
        person.save()
        acting = Actor(person=person.pk, name=person.name)
        record_event("person.joined", by=acting, subject=("person", person.pk), now=now)
        _give(found, acting, on, now)
    return person.pk


def _grantable(by: Actor, found: rows.Invitation) -> RoleKind:
    """The role it offers, which the actor must be one to give."""
    authorize(by, "invite_person", organization=found.organization_id)
    role, where = RoleKind(found.role_kind), found.organization
    if not may_grant(by, role, organization=where.pk, kind=where.kind):
        raise NotPermittedError("invite_person")
    return role


def _organization(pk: UUID) -> rows.Organization:
    """Locked, so that two invitations at once do not both go out."""
    found = rows.Organization.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise NoSuchRecordError
    return found


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        reason = "This is not an e-mail address."
        raise ProblemsError([Problem("email", reason, "Write it as name@example.org.")]) from error
    return email


def _refuse_a_second(
    where: rows.Organization,
    role: RoleKind,
    email: str,
    now: datetime,
    *,
    but: UUID | None = None,
) -> None:
    held = rows.Role.objects.filter(
        in_force(now.date()), organization=where, kind=role, person__email__iexact=email
    ).exclude(person__password__startswith=UNUSABLE_PASSWORD_PREFIX)  # those have yet to join
    what = rows.RoleKind(role).label.lower()
    if held.exists():
        raise AlreadyDoneError(f"{email} holds the role of {what} at {where.name} already.")
    waiting = rows.Invitation.objects.filter(
        organization=where,
        role_kind=role,
        email__iexact=email,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    )
    if (waiting.exclude(pk=but) if but else waiting).exists():
        raise AlreadyDoneError(
            f"An invitation of {email} as {what} waits already; send that again, or withdraw it."
        )


def _locked(**which: object) -> rows.Invitation:
    found = (
        rows.Invitation.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(**which)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found


def _waiting(token: str, now: datetime) -> rows.Invitation:
    found = _locked(token_hash=hash_token(token))
    state = _state(found, now)
    if state is not InvitationState.WAITING:
        raise AlreadyDoneError(NO_LONGER[state])
    return found


def _state(found: rows.Invitation, now: datetime) -> InvitationState:
    return state_of(
        InvitationFacts(found.expires_at, found.accepted_at, found.withdrawn_at), now=now
    )


def _check_account(person: rows.Person, password: str) -> None:
    problems = []
    if not person.name:
        problems.append(Problem("name", "There is no name.", "Write your first and last name."))
    try:
        validate_password(password, person)
    except ValidationError as error:
        problems += [Problem("password", message) for message in error.messages]
    if problems:
        raise ProblemsError(problems)


def _give(found: rows.Invitation, by: Actor, on: date, now: datetime) -> None:
    person = person_acting(by)
    found.accepted_at, found.person_id = now, person
    found.save(update_fields=["accepted_at", "person"])
    record_event(
        "invitation.accepted",
        by=by,
        subject=("invitation", found.pk),
        organization=found.organization_id,
        now=now,
    )
    held = rows.Role.objects.filter(
        in_force(on),
        person_id=person,
        organization_id=found.organization_id,
        kind=found.role_kind,
    )
    if not held.exists():
        role = rows.Role.objects.create(
            person_id=person,
            organization_id=found.organization_id,
            kind=found.role_kind,
            began_on=on,
        )
        record_event(
            "role.granted",
            by=by,
            subject=("role", role.pk),
            organization=found.organization_id,
            details={"role": found.role_kind, "person": str(person)},
            now=now,
        )
    notify(
        found.invited_by_id,
        kind="invitation_accepted",
        subject=f"{by.name} accepted your invitation",
        body=f"{by.name} now works with {found.organization.name} as "
        f"{rows.RoleKind(found.role_kind).label.lower()}.",
        now=now,
    )
