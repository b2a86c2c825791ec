"""Slides: neutral decks set with python-pptx, with real placeholders and no macro."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, Final

import pptx
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from longleaf.basis.deck import Deck, Slide, require_fitting

FACE: Final = "Calibri"
_color: Callable[[str], RGBColor] = RGBColor.from_string  # the library gives no types
_PINE = _color("1F4D36")
_INK = _color("1B1B1B")
_SOFT = _color("4A4F4C")
_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE = Inches(0.7)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can name
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class PptxSlides:
    """Sets decks with python-pptx."""

    def write(self, deck: Deck) -> bytes:
        """See the port."""
        require_fitting(deck)
        made: Any = pptx.Presentation()
        made.slide_width, made.slide_height = _WIDE, _HIGH
        first = made.slides.add_slide(made.slide_layouts[0])
        _place(first.shapes.title, Inches(2.3), Inches(1.9))
        _say(first.shapes.title, [deck.title], Pt(38), _PINE, deck.language, strong=True)
        _place(first.placeholders[1], Inches(4.4), Inches(1.2))
        _say(first.placeholders[1], [deck.subtitle], Pt(20), _SOFT, deck.language)
        for slide in deck.slides:
            _slide(made, slide, deck)
        kept = made.core_properties
        kept.title, kept.author, kept.language = deck.title[:255], deck.author[:255], deck.language
        kept.last_modified_by, kept.revision = kept.author, 1
        moment = datetime.combine(deck.made_on, time(), UTC).replace(tzinfo=None)
        kept.created = kept.modified = moment
        held = io.BytesIO()
        made.save(held)
        return _same_every_time(held.getvalue())


def _slide(made: Any, slide: Slide, deck: Deck) -> None:
    is_picture = slide.png is not None
    shown = made.slides.add_slide(made.slide_layouts[5 if is_picture else 1])
    _place(shown.shapes.title, Inches(0.45), Inches(1.15))
    _say(shown.shapes.title, [slide.title], Pt(26), _PINE, deck.language, strong=True)
    if slide.png is not None:
        _picture(shown, slide.png, slide.alt)
    else:
        body = shown.placeholders[1]
        _place(body, Inches(1.8), Inches(5.1))
        size = Pt(20) if sum(map(len, slide.lines)) < 700 else Pt(16)  # noqa: PLR2004 - by looking
        _say(body, list(slide.lines), size, _INK, deck.language)
    if slide.notes:
        shown.notes_slide.notes_text_frame.text = _clean(slide.notes)


def _place(shape: Any, top: Any, height: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = _EDGE, top, _WIDE - 2 * _EDGE, height


def _say(
    shape: Any, lines: list[str], size: Any, color: Any, language: str, *, strong: bool = False
) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(8)
        run = paragraph.add_run()
        run.text = _clean(line)
        run.font.name, run.font.size, run.font.bold = FACE, size, strong
        run.font.color.rgb = color
        properties = run._r.get_or_add_rPr()
        properties.set("lang", language)


def _picture(shown: Any, png: bytes, alt: str) -> None:
    top, most_high, most_wide = Inches(1.75), Inches(5.35), _WIDE - 2 * _EDGE
    picture = shown.shapes.add_picture(io.BytesIO(png), _EDGE, top)
    share = min(most_wide / picture.width, most_high / picture.height)
    picture.width, picture.height = int(picture.width * share), int(picture.height * share)
    picture.left = int((_WIDE - picture.width) / 2)
    described = picture._element.find(f".//{qn('p:cNvPr')}")
    described.set("descr", _clean(alt))


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def _same_every_time(content: bytes) -> bytes:
    """The parts with one moment, without the template's own small picture of another deck."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/thumbnail.jpeg":
                continue
            if name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", part)
            kept.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return held.getvalue()
