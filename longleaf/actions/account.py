"""What people change about their own account: name, zone, access tokens, whom they act for."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import hash_token

LONGEST_DAYS = 365
MOST_TOKENS = 20


def change_account(*, by: Actor, name: str, time_zone: str, now: datetime) -> None:
    """Change one's own name and time zone; the same values again change nothing.

    Raises:
        ProblemsError: If the name is missing or the zone unknown.
    """
    me = person_acting(by)
    authorize(by, "change_own_account", owner=me)
    name = " ".join(name.split())
    problems = []
    if not name:
        problems.append(Problem("name", "There is no name.", "Write your first and last name."))
    if time_zone not in available_timezones():
        problems.append(Problem("time_zone", "There is no such time zone.", "Choose one."))
    if problems:
        raise ProblemsError(problems)
    with transaction.atomic():
        person = rows.Person.objects.select_for_update().get(pk=me)
        new = {"name": name[:200], "time_zone": time_zone}
        changed = [field for field, value in new.items() if getattr(person, field) != value]
        if not changed:
            return
        for field in changed:
            setattr(person, field, new[field])
        person.save(update_fields=changed)
        record_event(
            "account.changed",
            by=by,
            subject=("person", person.pk),
            details={"changed": changed},
            now=now,
        )


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new access token; `secret` is known only now."""

    token: UUID
    secret: str


def make_token(*, by: Actor, name: str, days: int, now: datetime) -> MadeToken:
    """Make an access token for the REST API; it can do what its person can.

    Raises:
        ProblemsError: If the name is missing, the time is too long, or there are too many.
    """
    me = person_acting(by)
    authorize(by, "change_own_account", owner=me)
    name = name.strip()
    problems = []
    if not name:
        problems.append(Problem("name", "There is no name.", "Say what the token is for."))
    if not 1 <= days <= LONGEST_DAYS:
        problems.append(
            Problem("days", f"A token lasts 1 to {LONGEST_DAYS} days.", "Choose fewer.")
        )
    with transaction.atomic():
        rows.Person.objects.select_for_update(no_key=True).get(pk=me)
        living = rows.AccessToken.objects.filter(
            person_id=me, withdrawn_at=None, expires_at__gt=now
        )
        if living.count() >= MOST_TOKENS:
            reason = f"You have {MOST_TOKENS} tokens already."
            problems.append(Problem("name", reason, "Withdraw one that you no longer use."))
        if problems:
            raise ProblemsError(problems)
        secret = f"ll_{secrets.token_urlsafe(32)}"
        made = rows.AccessToken.objects.create(
            person_id=me,
            name=name[:100],
            token_hash=hash_token(secret),
            hint=secret[-4:],
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        record_event(
            "token.made",
            by=by,
            subject=("token", made.pk),
            details={"days": days},
            now=now,
        )
    return MadeToken(made.pk, secret)


def withdraw_token(*, by: Actor, token: UUID, now: datetime) -> None:
    """End one of one's own tokens at once; twice changes nothing."""
    with transaction.atomic():
        found = rows.AccessToken.objects.select_for_update().filter(pk=token).first()
        if found is None or found.person_id != by.person:
            raise NoSuchRecordError
        authorize(by, "change_own_account", owner=found.person_id)
        if found.withdrawn_at is None:
            found.withdrawn_at = now
            found.save(update_fields=["withdrawn_at"])
            record_event("token.withdrawn", by=by, subject=("token", found.pk), now=now)


def act_for(*, by: Actor, organization: UUID, now: datetime) -> None:
    """Choose which of one's organizations to act for; the same again changes nothing."""
    me = person_acting(by)
    authorize(by, "change_own_account", owner=me)
    if organization not in {role.organization for role in by.roles}:
        raise NoSuchRecordError
    if by.acting_for == organization:
        return
    with transaction.atomic():
        rows.Person.objects.filter(pk=me).update(acting_for=organization)
        record_event(
            "account.acting_for_chosen",
            by=by,
            subject=("person", by.person),
            organization=organization,
            now=now,
        )
