"""JSON Canonicalization Scheme (RFC 8785)."""

import orjson
import rfc8785

from longleaf.credential.compiled import or_compiled
from longleaf.credential.refusal import RefusedError

_DEEPEST = 200
_SAFE = 2**53 - 1
_USUAL = {dict, list, str, bool, type(None)}
_POSITIONAL = (1e-4, 1e15)
"""Between these, all write a number with a fraction in the fewest digits, without an exponent."""


def canonical_json(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    Raises:
        RefusedError: If the value has no canonical form (an inexact number, broken text).
    """
    try:
        if is_written_alike(value):
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        try:
            return bytes(rfc8785.dumps(value))  # type: ignore[arg-type]  # any JSON value; it refuses others
        except rfc8785.IntegerDomainError:
            return bytes(rfc8785.dumps(_as_doubles(value)))  # type: ignore[arg-type]  # as above
    except (rfc8785.CanonicalizationError, TypeError, UnicodeError, RecursionError) as error:
        message = "The document has no canonical form."
        raise RefusedError("no_canonical_form", message) from error


def _as_doubles(value: object) -> object:
    """The same with whole numbers as the doubles that JSON means by them (RFC 8785, 3.2.2.3).

    Python reads "100000000000000000000" as a whole number; to ECMAScript it is a double, and is
    written as one. A number that no double holds stays as it is, and is refused.
    """
    if isinstance(value, dict):
        return {name: _as_doubles(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_doubles(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            double = float(value)
        except OverflowError:
            return value
        return double if int(double) == value else value
    return value


@or_compiled
def is_written_alike(value: object, /) -> bool:
    """Whether a plain fast writer that sorts members by code point writes the canonical form.

    The scheme sorts by UTF-16 unit, which is the same for ASCII; escapes of text are the same. It
    writes some numbers otherwise.
    """
    level = [value]
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for item in level:
            if isinstance(item, dict):
                if not all([type(name) is str and name.isascii() for name in item]):  # noqa: C419 - a list is faster
                    return False
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        types = set(map(type, inner))
        if not types <= _USUAL and not all(map(_is_usual, inner)):
            return False
        level = [item for item in inner if type(item) is dict or type(item) is list]
        if not level:
            return isinstance(value, dict | list)
    return False


def _is_usual(value: object) -> bool:
    if type(value) is int:
        return abs(value) <= _SAFE
    if type(value) is float:
        return _POSITIONAL[0] <= abs(value) < _POSITIONAL[1] and not value.is_integer()
    return type(value) in _USUAL
