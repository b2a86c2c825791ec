"""A document as it was written: scalars, lists and tables that remember their place.

YAML and JSON are read into the same small tree, so that one schema checks both and every
problem can say "file:line" or "activities[0].quantity". No scalar is guessed at: "no" stays
the word "no" until a schema asks for a yes or a no.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias, cast

import yaml

from longleaf.basis.amount import parse_amount
from longleaf.basis.problem import Problem, ProblemsError

LARGEST: Final = 512 * 1024
DEEPEST: Final = 24

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


class Style(Enum):
    """How a scalar was written, which decides what it may be read as."""

    QUOTED = "text"
    PLAIN = "plain text"
    NUMBER = "number"
    FLAG = "true or false"
    NULL = "nothing"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as its characters."""

    text: str
    style: Style
    where: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes in their order."""

    items: "tuple[Node, ...]"
    where: str


@dataclass(frozen=True, slots=True)
class Table:
    """Names and what stands under them. The getters expect that a schema has checked the table."""

    entries: "Mapping[str, Node]"
    where: str
    places: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Whether the name is written here, and with something under it."""
        node = self.entries.get(name)
        return node is not None and not (isinstance(node, Scalar) and node.style is Style.NULL)

    def text(self, name: str) -> str:
        """The characters under a name."""
        return cast("Scalar", self.entries[name]).text

    def text_or_none(self, name: str) -> str | None:
        """The characters under a name, or None where nothing is written."""
        return self.text(name) if self.has(name) else None

    def amount(self, name: str) -> Fraction:
        """The exact amount under a name."""
        return parse_amount(self.text(name))

    def amount_or_none(self, name: str) -> Fraction | None:
        """The exact amount under a name, or None where nothing is written."""
        return self.amount(name) if self.has(name) else None

    def count_or_none(self, name: str) -> int | None:
        """The whole number under a name, or None where nothing is written."""
        return int(self.text(name)) if self.has(name) else None

    def day_or_none(self, name: str) -> date | None:
        """The day under a name, or None where nothing is written."""
        return date.fromisoformat(self.text(name)) if self.has(name) else None

    def flag_or_none(self, name: str) -> bool | None:
        """Yes or no, or None where nothing is written."""
        return self.text(name) == "true" if self.has(name) else None

    def table(self, name: str) -> "Table":
        """The table under a name."""
        return cast("Table", self.entries[name])

    def table_or_none(self, name: str) -> "Table | None":
        """The table under a name, or None where nothing is written."""
        return self.table(name) if self.has(name) else None

    def tables(self, name: str) -> "tuple[Table, ...]":
        """The list of tables under a name; empty where nothing is written."""
        return cast("tuple[Table, ...]", self.items(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """The list of words under a name; empty where nothing is written."""
        return tuple(cast("Scalar", item).text for item in self.items(name))

    def named_tables(self) -> "Iterator[tuple[str, Table]]":
        """Each name with the table under it, in the order written."""
        return ((name, cast("Table", node)) for name, node in self.entries.items())

    def items(self, name: str) -> "tuple[Node, ...]":
        """The items of the list under a name; empty where nothing is written."""
        return cast("Listing", self.entries[name]).items if self.has(name) else ()


Node: TypeAlias = Scalar | Listing | Table


def as_json(node: Node) -> Json:
    """The node as plain data with every scalar as text: what a content hash is taken over."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [as_json(item) for item in node.items]
    return {name: as_json(item) for name, item in node.entries.items()}


def from_yaml(text: bytes, name: str) -> Node:
    """Read one YAML document.

    Args:
        text: The bytes of the file.
        name: What problems call the file.

    Raises:
        ProblemsError: If it is not YAML, is too large or too deep, repeats a key, or uses
            anchors, tags or several documents, which a policy never needs.
    """
    if len(text) > LARGEST:
        raise _refused(name, f"The file is larger than {LARGEST // 1024} kB.", "Divide it.")
    try:
        return _YamlReader(text, name).read()
    except ProblemsError:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = f"This is not YAML: {error.problem or error.context}."
    except (yaml.YAMLError, ValueError) as error:
        line, reason = 1, f"This is not YAML: {str(error).splitlines()[0]}."
    raise _refused(f"{name}:{line}", reason, "Check indentation, colons and quotation marks here.")


class _YamlReader:
    """Builds nodes from YAML events one by one, so that nothing large or strange is ever built."""

    def __init__(self, text: bytes, name: str) -> None:
        # PyYAML's C reader has the same interface as the Python one, which it replaces for speed.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events = yaml.parse(text, Loader=loader)
        self._name = name

    def read(self) -> Node:
        node: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise self._fault(event, "A second document begins here.", "Use two files.")
                node = self._node(next(self._events), 0)
        if node is None:
            raise _refused(f"{self._name}:1", "The file is empty.", "Write it, or remove it.")
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self._fault(event, "Anchors and aliases are not used here.", "Write it out.")
        if getattr(event, "tag", None) is not None:
            raise self._fault(event, "Tags (“!…”) are not used here.", "Remove the tag.")
        if depth > DEEPEST:
            raise self._fault(event, f"This is nested deeper than {DEEPEST} levels.", "Flatten it.")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, _yaml_style(event), self._place(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(event, depth)
        return self._table(event, depth)

    def _listing(self, start: yaml.Event, depth: int) -> Listing:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Listing(tuple(items), self._place(start))

    def _table(self, start: yaml.Event, depth: int) -> Table:
        entries: dict[str, Node] = {}
        places: dict[str, str] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._fault(event, "A name must be a single word.", "Write “name: value”.")
            if key.text in entries:
                reason = f"“{key.text}” is written twice; first at {places[key.text]}."
                raise self._fault(event, reason, "Keep one of them.")
            places[key.text] = key.where
            entries[key.text] = self._node(next(self._events), depth + 1)
        return Table(entries, self._place(start), places)

    def _place(self, event: yaml.Event) -> str:
        return f"{self._name}:{cast('yaml.Mark', event.start_mark).line + 1}"

    def _fault(self, event: yaml.Event, reason: str, fix: str) -> ProblemsError:
        return _refused(self._place(event), reason, fix)


def _yaml_style(event: yaml.ScalarEvent) -> Style:
    if event.style:  # None or "" when no quotation marks or block marks are written
        return Style.QUOTED
    return Style.NULL if event.value in {"", "~", "null"} else Style.PLAIN


def from_json_text(text: bytes) -> Node:
    """Read a JSON text.

    Raises:
        ProblemsError: If it is not JSON in UTF-8, is too large or too deep, or repeats a name.
    """
    if len(text) > LARGEST * 16:
        raise _refused("", "The file is larger than 8 MB.", "Give one educator's facts per file.")
    try:
        data = cast("Json", json.loads(text.decode(), object_pairs_hook=_no_name_twice))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _refused(place, f"This is not JSON: {error.msg}.", "Correct it there.") from None
    except RecursionError:
        raise _refused("", "The JSON is nested too deeply.", "Flatten it.") from None
    except ValueError as error:
        raise _refused("", f"This is not JSON: {error}.", "Correct it.") from None
    return from_json(data)


def _no_name_twice(pairs: list[tuple[str, Json]]) -> Mapping[str, Json]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}” is written twice in one object")
    return table


def from_json(data: Json, where: str = "", depth: int = 0) -> Node:
    """Turn parsed JSON into a node whose place is its path, like "activities[0].quantity".

    Raises:
        ProblemsError: If the data is nested deeper than facts ever are.
    """
    if depth > DEEPEST:
        raise _refused(where, "This is nested too deeply.", "Flatten it.")
    if isinstance(data, Mapping):
        paths = {name: f"{where}.{name}" if where else name for name in data}
        return Table(
            {name: from_json(item, paths[name], depth + 1) for name, item in data.items()},
            where,
            paths,
        )
    if isinstance(data, str):
        return Scalar(data, Style.QUOTED, where)
    if isinstance(data, bool):
        return Scalar("true" if data else "false", Style.FLAG, where)
    if data is None:
        return Scalar("null", Style.NULL, where)
    if isinstance(data, int | float):
        return Scalar(str(data), Style.NUMBER, where)
    return Listing(
        tuple(from_json(item, f"{where}[{n}]", depth + 1) for n, item in enumerate(data)), where
    )


def _refused(where: str, reason: str, fix: str) -> ProblemsError:
    return ProblemsError([Problem(where, reason, fix)])
