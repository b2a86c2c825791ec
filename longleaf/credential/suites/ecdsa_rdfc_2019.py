"""The cryptosuite ecdsa-rdfc-2019: RDFC-1.0, SHA-256 with P-256 or SHA-384 with P-384.

Source: W3C VC-DI-ECDSA 1.0, 3.2.
"""

from longleaf.credential.suites.hashing import hash_rdfc, hash_rdfc_of_many
from longleaf.credential.suites.signature import WholeDocumentSuite

ECDSA_RDFC_2019 = WholeDocumentSuite(
    "ecdsa-rdfc-2019",
    kinds=("P-256", "P-384"),
    hash_data=hash_rdfc,
    hash_to_sign=hash_rdfc_of_many,
)
"""Signs the claims of the document as RDF, with the hash that fits the key."""
