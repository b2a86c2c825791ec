"""Opening a site for work: its first administrator, and what an organization does there."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.invitation import PLACES
from longleaf.domain.organization.permission import authorize
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import in_force

LONGEST_REVIEW_DAYS = 60


def appoint_administrator(
    *, by: Actor, organization: UUID, email: str, name: str, on: date, now: datetime
) -> UUID:
    """Give the role of administrator to an address; gives the person. Safe to repeat.

    Everyone else is invited by somebody who is there; this is for the first, and for the day when
    the last one is gone. The account has no password until its owner asks for a new one.

    Raises:
        NoSuchRecordError: If there is no such organization.
        ProblemsError: If the address is none, the name is missing, or there is no such work there.
    """
    with transaction.atomic():
        where = rows.Organization.objects.select_for_update().filter(pk=organization).first()
        if where is None:
            raise NoSuchRecordError
        authorize(by, "appoint_administrator", organization=where.pk)
        email, name = email.strip().lower(), name.strip()
        _check(where, email, name)
        person = rows.Person.objects.filter(email__iexact=email).first()
        if person is None:
            person = rows.Person.objects.create_user(email, name=name, joined_at=now)
        held = rows.Role.objects.filter(
            in_force(on), person=person, organization=where, kind=RoleKind.ADMINISTRATOR
        )
        if not held.exists():
            role = rows.Role.objects.create(
                person=person, organization=where, kind=RoleKind.ADMINISTRATOR, began_on=on
            )
            record_event(
                "role.began",
                by=by,
                subject=("role", role.pk),
                organization=where.pk,
                details={"role": role.kind, "person": str(person.pk)},
                now=now,
            )
    return person.pk


def _check(where: rows.Organization, email: str, name: str) -> None:
    problems = []
    try:
        validate_email(email)
    except ValidationError:
        reason = f"“{email}” is not an e-mail address."
        problems.append(Problem("email", reason, "Write it as name@example.org."))
    if not name:
        problems.append(Problem("name", "There is no name.", "Write first and last name."))
    if where.kind not in PLACES[RoleKind.ADMINISTRATOR]:
        reason = f"{where.name} is a {where.kind}, which has no administrator of its own."
        problems.append(Problem("organization", reason, "Choose its LEA."))
    if problems:
        raise ProblemsError(problems)


def change_organization(
    *,
    by: Actor,
    organization: UUID,
    issues_badges: bool | None = None,
    local_policy: str | None = None,
    review_days: int | None = None,
    on: date,
    now: datetime,
) -> None:
    """Say what an organization does here; None leaves a thing as it is.

    Args:
        by: Who says so.
        organization: Which one.
        issues_badges: Whether it writes and issues micro-credentials.
        local_policy: The name of its file of local renewal rules; "" if it has none.
        review_days: Working days from handing in to the answer.
        on: The day, where the law counts it.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such organization.
        ProblemsError: If the policy has no such local file, or the days are out of bounds.
    """
    with transaction.atomic():
        where = rows.Organization.objects.select_for_update().filter(pk=organization).first()
        if where is None:
            raise NoSuchRecordError
        authorize(by, "manage_organization", organization=where.pk)
        wanted: dict[str, object] = {
            "issues_badges": issues_badges,
            "local_policy": local_policy,
            "review_days": review_days,
        }
        new = {
            name: value
            for name, value in wanted.items()
            if value is not None and value != getattr(where, name)
        }
        _check_change(where, local_policy, review_days)
        if not new:
            return
        for name, value in new.items():
            setattr(where, name, value)
        where.save(update_fields=list(new))
        record_event(
            "organization.changed",
            by=by,
            subject=("organization", where.pk),
            organization=where.pk,
            details=new,
            now=now,
        )
        if "local_policy" in new:
            refresh_standing(persons=_educators(where, on), on=on, now=now)


def _check_change(
    where: rows.Organization, local_policy: str | None, review_days: int | None
) -> None:
    problems = []
    if local_policy:
        known = sorted(rules_of(where.jurisdiction).locals)
        if local_policy not in known:
            reason = f"The policy has no local file “{local_policy}”."
            problems.append(Problem("local_policy", reason, f"Known: {', '.join(known)}."))
    if review_days is not None and not 1 <= review_days <= LONGEST_REVIEW_DAYS:
        reason = f"An answer takes from 1 to {LONGEST_REVIEW_DAYS} working days."
        problems.append(Problem("review_days", reason, "Write such a number."))
    if problems:
        raise ProblemsError(problems)


def _educators(where: rows.Organization, on: date) -> list[UUID]:
    there = Q(organization=where) | Q(organization__parent=where)
    held = rows.Role.objects.filter(there, in_force(on), kind=RoleKind.EDUCATOR)
    return list(held.values_list("person", flat=True).distinct())
