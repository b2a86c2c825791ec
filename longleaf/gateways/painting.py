"""Paints over areas of pictures, with Pillow."""

import io
from collections.abc import Sequence
from typing import BinaryIO

from PIL import Image, ImageDraw

from longleaf.domain.evidence.media import MediaKind, RefusedFileError
from longleaf.domain.evidence.redaction import Area
from longleaf.gateways.media import ContentExaminer

_QUALITY = 90
_COLOR = (40, 40, 40)


class PicturePainter:
    """Draws a picture anew, upright and without its hidden data, and fills the areas."""

    def painted(self, file: BinaryIO, kind: MediaKind, areas: Sequence[Area]) -> BinaryIO:
        """The picture with these areas painted over; see `Painter`."""
        clean = ContentExaminer().cleaned(file, kind)
        if clean is None:
            raise RefusedFileError(
                f"Areas can be painted over in a picture, and this is a {kind.title}.",
                "Add it as it is, or take a picture from it.",
            )
        with Image.open(clean) as image:
            if getattr(image, "n_frames", 1) > 1:
                raise RefusedFileError(
                    "Areas cannot be painted over in a picture that moves.",
                    "Save one still picture of it, and add that.",
                )
            form = image.format
            # A palette could lack the color; what could be seen through is made solid first.
            drawn = image.convert("RGBA" if form in ("PNG", "GIF", "WEBP") else "RGB")
        pen = ImageDraw.Draw(drawn)
        for area in areas:
            left, top, right, bottom = area.in_pixels(*drawn.size)
            pen.rectangle((left, top, right - 1, bottom - 1), fill=_COLOR)
        out = io.BytesIO()
        if form == "GIF":
            drawn = drawn.convert("RGB")
        drawn.save(out, form, quality=_QUALITY)
        out.seek(0)
        return out
