"""The glossary: each word of the product, and what others say instead."""

from dataclasses import dataclass
from typing import Final

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats

# How sure we are of what the standard, the law and others say: read in the source, read in part,
# known but not read, or a word of our own that no source has to bear out.
SURE: Final = {
    "seen": "read in the source",
    "partly_seen": "read in part of the source",
    "known_not_seen": "known, not read in a source",
    "ours": "our own word",
}

_LONGEST_WORD = 100
_LONGEST_TEXT = 600


@dataclass(frozen=True, slots=True)
class Variant:
    """Another word for the same thing, or the same word for another, and who says so."""

    word: str
    used_by: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word.

    Attributes:
        key: Stable name, for links.
        word: The word as the product uses it.
        definition: What it means here, in our words.
        standards_word: What the technical standards call it; "" if they do not.
        laws_word: What law and the state's papers call it; "" if they do not.
        variants: What others call it.
        confusion: What it is easily taken for; "" if nothing.
        source: Where the standard's, the law's and others' words were read.
        sure: A key of `SURE`.
    """

    key: str
    word: str
    definition: str
    standards_word: str
    laws_word: str
    variants: tuple[Variant, ...]
    confusion: str
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """All words of one jurisdiction, in the order of the file: by theme, as the story goes."""

    title: str
    summary: str
    verified_on: str
    terms: tuple[Term, ...]

    def term(self, key: str) -> Term:
        """The term with this key.

        Raises:
            KeyError: If there is none.
        """
        for term in self.terms:
            if term.key == key:
                return term
        raise KeyError(key)


def glossary_from_yaml(text: str, *, name: str) -> Glossary:
    """Read a glossary from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    sections = top.sections("terms", at_least=1, empty="Write the first term.")
    terms = tuple(_term(section) for section in sections)
    note_repeats(sections, "key", [term.key for term in terms])
    note_repeats(sections, "word", [term.word for term in terms])
    glossary = Glossary(
        title=top.text("title", longest=_LONGEST_WORD, one_line=True),
        summary=top.text("summary", longest=_LONGEST_TEXT),
        verified_on=top.text("verified_on", longest=10),
        terms=terms,
    )
    top.finish()
    if problems:
        raise ProblemsError(document.located(problems))
    return glossary


def _term(section: Section) -> Term:
    variants = []
    for one in section.sections("variants"):
        word = one.text("word", longest=_LONGEST_WORD)
        variants.append(Variant(word, one.text("used_by", longest=_LONGEST_TEXT)))
        one.finish()
    term = Term(
        key=section.key("key"),
        word=section.text("word", longest=_LONGEST_WORD, one_line=True),
        definition=section.text("definition", longest=_LONGEST_TEXT),
        standards_word=section.text("standards_word", longest=_LONGEST_TEXT, required=False),
        laws_word=section.text("laws_word", longest=_LONGEST_TEXT, required=False),
        variants=tuple(variants),
        confusion=section.text("confusion", longest=_LONGEST_TEXT, required=False),
        source=section.text("source", longest=_LONGEST_TEXT),
        sure=section.choice("sure", tuple(SURE)),
    )
    section.finish()
    return term


def as_markdown(glossary: Glossary) -> str:
    """The glossary as a page, in alphabetical order, ending in one line feed."""
    lines = [f"# {glossary.title}", "", glossary.summary, ""]
    lines += [f"Last checked against its sources: {glossary.verified_on}.", ""]
    for term in sorted(glossary.terms, key=lambda term: term.word.casefold()):
        lines += [f"## {term.word}", "", term.definition, ""]
        if notes := _notes(term):
            lines += [*notes, ""]
        lines += [f"*Source: {term.source} ({SURE[term.sure]}).*", ""]
    return "\n".join(lines)


def _notes(term: Term) -> list[str]:
    notes = []
    if term.standards_word:
        notes.append(f"- In the technical standards: {term.standards_word}")
    if term.laws_word:
        notes.append(f"- In law and state papers: {term.laws_word}")
    if term.variants:
        said = "; ".join(f'"{one.word}" ({one.used_by})' for one in term.variants)
        notes.append(f"- Elsewhere: {said}")
    if term.confusion:
        notes.append(f"- Take care: {term.confusion}")
    return notes
