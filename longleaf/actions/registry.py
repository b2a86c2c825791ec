"""Verbs on the registries of others: read, looked at, taken over edition by edition, withdrawn."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.badge.listing import read_listing
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.records.models import organization as people
from longleaf.records.models import trust as rows
from longleaf.records.queries.organization import in_force

VERB = "import_registry"
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 500
_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a registry's file comes from.

    Attributes:
        registry: The registry's name.
        address: Where the file was had; "" if somebody handed it in.
        obtained_on: On which day.
    """

    registry: str
    obtained_on: date
    address: str = ""


@transaction.atomic
def read_registry(
    *,
    by: Actor,
    department: UUID,
    origin: Origin,
    content: bytes,
    answered_by: UUID | None = None,
    on: date,
    now: datetime,
) -> UUID:
    """Read a registry's file and keep what it says, to be looked at and then applied.

    Args:
        by: Whoever reads it.
        department: Whose registry takes it over.
        origin: Where it comes from.
        content: The file.
        answered_by: Who in the department answers for taking it over; the actor if None.
        on: Today.
        now: The present moment.

    Raises:
        ProblemsError: If the file as a whole cannot be read; faults of entries are kept with it.
    """
    authorize(by, VERB, organization=department)
    person = person_acting(by) if answered_by is None else answered_by
    tidy = _checked(origin, on)
    if not _is_staff(person, department, on):
        fix = "Name somebody who serves there today."
        message = "Whoever answers for a registry serves the Department."
        raise ProblemsError([Problem("answered_by", message, fix)])
    read = read_listing(content)
    _lock(department)
    registry, _ = rows.OtherRegistry.objects.get_or_create(
        department_id=department,
        name=tidy.registry,
        withdrawn_at=None,
        defaults={"began_at": now},
    )
    made = rows.RegistryEdition.objects.create(
        registry=registry,
        form=read.form,
        digest=read.digest,
        address=tidy.address,
        obtained_on=tidy.obtained_on,
        answered_by_id=person,
        read_at=now,
        rows=[row.as_json() for row in read.rows],
        problems=[asdict(problem) for problem in read.problems],
    )
    _event(
        "registry.read",
        by,
        made,
        {"digest": read.digest, "rows": len(read.rows), "problems": len(read.problems)},
        now,
    )
    return made.pk


@transaction.atomic
def apply_registry(*, by: Actor, edition: UUID, only_if_all_good: bool, now: datetime) -> int:
    """List what an edition lists, in place of the edition before; gives how many entries.

    Raises:
        NoSuchRecordError: If there is no such edition in the actor's registry.
        AlreadyDoneError: If it was applied already, or a later one was, or the registry withdrawn.
        ProblemsError: If all entries had to be good and one is not, or none is.
    """
    held = _edition(by, edition)
    if held.applied_at is not None:
        raise AlreadyDoneError("This edition is listed already.")
    if held.registry.withdrawn_at is not None:
        raise AlreadyDoneError("This registry was withdrawn. Read the file anew to list it again.")
    if held.registry.editions.filter(applied_at__isnull=False, read_at__gt=held.read_at).exists():
        raise AlreadyDoneError("A later edition of this registry is listed already.")
    if only_if_all_good and held.problems:
        raise ProblemsError(
            [Problem(f"row {each['row']}", each["reason"], each["fix"]) for each in held.problems]
        )
    if not held.rows:
        raise ProblemsError([Problem("", "There is no good entry in it to list.")])
    held.registry.editions.filter(applied_at__isnull=False, superseded_at=None).update(
        superseded_at=now
    )
    held.applied_at, held.applied_by_id = now, by.person
    held.save(update_fields=["applied_at", "applied_by"])
    rows.ListedIssuer.objects.bulk_create(
        (
            rows.ListedIssuer(
                edition=held, **{key: value for key, value in row.items() if key != "number"}
            )
            for row in held.rows
        ),
        batch_size=2_000,
    )
    _event("registry.listed", by, held, {"digest": held.digest, "rows": len(held.rows)}, now)
    return len(held.rows)


@transaction.atomic
def withdraw_registry(*, by: Actor, registry: UUID, because: str, now: datetime) -> None:
    """Stop listing what somebody else's registry lists; all that was listed stays on record.

    Raises:
        NoSuchRecordError: If there is no such registry.
        AlreadyDoneError: If it was withdrawn already.
        ProblemsError: If there is no reason.
    """
    found = rows.OtherRegistry.objects.filter(pk=registry).first()
    if found is None:
        raise NoSuchRecordError
    authorize(by, VERB, organization=found.department_id)
    _lock(found.department_id)
    found.refresh_from_db()
    if found.withdrawn_at is not None:
        raise AlreadyDoneError("This registry was withdrawn already.")
    reason = because.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        raise ProblemsError([Problem("because", "Say why, in a sentence or two.")])
    found.withdrawn_at, found.withdrawn_by_id, found.withdrawn_because = now, by.person, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record_event(
        "registry.withdrawn",
        by=by,
        subject=("registry", found.pk),
        organization=found.department_id,
        now=now,
    )


def _checked(origin: Origin, on: date) -> Origin:
    name, address = " ".join(origin.registry.split()), origin.address.strip()
    problems = []
    if not name or len(name) > _LONGEST_NAME or not is_storable(name):
        fix = f"Write it in at most {_LONGEST_NAME} characters."
        problems.append(Problem("registry", "The registry needs its name.", fix))
    if address and (
        len(address) > _LONGEST_ADDRESS
        or not address.startswith(("https://", "http://"))
        or not is_storable(address)
    ):
        problems.append(Problem("address", "This is not a web address.", "Start with https://."))
    if origin.obtained_on > on:
        problems.append(Problem("obtained_on", "That day is still to come."))
    if problems:
        raise ProblemsError(problems)
    return Origin(name, origin.obtained_on, address)


def _is_staff(person: UUID, department: UUID, on: date) -> bool:
    return people.Role.objects.filter(
        in_force(on), person=person, organization=department, kind=RoleKind.DEPARTMENT_STAFF
    ).exists()


def _lock(department: UUID) -> None:
    found = people.Organization.objects.select_for_update().filter(pk=department, kind="department")
    if found.only("id").first() is None:
        raise NoSuchRecordError


def _edition(by: Actor, edition: UUID) -> rows.RegistryEdition:
    found = rows.RegistryEdition.objects.filter(pk=edition).select_related("registry").first()
    if found is None:
        raise NoSuchRecordError
    authorize(by, VERB, organization=found.registry.department_id)
    _lock(found.registry.department_id)
    return rows.RegistryEdition.objects.select_related("registry").get(pk=edition)


def _event(
    verb: str, by: Actor, edition: rows.RegistryEdition, details: dict[str, Any], now: datetime
) -> None:
    record_event(
        verb,
        by=by,
        subject=("registry_edition", edition.pk),
        organization=edition.registry.department_id,
        details=details,
        now=now,
    )
