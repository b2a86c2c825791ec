"""The key a proof names, and who may sign for an issuer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key, and the identifier that controls it.

    Attributes:
        id: The verification method, as the proof names it.
        controller: The DID or profile address that the key belongs to.
        kind: "Ed25519"; later kinds are named as their cryptosuites name them.
        public: The raw bytes of the public key.
    """

    id: str
    controller: str
    kind: str
    public: bytes
