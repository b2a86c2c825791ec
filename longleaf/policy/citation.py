"""Where a rule is written."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that a rule rests on, as somebody read it on a day.

    Attributes:
        key: The name by which a policy's files refer to it.
        title: The document.
        publisher: Who says so.
        kind: statute, rule, state_policy, state_page, district_page, other_page, slides,
            invented; or plan, for an alternative plan in a facts file.
        verified_on: The day on which somebody last compared the rule with the document.
        url: Its address, or None if none is known.
        note: What a reader should know about it, or None.
    """

    key: str
    title: str
    publisher: str
    kind: str
    verified_on: date
    url: str | None = None
    note: str | None = None
