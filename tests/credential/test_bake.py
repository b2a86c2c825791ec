import io
import json
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from longleaf.credential.bake import (
    MAX_FILE_BYTES,
    bake_assertion_into_svg,
    bake_into_png,
    bake_into_svg,
    credential_in,
)
from longleaf.credential.bake_png import KEYWORD, KEYWORD_OF_2_0, PNG_SIGNATURE
from longleaf.credential.bake_svg import NAMESPACE_OF_2_0
from longleaf.credential.refusal import RefusedError, TooComplexError
from longleaf.credential.report import Overall
from tests.credential.examples import report_on, signed

SVG = b"""<?xml version="1.0"?>
<!-- a > b --><svg xmlns="http://www.w3.org/2000/svg" width="9"><g/></svg>"""
TEXT = json.dumps(signed(), ensure_ascii=False)


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(file, "PNG")
    return file.getvalue()


PNG = png()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(*extra: bytes) -> bytes:
    """The picture with more chunks after its header."""
    end = len(PNG_SIGNATURE) + 25
    return PNG[:end] + b"".join(extra) + PNG[end:]


def itxt(text: bytes, *, packed: bool = False, keyword: bytes = KEYWORD) -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + bytes([packed]) + b"\0\0\0" + text)


json_texts = st.dictionaries(st.text(), st.text() | st.integers(), max_size=4).map(json.dumps)


@given(json_texts)
def test_what_is_baked_into_png_comes_out_unchanged(text: str) -> None:
    assert credential_in(bake_into_png(PNG, text)).decode() == text


@settings(deadline=None)
@given(json_texts | json_texts.map(lambda text: text.replace("}", ', "x": "]]>]]>&<"}')))
def test_what_is_baked_into_svg_comes_out_unchanged(text: str) -> None:
    assert credential_in(bake_into_svg(SVG, text)).decode() == text


@pytest.mark.parametrize(
    "file",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf\n" + TEXT.encode(),
        bake_into_png(PNG, TEXT),
        bake_into_svg(SVG, TEXT),
        with_chunk(itxt(zlib.compress(TEXT.encode()), packed=True)),
    ],
    ids=["JSON", "JSON with a mark", "PNG", "SVG", "compressed PNG"],
)
def test_a_dropped_file_is_recognized_by_its_content_and_verifies(file: bytes) -> None:
    assert report_on(credential_in(file)).overall is Overall.GOOD


def test_a_baked_picture_is_still_the_same_picture() -> None:
    with (
        Image.open(io.BytesIO(bake_into_png(PNG, TEXT))) as baked,
        Image.open(io.BytesIO(PNG)) as plain,
    ):
        assert baked.tobytes() == plain.tobytes()


def test_baking_again_replaces_what_was_in_a_png() -> None:
    twice = bake_into_png(bake_into_png(PNG, '{"old": 1}'), '{"new": 1}')
    assert credential_in(twice) == b'{"new": 1}'


def test_baking_again_into_svg_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        bake_into_svg(bake_into_svg(SVG, "{}"), "{}")
    assert refused.value.reason == "baked_twice"


NAMESPACE = 'xmlns:b="https://purl.imsglobal.org/ob/v3p0"'
OPEN, SHUT = f'<svg xmlns="http://www.w3.org/2000/svg" {NAMESPACE}>', "</svg>"
ELEMENT = "<b:credential>{}</b:credential>"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "not_a_badge_file"),
        (b"GIF89a", "not_a_badge_file"),
        (b"%PDF-1.7", "not_a_badge_file"),
        (b"<html><body>svg</body></html>", "not_a_badge_file"),
        (PNG, "nothing_baked_in"),
        (PNG[:-1], "broken_picture"),
        (PNG[:20], "broken_picture"),
        (PNG_SIGNATURE, "broken_picture"),
        (PNG.replace(b"IDAT", b"IDAX"), "broken_picture"),
        (with_chunk(struct.pack(">I", 2**32 - 1) + b"iTXt"), "broken_picture"),
        (with_chunk(itxt(b"{}"), itxt(b"{}")), "baked_twice"),
        (with_chunk(chunk(b"tEXt", KEYWORD + b"\0{}")), "broken_picture"),
        (with_chunk(chunk(b"iTXt", KEYWORD)), "broken_picture"),
        (with_chunk(chunk(b"iTXt", KEYWORD + b"\0\2\0\0\0{}")), "broken_picture"),
        (with_chunk(chunk(b"iTXt", KEYWORD + b"\0\0\0{}")), "broken_picture"),
        (with_chunk(itxt(b"\xff")), "broken_picture"),
        (with_chunk(itxt(b"not zlib", packed=True)), "broken_picture"),
        (with_chunk(itxt(zlib.compress(b"{}" * 99)[:-6], packed=True)), "broken_picture"),
        (with_chunk(*[itxt(b"{}", keyword=KEYWORD_OF_2_0)] * 2), "baked_twice"),
        (with_chunk(chunk(b"zTXt", KEYWORD_OF_2_0 + b"\0\0x")), "broken_picture"),
        (with_chunk(chunk(b"tEXt", KEYWORD_OF_2_0 + b"\0\xff")), "broken_picture"),
        (with_chunk(itxt(zlib.compress(bytes(5_000_000)), packed=True)), "too_large"),
        (b"{" + bytes(MAX_FILE_BYTES), "too_large"),
        (SVG, "nothing_baked_in"),
        (SVG[:-3], "broken_picture"),
        ((OPEN + ELEMENT.format("") + SHUT).encode(), "nothing_baked_in"),
        ((OPEN + ELEMENT.format("{}") * 2 + SHUT).encode(), "baked_twice"),
        ((OPEN + ELEMENT.format("<a/>") + SHUT).encode(), "baked_twice"),
        ((OPEN + "<a/>" * 100_001 + SHUT).encode(), "too_complex"),
        (b'<?xml version="1.0" encoding="nonsense"?><svg/>', "broken_picture"),
        (b"<svg/>", "not_a_badge_file"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>', "hostile_picture"),
        (b'<!DOCTYPE svg SYSTEM "http://127.0.0.1/x"><svg/>', "hostile_picture"),
        (
            b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
            "hostile_picture",
        ),
    ],
)
def test_a_file_that_is_no_badge_says_why(file: bytes, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        credential_in(file)
    assert refused.value.reason == reason


ADDRESS = "https://northfield.example/assertions/1?a=1&b=2"


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (with_chunk(itxt(b"{}", keyword=KEYWORD_OF_2_0)), "{}"),
        (with_chunk(chunk(b"tEXt", KEYWORD_OF_2_0 + b"\0" + ADDRESS.encode())), ADDRESS),
        (bake_into_png(PNG, "{}", keyword=KEYWORD_OF_2_0), "{}"),
        (bake_assertion_into_svg(SVG, '{"a": "]]>"}', address=ADDRESS), '{"a": "]]>"}'),
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="{NAMESPACE_OF_2_0}">'
            f'<o:assertion verify="{ADDRESS.replace("&", "&amp;")}"/></svg>'.encode(),
            ADDRESS,
        ),
    ],
)
def test_a_badge_of_2_0_is_found_in_its_picture(file: bytes, found: str) -> None:
    assert credential_in(file).decode() == found


def test_a_badge_of_3_0_is_preferred_to_one_of_2_0_in_the_same_picture() -> None:
    both = with_chunk(itxt(b'{"old": 1}', keyword=KEYWORD_OF_2_0), itxt(b'{"new": 1}'))
    assert credential_in(both) == b'{"new": 1}'


def test_a_picture_holds_one_badge_only() -> None:
    baked = bake_assertion_into_svg(SVG, "{}", address=ADDRESS)
    with pytest.raises(RefusedError):
        bake_into_svg(baked, "{}")
    again = bake_into_png(bake_into_png(PNG, "{}"), '{"a": 1}', keyword=KEYWORD_OF_2_0)
    assert credential_in(again) == b'{"a": 1}'


def test_a_token_in_a_picture_is_found() -> None:
    token = "eyJhbGciOiJFZERTQSJ9.e30.c2ln"
    svg = OPEN + f'<b:credential verify="{token}"/>' + SHUT
    for file in (svg.encode(), bake_into_png(PNG, token), token.encode()):
        assert credential_in(file).decode() == token


@pytest.mark.parametrize(
    "picture",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<a:svg xmlns:a="http://www.w3.org/2000/svg"/>',
    ],
)
def test_a_picture_without_content_cannot_be_baked(picture: bytes) -> None:
    with pytest.raises(RefusedError):
        bake_into_svg(picture, "{}")


def test_text_that_xml_would_change_cannot_be_baked() -> None:
    with pytest.raises(RefusedError) as refused:
        bake_into_svg(SVG, '{\r\n"a": 1}')
    assert refused.value.reason == "cannot_be_baked"


@pytest.mark.parametrize("picture", [b"", PNG[:8], b"GIF89a", PNG_SIGNATURE + chunk(b"IEND", b"")])
def test_only_a_whole_png_can_be_baked(picture: bytes) -> None:
    with pytest.raises(RefusedError):
        bake_into_png(picture, "{}")


def test_a_picture_of_endless_chunks_is_refused() -> None:
    with pytest.raises(RefusedError):
        credential_in(with_chunk(chunk(b"tIME", b"") * 100_001))


def test_the_limit_on_files_is_named() -> None:
    with pytest.raises(TooComplexError, match="larger"):
        credential_in(bytes(MAX_FILE_BYTES + 1))
