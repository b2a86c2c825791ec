"""Cryptosuites of Data Integrity, one file each, named as W3C names them."""

from collections.abc import Mapping
from typing import Protocol

from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.refusal import CannotCheckError
from longleaf.credential.signer import Signer
from longleaf.credential.suites import eddsa_rdfc_2022


class Cryptosuite(Protocol):
    """How one cryptosuite makes and checks a proof."""

    name: str

    def sign(
        self, document: JsonObject, *, options: Mapping[str, object], signer: Signer
    ) -> JsonObject:
        """The finished proof over a document that carries none.

        Args:
            document: The document without `proof`.
            options: The proof's members except `proofValue`.
            signer: Holds the key that `verificationMethod` names.

        Raises:
            RefusedError: If the document or the options cannot be signed whole.
        """
        ...

    def verify(self, document: JsonObject, *, proof: JsonObject, key: VerificationKey) -> None:
        """Return if the proof holds over the document (given without `proof`).

        Raises:
            InvalidProofError: If the signature does not hold.
            RefusedError: If the document or proof cannot be brought into canonical form.
        """
        ...


_SUITES: Mapping[str, Cryptosuite] = {
    suite.name: suite for suite in (eddsa_rdfc_2022.EddsaRdfc2022(),)
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
