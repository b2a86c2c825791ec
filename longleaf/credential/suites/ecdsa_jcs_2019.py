"""The cryptosuite ecdsa-jcs-2019: JCS, SHA-256 with P-256 or SHA-384 with P-384.

Source: W3C VC-DI-ECDSA 1.0, 3.3.
"""

from longleaf.credential.suites.hashing import hash_jcs
from longleaf.credential.suites.signature import WholeJsonSuite

ECDSA_JCS_2019 = WholeJsonSuite("ecdsa-jcs-2019", kinds=("P-256", "P-384"), hash_data=hash_jcs)
"""Signs the members and values of the document, with the hash that fits the key."""
