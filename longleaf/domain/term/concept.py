"""Words as they are used, and the concepts that gather them."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Final

# How sure we are of a source: read, read in part, known but not read, or a word of our own that no
# source has to bear out.
SURE: Final = {
    "seen": "read in the source",
    "partly_seen": "read in part of the source",
    "known_not_seen": "known, not read in a source",
    "ours": "our own word",
}
STATUSES: Final = {
    "observed": "Observed",
    "ambiguous": "Ambiguous",
    "proposed": "Proposed",
    "in_comment": "In comment",
    "adopted": "Adopted",
    "deprecated": "Deprecated",
}
# What kind of body uses a word.
KINDS: Final = {
    "law": "Law",
    "state_paper": "State papers",
    "district": "LEA",
    "program": "Program or platform",
    "standard": "Standard",
    "research": "Research",
    "other": "Other",
}
LABEL_KINDS: Final = {"preferred": "Preferred", "alternative": "Also", "avoided": "Avoid"}
_NOT_LETTERS: Final = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, slots=True)
class Label:
    """One word for a concept.

    Attributes:
        text: The word.
        kind: A key of `LABEL_KINDS`; a concept has one preferred label for everywhere.
        plural: Its plural; "" if it ends in the usual s.
        place: The slug of the organization in whose dialect it is the word; "" for everywhere.
    """

    text: str
    kind: str = "preferred"
    plural: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """A word as some law, program or region uses it; `says` is our own summary.

    Attributes:
        key: Stable name within the concept.
        word: The word used.
        says: What it means there.
        who: The body that uses it.
        kind: A key of `KINDS`.
        where: The place; "" if it is not tied to one.
        when: The day or year that the source gives; "" if none.
        citation: Where it was read; never "".
        url: The source's address; "" if none.
        verified_on: The day on which it was last read there.
        sure: A key of `SURE`.
        is_basis: Whether the concept's definition rests on it.
    """

    key: str
    word: str
    says: str
    who: str
    kind: str
    where: str
    when: str
    citation: str
    url: str
    verified_on: date
    sure: str = "seen"
    is_basis: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """What is meant, whatever it is called.

    Attributes:
        key: Stable name, for its address; never used again for another.
        labels: Words for it; exactly one is preferred everywhere.
        definition: What it means here, in our words; rests on the usages that say so, or is ours.
        note: What it is easily taken for; "" if nothing.
        standards_word: What the technical standards call it; "" if they do not.
        laws_word: What law and the state's papers call it; "" if they do not.
        source: Where definition and words come from.
        sure: A key of `SURE`.
        status: A key of `STATUSES`.
        steward: The slug of the organization that looks after it; "" for none.
        usages: How it was met.
        replaced_by: The key of the concept it was merged into; "" if none.
        is_spoken: Whether pages, mail and documents take their word for it from here.
    """

    key: str
    labels: tuple[Label, ...]
    definition: str
    note: str = ""
    standards_word: str = ""
    laws_word: str = ""
    source: str = ""
    sure: str = "ours"
    status: str = "proposed"
    steward: str = ""
    usages: tuple[Usage, ...] = ()
    replaced_by: str = ""
    is_spoken: bool = False

    @property
    def preferred(self) -> Label:
        """The label that is preferred everywhere."""
        return next(one for one in self.labels if one.kind == "preferred" and not one.place)

    @property
    def word(self) -> str:
        """The preferred word."""
        return self.preferred.text

    def labeled(self, kind: str, *, place: str = "") -> tuple[Label, ...]:
        """The labels of a kind, of everywhere or of one place's dialect."""
        return tuple(one for one in self.labels if one.kind == kind and one.place == place)


def folded(word: str) -> str:
    """A word without what spelling alone makes different: case, hyphens, accents, plain plurals.

    "Micro-credentials", "microcredential" and "micro credential" are the same; "evidences" is
    "evidence". Scripts without case stay as they are.
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    parts = [_singular(part) for part in _NOT_LETTERS.split(plain) if part]
    return "".join(parts)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties" is no plural of "ty"
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Language:
    """All concepts of one registry, by key, in the order of their words."""

    concepts: tuple[Concept, ...]
    by_key: dict[str, Concept] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Find each by its key."""
        object.__setattr__(self, "by_key", {one.key: one for one in self.concepts})
