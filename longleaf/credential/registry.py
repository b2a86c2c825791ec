"""A registry of issuers: who recognizes whom, for what, from which day to which, and whose word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from longleaf.basis.day import day_in
from longleaf.credential.achievement_owner import Owner, other_owner
from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.instants import parse_instant
from longleaf.credential.ports import AchievementOwner, Recognition, Standing
from longleaf.credential.refusal import RefusedError

# Where a credential says when it was issued: version 2.0, version 1.1, Open Badges 2.0.
_DAYS_OF_ISSUE = ("validFrom", "issuanceDate", "issuedOn")


class ScopeKind(StrEnum):
    """What a recognition can be limited to."""

    EVERYTHING = "everything"
    ACHIEVEMENTS = "achievements"
    KINDS = "kinds"
    FRAMEWORK = "framework"


@dataclass(frozen=True, slots=True)
class Scope:
    """For what an issuer is recognized.

    Attributes:
        kind: What limits it.
        values: Addresses of achievements (each with all that lies under it), achievement types
            as Open Badges names them, or names or addresses of frameworks; none for everything.
    """

    kind: ScopeKind = ScopeKind.EVERYTHING
    values: tuple[str, ...] = ()

    def covers(self, document: JsonObject) -> bool:
        """Whether every achievement that the credential awards lies in this scope."""
        if self.kind is ScopeKind.EVERYTHING:
            return True
        achievements = list(achievements_of(document))
        return bool(achievements) and all(self._covers(each) for each in achievements)

    def in_words(self) -> str:
        """For a sentence, after "recognized for"."""
        values = " and ".join(self.values)
        if self.kind is ScopeKind.ACHIEVEMENTS:
            return f"the achievement{'s' if len(self.values) > 1 else ''} {values}"
        if self.kind is ScopeKind.KINDS:
            return f"achievements of the kind {' or '.join(self.values)}"
        if self.kind is ScopeKind.FRAMEWORK:
            return f"achievements aligned with {' or '.join(self.values)}"
        return "all it issues"

    def _covers(self, achievement: JsonObject) -> bool:
        if self.kind is ScopeKind.ACHIEVEMENTS:
            identifier = identifier_of(achievement) or ""
            return any(lies_under(identifier, value) for value in self.values)
        if self.kind is ScopeKind.KINDS:
            return bool(set(as_list(achievement.get("achievementType"))) & set(self.values))
        return any(
            alignment.get("targetFramework") == value
            or lies_under(str(alignment.get("targetUrl", "")), value)
            for alignment in map(members, as_list(achievement.get("alignment")))
            for value in self.values
        )


EVERYTHING = Scope()


class Saying(StrEnum):
    """What can be said of an issuer."""

    RECOGNIZED = "recognized"
    DISTRUSTED = "distrusted"
    PERMITTED = "permitted"  # to award another's achievement


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said of an issuer, and for which days.

    Attributes:
        saying: What is said.
        by: Who says it; of a permission, who keeps it on record.
        since, until: The first and the last day; both belong to it, None leaves it open.
        scope: For what.
        also_before: Of a distrust: whether it also covers badges that give an earlier day of
            issue. Whoever holds the key can write any day, so it does unless somebody decides
            otherwise.
        because, citation, citation_url: Why, and where that is written.
        owner, owner_identifiers: Of a permission: whose achievement it is.
    """

    saying: Saying
    by: str
    since: date
    until: date | None = None
    scope: Scope = EVERYTHING
    also_before: bool = True
    because: str = ""
    citation: str = ""
    citation_url: str = ""
    owner: str = ""
    owner_identifiers: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether the day lies in it."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Entry:
    """An issuer of the registry.

    Attributes:
        issues_at: The site that keeps its keys and lets it issue; "" for an issuer elsewhere.
    """

    name: str
    identifiers: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    website: str = ""
    location: str = ""
    issues_at: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """That somebody else's registry lists an identifier; nobody here answers for more than that."""

    registry: str
    identifier: str
    name: str
    website: str = ""
    location: str = ""
    obtained_on: date | None = None


class RegistrySource(Protocol):
    """Where a registry's entries are found."""

    def entry_of(self, identifier: str) -> Entry | None:
        """The issuer with this identifier."""
        ...

    def listings_of(self, identifier: str) -> tuple[Listing, ...]:
        """Where else it is listed."""
        ...

    def owner_of(self, achievement: str) -> Owner | None:
        """Whose achievement this address certainly is; None if that is not known here."""
        ...


class RegistryTrust:
    """A `TrustPort` over a registry."""

    def __init__(self, source: RegistrySource, *, on: date, zone: str = "UTC") -> None:
        """Take the registry, today, and the zone in which its days are counted."""
        self._source = source
        self._on = on
        self._zone = zone

    def recognition_of(self, issuer: str, *, document: JsonObject) -> Recognition:
        """See `TrustPort.recognition_of`.

        A badge is judged by the day of issue it gives: what was recognized then stays so. Only
        distrust reaches back, since whoever is distrusted may have written any day.
        """
        issued = day_of_issue(document, zone=self._zone) or self._on
        entry = self._source.entry_of(issuer)
        listings = self._source.listings_of(issuer)
        found = _standing(entry, listings, document, issued=issued, on=self._on)
        owner = self._owner(issuer, entry, document, issued)
        return replace(found, issued_on=issued, owner=owner)

    def _owner(
        self, issuer: str, entry: Entry | None, document: JsonObject, issued: date
    ) -> AchievementOwner | None:
        own = frozenset({issuer, *(entry.identifiers if entry else ())})
        worst: AchievementOwner | None = None
        for achievement in achievements_of(document):
            owner = other_owner(achievement, own=own, source=self._source)
            if owner is None:
                continue
            since = _permitted_since(entry, owner, achievement, issued)
            found = AchievementOwner(owner.name, owner.is_certain, since)
            if worst is None or _weight(found) > _weight(worst):
                worst = found
        return worst


def achievements_of(document: JsonObject) -> Iterator[JsonObject]:
    """What a credential awards; nothing for one that awards no achievements."""
    for subject in as_list(document.get("credentialSubject")):
        for achievement in as_list(members(subject).get("achievement")):
            yield dict(members(achievement))


def day_of_issue(document: JsonObject, *, zone: str = "UTC") -> date | None:
    """The day of issue that a credential gives; None if it gives none that can be read."""
    for name in _DAYS_OF_ISSUE:
        if name in document:
            try:
                return day_in(zone, parse_instant(document[name]))
            except (RefusedError, OverflowError):
                return None
    return None


def lies_under(address: str, place: str) -> bool:
    """Whether an address is a place or lies under it, as /a/b lies under /a but not under /a-b."""
    rest = address.removeprefix(place)
    return bool(place) and address.startswith(place) and (not rest or rest[0] in "/#?")


def standing_on(entry: Entry, on: date) -> Standing:
    """What is said of an issuer on a day, whatever it issues."""
    if any(s.saying is Saying.DISTRUSTED and s.holds(on) for s in entry.statements):
        return Standing.DISTRUSTED
    recognitions = _recognitions(entry.statements)
    held = [s for s in recognitions if s.holds(on)]
    if any(s.scope.kind is ScopeKind.EVERYTHING for s in held):
        return Standing.RECOGNIZED
    if held:
        return Standing.RECOGNIZED_FOR_OTHER
    if entry.issues_at:
        return Standing.ISSUES_HERE
    return Standing.RECOGNIZED_AT_OTHER_TIME if recognitions else Standing.UNKNOWN


def _standing(
    entry: Entry | None,
    listings: tuple[Listing, ...],
    document: JsonObject,
    *,
    issued: date,
    on: date,
) -> Recognition:
    if entry is not None:
        found = _distrust(entry, issued, on) or _said(entry, document, issued, on)
        if found is not None:
            return found
    if listings:
        name = (entry.name if entry else "") or listings[0].name
        return Recognition(
            Standing.LISTED, name=name, listed_in=tuple(dict.fromkeys(x.registry for x in listings))
        )
    return Recognition(Standing.UNKNOWN, name=entry.name if entry else "")


def _distrust(entry: Entry, issued: date, on: date) -> Recognition | None:
    for said in entry.statements:
        if (
            said.saying is Saying.DISTRUSTED
            and said.holds(on)
            and (said.also_before or issued >= said.since)
        ):
            return Recognition(
                Standing.DISTRUSTED,
                name=entry.name,
                by=said.by,
                since=said.since,
                because=said.because,
            )
    return None


def _said(entry: Entry, document: JsonObject, issued: date, on: date) -> Recognition | None:
    """What the recognitions of an issuer amount to, the best that is true first."""
    recognitions = _recognitions(entry.statements)
    fitting = [said for said in recognitions if said.scope.covers(document)]
    if then := [said for said in fitting if said.holds(issued)]:
        return _recognition(Standing.RECOGNIZED, entry, _longest(then), on)
    if entry.issues_at:
        return Recognition(Standing.ISSUES_HERE, name=entry.name, by=entry.issues_at)
    if fitting:
        said = _longest(fitting)
        return replace(
            _recognition(Standing.RECOGNIZED_AT_OTHER_TIME, entry, said, on), until=said.until
        )
    if then := [said for said in recognitions if said.holds(issued)]:
        return _recognition(Standing.RECOGNIZED_FOR_OTHER, entry, _longest(then), on)
    return None


def _recognition(standing: Standing, entry: Entry, said: Statement, on: date) -> Recognition:
    return Recognition(
        standing,
        name=entry.name,
        by=said.by,
        scope=said.scope.in_words(),
        since=said.since,
        until=None if said.holds(on) else said.until,
    )


def _recognitions(statements: Iterable[Statement]) -> list[Statement]:
    return [said for said in statements if said.saying is Saying.RECOGNIZED]


def _longest(statements: list[Statement]) -> Statement:
    """The one that runs longest; of those that run as long, the one that began first."""
    return max(statements, key=lambda said: (said.until or date.max, -said.since.toordinal()))


def _permitted_since(
    entry: Entry | None, owner: Owner, achievement: JsonObject, issued: date
) -> date | None:
    document: JsonObject = {"credentialSubject": {"achievement": achievement}}
    for said in entry.statements if entry else ():
        if (
            said.saying is Saying.PERMITTED
            and said.holds(issued)
            and said.scope.covers(document)
            and owner.identifiers.intersection(said.owner_identifiers)
        ):
            return said.since
    return None


def _weight(owner: AchievementOwner) -> tuple[bool, bool]:
    return owner.permitted_since is None, owner.is_certain
