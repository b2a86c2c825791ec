"""Who signs: a port, so that keys can stay in hardware, and the software forms of it."""

import secrets
from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from nacl.bindings import (
    crypto_sign,
    crypto_sign_BYTES,
    crypto_sign_seed_keypair,
    crypto_sign_SEEDBYTES,
)

from longleaf.credential.did.key import did_of, verification_method_of

_CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), 32),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), 48),
}


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
        """The kind of key: "Ed25519", "P-256" or "P-384"."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The raw signature over these bytes.

        Ed25519 signs them as they are (64 bytes). P-256 signs their SHA-256, P-384 their SHA-384;
        the result is r, then s, of 32 or 48 bytes each.
        """
        ...


class Ed25519Signer:
    """Signs with an Ed25519 key kept in memory, under its own did:key unless told otherwise."""

    kind = "Ed25519"

    def __init__(
        self, seed: bytes, controller: str | None = None, verification_method: str | None = None
    ) -> None:
        """Take the 32 bytes of an Ed25519 private key, and for whom and as which key it signs.

        Raises:
            ValueError: If the seed does not have 32 bytes, or only one of the two names is given.
        """
        if len(seed) != crypto_sign_SEEDBYTES:
            message = f"An Ed25519 key has {crypto_sign_SEEDBYTES} secret bytes, not {len(seed)}."
            raise ValueError(message)
        self.public, self._secret = crypto_sign_seed_keypair(seed)
        self.controller, self.verification_method = _names(
            self.kind, self.public, controller, verification_method
        )

    def __repr__(self) -> str:
        return f"Ed25519Signer({self.verification_method})"

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature; by libsodium, the faster of our two libraries for it."""
        return crypto_sign(data, self._secret)[:crypto_sign_BYTES]


class EcdsaSigner:
    """Signs with a P-256 or P-384 key kept in memory, under its own did:key unless told otherwise.

    The nonce comes from the key and the data (RFC 6979), so that no weak source of chance can give
    the key away; the same data always gives the same signature.
    """

    def __init__(
        self,
        secret: bytes,
        controller: str | None = None,
        verification_method: str | None = None,
        *,
        kind: str = "P-256",
    ) -> None:
        """Take the private number, big-endian, 32 bytes for P-256 and 48 for P-384.

        Raises:
            ValueError: If the secret is not such a number, the kind is neither of the two, or only
                one of the two names is given.
        """
        if kind not in _CURVES or len(secret) != _CURVES[kind][2]:
            message = "A P-256 key has 32 secret bytes, a P-384 key 48."
            raise ValueError(message)
        curve, digest, self._size = _CURVES[kind]
        self.kind = kind
        self._key = ec.derive_private_key(int.from_bytes(secret), curve)
        self._method = ec.ECDSA(digest, deterministic_signing=True)
        self.public = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
        self.controller, self.verification_method = _names(
            kind, self.public, controller, verification_method
        )

    def __repr__(self) -> str:
        return f"EcdsaSigner({self.verification_method})"

    def sign(self, data: bytes) -> bytes:
        """The signature as r and s, 32 or 48 bytes each."""
        r, s = utils.decode_dss_signature(self._key.sign(data, self._method))
        return r.to_bytes(self._size) + s.to_bytes(self._size)


SoftwareSigner = Ed25519Signer | EcdsaSigner


def new_secret(kind: str) -> bytes:
    """The secret bytes of a new key, for `signer_from`.

    Raises:
        ValueError: If the kind is not "Ed25519", "P-256" or "P-384".
    """
    if kind == "Ed25519":
        return secrets.token_bytes(32)
    if kind not in _CURVES:
        message = f"Keys of the kind {kind} are not made here."
        raise ValueError(message)
    curve, _, size = _CURVES[kind]
    return ec.generate_private_key(curve).private_numbers().private_value.to_bytes(size)


def signer_from(
    kind: str,
    secret: bytes,
    controller: str | None = None,
    verification_method: str | None = None,
) -> SoftwareSigner:
    """A signer in memory for a key of any kind that signs here.

    Raises:
        ValueError: If the secret is not a key of this kind.
    """
    if kind == "Ed25519":
        return Ed25519Signer(secret, controller, verification_method)
    return EcdsaSigner(secret, controller, verification_method, kind=kind)


def _names(
    kind: str, public: bytes, controller: str | None, verification_method: str | None
) -> tuple[str, str]:
    if (controller is None) != (verification_method is None):
        message = "Name both the controller and the key, or neither."
        raise ValueError(message)
    if controller is not None and verification_method is not None:
        return controller, verification_method
    did = did_of(kind, public)
    return did, verification_method_of(did)
