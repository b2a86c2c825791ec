"""Reads of the registries of others that a department has taken over, or looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Prefetch, QuerySet

from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import trust as rows
from longleaf.records.queries.organization import staff_of
from longleaf.records.queries.trust import department_of


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition of somebody else's registry, in a list."""

    id: UUID
    obtained_on: date
    address: str
    digest: str
    read_at: datetime
    answered_by: str
    good: int
    state: str  # read, listed, superseded


@dataclass(frozen=True, slots=True)
class RegistryLine:
    """Somebody else's registry with its editions, the newest first."""

    id: UUID
    name: str
    listed: int
    withdrawn_at: datetime | None
    withdrawn_because: str
    editions: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True)
class EditionPage:
    """An edition with all its rows and problems."""

    registry: UUID
    name: str
    form: str
    line: EditionLine
    is_withdrawn: bool
    rows: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    former: int  # how many the edition listed now lists
    added: int
    gone: int


def registries_of(who: Actor) -> list[RegistryLine]:
    """The registries of others in the actor's registry; those withdrawn come last."""
    editions = (
        _counted(rows.RegistryEdition.objects.all())
        .defer("rows", "problems")
        .select_related("answered_by")
    )
    found = rows.OtherRegistry.objects.filter(department=department_of(who)).prefetch_related(
        Prefetch("editions", editions)
    )
    counts = dict(
        rows.ListedIssuer.objects.filter(edition__superseded_at=None)
        .order_by()
        .values_list("edition__registry")
        .annotate(Count("pk"))
    )
    lines = [
        RegistryLine(
            id=each.pk,
            name=each.name,
            listed=0 if each.withdrawn_at else counts.get(each.pk, 0),
            withdrawn_at=each.withdrawn_at,
            withdrawn_because=each.withdrawn_because,
            editions=tuple(_edition_line(edition) for edition in each.editions.all()[:20]),
        )
        for each in found
    ]
    return sorted(lines, key=lambda line: (line.withdrawn_at is not None, line.name.lower()))


def edition_page(edition: UUID, *, who: Actor) -> EditionPage:
    """An edition, to be looked at before it is listed.

    Raises:
        NoSuchRecordError: If there is none in the actor's registry.
    """
    found = (
        _counted(rows.RegistryEdition.objects.all())
        .filter(pk=edition, registry__department=department_of(who))
        .select_related("registry", "answered_by")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    now_listed = set(
        rows.ListedIssuer.objects.filter(
            edition__registry=found.registry, edition__superseded_at=None
        ).values_list("identifier", flat=True)
    )
    here = {row["identifier"] for row in found.rows}
    return EditionPage(
        registry=found.registry_id,
        name=found.registry.name,
        form=found.form,
        line=_edition_line(found),
        is_withdrawn=found.registry.withdrawn_at is not None,
        rows=found.rows,
        problems=found.problems,
        former=len(now_listed),
        added=len(here - now_listed),
        gone=len(now_listed - here),
    )


def registry_to_withdraw(registry: UUID, *, who: Actor) -> str:
    """The name of a registry in the actor's registry.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = rows.OtherRegistry.objects.filter(pk=registry, department=department_of(who)).first()
    if found is None:
        raise NoSuchRecordError
    return found.name


def colleagues_of(who: Actor, *, on: date) -> list[tuple[UUID, str]]:
    """Who can answer for taking over a registry: the department's staff today."""
    return staff_of(department_of(who), on=on)


def _counted(found: "QuerySet[rows.RegistryEdition]") -> "QuerySet[rows.RegistryEdition]":
    """With the number of good entries, so that the entries need not be read to be counted."""
    return found.annotate(
        good=Func(F("rows"), function="jsonb_array_length", output_field=IntegerField())
    )


def _edition_line(row: Any) -> EditionLine:
    state = "read"
    if row.applied_at is not None:
        state = "listed" if row.superseded_at is None else "superseded"
    return EditionLine(
        id=row.pk,
        obtained_on=row.obtained_on,
        address=row.address,
        digest=row.digest,
        read_at=row.read_at,
        answered_by=row.answered_by.name,
        good=row.good,
        state=state,
    )


def edition_summary(edition: UUID) -> tuple[str, int, list[dict[str, Any]]]:
    """An edition's digest, how many entries of it are good, and its problems, for its operator."""
    found = rows.RegistryEdition.objects.get(pk=edition)
    return found.digest, len(found.rows), found.problems
