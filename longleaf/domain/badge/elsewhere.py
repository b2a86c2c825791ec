"""A badge earned elsewhere: what it says of itself, whatever standard it follows.

Reads words only. That they are genuine is for `credential.verify` to say.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from longleaf.credential.document import (
    JsonObject,
    as_list,
    identifier_of,
    looks_like_jws,
    members,
    read_document,
)
from longleaf.credential.refusal import RefusedError

_VC_1: Final = "https://www.w3.org/2018/credentials/v1"
_JWT_DATA: Final = ("data:application/vc+jwt,", "data:application/vc-ld+jwt,")
_LONGEST_DESCRIPTION: Final = 5000
_LONGEST_IDENTIFIER: Final = 500
_MOST_ALIGNMENTS = 50

Get = Callable[[str], bytes | None]
"""Gets a part of a badge that lives at an address; None if it cannot be had."""


class Form(StrEnum):
    """The standard that a badge follows."""

    OPEN_BADGES_3 = "open_badges_3"
    OPEN_BADGES_2 = "open_badges_2"
    OPEN_BADGES_1 = "open_badges_1"
    CREDENTIAL_2 = "credential_2"
    CREDENTIAL_1 = "credential_1"


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a badge says its achievement is aligned with.

    Attributes:
        name: In words.
        address: Of the framework's element; "" if none is given.
        code: The framework's own short code; "" if none is given.
    """

    name: str
    address: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a badge says of itself.

    Attributes:
        id: Its own identifier; "" if it has none.
        issuer: The issuer's identifier; "" if it has none.
        achievement: The identifier of what was achieved; "" if it has none.
        earned_at: When it was awarded; None if it does not say.
        expires_at: When it ends; None if it does not.
    """

    form: Form
    id: str
    name: str
    description: str
    issuer: str
    issuer_name: str
    achievement: str
    alignments: tuple[Alignment, ...]
    earned_at: datetime | None
    expires_at: datetime | None


def document_in(credential: bytes) -> JsonObject | None:
    """The JSON object inside a credential as it came: itself, a token's payload, or enveloped.

    None if there is none that can be read.
    """
    try:
        if not looks_like_jws(credential):
            document = read_document(credential)
            enveloped = _enveloped(document)
            return document if enveloped is None else document_in(enveloped)
        payload = credential.strip().split(b".")[1]
        return _of_token(
            read_document(base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
        )
    except (RefusedError, binascii.Error, IndexError):
        return None


def said_by(document: JsonObject, *, get: Get) -> Said:
    """What the document says of the badge.

    Args:
        document: As `document_in` gives it.
        get: For what Open Badges 1 and 2 keep at other addresses.
    """
    kinds = {kind for kind in as_list(document.get("type")) if isinstance(kind, str)}
    if "VerifiableCredential" in kinds or "credentialSubject" in document:
        return _credential(document, kinds)
    return _assertion(document, kinds, get)


def identity_of(said: Said, credential: bytes) -> str:
    """What makes two copies one badge: its issuer and identifier, else its bytes; 64 hex digits."""
    if said.issuer and said.id:
        named = f"{said.issuer}\n{said.id}".encode()
        return hashlib.sha256(named).hexdigest()
    return hashlib.sha256(credential).hexdigest()


def _credential(document: JsonObject, kinds: set[str]) -> Said:
    subject = members(next(iter(as_list(document.get("credentialSubject"))), None))
    achievement = members(next(iter(as_list(subject.get("achievement"))), None))
    is_badge = bool(kinds & {"OpenBadgeCredential", "AchievementCredential"})
    old = _VC_1 in as_list(document.get("@context"))[:1]
    plain = Form.CREDENTIAL_1 if old else Form.CREDENTIAL_2
    first = document.get("awardedDate", document.get("validFrom", document.get("issuanceDate")))
    return Said(
        form=Form.OPEN_BADGES_3 if is_badge else plain,
        id=_identifier(document),
        name=_text(achievement.get("name")) or _text(document.get("name")),
        description=_text(
            achievement.get("description") or document.get("description"), _LONGEST_DESCRIPTION
        ),
        issuer=_identifier(document.get("issuer")),
        issuer_name=_text(members(document.get("issuer")).get("name")),
        achievement=_identifier(achievement),
        alignments=_alignments(achievement.get("alignment")),
        earned_at=_moment(first),
        expires_at=_moment(document.get("validUntil", document.get("expirationDate"))),
    )


def _assertion(document: JsonObject, kinds: set[str], get: Get) -> Said:
    """Open Badges 1 and 2: an assertion, whose badge and issuer may stand elsewhere."""
    badge = _part(document.get("badge"), get)
    issuer = _part(badge.get("issuer"), get)
    named = isinstance(badge.get("issuer"), str)
    origin = issuer.get("origin")  # Open Badges 1.0 knows an issuer by its web origin alone
    is_second = "Assertion" in kinds or any(
        isinstance(one, str) and "openbadges/v2" in one for one in as_list(document.get("@context"))
    )
    return Said(
        form=Form.OPEN_BADGES_2 if is_second else Form.OPEN_BADGES_1,
        id=_identifier(document) or _identifier(document.get("uid")),
        name=_text(badge.get("name")),
        description=_text(badge.get("description"), _LONGEST_DESCRIPTION),
        issuer=_identifier(issuer) or _identifier(badge.get("issuer") if named else origin),
        issuer_name=_text(issuer.get("name")),
        achievement=_identifier(badge) or _identifier(document.get("badge")),
        alignments=_alignments(badge.get("alignment")),
        earned_at=_moment(document.get("issuedOn", document.get("issued_on"))),
        expires_at=_moment(document.get("expires")),
    )


def _part(value: object, get: Get) -> JsonObject:
    if not isinstance(value, str):
        return dict(members(value))
    found = get(value)
    if found is None:
        return {}
    try:
        return read_document(found)
    except RefusedError:
        return {}


def _enveloped(document: JsonObject) -> bytes | None:
    identifier = document.get("id")
    if "EnvelopedVerifiableCredential" not in as_list(document.get("type")):
        return None
    for start in _JWT_DATA:
        if isinstance(identifier, str) and identifier.startswith(start):
            return identifier.removeprefix(start).encode()
    return None


def _of_token(payload: JsonObject) -> JsonObject:
    """A token's payload as a credential: VC 2.0 is one as it is; VC 1.1 keeps it under `vc`."""
    inner = payload.get("vc")
    if not isinstance(inner, dict):
        return payload
    document = dict(inner)
    for name, claim in (("issuer", "iss"), ("id", "jti")):
        if claim in payload:
            document.setdefault(name, payload[claim])
    for name, claim in (("issuanceDate", "nbf"), ("expirationDate", "exp")):
        if claim in payload:
            document.setdefault(name, payload[claim])
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and "sub" in payload:
        document["credentialSubject"] = {"id": payload["sub"], **subject}
    return document


def _alignments(value: object) -> tuple[Alignment, ...]:
    found = []
    for one in as_list(value)[:_MOST_ALIGNMENTS]:
        held = {"targetUrl": one} if isinstance(one, str) else members(one)
        alignment = Alignment(
            _text(held.get("targetName") or held.get("name")),
            _identifier(held.get("targetUrl") or held.get("url")),
            _text(held.get("targetCode"), 100),
        )
        if alignment != Alignment(""):
            found.append(alignment)
    return tuple(found)


def _identifier(value: object) -> str:
    found = identifier_of(value) or ""
    return found if len(found) <= _LONGEST_IDENTIFIER and found.isprintable() else ""


def _text(value: object, longest: int = 300) -> str:
    """A text, or one of a map of languages, without control characters, cut where it is long."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        value = value.get("en") or value.get("@value") or next(iter(value.values()), None)
    if not isinstance(value, str):
        return ""
    return "".join(one for one in value if one.isprintable() or one == "\n")[:longest]


def _moment(value: object) -> datetime | None:
    """A moment as any of the standards wrote it: with or without a time, or in seconds."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if not isinstance(value, str):
            return None
        if value.isascii() and value.isdigit() and len(value) > _DIGITS_OF_A_DAY:
            return datetime.fromtimestamp(int(value), UTC)
        found = datetime.fromisoformat(value)
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


_DIGITS_OF_A_DAY: Final = len("20260101")
