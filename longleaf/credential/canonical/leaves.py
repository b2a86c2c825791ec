"""A document as a flat list: containers opened breadth first, leaves by their place.

A walk over a document always gives the same places to the same parts, so that what is worked out
once for a document can be looked up again, by place, in every other document of its shape.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from longleaf.credential.contexts import load_context, pinned
from longleaf.credential.document import MAX_DEPTH, JsonObject, as_list

LARGEST_SHAPE = 1_500
"""Values and members of the largest document whose shape is kept."""

_VALUES_THAT_FLOW = frozenset({"@id", "@value", "@list", "@set"})
_KINDS: dict[type, str] = {
    dict: "container",
    list: "container",
    bool: "constant",
    int: "number",
    float: "number",
    str: "text",
}
OBJECT, ARRAY, WORDS = range(3)
"""Kinds of containers: an object, an array, an array of words that steer (such as types)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of a document is in the flat list of its parts.

    Attributes:
        containers: Place, kind and signature of each container, in the order of opening; the
            place of the document itself is -1. What is in an array of words is in its signature
            and has no places.
        constants: Places of the leaves that belong to the shape with their value.
        texts: Places of the strings that are slots.
        numbers: Places of the numbers that are slots.
        size: How many members and values there are, as `limited` counts them.
    """

    containers: tuple[tuple[int, int, tuple[object, ...]], ...]
    constants: tuple[int, ...]
    texts: tuple[int, ...]
    numbers: tuple[int, ...]
    size: int


def lay_out(document: JsonObject) -> Layout | None:
    """Where everything is; None if a document of this kind has no shape.

    That is so for whatever brings a context of its own, is large, or is no plain JSON.
    """
    survey = _Survey()
    if not survey.opened(document):
        return None
    return Layout(
        tuple(survey.containers),
        tuple(survey.leaves["constant"]),
        tuple(survey.leaves["text"]),
        tuple(survey.leaves["number"]),
        survey.size,
    )


class _Survey:
    def __init__(self) -> None:
        self.containers: list[tuple[int, int, tuple[object, ...]]] = []
        self.leaves: dict[str, list[int]] = {"constant": [], "text": [], "number": []}
        self.size = 1
        self._place = 0
        self._waiting: list[tuple[int, object, str, int]] = []

    def opened(self, document: JsonObject) -> bool:
        """Open all containers; whether the document can have a shape."""
        self._waiting = [(-1, document, "", 1)]
        return all(
            depth < MAX_DEPTH and self._open(at, value, name, depth) and self.size <= LARGEST_SHAPE
            for at, value, name, depth in self._waiting
        )

    def _open(self, at: int, value: object, name: str, depth: int) -> bool:
        if isinstance(value, dict):
            self.containers.append((at, OBJECT, (*value, *map(type, value.values()))))
            self.size += 2 * len(value)
            return name != "@context" and all(
                self._put(inner, part, depth) for inner, part in value.items()
            )
        if not isinstance(value, list):  # pragma: no cover - only containers wait
            return False
        self.size += len(value)
        if steers(name):
            self.containers.append((at, WORDS, tuple(value)))
            return all(type(word) is str and word.isprintable() for word in value)
        self.containers.append((at, ARRAY, tuple(map(type, value))))
        return all(self._put(name, part, depth) for part in value)

    def _put(self, name: str, value: object, depth: int) -> bool:
        kind = _KINDS.get(type(value))
        if kind is None or type(name) is not str or not name.isprintable():
            return False
        if kind == "container":
            self._waiting.append((self._place, value, name, depth + 1))
        else:
            if kind == "text" and steers(name):
                kind = "constant"
                if not str(value).isprintable():
                    return False
            self.leaves[kind].append(self._place)
        self._place += 1
        return True


def flattened(document: JsonObject, layout: Layout) -> list[object]:
    """All parts of a document of this layout by their place."""
    flat: list[object] = list(document.values())
    for at, kind, _ in layout.containers[1:]:
        value = flat[at]
        if isinstance(value, dict):
            flat.extend(value.values())
        elif isinstance(value, list) and kind == ARRAY:
            flat.extend(value)
    return flat


def copy_with(
    document: JsonObject, layout: Layout, change: Callable[[int, object], object]
) -> JsonObject:
    """A copy of a document of this layout with other leaves.

    Args:
        document: The document.
        layout: Its layout.
        change: Gives the leaf for a place and the value that is there.
    """
    copy: JsonObject = dict(document)
    flat: list[object] = []
    homes: list[tuple[dict[str, object] | list[object], str | int]] = []
    for at, kind, _ in layout.containers:
        made: object = copy
        if at >= 0:
            value = flat[at]
            made = value.copy() if isinstance(value, dict | list) else value
            _put(homes[at], made)
        if isinstance(made, dict):
            flat.extend(made.values())
            homes.extend((made, name) for name in made)
        elif isinstance(made, list) and kind == ARRAY:
            homes.extend((made, number) for number in range(len(made)))
            flat.extend(made)
    for place in (*layout.constants, *layout.texts, *layout.numbers):
        _put(homes[place], change(place, flat[place]))
    return copy


def _put(home: tuple[dict[str, object] | list[object], str | int], value: object) -> None:
    container, name = home
    container[name] = value  # type: ignore[index]  # a name in an object, a number in an array


def steers(name: str) -> bool:
    """Whether values under this name say how others are read, rather than being read themselves.

    Types choose contexts, contexts choose meanings, and words such as a proof's purpose are terms.
    """
    return (name.startswith("@") and name not in _VALUES_THAT_FLOW) or name in terms().steering


@dataclass(frozen=True, slots=True)
class Terms:
    """What the pinned contexts define, at any depth.

    Attributes:
        names: Every term; some of them work as prefixes of compact IRIs.
        steering: Terms whose values are types or other words of the contexts.
    """

    names: frozenset[str]
    steering: frozenset[str]


@cache
def terms() -> Terms:
    """What the pinned contexts define."""
    names: set[str] = set()
    steering = {"type"}
    waiting: list[object] = [load_context(url)["@context"] for url in pinned()]
    for context in waiting:
        for part in as_list(context):
            for term, definition in part.items() if isinstance(part, dict) else ():
                if term.startswith("@"):
                    continue
                names.add(term)
                details = definition if isinstance(definition, dict) else {"@id": definition}
                waiting.append(details.get("@context"))
                target = str(details.get("@id"))
                if details.get("@type") == "@vocab" or (target.startswith("@") and target != "@id"):
                    steering.add(term)
    return Terms(frozenset(names), frozenset(steering))
