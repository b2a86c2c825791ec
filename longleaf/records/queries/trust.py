"""Reads of the registry of issuers for pages: who is on record, what is said of each, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from longleaf.credential.ports import Standing
from longleaf.credential.registry import Entry, Saying, ScopeKind, Statement, standing_on
from longleaf.domain.badge.recognition import WITHDRAWN
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import organization as people
from longleaf.records.models import trust as rows
from longleaf.records.queries.listing import Listing
from longleaf.records.queries.registry import (
    entry_here,
    entry_of,
    issuing_here,
    known_issuers,
    listed,
    organization_with,
    statement_of,
)

LISTED = "listed"


@dataclass(frozen=True, slots=True)
class IssuerFilter:
    """Which issuers are wanted; an empty value leaves the choice open."""

    standing: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class IssuerLine:
    """An issuer in a list.

    Attributes:
        id: None for an organization of this site of which nothing more is said.
        slug: The organization's page, for one of this site.
        by: Who says so.
        scope: For what, where it is recognized.
        since, until: The days of what is said of it.
    """

    id: UUID | None
    name: str
    slug: str
    identifiers: tuple[str, ...]
    website: str
    location: str
    standing: Standing
    by: str
    scope: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of somebody else's registry."""

    identifier: str
    name: str
    website: str
    location: str
    registry: str
    obtained_on: date


def department_of(who: Actor) -> UUID:
    """The department whose registry the actor keeps.

    Raises:
        NotPermittedError: If they keep none.
    """
    home = who.home({RoleKind.DEPARTMENT_STAFF})
    authorize(who, "keep_registry", organization=home)
    if home is None:
        raise NotPermittedError("keep_registry")
    return home


def issuers_on_record(
    wanted: IssuerFilter, *, base_url: str, on: date, department: UUID | None = None
) -> list[IssuerLine]:
    """The issuers on record, and the organizations that issue here, by name.

    Args:
        wanted: Which.
        base_url: The site's address.
        on: The day whose standing is meant.
        department: Whose registry; None for those of all.
    """
    known = known_issuers().prefetch_related("organization__signing_keys")
    if department is not None:
        known = known.filter(department=department)
    lines, said_of = [], set()
    for row in known:
        entry = entry_of(row, base_url=base_url)
        if row.organization is not None:
            said_of.add(row.organization_id)
            entry = _also_here(entry, row.organization, base_url)
        lines.append(_line(entry, on, row=row))
    lines += [
        _line(entry_here(place, base_url=base_url), on, slug=place.slug)
        for place in issuing_here()
        if place.pk not in said_of
    ]
    words = wanted.words.lower()
    fitting = [
        line
        for line in lines
        if (not wanted.standing or line.standing == wanted.standing)
        and (not words or words in line.name.lower() or wanted.words in line.identifiers)
    ]
    return sorted(fitting, key=lambda line: line.name.lower())


def listed_elsewhere(words: str) -> Listing[ListedLine]:
    """What the registries of others list today, by name."""
    found = listed()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(identifier=words))
    return Listing(found.order_by("name", "id"), _listed_lines)


def _listed_lines(page: Sequence[rows.ListedIssuer]) -> list[ListedLine]:
    return [
        ListedLine(
            row.identifier,
            row.name,
            row.website,
            row.location,
            row.edition.registry.name,
            row.edition.obtained_on,
        )
        for row in page
    ]


def _also_here(entry: Entry, place: people.Organization, base_url: str) -> Entry:
    here = entry_here(place, base_url=base_url)
    return Entry(
        entry.name,
        entry.identifiers,
        entry.statements,
        entry.website or here.website,
        entry.location,
        here.issues_at,
    )


def _line(
    entry: Entry, on: date, *, row: rows.KnownIssuer | None = None, slug: str = ""
) -> IssuerLine:
    standing = standing_on(entry, on)
    shown = _shown(entry.statements, standing, on)
    if row is not None and row.organization is not None:
        slug = row.organization.slug
    by = shown.by if shown else ""
    if standing is Standing.ISSUES_HERE:
        by = entry.issues_at
    elif row is not None and not by:
        by = row.department.name
    return IssuerLine(
        id=row.pk if row else None,
        name=entry.name,
        slug=slug,
        identifiers=entry.identifiers,
        website=entry.website,
        location=entry.location,
        standing=standing,
        by=by,
        scope=shown.scope.in_words() if shown and shown.saying is Saying.RECOGNIZED else "",
        since=shown.since if shown else None,
        until=shown.until if shown else None,
    )


def _shown(said: Iterable[Statement], standing: Standing, on: date) -> Statement | None:
    """The statement that a standing rests on: the newest of those that hold, or that held."""
    saying = Saying.DISTRUSTED if standing is Standing.DISTRUSTED else Saying.RECOGNIZED
    fitting = [each for each in said if each.saying is saying]
    if standing is Standing.RECOGNIZED:
        fitting = [each for each in fitting if each.scope.kind is ScopeKind.EVERYTHING]
    held = [each for each in fitting if each.holds(on)]
    if standing is Standing.ISSUES_HERE:
        return None
    return max(held or fitting, key=lambda each: each.since, default=None)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement in an issuer's history.

    Attributes:
        state: in_force, to_come, ended, withdrawn (from a day on), amended, or end (it is itself
            a withdrawal).
        ended_on: The first day on which it counts no more, where it was withdrawn.
        about: The number of the statement that it withdraws or amends.
        by: The department that says it; `said_by`: the person who wrote it down.
    """

    number: int
    kind: str
    state: str
    scope: str
    since: date
    until: date | None
    ended_on: date | None
    also_before: bool
    because: str
    citation: str
    citation_url: str
    owner: str
    about: int | None
    by: str
    said_by: str
    said_at: datetime
    draft: dict[str, Any]

    @property
    def can_change(self) -> bool:
        """Whether it can still be amended or withdrawn."""
        return self.state in {"in_force", "to_come", "ended"}


@dataclass(frozen=True, slots=True)
class IssuerPage:
    """All that is on record of an issuer; the newest statement first."""

    line: IssuerLine
    department: str
    is_here: bool
    statements: tuple[StatementLine, ...]
    former_identifiers: tuple[tuple[str, datetime], ...]
    former_names: tuple[tuple[str, datetime], ...]
    listed: tuple[ListedLine, ...]


def issuer_page(issuer: UUID, *, base_url: str, on: date, who: Actor | None = None) -> IssuerPage:
    """An issuer as everyone may see it, or, for whoever keeps the registry, theirs alone.

    Raises:
        NoSuchRecordError: If there is none, or it stands in another department's registry.
    """
    found = known_issuers().prefetch_related("organization__signing_keys").filter(pk=issuer)
    if who is not None:
        found = found.filter(department=department_of(who))
    row = found.first()
    if row is None:
        raise NoSuchRecordError
    entry = entry_of(row, base_url=base_url)
    if row.organization is not None:
        entry = _also_here(entry, row.organization, base_url)
    followers = {each.about.number: each for each in row.statements.all() if each.about is not None}
    said = [_statement_line(each, followers, row, on, base_url) for each in row.statements.all()]
    removed = [each for each in row.identifiers.all() if each.removed_at is not None]
    return IssuerPage(
        line=_line(entry, on, row=row),
        department=row.department.name,
        is_here=row.organization_id is not None,
        statements=tuple(reversed(said)),
        former_identifiers=tuple(
            (each.identifier, each.removed_at) for each in removed if each.removed_at
        ),
        former_names=tuple((each.name, each.written_at) for each in row.descriptions.all()[1:]),
        listed=tuple(_listed_lines(list(listed().filter(identifier__in=entry.identifiers)))),
    )


def _statement_line(
    row: rows.IssuerStatement,
    followers: dict[int, rows.IssuerStatement],
    issuer: rows.KnownIssuer,
    on: date,
    base_url: str,
) -> StatementLine:
    follower = followers.get(row.number)
    is_end = row.kind == WITHDRAWN
    said = (
        None if is_end else statement_of(row, department=issuer.department.name, base_url=base_url)
    )
    ended_on = follower.since if follower is not None and follower.kind == WITHDRAWN else None
    return StatementLine(
        number=row.number,
        kind=row.kind,
        state=_state(row, follower, on),
        scope=said.scope.in_words() if said else "",
        since=row.since,
        until=row.until,
        ended_on=ended_on,
        also_before=row.also_before,
        because=row.because,
        citation=row.citation,
        citation_url=row.citation_url,
        owner=said.owner if said else "",
        about=row.about.number if row.about else None,
        by=issuer.department.name,
        said_by=row.said_by.name,
        said_at=row.said_at,
        draft={
            "saying": row.kind,
            "since": row.since,
            "until": row.until,
            "scope_kind": row.scope_kind,
            "scope_values": "\n".join(row.scope_values),
            "also_before": row.also_before,
            "because": row.because,
            "citation": row.citation,
            "citation_url": row.citation_url,
            "owner": str(row.owner_organization_id or ""),
            "owner_name": row.owner_name,
            "owner_identifier": row.owner_identifier,
        },
    )


def _state(row: rows.IssuerStatement, follower: rows.IssuerStatement | None, on: date) -> str:
    if row.kind == WITHDRAWN:
        return "end"
    if follower is not None:
        return "withdrawn" if follower.kind == WITHDRAWN else "amended"
    if on < row.since:
        return "to_come"
    return "ended" if row.until is not None and row.until < on else "in_force"


def not_yet_on_record(who: Actor) -> list[tuple[UUID, str]]:
    """The organizations that issue here and of which the actor's department says nothing."""
    said_of = rows.KnownIssuer.objects.filter(
        department=department_of(who), organization__isnull=False
    )
    found = issuing_here().exclude(pk__in=said_of.values("organization"))
    return list(found.values_list("id", "name"))


def owners_here() -> list[tuple[UUID, str]]:
    """The organizations of this site that can own an achievement."""
    return list(issuing_here().values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class LookUp:
    """What is on record under one identifier."""

    issuer: UUID | None
    name: str
    standing: Standing
    by: str
    since: date | None
    listed: tuple[ListedLine, ...]


def look_up(identifier: str, *, base_url: str, on: date) -> LookUp:
    """Who an identifier is, as far as anybody said; unknown is an answer too."""
    if "\0" in identifier:
        return LookUp(None, "", Standing.UNKNOWN, "", None, ())
    lists = tuple(_listed_lines(list(listed().filter(identifier=identifier))))
    place = organization_with(identifier, base_url=base_url)
    wanted = Q(identifiers__identifier=identifier, identifiers__removed_at=None)
    if place is not None:
        wanted |= Q(organization=place)
    row = known_issuers().filter(wanted).distinct().first()
    if row is not None:
        entry = entry_of(row, base_url=base_url)
        line = _line(_also_here(entry, place, base_url) if place else entry, on, row=row)
    elif place is not None:
        line = _line(entry_here(place, base_url=base_url), on)
    else:
        standing = Standing.LISTED if lists else Standing.UNKNOWN
        return LookUp(None, lists[0].name if lists else "", standing, "", None, lists)
    return LookUp(line.id, line.name, line.standing, line.by, line.since, lists)
