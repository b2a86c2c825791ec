"""Who may publish a version of a micro-credential."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishingDecision:
    """Whether a person may publish, and why."""

    allowed: bool
    reason: str


def may_publish(author_ids: Collection[Hashable], publisher_id: Hashable) -> PublishingDecision:
    """Decide whether this person may publish what these people wrote.

    A second person publishes, so that nobody sets the mark and waves it through alone. Everyone
    who wrote any part of the draft counts as an author.
    """
    if not author_ids:
        return PublishingDecision(
            False, "No author is on record, so nobody can be the second person."
        )
    if publisher_id in author_ids:
        return PublishingDecision(
            False, "You wrote part of this version. A second person must read and publish it."
        )
    return PublishingDecision(True, "Someone other than its authors has read this version.")
