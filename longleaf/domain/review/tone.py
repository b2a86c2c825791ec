"""The tone of feedback: what an educator may read as blame, said before it is sent.

The rules are few and plain, so that a reviewer can see why something was noticed. None of them
understands what is meant: each is a question to the reviewer, who may send the text as it stands.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# Words that judge a person or belittle, whatever the evidence showed.
BLAME: Final = (
    "careless",
    "failed",
    "failure",
    "incompetent",
    "lazy",
    "obviously",
    "pathetic",
    "poor teacher",
    "ridiculous",
    "should have known",
    "sloppy",
    "stupid",
    "terrible",
    "unacceptable",
    "you clearly",
    "you did not bother",
    "you didn't bother",
    "your fault",
    "your inability",
)
_BLAME = re.compile(rf"\b(?:{'|'.join(BLAME)})\b".replace(" ", r"\s+"), re.IGNORECASE)
# Two words in a row, since one alone is often an abbreviation.
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b(?:\W+\b[A-Z]{2,}\b)+")
_SHOUTING = re.compile(r"[!?]{2,}")
_OTHERS = re.compile(
    r"\b(?:other|most|better)\s+(?:teachers|educators|candidates|submissions)\b", re.IGNORECASE
)
_PERSON = re.compile(
    r"\byou(?:'re|\s+are)\s+(?:not\s+)?(?:able|capable|a|good|ready)\b", re.IGNORECASE
)
# Below this many letters and digits there is nothing to work with.
_SHORT: Final = 40
# A shorter text, such as "Please see above", is often rightly said twice.
_REPEATED: Final = 30


@dataclass(frozen=True, slots=True)
class Remark:
    """Something noticed in a text.

    Attributes:
        rule: Key of the rule: blame, capitals, shouting, others, person, short or repeated.
        where: Key of the text.
        found: The words that it was noticed by; "" where it is the whole.
        why: What it may do to whoever reads it.
        fix: What could be written in its place.
    """

    rule: str
    where: str
    found: str
    why: str
    fix: str


_RULES: Final = (
    (
        "blame",
        _BLAME,
        "may be read as blame.",
        "Say what the evidence shows, and what would show more.",
    ),
    ("capitals", _CAPITALS, "reads as shouting.", "Write it in small letters."),
    ("shouting", _SHOUTING, "reads as shouting.", "One sign is enough, or a period."),
    (
        "others",
        _OTHERS,
        "compares the educator with others.",
        "Compare the evidence with the rubric.",
    ),
    (
        "person",
        _PERSON,
        "is about the person.",
        "Write about the evidence: “The plan does not yet show …”.",
    ),
)


def remarks_on(texts: Mapping[str, str], *, below: Iterable[str] = ()) -> tuple[Remark, ...]:
    """What to look at again before the texts are sent, text by text in the order given.

    Args:
        texts: By key; empty ones say nothing.
        below: Keys of texts on criteria below passing, which need enough words to work with.
    """
    found = []
    short = frozenset(below)
    said = Counter(_plain(text) for text in texts.values())
    for where, text in texts.items():
        for rule, pattern, why, fix in _RULES:
            first = pattern.search(text)
            if first is not None:
                words = first.group()
                found.append(Remark(rule, where, words, f"“{words}” {why}", fix))
        plain = _plain(text)
        letters = sum(character.isalnum() for character in text)
        if where in short and 0 < letters < _SHORT:
            why = "This is very short for work that is to be revised."
            fix = "Name the evidence, and what is missing in it."
            found.append(Remark("short", where, "", why, fix))
        if len(plain) >= _REPEATED and said[plain] > 1:
            why = "The same words stand at another criterion."
            fix = "Say what is so at this one."
            found.append(Remark("repeated", where, "", why, fix))
    return tuple(found)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
