"""A draft of a policy: its text, the fields a person edits in it, and what it says in the end.

A field is changed where it stands in the text: every other sign of the file, comments too, stays
as it was typed. A text that does not load yet is kept all the same.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

import yaml

File: TypeAlias = Mapping[str, str]
"""folder ("policy" or "more"), name and text, as `records.facts.policy.text_of_rules` has them."""

SECTIONS: Mapping[str, str] = {
    "parameters": "Parameters",
    "licenses": "What each license asks for",
    "categories": "Categories",
    "caps": "Caps",
    "conditions": "Conditions",
    "conversions": "Conversions",
    "activities": "Kinds of activity",
    "crosswalk": "Micro-credentials",
    "carry_over": "Banking and carry-over",
    "exemptions": "Exemptions",
}
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./ -]*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One value that can be edited.

    Attributes:
        key: The path of the value, such as "parameters.renewal_credit.values.3.value".
        label: Its last name, in words.
        typed: What stands there; a list is written with commas.
        is_list: Whether it is a list of words, as citations are.
        is_long: Whether it needs more than a line.
    """

    key: str
    label: str
    typed: str
    is_list: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together in the text: one row of a parameter, one split, one cap.

    Attributes:
        key: The path of what they stand in.
        title: What they belong to, in words.
        dated: The path of the list that it is the last row of, if that list is by days.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    dated: str


def path_of(file: File) -> str:
    """Folder and name of a file, by which it is asked for."""
    return f"{file['folder']}/{file['name']}"


def text_hash(files: Sequence[File]) -> str:
    """SHA-256 over the texts as they were typed, in hexadecimal."""
    content = [[one["folder"], one["name"], one["text"]] for one in files]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def sections_in(text: str) -> list[str]:
    """The sections of a file that can be edited by fields; none if it is not YAML."""
    root = _root(text)
    return [] if root is None else [name for name, _ in _pairs(root) if name in SECTIONS]


def groups_in(text: str, section: str) -> list[FieldGroup]:
    """The fields of a section, by where they stand; none if the text is not YAML."""
    root = _root(text)
    found = dict(_pairs(root)).get(section) if root is not None else None
    return [] if found is None else list(_groups(found, section, ""))


def with_values(text: str, typed: Mapping[str, str]) -> str:
    """The text with other values in some fields, by their keys; keys that are not there are left.

    Raises:
        ValueError: If the text is not YAML, so that no field can be found in it.
    """
    root = _root(text)
    if root is None:
        message = "The text is not YAML; mend it as text first."
        raise ValueError(message)
    places = dict(_walk(root, ""))
    edits = []
    for key, value in typed.items():
        node = places.get(key)
        if node is not None and _shown(node) != _one_line(value):
            edits.append((node, _written(node, value)))
    for node, written in sorted(edits, key=lambda one: -one[0].start_mark.index):
        first, last = node.start_mark.index, node.end_mark.index
        ending = "\n" if text[first:last].endswith("\n") else ""
        text = text[:first] + written + ending + text[last:]
    return text


def continued(text: str, dated: str, first: date) -> str:
    """The text with the last row of a dated list ended and a copy of it that begins on a day.

    Raises:
        ValueError: If there is no such list in block style.
    """
    root = _root(text)
    node = dict(_walk(root, "")).get(dated) if root is not None else None
    row = node.value[-1] if isinstance(node, yaml.SequenceNode) and node.value else None
    if not isinstance(row, yaml.MappingNode) or row.flow_style:
        message = "There is no list of dated rows here; change it in the text."
        raise ValueError(message)
    lines = text.splitlines(keepends=True)
    begin, end = row.start_mark.line, _last_line(row) + 1
    dash = lines[begin].rindex("-", 0, row.start_mark.column)
    lead, inner = lines[begin][:dash], " " * row.start_mark.column
    body = [inner + lines[begin][row.start_mark.column :], *lines[begin + 1 : end]]
    if not body[-1].endswith("\n"):
        body[-1] += "\n"
    mark = lead + "-" + " " * (row.start_mark.column - dash - 1)

    def without(name: str) -> list[str]:
        return [line for line in body if not line.startswith(f"{inner}{name}:")]

    old = [f"{mark}last: {first - timedelta(days=1)}\n", *without("last")]
    new = [f"{mark}first: {first}\n", *without("first")]
    return "".join([*lines[:begin], *old, *new, *lines[end:]])


def _root(text: str) -> yaml.MappingNode | None:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return node if isinstance(node, yaml.MappingNode) else None


def _pairs(node: yaml.MappingNode) -> list[tuple[str, yaml.Node]]:
    return [(str(key.value), value) for key, value in node.value]


def _children(node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return _pairs(node)
    if isinstance(node, yaml.SequenceNode):
        return [(str(place), inner) for place, inner in enumerate(node.value)]
    return []


def _walk(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node]]:
    for name, inner in _children(node):
        here = f"{path}.{name}".lstrip(".")
        yield here, inner
        yield from _walk(inner, here)


def _is_field(node: yaml.Node) -> bool:
    words = isinstance(node, yaml.SequenceNode) and all(
        isinstance(one, yaml.ScalarNode) for one in node.value
    )
    return isinstance(node, yaml.ScalarNode) or words


def _groups(node: yaml.Node, path: str, dated: str) -> Iterator[FieldGroup]:
    children = _children(node)
    # A small table inside a row (the minima of a split) is edited with the row.
    inside = [
        (f"{name}.{inner}", value)
        for name, table in children
        if isinstance(table, yaml.MappingNode) and _is_leafy(table)
        for inner, value in _pairs(table)
    ]
    own = [(name, value) for name, value in children if _is_field(value)]
    if isinstance(node, yaml.MappingNode) and (own or inside):
        fields = tuple(
            Field(
                f"{path}.{name}",
                name.replace("_", " ").replace(".", ": "),
                _shown(value),
                isinstance(value, yaml.SequenceNode),
                len(_shown(value)) > 60,  # noqa: PLR2004 - signs that fit a line of the form
            )
            for name, value in [*own, *inside]
        )
        yield FieldGroup(path, _title(path), fields, dated)
    for name, value in children:
        if _is_field(value) or (isinstance(value, yaml.MappingNode) and _is_leafy(value)):
            continue
        here = f"{path}.{name}"
        is_last = name == str(len(children) - 1)
        dated_here = is_last and isinstance(node, yaml.SequenceNode) and _is_dated(node)
        yield from _groups(value, here, path if dated_here else "")


def _is_leafy(table: yaml.MappingNode) -> bool:
    names = [name for name, _ in _pairs(table)]
    return all(_is_field(value) for _, value in _pairs(table)) and "citation" not in names


def _is_dated(node: yaml.SequenceNode) -> bool:
    """Whether the rows of a list hold by days, so that another can follow the last."""
    tables = [row for row in node.value if isinstance(row, yaml.MappingNode)]
    names = [{name for name, _ in _pairs(row)} for row in tables if not row.flow_style]
    days = len(names) == 1 or any({"first", "last"} & some for some in names)
    return len(names) == len(node.value) and days and all("citation" in some for some in names)


def _title(path: str) -> str:
    _, _, rest = path.partition(".")
    names = [
        f"row {int(name) + 1}" if name.isdigit() else name.replace("_", " ")
        for name in rest.split(".")
        if name not in {"values", "requires", "held"}
    ]
    return ", ".join(filter(None, names)).capitalize()


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(str(one.value) for one in node.value)
    return _one_line(str(node.value))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _written(node: yaml.Node, typed: str) -> str:
    value = _one_line(typed)
    if isinstance(node, yaml.SequenceNode):
        words = [word.strip() for word in value.split(",") if word.strip()]
        return f"[{', '.join(_scalar(word) for word in words)}]"
    return _scalar(value) if value else "null"


def _scalar(value: str) -> str:
    return value if _PLAIN.match(value) else json.dumps(value, ensure_ascii=False)


def _last_line(node: yaml.Node) -> int:
    if isinstance(node, yaml.ScalarNode) or not node.value:
        mark = node.end_mark
        # A block scalar ends at the start of the line after it.
        return int(mark.line - 1 if mark.column == 0 else mark.line)
    if isinstance(node, yaml.CollectionNode) and node.flow_style:
        return int(node.end_mark.line)
    return max(_last_line(inner) for _, inner in _children(node))
