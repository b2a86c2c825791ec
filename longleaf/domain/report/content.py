"""The synthesized report: its sections and blocks, from which every format is made."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

HIDDEN: Final = "hidden"
"""What stands in place of a count that would name people."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something the report cites; `key` is how blocks name it.

    Attributes:
        words: Title, publisher and day of verification, as the list of sources prints it.
        address: Where it can be opened: a path of this site, or an https address; "" for neither.
    """

    key: str
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of the product's own."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence computed from records.

    Attributes:
        key: Stable name, the same in every edition: "outcomes.awards".
        figures: Every number in the sentence by name; None for one that is hidden.
        of: Of how many, and of which day or records, in words.
    """

    key: str
    text: str
    figures: tuple[tuple[str, int | None], ...]
    of: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, said where a reader would look for it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a figure; `count` is None where it is hidden or unknown, and `shown` says so."""

    label: str
    count: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A bar chart; its table says the same and stands in the appendix of data.

    Attributes:
        key: Stable name: "outcomes.by_lea".
        axis: What is counted, in words.
        source: Where the counts come from.
    """

    key: str
    title: str
    axis: str
    source: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; columns listed in `right` hold figures."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    cites: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts."""

    items: tuple[str, ...]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A person's paragraph.

    Attributes:
        id: The paragraph's own, so that editions can be compared.
        stale: Titles of cited records that have changed since the paragraph was last read.
    """

    id: str
    text: str
    by: str
    said_on: str
    cites: tuple[str, ...]
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sub:
    """A heading within a section."""

    title: str


Block = Words | Finding | Gap | Figure | Grid | Items | Said | Sub
_KINDS: Final[Mapping[str, type[Any]]] = {
    "words": Words,
    "finding": Finding,
    "gap": Gap,
    "figure": Figure,
    "grid": Grid,
    "items": Items,
    "said": Said,
    "sub": Sub,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One section; `key` is stable, and paragraphs of persons name it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, before or after it was frozen.

    Attributes:
        number: The edition; 0 for a report that is not frozen.
        body: Whose report it is: a department, or its work group.
        is_demo: Whether people and figures in it are invented.
        sources: In the order of first citation, so that their place is their number.
    """

    title: str
    subtitle: str
    body: str
    number: int
    made_on: date
    is_demo: bool
    sections: tuple[ReportSection, ...]
    sources: tuple[Source, ...]

    def blocks(self) -> Iterator[tuple[ReportSection, Block]]:
        """Every block with its section, in order."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def number_of(self, source: str) -> int:
        """The number under which a source is cited, from 1."""
        return next(at for at, one in enumerate(self.sources, start=1) if one.key == source)

    def marks(self, cites: tuple[str, ...]) -> str:
        """The citation as it stands in the text: "[2, 5]"; "" for none."""
        numbers = sorted({self.number_of(one) for one in cites})
        return f"[{', '.join(map(str, numbers))}]" if numbers else ""

    def figures(self) -> dict[str, int | None]:
        """Every computed number by "finding.figure" or "figure.label"."""
        found: dict[str, int | None] = {}
        for _, block in self.blocks():
            if isinstance(block, Finding):
                found |= {f"{block.key}.{name}": value for name, value in block.figures}
            elif isinstance(block, Figure):
                found |= {f"{block.key}.{bar.label}": bar.count for bar in block.bars}
        return found


def cited_in(sections: tuple[ReportSection, ...]) -> list[str]:
    """Keys of the sources cited, in the order of first citation."""
    found: dict[str, None] = {}
    for section in sections:
        for block in section.blocks:
            found |= dict.fromkeys(getattr(block, "cites", ()))
    return list(found)


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON values; `from_json` gives the same report back."""
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "body": report.body,
        "number": report.number,
        "made_on": report.made_on.isoformat(),
        "is_demo": report.is_demo,
        "sections": [
            {"key": one.key, "title": one.title, "blocks": [_block(each) for each in one.blocks]}
            for one in report.sections
        ],
        "sources": [_fields(one) for one in report.sources],
    }


def _block(block: Block) -> dict[str, Any]:
    fields = _fields(block)
    if isinstance(block, Figure):
        fields["bars"] = [_fields(bar) for bar in block.bars]
    return {"kind": _NAMES[type(block)], **fields}


def _fields(value: Any) -> dict[str, Any]:
    return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def from_json(data: Mapping[str, Any]) -> Report:
    """The report that `as_json` made these values of.

    Raises:
        KeyError: If they are of no report, or of one of a later version of the program.
    """
    return Report(
        title=data["title"],
        subtitle=data["subtitle"],
        body=data["body"],
        number=data["number"],
        made_on=date.fromisoformat(data["made_on"]),
        is_demo=data["is_demo"],
        sections=tuple(
            ReportSection(one["key"], one["title"], tuple(_read(each) for each in one["blocks"]))
            for one in data["sections"]
        ),
        sources=tuple(Source(**one) for one in data["sources"]),
    )


def _read(data: Mapping[str, Any]) -> Block:
    fields = {name: _frozen(value) for name, value in data.items() if name != "kind"}
    if data["kind"] == "figure":
        fields["bars"] = tuple(Bar(**bar) for bar in data["bars"])
    made: Block = _KINDS[data["kind"]](**fields)
    return made


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def content_hash(report: Report) -> str:
    """SHA-256 of what the report says, as 64 hexadecimal digits; its number is left out."""
    plain = as_json(replace(report, number=0))
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
