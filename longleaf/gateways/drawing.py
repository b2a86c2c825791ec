"""Drawing: words as outlines from the product's own typeface, and SVG made into PNG."""

import threading
from functools import lru_cache
from pathlib import Path

import resvg_py
from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = (
    Path(__file__).resolve().parent.parent
    / "web" / "static" / "vendor" / "uswds" / "fonts" / "public-sans"
)  # fmt: skip


class Typeface:
    """Public Sans, as the design system ships it, in two weights."""

    def __init__(self, folder: Path = FONTS) -> None:
        """Open the fonts.

        Raises:
            FileNotFoundError: If the design system's files were not fetched.
        """
        self._fonts = {
            bold: TTFont(folder / f"PublicSans-{'Bold' if bold else 'SemiBold'}.woff2")
            for bold in (True, False)
        }
        self._units = {bold: font["head"].unitsPerEm for bold, font in self._fonts.items()}
        self._characters = {bold: font.getBestCmap() for bold, font in self._fonts.items()}
        self._advances = {bold: font["hmtx"] for bold, font in self._fonts.items()}
        self._glyphs = {bold: font.getGlyphSet() for bold, font in self._fonts.items()}
        self._lock = threading.Lock()  # a font reads its glyphs when they are first drawn

    def _names(self, text: str, *, bold: bool) -> list[str]:
        # A letter that the typeface lacks is left out: an empty box on a badge says less.
        characters = self._characters[bold]
        return [characters[ord(letter)] for letter in text if ord(letter) in characters]

    def width(self, text: str, *, size: float, bold: bool) -> float:
        """How wide a text is at a size, without kerning."""
        units = sum(self._advances[bold][name][0] for name in self._names(text, bold=bold))
        return float(units * size / self._units[bold])

    def outline(self, text: str, *, size: float, bold: bool) -> str:
        """The text as SVG path data, starting at (0, 0) on its baseline."""
        scale = size / self._units[bold]
        pen = SVGPathPen(self._glyphs[bold], ntos=lambda number: f"{number:.1f}")
        x = 0.0
        with self._lock:
            for name in self._names(text, bold=bold):
                glyph = self._glyphs[bold][name]
                glyph.draw(TransformPen(pen, Transform(scale, 0, 0, -scale, x, 0)))
                x += self._advances[bold][name][0] * scale
        return str(pen.getCommands())


_reading = threading.Lock()
_read: list[Typeface] = []


def typeface() -> Typeface:
    """The product's typeface; read once a process, however many ask at once."""
    with _reading:
        if not _read:
            _read.append(Typeface())
    return _read[0]


@lru_cache(maxsize=256)
def png(svg: str, *, width: int) -> bytes:
    """An SVG document as a PNG of this width in pixels."""
    drawn: bytes = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return bytes(drawn)
