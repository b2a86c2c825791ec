"""The quads of one document with holes where its strings and numbers were.

Made by running the strict processor once on the document with a marker in place of every slot, and
looking where the markers came out. See docs/algorithms/shapes.md for why filling the holes gives
what the processor would give, and for what it takes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from longleaf.credential.canonical.dataset import Dataset, number_literal
from longleaf.credential.canonical.expand import expand
from longleaf.credential.canonical.leaves import Layout, copy_with, flattened, terms
from longleaf.credential.canonical.rdfc import Quad
from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import RefusedError

_NIL = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"

Term = str | tuple[str, int, str]
"""A term in N-Quads that every document of the shape has, such as a blank node under the name that
the plain path gives it, "_:n1"; or what stands before a slot, the slot, and what stands behind.

Only plain data, so that thousands of them cost the collector of garbage nothing.
"""

TermQuad = tuple[Term, str, Term, Term | None]
"""Subject, predicate, object and graph; None for the default graph."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a shape claims.

    Attributes:
        quads: The claims, with holes.
        addresses: The slots that are IRIs.
        texts: The slots that are only texts of literals.
        numbers: The slots that are numbers, each with the data type its term asks for.
    """

    quads: tuple[TermQuad, ...]
    addresses: tuple[int, ...]
    texts: tuple[int, ...]
    numbers: tuple[tuple[int, str | None], ...]

    def fill(self, values: Sequence[str]) -> list[Quad]:
        """The quads of a document: escaped text for each slot, a whole literal for a number."""
        return [
            (
                written(subject, values),
                predicate,
                written(target, values),
                "" if graph is None else written(graph, values),
            )
            for subject, predicate, target, graph in self.quads
        ]


def written(term: Term, values: Sequence[str]) -> str:
    """A term in N-Quads, with its hole filled."""
    if isinstance(term, str):
        return term
    before, slot, behind = term
    return f"{before}{values[slot]}{behind}"


def is_node(term: Term) -> bool:
    """Whether a term is a blank node."""
    return isinstance(term, str) and term.startswith("_:")


def make_template(document: JsonObject, layout: Layout) -> Template | None:
    """The template of a document's shape; None if anything about it is in doubt.

    Slots are counted: first the texts of the layout, then its numbers.
    """
    marker = _unused(document, layout)
    slots = {place: slot for slot, place in enumerate((*layout.texts, *layout.numbers))}
    numbers = {place: slots[place] for place in layout.numbers}

    def marked(place: int, value: object) -> object:
        if place in numbers:
            kind = _MarkedInteger if isinstance(value, int) else _MarkedDouble
            return kind(numbers[place])
        return f"{marker}{slots[place]}" if place in slots else value

    try:
        quads = _MarkedDataset(marker).quads(expand(copy_with(document, layout, marked)))
        return _Reading(marker).template(quads, layout)
    except (RefusedError, _DoubtError):
        return None


class _DoubtError(Exception):
    """Something came out of the processor that no hole accounts for."""


class _MarkedInteger(int):
    """A whole number that is also the count of its slot."""


class _MarkedDouble(float):
    """A number with a fraction, as far as its type tells, that is also the count of its slot."""


class _MarkedDataset(Dataset):
    """Writes numbers as their markers, and refuses literals that depend on more than a text."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self._marker = marker

    def literal(self, value: Mapping[str, object]) -> str:
        content, type_ = value["@value"], value.get("@type")
        if type_ == "@json" or "@direction" in value:
            raise _DoubtError  # texts that differ in direction alone are refused, so it matters
        if isinstance(content, _MarkedInteger | _MarkedDouble):
            return f"#{self._marker}{int(content)}#{type_ or ''}"
        return super().literal(value)


class _Reading:
    """Reads marked quads back as terms, and counts what was found."""

    def __init__(self, marker: str) -> None:
        self._marker = marker
        hole = re.escape(marker) + "([0-9]+)"
        self._address = re.compile(f"<{hole}>")
        self._text = re.compile(f'"{hole}"(.*)', re.DOTALL)
        self._number = re.compile(f"#{hole}#(.*)", re.DOTALL)
        self._terms: dict[str, Term] = {}
        self._addresses: dict[int, None] = {}
        self._texts: dict[int, None] = {}
        self._numbers: dict[int, str | None] = {}

    def template(self, quads: Sequence[Quad], layout: Layout) -> Template:
        found = tuple(
            (self._term(s), self._fixed(p), self._term(o), self._term(g) if g else None)
            for s, p, o, g in quads
        )
        if any(o == _NIL and not isinstance(s, str) for s, _, o, _ in found):
            raise _DoubtError  # two nodes with an empty list each are refused if they are one
        texts, numbers = len(layout.texts), len(layout.numbers)
        strings = self._addresses.keys() | self._texts.keys()
        if strings != set(range(texts)) or self._addresses.keys() & self._texts.keys():
            raise _DoubtError  # a string was lost, or is used in two ways
        if self._numbers.keys() != set(range(texts, texts + numbers)):
            raise _DoubtError
        return Template(
            found, tuple(self._addresses), tuple(self._texts), tuple(self._numbers.items())
        )

    def _term(self, term: str) -> Term:
        if term not in self._terms:
            self._terms[term] = self._read(term)
        return self._terms[term]

    def _read(self, term: str) -> Term:
        if self._marker not in term:
            return term
        if match := self._address.fullmatch(term):
            slot = int(match[1])
            self._addresses[slot] = None
            return ("<", slot, ">")
        if match := self._text.fullmatch(term):
            slot = int(match[1])
            self._texts[slot] = None
            return ('"', slot, f'"{self._fixed(match[2])}')
        if match := self._number.fullmatch(term):
            slot, type_ = int(match[1]), match[2] or None
            if self._numbers.setdefault(slot, type_) != type_:
                raise _DoubtError
            return ("", slot, "")  # its whole form depends on the number
        raise _DoubtError

    def _fixed(self, text: str) -> str:
        if self._marker in text:
            raise _DoubtError
        return text


def _unused(document: JsonObject, layout: Layout) -> str:
    """The beginning of an absolute IRI that occurs nowhere in what the shape keeps."""
    flat = flattened(document, layout)
    kept = [str(flat[place]) for place in layout.constants]
    kept += [str(part) for _, _, signature in layout.containers for part in signature]
    known = "\n".join(kept)
    count = 0
    while f"slot{count}-" in known or f"slot{count}-" in _names():
        count += 1
    return f"slot{count}-x:"


@cache
def _names() -> str:
    return "\n".join(terms().names)


def number_text(number: object, type_: str | None) -> str:
    """The literal of a number slot."""
    if not isinstance(number, int | float):  # pragma: no cover - the signature says it is one
        raise TypeError
    return number_literal(number, type_)
