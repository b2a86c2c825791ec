"""What a token's header says that it was made for (RFC 7515, 4.1.9 and 4.1.10)."""

from collections.abc import Collection

from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import InvalidProofError

PLAIN_TYPES = ("jwt", "")
"""Types that say no more than that it is a token."""


def check_made_for(
    header: JsonObject, what: str, *, types: Collection[str], contents: Collection[str]
) -> None:
    """Return if a token was made for this; one made for something else must not pass for it.

    Source: RFC 8725 (JSON Web Token Best Current Practices), 3.11.

    Args:
        header: The token's header.
        what: "a credential" or "a presentation", for the sentence.
        types: The values of `typ` that it may have beside `PLAIN_TYPES`, in lower case.
        contents: The values of `cty` that it may have.

    Raises:
        InvalidProofError: If not.
    """
    if media_type(header, "typ") not in (*types, *PLAIN_TYPES):
        message = f"The token was made for something else than {what}."
        raise InvalidProofError("wrong_type_of_token", message)
    if media_type(header, "cty") not in contents:
        message = f"The token says that it holds something else than {what}."
        raise InvalidProofError("wrong_type_of_token", message)


def media_type(header: JsonObject, name: str) -> str:
    """A media type of the header, in lower case and without "application/"; "" if there is none."""
    value = header.get(name, "")
    return value.lower().removeprefix("application/") if isinstance(value, str) else "?"
