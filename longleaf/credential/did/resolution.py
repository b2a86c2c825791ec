"""Answers of a DID resolver for did:key (DID Resolution 0.3; did:key method 0.7, section 3.1).

Errors go by the names that the did:key method gives them.
"""

import re
from dataclasses import dataclass
from typing import Final

from longleaf.credential.did.document import did_document
from longleaf.credential.did.key import resolve, verification_method_of
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.multibase import decode_base58
from longleaf.credential.refusal import RefusedError

RESOLUTION_CONTEXT: Final = "https://w3id.org/did-resolution/v1"
_SCHEME, _METHOD = "did", "key"
# The public key lengths that the method lists, by multicodec prefix.
_LENGTHS: Final = {
    b"\xed\x01": 32,
    b"\xec\x01": 32,
    b"\xe7\x01": 33,
    b"\x80\x24": 33,
    b"\x81\x24": 49,
}
_FORMATS: Final = ("Multikey",)
_KNOWN_FORMATS: Final = (
    *("Multikey", "JsonWebKey2020", "Ed25519VerificationKey2020"),
    *("Ed25519VerificationKey2018", "X25519KeyAgreementKey2020", "X25519KeyAgreementKey2019"),
)
_FRAGMENT: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*\Z")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a resolver answers.

    Attributes:
        body: The resolution or dereferencing result, as the standard lays it out.
        error: The error's name; "" if there is none.
    """

    body: JsonObject
    error: str = ""


class _Fault(Exception):  # noqa: N818  # it carries an error's name; it is none itself
    """Something that the method names an error for."""


def resolve_did(url: str, *, public_key_format: str = "Multikey") -> Resolution:
    """Resolve a did:key, or dereference one of its keys if the URL has a fragment.

    Args:
        url: A DID, or a DID URL with the fragment of a key.
        public_key_format: How the key is to be written; "Multikey" is the one written here.
    """
    metadata = "didDereferencingMetadata" if url.partition("#")[1] else "didResolutionMetadata"
    try:
        key = _key_of(url)
        _check_format(public_key_format)
    except _Fault as fault:
        error = str(fault)
        return Resolution(_body({}, metadata, {"error": error}), error)
    document = did_document(key.controller, [key])
    if metadata == "didDereferencingMetadata":
        methods = document["verificationMethod"]
        assert isinstance(methods, list)  # noqa: S101  # `did_document` writes a list
        document = {"@context": document["@context"], **methods[0]}
    return Resolution(_body(document, metadata, {"contentType": "application/did+ld+json"}))


def _key_of(url: str) -> VerificationKey:
    did, _, fragment = url.partition("#")
    _check_did(did, is_url="#" in url)
    method = verification_method_of(did)
    if fragment and (_FRAGMENT.match(fragment) is None or "?" in did or "/" in did):
        raise _Fault("invalidDidUrl")
    try:
        return resolve(method)
    except RefusedError as error:
        raise _Fault("invalidPublicKey") from error


def _check_did(did: str, *, is_url: bool) -> None:
    if is_url and re.search(r"[/?^`]", did):
        raise _Fault("invalidDidUrl")
    parts = did.split(":")
    if parts[0] != _SCHEME or len(parts) < 3:  # noqa: PLR2004  # did, method, identifier
        raise _Fault("invalidDid")
    if parts[1] != _METHOD:
        raise _Fault("methodNotSupported")
    if len(parts) != 3:  # noqa: PLR2004  # versions other than 1, which is never written, do not exist
        raise _Fault("invalidDid")
    try:
        data = decode_base58(parts[2])
    except RefusedError as error:
        raise _Fault("invalidDid") from error
    length = _LENGTHS.get(data[:2])
    if length is not None and len(data) != len(data[:2]) + length:
        raise _Fault("invalidPublicKeyLength")


def _check_format(name: str) -> None:
    if name in _FORMATS:
        return
    known = name in _KNOWN_FORMATS
    raise _Fault("invalidPublicKeyType" if known else "unsupportedPublicKeyType")


def _body(document: JsonObject, metadata: str, said: JsonObject) -> JsonObject:
    return {
        "@context": RESOLUTION_CONTEXT,
        "didDocument": document,
        "didDocumentMetadata": {},
        metadata: said,
    }
