"""did:key for Ed25519: the identifier is the public key (did:key method, Multikey of CID 1.0)."""

from longleaf.credential.keys import VerificationKey
from longleaf.credential.multibase import decode_base58, encode_base58
from longleaf.credential.refusal import CannotCheckError, RefusedError

PREFIX = "did:key:"
_ED25519_PUB = b"\xed\x01"
_KEY_BYTES = 32


def did_of_ed25519(public_key: bytes) -> str:
    """The did:key of a raw 32-byte Ed25519 public key.

    >>> did_of_ed25519(bytes(32))
    'did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP'

    Raises:
        ValueError: If the key does not have 32 bytes.
    """
    if len(public_key) != _KEY_BYTES:
        message = f"An Ed25519 public key has {_KEY_BYTES} bytes, not {len(public_key)}."
        raise ValueError(message)
    return PREFIX + encode_base58(_ED25519_PUB + public_key)


def verification_method_of(did: str) -> str:
    """The one verification method of a did:key: the identifier, "#", and its own last part."""
    return f"{did}#{did.removeprefix(PREFIX)}"


def resolve(verification_method: str) -> VerificationKey:
    """The key behind a did:key verification method. Needs nothing but the text.

    Raises:
        CannotCheckError: If it is a did:key of a kind of key that is not known here.
        RefusedError: If it is not a well-formed did:key verification method.
    """
    did, _, fragment = verification_method.partition("#")
    if not did.startswith(PREFIX) or fragment != did.removeprefix(PREFIX):
        raise RefusedError(
            "bad_key", f"{verification_method[:120]} is not the key of a did:key identifier."
        )
    data = decode_base58(fragment)
    if not data.startswith(_ED25519_PUB):
        message = "The signing key is of a kind that is not known here."
        raise CannotCheckError("unknown_kind_of_key", message)
    if len(data) != len(_ED25519_PUB) + _KEY_BYTES:
        raise RefusedError("bad_key", "The signing key does not have the length of its kind.")
    return VerificationKey(
        id=verification_method,
        controller=did,
        kind="Ed25519",
        public=data.removeprefix(_ED25519_PUB),
    )
