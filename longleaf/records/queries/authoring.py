"""Reads of versions as those who write them see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When

from longleaf.domain.microcredential.publication import may_publish
from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import microcredential as rows
from longleaf.records.models import organization as organizations
from longleaf.records.queries.microcredential import WRITERS, ShownVersion, shown_version

State = rows.VersionState
# What waits for someone stands first.
_TURN = Case(
    When(state=State.PROPOSED, then=Value(0)),
    When(state=State.DRAFT, then=Value(1)),
    default=Value(2),
)
STATES = {state.value: state.label for state in State}


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One version in an author's list."""

    id: UUID
    slug: str
    title: str
    number: int
    state: str
    state_words: str
    issuer: str
    changed_by: str
    changed_at: datetime
    published_at: datetime | None
    returned: bool


def written_versions(by: Actor, *, state: str = "", words: str = "") -> list[WrittenLine]:
    """The versions of the issuers that `by` writes for: those that wait first, then the newest.

    Without a state, those replaced by later versions are left out.
    """
    found = rows.Version.objects.filter(microcredential__issuer__in=by.reach(WRITERS))
    found = found.filter(state=state) if state in STATES else found.exclude(state=State.REPLACED)
    if words.strip():
        found = found.filter(title__icontains=words.strip())
    return [
        WrittenLine(
            id=one.pk,
            slug=one.microcredential.slug,
            title=one.title,
            number=one.number,
            state=one.state,
            state_words=State(one.state).label,
            issuer=one.microcredential.issuer.name,
            changed_by=one.changed_by.name,
            changed_at=one.changed_at,
            published_at=one.published_at,
            returned=bool(one.returned_because) and one.state == State.DRAFT,
        )
        for one in found.select_related("microcredential__issuer", "changed_by")
        .defer("definition", "search_text", "search")
        .order_by(_TURN, "-changed_at", "title")
    ]


@dataclass(frozen=True, slots=True)
class Written:
    """A version with what its writers need: the raw draft, its revision, and who wrote it.

    Attributes:
        data: The definition as it stands, complete or not.
        authors: Everyone who wrote part of it.
        may_publish: Whether the reader is a second person.
        why: Why they may, or may not.
    """

    shown: ShownVersion
    title: str
    data: Mapping[str, Any]
    revision: int
    changed_by: str
    changed_at: datetime
    authors: tuple[str, ...]
    is_author: bool
    may_publish: bool
    why: str
    returned_because: str
    published_by: str

    @property
    def id(self) -> UUID:
        return self.shown.id

    @property
    def state(self) -> str:
        return self.shown.state


def written_version(by: Actor, version: UUID) -> Written:
    """A version of an issuer that `by` writes for.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    row = (
        rows.Version.objects.filter(pk=version, microcredential__issuer__in=by.reach(WRITERS))
        .select_related("microcredential", "changed_by", "published_by")
        .first()
    )
    if row is None:
        raise NoSuchRecordError
    authors = dict(row.authors.values_list("pk", "name"))
    decision = may_publish(authors.keys(), by.person)
    return Written(
        shown=shown_version(row.microcredential.slug, row.number, by=by),
        title=row.title,
        data=row.definition,
        revision=row.revision,
        changed_by=row.changed_by.name,
        changed_at=row.changed_at,
        authors=tuple(sorted(authors.values())),
        is_author=by.person in authors,
        may_publish=decision.allowed,
        why=decision.reason,
        returned_because=row.returned_because,
        published_by=row.published_by.name if row.published_by else "",
    )


def issuers_written_for(by: Actor) -> list[tuple[UUID, str]]:
    """The organizations for which `by` can begin a micro-credential; the one acted for first."""
    found = organizations.Organization.objects.filter(
        pk__in=by.reach(WRITERS), issues_badges=True
    ).values_list("pk", "name")
    return sorted(found, key=lambda one: (one[0] != by.acting_for, one[1]))
