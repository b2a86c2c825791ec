"""JSON Canonicalization Scheme (RFC 8785)."""

import rfc8785

from longleaf.credential.refusal import RefusedError


def canonical_json(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    Raises:
        RefusedError: If the value has no canonical form (an inexact number, broken text).
    """
    try:
        return bytes(rfc8785.dumps(value))  # type: ignore[arg-type]  # any JSON value; it refuses others
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        message = "The document has no canonical form."
        raise RefusedError("no_canonical_form", message) from error
