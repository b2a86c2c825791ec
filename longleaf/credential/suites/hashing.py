"""What a proof signs: the hash of its options, then the hash of the document, RDFC or JCS."""

import hashlib
from collections.abc import Callable

import orjson

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.canonical.shapes import SHAPES, nquads
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.refusal import InvalidProofError, RefusedError
from longleaf.credential.suites.claims import Claims

Hash = Callable[[Claims, JsonObject, str], bytes]
"""Claims, a proof's options and the key's kind, to the bytes that are signed."""

_SHA256_BYTES = 32
_MOST_KEPT = 64
_latest: dict[bytes, bytes] = {}
_DIGESTS = {"Ed25519": hashlib.sha256, "P-256": hashlib.sha256, "P-384": hashlib.sha384}


def hash_rdfc(claims: Claims, options: JsonObject, kind: str) -> bytes:
    """The hash of the options, then that of the document, both as canonical N-Quads.

    The options are hashed anew each time. Remembering that hash by a few of their members is how
    a changed purpose or an added member slips through.

    Raises:
        RefusedError: If either cannot be brought into canonical form.
    """
    context = claims.document.get("@context")
    if "@context" in options and options["@context"] != context:
        message = "The proof brings its own context, which this cryptosuite does not sign."
        raise InvalidProofError("proof_brings_context", message)
    configuration: JsonObject = {**options, "@context": context}
    if kind == "P-384":  # its canonical form hashes with SHA-384 throughout (VC-DI-ECDSA 1.0, 3)
        return _joined(canonical_nquads(configuration, by="sha384"), claims.nquads_by_sha384, kind)
    options_nquads = nquads(configuration, SHAPES.recognize(configuration))
    return _joined(options_nquads, claims.nquads, kind)


def hash_rdfc_of_many(claims: Claims, options: JsonObject, kind: str) -> bytes:
    """The same for whoever signs many documents at once under the same options.

    The hash of the latest options is kept under all that they say, context included, so that there
    is nothing in which those it is given for can differ. Only for options that the signer makes.

    Raises:
        RefusedError: As for `hash_rdfc`.
    """
    if kind == "P-384" or "@context" in options:
        return hash_rdfc(claims, options, kind)
    try:
        said = orjson.dumps([options, claims.document.get("@context")])
    except TypeError:  # what JSON cannot say is refused there
        return hash_rdfc(claims, options, kind)
    digest = _latest.get(said)
    if digest is None:
        whole = hash_rdfc(claims, options, kind)
        if len(_latest) >= _MOST_KEPT:
            _latest.clear()
        _latest[said] = whole[:_SHA256_BYTES]
        return whole
    return digest + hashlib.sha256(claims.nquads).digest()


def hash_jcs(claims: Claims, options: JsonObject, kind: str) -> bytes:
    """The hash of the options, then that of the document, both as canonical JSON.

    A proof's own `@context` must be how the document's begins, and is the one that was signed:
    contexts that were added behind it later must not change what the document says.

    Raises:
        InvalidProofError: If the contexts disagree.
        RefusedError: If the document or the options have no canonical form.
    """
    if "@context" in options and options["@context"] != claims.document.get("@context"):
        claims = _as_signed(claims, options["@context"])
    return _joined(canonical_json(options), claims.json, kind)


def _as_signed(claims: Claims, context: object) -> Claims:
    signed, present = as_list(context), as_list(claims.document.get("@context"))
    if not signed or present[: len(signed)] != signed:
        message = "The proof was made for a document with other contexts."
        raise InvalidProofError("other_context", message)
    first = claims.under(context)
    try:
        same = first.nquads == claims.nquads
    except RefusedError:  # what was signed said less, or nothing that JSON-LD could read
        same = False
    if not same:
        raise InvalidProofError(
            "reinterpreted",
            "Vocabularies were added after it was signed that change what it says.",
            "Do not rely on it. Ask the issuer or the holder for the original.",
        )
    return first


def _joined(options: bytes, document: bytes, kind: str) -> bytes:
    digest = _DIGESTS[kind]
    return digest(options).digest() + digest(document).digest()
