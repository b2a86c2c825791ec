"""The cryptosuite eddsa-rdfc-2022: RDFC-1.0, SHA-256, Ed25519 (W3C VC-DI-EDDSA 1.0, 3.2)."""

from longleaf.credential.suites.hashing import hash_rdfc, hash_rdfc_of_many
from longleaf.credential.suites.signature import WholeDocumentSuite

EDDSA_RDFC_2022 = WholeDocumentSuite(
    "eddsa-rdfc-2022",
    kinds=("Ed25519",),
    hash_data=hash_rdfc,
    hash_to_sign=hash_rdfc_of_many,
)
"""Signs the claims of the document as RDF, so that laying out its JSON anew is harmless."""
