"""A jurisdiction's language as its pack holds it: concepts, and the usages they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats
from longleaf.domain.term.concept import KINDS, SURE, Concept, Label, Usage
from longleaf.domain.term.conflict import ambiguous
from longleaf.domain.term.life import status_found

_LONGEST_WORD: Final = 100
_LONGEST_TEXT: Final = 600


@dataclass(frozen=True, slots=True)
class Glossary:
    """All concepts of one jurisdiction, in the order of the file: by theme, as the story goes."""

    title: str
    summary: str
    verified_on: str
    concepts: tuple[Concept, ...]

    def concept(self, key: str) -> Concept:
        """The concept with this key.

        Raises:
            KeyError: If there is none.
        """
        for concept in self.concepts:
            if concept.key == key:
                return concept
        raise KeyError(key)


def glossary_from_yaml(text: str, *, name: str, usages: str = "") -> Glossary:
    """Read a glossary from its file's text, and its usages from theirs.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    sections = top.sections("terms", at_least=1, empty="Write the first term.")
    concepts = [_concept(section) for section in sections]
    note_repeats(sections, "key", [one.key for one in concepts])
    note_repeats(sections, "word", [one.word for one in concepts])
    glossary = Glossary(
        title=top.text("title", longest=_LONGEST_WORD, one_line=True),
        summary=top.text("summary", longest=_LONGEST_TEXT),
        verified_on=top.text("verified_on", longest=10),
        concepts=tuple(concepts),
    )
    top.finish()
    if problems:
        raise ProblemsError(document.located(problems))
    found = usages_from_yaml(usages, {one.key for one in concepts}) if usages else {}
    return replace(glossary, concepts=_with_status(concepts, found))


def _with_status(
    concepts: list[Concept], usages: Mapping[str, tuple[Usage, ...]]
) -> tuple[Concept, ...]:
    gathered = [replace(one, usages=usages.get(one.key, ())) for one in concepts]
    unclear = ambiguous(gathered)
    return tuple(replace(one, status=status_found(one, unclear)) for one in gathered)


def _concept(section: Section) -> Concept:
    word = section.text("word", longest=_LONGEST_WORD, one_line=True)
    plural = section.text("plural", longest=_LONGEST_WORD, one_line=True, required=False)
    labels = [Label(word, plural=plural)]
    labels += [Label(one, "alternative") for one in section.texts("also")]
    labels += [Label(one, "avoided") for one in section.texts("avoid")]
    section.known.add("spoken")
    concept = Concept(
        key=section.key("key"),
        labels=tuple(labels),
        definition=section.text("definition", longest=_LONGEST_TEXT),
        standards_word=section.text("standards_word", longest=_LONGEST_TEXT, required=False),
        laws_word=section.text("laws_word", longest=_LONGEST_TEXT, required=False),
        note=section.text("confusion", longest=_LONGEST_TEXT, required=False),
        source=section.text("source", longest=_LONGEST_TEXT),
        sure=section.choice("sure", tuple(SURE)),
        is_spoken=section.data.get("spoken") is True,
    )
    section.finish()
    return concept


def usages_from_yaml(
    text: str, concepts: set[str], *, name: str = "usages.yaml"
) -> dict[str, tuple[Usage, ...]]:
    """Read the usages of each concept, by its key.

    Raises:
        ProblemsError: With every problem: a usage without a source, of a concept that is not there.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    verified_on = _day(top, "verified_on")
    listed = top.section("sources")
    sources = {key: listed.section(key) for key in listed.data}
    found: dict[str, list[Usage]] = {}
    for section in top.sections("usages", at_least=1, empty="Write the first usage."):
        concept = section.choice("concept", tuple(sorted(concepts)))
        source = sources.get(section.choice("source", tuple(sources)))
        if source is not None:
            before = found.setdefault(concept, [])
            before.append(_usage(section, source, len(before) + 1, verified_on))
        section.finish()
    for source in sources.values():
        source.known.update({"citation", "who", "where", "kind", "when", "url", "sure"})
        source.finish()
    top.finish()
    if problems:
        raise ProblemsError(document.located(problems))
    return {key: tuple(usages) for key, usages in found.items()}


def _usage(section: Section, source: Section, number: int, verified_on: date) -> Usage:
    sure = "sure" if "sure" in section.data else ""
    section.known.add("rests")
    return Usage(
        key=f"u{number}",
        word=section.text("word", longest=_LONGEST_WORD, one_line=True),
        says=section.text("says", longest=_LONGEST_TEXT),
        who=source.text("who", longest=200, one_line=True),
        kind=source.choice("kind", tuple(KINDS)),
        where=source.text("where", longest=200, required=False),
        when=source.text("when", longest=40, required=False),
        citation=source.text("citation", longest=_LONGEST_TEXT),
        url=source.url("url") or "",
        verified_on=verified_on,
        sure=section.choice("sure", tuple(SURE)) if sure else _sure(source),
        is_basis=section.data.get("rests") is True,
    )


def _sure(source: Section) -> str:
    return source.choice("sure", tuple(SURE)) if "sure" in source.data else "seen"


def _day(section: Section, key: str) -> date:
    section.known.add(key)
    raw = section.data.get(key)
    if isinstance(raw, date):
        return raw
    section.fault(key, "This must be a day.", "Write it as 2026-11-23.")
    return date(1, 1, 1)


def as_markdown(glossary: Glossary) -> str:
    """The glossary as a page, in alphabetical order, ending in one line feed."""
    lines = [f"# {glossary.title}", "", glossary.summary, ""]
    lines += [f"Last checked against its sources: {glossary.verified_on}.", ""]
    for concept in sorted(glossary.concepts, key=lambda one: one.word.casefold()):
        lines += [f"## {concept.word}", "", concept.definition, ""]
        if notes := _notes(concept):
            lines += [*notes, ""]
        lines += [f"*Source: {concept.source} ({SURE[concept.sure]}).*", ""]
    return "\n".join(lines)


def _notes(concept: Concept) -> list[str]:
    notes = []
    if concept.standards_word:
        notes.append(f"- In the technical standards: {concept.standards_word}")
    if concept.laws_word:
        notes.append(f"- In law and state papers: {concept.laws_word}")
    if others := _others(concept):
        said = "; ".join(f'"{word}" ({", ".join(who)})' for word, who in others.items())
        notes.append(f"- Elsewhere: {said}")
    if concept.note:
        notes.append(f"- Take care: {concept.note}")
    return notes


def _others(concept: Concept) -> dict[str, list[str]]:
    """What others call it, where that is not our word."""
    found: dict[str, list[str]] = {}
    for usage in concept.usages:
        if usage.word.casefold() != concept.word.casefold():
            who = found.setdefault(usage.word, [])
            if usage.who not in who:
                who.append(usage.who)
    return found
