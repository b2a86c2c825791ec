"""Bitstring Status List 1.0: many credentials' revocation or suspension, one bit each."""

import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime

from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant
from longleaf.credential.multibase import decode_base64url, encode_base64url
from longleaf.credential.refusal import RefusedError, TooComplexError

MINIMUM_ENTRIES = 131_072
"""The least length of a list, so that asking for one entry does not tell which (section 6.1)."""
MAXIMUM_ENTRIES = 2**27
PURPOSES = ("revocation", "suspension")


class StatusList:
    """A list of bits; the first is the most significant bit of the first byte."""

    def __init__(self, bits: bytearray) -> None:
        """Take the bytes as they are; use `empty` or `decode` to get a list."""
        self._bits = bits

    @classmethod
    def empty(cls, entries: int = MINIMUM_ENTRIES) -> "StatusList":
        """A list of at least this many entries, none of them set.

        Raises:
            ValueError: If the number is less than the standard's minimum, or absurdly large.
        """
        if not MINIMUM_ENTRIES <= entries <= MAXIMUM_ENTRIES:
            message = f"A status list has {MINIMUM_ENTRIES} to {MAXIMUM_ENTRIES} entries."
            raise ValueError(message)
        return cls(bytearray((entries + 7) // 8))

    @classmethod
    def decode(cls, encoded: str) -> "StatusList":
        """Read an `encodedList`: multibase base64url of a gzip of the bits.

        Raises:
            RefusedError: If it is not one, or shorter than the standard's minimum.
            TooComplexError: If it unpacks to more than the largest list.
        """
        packed = decode_base64url(encoded)
        unpacker = zlib.decompressobj(wbits=31)
        limit = MAXIMUM_ENTRIES // 8
        try:
            data = unpacker.decompress(packed, limit + 1)
        except zlib.error as error:
            message = "The status list is not compressed as the standard says."
            raise RefusedError("bad_status_list", message) from error
        if len(data) > limit:
            raise TooComplexError("too_large", "The status list unpacks to an absurd size.")
        if not unpacker.eof or unpacker.unused_data:
            raise RefusedError(
                "bad_status_list", "The status list is cut off, or followed by more."
            )
        if len(data) * 8 < MINIMUM_ENTRIES:
            message = f"The status list has fewer than {MINIMUM_ENTRIES} entries."
            raise RefusedError("status_list_too_short", message)
        return cls(bytearray(data))

    @classmethod
    def from_bytes(cls, data: bytes) -> "StatusList":
        """A list from the bytes that `to_bytes` gave, for keeping it."""
        return cls(bytearray(data))

    def to_bytes(self) -> bytes:
        """The bits, uncompressed, the first entry in the most significant bit."""
        return bytes(self._bits)

    def __len__(self) -> int:
        return len(self._bits) * 8

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StatusList) and self._bits == other._bits

    __hash__ = None  # type: ignore[assignment]  # it changes, so it has no lasting hash

    def __getitem__(self, index: int) -> bool:
        """Whether the entry is set.

        Raises:
            IndexError: If the list has no such entry. There are no negative indexes.
        """
        byte, bit = self._place(index)
        return bool(self._bits[byte] & bit)

    def set(self, indexes: Iterable[int], *, to: bool = True) -> None:
        """Set or clear many entries; none are changed if one of them does not exist.

        Raises:
            IndexError: If the list has no such entry.
        """
        places = [self._place(index) for index in indexes]
        for byte, bit in places:
            if to:
                self._bits[byte] |= bit
            else:
                self._bits[byte] &= ~bit

    def encode(self) -> str:
        """The `encodedList`. The same bits always give the same text."""
        return encode_base64url(gzip.compress(bytes(self._bits), compresslevel=6, mtime=0))

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            message = f"The status list has no entry {index}; it has {len(self)}."
            raise IndexError(message)
        return index // 8, 0x80 >> (index % 8)


def status_list_credential(
    bits: StatusList,
    *,
    address: str,
    issuer: str,
    purpose: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl_milliseconds: int | None = None,
) -> JsonObject:
    """The BitstringStatusListCredential that publishes a list, yet to be signed by `issue`.

    Args:
        bits: The list.
        address: Where it will be published; entries name it as `statusListCredential`.
        issuer: The same identifier that issues the credentials on the list.
        purpose: "revocation" or "suspension".
        valid_from: From when this edition of the list holds.
        valid_until: Until when a verifier may rely on it; None for no limit.
        ttl_milliseconds: For how long a verifier may keep a copy; None to leave it to them.

    Raises:
        ValueError: If the purpose is not one of the two.
    """
    if purpose not in PURPOSES:
        message = f'A status list is for "revocation" or "suspension", not "{purpose}".'
        raise ValueError(message)
    subject: JsonObject = {
        "id": f"{address}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose,
        "encodedList": bits.encode(),
    }
    if ttl_milliseconds is not None:
        subject["ttl"] = ttl_milliseconds
    document: JsonObject = {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": show_instant(valid_from),
        "credentialSubject": subject,
    }
    if valid_until is not None:
        document["validUntil"] = show_instant(valid_until)
    return document


def status_entry(*, address: str, index: int, purpose: str) -> JsonObject:
    """The `credentialStatus` entry that ties a credential to its place in a list.

    Args:
        address: Where the list's credential is published.
        index: The place in the list, from 0.
        purpose: "revocation" or "suspension".
    """
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }
