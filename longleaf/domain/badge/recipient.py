"""Whose badge it is: the addresses that a badge names, compared with those that are proven."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from longleaf.credential.document import JsonObject, as_list, members

_ADDRESS_KINDS = frozenset({"emailAddress", "email"})
_HASHES = {"sha256": hashlib.sha256, "md5": hashlib.md5}


class Recipient(StrEnum):
    """What a badge says of whose it is, as far as e-mail addresses tell."""

    MATCHED = "matched"
    NOT_NAMED = "not_named"
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True)
class _Named:
    """One address that a badge names, plain or as "sha256$…" with a salt."""

    identity: str
    salt: str


def recipient_of(document: JsonObject, *, addresses: Collection[str]) -> Recipient:
    """Whether the badge names one of these addresses, none at all, or only others.

    Identifiers that are no e-mail address (a `did`, a student number) cannot be compared with
    one and say nothing.

    Args:
        document: The badge; that it is genuine is for `verify` to say.
        addresses: E-mail addresses that are proven to be the person's.
    """
    named = list(_named_by(document))
    if not named:
        return Recipient.NOT_NAMED
    ways = {way for address in addresses for way in (address.strip(), address.strip().lower())}
    if any(_is(one, way) for one in named for way in ways):
        return Recipient.MATCHED
    return Recipient.SOMEBODY_ELSE


def _named_by(document: JsonObject) -> Iterator[_Named]:
    for subject in as_list(document.get("credentialSubject")):
        held = members(subject)
        yield from _mailto(held.get("id"))
        yield from _plain(held.get("email"))
        for identity in as_list(held.get("identifier")):
            yield from _identity(members(identity), "identityHash", "identityType")
    recipient = document.get("recipient")  # Open Badges 1 and 2
    if isinstance(recipient, str):
        yield from _plain(recipient, _salt(document))
    for one in as_list(recipient):
        yield from _identity(members(one), "identity", "type")


def _identity(held: Mapping[str, object], value: str, kind: str) -> Iterator[_Named]:
    if _ADDRESS_KINDS & {one for one in as_list(held.get(kind)) if isinstance(one, str)}:
        yield from _plain(held.get(value), _salt(held))


def _plain(value: object, salt: str = "") -> Iterator[_Named]:
    if isinstance(value, str) and ("@" in value or "$" in value):
        yield _Named(value.removeprefix("mailto:"), salt)


def _mailto(value: object) -> Iterator[_Named]:
    if isinstance(value, str) and value.startswith("mailto:"):
        yield _Named(value.removeprefix("mailto:"), "")


def _salt(held: Mapping[str, object]) -> str:
    salt = held.get("salt")
    return salt if isinstance(salt, str) else ""


def _is(named: _Named, address: str) -> bool:
    method, _, digest = named.identity.partition("$")
    if method in _HASHES and digest:
        hashed = _HASHES[method]((address + named.salt).encode()).hexdigest()
        return hashed == digest.lower()
    return named.identity.strip().casefold() == address.casefold()
