"""Documents that say which keys are whose: DID documents, https profiles of issuers.

Sources: Controlled Identifiers 1.0 (2.1 documents, 2.2 verification methods, 2.3 relationships,
3.3 retrieving a method), DID Core 1.0; older profiles name keys under `publicKey`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Literal

from longleaf.credential.document import JsonObject, as_list, identifier_of
from longleaf.credential.instants import parse_instant, show_instant
from longleaf.credential.keys import (
    PublicKey,
    VerificationKey,
    read_jwk,
    read_multikey,
    read_pem,
    write_multikey,
)
from longleaf.credential.refusal import CannotCheckError, RefusedError

Relationship = Literal["assertionMethod", "authentication"]
"""What a key may be used for: to issue, or to show that one is the holder."""

CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
_RELATIONSHIPS = (
    "assertionMethod",
    "authentication",
    "capabilityDelegation",
    "capabilityInvocation",
    "keyAgreement",
)
_MOST_METHODS = 256
_MULTIKEY_TYPES = ("Multikey", "Ed25519VerificationKey2020")
_JWK_TYPES = ("JsonWebKey", "JsonWebKey2020")


def did_document(
    identifier: str,
    keys: Sequence[VerificationKey],
    *,
    retired: Sequence[VerificationKey] = (),
    withdrawn: Sequence[VerificationKey] = (),
    also_known_as: Iterable[str] = (),
) -> JsonObject:
    """The document of an identifier with these keys, each as Multikey.

    Args:
        identifier: The DID or address; all keys must be controlled by it.
        keys: Those it signs with today, for credentials and to show that it is itself.
        retired: Those it signed with before. They still assert, as other verifiers know no
            history: without them, what was signed before would seem forged.
        withdrawn: Those that fell into wrong hands, each with `revoked`. They stay in the document,
            marked, and assert nothing.
        also_known_as: Other identifiers of the same organization, such as its did:key.

    Raises:
        ValueError: If a key is controlled by another, or one is withdrawn without a date.
    """
    known = [*keys, *retired, *withdrawn]
    if any(key.controller != identifier for key in known) or any(
        key.revoked is None for key in withdrawn
    ):
        message = "A document lists keys of its own identifier; withdrawn ones have a date."
        raise ValueError(message)
    document: JsonObject = {
        "@context": list(CONTEXTS),
        "id": identifier,
        "verificationMethod": [_written(key) for key in known],
        "assertionMethod": [key.id for key in (*keys, *retired)],
        "authentication": [key.id for key in keys],
    }
    others = list(also_known_as)
    if others:
        document["alsoKnownAs"] = others
    return document


def key_in(document: JsonObject, method: str) -> VerificationKey:
    """The key that a document gives for a verification method, whatever it may be used for.

    Args:
        document: The document; its `id` has been found to be the identifier it was asked for.
        method: The whole address of the method, with its fragment.

    Raises:
        CannotCheckError: If the key is of a kind not known here.
        RefusedError: If the document has no such key, more than one, or a malformed one.
    """
    found = [entry for entry in _methods(document) if _address(entry, document) == method]
    if not found:
        raise RefusedError(
            "key_not_in_document",
            f"The signing key {method[:160]} is not among the keys that its owner publishes.",
            "Do not rely on it, unless the issuer says that the key was theirs.",
        )
    if any(entry != found[0] for entry in found):
        raise RefusedError("ambiguous_key", "The owner publishes two keys under one name.")
    return _read(found[0], method)


def authorizes(
    document: JsonObject, key: VerificationKey, relationship: Relationship = "assertionMethod"
) -> bool:
    """Whether the document lets this key be used for this.

    The key must be listed under the relationship, embedded or by its address. If the document also
    gives the key itself, it must be the same key, and controlled by the document's own identifier.
    Older profiles without any relationship authorize the keys under `publicKey` to assert.

    A key without a name, which came with what it signed, must be one of those listed.
    """
    if not key.id:
        return any(
            (own.kind, own.public) == (key.kind, key.public) and own.revoked is None
            for own in _listed_keys(document, relationship)
        )
    listed = any(_address(entry, document) == key.id for entry in _listed(document, relationship))
    if not listed:
        return False
    if not any(_address(entry, document) == key.id for entry in _methods(document)):
        return True
    try:
        own = key_in(document, key.id)
    except RefusedError:
        return False
    return own == key and own.controller == document.get("id")


def _listed_keys(document: JsonObject, relationship: Relationship) -> Iterator[VerificationKey]:
    """The document's own keys that are listed under a relationship and can be read here."""
    for entry in _listed(document, relationship):
        with suppress(RefusedError):
            own = key_in(document, _address(entry, document) or "")
            if own.controller == document.get("id"):
                yield own


def _listed(document: JsonObject, relationship: Relationship) -> list[object]:
    if relationship in document:
        return as_list(document[relationship])
    has_any = any(name in document for name in _RELATIONSHIPS)
    if relationship == "assertionMethod" and not has_any:
        return as_list(document.get("publicKey"))
    return []


def _methods(document: JsonObject) -> Iterator[Mapping[str, object]]:
    """Every key that is written out in the document, wherever it stands."""
    count = 0
    for name in ("verificationMethod", "publicKey", *_RELATIONSHIPS):
        for entry in as_list(document.get(name)):
            count += 1
            if count > _MOST_METHODS:
                raise RefusedError("too_many_keys", "The owner publishes too many keys.")
            if isinstance(entry, dict):
                yield entry


def _address(entry: object, document: JsonObject) -> str | None:
    name = identifier_of(entry)
    return f"{document.get('id')}{name}" if name is not None and name.startswith("#") else name


def _read(entry: Mapping[str, object], method: str) -> VerificationKey:
    kind, public = _public_key(entry)
    controller = entry.get("controller", entry.get("owner"))
    if not isinstance(controller, str):
        raise RefusedError("bad_key", "The signing key does not say whose it is.")
    return VerificationKey(
        id=method,
        controller=controller,
        kind=kind,
        public=public,
        expires=parse_instant(entry["expires"]) if "expires" in entry else None,
        revoked=parse_instant(entry["revoked"]) if "revoked" in entry else None,
    )


def _public_key(entry: Mapping[str, object]) -> PublicKey:
    type_ = entry.get("type")
    given = [
        name for name in ("publicKeyMultibase", "publicKeyJwk", "publicKeyPem") if name in entry
    ]
    if len(given) > 1:
        raise RefusedError("ambiguous_key", "The owner publishes a key in two forms at once.")
    if type_ in _MULTIKEY_TYPES and given == ["publicKeyMultibase"]:
        kind, public = read_multikey(entry["publicKeyMultibase"])
        if type_ == "Ed25519VerificationKey2020" and kind != "Ed25519":
            raise RefusedError("bad_key", "The signing key is not of the kind it says.")
        return kind, public
    if type_ in _JWK_TYPES and given == ["publicKeyJwk"]:
        return read_jwk(entry["publicKeyJwk"])
    if given == ["publicKeyPem"]:
        return read_pem(entry["publicKeyPem"])
    raise CannotCheckError(
        "unknown_kind_of_key", "The signing key is published in a form that is not known here."
    )


def _written(key: VerificationKey) -> JsonObject:
    written: JsonObject = {
        "id": key.id,
        "type": "Multikey",
        "controller": key.controller,
        "publicKeyMultibase": write_multikey(key.kind, key.public),
    }
    for name, moment in (("expires", key.expires), ("revoked", key.revoked)):
        if moment is not None:
            written[name] = show_instant(moment)
    return written
