"""Ports: what the deciding and doing floors need of the outside, as promises.

A door passes the real thing from `longleaf.gateways.wiring`; a test passes a verified fake.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class Clock(Protocol):
    """Tells the time, at the edge only."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class FileStore(Protocol):
    """Keeps private files under keys that say nothing about their content."""

    def append(self, key: str, chunk: bytes, *, offset: int) -> int:
        """Write a chunk at `offset` of an unfinished file; returns the new length.

        Raises:
            ValueError: If `offset` is not the file's present length.
        """
        ...

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Open for reading; raises FileNotFoundError."""
        ...

    def replace(self, key: str, chunks: Iterator[bytes]) -> int:
        """Write a whole file at once, all or nothing; returns its length."""
        ...

    def length(self, key: str) -> int:
        """Bytes stored; 0 if there is no such file."""
        ...

    def remove(self, key: str) -> None:
        """Remove the file; removing what is not there is no fault."""
        ...


class KeyVault(Protocol):
    """Encrypts what must not lie readable at rest: private keys, above all."""

    def seal(self, secret: bytes, *, context: str) -> bytes:
        """Encrypt; `context` must be given again to open (it binds the secret to its place)."""
        ...

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt; raises ValueError if the bytes were altered or the context differs."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person, plain text.

    Attributes:
        key: Names the message for good, so that a mail server can drop a second copy; "" if none.
    """

    to: str
    subject: str
    body: str
    key: str = ""


class Mailer(Protocol):
    """Sends mail."""

    def send(self, mail: Mail) -> None:
        """Hand the message over; raises OSError when that cannot be done now."""
        ...
