"""Reads of frameworks, their elements, and what serves them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from longleaf.domain.microcredential.shape import Alignment
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import framework as rows

_PUBLISHED = Count("versions", filter=Q(versions__state="published"), distinct=True)


@dataclass(frozen=True, slots=True)
class ShownElement:
    """A standard or element; `serving` counts the published micro-credentials aligned to it."""

    identifier: str
    framework: str
    code: str
    statement: str
    note: str
    sure: str
    parent: str
    serving: int

    @property
    def choice(self) -> str:
        """How a form names it: framework and code."""
        return f"{self.framework} {self.code}"


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard with the elements under it."""

    element: ShownElement
    elements: tuple[ShownElement, ...]


@dataclass(frozen=True, slots=True)
class ShownFramework:
    """A framework as its page shows it; `standards` is empty in lists."""

    identifier: str
    slug: str
    title: str
    short_title: str
    publisher: str
    description: str
    source: str
    verified_on: str
    standards: tuple[Standard, ...] = ()

    @property
    def element_count(self) -> int:
        return sum(1 + len(one.elements) for one in self.standards)


def all_frameworks() -> list[ShownFramework]:
    """Every framework with its elements, by title."""
    found = list(rows.Framework.objects.all())
    elements: dict[int, list[rows.Element]] = {one.pk: [] for one in found}
    for row in _elements(found):
        elements[row.framework_id].append(row)
    return [_shown(one, elements[one.pk]) for one in found]


def framework(slug: str) -> ShownFramework:
    """One framework with its elements.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = rows.Framework.objects.filter(slug=slug).first()
    if found is None:
        raise NoSuchRecordError
    return _shown(found, _elements([found]))


def element_titles(alignments: Iterable[Alignment]) -> list[ShownElement]:
    """The elements that a definition names, in the frameworks' order; unknown ones are left out."""
    pairs = {(one.framework, one.element) for one in alignments}
    wanted = Q(pk__isnull=True)
    for slug, code in pairs:
        wanted |= Q(framework__slug=slug, code=code)
    found = rows.Element.objects.filter(wanted).select_related("framework", "parent")
    return [_element(row, row.framework.slug, 0) for row in found]


def _elements(frameworks: Iterable[rows.Framework]) -> list[rows.Element]:
    return list(
        rows.Element.objects.filter(framework__in=list(frameworks))
        .select_related("parent")
        .annotate(serving=_PUBLISHED)
    )


def _element(row: rows.Element, slug: str, serving: int) -> ShownElement:
    return ShownElement(
        identifier=row.identifier,
        framework=slug,
        code=row.code,
        statement=row.statement,
        note=row.note,
        sure=row.sure,
        parent=row.parent.code if row.parent else "",
        serving=serving,
    )


def _shown(row: rows.Framework, elements: Iterable[rows.Element]) -> ShownFramework:
    shown = [_element(one, row.slug, getattr(one, "serving", 0)) for one in elements]
    return ShownFramework(
        identifier=row.identifier,
        slug=row.slug,
        title=row.title,
        short_title=row.short_title,
        publisher=row.publisher,
        description=row.description,
        source=row.source,
        verified_on=row.verified_on,
        standards=tuple(
            Standard(one, tuple(inner for inner in shown if inner.parent == one.code))
            for one in shown
            if not one.parent
        ),
    )
