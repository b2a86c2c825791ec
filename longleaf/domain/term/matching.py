"""Which concept a word from elsewhere could belong to: suggestions, each with its reasons."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from longleaf.domain.term.concept import Concept, folded

_CLOSE: Final = 0.82
_SHARED: Final = 0.25
_MOST: Final = 3
_CANDIDATES: Final = 40
# Beyond so many, what is shared tells nothing; only the rarest pairs of letters are looked at.
_COMMON: Final = 200
_RAREST: Final = 6
_WORD: Final = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept that may be meant; `score` is from 0 to 1, `reasons` are sentences."""

    concept: str
    score: float
    reasons: tuple[str, ...]


class Matcher:
    """All concepts, ready to be asked many times; ten thousand are no trouble."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Index words by spelling and by their pairs of letters, definitions by their words."""
        self._exact: dict[str, dict[str, str]] = defaultdict(dict)
        self._spelled: dict[str, str] = {}
        self._pairs: dict[str, set[str]] = defaultdict(set)
        self._meant: dict[str, frozenset[str]] = {}
        self._saying: dict[str, set[str]] = defaultdict(set)
        for concept in concepts:
            if concept.replaced_by or concept.status == "deprecated":
                continue
            self._add(concept)

    def _add(self, concept: Concept) -> None:
        said = {
            label.text: "is avoided for it here"
            if label.kind == "avoided"
            else "is a word for it here"
            for label in concept.labels
        }
        for usage in concept.usages:
            said.setdefault(usage.word, f"is used so by {usage.who}")
        for word, why in said.items():
            spelling = folded(word)
            self._exact[spelling].setdefault(concept.key, f"“{word}” {why}.")
            self._spelled.setdefault(spelling, word)
            for pair in _pairs(spelling):
                self._pairs[pair].add(spelling)
        meant = _words(" ".join([concept.definition, *(one.says for one in concept.usages)]))
        self._meant[concept.key] = meant
        for word in meant:
            self._saying[word].add(concept.key)

    def suggest(self, word: str, says: str = "") -> tuple[Suggestion, ...]:
        """At most three concepts, the likeliest first; none if nothing speaks for any.

        The same word counts most, then a spelling that is close, then words that the definitions
        share.
        """
        scores: dict[str, float] = {}
        reasons: dict[str, list[str]] = defaultdict(list)
        spelling = folded(word)
        for key, why in self._exact.get(spelling, {}).items():
            scores[key] = 0.8
            reasons[key].append(why)
        for other, ratio in self._close(spelling):
            for key in self._exact[other]:
                if key not in scores:
                    scores[key] = 0.6 * ratio
                    reasons[key].append(f"“{self._spelled[other]}” is spelled nearly so.")
        for key, share, shared in self._alike(says):
            scores[key] = min(1.0, scores.get(key, 0.0) + 0.5 * share)
            reasons[key].append(f"Both definitions say {', '.join(sorted(shared)[:4])}.")
        best = sorted(scores, key=lambda key: (-scores[key], key))[:_MOST]
        return tuple(Suggestion(key, round(scores[key], 3), tuple(reasons[key])) for key in best)

    def _close(self, spelling: str) -> list[tuple[str, float]]:
        pairs = sorted(_pairs(spelling), key=lambda pair: (len(self._pairs.get(pair, ())), pair))
        near = [self._pairs[pair] for pair in pairs[:_RAREST] if pair in self._pairs]
        counted = Counter(other for some in near if len(some) <= _COMMON for other in some)
        found = []
        for other, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:_CANDIDATES]:
            ratio = difflib.SequenceMatcher(None, spelling, other).ratio()
            if other != spelling and ratio >= _CLOSE:
                found.append((other, ratio))
        return found

    def _alike(self, says: str) -> list[tuple[str, float, frozenset[str]]]:
        asked = _words(says)
        if not asked:
            return []
        telling = [some for word in asked if len(some := self._saying.get(word, ())) <= _COMMON]
        counted = Counter(key for some in telling for key in some)
        found = []
        for key, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:_CANDIDATES]:
            share = count / len(asked | self._meant[key])
            if share >= _SHARED:
                found.append((key, share, asked & self._meant[key]))
        return found


def _pairs(spelling: str) -> set[str]:
    return {spelling[at : at + 2] for at in range(len(spelling) - 1)}


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in _WORD.findall(text))
