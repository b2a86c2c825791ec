"""One signature over the hashes, in base58: what the cryptosuites share that differ in little."""

from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey, signature_holds
from longleaf.credential.multibase import decode_base58, encode_base58
from longleaf.credential.refusal import InvalidProofError, RefusedError
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.hashing import Hash

_SIGNATURE_BYTES = {"Ed25519": 64, "P-256": 64, "P-384": 96}


class WholeDocumentSuite:
    """A cryptosuite that signs the whole document at once."""

    def __init__(
        self,
        name: str,
        *,
        kinds: tuple[str, ...],
        hash_data: Hash,
        hash_to_sign: Hash | None = None,
    ) -> None:
        """Take the suite's name, the kinds of keys it may use, and how it hashes.

        Args:
            name: As W3C has it.
            kinds: Of keys.
            hash_data: What is signed, for checking, where nothing is remembered.
            hash_to_sign: The same for signing, if there is a faster way.
        """
        self.name = name
        self._kinds = kinds
        self._hash_data = hash_data
        self._hash_to_sign = hash_to_sign or hash_data

    def sign(self, claims: Claims, *, options: JsonObject, signer: Signer) -> JsonObject:
        """See `Cryptosuite.sign`."""
        if signer.kind not in self._kinds:
            message = f"{self.name} needs a key of {' or '.join(self._kinds)}, not {signer.kind}."
            raise RefusedError("wrong_kind_of_key", message)
        signature = signer.sign(self._hash_to_sign(claims, options, signer.kind))
        return {**options, "proofValue": encode_base58(signature)}

    def verify(self, claims: Claims, *, proof: JsonObject, key: VerificationKey) -> None:
        """See `Cryptosuite.verify`."""
        if key.kind not in self._kinds:
            raise InvalidProofError(
                "wrong_kind_of_key",
                f"The proof needs a key of {' or '.join(self._kinds)}, but its key is {key.kind}.",
            )
        options = proof.copy()
        options.pop("proofValue", None)
        signature = _signature(proof.get("proofValue"), key.kind)
        data = self._hash_data(claims, options, key.kind)
        if not signature_holds(key, signature=signature, data=data):
            raise InvalidProofError(
                "signature_does_not_hold",
                "The signature does not fit what the document says; "
                "it was changed after it was signed, or never signed by this key.",
                "Do not rely on it. Ask the issuer or the holder for the original.",
            )


class WholeJsonSuite(WholeDocumentSuite):
    """A cryptosuite that signs the JSON as it stands; its proof repeats the `@context`."""

    def sign(self, claims: Claims, *, options: JsonObject, signer: Signer) -> JsonObject:
        """See `Cryptosuite.sign`."""
        if "@context" in claims.document:
            options = {**options, "@context": claims.document["@context"]}
        return super().sign(claims, options=options, signer=signer)


def _signature(value: object, kind: str) -> bytes:
    if not isinstance(value, str):
        raise _malformed()
    try:
        signature = decode_base58(value)
    except RefusedError as error:
        raise _malformed() from error
    if len(signature) != _SIGNATURE_BYTES[kind]:
        raise _malformed()
    return signature


def _malformed() -> InvalidProofError:
    return InvalidProofError("bad_signature_value", "The proof's signature value is malformed.")
