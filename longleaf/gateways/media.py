"""What a file really is: found out by its content, whatever its name and its sender say."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from longleaf.domain.evidence.media import (
    INSTEAD,
    MediaKind,
    RefusedFileError,
    empty,
    media_kind,
    not_taken,
)

_HEAD = 4096
_TAIL = 2048
_CHUNK = 1_000_000
_MOST_PIXELS = 64_000_000  # a telephone's largest picture has 50 million
_MOST_FRAMES = 300
_MOST_UNPACKED = 1_000_000_000
_MOST_ENTRIES = 10_000
_ROOMY = 50_000_000  # below this many bytes unpacked, how tightly they were packed says nothing
_TIGHTEST = 100  # times smaller; a document of plain text is packed about ten times smaller
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others can ask for gigabytes of memory
_MOST_SCANS = 200  # of a JPEG picture, each a pass over all of it; cameras write one, the web ten
_JPEG_QUALITY = 90

_IMAGE_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<iframe")
_OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}
_OPEN_DOCUMENTS = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
_PDF_ACTIONS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile")
_AUDIO_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis")


class ContentExaminer:
    """Looks at bytes; trusts no name and no announced type."""

    def sniff(self, file: BinaryIO, *, extension: str) -> MediaKind:
        """The kind of a file; see `MediaExaminer`."""
        length = file.seek(0, io.SEEK_END)
        if length == 0:
            raise empty()
        file.seek(0)
        head = file.read(_HEAD)
        kind = _kind_of(file, head, length)
        if kind is None:
            raise _unknown(head, extension)
        if extension and extension not in kind.extensions:
            raise RefusedFileError(
                f'The name of this file ends in ".{extension}", but its content is a {kind.title}.',
                f'Rename it so that it ends in ".{kind.extensions[0]}", or save it anew.',
            )
        return kind

    def cleaned(self, file: BinaryIO, kind: MediaKind) -> BinaryIO | None:
        """A picture drawn anew; see `MediaExaminer`."""
        if kind.family != "image":
            return None
        if kind.media_type == "image/jpeg":
            _check_scans(file, kind)
        file.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured below
                with Image.open(file, formats=[_IMAGE_FORMATS[kind.media_type]]) as image:
                    return _drawn_anew(image)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
            raise _damaged(kind) from None


def _kind_of(file: BinaryIO, head: bytes, length: int) -> MediaKind | None:
    """The kind by its content; None if it is none that is taken."""
    media_type = _by_signature(head)
    if media_type == "application/pdf":
        _check_pdf(file, head, length)
    elif media_type == "application/zip":
        media_type = _document_in_zip(file)
    elif media_type == "video/mp4":
        media_type = _film_type(head)
        if media_type:
            _check_boxes(file, media_kind(media_type), length)
    elif media_type == "audio/wav":
        _check_wav(head, length)
    elif media_type is None and _is_text(file):
        media_type = "text/plain"
    return media_kind(media_type) if media_type else None


_SIGNATURES = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (4, b"ftyp", "video/mp4"),
    (4, b"moov", "video/mp4"),
    (4, b"wide", "video/mp4"),
    (4, b"mdat", "video/mp4"),
)


def _by_signature(head: bytes) -> str | None:
    for at, signature, media_type in _SIGNATURES:
        if head[at : at + len(signature)] == signature:
            return media_type
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64]:
        return "video/webm"
    return "audio/mpeg" if _is_mp3_frame(head) else None


def _is_mp3_frame(head: bytes) -> bool:
    """Whether it begins with the header of an MPEG layer III frame: all fields in their ranges."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - the header's bits
        return False
    rate, sampling = head[2] >> 4, (head[2] >> 2) & 3
    return rate not in (0, 15) and sampling != 3  # noqa: PLR2004 - the header's reserved values


def _check_pdf(file: BinaryIO, head: bytes, length: int) -> None:
    pdf = media_kind("application/pdf")
    file.seek(max(0, length - _TAIL))
    if b"%%EOF" not in file.read():
        raise _damaged(pdf)
    if _has_markup(head) or _ends_as_zip(file, length):
        raise _two_kinds()
    for chunk in _overlapping(file):
        if any(action in chunk for action in _PDF_ACTIONS):
            raise RefusedFileError(
                "This PDF holds a program or another file.",
                "Print it to PDF once more, and add what comes out.",
            )


def _overlapping(file: BinaryIO) -> Iterator[bytes]:
    """The file in chunks that share some bytes, so that no word is cut in two."""
    file.seek(0)
    before = b""
    while chunk := file.read(_CHUNK):
        yield before + chunk
        before = chunk[-32:]


def _ends_as_zip(file: BinaryIO, length: int) -> bool:
    """Whether the end is that of an archive, whose comment reaches exactly to the file's end."""
    size = 22
    reach = min(length, 65_535 + size)
    file.seek(length - reach)
    tail = file.read(reach)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < size:
        return False
    return at + size + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)


def _document_in_zip(file: BinaryIO) -> str | None:
    """The media type of an office document; None for any other archive."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _check_entries(entries)
            found = _office_type(archive, names)
            if found and archive.testzip() is not None:
                raise _damaged(media_kind(found))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        raise RefusedFileError(
            "This file is cut off or damaged.", "Open it, save it once more, and add that."
        ) from None
    if found and any(_is_macro(name) for name in names):
        raise RefusedFileError(
            "This document holds macros, which are programs.", "Save it without them, or as PDF."
        )
    return found


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a flood by what the archive says of itself, before anything is unpacked."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    flood = unpacked > _ROOMY and unpacked > _TIGHTEST * packed
    if flood or len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED:
        raise RefusedFileError(
            "This document unpacks to far more than a document has.", "Save it as PDF."
        )
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise RefusedFileError(
            "This document is packed in a way that documents are not.", "Save it as PDF."
        )


def _office_type(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" in names:
        for part, media_type in _OFFICE_PARTS.items():
            if part in names:
                return media_type
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:  # noqa: PLR2004 - a name
        claimed = archive.read("mimetype").decode("ascii", "replace").strip()
        return claimed if claimed in _OPEN_DOCUMENTS and "content.xml" in names else None
    return None


def _is_macro(name: str) -> bool:
    lower = name.lower()
    return lower.endswith("vbaproject.bin") or lower.startswith(("basic/", "scripts/"))


def _film_type(head: bytes) -> str | None:
    """The media type of a file in MP4's boxes, by its brand; None for a picture in such boxes."""
    if head[4:8] != b"ftyp":
        return "video/quicktime"  # an older film begins without a brand
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        return None
    if brand in _AUDIO_BRANDS:
        return "audio/mp4"
    return "video/quicktime" if brand == b"qt  " else "video/mp4"


def _check_boxes(file: BinaryIO, kind: MediaKind, length: int) -> None:
    """Walk over the outermost boxes: they fill the file exactly, and say what is in it (moov)."""
    at, seen = 0, set()
    while at < length:
        file.seek(at)
        header = file.read(16)
        size, name = int.from_bytes(header[:4], "big"), header[4:8]
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = length - at
        if size < 8 or at + size > length:  # noqa: PLR2004 - a box's header
            raise _damaged(kind)
        seen.add(name)
        at += size
    if b"moov" not in seen:
        raise _damaged(kind)


def _check_wav(head: bytes, length: int) -> None:
    announced = int.from_bytes(head[4:8], "little") + 8
    # Recorders that stream leave the length open: 0 or all ones.
    if announced > length and announced - 8 not in (0, 0xFFFFFFFF):
        raise _damaged(media_kind("audio/wav"))


def _is_text(file: BinaryIO) -> bool:
    """Whether all of it is text in UTF-8 and no markup or script that a browser would run."""
    file.seek(0)
    head = file.read(_HEAD)
    if _has_markup(head) or head.startswith((b"#!", b"<?")):
        return False
    decoder = io.TextIOWrapper(io.BufferedReader(_Borrowed(file)), encoding="utf-8-sig", newline="")
    file.seek(0)
    try:
        while text := decoder.read(_CHUNK):
            if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):  # noqa: PLR2004
                return False
    except UnicodeDecodeError:
        return False
    return True


class _Borrowed(io.RawIOBase):
    """A file read through a wrapper that must not close it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # always a memoryview here
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _has_markup(head: bytes) -> bool:
    lower = head.lower()
    return any(tag in lower for tag in _MARKUP)


def _check_scans(file: BinaryIO, kind: MediaKind) -> None:
    """Refuse a picture in which thousands of passes are hidden, each as long as all of it."""
    scans = 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        scans += chunk.count(b"\xff\xda")
    if scans > _MOST_SCANS:
        raise _damaged(kind)


def _has_frames(image: Image.Image) -> int:
    """How many frames it has, counted no further than the most that are drawn."""
    if image.format != "GIF":
        return getattr(image, "n_frames", 1)  # announced, not counted
    frames = 1
    while frames <= _MOST_FRAMES:
        try:
            image.seek(frames)
        except EOFError:
            break
        frames += 1
    image.seek(0)
    return frames


def _drawn_anew(image: Image.Image) -> BinaryIO:
    """Its pixels and nothing else, turned as it was meant to be seen."""
    if image.width * image.height > _MOST_PIXELS:
        raise _too_many_pixels()
    out = io.BytesIO()
    frames = _has_frames(image)
    if frames > 1 and image.format in ("GIF", "WEBP"):
        if frames > _MOST_FRAMES or frames * image.width * image.height > 4 * _MOST_PIXELS:
            raise _too_many_pixels()
        image.info = {key: image.info[key] for key in ("duration", "loop") if key in image.info}
        image.save(out, image.format, save_all=True, exif=b"", xmp=b"", comment=b"")
    else:
        image.load()
        upright = ImageOps.exif_transpose(image)
        clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())
        if upright.mode == "P" and (palette := upright.getpalette()):
            clean.putpalette(palette)
        options = {"transparency": image.info["transparency"]} if _sees_through(image) else {}
        clean.save(out, image.format, quality=_JPEG_QUALITY, **options)
    out.seek(0)
    return out


def _sees_through(image: Image.Image) -> bool:
    return image.format in ("PNG", "GIF") and "transparency" in image.info


def _unknown(head: bytes, extension: str) -> RefusedFileError:
    """The refusal of what is none of the kinds taken, named as well as it can be."""
    if _has_markup(head):
        what = "svg" if b"<svg" in head.lower() else "html"
        title = "an SVG drawing" if what == "svg" else "a web page"
        return RefusedFileError(
            f"The content of this file is {title}, which can run programs.", INSTEAD[what]
        )
    if head[4:8] == b"ftyp":
        return not_taken("heic")
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        matches = []
    name = matches[0].name if matches else ""
    content = f"looks like: {name}" if name else "is of no kind that can be read here"
    return RefusedFileError(
        f"The content of this file {content}.",
        INSTEAD.get(extension, "Add a document, picture, sound or video in a common format."),
    )


def _damaged(kind: MediaKind) -> RefusedFileError:
    return RefusedFileError(
        f"This {kind.title} is cut off or damaged.",
        "Look whether it opens for you; save it once more, and add that.",
    )


def _two_kinds() -> RefusedFileError:
    return RefusedFileError(
        "This file is of two kinds at once.", "Print it to PDF, and add what comes out."
    )


def _too_many_pixels() -> RefusedFileError:
    return RefusedFileError(
        "This picture has more dots than can be drawn.", "Save it in a smaller size; add that."
    )
