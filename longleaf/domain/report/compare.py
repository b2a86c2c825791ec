"""What changed from one edition to the next: figures, paragraphs, tables, sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from longleaf.domain.report.content import Block, Finding, Gap, Grid, Report, Said


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A number that is not what it was.

    Attributes:
        where: The section's title and the finding's sentence or figure's title, as it is now.
        name: Which number of it.
        before: As shown; "not there" where the earlier edition did not have it.
        after: As shown; "no longer there" where the later one does not.
    """

    where: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A paragraph, gap or table that came, went or says something else; `kind` says which."""

    where: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two editions; both empty if nothing does."""

    figures: tuple[FigureChange, ...]
    texts: tuple[TextChange, ...]
    sources_added: tuple[str, ...]
    sources_gone: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both editions say the same."""
        return not (self.figures or self.texts or self.sources_added or self.sources_gone)


def difference(before: Report, after: Report) -> Difference:
    """What changed between two editions of the same report."""
    old, new = {one.words for one in before.sources}, {one.words for one in after.sources}
    return Difference(
        figures=tuple(_figures(before, after)),
        texts=tuple(_texts(_told(before), _told(after))),
        sources_added=tuple(one.words for one in after.sources if one.words not in old),
        sources_gone=tuple(one.words for one in before.sources if one.words not in new),
    )


def _figures(before: Report, after: Report) -> Iterator[FigureChange]:
    old, new = before.figures(), after.figures()
    places = _places(before) | _places(after)
    for name in dict.fromkeys((*old, *new)):
        if name in old and name in new and old[name] == new[name]:
            continue
        key, _, label = name.partition(".")
        finding = f"{key}.{label.partition('.')[0]}"
        yield FigureChange(
            places.get(finding, finding),
            label.partition(".")[2].replace("_", " "),
            _shown(old[name]) if name in old else "not there",
            _shown(new[name]) if name in new else "no longer there",
        )


def _shown(value: int | None) -> str:
    return "hidden" if value is None else f"{value:,}"


def _places(report: Report) -> dict[str, str]:
    found = {}
    for section, block in report.blocks():
        key = getattr(block, "key", "")
        if key:
            named = getattr(block, "title", "") or getattr(block, "caption", "")
            found[key] = f"{section.title}: {named}" if named else section.title
    return found


def _told(report: Report) -> dict[str, tuple[str, str]]:
    """Where and what, by a name that is the same in every edition."""
    found: dict[str, tuple[str, str]] = {}
    for section, block in report.blocks():
        said = _words(block)
        if said is not None:
            found[said[0]] = (section.title, said[1])
    return found


def _words(block: Block) -> tuple[str, str] | None:
    match block:
        case Said():
            note = f" (to be read again: {', '.join(block.stale)})" if block.stale else ""
            return f"said {block.id}", f"{block.text}{note}"
        case Gap():
            return f"gap {block.key}", block.text
        case Grid():
            return f"grid {block.key}", "; ".join(", ".join(row) for row in block.rows)
        case Finding(figures=()):
            return f"finding {block.key}", block.text
        case _:
            return None


def _texts(
    old: Mapping[str, tuple[str, str]], new: Mapping[str, tuple[str, str]]
) -> Iterator[TextChange]:
    for name in dict.fromkeys((*old, *new)):
        was, becomes = old.get(name), new.get(name)
        if was is None and becomes is not None:
            yield TextChange(becomes[0], "added", "", becomes[1])
        elif was is not None and becomes is None:
            yield TextChange(was[0], "removed", was[1], "")
        elif was is not None and becomes is not None and was[1] != becomes[1]:
            yield TextChange(becomes[0], "changed", was[1], becomes[1])
