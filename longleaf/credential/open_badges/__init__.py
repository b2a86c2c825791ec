"""Open Badges 3.0: the parts of a badge, in the standard's words, and the document they make."""

from longleaf.credential.open_badges.achievement import Achievement
from longleaf.credential.open_badges.badge import Badge
from longleaf.credential.open_badges.endorsement import Endorsement
from longleaf.credential.open_badges.identity import HashedIdentity, is_awarded_to
from longleaf.credential.open_badges.parts import (
    Alignment,
    Evidence,
    Identifier,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricLevel,
    Service,
    refresh_at,
    schema_at,
)

__all__ = [
    "Achievement",
    "Alignment",
    "Badge",
    "Endorsement",
    "Evidence",
    "HashedIdentity",
    "Identifier",
    "Image",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "RubricLevel",
    "Service",
    "is_awarded_to",
    "refresh_at",
    "schema_at",
]
