"""JSON Pointers (RFC 6901), and the part of a document they select (VC-DI-ECDSA 1.0, 3.4)."""

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from longleaf.credential.canonical.labels import Marked
from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import RefusedError, TooComplexError

MAX_POINTERS = 1_000
_ESCAPE = re.compile(r"~[01]")
_BAD_ESCAPE = re.compile(r"~(?![01])")
_INDEX = re.compile(r"(0|[1-9][0-9]{0,5})\Z", re.ASCII)
_ALWAYS = ("@context", "id", "@id", "type", "@type")


@dataclass(slots=True)
class _Choice:
    """What is chosen at one place: all of it, or some of what it holds."""

    all: bool = False
    inner: dict[str, "_Choice"] = field(default_factory=dict)


def steps_of(pointer: object) -> list[str]:
    """The steps of a JSON Pointer.

    >>> steps_of("/a~1b/0"), steps_of("")
    (['a/b', '0'], [])

    Raises:
        RefusedError: If it is not a JSON Pointer.
    """
    if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
        _refuse(pointer, "is not a JSON Pointer; one looks like /issuer/name")
    if _BAD_ESCAPE.search(pointer):
        _refuse(pointer, "holds a ~ that is neither ~0 nor ~1")
    return [
        _ESCAPE.sub(lambda match: "~" if match[0] == "~0" else "/", step)
        for step in pointer.split("/")[1:]
    ]


def exists(document: JsonObject, pointer: str) -> bool:
    """Whether the document has something at this place."""
    value: object = document
    for step in steps_of(pointer):
        try:
            value = _at(value, step, pointer)
        except RefusedError:
            return False
    return True


def select(document: JsonObject, pointers: Sequence[str]) -> JsonObject | None:
    """The part of a document that JSON Pointers name, with the id and type of all that holds it.

    Without these the part would say something of somebody else, or mean something else.

    Args:
        document: The document without its proofs; objects of it that are `Marked` stay so.
        pointers: What to select; "" is the whole document.

    Returns:
        None if no pointer is given: then nothing is selected.

    Raises:
        RefusedError: If a pointer is none, or names nothing in the document.
    """
    if not pointers:
        return None
    if len(pointers) > MAX_POINTERS:
        message = f"More than {MAX_POINTERS:,} parts of a document were named."
        raise TooComplexError("too_complex", message)
    chosen = _Choice()
    for pointer in pointers:
        _choose(document, pointer, chosen)
    selected = _selected(document, chosen)
    return selected if isinstance(selected, dict) else None


def _choose(document: JsonObject, pointer: str, chosen: _Choice) -> None:
    value: object = document
    for step in steps_of(pointer):
        value = _at(value, step, pointer)
        chosen = chosen.inner.setdefault(step, _Choice())
    chosen.all = True


def _at(value: object, step: str, pointer: str) -> object:
    if isinstance(value, dict) and step in value:
        return value[step]
    if isinstance(value, list) and _INDEX.match(step) and int(step) < len(value):
        return value[int(step)]
    _refuse(pointer, "names nothing in this document")


def _selected(value: object, chosen: _Choice) -> object:
    if chosen.all:
        return copy.deepcopy(value)
    if isinstance(value, list):
        return [_selected(value[step], chosen.inner[str(step)]) for step in _indices(chosen.inner)]
    if isinstance(value, dict):
        return _selected_members(value, chosen)
    return value  # pragma: no cover - nothing lies within a text or a number


def _selected_members(value: JsonObject, chosen: _Choice) -> JsonObject:
    found: JsonObject = {}
    if isinstance(value, Marked):
        found = Marked()
        found.mark = value.mark
    for name, inner in value.items():
        if name in _ALWAYS and not _is_blank(name, inner):
            found[name] = copy.deepcopy(inner)
        elif name in chosen.inner:
            found[name] = _selected(inner, chosen.inner[name])
    return found


def _indices(steps: Iterable[str]) -> list[int]:
    return sorted(int(step) for step in steps)


def _is_blank(name: str, value: object) -> bool:
    """Whether this is a name that means something within its own document only."""
    return name in ("id", "@id") and isinstance(value, str) and value.startswith("_:")


def _refuse(pointer: object, why: str) -> NoReturn:
    raise RefusedError("bad_pointer", f'"{str(pointer)[:120]}" {why}.')
