"""JSON Canonicalization Scheme (RFC 8785)."""

import rfc8785

from longleaf.credential.refusal import RefusedError


def canonical_json(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    Raises:
        RefusedError: If the value has no canonical form (an inexact number, broken text).
    """
    try:
        try:
            return bytes(rfc8785.dumps(value))  # type: ignore[arg-type]  # any JSON value; it refuses others
        except rfc8785.IntegerDomainError:
            return bytes(rfc8785.dumps(_as_doubles(value)))  # type: ignore[arg-type]  # as above
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
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
