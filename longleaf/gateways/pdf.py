"""PDF: our own Typst templates, set with data that arrive as JSON and never as markup."""

import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from longleaf.basis.ports import Attachment
from longleaf.gateways.typefaces import public_sans_folder, public_sans_letters

# Tagged for screen readers, and whole in itself for the archive, with files inside allowed.
STANDARDS = ["ua-1", "a-3a"]
TEMPLATES = Path(__file__).parent / "pdf_templates"

_compile: Any = typst.compile  # it takes a mapping of files, which its published types leave out

_TEMPLATE = re.compile(r"[a-z][a-z0-9_]*\Z", re.ASCII)
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\Z", re.ASCII)
# What turns a line around or says nothing on paper: C0 and C1 controls, and Unicode's embeddings,
# overrides and isolates, by which a text could be made to read as another.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PROBE = b"#set page(width: auto, height: auto)\n#set document(title: [x])\n#sys.inputs.text"


class TypstPdf:
    """Sets the templates beside this module, with the product's typeface and Typst's own."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        """Templates are read from this folder, and every file of it may import the others."""
        self._folder = folder
        self._lock = threading.Lock()
        self._fonts: Any = None
        self._shown: set[str] = set()
        self._lacking: set[str] = set()

    def compile(
        self, template: str, data: Mapping[str, object], *, attachments: tuple[Attachment, ...] = ()
    ) -> bytes:
        """Set one template; see the port.

        Raises:
            ValueError: If there is no such template, or the data are not what it needs.
        """
        files = {path.name: path.read_bytes() for path in sorted(self._folder.glob("*.typ"))}
        name = f"{template}.typ"
        if not _TEMPLATE.match(template) or name not in files:
            message = f'There is no template "{template}" in {self._folder.name}.'
            raise ValueError(message)
        _require(data)
        with self._lock:
            self._make_ready()
            shown = self._shown_text(data)
            listed = self._shown_text(
                [
                    {"name": a.name, "type": a.media_type, "says": a.description}
                    for a in _distinct(attachments)
                ]
            )
            files |= {f"attached/{each.name}": each.content for each in attachments}
            return self._set(name, files, {**_mapping(shown), "attachments": listed})

    def _set(self, name: str, files: dict[str, bytes], data: dict[str, object]) -> bytes:
        start = f'#import "{name}": main\n#main(json("data.json"))\n'.encode()
        whole = {
            "main.typ": start,
            "data.json": json.dumps(data, sort_keys=True).encode(),
            **files,
        }
        try:
            return bytes(
                _compile(
                    whole,
                    format="pdf",
                    font_paths=self._fonts,
                    ignore_system_fonts=True,
                    pdf_standards=STANDARDS,
                    timestamp=0,  # the day of the document is in the data
                )
            )
        except typst.TypstError as fault:
            message = f"{name}: {fault}"
            raise ValueError(message) from fault

    def _make_ready(self) -> None:
        if self._fonts is None:
            folder = str(public_sans_folder())
            self._fonts = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder]
            )
            self._shown = set(public_sans_letters()) | {"\n", "\t"}

    def _shown_text(self, value: object) -> object:
        """The value with every text such that each of its letters can be drawn."""
        if isinstance(value, str):
            return self._drawable(_visible(value))
        if isinstance(value, Mapping):
            return {str(key): self._shown_text(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._shown_text(inner) for inner in value]
        return value

    def _drawable(self, text: str) -> str:
        """PDF/UA refuses a letter without a glyph; such a letter is shown by its number."""
        self._learn(set(text) - self._shown - self._lacking)
        if self._lacking.isdisjoint(text):
            return text
        return "".join(f"[U+{ord(sign):04X}]" if sign in self._lacking else sign for sign in text)

    def _learn(self, letters: set[str]) -> None:
        if not letters:
            return
        if self._can_be_set("".join(sorted(letters))):
            self._shown |= letters
            return
        for letter in letters:
            (self._shown if self._can_be_set(letter) else self._lacking).add(letter)

    def _can_be_set(self, text: str) -> bool:
        try:
            _compile(
                _PROBE,
                format="pdf",
                font_paths=self._fonts,
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
                sys_inputs={"text": text},
                timestamp=0,
            )
        except typst.TypstError:
            return False
        return True


def _visible(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode()


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _require(data: Mapping[str, object]) -> None:
    for name in ("title", "language", "made_on"):
        if not isinstance(data.get(name), str) or not data[name]:
            message = f'The data of a PDF need "{name}", a text.'
            raise ValueError(message)
    if "attachments" in data:
        message = '"attachments" is the setter\'s own word; pass files by the argument.'
        raise ValueError(message)


def _distinct(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    names = [each.name for each in attachments]
    bad = [name for name in names if not _FILE.match(name)]
    if bad or len(set(names)) != len(names):
        message = f"Attachments need names of their own, of letters, digits, . _ -: {names}"
        raise ValueError(message)
    return attachments
