"""Baked badges: a credential inside its picture, PNG or SVG (Open Badges 3.0, 5.3; 2.0, Baking)."""

from longleaf.credential.bake_png import PNG_SIGNATURE, bake_into_png, unbake_png
from longleaf.credential.bake_svg import (
    bake_assertion_into_svg,
    bake_into_svg,
    looks_like_svg,
    unbake_svg,
)
from longleaf.credential.document import looks_like_jws
from longleaf.credential.refusal import RefusedError, TooComplexError

MAX_FILE_BYTES = 16 * 1024 * 1024

__all__ = ["bake_assertion_into_svg", "bake_into_png", "bake_into_svg", "credential_in"]


def credential_in(file: bytes) -> bytes:
    """The credential that a file holds: the file itself if it is JSON, or what is baked into it.

    A picture of Open Badges 2.0 may hold no more than the address where the badge is published.

    What the file is, is told by its content; its name does not matter.

    Raises:
        RefusedError: If it is none of these, or a picture without one credential in it.
        TooComplexError: If it is too large, or built to unpack to too much.
    """
    if len(file) > MAX_FILE_BYTES:
        raise TooComplexError("too_large", f"The file is larger than {MAX_FILE_BYTES:,} bytes.")
    if file.startswith(PNG_SIGNATURE):
        return unbake_png(file).encode()
    start = file[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") or looks_like_jws(file):
        return file
    if looks_like_svg(file):
        return unbake_svg(file).encode()
    raise RefusedError(
        "not_a_badge_file",
        "The file is neither a badge's JSON nor a PNG or SVG picture.",
        "Use the badge file as it was downloaded, not a screenshot or a printout.",
    )
