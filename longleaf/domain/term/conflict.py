"""What is to settle: one word for several things, and several words for one thing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from longleaf.domain.term.concept import Concept, Usage, folded

# Papers of one place that should agree with each other; programs of one country need not.
_OWN_PAPERS: Final = frozenset({"law", "state_paper", "district"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """One concept that a word stands for, and who uses it so."""

    concept: str
    word: str
    usages: tuple[Usage, ...]


@dataclass(frozen=True, slots=True)
class Homonym:
    """One word that stands for several concepts.

    Attributes:
        word: As a concept has it for its own, or else as it was met first.
        meanings: The concepts, with the usages of the word in each.
        within: Places or bodies that use it in more than one sense themselves, which weighs most.
    """

    word: str
    meanings: tuple[Meaning, ...]
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """Several words for one concept; `spellings` differ in nothing but spelling."""

    concept: str
    words: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]


def homonyms(concepts: Iterable[Concept]) -> tuple[Homonym, ...]:
    """Words used for more than one concept, those within one body first, then by the word.

    A concept's preferred label counts as a use of its word; one merged away does not count.
    """
    said: dict[str, dict[str, list[Usage]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[str, str] = {}
    words: dict[str, str] = {}
    for concept in concepts:
        if concept.replaced_by or concept.status == "deprecated":
            continue
        words[concept.key] = concept.word
        own = folded(concept.word)
        shown[own] = concept.word
        said[own][concept.key]
        for usage in concept.usages:
            spelling = folded(usage.word)
            shown.setdefault(spelling, usage.word)
            said[spelling][concept.key].append(usage)
    found = []
    for spelling, meanings in said.items():
        if len(meanings) < 2 or not any(meanings.values()):  # noqa: PLR2004 - several
            continue
        told = tuple(
            Meaning(key, words[key], tuple(uses)) for key, uses in sorted(meanings.items())
        )
        found.append(Homonym(shown[spelling], told, _within(told)))
    return tuple(sorted(found, key=lambda one: (not one.within, one.word.casefold())))


def ambiguous(concepts: Collection[Concept]) -> frozenset[str]:
    """The keys of concepts whose own word stands for another concept too."""
    words = {one.key: folded(one.word) for one in concepts}
    return frozenset(
        meaning.concept
        for conflict in homonyms(concepts)
        for meaning in conflict.meanings
        if folded(conflict.word) == words[meaning.concept]
    )


def _within(meanings: tuple[Meaning, ...]) -> tuple[str, ...]:
    places: dict[str, set[str]] = defaultdict(set)
    for meaning in meanings:
        for usage in meaning.usages:
            if usage.where and usage.kind in _OWN_PAPERS:
                places[usage.where].add(meaning.concept)
    return tuple(sorted(place for place, keys in places.items() if len(keys) > 1))


def synonyms(concepts: Iterable[Concept]) -> tuple[Synonym, ...]:
    """Concepts that are called by more than one word, most words first."""
    found = []
    for concept in concepts:
        if concept.replaced_by or concept.status == "deprecated":
            continue
        spelled: dict[str, dict[str, None]] = defaultdict(dict)
        for word in (concept.word, *(usage.word for usage in concept.usages)):
            spelled[folded(word)][word] = None
        if len(spelled) > 1:
            firsts = tuple(next(iter(words)) for words in spelled.values())
            several = tuple(tuple(words) for words in spelled.values() if _differ(words))
            found.append(Synonym(concept.key, firsts, several))
    return tuple(sorted(found, key=lambda one: (-len(one.words), one.concept)))


def _differ(words: Iterable[str]) -> bool:
    return len({word.casefold() for word in words}) > 1
