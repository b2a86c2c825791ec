"""Which word is said for a concept: the group's, or that of a place's own dialect."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from longleaf.domain.term.concept import Concept, Label


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
