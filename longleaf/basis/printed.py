"""Documents for print in a neutral form: what stands in them, and not how it looks.

A gateway turns one into a Word document (`Word`) or, by `as_data`, into a tagged PDF (`Pdf`, with
the template "printed"): both say the same, since both are made from the same blocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

DEEPEST_HEADING: Final = 4


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one hand; `link` is an https address, or "" for none."""

    text: str
    is_strong: bool = False
    is_emphasized: bool = False
    link: str = ""


Text = str | tuple[Run, ...]
"""Plain words, or runs of them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 to 4 (the document's title stands above level 1)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line break in it stays one. `is_aside` sets it smaller, as a note."""

    text: Text
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `is_numbered` counts its items from 1."""

    items: tuple[Text, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the head, whose row is repeated on each page.

    Attributes:
        caption: What it shows, in words; "" only where the heading above says it.
        head: Names of the columns.
        rows: Its cells as text.
        right: Places of the columns with figures, which are set to the right.
        widths: Share of each column in the width; empty for equal ones.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are: a table of two columns without a head."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG; `alt` says in words what it shows, and is never empty.

    Attributes:
        png: The bytes of the PNG.
        alt: A text in its place for whoever cannot see it.
        caption: A line below it; "" for none.
        width: Share of the line it takes, above 0 up to 1.
    """

    png: bytes
    alt: str
    caption: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on, with the name and office below it."""

    name: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Table | Facts | Picture | Signature | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        title: Its title, shown on top and kept in its properties.
        blocks: What stands in it, in order.
        author: Whose it is: an organization or a person.
        made_on: The day it bears, which alone its properties show.
        subtitle: A line below the title.
        footer: What stands at the foot of each page beside its number; the title if "".
        language: A BCP 47 tag.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str
    made_on: date
    subtitle: str = ""
    footer: str = ""
    language: str = "en-US"


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of a text."""
    return (Run(text),) if isinstance(text, str) else text


def require_whole(document: Document) -> None:
    """Find what a reader, or a reader's software, would stumble over.

    Raises:
        ValueError: If the title is empty, a heading's level is skipped or out of range, a table's
            rows are not as wide as its head, or a picture has no words in its place.
    """
    if not document.title.strip():
        message = "A document needs a title."
        raise ValueError(message)
    above = 0
    for block in document.blocks:
        match block:
            case Heading(level, text):
                if not 1 <= level <= min(DEEPEST_HEADING, above + 1) or not text.strip():
                    message = f'The heading "{text}" of level {level} follows level {above}.'
                    raise ValueError(message)
                above = level
            case Table(caption, head, rows, right, widths):
                sizes = {len(row) for row in rows} | ({len(widths)} if widths else set())
                if not head or sizes - {len(head)} or any(one >= len(head) for one in right):
                    message = f'The table "{caption}" has rows that do not fit its head.'
                    raise ValueError(message)
            case Picture(_, alt, caption, width):
                if not alt.strip() or not 0 < width <= 1:
                    message = f'The picture "{caption}" needs words in its place and a width.'
                    raise ValueError(message)
            case _:
                pass


def shifted(blocks: Iterable[Block], by: int) -> tuple[Block, ...]:
    """The same blocks with each heading `by` levels deeper, to stand inside another document."""
    return tuple(
        replace(one, level=min(DEEPEST_HEADING, one.level + by))
        if isinstance(one, Heading)
        else one
        for one in blocks
    )


def as_data(document: Document) -> dict[str, object]:
    """The document as JSON values for the PDF template "printed"; raises as `require_whole`."""
    require_whole(document)
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "footer": document.footer or document.title,
        # Typst knows a language without its region.
        "language": document.language.partition("-")[0],
        "made_on": document.made_on.isoformat(),
        "blocks": [_block(one) for one in document.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    found: dict[str, object]
    match block:
        case Heading(level, text):
            found = {"kind": "heading", "level": level, "text": text}
        case Paragraph(text, is_aside):
            found = {"kind": "paragraph", "runs": _runs(text), "aside": is_aside}
        case Bullets(items, is_numbered):
            listed = [_runs(one) for one in items]
            found = {"kind": "bullets", "items": listed, "numbered": is_numbered}
        case Table(caption, head, rows, right, widths):
            found = {
                "kind": "table",
                "caption": caption,
                "head": list(head),
                "rows": [list(row) for row in rows],
                "right": list(right),
                "widths": list(widths) or [1] * len(head),
            }
        case Facts(pairs):
            found = {"kind": "facts", "pairs": [list(pair) for pair in pairs]}
        case Picture(png, alt, caption, width):
            found = {
                "kind": "picture",
                "png": list(png),
                "alt": alt,
                "caption": caption,
                "width": round(width * 100),
            }
        case Signature(name, office):
            found = {"kind": "signature", "name": name, "office": office}
        case PageBreak():
            found = {"kind": "page_break"}
    return found


def _runs(text: Text) -> list[dict[str, object]]:
    return [
        {
            "text": one.text,
            "strong": one.is_strong,
            "emphasized": one.is_emphasized,
            "link": one.link,
        }
        for one in runs_of(text)
    ]
