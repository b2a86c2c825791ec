"""Two hundred hostile files, made here: bombs, two kinds at once, programs, false headers."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.gateways.files import (
    OFFICE,
    a_box,
    a_document,
    a_film,
    a_pdf,
    a_picture,
    a_sound,
    a_wave,
    an_archive,
)

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
ACTIVE = {
    "page": HTML,
    "page in capitals": HTML.upper(),
    "page after space": b" \n\t" * 50 + HTML,
    "page behind a byte order mark": b"\xef\xbb\xbf" + HTML,
    "page in a comment": b"<!-- harmless -->" + HTML,
    "drawing": SVG,
    "drawing with a declaration": b'<?xml version="1.0"?>' + SVG,
    "drawing with entities": b'<!DOCTYPE svg [<!ENTITY a "aa">]>' + SVG,
    "stylesheet": b'<?xml-stylesheet href="javascript:alert(1)"?><a/>',
    "frame": b'<iframe src="javascript:alert(1)"></iframe>',
    "php": b"<?php system($_GET['c']); ?>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "windows program": b"MZ\x90\0" + b"\0" * 200,
    "linux program": b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 60,
    "wasm": b"\0asm\x01\0\0\0" + b"\0" * 60,
}
NAMES = ("png", "jpg", "pdf", "txt", "csv", "mp4", "docx", "")
PDF_WORDS = (
    b"/JavaScript (app.alert(1))",
    b"/JS (app.alert(1))",
    b"/Launch /F (cmd.exe)",
    b"/EmbeddedFile",
    b"/OpenAction << /S /JavaScript /JS (x) >>",
    b"/AA << /O << /S /JavaScript >> >>",
)
TRUE_FILES = {
    "jpg": a_picture("JPEG"),
    "png": a_picture("PNG"),
    "gif": a_picture("GIF"),
    "webp": a_picture("WEBP"),
    "mp3": a_sound(),
    "wav": a_wave(),
    "mp4": a_film(),
    "pdf": a_pdf(),
    "docx": a_document(),
}


@dataclass(frozen=True)
class Hostile:
    """One file: what it tries, the ending it comes with, and its bytes."""

    tries: str
    extension: str
    content: bytes


def corpus() -> Iterator[Hostile]:
    for what, content in ACTIVE.items():
        for extension in NAMES:
            yield Hostile(what, extension, content)
    yield from polyglots()
    yield from documents()
    yield from pictures()
    yield from films()


def polyglots() -> Iterator[Hostile]:
    for extension, content in TRUE_FILES.items():
        yield Hostile("a page behind it", extension, content + HTML)
        yield Hostile("an archive behind it", extension, content + an_archive({"a.js": b"x"}))
        yield Hostile("cut off", extension, content[: len(content) // 2])
    for word in PDF_WORDS:
        yield Hostile("a PDF that acts", "pdf", a_pdf(word))
    yield Hostile("a PDF that is a page", "pdf", a_pdf(HTML))
    for false, content in TRUE_FILES.items():
        other = "pdf" if false != "pdf" else "png"
        yield Hostile("a false name", other, content)


def documents() -> Iterator[Hostile]:
    flood = bytes(60_000_000)
    yield Hostile("a bomb", "docx", a_document(**{"word/media/a": flood}))
    yield Hostile("a bomb in an archive", "zip", an_archive({"a": flood}))
    yield Hostile("a bomb in a bomb", "docx", a_document(**{"a.zip": an_archive({"a": flood})}))
    yield Hostile("a thousand parts", "docx", a_document(**dict(parts(10_001))))
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", packing) as archive:
            archive.writestr(OFFICE, b"<Types/>")
            archive.writestr("word/document.xml", bytes(20_000_000))
        yield Hostile("packed as documents are not", "docx", out.getvalue())
    for name in ("word/vbaProject.bin", "Basic/x.xml", "Scripts/x.js"):
        yield Hostile("macros", "docx", a_document(**{name: b"x"}))
    lying = bytearray(a_document())
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 2_000_000_000)
    yield Hostile("a false size", "docx", bytes(lying))
    locked = bytearray(a_document())
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    yield Hostile("a locked part", "docx", bytes(locked))
    climbing = a_document(**{"../../../etc/cron.d/x": b"x"})
    yield Hostile("a part outside", "docx", climbing)


def parts(count: int) -> Iterator[tuple[str, bytes]]:
    for number in range(count):
        yield f"word/{number}", b""


def pictures() -> Iterator[Hostile]:
    for wide, high in ((30_000, 30_000), (2**31 - 1, 1), (1, 2**31 - 1), (0, 0)):
        lying = bytearray(a_picture("PNG"))
        lying[16:24] = struct.pack(">II", wide, high)
        lying[29:33] = struct.pack(">I", zlib.crc32(lying[12:29]))
        yield Hostile("a flood of dots", "png", bytes(lying))
    jpeg = a_picture("JPEG")
    scan = jpeg[jpeg.index(b"\xff\xda") : -2]
    yield Hostile("ten thousand passes", "jpg", jpeg[:-2] + scan * 10_000 + jpeg[-2:])
    gif = a_picture("GIF", (1, 1))
    frame = gif[gif.index(b"\x2c") : -1]
    yield Hostile("a hundred thousand frames", "gif", gif[:-1] + frame * 100_000 + b";")
    text = b"tEXtComment\0" + HTML
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    png = a_picture("PNG")
    yield Hostile("a page in its remarks", "png", png[:33] + chunk + png[33:])
    bomb = b"zTXtComment\0\0" + zlib.compress(bytes(50_000_000), 9)
    chunk = struct.pack(">I", len(bomb) - 4) + bomb + struct.pack(">I", zlib.crc32(bomb))
    yield Hostile("remarks that unpack to a flood", "png", png[:33] + chunk + png[33:])


def films() -> Iterator[Hostile]:
    for size in (0, 1, 7, 2**31, 2**32 - 1):
        head = struct.pack(">I", size) + b"moov"
        yield Hostile("a false header", "mp4", a_box(b"ftyp", b"isom\0\0\0\0") + head + bytes(20))
    yield Hostile("a film without its table", "mp4", a_film().replace(b"moov", b"free"))
    yield Hostile("boxes without end", "mp4", a_film() + struct.pack(">I", 8) * 2)
    yield Hostile("a sound of false length", "wav", a_wave(2**31))
    yield Hostile("a film that is a page", "mp4", a_box(b"ftyp", b"isom\0\0\0\0") + HTML)
    yield Hostile("a page as a film", "webm", HTML)
