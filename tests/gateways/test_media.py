"""What a file really is; hostile files get a clear answer."""

import io
import struct
import zlib

import pytest
from PIL import Image

from longleaf.domain.evidence.media import RefusedFileError
from longleaf.gateways.media import ContentExaminer
from tests.gateways.files import (
    OFFICE,
    a_document,
    a_film,
    a_pdf,
    a_picture,
    a_picture_with_a_place,
    a_sound,
    a_wave,
    an_archive,
)

LOOK = ContentExaminer()
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


def kind_of(content: bytes, extension: str = "") -> str:
    return LOOK.sniff(io.BytesIO(content), extension=extension).media_type


def refusal(content: bytes, extension: str = "") -> str:
    with pytest.raises(RefusedFileError) as refused:
        LOOK.sniff(io.BytesIO(content), extension=extension)
    assert refused.value.fix
    return refused.value.reason


def odt(mimetype: bytes = b"application/vnd.oasis.opendocument.text") -> bytes:
    return an_archive({"mimetype": mimetype, "content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("content", "extension", "media_type"),
    [
        (a_pdf(), "pdf", "application/pdf"),
        (a_picture("JPEG"), "jpeg", "image/jpeg"),
        (a_picture("PNG"), "png", "image/png"),
        (a_picture("GIF"), "gif", "image/gif"),
        (a_picture("WEBP"), "webp", "image/webp"),
        (a_film(), "mp4", "video/mp4"),
        (a_film(brand=b"qt  "), "mov", "video/quicktime"),
        (a_film(brand=b"M4A "), "m4a", "audio/mp4"),
        (a_sound(), "mp3", "audio/mpeg"),
        (b"ID3\x04\0\0" + a_sound(), "mp3", "audio/mpeg"),
        (a_wave(), "wav", "audio/wav"),
        (b"OggS" + b"\0" * 60, "ogg", "audio/ogg"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 60, "webm", "video/webm"),
        (b"Wait, then call. \xe2\x80\x94 Rowe\n", "txt", "text/plain"),
        ("\ufeffname,count\na,1\n".encode(), "csv", "text/plain"),
        (odt(), "odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_true_file_is_known_by_its_content(
    content: bytes, extension: str, media_type: str
) -> None:
    assert kind_of(content, extension) == kind_of(content) == media_type


@pytest.mark.parametrize(
    ("part", "word"),
    [("word/document.xml", "word"), ("xl/workbook.xml", "sheet"), ("ppt/presentation.xml", "pres")],
)
def test_office_documents_are_told_apart(part: str, word: str) -> None:
    assert word in kind_of(an_archive({OFFICE: b"<Types/>", part: b"<x/>"}))


def test_an_empty_file_is_refused() -> None:
    assert "empty" in refusal(b"", "pdf")


@pytest.mark.parametrize("name", ["png", "pdf", "txt", ""])
def test_a_web_page_is_refused_whatever_its_name(name: str) -> None:
    assert "a web page" in refusal(HTML, name)


@pytest.mark.parametrize("name", ["png", "svg", ""])
def test_a_drawing_that_can_run_programs_is_refused_whatever_its_name(name: str) -> None:
    assert "an SVG drawing" in refusal(SVG, name)


def test_a_picture_named_as_another_kind_is_refused_with_both_named() -> None:
    assert refusal(a_picture("JPEG"), "png") == (
        'The name of this file ends in ".png", but its content is a JPEG picture.'
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (an_archive({"a.txt": b"a"}), "zip"),
        (an_archive({"a.txt": b"a"}), "docx"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, ""),
        (b"Rar!\x1a\x07\x00" + b"\0" * 60, ""),
        (b"MZ" + b"\0" * 100, "mp4"),
        (b"\x7fELF" + b"\0" * 100, ""),
        (b"#!/bin/sh\nrm -rf /\n", "txt"),
        (b"<?php system('id'); ?>", "txt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "doc"),
        (b"\0\x01\x02random", "txt"),
        (b"\xff\xfe\x00bad utf", "txt"),
        (a_film(brand=b"heic"), "heic"),
    ],
)
def test_archives_programs_and_unknown_content_are_refused(content: bytes, name: str) -> None:
    assert refusal(content, name)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "Basic/script.xml"])
def test_a_document_with_macros_is_refused(name: str) -> None:
    assert "macros" in refusal(a_document(**{name: b"x"}), "docx")


@pytest.mark.parametrize("action", [b"/JavaScript (app.alert(1))", b"/Launch", b"/EmbeddedFile"])
def test_a_pdf_that_does_something_is_refused(action: bytes) -> None:
    assert "holds a program" in refusal(a_pdf(action))


def test_a_pdf_that_does_something_where_two_reads_meet_is_refused() -> None:
    padding = b" " * (1_000_000 - len(a_pdf()) + 20)
    assert "holds a program" in refusal(a_pdf(padding + b"/JavaScript" + b" " * 100_000))


def test_a_pdf_that_is_a_web_page_too_is_refused() -> None:
    assert "two kinds" in refusal(a_pdf(HTML))


def test_a_pdf_that_is_an_archive_too_is_refused() -> None:
    assert "two kinds" in refusal(a_pdf() + an_archive({"a": b"b"}) + b"")


@pytest.mark.parametrize(
    "content",
    [
        a_pdf()[:-8],
        a_film()[:-1],
        a_film()[:130],
        a_film(brand=b"qt  ") + b"rest",
        a_document()[:-10],
        a_wave(5000),
    ],
)
def test_a_file_that_was_cut_off_is_refused(content: bytes) -> None:
    assert "cut off or damaged" in refusal(content)


def test_a_film_without_its_table_is_refused() -> None:
    film = a_film().replace(b"moov", b"free")
    assert "cut off or damaged" in refusal(film)


def test_a_document_that_unpacks_to_a_flood_is_refused() -> None:
    flood = bytearray(a_document())
    # The central directory is believed on sizes before anything is unpacked.
    at = flood.rfind(b"PK\x01\x02")
    flood[at + 24 : at + 28] = struct.pack("<I", 2_000_000_000)
    assert "far more" in refusal(bytes(flood))


def cleaned(content: bytes) -> bytes:
    file = io.BytesIO(content)
    clean = LOOK.cleaned(file, LOOK.sniff(file, extension=""))
    assert clean is not None
    return clean.read()


def test_a_pictures_place_and_camera_are_taken_out() -> None:
    before = a_picture_with_a_place()
    after = cleaned(before)
    assert b"SecretCamera" in before
    assert b"SecretCamera" not in after
    assert dict(Image.open(io.BytesIO(after)).getexif()) == {}


def test_a_picture_stays_upright_when_its_orientation_is_taken_out() -> None:
    after = Image.open(io.BytesIO(cleaned(a_picture_with_a_place(orientation=6))))
    assert after.size == (30, 40)
    red, _, blue = after.convert("RGB").getpixel((15, 4))  # type: ignore[misc]  # three bands
    assert blue > red  # what was left is now above


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hides_behind_a_picture_is_gone(kind: str) -> None:
    hidden = a_picture(kind) + an_archive({"evil.js": b"alert(1)"}) + HTML
    after = cleaned(hidden)
    assert b"PK\x03\x04" not in after
    assert b"script" not in after


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_cleaned_picture_is_of_the_same_kind_and_clean_again(kind: str) -> None:
    once = cleaned(a_picture(kind))
    assert kind_of(once) == kind_of(a_picture(kind))
    assert kind_of(cleaned(once)) == kind_of(once)


def test_a_moving_picture_keeps_its_frames_and_loses_its_comment() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), color) for color in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"my school")
    after = cleaned(out.getvalue())
    assert b"my school" not in after
    assert getattr(Image.open(io.BytesIO(after)), "n_frames", 1) == 2


def test_a_see_through_picture_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(cleaned(out.getvalue()))).mode == "RGBA"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused(kind: str) -> None:
    whole = a_picture(kind, (400, 300))
    with pytest.raises(RefusedFileError, match="cut off or damaged"):
        cleaned(whole[: len(whole) // 2])


def test_a_picture_with_too_many_dots_is_refused_before_it_is_drawn() -> None:
    small = bytearray(a_picture("PNG"))
    small[16:24] = struct.pack(">II", 30_000, 30_000)
    small[29:33] = struct.pack(">I", zlib.crc32(small[12:29]))
    with pytest.raises(RefusedFileError, match="more dots than can be drawn"):
        cleaned(bytes(small))


def test_what_is_no_picture_is_not_drawn_anew() -> None:
    file = io.BytesIO(a_pdf())
    assert LOOK.cleaned(file, LOOK.sniff(file, extension="")) is None
