"""The cryptosuite ecdsa-sd-2023: a holder shows some of what was signed (VC-DI-ECDSA 1.0, 3.6)."""

from longleaf.credential.suites.ecdsa_sd_2023.suite import (
    EcdsaSd2023,
    derived_from,
    is_base,
    signature_in,
)

__all__ = ["EcdsaSd2023", "derived_from", "is_base", "signature_in"]
