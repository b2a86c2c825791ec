"""Small true files of each kind, made here, for tests to hand in and to damage."""

import io
import struct
import zipfile
from collections.abc import Mapping

from PIL import Image

OFFICE = "[Content_Types].xml"


def a_picture(
    kind: str = "JPEG", size: tuple[int, int] = (40, 30), *, exif: Image.Exif | None = None
) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((20, 20, 220), (0, 0, size[0] // 2, size[1]))  # blue on the left, red on the right
    out = io.BytesIO()
    if exif is None:
        image.save(out, kind)
    else:
        image.save(out, kind, exif=exif)
    return out.getvalue()


def a_picture_with_a_place(*, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 46.0, 0.0), 3: "W", 4: (78.0, 38.0, 0.0)})
    return a_picture(exif=exif)


def a_pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + extra + b"\ntrailer\n%%EOF\n"


def an_archive(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_document(**more: bytes) -> bytes:
    return an_archive({OFFICE: b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def a_box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def a_film(length: int = 2000, brand: bytes = b"isom") -> bytes:
    """An MP4 by its outermost boxes, of about `length` bytes."""
    head = a_box(b"ftyp", brand + b"\0\0\0\0") + a_box(b"moov", b"\0" * 100)
    return head + a_box(b"mdat", b"\x5a" * max(0, length - len(head) - 8))


def a_sound() -> bytes:
    return b"\xff\xfb\x90\x00" + b"\0" * 413


def a_wave(announced: int = 36) -> bytes:
    return b"RIFF" + struct.pack("<I", announced) + b"WAVEfmt " + b"\0" * 28
