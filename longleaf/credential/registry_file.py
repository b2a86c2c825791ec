"""Registries as files: our own form, and the list of known DIDs that other verifiers read."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.credential.achievement_owner import Owner
from longleaf.credential.did import key as did_key
from longleaf.credential.document import JsonObject, members
from longleaf.credential.instants import show_instant
from longleaf.credential.multibase import decode_base58
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.registry import (
    Entry,
    Listing,
    Saying,
    Scope,
    ScopeKind,
    Statement,
    lies_under,
)

FORM = "Longleaf registry of issuers"
VERSION = 1
MOST_BYTES = 10_000_000
MOST_ENTRIES = 50_000
_DID_WEB = re.compile(r"did:web:[A-Za-z0-9.-]+(?:%3A\d{1,5})?(?::[A-Za-z0-9._%-]+)*\Z", re.ASCII)
_DID_JWK = re.compile(r"did:jwk:[A-Za-z0-9_-]{40,}\Z", re.ASCII)
_HTTPS = re.compile(r"https://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?\Z", re.ASCII)
_LONGEST_IDENTIFIER = 300
_LONG = 2_000
_AMONG_MANY = 5
_SHORTEST_KEY = 32  # bytes


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """A registry with all that a check needs of it; itself a `RegistrySource`.

    Attributes:
        keeper: Who keeps it.
        site: The address of the site it comes from; "" if it comes from none.
        zone: The time zone in which its days are counted.
        owners: Whose the achievements under an address are.
    """

    keeper: str
    entries: tuple[Entry, ...] = ()
    listings: tuple[Listing, ...] = ()
    owners: tuple[tuple[str, Owner], ...] = ()
    site: str = ""
    zone: str = "UTC"

    def entry_of(self, identifier: str) -> Entry | None:
        """See `RegistrySource.entry_of`."""
        return merged([entry for entry in self.entries if identifier in entry.identifiers])

    def listings_of(self, identifier: str) -> tuple[Listing, ...]:
        """See `RegistrySource.listings_of`."""
        return tuple(each for each in self.listings if each.identifier == identifier)

    def owner_of(self, achievement: str) -> Owner | None:
        """See `RegistrySource.owner_of`."""
        return next((own for place, own in self.owners if lies_under(achievement, place)), None)


def merged(entries: Sequence[Entry]) -> Entry | None:
    """What several entries say of one issuer, as one; None if there are none."""
    if not entries:
        return None
    here = next((entry for entry in entries if entry.issues_at), entries[0])
    return Entry(
        name=here.name,
        identifiers=tuple(dict.fromkeys(i for entry in entries for i in entry.identifiers)),
        statements=tuple(said for entry in entries for said in entry.statements),
        website=here.website,
        location=here.location,
        issues_at=here.issues_at,
    )


def identifier_fault(text: str) -> str:
    """Why a text cannot be an issuer's identifier, as a sentence; "" if it can.

    Known are did:key, did:jwk, did:web and https addresses of issuer profiles.
    """
    shown = text[:80]
    if len(text) > _LONGEST_IDENTIFIER:
        return f"An identifier has at most {_LONGEST_IDENTIFIER} characters."
    if text.startswith(did_key.PREFIX):
        well_formed = _is_did_key(text)
        return "" if well_formed else f'"{shown}" is not a did:key: it may have been cut off.'
    if text.startswith("did:web:"):
        return "" if _DID_WEB.match(text) else f'"{shown}" is not a did:web.'
    if text.startswith("did:jwk:"):
        return "" if _DID_JWK.match(text) else f'"{shown}" is not a did:jwk.'
    if text.startswith("https://"):
        return "" if _HTTPS.match(text) else f'"{shown}" is not a web address.'
    return f'"{shown}" is no did:key, did:jwk, did:web or https address.'


def _is_did_key(text: str) -> bool:
    try:
        did_key.resolve(did_key.verification_method_of(text))
    except CannotCheckError:  # of a kind of key for others to know, but not too short for any
        return len(decode_base58(text.removeprefix(did_key.PREFIX))) > _SHORTEST_KEY
    except RefusedError:
        return False
    return True


def load(raw: bytes) -> JsonObject:
    """The JSON object of a registry's file.

    Raises:
        ProblemsError: If it is none, or too big.
    """
    if len(raw) > MOST_BYTES:
        limit = f"The file is larger than {MOST_BYTES // 1_000_000} MB."
        raise ProblemsError([Problem("file", limit)])
    try:
        value = json.loads(raw.removeprefix(b"\xef\xbb\xbf"), object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, _TwiceError) else "The file is not a JSON document."
        raise ProblemsError([Problem("file", said)]) from error
    if not isinstance(value, dict):
        raise ProblemsError([Problem("file", "The file does not hold a JSON object.")])
    return value


def is_known_did_list(document: JsonObject) -> bool:
    """Whether it has the form of the Digital Credentials Consortium's registries."""
    return isinstance(document.get("registry"), dict)


def known_dids(document: JsonObject) -> list[tuple[str, Mapping[str, object]]]:
    """The entries of such a list: identifier, and what stands there of it."""
    found = members(document.get("registry"))
    return [(identifier, members(said)) for identifier, said in found.items()]


def write_known_dids(entries: Iterable[Entry], *, made_at: datetime) -> JsonObject:
    """Such a list: every identifier of the issuers, with their name, place and website."""
    registry = {
        identifier: {
            "name": entry.name,
            **({"location": entry.location} if entry.location else {}),
            **({"url": entry.website} if entry.website else {}),
        }
        for entry in entries
        for identifier in entry.identifiers
    }
    moment = show_instant(made_at)
    return {"meta": {"created": moment, "updated": moment}, "registry": registry}


def write_registry(held: RegistryFile, *, made_at: datetime) -> JsonObject:
    """The whole registry in our own form, for checking offline."""
    return {
        "form": FORM,
        "version": VERSION,
        "keeper": held.keeper,
        "site": held.site,
        "zone": held.zone,
        "made_at": show_instant(made_at),
        "issuers": [_entry_as_json(entry) for entry in held.entries],
        "achievements": [
            {"address": place, "owner": owner.name, "identifiers": sorted(owner.identifiers)}
            for place, owner in held.owners
        ],
        "listed": [
            {
                "registry": each.registry,
                "identifier": each.identifier,
                "name": each.name,
                "website": each.website,
                "location": each.location,
                "obtained_on": each.obtained_on.isoformat() if each.obtained_on else "",
            }
            for each in held.listings
        ],
    }


def read_registry(raw: bytes, *, name: str = "a registry") -> RegistryFile:
    """Read a registry in our own form, or a list of known DIDs, which says no more than that.

    Args:
        raw: The file.
        name: What to call a list of known DIDs, which does not say its own name.

    Raises:
        ProblemsError: With what is wrong, and where.
    """
    document = load(raw)
    if is_known_did_list(document):
        found = [
            Listing(name, key, str(said.get("name") or key))
            for key, said in known_dids(document)
            if not identifier_fault(key)
        ]
        return RegistryFile(keeper=name, listings=tuple(found))
    problems: list[Problem] = []
    whole = Section.of(document, problems=problems)
    if whole.text("form", longest=80) != FORM or document.get("version") != VERSION:
        message = f'This is not a registry: it needs "form": "{FORM}" and "version": {VERSION}.'
        raise ProblemsError([Problem("file", message)])
    site = whole.text("site", longest=300, required=False)
    found_file = RegistryFile(
        keeper=whole.text("keeper", longest=300),
        site=site,
        zone=whole.text("zone", longest=60, required=False) or "UTC",
        entries=tuple(_read_entry(each, site) for each in whole.sections("issuers")),
        owners=tuple(_read_owner(each) for each in whole.sections("achievements")),
        listings=tuple(_read_listing(each) for each in whole.sections("listed")),
    )
    if problems:
        raise ProblemsError(problems)
    return found_file


def _entry_as_json(entry: Entry) -> JsonObject:
    return {
        "name": entry.name,
        "identifiers": list(entry.identifiers),
        "website": entry.website,
        "location": entry.location,
        "issues_at": entry.issues_at,
        "statements": [_statement_as_json(said) for said in entry.statements],
    }


def _statement_as_json(said: Statement) -> JsonObject:
    return {
        "saying": str(said.saying),
        "by": said.by,
        "since": said.since.isoformat(),
        "until": said.until.isoformat() if said.until else "",
        "scope": {"kind": str(said.scope.kind), "values": list(said.scope.values)},
        "also_before": said.also_before,
        "because": said.because,
        "citation": said.citation,
        "citation_url": said.citation_url,
        "owner": said.owner,
        "owner_identifiers": list(said.owner_identifiers),
    }


def _read_entry(each: Section, site: str) -> Entry:
    return Entry(
        name=each.text("name", longest=300),
        identifiers=_identifiers(each, "identifiers", site),
        website=each.text("website", longest=500, required=False),
        location=each.text("location", longest=300, required=False),
        issues_at=each.text("issues_at", longest=300, required=False),
        statements=tuple(_read_statement(said) for said in each.sections("statements")),
    )


def _read_statement(each: Section) -> Statement:
    scope = each.section("scope")
    return Statement(
        saying=Saying(each.choice("saying", list(Saying)) or Saying.RECOGNIZED),
        by=each.text("by", longest=300),
        since=_day(each, "since", required=True) or date.min,
        until=_day(each, "until"),
        scope=Scope(
            ScopeKind(scope.choice("kind", list(ScopeKind)) or ScopeKind.EVERYTHING),
            _texts(scope, "values"),
        ),
        also_before=each.data.get("also_before", True) is not False,
        because=each.text("because", longest=_LONG, required=False),
        citation=each.text("citation", longest=_LONG, required=False),
        citation_url=each.text("citation_url", longest=_LONG, required=False),
        owner=each.text("owner", longest=300, required=False),
        owner_identifiers=_texts(each, "owner_identifiers"),
    )


def _read_owner(each: Section) -> tuple[str, Owner]:
    place = each.text("address", longest=500)
    owner = each.text("owner", longest=300)
    return place, Owner(owner, frozenset(_texts(each, "identifiers")))


def _read_listing(each: Section) -> Listing:
    return Listing(
        registry=each.text("registry", longest=300),
        identifier=each.text("identifier", longest=_LONGEST_IDENTIFIER),
        name=each.text("name", longest=300),
        website=each.text("website", longest=500, required=False),
        location=each.text("location", longest=300, required=False),
        obtained_on=_day(each, "obtained_on"),
    )


def _identifiers(each: Section, key: str, site: str) -> tuple[str, ...]:
    found = _texts(each, key)
    for at, text in enumerate(found):
        # A site on one's own machine is no https address, and its organizations have pages there.
        if not lies_under(text, site) and (fault := identifier_fault(text)):
            each.fault(f"{key}[{at}]", fault)
    return found


def _texts(each: Section, key: str) -> tuple[str, ...]:
    raw = each.data.get(key, [])
    if not isinstance(raw, list) or not all(isinstance(text, str) for text in raw):
        each.fault(key, "This must be a list of texts.")
        return ()
    return tuple(raw)


def _day(each: Section, key: str, *, required: bool = False) -> date | None:
    text = each.text(key, longest=10, required=required)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        each.fault(key, f'"{text}" is not a day.', "Write it as 2026-06-30.")
        return None


class _TwiceError(ValueError):
    """The same name stands twice in one object: two readers would read two things."""


def _no_duplicates(pairs: list[tuple[str, object]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = [name for name in found if names.count(name) > 1][:_AMONG_MANY]
        message = f"The file names the same thing twice: {', '.join(twice)}."
        raise _TwiceError(message)
    return found
