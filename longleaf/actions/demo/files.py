"""Small files that the demonstration's educators hand in: drawn charts and one-page documents."""

import hashlib
import io
from collections.abc import Iterator
from random import Random
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from longleaf.actions.demo.chance import stream
from longleaf.actions.demo.plan import ArtifactPlan
from longleaf.domain.evidence.media import MediaKind, media_kind

_SIZE = (560, 340)
_GREEN, _GRAY, _INK = "#3f6b4f", "#b8c4bb", "#1b1b1b"
_LINE_LENGTH = 92


def file_key(artifact: ArtifactPlan) -> str:
    """Where its file lies: the same in every run, so that a second one writes no second file."""
    digest = hashlib.sha256(f"file of {artifact.id}".encode()).hexdigest()
    return f"{digest[:2]}/{digest[2:40]}"


def made(artifact: ArtifactPlan) -> tuple[MediaKind, bytes]:
    """The file's kind and its bytes."""
    if artifact.form == "chart":
        return media_kind("image/png"), chart(artifact.title, stream("chart", artifact.id))
    return media_kind("application/pdf"), document(artifact.title, artifact.text)


def chart(title: str, rng: Random) -> bytes:
    """Bars for six weeks, lower in the beginning than at the end, as a PNG."""
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(14)
    draw.text((30, 16), title, fill=_INK, font=ImageFont.load_default(18))
    draw.line([(40, 290), (530, 290)], fill=_INK)
    value = rng.randint(25, 45)
    for week in range(6):
        value = min(96, max(12, value + rng.randint(-4, 14)))
        left = 58 + week * 80
        top = 290 - value * 2
        draw.rectangle([left, top, left + 44, 289], fill=_GREEN if week > 1 else _GRAY)
        draw.text((left + 6, top - 20), f"{value} %", fill=_INK, font=font)
        draw.text((left - 4, 298), f"Week {week + 1}", fill=_INK, font=font)
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def document(title: str, text: str) -> bytes:
    """One page of plain text, as a PDF."""
    lines = [piece for line in text.splitlines() for piece in (wrap(line, _LINE_LENGTH) or [""])]
    shown = ["BT /F1 15 Tf 56 760 Td", f"({_escaped(title)}) Tj", "/F1 10 Tf 0 -12 Td"]
    shown += [f"0 -16 Td ({_escaped(line)}) Tj" for line in lines]
    content = "\n".join([*shown, "ET"]).encode("cp1252", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return b"".join(_assembled(parts))


def _assembled(parts: list[bytes]) -> Iterator[bytes]:
    """The parts as numbered objects, and the table that says where each begins."""
    at = 0
    starts = []

    def written(piece: bytes) -> bytes:
        nonlocal at
        at += len(piece)
        return piece

    yield written(b"%PDF-1.4\n")
    for number, part in enumerate(parts, start=1):
        starts.append(at)
        yield written(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(parts) + 1
    yield (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, at)
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
