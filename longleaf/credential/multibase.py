"""Multibase: bytes as text that says its own base ("z" base58btc, "u" base64url)."""

import base64
import binascii
import re

from longleaf.credential.compiled import or_compiled
from longleaf.credential.refusal import RefusedError

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_NO_DIGIT = 58
_VALUES = bytes(
    _ALPHABET.index(chr(code)) if chr(code) in _ALPHABET else _NO_DIGIT for code in range(256)
)
_PAIR = len(_PAIRS)
_LONG = _PAIR**5
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")
_LONGEST_BASE58 = 512


def encode_base58(data: bytes) -> str:
    """Multibase base58btc: "z" and the digits."""
    return "z" + base58(data)


@or_compiled
def base58(data: bytes, /) -> str:
    """The digits of base58btc."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data)
    pairs: list[str] = []
    while number:  # ten digits at a time, as long numbers are slow to divide
        number, part = divmod(number, _LONG)
        for _ in range(5):
            part, pair = divmod(part, _PAIR)
            pairs.append(_PAIRS[pair])
    pairs.reverse()
    return _ALPHABET[0] * zeros + "".join(pairs).lstrip(_ALPHABET[0])


def encode_base64url(data: bytes) -> str:
    """Multibase base64url without padding: "u" and the digits."""
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_base58(text: str) -> bytes:
    """The bytes of a multibase base58btc text.

    Raises:
        RefusedError: If it is anything else, or longer than any key or signature.
    """
    data = None
    if text.startswith("z") and len(text) <= _LONGEST_BASE58:
        data = from_base58(text[1:])
    if data is None:
        raise RefusedError(
            "not_multibase", "A value that should be in base58 (multibase z) is not."
        )
    return data


@or_compiled
def from_base58(digits: str, /) -> bytes | None:
    """The bytes that at most 512 digits of base58btc write; None if these are none."""
    values = digits.encode("ascii", "replace").translate(_VALUES)
    if _NO_DIGIT in values or len(values) > _LONGEST_BASE58:
        return None
    number = _number(values)
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def _number(digits: bytes) -> int:
    """The number that values of digits of base 58 write, ten of them at a time."""
    number = 0
    for start in range(0, len(digits), 10):
        part = 0
        for value in digits[start : start + 10]:
            part = part * 58 + value
        number = number * 58 ** len(digits[start : start + 10]) + part
    return number


def decode_base64url(text: str) -> bytes:
    """The bytes of a multibase base64url text without padding.

    Raises:
        RefusedError: If it is anything else.
    """
    digits = text[1:]
    fault = RefusedError("not_multibase", "A value that should be base64url (multibase u) is not.")
    if not text.startswith("u") or _BASE64URL.match(digits) is None:
        raise fault
    try:
        data = base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error as error:
        raise fault from error
    if encode_base64url(data) != text:  # two texts for the same bytes are one too many
        raise fault
    return data
