"""Tokens within JSON: enveloped credentials and presentations (VC Data Model 2.0, 4.13)."""

from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.refusal import CannotCheckError, RefusedError

CREDENTIAL = "EnvelopedVerifiableCredential"
PRESENTATION = "EnvelopedVerifiablePresentation"
_MEDIA_TYPES = {CREDENTIAL: "application/vc+jwt", PRESENTATION: "application/vp+jwt"}
# RFC 7519, 10.3.1: also right, if less exact.
_ANY_JWT = "application/jwt"
_MEMBERS = frozenset({"@context", "id", "type"})


def envelope(token: str, *, kind: str = CREDENTIAL) -> JsonObject:
    """A token as a JSON object that names it as its id.

    Args:
        token: A credential or presentation as a JSON Web Token.
        kind: `CREDENTIAL` or `PRESENTATION`.
    """
    return {
        "@context": [CREDENTIALS_V2],
        "id": f"data:{_MEDIA_TYPES[kind]},{token}",
        "type": kind,
    }


def is_envelope(document: JsonObject, *, kind: str = CREDENTIAL) -> bool:
    """Whether a document says that it is an envelope of this kind."""
    return kind in as_list(document.get("type"))


def token_in(document: JsonObject, *, kind: str = CREDENTIAL) -> str:
    """The token in an envelope.

    Nothing beside the token is signed, so an envelope that says more is refused.

    Raises:
        CannotCheckError: If what it holds is secured in a way not known here.
        RefusedError: If it is not a well-formed envelope.
    """
    if as_list(document.get("type")) != [kind]:
        raise _malformed("is more than one thing at once")
    if CREDENTIALS_V2 not in as_list(document.get("@context")):
        raise _malformed("does not use the vocabulary that defines envelopes")
    if document.keys() - _MEMBERS:
        raise _malformed("says more than the signed token in it")
    address = document.get("id")
    if not isinstance(address, str) or not address.lower().startswith("data:"):
        raise _malformed("holds no token")
    media_type, comma, token = address[len("data:") :].partition(",")
    if not comma:
        raise _malformed("holds no token")
    if media_type.lower() not in (_MEDIA_TYPES[kind], _ANY_JWT):
        raise CannotCheckError(
            "unknown_envelope",
            f'The envelope holds something of a kind not known here ("{media_type[:60]}").',
        )
    return token


def _malformed(why: str) -> RefusedError:
    return RefusedError("bad_envelope", f"The envelope around the badge {why}.")
