"""Who signs: a port, so that keys can stay in hardware, and the software form of it."""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from longleaf.credential.did.key import did_of_ed25519, verification_method_of


class Signer(Protocol):
    """Holds a private key that it never shows."""

    @property
    def controller(self) -> str:
        """The identifier the key signs for, such as a did:key; it must be the issuer's id."""
        ...

    @property
    def verification_method(self) -> str:
        """The identifier of the key, as it will stand in the proof's `verificationMethod`."""
        ...

    @property
    def kind(self) -> str:
        """The kind of key: "Ed25519"."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The raw signature over these bytes."""
        ...


class Ed25519Signer:
    """Signs with an Ed25519 key kept in memory, under its own did:key."""

    kind = "Ed25519"

    def __init__(self, seed: bytes) -> None:
        """Take the 32 bytes of an Ed25519 private key.

        Raises:
            ValueError: If the seed does not have 32 bytes.
        """
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._controller = did_of_ed25519(self._key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"Ed25519Signer({self._controller})"

    @property
    def controller(self) -> str:
        """The did:key of the public key."""
        return self._controller

    @property
    def verification_method(self) -> str:
        """The did:key with its fragment."""
        return verification_method_of(self._controller)

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature."""
        return self._key.sign(data)
