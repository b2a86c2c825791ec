"""Which key a token says it was signed with. A key in the header proves nothing by itself."""

from longleaf.credential.did import key as did_key
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey, read_jwk
from longleaf.credential.ports import KeyPort, only_key_of
from longleaf.credential.refusal import CannotCheckError, InvalidProofError


def signing_key(header: JsonObject, *, owner: str, keys: KeyPort) -> VerificationKey:
    """The key that a token is to be checked with.

    By `kid`: a verification method, or its fragment within the owner's. By `jwk`: the key itself,
    nameless, so that whoever asks for whom it may sign finds it by its value. By neither: the one
    key of an owner that is a key.

    Args:
        header: The token's header.
        owner: Who the token says signed it: the issuer, or a presentation's holder.
        keys: Finds keys.

    Raises:
        CannotCheckError: If the key cannot be found from here.
        InvalidProofError: If none is named, or two that differ.
        RefusedError: If the key is malformed.
    """
    shown = read_jwk(header["jwk"]) if "jwk" in header else None
    if "kid" in header:
        key = keys.key(_method(header["kid"], owner))
        if shown is not None and shown != (key.kind, key.public):
            message = "The token shows another key than the one that it names."
            raise InvalidProofError("keys_disagree", message)
        return key
    if shown is not None:
        kind, public = shown
        return VerificationKey(id="", controller="", kind=kind, public=public)
    try:
        return only_key_of(owner)
    except CannotCheckError as error:
        message = "The token does not name the key that made it."
        raise InvalidProofError("no_key_named", message) from error


def _method(kid: object, owner: str) -> str:
    if not isinstance(kid, str) or not kid:
        raise InvalidProofError("no_key_named", "The token does not name the key that made it.")
    if kid.startswith(did_key.PREFIX) and "#" not in kid:
        return did_key.verification_method_of(kid)
    if ":" not in kid or kid.startswith("#"):
        return f"{owner}#{kid.removeprefix('#')}"
    return kid
