"""Cryptosuites of Data Integrity, one file each, named as W3C names them."""

from collections.abc import Mapping
from typing import Protocol

from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.refusal import CannotCheckError
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.ecdsa_jcs_2019 import ECDSA_JCS_2019
from longleaf.credential.suites.ecdsa_rdfc_2019 import ECDSA_RDFC_2019
from longleaf.credential.suites.ecdsa_sd_2023 import EcdsaSd2023
from longleaf.credential.suites.ed25519_signature_2020 import ED25519_SIGNATURE_2020
from longleaf.credential.suites.eddsa_jcs_2022 import EDDSA_JCS_2022
from longleaf.credential.suites.eddsa_rdfc_2022 import EDDSA_RDFC_2022


class Cryptosuite(Protocol):
    """How one cryptosuite makes and checks a proof."""

    name: str

    def sign(self, claims: Claims, *, options: JsonObject, signer: Signer) -> JsonObject:
        """The finished proof over a document.

        Args:
            claims: The document without its proofs.
            options: The proof's members except `proofValue`.
            signer: Holds the key that `verificationMethod` names.

        Raises:
            RefusedError: If the document or the options cannot be signed whole.
        """
        ...

    def verify(self, claims: Claims, *, proof: JsonObject, key: VerificationKey) -> None:
        """Return if the proof holds over the document.

        Raises:
            InvalidProofError: If the signature does not hold.
            RefusedError: If the document or proof cannot be brought into canonical form.
        """
        ...


_SUITES: Mapping[str, Cryptosuite] = {
    suite.name: suite
    for suite in (
        EDDSA_RDFC_2022,
        EDDSA_JCS_2022,
        ECDSA_RDFC_2019,
        ECDSA_JCS_2019,
        EcdsaSd2023(),
    )
}
_OLDER_TYPES: Mapping[str, Cryptosuite] = {ED25519_SIGNATURE_2020.name: ED25519_SIGNATURE_2020}
_SUITES_OF_KINDS = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
}


def cryptosuite(name: object) -> Cryptosuite:
    """The cryptosuite of this name.

    Raises:
        CannotCheckError: If it is not known here.
    """
    suite = _SUITES.get(name) if isinstance(name, str) else None
    if suite is None:
        raise CannotCheckError(
            "unknown_cryptosuite",
            f'The badge is signed by a method that is not known here ("{str(name)[:60]}").',
        )
    return suite


def suite_of(proof: JsonObject) -> Cryptosuite:
    """The cryptosuite that a proof says it was made by.

    Raises:
        CannotCheckError: If it is not known here.
    """
    type_ = proof.get("type")
    if type_ == "DataIntegrityProof":
        return cryptosuite(proof.get("cryptosuite"))
    suite = _OLDER_TYPES.get(type_) if isinstance(type_, str) else None
    if suite is None:
        raise CannotCheckError(
            "unknown_proof_type",
            f'The badge carries a proof of a kind not known here ("{str(type_)[:60]}").',
        )
    return suite


def usual_suite(kind: str) -> str:
    """The cryptosuite that keys of this kind sign with unless told otherwise.

    Raises:
        ValueError: If keys of this kind make no proofs.
    """
    if kind not in _SUITES_OF_KINDS:
        message = f"Keys of the kind {kind} make no Data Integrity proofs."
        raise ValueError(message)
    return _SUITES_OF_KINDS[kind]
