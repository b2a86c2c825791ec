"""The values of base and derived ecdsa-sd-2023 proofs, in CBOR (VC-DI-ECDSA 1.0, 3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

import cbor2

from longleaf.credential.multibase import decode_base64url, encode_base64url
from longleaf.credential.refusal import InvalidProofError, RefusedError

_BASE = b"\xd9\x5d\x00"
_DERIVED = b"\xd9\x5d\x01"
_P256_MULTIKEY = b"\x80\x24"
_SIGNATURE_BYTES = 64
_KEY_BYTES = 35
_HASH_BYTES = 32
_PARTS = 5
_MOST = 20_000
_STRINGS, _ARRAY, _MAP = (2, 3), 4, 5  # major types (RFC 8949, 3.1)
_FIRST_WIDE, _LAST_WIDE = 24, 27  # the count follows in 1, 2, 4 or 8 bytes


@dataclass(frozen=True, slots=True)
class BaseValue:
    """What an issuer gives to the holder.

    Attributes:
        base_signature: The issuer's, over the options, the key below and the mandatory claims.
        public_key: The key that signed each other claim, as Multikey bytes.
        hmac_key: Makes the names of blank nodes; for the holder only.
        signatures: One for each claim that is not mandatory, in order.
        mandatory: JSON Pointers to what the holder cannot leave out.
    """

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """What a holder gives to a verifier.

    Attributes:
        base_signature: As in `BaseValue`.
        public_key: As in `BaseValue`.
        signatures: One for each claim shown that is not mandatory, in order.
        labels: From canonical names ("_:c14n0") to the names that were signed ("_:u…").
        mandatory_indexes: Which of the claims shown are mandatory, by their place in order.
    """

    base_signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]


def write_base(value: BaseValue) -> str:
    """The `proofValue` of a base proof."""
    parts = [
        value.base_signature,
        value.public_key,
        value.hmac_key,
        list(value.signatures),
        list(value.mandatory),
    ]
    return encode_base64url(_BASE + cbor2.dumps(parts))


def write_derived(value: DerivedValue) -> str:
    """The `proofValue` of a derived proof."""
    numbered = {
        int(name.removeprefix("_:c14n")): decode_base64url(label.removeprefix("_:"))
        for name, label in value.labels.items()
    }
    parts = [
        value.base_signature,
        value.public_key,
        list(value.signatures),
        dict(sorted(numbered.items())),
        list(value.mandatory_indexes),
    ]
    return encode_base64url(_DERIVED + cbor2.dumps(parts))


def is_base_value(value: object) -> bool:
    """Whether this is the value of a base proof, well-formed or not."""
    try:
        return isinstance(value, str) and decode_base64url(value).startswith(_BASE)
    except RefusedError:
        return False


def read_base(value: object) -> BaseValue:
    """Read the `proofValue` of a base proof.

    Raises:
        InvalidProofError: If it is not one.
    """
    signature, public_key, hmac_key, signatures, mandatory = _parts(value, _BASE)
    if not _is_bytes(hmac_key, _HASH_BYTES) or not _all_texts(mandatory):
        raise _fault()
    return BaseValue(
        base_signature=_signature(signature),
        public_key=_key(public_key),
        hmac_key=hmac_key,
        signatures=_signatures(signatures),
        mandatory=tuple(mandatory),
    )


def read_derived(value: object) -> DerivedValue:
    """Read the `proofValue` of a derived proof.

    Two names for one node, or one name for two, are refused: what was said of one could then be
    shown as said of the other.

    Raises:
        InvalidProofError: If it is not one.
    """
    signature, public_key, signatures, labels, indexes = _parts(value, _DERIVED)
    return DerivedValue(
        base_signature=_signature(signature),
        public_key=_key(public_key),
        signatures=_signatures(signatures),
        labels=_labels(labels),
        mandatory_indexes=_indexes(indexes),
    )


def _parts(value: object, header: bytes) -> Sequence[object]:
    try:
        data = decode_base64url(value) if isinstance(value, str) else b""
    except RefusedError as error:
        raise _fault() from error
    if not data.startswith(header):
        raise _fault()
    data = data.removeprefix(header)
    _refuse_odd_items(data)
    try:
        parts = cbor2.loads(data)
    except (cbor2.CBORDecodeError, ValueError, TypeError) as error:
        raise _fault() from error
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise _fault()
    return parts


def _refuse_odd_items(data: bytes) -> None:
    """Let only one whole item through, of numbers, bytes, texts, arrays and maps.

    The standard forbids tags; to a general reader they can be dates, patterns and numbers of any
    size, made to cost much.
    """
    place, missing = 0, 1
    while missing:
        if place >= len(data) or missing > _MOST:
            raise _fault()
        kind, info = data[place] >> 5, data[place] & 0x1F
        width = 0 if info < _FIRST_WIDE else 1 << (info - _FIRST_WIDE)
        if kind > _MAP or info > _LAST_WIDE:
            raise _fault()
        count = int.from_bytes(data[place + 1 : place + 1 + width]) if width else info
        place += 1 + width + (count if kind in _STRINGS else 0)
        missing += {_ARRAY: count, _MAP: 2 * count}.get(kind, 0) - 1
    if place != len(data):
        raise _fault()


def _signature(value: object) -> bytes:
    if not _is_bytes(value, _SIGNATURE_BYTES):
        raise _fault()
    return value


def _key(value: object) -> bytes:
    if not _is_bytes(value, _KEY_BYTES) or not value.startswith(_P256_MULTIKEY):
        raise _fault()
    return value


def _signatures(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise _fault()
    return tuple(_signature(item) for item in value)


def _labels(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > _MOST:
        raise _fault()
    labels = {}
    for number, label in value.items():
        if not _is_count(number) or not _is_bytes(label, _HASH_BYTES):
            raise _fault()
        labels[f"_:c14n{number}"] = f"_:{encode_base64url(label)}"
    if len(set(labels.values())) != len(labels):
        raise _fault()
    return labels


def _indexes(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise _fault()
    if not all(_is_count(index) for index in value) or len(set(value)) != len(value):
        raise _fault()
    return tuple(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST


def _is_bytes(value: object, size: int) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and len(value) == size


def _all_texts(value: object) -> TypeGuard[list[str]]:
    return (
        isinstance(value, list)
        and len(value) <= _MOST
        and all(isinstance(item, str) for item in value)
    )


def _fault() -> InvalidProofError:
    return InvalidProofError("bad_signature_value", "The proof's signature value is malformed.")
