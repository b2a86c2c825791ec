"""Word documents: neutral documents set with python-docx, with real styles and no macro."""

import io
import re
import zipfile
from datetime import UTC, datetime, time
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from longleaf.basis.printed import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    Text,
    require_whole,
    runs_of,
)

# Faces that every Word has: a document that is written on must not fall apart elsewhere.
FACE: Final = "Calibri"
_PINE = RGBColor(0x1F, 0x4D, 0x36)
_INK = RGBColor(0x1B, 0x1B, 0x1B)
_SOFT = RGBColor(0x4A, 0x4F, 0x4C)
_LINE: Final = "CFD6D2"
_TEXT_WIDTH: Final = 6.5  # inches between the margins of US letter
_SIZES: Final = {"Heading 1": 15, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 11}
# What XML 1.0 cannot hold, and what turns a line around.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can name


class DocxWord:
    """Sets documents with python-docx."""

    def write(self, document: Document) -> bytes:
        """See the port."""
        require_whole(document)
        made: Any = docx.Document()
        _look(made, document)
        made.add_paragraph(_clean(document.title), style="Title")
        if document.subtitle:
            made.add_paragraph(_clean(document.subtitle), style="Subtitle")
        for block in document.blocks:
            _put(made, block)
        _properties(made, document)
        held = io.BytesIO()
        made.save(held)
        return _same_every_time(held.getvalue())


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def _look(made: Any, document: Document) -> None:
    """Page, faces, colors and language, and the foot of each page."""
    section = made.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(0.9)
    styles = made.styles
    _face(styles["Normal"], 11, _INK)
    styles["Normal"].paragraph_format.space_after = Pt(7)
    _face(styles["Title"], 24, _PINE, bold=True)
    edge = styles["Title"].element.pPr.find(qn("w:pBdr"))  # the template's own blue line
    if edge is not None:
        edge.getparent().remove(edge)
    _face(styles["Subtitle"], 13, _SOFT)
    styles["Subtitle"].font.italic = False
    for name, size in _SIZES.items():
        _face(styles[name], size, _PINE if name == "Heading 1" else _INK, bold=True)
        styles[name].font.italic = False
        styles[name].paragraph_format.space_before = Pt(size)
        styles[name].paragraph_format.keep_with_next = True
    _face(styles["Caption"], 10, _SOFT)
    language = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), document.language)
    _foot(section, document)


def _face(style: Any, size: float, color: RGBColor, *, bold: bool | None = None) -> None:
    style.font.name, style.font.size, style.font.bold = FACE, Pt(size), bold
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [one for one in fonts.attrib if one.endswith("Theme")]:
        del fonts.attrib[name]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)


def _foot(section: Any, document: Document) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.add_run(_clean(document.footer or document.title) + " · page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), _SOFT


def _field(paragraph: Any, name: str) -> None:
    """A number that Word works out itself."""
    for part, text in (("begin", ""), ("", name), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if part == "shown":
            run.text = text
        elif part:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), part)
            run._r.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def _put(made: Any, block: Block) -> None:
    match block:
        case Heading(level, text):
            made.add_heading(_clean(text), level)
        case Paragraph(text, is_aside):
            paragraph = _written(made.add_paragraph(), text)
            for run in paragraph.runs if is_aside else ():
                run.font.size, run.font.color.rgb = Pt(9.5), _SOFT
        case Bullets():
            _bullets(made, block)
        case Table():
            _table(made, block)
        case Facts(pairs):
            _facts(made, pairs)
        case Picture():
            _picture(made, block)
        case Signature(name, office):
            _signature(made, name, office)
        case PageBreak():
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _written(paragraph: Any, text: Text) -> Any:
    for run in runs_of(text):
        if run.link:
            _link(paragraph, run)
        else:
            _run(paragraph, run)
    return paragraph


def _run(paragraph: Any, run: Run) -> Any:
    made = paragraph.add_run(_clean(run.text))
    made.bold, made.italic = run.is_strong or None, run.is_emphasized or None
    return made


def _link(paragraph: Any, run: Run) -> None:
    made = _run(paragraph, run)
    made.font.underline, made.font.color.rgb = True, _PINE
    whole = OxmlElement("w:hyperlink")
    address = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    whole.set(qn("r:id"), address)
    whole.append(made._r)
    paragraph._p.append(whole)


def _bullets(made: Any, block: Bullets) -> None:
    """Each numbered list counts anew: Word would go on where the last one ended."""
    style = "List Number" if block.is_numbered else "List Bullet"
    counted = _new_numbering(made, style) if block.is_numbered else None
    for item in block.items:
        paragraph = _written(made.add_paragraph(style=style), item)
        paragraph.paragraph_format.space_after = Pt(3)
        if counted is not None:
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = 0
            numbering.get_or_add_numId().val = counted


def _new_numbering(made: Any, style: str) -> int:
    lists = made.part.numbering_part.element
    used = made.styles[style].element.pPr.numPr.numId.val
    kind = next(one for one in lists.num_lst if one.numId == used).abstractNumId.val
    numbered = lists.add_num(kind)
    numbered.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(numbered.numId)


def _table(made: Any, block: Table) -> None:
    if block.caption:
        caption = made.add_paragraph(_clean(block.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(block.head))
    _outline(table, caption=block.caption, head=True)
    _row(table.rows[0], block.head, block.right, strong=True)
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))
    for cells in block.rows:
        _row(table.add_row(), cells, block.right)
    _widths(table, block.widths or (1,) * len(block.head))
    made.add_paragraph().paragraph_format.space_after = Pt(4)


def _facts(made: Any, pairs: tuple[tuple[str, str], ...]) -> None:
    table = made.add_table(rows=0, cols=2)
    _outline(table, caption="", head=False)
    for name, value in pairs:
        row = table.add_row()
        _row(row, (name, value), ())
        row.cells[0].paragraphs[0].runs[0].font.color.rgb = _SOFT
    _widths(table, (3, 7))
    made.add_paragraph().paragraph_format.space_after = Pt(4)


def _row(row: Any, cells: tuple[str, ...], right: tuple[int, ...], *, strong: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(_clean(text))
        run.font.size, run.font.bold = Pt(10), strong or None
        if place in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _outline(table: Any, *, caption: str, head: bool) -> None:
    """Thin lines between rows; which cells are a head is said, and what the table shows."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        line = OxmlElement(side)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    look = OxmlElement("w:tblLook")
    given = {"firstRow": head, "lastRow": False, "firstColumn": not head, "lastColumn": False}
    for name, is_so in {**given, "noHBand": True, "noVBand": True}.items():
        look.set(qn(f"w:{name}"), "1" if is_so else "0")
    properties.append(borders)
    properties.append(look)
    if caption:
        words = OxmlElement("w:tblCaption")
        words.set(qn("w:val"), _clean(caption))
        properties.append(words)


def _widths(table: Any, shares: tuple[int, ...]) -> None:
    table.autofit = False
    whole = sum(shares)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Inches(_TEXT_WIDTH * share / whole)
        for cell in column.cells:
            cell.width = Inches(_TEXT_WIDTH * share / whole)


def _picture(made: Any, block: Picture) -> None:
    width = Inches(_TEXT_WIDTH * block.width)
    shape = made.add_picture(io.BytesIO(block.png), width=width)
    shape._inline.docPr.set("descr", _clean(block.alt))
    paragraph = made.paragraphs[-1]
    if block.caption:
        paragraph.paragraph_format.keep_with_next = True
        made.add_paragraph(_clean(block.caption), style="Caption")


def _signature(made: Any, name: str, office: str) -> None:
    line = made.add_paragraph()
    line.paragraph_format.space_before = Pt(42)
    line.paragraph_format.keep_with_next = True
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "4A4F4C")):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:jc", "w:rPr")
    line.paragraph_format.right_indent = Inches(3)
    line.add_run(_clean(name)).bold = True
    if office:
        line.add_run(_clean(f"\n{office}"))


def _properties(made: Any, document: Document) -> None:
    moment = datetime.combine(document.made_on, time(), UTC).replace(tzinfo=None)
    kept = made.core_properties
    kept.title, kept.author = _short(document.title), _short(document.author)
    kept.last_modified_by = kept.author
    kept.language, kept.comments, kept.keywords = document.language, "", ""
    kept.subject = _short(document.subtitle)
    kept.created = kept.modified = moment
    kept.revision = 1


def _short(text: str) -> str:
    return " ".join(_clean(text).split())[:255]


def _same_every_time(content: bytes) -> bytes:
    """The parts with one moment, without the template's own small picture of another document."""
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
