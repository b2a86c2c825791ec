"""What a PDF says, read back through its fonts' own tables of characters."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf


def said_in(document: bytes) -> str:
    """The text of every page, in the order it was set; line ends are not text."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return "".join(_said(page) for page in opened.pages)


def _said(page: pikepdf.Page) -> str:
    tables = {name: _characters(font) for name, font in page.Resources.Font.items()}
    said: list[str] = []
    table: dict[bytes, str] = {}
    for operands, operator in _instructions(page):
        if operator == "Tf":
            table = tables[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            for piece in operands[0] if operator == "TJ" else operands:
                if isinstance(piece, pikepdf.String):
                    code = bytes(piece)
                    pairs = (code[at : at + 2] for at in range(0, len(code), 2))
                    said += [table.get(pair, "") for pair in pairs]
    return "".join(said)


def _characters(font: pikepdf.Object) -> dict[bytes, str]:
    table: dict[bytes, str] = {}
    for operands, operator in _instructions(font.ToUnicode):
        if operator == "endbfchar":
            for code, letters in zip(operands[::2], operands[1::2], strict=True):
                table[bytes(code)] = bytes(letters).decode("utf-16-be")
    return table


def _instructions(stream: pikepdf.Object | pikepdf.Page) -> Iterator[tuple[list[Any], str]]:
    for instruction in pikepdf.parse_content_stream(stream):
        yield list(instruction.operands), str(instruction.operator)
