"""A framework of standards, its elements, and identifiers that never change."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats

# How sure we are of the wording: read in a source, or only known and still to be confirmed.
SURE: Final = ("seen", "known_not_seen")

# Identifiers are version 5 UUIDs under this namespace, which must therefore never change.
_NAMESPACE: Final = uuid.UUID("6f0c2a5e-5b0d-5c58-9a34-0d6a3c1b7e21")

_CODE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*\Z", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_LONGEST_TITLE = 300
_LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Element:
    """A standard or one of the elements under it.

    Attributes:
        framework: Slug of the framework it belongs to.
        code: What people call it, unique in the framework: "IV" or "IV-h".
        title: The framework's own title.
        note: A plain sentence of ours on what it asks; "" if the title says it.
        parent: Code of the standard above it, None for a standard.
        sure: "seen" if the title was read in the source, else "known_not_seen".
    """

    framework: str
    code: str
    title: str
    note: str
    parent: str | None
    sure: str

    @property
    def identifier(self) -> uuid.UUID:
        """The same for this slug and code in every installation, as CASE 1.0 asks for a UUID."""
        return uuid.uuid5(_NAMESPACE, f"{self.framework}/{self.code}")

    @property
    def urn(self) -> str:
        """The identifier as a URN (RFC 9562)."""
        return self.identifier.urn


@dataclass(frozen=True, slots=True)
class Framework:
    """A published set of standards.

    Attributes:
        slug: Stable name, "ncpts".
        title: Its full title.
        short_title: What a page with little room calls it.
        owner: The body that adopted it.
        summary: What it is, in our words.
        source: Where the titles were read.
        verified_on: The month in which they were last read there, "2026-11".
        elements: Standards, each followed by its elements, in the framework's order.
    """

    slug: str
    title: str
    short_title: str
    owner: str
    summary: str
    source: str
    verified_on: str
    elements: tuple[Element, ...]

    @property
    def identifier(self) -> uuid.UUID:
        """The same for this slug in every installation."""
        return uuid.uuid5(_NAMESPACE, self.slug)

    @property
    def urn(self) -> str:
        """The identifier as a URN (RFC 9562)."""
        return self.identifier.urn

    @property
    def standards(self) -> tuple[Element, ...]:
        """The elements at the top."""
        return tuple(element for element in self.elements if element.parent is None)

    def under(self, code: str) -> tuple[Element, ...]:
        """The elements directly under a standard."""
        return tuple(element for element in self.elements if element.parent == code)

    def element(self, code: str) -> Element:
        """The element with this code.

        Raises:
            KeyError: If there is none.
        """
        for element in self.elements:
            if element.code == code:
                return element
        raise KeyError(code)


def parse_framework(data: object) -> Framework:
    """Read a framework from plain data.

    Raises:
        ProblemsError: With every problem and its path.
    """
    problems: list[Problem] = []
    top = Section.of(data, problems=problems)
    slug = top.key("slug")
    pairs = list(_elements(top, slug))
    note_repeats([one for one, _ in pairs], "code", [element.code for _, element in pairs])
    framework = Framework(
        slug=slug,
        title=top.text("title", longest=_LONGEST_TITLE, one_line=True),
        short_title=top.text("short_title", longest=60, one_line=True),
        owner=top.text("owner", longest=_LONGEST_TITLE, one_line=True),
        summary=top.text("summary", longest=_LONGEST_TEXT),
        source=top.text("source", longest=_LONGEST_TEXT),
        verified_on=_month(top, "verified_on"),
        elements=tuple(element for _, element in pairs),
    )
    top.finish()
    if problems:
        raise ProblemsError(problems)
    return framework


def framework_from_yaml(text: str, *, name: str) -> Framework:
    """Read a framework from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    try:
        return parse_framework(document.data)
    except ProblemsError as error:
        raise ProblemsError(document.located(error.problems)) from error


def _elements(top: Section, slug: str) -> Iterator[tuple[Section, Element]]:
    for section in top.sections("standards", at_least=1, empty="List the standards."):
        standard = _element(section, slug, parent=None)
        yield section, standard
        for inner in section.sections("elements"):
            yield inner, _element(inner, slug, parent=standard.code)
            inner.finish()
        section.finish()


def _element(section: Section, slug: str, *, parent: str | None) -> Element:
    code = section.text("code", longest=20)
    if code and not _CODE.match(code):
        section.fault("code", f'"{code}" cannot be used as a code.', 'Write it as "IV-h".')
    return Element(
        framework=slug,
        code=code,
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        note=section.text("note", longest=_LONGEST_TEXT, required=False),
        parent=parent,
        sure=section.choice("sure", SURE),
    )


def _month(section: Section, key: str) -> str:
    text = section.text(key, longest=20)
    if text and not _MONTH.match(text):
        section.fault(key, f'"{text}" is not a month.', 'Write it in quotes as "2026-11".')
    return text
