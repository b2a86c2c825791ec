"""did:jwk: the identifier is the public key, as a JSON Web Key in base64url (did:jwk method)."""

from longleaf.credential.document import read_document
from longleaf.credential.keys import VerificationKey, read_jwk
from longleaf.credential.multibase import decode_base64url
from longleaf.credential.refusal import RefusedError

PREFIX = "did:jwk:"
_LONGEST = 4_096


def verification_method_of(did: str) -> str:
    """The one verification method of a did:jwk."""
    return f"{did}#0"


def resolve(verification_method: str) -> VerificationKey:
    """The key behind a did:jwk verification method. Needs nothing but the text.

    Raises:
        CannotCheckError: If it is a kind of key that is not known here.
        RefusedError: If it is not a well-formed did:jwk verification method.
    """
    did, _, fragment = verification_method.partition("#")
    if not did.startswith(PREFIX) or fragment != "0" or len(did) > _LONGEST:
        raise RefusedError(
            "bad_key", f"{verification_method[:120]} is not the key of a did:jwk identifier."
        )
    kind, public = read_jwk(read_document(decode_base64url(f"u{did.removeprefix(PREFIX)}")))
    return VerificationKey(id=verification_method, controller=did, kind=kind, public=public)
