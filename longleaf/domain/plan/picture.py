"""The map of a plan's links, drawn as an SVG picture; the table beside it says the same."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from longleaf.domain.plan.connection import COLUMNS, Links, Node

TITLES: Final = {
    "measures": "Outcome measures",
    "goals": "Improvement goals",
    "competencies": "Competencies",
    "people": "License or job",
    "processes": "Confirmed by",
}
_WIDTH: Final = 172
_GAP: Final = 26
_LINE: Final = 17
_TOP: Final = 46
_SPACE: Final = 16
_LETTERS: Final = 24
_LINES: Final = 4
_INK, _SOFT, _EDGE, _FILL, _WARM = "#1b1b1b", "#565c65", "#2e6b3f", "#f1f6f2", "#8a4b08"


def draw_links(links: Links, *, title: str) -> str:
    """The map as an SVG document of its own; what lacks a link has a dashed frame and says so.

    Args:
        links: Nodes and ties.
        title: Names the picture for those who do not see it.
    """
    boxes = {node.id: box for name in COLUMNS for node, box in _column(links, name)}
    height = max((y + tall for _, y, tall in boxes.values()), default=_TOP + 60) + 12
    width = len(COLUMNS) * (_WIDTH + _GAP) - _GAP + 4
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-label={quoteattr(title)}'
        ' font-family="Public Sans, Segoe UI, Helvetica, Arial, sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_heads(),
        *(_tie(boxes[left], boxes[right]) for left, right in links.ties),
        *(part for node in links.nodes for part in _node(node, boxes[node.id])),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


_Box = tuple[int, int, int]


def _column(links: Links, name: str) -> Iterator[tuple[Node, _Box]]:
    y = _TOP
    for node in links.column(name):
        tall = len(_lines_of(node)) * _LINE + 18
        yield node, (2 + COLUMNS.index(name) * (_WIDTH + _GAP), y, tall)
        y += tall + _SPACE


def _heads() -> Iterator[str]:
    for at, name in enumerate(COLUMNS):
        x = 2 + at * (_WIDTH + _GAP)
        yield (
            f'<text x="{x}" y="20" font-size="14" font-weight="700" fill="{_INK}">'
            f"{TITLES[name]}</text>"
        )
        yield (
            f'<line x1="{x}" y1="30" x2="{x + _WIDTH}" y2="30" stroke="{_EDGE}" stroke-width="2"/>'
        )


def _tie(left: _Box, right: _Box) -> str:
    x1, y1 = left[0] + _WIDTH, left[1] + left[2] // 2
    x2, y2 = right[0], right[1] + right[2] // 2
    middle = (x1 + x2) // 2
    return (
        f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}" fill="none"'
        f' stroke="{_EDGE}" stroke-width="1.5"/>'
    )


def _node(node: Node, box: _Box) -> Iterator[str]:
    x, y, tall = box
    frame = f'stroke="{_WARM}" stroke-dasharray="5 4"' if node.is_loose else f'stroke="{_EDGE}"'
    fill = "#ffffff" if node.is_loose else _FILL
    yield (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{tall}" rx="4" fill="{fill}" {frame}'
        ' stroke-width="1.5"/>'
    )
    for at, (text, is_title) in enumerate(_lines_of(node)):
        color = _INK if is_title else _SOFT
        size = 13 if is_title else 12
        yield (
            f'<text x="{x + 10}" y="{y + 22 + at * _LINE}" font-size="{size}" fill="{color}">'
            f"{escape(text)}</text>"
        )


def _lines_of(node: Node) -> list[tuple[str, bool]]:
    lines = [(one, True) for one in _wrapped(node.title or "Without a name")]
    if node.note:
        lines += [(one, False) for one in _wrapped(node.note)]
    if node.is_loose:
        lines.append(("A link is missing", False))
    return lines


def _wrapped(text: str) -> list[str]:
    """The text in lines that fit; what is too long ends with an ellipsis."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [one if len(one) <= _LETTERS else f"{one[: _LETTERS - 1]}…" for one in lines[:_LINES]]
    if len(lines) > _LINES:
        shown[-1] = f"{shown[-1][: _LETTERS - 1].rstrip()}…"
    return shown
