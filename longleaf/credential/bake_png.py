"""A credential in a PNG picture: one iTXt chunk with the keyword `openbadgecredential`.

Open Badges 2.0 has the keyword `openbadges`, and before it tEXt chunks with the badge's address.
"""

import struct
import zlib
from collections.abc import Iterator

from longleaf.credential.document import MAX_BYTES
from longleaf.credential.refusal import RefusedError, TooComplexError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
KEYWORD_OF_2_0 = b"openbadges"
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")
_OVERHEAD = 12  # length, kind and checksum of a chunk
_MAX_CHUNKS = 100_000

Chunk = tuple[bytes, bytes]


def bake_into_png(picture: bytes, credential: str, *, keyword: bytes = KEYWORD) -> bytes:
    """The same picture with the credential in it; any that was in it before is replaced.

    Args:
        picture: A PNG file.
        credential: The credential as JSON or as a token.
        keyword: `KEYWORD`, or for a badge of Open Badges 2.0 `KEYWORD_OF_2_0`.

    Raises:
        RefusedError: If the picture is not a whole PNG file.
    """
    chunks = [chunk for chunk in _chunks(picture) if not _is_baked(chunk)]
    if not chunks or chunks[0][0] != b"IHDR":
        raise RefusedError("broken_picture", "The PNG picture does not begin with its header.")
    text = keyword + b"\0\0\0\0\0" + credential.encode()
    chunks.insert(1, (b"iTXt", text))
    return PNG_SIGNATURE + b"".join(_written(chunk) for chunk in chunks)


def unbake_png(picture: bytes) -> str:
    """The credential in a baked PNG picture.

    Raises:
        RefusedError: If the file is damaged, or holds no credential, or more than one.
        TooComplexError: If the credential unpacks to more than a document may have.
    """
    chunks = list(_chunks(picture))
    for keyword in (KEYWORD, KEYWORD_OF_2_0):
        baked = [chunk for chunk in chunks if _keyword(chunk) == keyword]
        if baked:
            return _only(baked, keyword)
    raise RefusedError(
        "nothing_baked_in",
        "The picture holds no badge, only pixels.",
        "Use the picture as it was downloaded from the badge's page; "
        "screenshots and re-saved copies lose what is inside.",
    )


def _only(baked: list[Chunk], keyword: bytes) -> str:
    if len(baked) > 1:
        raise RefusedError("baked_twice", "The picture holds more than one badge; which is meant?")
    kind, data = baked[0]
    if kind == b"iTXt":
        return _itxt(data, keyword)
    if kind == b"tEXt" and keyword == KEYWORD_OF_2_0:
        return _decoded(data[len(keyword) + 1 :])
    raise RefusedError("broken_picture", "The badge in the picture is not stored as iTXt.")


def _chunks(picture: bytes) -> Iterator[Chunk]:
    if not picture.startswith(PNG_SIGNATURE):
        raise RefusedError("broken_picture", "The file is not a PNG picture.")
    place = len(PNG_SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if place + _OVERHEAD > len(picture):
            break
        length, kind = struct.unpack_from(">I4s", picture, place)
        end = place + _OVERHEAD + length
        if end > len(picture):
            break
        data = picture[place + 8 : end - 4]
        if zlib.crc32(kind + data) != struct.unpack_from(">I", picture, end - 4)[0]:
            raise RefusedError(
                "broken_picture", "The PNG picture is damaged (a checksum is wrong)."
            )
        yield kind, data
        if kind == b"IEND":
            return
        place = end
    raise RefusedError("broken_picture", "The PNG picture is cut off.")


def _written(chunk: Chunk) -> bytes:
    kind, data = chunk
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _is_baked(chunk: Chunk) -> bool:
    return _keyword(chunk) in (KEYWORD, KEYWORD_OF_2_0)


def _keyword(chunk: Chunk) -> bytes:
    kind, data = chunk
    return data.split(b"\0", 1)[0] if kind in _TEXT_KINDS else b""


def _itxt(data: bytes, keyword: bytes) -> str:
    """Keyword, compression flag, method, language tag, translated keyword, text (PNG, 11.3.3.4)."""
    fault = RefusedError("broken_picture", "The badge in the picture is damaged.")
    rest = data[len(keyword) + 1 :]
    flag, method, tail = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)
    if len(tail) != 3 or flag not in (b"\0", b"\1") or method != b"\0":  # noqa: PLR2004 - three fields
        raise fault
    return _decoded(tail[2] if flag == b"\0" else _unpacked(tail[2]))


def _decoded(text: bytes) -> str:
    if len(text) > MAX_BYTES:
        raise TooComplexError("too_large", f"The badge is larger than {MAX_BYTES:,} bytes.")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise RefusedError("broken_picture", "The badge in the picture is damaged.") from error


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MAX_BYTES + 1)
    except zlib.error as error:
        raise RefusedError("broken_picture", "The badge in the picture is damaged.") from error
    if len(text) <= MAX_BYTES and not unpacker.eof:
        raise RefusedError("broken_picture", "The badge in the picture is cut off.")
    return text
