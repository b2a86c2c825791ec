"""Compact JSON Web Signatures (RFC 7515, 7.1), for the few algorithms that credentials need.

Exact on purpose: what a library would accept and we would not understand is refused. There is no
"none" and no shared secret, the key decides which algorithm may be used with it, and nothing in a
header is ever fetched.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from functools import lru_cache

import orjson

from longleaf.credential.document import (
    BASE64URL,
    MAX_BYTES,
    JsonObject,
    not_an_object,
    parse_document,
    read_document,
)
from longleaf.credential.keys import VerificationKey, signature_holds
from longleaf.credential.refusal import (
    CannotCheckError,
    InvalidProofError,
    RefusedError,
    TooComplexError,
)
from longleaf.credential.signer import Signer

MAX_TOKEN_BYTES = MAX_BYTES * 3 // 2
MAX_HEADER_BYTES = 16 * 1024
_LAST_LETTERS = {2: frozenset(b"AQgw"), 3: frozenset(b"AEIMQUYcgkosw048")}
_STANDARD_LETTERS = bytes.maketrans(b"-_", b"+/")
_PADDING = (b"", b"", b"==", b"=")
_KINDS = {
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",  # RFC 9864
    "ES256": "P-256",
    "ES384": "P-384",
    "RS256": "RSA",
}
_ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
_SHARED_SECRET = re.compile(r"HS\d+", re.IGNORECASE)
_FETCHED = ("jku", "x5u")


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was taken apart; nothing in it is checked yet.

    Attributes:
        header: What it says of how it is signed.
        payload: The bytes that it carries.
        signed: The bytes that the signature covers.
        signature: The raw signature; b"" if there is none.
    """

    header: JsonObject
    payload: bytes
    signed: bytes
    signature: bytes


def read_token(raw: bytes | str) -> Token:
    """Take a compact JSON Web Signature apart.

    Raises:
        RefusedError: If it is not one, letter by letter.
        TooComplexError: If it is too large.
    """
    data = raw.encode("ascii", "replace") if isinstance(raw, str) else raw
    if len(data) > MAX_TOKEN_BYTES:
        raise TooComplexError("too_large", f"The token is larger than {MAX_TOKEN_BYTES:,} bytes.")
    data = data.strip(b" \t\r\n")
    if data.translate(None, BASE64URL) != b"..":
        raise _not_a_token()
    header, payload, signature = data.split(b".")
    if len(header) > MAX_HEADER_BYTES:
        raise TooComplexError("too_large", "The token's header is too large.")
    return Token(
        header=_header(header),
        payload=_decoded(payload),
        signed=data[: len(header) + 1 + len(payload)],
        signature=_decoded(signature),
    )


def read_payload(raw: bytes | str) -> tuple[Token, JsonObject]:
    """Take a token apart whose payload is a JSON object; that is not held to limits yet.

    Raises:
        RefusedError: If it is none.
        TooComplexError: If it is too large or deep to be read.
    """
    token = read_token(raw)
    payload = parse_document(token.payload)
    if not isinstance(payload, dict):
        raise not_an_object()
    return token, payload


def check_token(token: Token, key: VerificationKey) -> None:
    """Return if the key signed the token, by the algorithm that is the key's own.

    Raises:
        InvalidProofError: If it did not, or the header asks for what is never accepted.
        CannotCheckError: If the algorithm is not known here.
    """
    kind = kind_asked_for(token.header)
    if key.kind != kind:
        raise InvalidProofError(
            "wrong_kind_of_key",
            f"The token says it is signed by {token.header['alg']}, but its key is {key.kind}.",
        )
    if not signature_holds(key, signature=token.signature, data=token.signed):
        raise InvalidProofError(
            "signature_does_not_hold",
            "The signature does not fit what the token says; "
            "it was changed after it was signed, or never signed by this key.",
            "Do not rely on it. Ask the issuer or the holder for the original.",
        )


def kind_asked_for(header: JsonObject) -> str:
    """The kind of key that a header's algorithm needs.

    Raises:
        InvalidProofError: If the header asks for what is never accepted: no signature, a shared
            secret, extensions that must be understood, keys to be fetched.
        CannotCheckError: If the algorithm is not known here.
    """
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm.lower() == "none":
        raise InvalidProofError(
            "not_signed",
            "The token says that it is not signed, so anybody can have written it.",
            "Ask the holder for the signed badge file.",
        )
    if _SHARED_SECRET.fullmatch(algorithm):
        message = "The token is signed with a shared secret, which proves nothing to others."
        raise InvalidProofError("shared_secret", message)
    if "crit" in header or header.get("b64", True) is not True:
        message = "The token relies on extensions that are not known here."
        raise InvalidProofError("unknown_extension", message)
    for name in _FETCHED:
        if name in header:
            message = "The token says where to fetch the key that it is to be checked with."
            raise InvalidProofError("key_from_elsewhere", message)
    if algorithm not in _KINDS:
        message = f'The token is signed by a method not known here ("{algorithm[:60]}").'
        raise CannotCheckError("unknown_algorithm", message)
    return _KINDS[algorithm]


def sign_token(payload: bytes, *, header: JsonObject, signer: Signer) -> str:
    """Sign bytes; the header gets the algorithm of the signer's key.

    Raises:
        RefusedError: If keys of this kind sign no tokens.
    """
    if signer.kind not in _ALGORITHMS:
        message = f"Keys of the kind {signer.kind} sign no tokens here."
        raise RefusedError("wrong_kind_of_key", message)
    protected = orjson.dumps({"alg": _ALGORITHMS[signer.kind], **header})
    signed = _encoded(protected) + b"." + _encoded(payload)
    return (signed + b"." + _encoded(signer.sign(signed))).decode()


def written(payload: JsonObject) -> bytes:
    """A payload as JSON, without spaces."""
    try:
        return orjson.dumps(payload)
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=256)
def _read_header(text: bytes) -> JsonObject:
    return read_document(_decoded(text))


def _header(text: bytes) -> JsonObject:
    """A copy of the header that this text is; an issuer writes the same again and again."""
    return dict(_read_header(text))


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    """The bytes of base64url; of the several texts for the same bytes, only the one meant."""
    rest = len(text) % 4
    if rest == 1 or (rest and text[-1] not in _LAST_LETTERS[rest]):
        raise _not_a_token()
    return binascii.a2b_base64(text.translate(_STANDARD_LETTERS) + _PADDING[rest])


def _not_a_token() -> RefusedError:
    return RefusedError(
        "not_a_token",
        "This is not a JSON Web Token, or it is cut off.",
        "Download it again from where it is published.",
    )
