"""Reads of files of awards, for those who bring and approve them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from longleaf.domain.award.outside_file import columns_of
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import may
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import award
from longleaf.records.models import bulk as rows
from longleaf.records.models import microcredential as definitions
from longleaf.records.queries.job import open_job

_KINDS = (RoleKind.AUTHOR, RoleKind.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class VersionOffered:
    """A published version that the actor may award from a file."""

    id: UUID
    title: str
    number: int
    issuer: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file with all that whoever approves it must see.

    Attributes:
        state: "read", "approved" (it waits or goes on), "stopped", "cancelled" or "done".
        job: The work under way, if the actor asked for it.
        counts: How many rows came to what, by kind.
        may_approve: Whether the actor is an administrator of the issuer, and not who brought it.
        is_own: Whether the actor brought it.
    """

    id: UUID
    title: str
    slug: str
    number: int
    issuer: str
    assessor: str
    assessor_url: str
    basis: str
    invites: bool
    encoding: str
    problems: tuple[dict[str, Any], ...]
    rows: int
    read_by: str
    read_at: datetime
    approved_by: str
    approved_at: datetime | None
    starts_at: datetime | None
    cancelled_by: str
    cancelled_at: datetime | None
    ended_at: datetime | None
    state: str
    job: UUID | None
    counts: dict[str, int]
    may_approve: bool
    is_own: bool

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def awarded(self) -> int:
        return self.counts.get("awarded", 0) + self.counts.get("invited", 0)


def versions_to_award(who: Actor) -> list[VersionOffered]:
    """Published versions of the organizations that the actor brings files for, by title."""
    found = definitions.Version.objects.filter(
        state=definitions.VersionState.PUBLISHED,
        microcredential__issuer__in=who.reach(_KINDS),
        microcredential__issuer__issues_badges=True,
    ).select_related("microcredential__issuer")
    return [
        VersionOffered(one.pk, one.title, one.number, one.microcredential.issuer.name)
        for one in found.order_by("title", "pk")
    ]


def columns_for(who: Actor, version: UUID) -> tuple[str, tuple[str, ...]]:
    """The slug of a version's micro-credential, and the columns of a file that awards it.

    Raises:
        NoSuchRecordError: If the actor may not award it.
    """
    found = (
        definitions.Version.objects.filter(
            pk=version,
            state=definitions.VersionState.PUBLISHED,
            microcredential__issuer__in=who.reach(_KINDS),
        )
        .select_related("microcredential")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found.microcredential.slug, columns_of(parse_definition(found.definition).rubric)


def files_in_reach(who: Actor) -> QuerySet[rows.AwardFile, Any]:
    """Files of the organizations that the actor acts for, newest first, as values for a list."""
    awarded = Count("rows__result", filter=Q(rows__result__award__isnull=False))
    return (
        rows.AwardFile.objects.filter(organization__in=who.reach(_KINDS))
        .annotate(awarded=awarded)
        .order_by("-read_at", "pk")
        .values(
            "id",
            "version__title",
            "assessor",
            "read_by__name",
            "read_at",
            "row_count",
            "awarded",
            "approved_at",
            "cancelled_at",
            "ended_at",
        )
    )


def file_page(who: Actor, file: UUID) -> FilePage:
    """One file, with what came of it so far.

    Raises:
        NoSuchRecordError: If there is none in reach.
    """
    held = _held(who, file)
    counts = Counter(
        rows.AwardFileResult.objects.filter(row__file=held).values_list("kind", flat=True)
    )
    under_way = open_job("award_file", "file", held.pk)
    return FilePage(
        id=held.pk,
        title=held.version.title,
        slug=held.version.microcredential.slug,
        number=held.version.number,
        issuer=held.organization.name,
        assessor=held.assessor,
        assessor_url=held.assessor_url,
        basis=held.basis,
        invites=held.invites,
        encoding=held.encoding,
        problems=tuple(held.problems),
        rows=held.row_count,
        read_by=held.read_by.name,
        read_at=held.read_at,
        approved_by=held.approved_by.name if held.approved_by else "",
        approved_at=held.approved_at,
        starts_at=held.starts_at,
        cancelled_by=held.cancelled_by.name if held.cancelled_by else "",
        cancelled_at=held.cancelled_at,
        ended_at=held.ended_at,
        state=_state(held, is_under_way=under_way is not None),
        job=under_way.id if under_way and under_way.person == who.person else None,
        counts=dict(counts),
        may_approve=may(who, "approve_award_file", organization=held.organization_id)
        and held.read_by_id != who.person,
        is_own=held.read_by_id == who.person,
    )


def rows_of(who: Actor, file: UUID) -> QuerySet[rows.AwardFileRow, Any]:
    """A file's good rows in their order, each with what came of it, as values for a list."""
    held = _held(who, file)
    holding = award.Award.objects.filter(
        version=held.version_id, educator__email=OuterRef("email")
    ).exclude(state=award.AwardState.REVOKED)
    return (
        held.rows.annotate(holds_it=Exists(holding))
        .order_by("number")
        .values(
            "number",
            "email",
            "name",
            "earned_on",
            "expires_on",
            "narrative",
            "evidence",
            "levels",
            "result__kind",
            "result__reason",
            "result__award_id",
            "holds_it",
        )
    )


def outcomes_of(who: Actor, file: UUID) -> Iterator[tuple[int, str, str, date | None, str, str]]:
    """Every row of a file with what came of it: number, address, result, day, reason, award."""
    held = _held(who, file)
    left = "not done: the file was cancelled" if held.cancelled_at else "not done yet"
    lines: list[tuple[int, str, str, date | None, str, str]] = [
        (
            row["number"],
            row["email"],
            row["result__kind"] or left,
            row["earned_on"],
            row["result__reason"] or "",
            str(row["result__award_id"] or ""),
        )
        for row in rows_of(who, file)
    ]
    lines += [
        (problem["row"], "", "refused", None, f"{problem['column']}: {problem['reason']}", "")
        for problem in held.problems
    ]
    return iter(sorted(lines, key=lambda line: line[0]))


def _state(held: rows.AwardFile, *, is_under_way: bool) -> str:
    if held.cancelled_at:
        return "cancelled"
    if held.ended_at:
        return "done"
    if held.approved_at is None:
        return "read"
    return "approved" if is_under_way else "stopped"


def _held(who: Actor, file: UUID) -> rows.AwardFile:
    held = (
        rows.AwardFile.objects.select_related(
            "version__microcredential", "organization", "read_by", "approved_by", "cancelled_by"
        )
        .filter(pk=file, organization__in=who.reach(_KINDS))
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    return held
