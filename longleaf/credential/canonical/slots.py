"""What the strings and numbers of a document must be for its shape to say all about it."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from longleaf.credential.canonical.leaves import terms
from longleaf.credential.canonical.template import number_text
from longleaf.credential.canonical.terms import quoted
from longleaf.credential.compiled import or_compiled
from longleaf.credential.document import refuse_inexact
from longleaf.credential.refusal import RefusedError

_ABSOLUTE = re.compile(
    r"([A-Za-z][A-Za-z0-9+.\-]*):[^\s\ufeff\x00-\x20<>\"{}|^`\\\x7f\ud800-\udfff]+\Z"
)
_NOT_IN_ADDRESSES = bytes(range(0x21)) + b'<>"{}|^`\\\x7f'
_NOT_AS_IT_IS = bytes(range(1, 0x20)) + b'"\\\x7f'
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_ESCAPES = [  # the backslash first, as it stands in all others
    (character.encode(), quoted(character)[1:-1].encode())
    for character in ("\\", '"', "\n", *map(chr, {*range(1, 0x20), 0x7F} - {0x0A}))
]
_USUAL_ESCAPES = 3
_RARE = b"".join(plain for plain, _ in _ESCAPES[_USUAL_ESCAPES:])
_USUAL = ("https", "http", "did", "urn", "data", "mailto", "tel")


def stand_for_themselves(addresses: tuple[str, ...]) -> bool:
    """Whether each of these is an absolute IRI that no pinned context reads as something else.

    That is so if its scheme is no term of theirs: then it is no compact IRI, and no term either.
    """
    return are_usual(addresses, _usual_beginnings()) or all(map(_stands_for_itself, addresses))


@or_compiled
def are_usual(addresses: tuple[str, ...], beginnings: tuple[str, ...], /) -> bool:
    """Whether each is ASCII that an IRI may hold, and begins with one of these, followed by more.

    Then it is an absolute IRI. Others may be, too.
    """
    joined = "".join(addresses)
    if not joined.isascii():
        return False
    written = joined.encode()
    if len(written.translate(None, _NOT_IN_ADDRESSES)) != len(written):
        return False
    begun = [address.startswith(beginnings) for address in addresses]
    return all(begun) and not any(map(addresses.__contains__, beginnings))


@or_compiled
def escaped(texts: tuple[str, ...], /) -> list[bytes] | None:
    """Texts as they stand inside the quotes of N-Quads, in UTF-8; None if one of them cannot.

    All are escaped at once, in one text that parts them with U+0000.
    """
    if not texts:
        return []
    try:
        written = "\0".join(texts).encode()
        if written.count(b"\0") != len(texts) - 1:  # it stands in a text as well
            return [quoted(text)[1:-1].encode() for text in texts]
    except (RefusedError, UnicodeEncodeError):
        return None
    if any(map(written.__contains__, _NONCHARACTERS)):
        return None
    as_they_are = written.translate(None, _NOT_AS_IT_IS)
    if len(as_they_are) != len(written):
        usual = len(written.translate(None, _RARE)) == len(written)
        for plain, escape in _ESCAPES[: _USUAL_ESCAPES if usual else None]:
            written = written.replace(plain, escape)
    return written.split(b"\0")


def number_literals(numbers: Sequence[object], types: Sequence[str | None]) -> list[bytes] | None:
    """Numbers as literals under their data types; None if one is not exact."""
    try:
        return list(map(_number, numbers, types))
    except RefusedError:
        return None


@lru_cache(maxsize=4_096, typed=True)
def _number(number: object, type_: str | None) -> bytes:
    refuse_inexact(number)
    return number_text(number, type_).encode()


def _stands_for_itself(address: str) -> bool:
    match = _ABSOLUTE.match(address)
    return match is not None and match[1] not in terms().names


@cache
def _usual_beginnings() -> tuple[str, ...]:
    """How absolute IRIs of usual schemes begin, those excepted that are terms."""
    return tuple(f"{scheme}:" for scheme in _USUAL if scheme not in terms().names)
