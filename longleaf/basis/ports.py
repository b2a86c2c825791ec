"""Ports: what the deciding and doing floors need of the outside, as promises.

A door passes the real thing from `longleaf.gateways.wiring`; a test passes a verified fake.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from longleaf.basis.deck import Deck
from longleaf.basis.printed import Document


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


@dataclass(frozen=True, slots=True)
class ModuleKey:
    """A key just made in a hardware module.

    Attributes:
        reference: The module's name for it, to sign with it later.
        kind: "Ed25519" or "P-256".
        public: 32 raw bytes for Ed25519, the compressed point of 33 bytes for P-256.
    """

    reference: str
    kind: str
    public: bytes


class KeyModule(Protocol):
    """A hardware module that makes signing keys and never lets them out."""

    def make_key(self, kind: str | None = None) -> ModuleKey:
        """Make a key that stays in the module; raises OSError if the module cannot be used.

        Of the kind "Ed25519" or "P-256"; None for Ed25519 where the module can, else P-256.
        """
        ...

    def sign(self, reference: str, data: bytes) -> bytes:
        """The raw 64-byte signature with the key of this reference; raises OSError.

        Ed25519 signs the bytes as they are; P-256 signs their SHA-256, as r and s.
        """
        ...


class KeyVault(Protocol):
    """Encrypts what must not lie readable at rest: private keys, above all."""

    @property
    def module(self) -> KeyModule | None:
        """Where new signing keys are made and stay; None if they lie sealed in the database."""
        ...

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


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking an address elsewhere.

    Attributes:
        body: What is published there; None if it could not be had.
        reason: Why not, as a stable key in snake_case; "" if it was had.
        sentence: The same in plain English, and what to do.
    """

    body: bytes | None
    reason: str = ""
    sentence: str = ""


class Outside(Protocol):
    """Gets what others publish, through the one guarded way out. Never raises."""

    def for_one_check(self) -> "Outside":
        """The same for the check of one badge: so many requests and so much time, no more.

        A badge may name as many addresses as its maker likes. Within it, the same address gives
        the same answer.
        """
        ...

    def fetch(self, address: str) -> Fetched:
        """A badge in any of its forms, pictures too, or why it could not be had."""
        ...

    def document(self, address: str) -> bytes | None:
        """A document about an issuer, or a hosted part of a badge; None if it cannot be had."""
        ...

    def status_list(self, url: str) -> bytes | None:
        """The status list published at this address; None if it could not be had."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside a PDF.

    Attributes:
        name: Its file name there, unique in the document, without folders.
        content: Its bytes.
        media_type: As "application/json".
        description: What it is, in a few words, for whoever opens the list of attachments.
    """

    name: str
    content: bytes
    media_type: str
    description: str


class Pdf(Protocol):
    """Sets documents for print and for keeping: tagged, searchable, the same every time."""

    def compile(
        self, template: str, data: Mapping[str, object], *, attachments: tuple[Attachment, ...] = ()
    ) -> bytes:
        """Set one of the product's own templates with these data.

        Args:
            template: A template's name, such as "evidence_pack".
            data: JSON values. "title", "language" (as "en") and "made_on" (as "2026-06-30") must
                be among them. Texts are shown as they are, whatever signs they hold.
            attachments: Files to carry inside, in this order.

        Returns:
            A PDF that is both PDF/UA-1 and PDF/A-3a; the same bytes for the same arguments.

        Raises:
            ValueError: If there is no such template, or the data are not what it needs.
        """
        ...


class Word(Protocol):
    """Writes documents that somebody goes on with in a word processor."""

    def write(self, document: Document) -> bytes:
        """The document as DOCX (Office Open XML); the same bytes for the same document.

        Headings, lists and tables are real ones, pictures carry their words, and the properties
        name title, author, language and the document's day.

        Raises:
            ValueError: If the document is not whole (`longleaf.basis.printed.require_whole`).
        """
        ...


class Slides(Protocol):
    """Writes slides that somebody goes on with."""

    def write(self, deck: Deck) -> bytes:
        """The deck as PPTX (Office Open XML); the same bytes for the same deck.

        Raises:
            ValueError: If the deck does not fit (`longleaf.basis.deck.require_fitting`).
        """
        ...


class Charts(Protocol):
    """Draws the charts that `longleaf.basis.chart` describes."""

    def svg(self, spec: Mapping[str, object]) -> bytes:
        """A Vega-Lite chart as an SVG document; raises ValueError if it is not one."""
        ...

    def png(self, spec: Mapping[str, object], *, scale: float = 2) -> bytes:
        """The same as pixels, `scale` of them to a point; raises ValueError."""
        ...
