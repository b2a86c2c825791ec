"""The cryptosuite eddsa-rdfc-2022: RDFC-1.0, SHA-256, Ed25519 (W3C VC-DI-EDDSA 1.0, 3.2)."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.multibase import decode_base58, encode_base58
from longleaf.credential.refusal import InvalidProofError, RefusedError
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims

_SIGNATURE_BYTES = 64


class EddsaRdfc2022:
    """Signs the claims of the document as RDF, so that laying out its JSON anew is harmless."""

    name = "eddsa-rdfc-2022"

    def sign(self, claims: Claims, *, options: JsonObject, signer: Signer) -> JsonObject:
        """See `Cryptosuite.sign`."""
        if signer.kind != "Ed25519":
            message = f"{self.name} needs an Ed25519 key, not {signer.kind}."
            raise RefusedError("wrong_kind_of_key", message)
        signature = signer.sign(hash_data(claims, options))
        return {**options, "proofValue": encode_base58(signature)}

    def verify(self, claims: Claims, *, proof: JsonObject, key: VerificationKey) -> None:
        """See `Cryptosuite.verify`."""
        if key.kind != "Ed25519":
            message = f"The proof needs an Ed25519 key, but its key is {key.kind}."
            raise InvalidProofError("wrong_kind_of_key", message)
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        signature = _signature(proof.get("proofValue"))
        data = hash_data(claims, options)
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, data)
        except (InvalidSignature, ValueError) as error:
            raise InvalidProofError(
                "signature_does_not_hold",
                "The signature does not fit what the document says; "
                "it was changed after it was signed, or never signed by this key.",
                "Do not rely on it. Ask the issuer or the holder for the original.",
            ) from error


def hash_data(claims: Claims, options: JsonObject) -> bytes:
    """The 64 bytes that are signed: the hash of the options, then that of the document.

    The options are hashed anew each time. Remembering that hash by a few of their members is how
    a changed purpose or an added member slips through.

    Raises:
        RefusedError: If either cannot be brought into canonical form.
    """
    if "@context" in options:
        message = "The proof brings its own context, which this cryptosuite does not sign."
        raise InvalidProofError("proof_brings_context", message)
    configuration: JsonObject = {"@context": claims.document.get("@context"), **options}
    return (
        hashlib.sha256(canonical_nquads(configuration)).digest()
        + hashlib.sha256(claims.nquads).digest()
    )


def _signature(value: object) -> bytes:
    fault = InvalidProofError("bad_signature_value", "The proof's signature value is malformed.")
    if not isinstance(value, str):
        raise fault
    try:
        signature = decode_base58(value)
    except RefusedError as error:
        raise fault from error
    if len(signature) != _SIGNATURE_BYTES:
        raise fault
    return signature
