"""Cryptosuites of Data Integrity, one file each, named as W3C names them."""

from collections.abc import Mapping
from typing import Protocol

from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.refusal import CannotCheckError
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.eddsa_rdfc_2022 import EddsaRdfc2022


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


_SUITES: Mapping[str, Cryptosuite] = {suite.name: suite for suite in (EddsaRdfc2022(),)}


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
