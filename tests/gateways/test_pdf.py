"""PDF: tagged, in a language, the same every time, and no text becomes markup."""

import io
from pathlib import Path

import pikepdf
import pytest

from longleaf.basis.ports import Attachment
from longleaf.gateways.pdf import TEMPLATES, TypstPdf
from tests.printed import said_in

PDF = TypstPdf()
HOSTILE = '#panic("x") *bold* _it_ $a/0$ // gone = Not a heading @who <label> \\ `raw` [a](b)'
BADGE = Attachment("badge.json", b'{"a": 1}', "application/json", "The badge, signed")


def _data(text: str = "Text", **more: object) -> dict[str, object]:
    given: dict[str, object] = {
        "title": "Evidence of renewal",
        "language": "en",
        "made_on": "2026-06-30",
        "parts": [{"heading": "What counts", "text": text}],
    }
    return given | more


def _opened(*attachments: Attachment) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(PDF.compile("plain", _data(), attachments=attachments)))


def _said(text: str) -> str:
    return said_in(PDF.compile("plain", _data(text)))


def test_a_document_is_tagged_and_says_its_title_and_language() -> None:
    document = _opened()
    assert document.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in document.Root
    assert str(document.Root.Lang) == "en"
    metadata = document.open_metadata()
    assert metadata["dc:title"] == "Evidence of renewal"
    assert document.Root.ViewerPreferences.DisplayDocTitle


def test_a_document_claims_both_standards() -> None:
    metadata = _opened().open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_a_document_bears_the_day_it_was_made_and_no_other() -> None:
    assert "2026-06-30" in str(_opened().open_metadata()["xmp:CreateDate"])


def test_the_same_data_make_the_same_bytes_in_another_process_too() -> None:
    assert PDF.compile("plain", _data(), attachments=(BADGE,)) == TypstPdf().compile(
        "plain", _data(), attachments=(BADGE,)
    )


def test_attachments_travel_inside_with_kind_and_description() -> None:
    document = _opened(BADGE)
    assert list(document.attachments) == ["badge.json"]
    inside = document.attachments["badge.json"]
    assert inside.get_file().read_bytes() == BADGE.content
    assert inside.get_file().mime_type == "application/json"
    assert inside.description == "The badge, signed"


@pytest.mark.parametrize("name", ["", "../main.typ", "a/b.json", "..", "a b", "x" * 101])
def test_an_attachment_with_a_name_that_is_a_path_is_refused(name: str) -> None:
    bad = Attachment(name, b"", "text/plain", "")
    with pytest.raises(ValueError, match="names of their own"):
        PDF.compile("plain", _data(), attachments=(bad,))


def test_two_attachments_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        PDF.compile("plain", _data(), attachments=(BADGE, BADGE))


def test_the_setters_own_signs_stay_text() -> None:
    said = _said(HOSTILE)
    assert HOSTILE.replace(" ", "") in said.replace(" ", "")


def test_a_word_longer_than_the_page_is_broken_and_stays_whole() -> None:
    word = "did:key:z" + "W" * 300
    assert word in _said(word)


def test_text_that_runs_from_right_to_left_is_set() -> None:
    assert "م" in _said("مرحبا")


def test_a_letter_that_no_font_has_is_shown_by_its_number() -> None:
    assert "[U+65E5]" in _said("日")


def test_signs_that_turn_a_line_around_are_dropped() -> None:
    assert "abcdef" in _said("abc\u202e\u2066\x00\x07def")


def test_half_a_character_does_not_stop_the_press() -> None:
    assert "a?b" in _said("a\ud800b")


@pytest.mark.parametrize("missing", ["title", "language", "made_on"])
def test_data_without_what_every_document_needs_are_refused(missing: str) -> None:
    data = _data()
    del data[missing]
    with pytest.raises(ValueError, match=missing):
        PDF.compile("plain", data)


@pytest.mark.parametrize("name", ["no_such", "../plain", "Plain", "plain.typ", ""])
def test_a_template_that_is_not_ours_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        PDF.compile(name, _data())


def test_data_that_a_template_cannot_use_are_refused_with_its_name() -> None:
    with pytest.raises(ValueError, match=r"plain\.typ"):
        PDF.compile("plain", _data(parts=7))


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.typ")), ids=lambda p: p.stem)
def test_no_template_evaluates_text_or_fetches_a_package(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert "eval(" not in text
    assert "@preview" not in text
    assert "@local" not in text
