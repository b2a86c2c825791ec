"""Open Badges 2.0: building it, and checking it and what came before it.

The result of a check is the same `Report` as for Open Badges 3.0, with the same names of checks.
"""

from longleaf.credential.open_badges_2.build import (
    Alignment,
    Assertion,
    BadgeClass,
    Evidence,
    Issuer,
    revoked_assertion,
)
from longleaf.credential.open_badges_2.shape import in_words_of_2_0, version_of

__all__ = [
    "Alignment",
    "Assertion",
    "BadgeClass",
    "Evidence",
    "Issuer",
    "in_words_of_2_0",
    "revoked_assertion",
    "version_of",
]
