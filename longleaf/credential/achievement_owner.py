"""Whose an achievement is: found out only as far as addresses and identifiers show it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

from longleaf.credential.document import JsonObject, identifier_of, members

_DID = "did:"
_DID_WEB = "did:web:"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an achievement is.

    Attributes:
        name: The owner's name, or its identifier where no name is known.
        identifiers: All that are known of the owner's.
        is_certain: Whether an address shows it; else the credential merely says so.
    """

    name: str
    identifiers: frozenset[str]
    is_certain: bool = True


class _Known(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def identifiers(self) -> tuple[str, ...]: ...
    @property
    def issues_at(self) -> str: ...


class Owners(Protocol):
    """Knows issuers by identifier, and owners of achievements by address."""

    def entry_of(self, identifier: str) -> _Known | None:
        """The issuer with this identifier."""
        ...

    def owner_of(self, achievement: str) -> Owner | None:
        """Whose achievement this address certainly is."""
        ...


def other_owner(achievement: JsonObject, *, own: AbstractSet[str], source: Owners) -> Owner | None:
    """Who else than the issuer the achievement belongs to; None as far as can be known.

    Certain are only an address that a registry answers for, and a DID URL, which belongs to its
    DID's controller. That two web addresses have different hosts shows nothing: many issuers keep
    their achievements on a platform. A `creator` is the credential's own word.

    Args:
        achievement: As it stands in the credential.
        own: The issuer's identifiers.
        source: Knows issuers and owners.
    """
    identifier = identifier_of(achievement) or ""
    shown = source.owner_of(identifier) or _owner_of_did_url(identifier, source)
    if shown is not None:
        return None if shown.identifiers & own else shown
    creator = achievement.get("creator")
    named = identifier_of(creator) or ""
    if not named or named in own or any(_is_same_place(named, each) for each in own):
        return None
    known = source.entry_of(named)
    if known is None:
        said = members(creator).get("name")
        name = said.strip()[:200] if isinstance(said, str) and said.strip() else named
        return Owner(name, frozenset({named}), is_certain=False)
    identifiers = frozenset({named, *known.identifiers})
    # A site answers for the achievements of those that issue there.
    return Owner(known.name, identifiers, bool(known.issues_at))


def _owner_of_did_url(address: str, source: Owners) -> Owner | None:
    if not address.startswith(_DID):
        return None
    did = address
    for mark in "#?/":
        did = did.partition(mark)[0]
    known = source.entry_of(did)
    if known is None:
        return Owner(did, frozenset({did}))
    return Owner(known.name, frozenset({did, *known.identifiers}))


def _is_same_place(one: str, other: str) -> bool:
    """Whether a did:web identifier and a web address are under the same hands.

    Whoever controls the host, or the folder a did:web names, controls what lies there.
    """
    for did, address in ((one, other), (other, one)):
        if did.startswith(_DID_WEB) and address.startswith("https://"):
            host, *folders = did.removeprefix(_DID_WEB).split(":")
            place = f"https://{unquote(host)}".lower()
            path = "".join(f"/{unquote(folder)}" for folder in folders)
            try:
                parts = urlsplit(address)
            except ValueError:
                return False
            if f"https://{parts.netloc}".lower() == place and (
                not path or parts.path == path or parts.path.startswith(f"{path}/")
            ):
                return True
    return False
