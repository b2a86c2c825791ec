"""The cryptosuite eddsa-jcs-2022: JCS, SHA-256, Ed25519 (W3C VC-DI-EDDSA 1.0, 3.3)."""

from longleaf.credential.suites.hashing import hash_jcs
from longleaf.credential.suites.signature import WholeJsonSuite

EDDSA_JCS_2022 = WholeJsonSuite("eddsa-jcs-2022", kinds=("Ed25519",), hash_data=hash_jcs)
"""Signs the members and values of the document, in canonical JSON."""
