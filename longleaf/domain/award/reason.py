"""Why an award changed, in the few words that strangers may read.

The reason in full is for the educator and those who answer for the award. What a stranger learns
is one of these: enough to know what to make of the badge, and nothing about a person.
"""

from enum import StrEnum

from longleaf.domain.award.change import AwardChange


class PublicReason(StrEnum):
    """The kind of reason that a badge's page names."""

    UNDER_REVIEW = "under_review"
    GRANTED_IN_ERROR = "granted_in_error"
    NO_LONGER_MET = "no_longer_met"
    EVIDENCE = "evidence"
    EARNER_ASKED = "earner_asked"


WORDS = {
    PublicReason.UNDER_REVIEW: "Being looked into",
    PublicReason.GRANTED_IN_ERROR: "Granted in error",
    PublicReason.NO_LONGER_MET: "What it asks for is no longer met",
    PublicReason.EVIDENCE: "The evidence does not support it",
    PublicReason.EARNER_ASKED: "At the earner’s own wish",
}
"""What is said of each."""

OFFERED = {
    AwardChange.SUSPEND: (
        PublicReason.UNDER_REVIEW,
        PublicReason.NO_LONGER_MET,
        PublicReason.EARNER_ASKED,
    ),
    AwardChange.REVOKE: (
        PublicReason.GRANTED_IN_ERROR,
        PublicReason.EVIDENCE,
        PublicReason.NO_LONGER_MET,
        PublicReason.EARNER_ASKED,
    ),
    AwardChange.REINSTATE: (),
}
"""Which fit which change; for the end of a suspension none is needed."""


def public_words(category: str) -> str:
    """What the badge's page says; "" where no reason was made public."""
    return WORDS[PublicReason(category)] if category else ""


def fits(category: str, change: AwardChange) -> bool:
    """Whether this kind of reason can be given for this change; "" makes none public."""
    return not category or category in OFFERED[change]
