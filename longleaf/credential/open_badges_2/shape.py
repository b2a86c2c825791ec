"""What Open Badges 2.0 asks of its objects, and how 1.0 and 1.1 are said in its words."""

from collections.abc import Iterator
from datetime import UTC, datetime

from longleaf.basis.problem import Problem
from longleaf.credential.document import JsonObject, as_list, members
from longleaf.credential.instants import show_instant
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.schema.kinds import (
    Check,
    Shape,
    boolean,
    either,
    instant,
    one_of,
    one_or_more,
    text,
    url,
)

_CONTEXTS = {
    "https://w3id.org/openbadges/v2": "2.0",
    "https://openbadgespec.org/v2/context.json": "2.0",
    "https://w3id.org/openbadges/v1": "1.1",
    "https://openbadgespec.org/v1/context.json": "1.1",
}
_LATEST_SECOND = 4_102_444_800  # the year 2100; a number above it is not a Unix time in seconds


def _type_of(*allowed: str) -> Check:
    def check(value: object, where: str) -> Iterator[Problem]:
        if not set(allowed) & {kind for kind in as_list(value) if isinstance(kind, str)}:
            yield Problem(where, f"must include {' or '.join(allowed)}.")

    return check


_RECIPIENT = Shape(
    required=("type", "identity", "hashed"),
    members={"type": text, "identity": text, "hashed": boolean, "salt": text},
)
_VERIFICATION = Shape(
    required=("type",),
    members={
        "type": one_of("hosted", "HostedBadge", "signed", "SignedBadge"),
        "creator": url,
    },
)
_IMAGE = either(url, Shape(required=("id",), members={"id": url}), "an address, or an object")
_CRITERIA = either(
    url, Shape(members={"id": url, "narrative": text}), "an address, or an object with a narrative"
)
_ALIGNMENT = Shape(
    required=("targetName", "targetUrl"), members={"targetName": text, "targetUrl": url}
)
_ISSUER = Shape(
    required=("id", "type", "name", "url", "email"),
    members={
        "id": url,
        "type": _type_of("Issuer", "Profile"),
        "name": text,
        "url": url,
        "email": text,
        "revocationList": url,
    },
)
_BADGE_CLASS = Shape(
    required=("id", "type", "name", "description", "image", "criteria", "issuer"),
    members={
        "id": url,
        "type": _type_of("BadgeClass"),
        "name": text,
        "description": text,
        "image": _IMAGE,
        "criteria": _CRITERIA,
        "issuer": either(url, _ISSUER, "an address, or a profile"),
        "alignment": one_or_more(_ALIGNMENT),
        "tags": one_or_more(text),
    },
)
_EVIDENCE = Shape(members={"id": url, "narrative": text, "name": text, "genre": text})
_ASSERTION = Shape(
    required=("id", "type", "recipient", "badge", "verification", "issuedOn"),
    members={
        "id": url,
        "type": _type_of("Assertion"),
        "recipient": _RECIPIENT,
        "badge": either(url, _BADGE_CLASS, "an address, or a badge class"),
        "verification": _VERIFICATION,
        "issuedOn": instant,
        "expires": instant,
        "image": _IMAGE,
        "narrative": text,
        "evidence": one_or_more(either(url, _EVIDENCE, "an address, or an object")),
        "revoked": boolean,
    },
)


def assertion_problems(assertion: JsonObject) -> list[Problem]:
    """Where an assertion, and what is embedded in it, departs from the standard."""
    return list(_ASSERTION(assertion, ""))


def badge_class_problems(badge: JsonObject) -> list[Problem]:
    """Where a badge class departs from the standard."""
    return list(_BADGE_CLASS(badge, "badge"))


def issuer_problems(issuer: JsonObject) -> list[Problem]:
    """Where an issuer's profile departs from the standard."""
    return list(_ISSUER(issuer, "issuer"))


def version_of(document: JsonObject) -> str:
    """Which Open Badges an assertion is of: 2.0, 1.1 or 1.0; "" for anything else."""
    for context in as_list(document.get("@context")):
        if isinstance(context, str) and context in _CONTEXTS:
            return _CONTEXTS[context]
    is_of_1_0 = "@context" not in document and {"recipient", "badge", "verify"} <= document.keys()
    return "1.0" if is_of_1_0 else ""


def in_words_of_2_0(document: JsonObject) -> JsonObject:
    """An assertion of any version, said as 2.0 says it.

    Raises:
        CannotCheckError: If it also uses vocabularies that are not known here, or is older.
        RefusedError: If it is no assertion.
    """
    version = version_of(document)
    if version == "2.0":
        _check_contexts(document)
        if "verify" in document and "verification" not in document:
            return {**document, "verification": document["verify"]}
        return document
    if isinstance(document.get("recipient"), str):
        message = "It is of Open Badges 0.5, which says too little to be checked."
        raise CannotCheckError("older_standard", message, "Ask the issuer for a newer badge.")
    verify = members(document.get("verify"))
    is_signed = verify.get("type") == "signed"
    identifier = document.get("id")
    if not isinstance(identifier, str):
        identifier = f"urn:x-uid:{document.get('uid')}" if is_signed else verify.get("url")
    if not isinstance(identifier, str):
        raise RefusedError("not_hosted", "It does not say where it is published.")
    said: JsonObject = {
        name: document[name]
        for name in ("recipient", "badge", "image", "evidence", "revoked")
        if name in document
    }
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "id": identifier,
        "type": "Assertion",
        **said,
        "verification": (
            {"type": "signed", "creator": verify.get("url")} if is_signed else {"type": "hosted"}
        ),
        **{name: _moment(document[name]) for name in ("issuedOn", "expires") if name in document},
    }


def part_in_words_of_2_0(document: JsonObject, *, kind: str, address: str) -> JsonObject:
    """A badge class or profile of version 1 as 2.0 says it; one of 2.0 unchanged.

    Version 1 asks for no e-mail address and, before 1.1, for no id: the address was the id.
    """
    if version_of(document) == "2.0":
        return document
    added: JsonObject = {"email": ""} if kind == "Issuer" else {}
    found = {"id": address, **added, **document}
    if "alignment" in document:
        found["alignment"] = [_alignment(target) for target in as_list(document["alignment"])]
    return {**found, "type": [kind, *as_list(document.get("type"))]}


def _alignment(target: object) -> object:
    """Version 1 has `name` and `url` where 2.0 has `targetName` and `targetUrl`."""
    if not isinstance(target, dict):
        return target
    words = {"name": "targetName", "url": "targetUrl", "description": "targetDescription"}
    return {words.get(name, name): value for name, value in target.items()}


def _check_contexts(document: JsonObject) -> None:
    for context in as_list(document.get("@context")):
        if isinstance(context, str) and context not in _CONTEXTS:
            raise CannotCheckError(
                "unknown_context", f"It uses a vocabulary that is not kept here: {context[:200]}"
            )


def _moment(value: object) -> object:
    """Version 1 also wrote days, and seconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 <= value <= _LATEST_SECOND:
            return show_instant(datetime.fromtimestamp(value, UTC))
        return value
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return value
    return show_instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
