"""Word: real headings, tables and alternative texts, and the same bytes every time."""

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from longleaf.basis.chart import Figure, Frame, bars
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
)
from longleaf.gateways.charts import VegaCharts
from longleaf.gateways.word import DocxWord

DAY = date(2026, 6, 30)
TABLE = Table("Figures by year", ("Year", "Share"), (("2025", "24"), ("2026", "19")), right=(1,))


def _document(*blocks: Block, title: str = "Mastery first") -> Document:
    return Document(title, blocks, author="Northfield Schools", made_on=DAY)


def _opened(*blocks: Block) -> Any:
    return docx.Document(io.BytesIO(DocxWord().write(_document(*blocks))))


def _png() -> bytes:
    frame = Frame("Share", "Percent", "The unit tests' report", "June 30, 2026")
    return VegaCharts().png(bars([Figure("2025", 24, "24")], frame).spec)


def test_a_heading_is_a_heading_of_its_level() -> None:
    opened = _opened(Heading(1, "Measures"), Heading(2, "What was found"))
    assert [(one.style.name, one.text) for one in opened.paragraphs] == [
        ("Title", "Mastery first"),
        ("Heading 1", "Measures"),
        ("Heading 2", "What was found"),
    ]


def test_the_properties_name_title_author_day_and_language() -> None:
    kept = _opened().core_properties
    assert (kept.title, kept.author, kept.language) == (
        "Mastery first", "Northfield Schools", "en-US"
    )  # fmt: skip
    assert kept.created == kept.modified
    assert kept.created.date() == DAY


def test_the_head_of_a_table_is_repeated_on_each_page() -> None:
    table = _opened(TABLE).tables[0]
    head = table.rows[0]._tr.trPr
    assert head.find(qn("w:tblHeader")) is not None
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Year", "Share"], ["2025", "24"], ["2026", "19"]
    ]  # fmt: skip


def test_a_picture_carries_its_words() -> None:
    shape = _opened(Picture(_png(), "A bar of 24 percent in 2025.")).inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "A bar of 24 percent in 2025."


def test_every_numbered_list_counts_from_one() -> None:
    opened = _opened(Bullets(("a", "b"), is_numbered=True), Bullets(("c",), is_numbered=True))
    numbers = [
        one._p.pPr.numPr.numId.val for one in opened.paragraphs if one.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_link_leads_where_it_says() -> None:
    opened = _opened(Paragraph((Run("See "), Run("the rule", link="https://example.org/rule"))))
    link = opened.paragraphs[1].hyperlinks[0]
    assert (link.text, link.address) == ("the rule", "https://example.org/rule")


def test_letters_that_a_document_cannot_hold_are_left_out() -> None:
    opened = _opened(Paragraph("a\x00b\x0bc\u202ed"), Facts((("Day\x07", "\ufffeToday"),)))
    assert opened.paragraphs[1].text == "abcd"
    assert [cell.text for cell in opened.tables[0].rows[0].cells] == ["Day", "Today"]


def test_the_same_document_makes_the_same_bytes() -> None:
    blocks = (
        Heading(1, "A"), TABLE, Picture(_png(), "A bar"), Bullets(("a",), is_numbered=True),
        Signature("Chloe Park", "Coordinator"), PageBreak(), Facts((("a", "b"),)),
    )  # fmt: skip
    made = DocxWord().write(_document(*blocks))
    assert made == DocxWord().write(_document(*blocks))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {one.date_time[0] for one in parts.infolist()} == {1980}
        assert not [name for name in parts.namelist() if "thumbnail" in name]


@pytest.mark.parametrize(
    "block",
    [
        Heading(2, "A level was skipped"),
        Heading(1, " "),
        Table("", ("a", "b"), (("only one",),)),
        Picture(b"", " "),
    ],
)
def test_what_readers_would_stumble_over_is_refused(block: Block) -> None:
    with pytest.raises(ValueError, match=r"level|table|picture"):
        DocxWord().write(_document(block))
