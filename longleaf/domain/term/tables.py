"""Glossaries as tables: what goes out as CSV, and what comes in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.term.concept import Concept

HEADER: Final = (
    "key", "status", "word", "definition", "take_care", "usage", "usage_word", "usage_says",
    "usage_who", "usage_kind", "usage_where", "usage_when", "usage_citation", "usage_url",
    "usage_verified_on", "usage_sure", "rests_on_it", "replaced_by",
)  # fmt: skip
# What a glossary from elsewhere must have, and what its columns may be called.
_WORD: Final = ("word", "term", "label", "preflabel")
_SAYS: Final = ("definition", "meaning", "says", "description")


@dataclass(frozen=True, slots=True)
class Brought:
    """One word of a glossary from elsewhere; `row` is its line."""

    row: int
    word: str
    says: str


def rows(concepts: Iterable[Concept]) -> Iterator[tuple[str, ...]]:
    """A row for each usage; a concept that has none has a row all the same."""
    for one in concepts:
        head = (one.key, one.status, one.word, one.definition, one.note)
        for usage in one.usages:
            yield (
                *head, usage.key, usage.word, usage.says, usage.who, usage.kind, usage.where,
                usage.when, usage.citation, usage.url, usage.verified_on.isoformat(), usage.sure,
                "yes" if usage.is_basis else "no", one.replaced_by,
            )  # fmt: skip
        if not one.usages:
            yield (*head, *([""] * 12), one.replaced_by)


def brought_from(lines: Sequence[tuple[int, list[str]]]) -> tuple[Brought, ...]:
    """The words of a table from elsewhere, with the header as its first line.

    Raises:
        ProblemsError: If it has no column for words, or a row cannot be kept.
    """
    header = [name.strip().casefold() for name in lines[0][1]]
    word = next((header.index(name) for name in _WORD if name in header), None)
    says = next((header.index(name) for name in _SAYS if name in header), None)
    if word is None:
        fix = "Call the column of the words “word” and that of their meanings “definition”."
        raise ProblemsError([Problem("file", "No column holds the words.", fix)])
    found, problems = [], []
    for row, cells in lines[1:]:
        text = cells[word].strip() if word < len(cells) else ""
        meaning = cells[says].strip() if says is not None and says < len(cells) else ""
        if not text:
            problems.append(Problem(f"row {row}", "The word is missing.", "Write it."))
        elif len(text) > 100 or len(meaning) > 2000:  # noqa: PLR2004 - what the tables hold
            problems.append(Problem(f"row {row}", "It is too long.", "Write 100 and 2,000 signs."))
        elif not (is_storable(text) and is_storable(meaning)):
            problems.append(Problem(f"row {row}", "A sign in it cannot be stored.", "Take it out."))
        else:
            found.append(Brought(row, text, meaning))
    if problems:
        raise ProblemsError(problems[:50])
    return tuple(found)
