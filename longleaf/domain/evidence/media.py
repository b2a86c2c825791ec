"""Which files may be handed in, how large they may be, and what is never let in."""

from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

MEGABYTE: Final = 1_000_000
VIDEO_LIMIT: Final = 2_000 * MEGABYTE
OTHER_LIMIT: Final = 100 * MEGABYTE


@dataclass(frozen=True, slots=True)
class MediaKind:
    """One kind of file that may be handed in.

    Attributes:
        media_type: The type it is served with.
        title: What people call it.
        family: "document", "image", "audio" or "video".
        extensions: Endings of a name that may stand for it; the first is the one it is given.
    """

    media_type: str
    title: str
    family: str
    extensions: tuple[str, ...]

    @property
    def limit(self) -> int:
        """The most bytes that a file of this kind may have."""
        return VIDEO_LIMIT if self.family == "video" else OTHER_LIMIT


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"

MEDIA_KINDS: Final = (
    MediaKind("application/pdf", "PDF document", "document", ("pdf",)),
    MediaKind(f"{_OFFICE}.wordprocessingml.document", "Word document", "document", ("docx",)),
    MediaKind(f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook", "document", ("xlsx",)),
    MediaKind(f"{_OFFICE}.presentationml.presentation", "PowerPoint slides", "document", ("pptx",)),
    MediaKind(f"{_OPEN}.text", "OpenDocument text", "document", ("odt",)),
    MediaKind(f"{_OPEN}.spreadsheet", "OpenDocument spreadsheet", "document", ("ods",)),
    MediaKind(f"{_OPEN}.presentation", "OpenDocument slides", "document", ("odp",)),
    MediaKind("text/plain", "plain text", "document", ("txt", "csv", "md", "srt", "vtt")),
    MediaKind("image/jpeg", "JPEG picture", "image", ("jpg", "jpeg", "jpe", "jfif")),
    MediaKind("image/png", "PNG picture", "image", ("png",)),
    MediaKind("image/gif", "GIF picture", "image", ("gif",)),
    MediaKind("image/webp", "WebP picture", "image", ("webp",)),
    MediaKind("audio/mpeg", "MP3 recording", "audio", ("mp3",)),
    MediaKind("audio/mp4", "M4A recording", "audio", ("m4a",)),
    MediaKind("audio/wav", "WAV recording", "audio", ("wav",)),
    MediaKind("audio/ogg", "Ogg recording", "audio", ("ogg", "oga", "opus")),
    MediaKind("video/mp4", "MP4 video", "video", ("mp4", "m4v")),
    MediaKind("video/quicktime", "QuickTime video", "video", ("mov", "qt")),
    MediaKind("video/webm", "WebM video", "video", ("webm",)),
)
_BY_TYPE: Final = {kind.media_type: kind for kind in MEDIA_KINDS}
_BY_EXTENSION: Final = {ending: kind for kind in MEDIA_KINDS for ending in kind.extensions}
ACCEPTED_EXTENSIONS: Final = tuple(f".{ending}" for ending in _BY_EXTENSION)

# Common files that cannot be taken, and what to do instead.
_SAVE_AS_PDF = "Save it as PDF or in the present format (.docx, .xlsx, .pptx), and add that."
_SAVE_AS_MP4 = "Save or export it as MP4, and add that."
INSTEAD: Final = {
    "heic": "Save it as JPEG. On an iPhone, take it from the Photos app, which converts it.",
    "heif": "Save it as JPEG. On an iPhone, take it from the Photos app, which converts it.",
    "doc": _SAVE_AS_PDF,
    "xls": _SAVE_AS_PDF,
    "ppt": _SAVE_AS_PDF,
    "rtf": _SAVE_AS_PDF,
    "pages": "Export it as PDF or Word, and add that.",
    "numbers": "Export it as PDF or Excel, and add that.",
    "key": "Export it as PDF or PowerPoint, and add that.",
    "avi": _SAVE_AS_MP4,
    "wmv": _SAVE_AS_MP4,
    "mkv": _SAVE_AS_MP4,
    "svg": "Save it as PNG, and add that.",
    "html": "Print the page to PDF and add that, or add its address as a link.",
    "htm": "Print the page to PDF and add that, or add its address as a link.",
    "zip": "Take the files out of it and add them one by one.",
}


class RefusedFileError(ValueError):
    """A file cannot be accepted.

    Attributes:
        reason: What is wrong with it, as a sentence.
        fix: What to do instead, as a sentence.
    """

    def __init__(self, reason: str, fix: str) -> None:
        self.reason = reason
        self.fix = fix
        super().__init__(f"{reason} {fix}")


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file was found to be, once it was let in.

    Attributes:
        kind: Its kind, by its content.
        length: Bytes as kept.
        sha256: Digest, in hexadecimal, of the bytes as kept.
    """

    kind: MediaKind
    length: int
    sha256: str


class MediaExaminer(Protocol):
    """Finds out what a file is by its content, and cleans it where it must be cleaned."""

    def sniff(self, file: BinaryIO, *, extension: str) -> MediaKind:
        """The kind of a file.

        Args:
            file: The whole file; it can be sought in.
            extension: The ending of the name it came with, without the dot; "" if it had none.

        Raises:
            RefusedFileError: If it is empty, active, damaged, or not what its name says.
        """
        ...

    def cleaned(self, file: BinaryIO, kind: MediaKind) -> BinaryIO | None:
        """A picture drawn anew, without where and by what it was taken; None for other kinds.

        Raises:
            RefusedFileError: If it cannot be drawn, or is too large to draw.
        """
        ...


def media_kind(media_type: str) -> MediaKind:
    """The kind with this media type.

    Raises:
        KeyError: If there is none.
    """
    return _BY_TYPE[media_type]


def family_of(media_type: str) -> str:
    """The family of a media type; "" for one that is not taken."""
    kind = _BY_TYPE.get(media_type)
    return kind.family if kind else ""


def extension_of(name: str) -> str:
    """The ending of a file's name, in lower case and without the dot; "" if it has none."""
    _, dot, ending = name.strip().rpartition(".")
    return ending.lower()[:10] if dot and ending.isascii() and ending.isalnum() else ""


def check_announced(name: str, length: int) -> None:
    """Refuse a file by what is known before it is sent, so that nobody waits in vain.

    Args:
        name: The name it has on the educator's device.
        length: Its bytes.

    Raises:
        RefusedFileError: If it is empty, too large, or of a kind that is never taken.
    """
    extension = extension_of(name)
    if extension and extension not in _BY_EXTENSION:
        raise not_taken(extension)
    if length <= 0:
        raise empty()
    kind = _BY_EXTENSION.get(extension)
    check_length(kind, length)


def check_length(kind: MediaKind | None, length: int) -> None:
    """Refuse a file that is too large for its kind; None is a kind not known yet.

    Raises:
        RefusedFileError: If it is too large.
    """
    limit = kind.limit if kind else VIDEO_LIMIT
    if length > limit:
        what = "A video" if limit == VIDEO_LIMIT else "A file that is not a video"
        raise RefusedFileError(
            f"This file has {size_in_words(length)}. {what} may have {size_in_words(limit)}.",
            "Shorten it or save it in a smaller size, or add an address where it can be seen.",
        )


def empty() -> RefusedFileError:
    """The refusal of a file with nothing in it."""
    return RefusedFileError("This file is empty.", "Look whether it opens for you; add it again.")


def not_taken(extension: str) -> RefusedFileError:
    """The refusal of a kind of file that is not taken."""
    return RefusedFileError(
        f'Files that end in ".{extension}" cannot be added.',
        INSTEAD.get(extension, "Add a document, picture, sound or video in a common format."),
    )


def size_in_words(length: int) -> str:
    """A number of bytes for people: "312 bytes", "4.2 MB", "2 GB"."""
    for unit, size in (("GB", 1000 * MEGABYTE), ("MB", MEGABYTE), ("kB", 1000)):
        if length >= size:
            return f"{length / size:.1f}".removesuffix(".0") + f" {unit}"
    return "1 byte" if length == 1 else f"{length} bytes"
