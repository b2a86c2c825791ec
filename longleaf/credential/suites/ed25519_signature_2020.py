"""The older proof type Ed25519Signature2020: RDFC-1.0, SHA-256, Ed25519; checked, never made.

Source: W3C VC-DI-EDDSA 1.0, appendix on Ed25519Signature2020. Badges of VC 1.1 carry it.
"""

from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import RefusedError
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.hashing import hash_rdfc
from longleaf.credential.suites.signature import WholeDocumentSuite


class _VerifyOnly(WholeDocumentSuite):
    def sign(self, claims: Claims, *, options: JsonObject, signer: Signer) -> JsonObject:
        """See `Cryptosuite.sign`; nothing is signed this way any more.

        Raises:
            RefusedError: Always.
        """
        del claims, options, signer
        message = f"{self.name} is only checked; sign with a cryptosuite of Data Integrity."
        raise RefusedError("only_checked", message)


ED25519_SIGNATURE_2020 = _VerifyOnly(
    "Ed25519Signature2020", kinds=("Ed25519",), hash_data=hash_rdfc
)
"""Hashes and signs as eddsa-rdfc-2022 does; the proof's type says so in another way."""
