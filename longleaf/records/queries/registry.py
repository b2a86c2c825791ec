"""The registry of issuers for a check: a few entries at a time, or the whole to carry off."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from longleaf.basis.day import day_in
from longleaf.credential.achievement_owner import Owner
from longleaf.credential.registry import Entry, Listing, Saying, Scope, ScopeKind, Statement
from longleaf.credential.registry_file import RegistryFile, merged
from longleaf.domain.badge.issuer import NoDidWebError, did_web_of
from longleaf.domain.badge.recognition import WITHDRAWN, Said, statements_in_force
from longleaf.records.models import badge as badges
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people
from longleaf.records.models import trust as rows

ZONE = "America/New_York"
_MICROCREDENTIALS = "/microcredentials/"


class RecordedRegistry:
    """The registry on record: a `RegistrySource` that reads only what is asked for."""

    def __init__(self, *, base_url: str) -> None:
        self._base_url = base_url
        self._entries: dict[str, Entry | None] = {}

    def entry_of(self, identifier: str) -> Entry | None:
        """See `RegistrySource.entry_of`."""
        if "\0" in identifier:  # no text for the database
            return None
        if identifier not in self._entries:
            self._entries[identifier] = self._read(identifier)
        return self._entries[identifier]

    def listings_of(self, identifier: str) -> tuple[Listing, ...]:
        """See `RegistrySource.listings_of`."""
        if "\0" in identifier:
            return ()
        return tuple(map(listing_of, listed().filter(identifier=identifier)))

    def owner_of(self, achievement: str) -> Owner | None:
        """See `RegistrySource.owner_of`: this site answers for what has its address."""
        place = f"{self._base_url}{_MICROCREDENTIALS}"
        if not achievement.startswith(place) or "\0" in achievement:
            return None
        slug = achievement.removeprefix(place).partition("/")[0]
        found = (
            definitions.Microcredential.objects.filter(slug=slug)
            .exclude(versions__published_at=None)
            .select_related("issuer")
            .first()
        )
        if found is None:
            return Owner(host_of(self._base_url), frozenset())
        return _as_owner(found.issuer, self._base_url)

    def _read(self, identifier: str) -> Entry | None:
        place = organization_with(identifier, base_url=self._base_url)
        held = rows.IssuerIdentifier.objects.filter(identifier=identifier, removed_at=None)
        wanted = Q(pk__in=held.values("issuer"))
        if place is not None:
            wanted |= Q(organization=place)
        entries = [
            entry_of(each, base_url=self._base_url) for each in known_issuers().filter(wanted)
        ]
        if place is not None:
            entries.append(entry_here(place, base_url=self._base_url))
        return merged(entries)


def known_issuers() -> "QuerySet[rows.KnownIssuer]":
    """The issuers on record, with all that is said of them."""
    said = rows.IssuerStatement.objects.select_related("owner_organization", "about")
    said = said.prefetch_related("owner_organization__signing_keys")
    return rows.KnownIssuer.objects.select_related("department", "organization").prefetch_related(
        "descriptions",
        Prefetch("identifiers", rows.IssuerIdentifier.objects.select_related("added_by")),
        Prefetch("statements", said.select_related("said_by").order_by("number")),
    )


def listed() -> "QuerySet[rows.ListedIssuer]":
    """What the registries of others list today."""
    return rows.ListedIssuer.objects.filter(
        edition__superseded_at=None,
        edition__applied_at__isnull=False,
        edition__registry__withdrawn_at=None,
    ).select_related("edition__registry")


def listing_of(row: rows.ListedIssuer) -> Listing:
    """A line of somebody else's registry."""
    return Listing(
        registry=row.edition.registry.name,
        identifier=row.identifier,
        name=row.name,
        website=row.website,
        location=row.location,
        obtained_on=row.edition.obtained_on,
    )


def entry_of(row: rows.KnownIssuer, *, base_url: str) -> Entry:
    """What is said of an issuer, from its row with all that hangs on it."""
    newest = row.descriptions.all()[0]
    identifiers = [each.identifier for each in row.identifiers.all() if each.removed_at is None]
    if row.organization is not None:
        identifiers += identifiers_of(row.organization, base_url)
    return Entry(
        name=newest.name,
        identifiers=tuple(dict.fromkeys(identifiers)),
        statements=statements_of(row, base_url=base_url),
        website=newest.website,
        location=newest.location,
    )


def statements_of(row: rows.KnownIssuer, *, base_url: str) -> tuple[Statement, ...]:
    """The statements that count, each with its days."""
    return statements_in_force([_said(each, row, base_url) for each in row.statements.all()])


def statement_of(row: rows.IssuerStatement, *, department: str, base_url: str) -> Statement:
    """A statement as it was made."""
    place = row.owner_organization
    return Statement(
        saying=Saying(row.kind),
        by=department,
        since=row.since,
        until=row.until,
        scope=Scope(ScopeKind(row.scope_kind), tuple(row.scope_values)),
        also_before=row.also_before,
        because=row.because,
        citation=row.citation,
        citation_url=row.citation_url,
        owner=place.name if place else row.owner_name,
        owner_identifiers=(
            tuple(identifiers_of(place, base_url))
            if place
            else tuple(filter(None, [row.owner_identifier]))
        ),
    )


def _said(row: rows.IssuerStatement, issuer: rows.KnownIssuer, base_url: str) -> Said:
    return Said(
        number=row.number,
        since=row.since,
        about=row.about.number if row.about else None,
        statement=None
        if row.kind == WITHDRAWN
        else statement_of(row, department=issuer.department.name, base_url=base_url),
    )


def organization_with(identifier: str, *, base_url: str) -> people.Organization | None:
    """The organization of this site that issues under an identifier."""
    by_key = people.Organization.objects.filter(signing_keys__controller=identifier).first()
    if by_key is not None:
        return by_key
    slug = _slug_in(identifier, base_url)
    if not slug:
        return None
    return people.Organization.objects.filter(slug=slug, issues_badges=True).first()


def entry_here(place: people.Organization, *, base_url: str) -> Entry:
    """An organization of this site as an issuer: this site keeps its keys."""
    return Entry(
        name=place.name,
        identifiers=tuple(identifiers_of(place, base_url)),
        website=place.website,
        issues_at=host_of(base_url),
    )


def identifiers_of(place: people.Organization, base_url: str) -> list[str]:
    """All identifiers of an organization of this site: its keys', its did:web and its pages."""
    keys = [key.controller for key in place.signing_keys.all()]
    pages = [f"{start}{place.slug}" for start in _pages(base_url)]
    return list(dict.fromkeys([*keys, *_did_web(place.slug, base_url), *pages]))


def issuing_here() -> "QuerySet[people.Organization]":
    """The organizations whose keys this site keeps."""
    has_key = badges.SigningKey.objects.values("organization")
    return (
        people.Organization.objects.filter(Q(pk__in=has_key) | Q(issues_badges=True))
        .prefetch_related("signing_keys")
        .order_by("name")
    )


def whole_registry(*, base_url: str) -> RegistryFile:
    """All that a check elsewhere, offline, needs of this registry."""
    keepers = people.Organization.objects.filter(kind="department").order_by("name")
    owners = _owners_by_address(base_url)
    return RegistryFile(
        keeper=" and ".join(keepers.values_list("name", flat=True)) or host_of(base_url),
        entries=(
            *(entry_of(each, base_url=base_url) for each in _with_keys(known_issuers())),
            *_entries_here(issuing_here(), base_url),
        ),
        listings=tuple(map(listing_of, listed())),
        owners=(*owners, (f"{base_url}{_MICROCREDENTIALS}".rstrip("/"), _nobody(base_url))),
        site=base_url,
        zone=ZONE,
    )


def host_of(base_url: str) -> str:
    """The site's name: its host, with the port if it has one of its own."""
    return urlsplit(base_url).netloc


def _with_keys(found: "QuerySet[rows.KnownIssuer]") -> "QuerySet[rows.KnownIssuer]":
    return found.prefetch_related("organization__signing_keys")


def _entries_here(places: Iterable[people.Organization], base_url: str) -> list[Entry]:
    """The organizations, and beside each those of its keys that may be in others' hands.

    Here a badge of such a key is known to be ours if it is on record. Whoever checks elsewhere
    cannot know that, so such a key stands alone and is distrusted altogether.
    """
    found = []
    for place in places:
        found.append(entry_here(place, base_url=base_url))
        found += [
            Entry(
                place.name,
                (key.controller,),
                (
                    Statement(
                        saying=Saying.DISTRUSTED,
                        by=place.name,
                        since=day_in(ZONE, key.distrusted_since),
                        because=key.distrust_reason,
                    ),
                ),
                place.website,
            )
            for key in place.signing_keys.all()
            if key.distrusted_since is not None and key.controller.startswith("did:key:")
        ]
    return found


def _owners_by_address(base_url: str) -> Sequence[tuple[str, Owner]]:
    made: dict[UUID, Owner] = {}
    found = []
    published = (
        definitions.Microcredential.objects.exclude(versions__published_at=None)
        .select_related("issuer")
        .prefetch_related("issuer__signing_keys")
        .order_by("slug")
    )
    for each in published:
        owner = made.setdefault(each.issuer_id, _as_owner(each.issuer, base_url))
        found.append((f"{base_url}{_MICROCREDENTIALS}{each.slug}", owner))
    return found


def _nobody(base_url: str) -> Owner:
    """Of an address of this site under which nothing was published."""
    return Owner(host_of(base_url), frozenset())


def _as_owner(place: people.Organization, base_url: str) -> Owner:
    return Owner(place.name, frozenset(identifiers_of(place, base_url)))


def _pages(base_url: str) -> tuple[str, str]:
    """How the pages of this site's organizations begin, up to the slug."""
    return f"{base_url}/issuers/", f"{base_url}/organizations/"


def _did_web(slug: str, base_url: str) -> list[str]:
    try:
        return [did_web_of(slug, base_url=base_url)]
    except NoDidWebError:
        return []


def _slug_in(identifier: str, base_url: str) -> str:
    """The slug of the organization of this site that an identifier would be of; "" if of none."""
    for start in _pages(base_url):
        if identifier.startswith(start):
            return identifier.removeprefix(start)
    slug = identifier.rpartition(":")[2]
    is_did = identifier.startswith("did:web:") and identifier in _did_web(slug, base_url)
    return slug if is_did else ""
