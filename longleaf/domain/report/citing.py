"""Paragraphs that people write, and whether what they cite still says what it said."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from longleaf.basis.problem import Problem
from longleaf.basis.reading import is_storable

LONGEST_PARAGRAPH: Final = 4_000
MOST_CITED: Final = 12
SECTIONS: Final[Mapping[str, str]] = {
    "practices": "Practices in the state",
    "policies": "Policies, by level",
    "learning": "Kinds of professional development",
    "evidence": "Evidence and artifacts",
    "terms": "A common language",
    "framework": "From hours to mastery",
    "outcomes": "Outcomes so far",
    "research": "What research shows, and does not",
}
"""Sections of the report by key, in order."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A record as it is cited: what it says now, in public.

    Attributes:
        kind: Kind of record: "policy_source", "plan", "microcredential", "practice", "term".
        record: Its identifier within that kind.
        title: What the list of sources calls it.
        address: Path of the page that shows it.
        fingerprint: Of what it says, by `fingerprint`.
    """

    kind: str
    record: str
    title: str
    address: str
    fingerprint: str

    @property
    def key(self) -> str:
        """Kind and identifier in one, as forms and the report's sources name it."""
        return f"{self.kind}:{self.record}"


def fingerprint(said: object) -> str:
    """SHA-256 of what a record says, as JSON values; the same words give the same fingerprint."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Citation:
    """What a paragraph cites, as it was when somebody last read the paragraph beside it."""

    kind: str
    record: str
    title: str
    fingerprint: str

    @property
    def key(self) -> str:
        """As `Cited.key`."""
        return f"{self.kind}:{self.record}"


@dataclass(frozen=True, slots=True)
class ToReadAgain:
    """A citation whose record is no longer what it was.

    Attributes:
        title: What the record was called.
        is_gone: Whether it can no longer be read by everyone; else it says something else.
    """

    key: str
    title: str
    is_gone: bool


def to_read_again(
    citations: Collection[Citation], now: Mapping[str, Cited]
) -> tuple[ToReadAgain, ...]:
    """Which of a paragraph's citations ask that it be read again.

    Args:
        citations: As they were when it was last read.
        now: What the records say now, by `Cited.key`; those that nobody may read are not in it.
    """
    found = []
    for one in citations:
        current = now.get(one.key)
        if current is None or current.fingerprint != one.fingerprint:
            found.append(ToReadAgain(one.key, one.title, current is None))
    return tuple(found)


def problems_with(section: str, text: str, cites: Collection[str]) -> list[Problem]:
    """What stands in the way of keeping a paragraph; empty if nothing does."""
    problems = []
    if section not in SECTIONS:
        problems.append(Problem("section", "The report has no such section.", "Choose one."))
    if not text.strip():
        problems.append(Problem("text", "The paragraph is empty.", "Write what you found."))
    elif len(text) > LONGEST_PARAGRAPH:
        over = len(text) - LONGEST_PARAGRAPH
        fix = f"Take out {over}, or write two paragraphs."
        reason = f"A paragraph may have {LONGEST_PARAGRAPH} characters."
        problems.append(Problem("text", reason, fix))
    elif not is_storable(text):
        reason = "This holds a character that cannot be stored."
        problems.append(Problem("text", reason, "Type it again."))
    if not cites:
        fix = "Choose at least one record that bears it out."
        problems.append(Problem("cites", "The paragraph cites no record.", fix))
    elif len(set(cites)) > MOST_CITED:
        fix = "Split it, so that a reader can check each."
        reason = f"One paragraph cites more than {MOST_CITED} records."
        problems.append(Problem("cites", reason, fix))
    return problems


def tidied(text: str) -> str:
    """A paragraph as it is kept: its line breaks are spaces, as in any other paragraph."""
    return re.sub(r"\s+", " ", text).strip()
