"""A badge earned elsewhere: what it says of itself, whatever standard it follows.

Reads words only; that they are genuine is for `credential.verify` to say. What is read is what was
verified: of a hosted badge, what its issuer publishes, and never a copy that somebody hands in.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from longleaf.credential.document import (
    JsonObject,
    as_list,
    identifier_of,
    limited,
    looks_like_jws,
    members,
    read_document,
)
from longleaf.credential.jose.compact import read_payload
from longleaf.credential.open_badges_2.forms import address_in
from longleaf.credential.open_badges_2.in_3_0 import in_words_of_3_0
from longleaf.credential.open_badges_2.parts import Publications, parts_of
from longleaf.credential.open_badges_2.shape import in_words_of_2_0, version_of
from longleaf.credential.opened import opened
from longleaf.credential.ports import DocumentPort
from longleaf.credential.refusal import RefusedError

_VC_1: Final = "https://www.w3.org/2018/credentials/v1"
_LONGEST_DESCRIPTION: Final = 5000
_LONGEST_IDENTIFIER: Final = 500
_MOST_ALIGNMENTS = 50


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


@dataclass(frozen=True, slots=True)
class Opened:
    """A badge that was read.

    Attributes:
        said: What it says of itself.
        document: The credential; for Open Badges 1 and 2, the same in the words of 3.0.
    """

    said: Said
    document: JsonObject


def open_badge(credential: bytes, *, documents: DocumentPort | None) -> Opened:
    """Read a badge: as JSON, a token, an envelope, or the address of a hosted one.

    Args:
        credential: As it came, or as it was baked into a picture.
        documents: For what Open Badges 1 and 2 keep at other addresses. It must give the same
            bytes that it gave to whoever verified the badge.

    Raises:
        CannotCheckError: If a part of the badge that its issuer publishes cannot be had.
        RefusedError: If it cannot be read.
        TooComplexError: If it is over a limit.
    """
    publications = Publications(documents)
    address = address_in(credential)
    if address is not None:
        return _older(publications.json(address, "the badge"), publications, is_signed=False)
    is_signed = looks_like_jws(credential)
    document = limited(read_payload(credential)[1]) if is_signed else read_document(credential)
    if version_of(document):
        return _older(document, publications, is_signed=is_signed)
    whole = opened(credential)
    return Opened(_credential(whole), whole)


def shown_by(credential: bytes) -> Said | None:
    """What a badge's own copy says, to show beside a report that speaks against it.

    None if it cannot be read. Nothing may be decided by this.
    """
    try:
        if looks_like_jws(credential):
            document = limited(read_payload(credential)[1])
            return _assertion(document) if version_of(document) else _credential(opened(credential))
        document = read_document(credential)
        return _assertion(document) if version_of(document) else _credential(opened(document))
    except RefusedError:
        return None


def identity_of(said: Said, credential: bytes) -> str:
    """What makes two copies one badge: its issuer and identifier, else its bytes; 64 hex digits."""
    if said.issuer and said.id:
        named = f"{said.issuer}\n{said.id}".encode()
        return hashlib.sha256(named).hexdigest()
    return hashlib.sha256(credential).hexdigest()


def _older(document: JsonObject, publications: Publications, *, is_signed: bool) -> Opened:
    """A badge of Open Badges 1 or 2, with its parts as their authors publish them."""
    form = Form.OPEN_BADGES_2 if version_of(document) == "2.0" else Form.OPEN_BADGES_1
    assertion = in_words_of_2_0(document)
    if not is_signed:
        address = str(assertion.get("id"))
        hosted = publications.json(address, "the badge")
        if hosted.get("revoked") is True:
            raise RefusedError("revoked", "The issuer has revoked this badge.", "Ask it why.")
        assertion = in_words_of_2_0(hosted)
        if assertion.get("id") != address:
            raise RefusedError("another_badge_there", f"At {address[:200]} stands another badge.")
    parts = parts_of(assertion, publications, is_signed=is_signed)
    whole = in_words_of_3_0(assertion, parts.badge, parts.issuer)
    return Opened(replace(_credential(whole), form=form), whole)


def _credential(document: JsonObject) -> Said:
    kinds = {kind for kind in as_list(document.get("type")) if isinstance(kind, str)}
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


def _assertion(document: JsonObject) -> Said:
    """A copy of Open Badges 1 or 2 with what stands in the copy itself."""
    badge = members(document.get("badge"))
    issuer = members(badge.get("issuer"))
    return Said(
        form=Form.OPEN_BADGES_2 if version_of(document) == "2.0" else Form.OPEN_BADGES_1,
        id=_identifier(document) or _identifier(document.get("uid")),
        name=_text(badge.get("name")),
        description=_text(badge.get("description"), _LONGEST_DESCRIPTION),
        issuer=_identifier(issuer) or _identifier(badge.get("issuer")),
        issuer_name=_text(issuer.get("name")),
        achievement=_identifier(document.get("badge")),
        alignments=_alignments(badge.get("alignment")),
        earned_at=_moment(document.get("issuedOn")),
        expires_at=_moment(document.get("expires")),
    )


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
