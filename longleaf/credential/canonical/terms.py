"""Terms of a literal or an IRI in canonical N-Quads, and numbers as XML Schema writes them."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from longleaf.credential.refusal import RefusedError

_NAMED = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_ESCAPES = str.maketrans({chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | _NAMED)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s\ufeff\x00-\x20<>\"{}|^`\\]*\Z")
_NONCHARACTER = re.compile("[\ufffe\uffff]")
_SIXTEEN_DIGITS = Context(prec=16, rounding=ROUND_HALF_UP)
_TOO_LARGE_FOR_INTEGER = 10**21


def quoted(text: str) -> str:
    """A string as a quoted literal of canonical N-Quads (RDF Dataset Canonicalization, A).

    Raises:
        RefusedError: For the two noncharacters that implementations write differently.
    """
    if _NONCHARACTER.search(text):
        raise RefusedError("broken_text", "The text holds a code point that is no character.")
    return f'"{text.translate(_ESCAPES)}"'


def iri(value: str) -> str:
    """An absolute IRI in angle brackets.

    Raises:
        RefusedError: If it is relative or holds a character that no IRI may hold.
    """
    if _IRI.match(value) is None:
        raise RefusedError(
            "relative_address",
            f'"{value[:120]}" should be a complete address (an absolute IRI) but is not.',
        )
    return f"<{value}>"


def is_written_as_integer(number: float) -> bool:
    """Whether JSON-LD writes this number as an integer: no fraction, and below 10^21."""
    return number == int(number) and abs(number) < _TOO_LARGE_FOR_INTEGER


def canonical_double(number: float) -> str:
    """The canonical form of xsd:double with at most 16 digits, as ECMAScript rounds them.

    >>> canonical_double(0.5), canonical_double(1e21), canonical_double(-120.0)
    ('5.0E-1', '1.0E21', '-1.2E2')
    """
    rounded = _SIXTEEN_DIGITS.create_decimal(Decimal(number))
    sign, digits, _ = rounded.as_tuple()
    if not any(digits):
        return "0.0E0"
    text = "".join(str(digit) for digit in digits).rstrip("0")
    mantissa = f"{text[0]}.{text[1:] or '0'}"
    return f"{'-' if sign else ''}{mantissa}E{rounded.adjusted()}"
