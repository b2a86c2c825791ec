"""Texts that stand much the same in two educators' submissions: found by shingles and MinHash.

What is found is a question for reviewers: shared material, teamwork and copying look alike here.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

SHINGLE: Final = 5
"""Words in a row that count as one shingle: fewer meet by chance, more are lost by a small edit."""
FEWEST_WORDS: Final = 40
"""Shorter texts are not compared: colleagues describe one class in much the same few words."""
THRESHOLD: Final = 0.5
"""Share of shingles (Jaccard) from which two texts are pointed out: one word in six changed at
random leaves about a quarter of the shingles, so this is near-identical text, not likeness."""
BANDS: Final = 32
ROWS: Final = 3
"""32 bands of 3: of texts that share half their shingles 98.6 % meet in a band; of those that
share a tenth, 3 %. Whatever meets is then compared exactly."""

_WORD: Final = re.compile(r"\w+")
_SEEDS: Final = np.random.default_rng(20_260_101)
_FACTORS: Final = _SEEDS.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS: Final = _SEEDS.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Alike:
    """How two texts are alike.

    Attributes:
        share: Shingles of both among those of either, 0 to 1.
        first_word: Where the longest passage that both have begins, in words of the first text.
        words: How long that passage is.
    """

    share: float
    first_word: int
    words: int


def words_of(text: str) -> list[str]:
    """Its words in lower case, without punctuation."""
    return [word.casefold() for word in _WORD.findall(text)]


def shingles(text: str) -> list[str]:
    """Every run of SHINGLE words, in order; none for a shorter text."""
    words = words_of(text)
    return [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def is_compared(text: str) -> bool:
    """Whether a text is long enough to say anything."""
    return len(words_of(text)) >= FEWEST_WORDS


def bands(text: str, *, apart_from: Collection[str] = ()) -> list[int]:
    """What a text is recognized by: two texts with a band in common are worth comparing.

    Args:
        text: The text.
        apart_from: Shingles that everyone has, such as those of the questions.

    Returns:
        BANDS signed 64-bit numbers, or none if nothing of its own is left.
    """
    own = {one for one in shingles(text) if one not in apart_from}
    if not own:
        return []
    hashes = np.array([_hash(one) for one in own], dtype=np.uint64)
    with np.errstate(over="ignore"):
        permuted: npt.NDArray[np.uint64] = hashes[:, None] * _FACTORS + _SHIFTS
    least = permuted.min(axis=0).reshape(BANDS, ROWS)
    return [
        int.from_bytes(
            blake2b(at.to_bytes(2, "big") + row.tobytes(), digest_size=8).digest(), signed=True
        )
        for at, row in enumerate(least)
    ]


def alike(text: str, other: str, *, apart_from: Collection[str] = ()) -> Alike | None:
    """How two texts are alike; None below THRESHOLD."""
    mine = [one if one not in apart_from else "" for one in shingles(text)]
    theirs = {one for one in shingles(other) if one not in apart_from}
    own = {one for one in mine if one}
    both = own & theirs
    if not both or len(both) / len(own | theirs) < THRESHOLD:
        return None
    begin, length = _longest_run(one in both for one in mine)
    return Alike(len(both) / len(own | theirs), begin, length + SHINGLE - 1)


def excerpt(text: str, first_word: int, words: int, *, most: int = 40) -> str:
    """A passage as it stands in the text, cut after `most` words."""
    found = list(_WORD.finditer(text))[first_word : first_word + words]
    if not found:
        return ""
    cut = found[:most]
    passage = text[cut[0].start() : cut[-1].end()]
    return f"{passage} …" if len(found) > most else passage


def _longest_run(hits: Iterable[bool]) -> tuple[int, int]:
    best, begin, length = (0, 0), 0, 0
    for at, hit in enumerate(hits):
        begin, length = (begin if length else at, length + 1) if hit else (at, 0)
        if length > best[1]:
            best = (begin, length)
    return best


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest())
