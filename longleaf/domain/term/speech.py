"""Which word is said for a concept: the group's, or that of a place's own dialect."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

from longleaf.domain.term.concept import Concept, Label

# In a message of ours, what people wrote stands in quotation marks, or after a colon.
_THEIRS: Final = re.compile(r"“[^”]*”|: .*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word in both numbers."""

    one: str
    many: str

    def said(self, like: str, *, is_many: bool) -> str:
        """In singular or plural, with a capital where `like` has one."""
        text = self.many if is_many else self.one
        return text[:1].upper() + text[1:] if like[:1].isupper() else text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that are said, by the keys of concepts."""

    words: Mapping[str, Word]

    def one(self, key: str) -> str:
        """The word for one."""
        return self.words[key].one

    def many(self, key: str) -> str:
        """The word for several."""
        return self.words[key].many

    def say(self, text: str) -> str:
        """A sentence with its marks replaced: {reviewer} for one, {reviewer:s} for several.

        A capital in the mark gives one in the word, as in "{Badge} ready". What people wrote is
        put in afterwards, or with doubled braces, and is never looked at.
        """
        said = []
        for literal, name, form, _ in Formatter().parse(text):
            said.append(literal)
            if name is not None:
                word = self.words[name.lower()]
                said.append(word.said(name, is_many=form == "s"))
        return "".join(said)


def vocabulary(concepts: Iterable[Concept], places: Sequence[str] = ()) -> Vocabulary:
    """The words of the first of `places` that has one of its own, else those of everywhere.

    Args:
        concepts: Those whose words are asked for.
        places: Slugs of organizations, the nearest first, such as a school and its LEA.
    """
    return Vocabulary({one.key: _word(one, places) for one in concepts})


def _word(concept: Concept, places: Sequence[str]) -> Word:
    for place in places:
        if own := concept.labeled("preferred", place=place):
            return _forms(own[0])
    return _forms(concept.preferred)


def _forms(label: Label) -> Word:
    return Word(label.text, label.plural or f"{label.text}s")


def article(word: str) -> str:
    """An or a, by how the word begins: "an assessor", "a reviewer", "an LEA"."""
    first = word[:1].lower()
    letters = word[:2].isupper()  # read letter by letter
    return "an" if first in (set("aefhilmnorsx") if letters else set("aeiou")) else "a"


class Writing:
    """Texts written in one vocabulary, on their way into another: whose words stand where."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Know the words of those that are spoken, with and without a capital."""
        spoken = [one for one in concepts if one.is_spoken]
        self.written = vocabulary(spoken)
        self.keys: dict[str, str] = {}
        for concept in spoken:
            for word in (self.written.one(concept.key), self.written.many(concept.key)):
                self.keys.setdefault(word, concept.key)
                self.keys.setdefault(word[:1].upper() + word[1:], concept.key)
        longest_first = "|".join(re.escape(one) for one in sorted(self.keys, key=len, reverse=True))
        # With the article before it; neither part of an address nor of a longer word.
        self.pattern: Final = re.compile(
            rf"(?<![\w./&-])(?:([Aa]n?) )?({longest_first or '(?!)'})(?![\w/-])"
        )

    def word_for(self, key: str, like: str, said: Vocabulary) -> str:
        """The word now said for one that is written, in the same number, with the same capital."""
        written = self.written.words[key]
        is_many = like.casefold() == written.many.casefold() != written.one.casefold()
        return said.words[key].said(like, is_many=is_many)

    def in_words(self, text: str, said: Vocabulary) -> str:
        """A text of our own, in the words that are said."""

        def replaced(found: re.Match[str]) -> str:
            word = self.word_for(self.keys[found[2]], found[2], said)
            return f"{article_for(found[1], word)} {word}" if found[1] else word

        return self.pattern.sub(replaced, text)

    def message(self, text: str, said: Vocabulary) -> str:
        """A message, where what people wrote stays as it is: in quotation marks, after a colon."""
        made, at = [], 0
        for theirs in _THEIRS.finditer(text):
            made += [self.in_words(text[at : theirs.start()], said), theirs[0]]
            at = theirs.end()
        return "".join([*made, self.in_words(text[at:], said)])


def article_for(like: str, word: str) -> str:
    """An or a before a word, with a capital where `like` has one."""
    found = article(word)
    return found.capitalize() if like[:1].isupper() else found
