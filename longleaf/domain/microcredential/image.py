"""The picture of a micro-credential, drawn from its definition: shape, color, needles, words.

It is SVG without any text element: words are set as outlines, so that it looks the same wherever
it is opened. The small form, for 64 pixels, shows initials where the large one shows the title.
"""

import colorsys
import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol
from xml.sax.saxutils import escape

SIZE: Final = 600
# More than the 4.5 to 1 that WCAG 2.2 (1.4.3) asks of text, since the picture is also shown small.
LEAST_CONTRAST: Final = 7.0
KINDS: Final = ("microcredential", "stack", "credential")

_CENTER: Final = SIZE / 2
_RADIUS: Final = 288.0
_ROUND: Final = 46.0
_TITLE_WIDTH: Final = 400.0
_TITLE_HEIGHT: Final = 190.0
_TITLE_MIDDLE: Final = 306.0
_LARGEST_TITLE: Final = 66
_SMALLEST_TITLE: Final = 30
_MOST_TITLE_LINES: Final = 4
_LEADING: Final = 1.16
# The shape narrows downward, so the issuer's second line has less room than the first.
_ISSUER_WIDTHS: Final = (310.0, 236.0)
_HUES: Final = (152, 205, 262, 338, 22, 184, 228, 288, 6, 96)
_SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "for", "from", "in", "my", "of", "on", "the", "to", "with"}
)


class Letters(Protocol):
    """Sets words as outlines, in the product's own typeface."""

    def width(self, text: str, *, size: float, bold: bool) -> float:
        """How wide a text is at a size."""
        ...

    def outline(self, text: str, *, size: float, bold: bool) -> str:
        """The text as SVG path data, starting at (0, 0) on its baseline."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says.

    Attributes:
        title: The full title; what stands before a colon is set.
        issuer: The issuer's name.
        issuer_slug: Decides the color, which stays when the name changes.
        year: When it was published; None for a draft.
        kind: Which shape: one of `KINDS`.
    """

    title: str
    issuer: str
    issuer_slug: str
    year: int | None
    kind: str = "microcredential"


@dataclass(frozen=True, slots=True)
class Colors:
    """The colors of one issuer's pictures, as #rrggbb; white is set on `deep` and `edge`."""

    deep: str
    edge: str
    needle: str


def colors_of(issuer_slug: str) -> Colors:
    """The same colors for the same issuer, always dark enough for white text."""
    digest = hashlib.sha256(issuer_slug.encode()).digest()
    hue = (_HUES[digest[0] % len(_HUES)] + digest[1] % 13 - 6) % 360
    lightness = 0.40
    while contrast_with_white(_hex(hue, lightness, 0.52)) < LEAST_CONTRAST:
        lightness -= 0.01
    return Colors(
        deep=_hex(hue, lightness, 0.52),
        edge=_hex(hue, lightness * 0.72, 0.55),
        needle=_hex(hue, min(0.72, lightness + 0.34), 0.42),
    )


def _hex(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue / 360, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def contrast_with_white(color: str) -> float:
    """The contrast ratio of WCAG 2.2 between a color and white, from 1 to 21."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def draw(picture: Picture, letters: Letters, *, small: bool = False) -> str:
    """The picture as one SVG document, 600 by 600; `small` is for 64 pixels or so."""
    colors = colors_of(picture.issuer_slug)
    inner = _monogram(picture, letters, colors) if small else _words(picture, letters, colors)
    issued = f", {picture.year}" if picture.year else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}"'
        f' height="{SIZE}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(picture.title)}</title>'
        f'<desc id="d">Badge of a {_NAMES[picture.kind]}, issued by'
        f" {escape(picture.issuer)}{issued}.</desc>"
        f'<path fill="{colors.edge}" d="{_shape(picture.kind, _RADIUS)}"/>'
        f'<path fill="{colors.deep}" d="{_shape(picture.kind, _RADIUS - 14)}"/>'
        f"{inner}"
        f'<path fill="none" stroke="#fff" stroke-width="{8 if small else 4}"'
        f' d="{_shape(picture.kind, _RADIUS - 30)}"/></svg>'
    )


_NAMES: Final = {
    "microcredential": "micro-credential",
    "stack": "stack of micro-credentials",
    "credential": "credential",
}


def _shape(kind: str, radius: float) -> str:
    """The outline by kind: a hexagon, for a stack an octagon, for a credential a circle."""
    if kind == "credential":
        left, right = _CENTER - radius, _CENTER + radius
        arc = f"A{radius:.1f} {radius:.1f} 0 1 1"
        middle = f"{_CENTER:.1f}"
        return f"M{left:.1f} {middle}{arc} {right:.1f} {middle}{arc} {left:.1f} {middle}Z"
    sides, turn = (8, math.pi / 8) if kind == "stack" else (6, -math.pi / 2)
    corners = [
        (
            _CENTER + radius * math.cos(turn + 2 * math.pi * at / sides),
            _CENTER + radius * math.sin(turn + 2 * math.pi * at / sides),
        )
        for at in range(sides)
    ]
    return _rounded(corners, _ROUND * radius / _RADIUS)


def _rounded(corners: Sequence[tuple[float, float]], by: float) -> str:
    """A closed outline whose corners are rounded off, starting `by` before and after each."""
    path: list[str] = []
    for at, (x, y) in enumerate(corners):
        ends = []
        for px, py in (corners[at - 1], corners[(at + 1) % len(corners)]):
            share = by / math.hypot(px - x, py - y)
            ends.append((x + (px - x) * share, y + (py - y) * share))
        (ax, ay), (bx, by_) = ends
        path.append(f"{'L' if path else 'M'}{ax:.1f} {ay:.1f}Q{x:.1f} {y:.1f} {bx:.1f} {by_:.1f}")
    return "".join(path) + "Z"


@cache
def _needles(x: float, y: float, length: float, count: int, spread: float) -> str:
    """A tuft of longleaf needles, fanning upward from a point; the outer ones droop."""
    path = []
    for at in range(count):
        lean = (at / (count - 1) * 2 - 1) * spread
        reach = length * (0.94 if at % 2 else 1.0) * (1 - 0.10 * (lean / spread) ** 2)
        bend = lean * 1.22
        mx, my = x + reach * 0.55 * math.sin(lean), y - reach * 0.55 * math.cos(lean)
        ex, ey = x + reach * math.sin(bend), y - reach * math.cos(bend)
        path.append(f"M{x:.1f} {y:.1f}Q{mx:.1f} {my:.1f} {ex:.1f} {ey:.1f}")
    return "".join(path)


def _tuft(colors: Colors, path: str, width: float) -> str:
    return (
        f'<path fill="none" stroke="{colors.needle}" stroke-width="{width}"'
        f' stroke-linecap="round" d="{path}"/>'
    )


def _line(text: str, letters: Letters, *, y: float, size: float, bold: bool) -> str:
    """One centered line."""
    x = _CENTER - letters.width(text, size=size, bold=bold) / 2
    path = letters.outline(text, size=size, bold=bold)
    return f'<path fill="#fff" transform="translate({x:.1f} {y:.1f})" d="{path}"/>'


def _words(picture: Picture, letters: Letters, colors: Colors) -> str:
    parts = [_tuft(colors, _needles(_CENTER, 190, 118, 17, 1.22), 4.5)]
    size, lines = set_title(short_title(picture.title), letters)
    first = _TITLE_MIDDLE - (len(lines) - 1) * size * _LEADING / 2 + size * 0.36
    for at, line in enumerate(lines):
        parts.append(_line(line, letters, y=first + at * size * _LEADING, size=size, bold=True))
    parts.append(
        f'<rect x="{_CENTER - 34:.0f}" y="423" width="68" height="4" fill="{colors.needle}"/>'
    )
    size, lines = set_issuer(picture.issuer, letters)
    y = 461.0 if len(lines) == 1 else 453.0
    for at, line in enumerate(lines):
        parts.append(_line(line, letters, y=y + at * 26, size=size, bold=False))
    if picture.year:
        y += (len(lines) - 1) * 26 + (40 if len(lines) == 1 else 33)
        parts.append(_line(str(picture.year), letters, y=y, size=23, bold=True))
    return "".join(parts)


def _monogram(picture: Picture, letters: Letters, colors: Colors) -> str:
    text = initials(picture.title)
    size = 190.0
    while letters.width(text, size=size, bold=True) > 350:  # noqa: PLR2004 - the shape's own width
        size -= 5
    return _tuft(colors, _needles(_CENTER, 292, 200, 11, 1.18), 13) + _line(
        text, letters, y=300 + 132 * size / 190 + 30, size=size, bold=True
    )


def short_title(title: str) -> str:
    """What stands before a colon, or all of it."""
    return title.partition(":")[0].strip() or title.strip() or "Untitled"


def initials(title: str) -> str:
    """Up to three initials of the words that carry meaning."""
    words = re.findall(r"[^\W_]+", short_title(title))
    telling = [word for word in words if word.lower() not in _SMALL_WORDS] or words
    return "".join(word[0].upper() for word in telling[:3]) or "?"


def set_title(title: str, letters: Letters) -> tuple[float, list[str]]:
    """The largest size at which a title fits, and its lines, as even as they can be.

    What does not fit even at the smallest size ends in an ellipsis.
    """
    for size in range(_LARGEST_TITLE, _SMALLEST_TITLE - 1, -2):
        lines = _wrapped(title, letters, size)
        fits = all(letters.width(line, size=size, bold=True) <= _TITLE_WIDTH for line in lines)
        if (
            fits
            and len(lines) <= _MOST_TITLE_LINES
            and len(lines) * size * _LEADING <= _TITLE_HEIGHT
        ):
            return size, lines
    lines = _wrapped(title, letters, _SMALLEST_TITLE)
    kept = lines[:_MOST_TITLE_LINES]
    if len(lines) > len(kept):
        kept[-1] += " …"
    return _SMALLEST_TITLE, [
        _cut(line, letters, _TITLE_WIDTH, _SMALLEST_TITLE, bold=True) for line in kept
    ]


def _wrapped(title: str, letters: Letters, size: float) -> list[str]:
    """Lines no wider than the shape allows, then made as even as their number allows."""
    lines = _greedy(title, letters, size, _TITLE_WIDTH)
    width = _TITLE_WIDTH
    while width > _TITLE_WIDTH / 2:
        narrower = _greedy(title, letters, size, width - 10)
        if len(narrower) > len(lines):
            break
        lines, width = narrower, width - 10
    return lines


def _greedy(title: str, letters: Letters, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.width(longer, size=size, bold=True) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def set_issuer(name: str, letters: Letters) -> tuple[float, list[str]]:
    """The issuer's name on one line, else on two, the second of which may end in an ellipsis."""
    for size in (25.0, 22.0):
        if letters.width(name, size=size, bold=False) <= _ISSUER_WIDTHS[0]:
            return size, [name]
    size = 20.0
    first, rest = "", name.split()
    while rest and letters.width(f"{first} {rest[0]}", size=size, bold=False) <= _ISSUER_WIDTHS[0]:
        first = f"{first} {rest.pop(0)}".strip()
    lines = [first, " ".join(rest)] if first else [name]
    return size, [
        _cut(line, letters, width, size, bold=False)
        for line, width in zip(lines, _ISSUER_WIDTHS, strict=False)
        if line
    ]


def _cut(text: str, letters: Letters, width: float, size: float, *, bold: bool) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if letters.width(text, size=size, bold=bold) <= width:
        return text
    kept = text.rstrip(" …")
    while kept and letters.width(f"{kept}…", size=size, bold=bold) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"
