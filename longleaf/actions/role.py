"""Ending roles; who supervises whom; the schools of an LEA."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.invitation import may_grant
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import in_force


def end_role(*, by: Actor, role: UUID, last_day: date, on: date, now: datetime) -> None:
    """Let a role end with its last day; ending it on the same day again changes nothing.

    Raises:
        NotPermittedError: If the actor may not give or end this role.
        ProblemsError: If the day lies before the role began or in the past beyond yesterday, or
            the role is the actor's own.
        AlreadyDoneError: If the role has ended already.
    """
    with transaction.atomic():
        found = (
            rows.Role.objects.select_for_update(of=("self",))
            .select_related("organization")
            .filter(pk=role)
            .first()
        )
        if found is None:
            raise NoSuchRecordError
        authorize(by, "end_role", organization=found.organization_id)
        if not may_grant(
            by,
            RoleKind(found.kind),
            organization=found.organization_id,
            kind=found.organization.kind,
        ):
            raise NotPermittedError("end_role")
        if found.ended_on == last_day:
            return
        if found.ended_on is not None and found.ended_on < on:
            raise AlreadyDoneError("This role has ended already.")
        _check_last_day(found, by, last_day, on)
        found.ended_on = last_day
        found.save(update_fields=["ended_on"])
        record_event(
            "role.ended",
            by=by,
            subject=("role", found.pk),
            organization=found.organization_id,
            details={
                "role": found.kind,
                "person": str(found.person_id),
                "last_day": last_day.isoformat(),
            },
            now=now,
        )
        notify(
            found.person_id,
            kind="role_ended",
            subject=f"Your role at {found.organization.name} ends",
            body=f"Your work as {found.get_kind_display().lower()} for {found.organization.name} "
            f"ends with {last_day:%B} {last_day.day}, {last_day.year}. "
            "What you earned stays yours.",
            now=now,
        )


def _check_last_day(found: rows.Role, by: Actor, last_day: date, on: date) -> None:
    if found.person_id == by.person:
        reason = "This role is your own."
        raise ProblemsError([Problem("last_day", reason, "Ask another administrator to end it.")])
    earliest = max(found.began_on, on - timedelta(days=1))
    if last_day < earliest:
        raise ProblemsError(
            [
                Problem(
                    "last_day",
                    "The last day lies too far back.",
                    f"Choose {earliest:%B} {earliest.day}, {earliest.year}, or later.",
                )
            ]
        )


def record_supervision(
    *, by: Actor, organization: UUID, supervisor: str, educator: str, on: date, now: datetime
) -> None:
    """Record that one person supervises another from a day on; twice changes nothing.

    Both are named by their e-mail, and both work for the organization.

    Raises:
        ProblemsError: If an address belongs to nobody of the organization, or both to one person.
    """
    with transaction.atomic():
        authorize(by, "record_supervision", organization=organization)
        rows.Organization.objects.select_for_update(no_key=True).get(pk=organization)
        above = _person_of(organization, supervisor, on)
        below = _person_of(organization, educator, on)
        problems = [
            Problem(where, f"Nobody here has the address “{email}”.", "Invite them first.")
            for where, email, found in (
                ("supervisor", supervisor, above),
                ("educator", educator, below),
            )
            if found is None
        ]
        if above is not None and above == below:
            problems.append(Problem("educator", "Nobody supervises themselves."))
        if problems:
            raise ProblemsError(problems)
        found, made = rows.Supervision.objects.filter(in_force(on)).get_or_create(
            supervisor_id=above, educator_id=below, defaults={"began_on": on}
        )
        if made:
            record_event(
                "supervision.recorded",
                by=by,
                subject=("supervision", found.pk),
                organization=organization,
                details={"supervisor": str(above), "educator": str(below)},
                now=now,
            )


def end_supervision(
    *, by: Actor, organization: UUID, supervision: UUID, on: date, now: datetime
) -> None:
    """End a supervision with today; ending it again changes nothing."""
    with transaction.atomic():
        authorize(by, "record_supervision", organization=organization)
        found = rows.Supervision.objects.select_for_update().filter(pk=supervision).first()
        if found is None or not _works_at(organization, found.educator_id, on):
            raise NoSuchRecordError
        if found.ended_on is not None and found.ended_on <= on:
            return
        found.ended_on = on
        found.save(update_fields=["ended_on"])
        record_event(
            "supervision.ended",
            by=by,
            subject=("supervision", found.pk),
            organization=organization,
            now=now,
        )


def add_school(*, by: Actor, organization: UUID, name: str, now: datetime) -> UUID:
    """Add a school to an LEA.

    Raises:
        ProblemsError: If the name is missing, or the organization is no LEA.
        AlreadyDoneError: If the LEA has a school of this name.
    """
    name = " ".join(name.split())
    with transaction.atomic():
        authorize(by, "add_school", organization=organization)
        lea = rows.Organization.objects.select_for_update(no_key=True).get(pk=organization)
        if lea.kind != rows.OrganizationKind.LEA:
            raise ProblemsError([Problem("name", "Only an LEA has schools.")])
        if not name:
            raise ProblemsError([Problem("name", "There is no name.", "Write the school's name.")])
        if lea.children.filter(name__iexact=name).exists():
            raise AlreadyDoneError(f"{lea.name} has a school called {name} already.")
        school = rows.Organization.objects.create(
            kind=rows.OrganizationKind.SCHOOL,
            name=name[:200],
            slug=_slug(f"{lea.slug}-{name}"),
            parent=lea,
            jurisdiction=lea.jurisdiction,
            is_demo=lea.is_demo,
        )
        record_event(
            "school.added",
            by=by,
            subject=("organization", school.pk),
            organization=organization,
            now=now,
        )
    return school.pk


def _slug(wanted: str) -> str:
    base = slugify(wanted)[:70] or "school"
    taken = set(
        rows.Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _reach(organization: UUID) -> list[UUID]:
    children = rows.Organization.objects.filter(parent=organization).values_list("pk", flat=True)
    return [organization, *children]


def _person_of(organization: UUID, email: str, on: date) -> UUID | None:
    return (
        rows.Role.objects.filter(
            in_force(on),
            organization__in=_reach(organization),
            person__email__iexact=email.strip(),
        )
        .values_list("person_id", flat=True)
        .first()
    )


def _works_at(organization: UUID, person: UUID, on: date) -> bool:
    return rows.Role.objects.filter(
        in_force(on), organization__in=_reach(organization), person=person
    ).exists()
