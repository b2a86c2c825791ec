"""Public keys of others: how they are written, and whether a signature is theirs.

Forms: Multikey and JsonWebKey (Controlled Identifiers 1.0, 2.2; RFC 7518, RFC 8037), and PEM.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from longleaf.credential.document import JsonObject
from longleaf.credential.multibase import (
    decode_base58,
    decode_base64url,
    encode_base58,
    encode_base64url,
)
from longleaf.credential.refusal import CannotCheckError, RefusedError

PublicKey = tuple[str, bytes]
"""A kind of key and its bytes, as in `VerificationKey`."""

_PREFIXES = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}  # multicodec
_ED25519_BYTES = 32
_CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), 32),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), 48),
}
_ED25519_KEY, _ED25519_SIGNATURE = 32, 64
_FIELD = 2**255 - 19
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _FIELD - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)
"""The y of the Ed25519 points of order 1, 2, 4 and 8: as keys, one signature fits many messages."""

_RSA_BITS = range(2048, 8192 + 1)
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key, and the identifier that controls it.

    Attributes:
        id: The verification method, as the proof names it; "" if the key came with what it signed.
        controller: The DID or profile address that the key belongs to; "" if nobody says.
        kind: "Ed25519", "P-256", "P-384", or "RSA", which only JSON Web Signatures use.
        public: Ed25519: 32 raw bytes; P-256 and P-384: the compressed point, 33 or 49 bytes; RSA:
            DER SubjectPublicKeyInfo.
        expires: When the key ceases to be used for new signatures; None if that is not said.
        revoked: Since when nothing that the key signed counts; None if it does.
    """

    id: str
    controller: str
    kind: str
    public: bytes
    expires: datetime | None = None
    revoked: datetime | None = None


def signature_holds(key: VerificationKey, *, signature: bytes, data: bytes) -> bool:
    """Whether the signature is this key's over the data; False also for a key that is none.

    Args:
        key: Ed25519 signs the data itself; P-256 its SHA-256; P-384 its SHA-384; RSA its SHA-256
            with PKCS #1 v1.5 padding (RS256).
        signature: Raw: 64 bytes for Ed25519; r and s of 32 or 48 bytes each for ECDSA.
        data: What was signed.
    """
    try:
        if key.kind == "Ed25519":
            return _ed25519_holds(key.public, signature, data)
        public = _loaded(key.kind, key.public)
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            _, digest, size = _CURVES[key.kind]
            if len(signature) != 2 * size:
                return False
            r, s = int.from_bytes(signature[:size]), int.from_bytes(signature[size:])
            public.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(digest))
    except (InvalidSignature, RefusedError, ValueError):
        return False
    return True


def _ed25519_holds(public: bytes, signature: bytes, data: bytes) -> bool:
    """By libsodium, which takes half the time that OpenSSL takes for this."""
    sizes = len(public), len(signature)
    if sizes != (_ED25519_KEY, _ED25519_SIGNATURE) or _is_of_small_order(public):
        return False
    try:
        crypto_sign_open(signature + data, public)
    except BadSignatureError:
        return False
    return True


def check_public_key(kind: str, public: bytes) -> None:
    """Return if the bytes are a public key of this kind, in the one form it has here.

    Raises:
        RefusedError: If they are not.
    """
    _loaded(kind, public)


def write_multikey(kind: str, public: bytes) -> str:
    """A public key as `publicKeyMultibase`.

    >>> write_multikey("Ed25519", bytes(32))
    'z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP'

    Raises:
        ValueError: If Multikey has no form for this kind, or the bytes are not such a key.
    """
    if kind not in _PREFIXES:
        message = f"A key of the kind {kind} has no Multikey form."
        raise ValueError(message)
    check_public_key(kind, public)
    return encode_base58(_PREFIXES[kind] + public)


def read_multikey(text: object) -> PublicKey:
    """The key in a `publicKeyMultibase`.

    Raises:
        CannotCheckError: If it is a kind of key that is not known here.
        RefusedError: If it is not a well-formed key.
    """
    if not isinstance(text, str):
        raise _bad_key()
    data = decode_base58(text)
    for kind, prefix in _PREFIXES.items():
        if data.startswith(prefix):
            public = data.removeprefix(prefix)
            check_public_key(kind, public)
            return kind, public
    raise _unknown_kind()


def write_jwk(kind: str, public: bytes) -> JsonObject:
    """A public key as a JSON Web Key.

    Raises:
        ValueError: If the bytes are not such a key.
    """
    key = _loaded(kind, public)
    if isinstance(key, Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": _text(public)}
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return {"kty": "RSA", "n": _text(_minimal(numbers.n)), "e": _text(_minimal(numbers.e))}
    size = _CURVES[kind][2]
    point = key.public_numbers()
    return {
        "kty": "EC",
        "crv": kind,
        "x": _text(point.x.to_bytes(size)),
        "y": _text(point.y.to_bytes(size)),
    }


def read_jwk(value: object) -> PublicKey:
    """The key in a JSON Web Key.

    Raises:
        CannotCheckError: If it is a kind of key that is not known here.
        RefusedError: If it is not a well-formed public key, or shows a private one.
    """
    if not isinstance(value, dict):
        raise _bad_key()
    if value.keys() & _PRIVATE_MEMBERS:
        raise RefusedError("private_key_shown", "The signing key is published with its secret.")
    kty, curve = value.get("kty"), value.get("crv")
    if kty == "OKP" and curve == "Ed25519":
        public = _bytes(value.get("x"))
        check_public_key("Ed25519", public)
        return "Ed25519", public
    if kty == "EC" and isinstance(curve, str) and curve in _CURVES:
        return curve, _compressed(curve, _bytes(value.get("x")), _bytes(value.get("y")))
    if kty == "RSA":
        return "RSA", _rsa(_bytes(value.get("n")), _bytes(value.get("e")))
    raise _unknown_kind()


def read_pem(text: object) -> PublicKey:
    """The key in a PEM text (SubjectPublicKeyInfo), as older profiles publish it.

    Raises:
        CannotCheckError: If it is a kind of key that is not known here.
        RefusedError: If it is not a well-formed public key.
    """
    if not isinstance(text, str):
        raise _bad_key()
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _bad_key() from error
    if isinstance(key, Ed25519PublicKey):
        return "Ed25519", key.public_bytes_raw()
    if isinstance(key, rsa.RSAPublicKey):
        public = _spki(key)
        check_public_key("RSA", public)
        return "RSA", public
    if isinstance(key, ec.EllipticCurvePublicKey):
        for kind, (curve, _, _) in _CURVES.items():
            if key.curve.name == curve.name:
                return kind, _point(key)
    raise _unknown_kind()


@lru_cache(maxsize=512)
def _is_of_small_order(public: bytes) -> bool:
    y = int.from_bytes(public, "little") & ((1 << 255) - 1)  # without the sign of x
    return y % _FIELD in _SMALL_ORDER


@lru_cache(maxsize=512)  # bounded; reading a compressed point takes a square root
def _loaded(
    kind: str, public: bytes
) -> Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    try:
        if kind == "Ed25519":
            return Ed25519PublicKey.from_public_bytes(public)
        if kind == "RSA":
            return _loaded_rsa(public)
        if kind in _CURVES and len(public) == _CURVES[kind][2] + 1:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind][0], public)
    except RefusedError:
        raise
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _bad_key() from error
    raise _bad_key()


def _loaded_rsa(public: bytes) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(public)
    if not isinstance(key, rsa.RSAPublicKey) or _spki(key) != public:
        raise _bad_key()
    if key.key_size not in _RSA_BITS:
        message = f"The signing key has {key.key_size} bits, which is not enough or too much."
        raise RefusedError("weak_key", message)
    return key


def _compressed(kind: str, x: bytes, y: bytes) -> bytes:
    curve, _, size = _CURVES[kind]
    if len(x) != size or len(y) != size:
        raise _bad_key()
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\x04" + x + y)
    except ValueError as error:
        raise _bad_key() from error
    return _point(key)


def _rsa(n: bytes, e: bytes) -> bytes:
    if n[:1] in (b"", b"\0") or e[:1] in (b"", b"\0") or len(n) > _RSA_BITS.stop // 8:
        raise _bad_key()
    try:
        key = rsa.RSAPublicNumbers(int.from_bytes(e), int.from_bytes(n)).public_key()
    except ValueError as error:
        raise _bad_key() from error
    public = _spki(key)
    check_public_key("RSA", public)
    return public


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


def _spki(key: rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _minimal(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


def _text(data: bytes) -> str:
    return encode_base64url(data)[1:]


def _bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise _bad_key()
    return decode_base64url(f"u{value}")


def _bad_key() -> RefusedError:
    return RefusedError("bad_key", "The signing key is not a well-formed public key.")


def _unknown_kind() -> CannotCheckError:
    message = "The signing key is of a kind that is not known here."
    return CannotCheckError("unknown_kind_of_key", message)
