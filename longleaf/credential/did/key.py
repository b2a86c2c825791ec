"""did:key for Ed25519, P-256 and P-384: the identifier is the public key (did:key method)."""

from functools import lru_cache

from longleaf.credential.keys import VerificationKey, read_multikey, write_multikey
from longleaf.credential.refusal import RefusedError

PREFIX = "did:key:"


def did_of(kind: str, public: bytes) -> str:
    """The did:key of a public key; see `VerificationKey` for the kinds and their bytes.

    >>> did_of("Ed25519", bytes(32))
    'did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP'

    Raises:
        ValueError: If the bytes are not such a key, or the kind has no did:key here.
    """
    return PREFIX + write_multikey(kind, public)


def did_of_ed25519(public_key: bytes) -> str:
    """The did:key of a raw 32-byte Ed25519 public key.

    Raises:
        ValueError: If the key does not have 32 bytes.
    """
    return did_of("Ed25519", public_key)


def verification_method_of(did: str) -> str:
    """The one verification method of a did:key: the identifier, "#", and its own last part."""
    return f"{did}#{did.removeprefix(PREFIX)}"


@lru_cache(maxsize=1_024)  # a did:key is its key, today and always
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
    kind, public = read_multikey(fragment)
    return VerificationKey(id=verification_method, controller=did, kind=kind, public=public)
