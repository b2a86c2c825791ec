"""The forms in which a badge of Open Badges 1 or 2 comes: JSON, a token, or its address alone."""

import re

from longleaf.credential.contexts import OPEN_BADGES_V2
from longleaf.credential.document import JsonObject, limited
from longleaf.credential.jose.compact import Token
from longleaf.credential.open_badges_2.check import check_assertion
from longleaf.credential.open_badges_2.parts import Publications
from longleaf.credential.open_badges_2.shape import version_of
from longleaf.credential.refusal import CannotCheckError
from longleaf.credential.verification import Verification

_ADDRESS = re.compile(r"\s*(https?://[^\s<>\"{}|\\^`]{1,2000})\s*\Z", re.IGNORECASE)


def address_in(given: bytes | str | JsonObject) -> str | None:
    """The address, if what was handed in is one and nothing else."""
    if isinstance(given, dict) or given[:1] in ("{", b"{"):
        return None
    text = given.decode("utf-8", "replace") if isinstance(given, bytes) else given
    match = _ADDRESS.match(text)
    return match[1] if match else None


def check_signed(token: Token, payload: JsonObject, verification: Verification) -> None:
    """Make all checks of a signed badge.

    Raises:
        Stop: If a check ends them.
    """
    verification.attempt("readable", lambda: limited(payload))
    verification.passed("readable", "readable", "The file is a whole JSON Web Token.")
    check_assertion(payload, verification, token=token)


def check_at_address(address: str, verification: Verification) -> None:
    """Make all checks of a hosted badge of which only the address was handed in.

    Raises:
        Stop: If a check ends them.
    """
    publications = Publications(verification.circumstances.documents)
    document = verification.attempt("readable", lambda: publications.json(address, "the badge"))
    if document.get("revoked") is True and "@context" not in document:
        document = {"@context": OPEN_BADGES_V2, **document}
    if not version_of(document):
        error = CannotCheckError(
            "not_a_badge_of_2_0",
            f"What {address[:200]} publishes is not a badge of Open Badges 1 or 2.",
            "Download the badge there and choose its file.",
        )
        verification.stop("readable", error)
    verification.passed("readable", "readable", "Its address publishes a whole JSON document.")
    check_assertion(document, verification)
