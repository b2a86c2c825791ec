"""Shapes: what documents of one form have in common, worked out once and filled for each.

A shape is a document without its strings and numbers: member names in their order, nesting, the
lengths of arrays, types of values, and the values that steer how others are read. Documents of one
shape differ in what stands in their slots, and their canonical bytes differ only there, as long as
the conditions hold that docs/algorithms/shapes.md gives. Whatever does not meet them, or was never
seen before, takes the plain path (`canonical_nquads`); nothing is ever refused here.
"""

import threading
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from longleaf.credential.canonical.blocks import Blocks, make_blocks
from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.leaves import OBJECT, WORDS, Layout, flattened, lay_out
from longleaf.credential.canonical.rdfc import canonical_quads
from longleaf.credential.canonical.slots import escaped, number_literals, stand_for_themselves
from longleaf.credential.canonical.template import Template, make_template
from longleaf.credential.compiled import or_compiled
from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import RefusedError

MOST_SHAPES = 1_000
MOST_BYTES = 64 * 1024 * 1024
"""About how much memory all shapes may take."""
MOST_SEEN = 10_000
"""How many shapes met once are remembered, by a number each."""

_Picker = Callable[[Sequence[object]], tuple[object, ...]]


class Shape:
    """What documents of one form have in common. It has nothing of their slots.

    Attributes:
        layout: Where the slots are.
        template: The claims with holes; None if such documents always take the plain path.
        blocks: How to write them without general work; None if they need the general algorithm.
        length: About how many bytes the shape takes.
        notes: What others have worked out about documents of this shape, by their own keys.
        used: When it was last used, in the count of uses.
    """

    def __init__(self, document: JsonObject, layout: Layout) -> None:
        """Work out the shape of a document. Takes about as long as the plain path."""
        self.layout = layout
        self.template = make_template(document, layout)
        self.notes: dict[object, object] = {}
        self.used = 0
        self.blocks: Blocks | None = None
        self.length = 200 * layout.size + sum(
            len(part) for _, _, form in layout.containers for part in form if isinstance(part, str)
        )
        if self.template is not None:
            self._prepare(self.template)

    def _prepare(self, template: Template) -> None:
        self.blocks = make_blocks(template)
        self.length += 300 * len(template.quads) + (self.blocks.length if self.blocks else 0)
        self._texts = picker(self.layout.texts)
        self._numbers = picker(self.layout.numbers)
        self._number_types = tuple(type_ for _, type_ in sorted(template.numbers))
        self._addresses = picker(template.addresses)

    def slots(self, flat: Sequence[object]) -> list[bytes] | None:
        """What fills the holes for a document of this shape; None if anything is in doubt."""
        if self.template is None:
            return None
        texts: tuple[str, ...] = self._texts(flat)  # type: ignore[assignment]  # the layout says so
        filled = escaped(texts)
        if filled is None or not stand_for_themselves(self._addresses(texts)):  # type: ignore[arg-type]  # as above
            return None
        if self._number_types:
            numbers = number_literals(self._numbers(flat), self._number_types)
            return None if numbers is None else filled + numbers
        return filled

    def nquads(self, slots: list[bytes]) -> bytes:
        """The canonical N-Quads with these slots."""
        written = self.blocks.nquads(slots) if self.blocks is not None else None
        if written is not None:
            return written
        if self.template is None:  # pragma: no cover - then there are no slots
            raise TypeError
        quads = self.template.fill([slot.decode() for slot in slots])
        return canonical_quads(quads).encode()


class Recognized:
    """A document whose shape is known, and whose slots meet all conditions.

    It is a document within the limits of `limited`, plain JSON throughout.

    Attributes:
        shape: Its shape.
        flat: All its parts by their place in the layout.
        slots: What fills the holes.
    """

    __slots__ = ("flat", "shape", "slots")

    def __init__(self, shape: Shape, flat: Sequence[object], slots: list[bytes]) -> None:
        """Take what `Shapes.recognize` has found."""
        self.shape = shape
        self.flat = flat
        self.slots = slots

    def nquads(self) -> bytes:
        """The canonical N-Quads.

        Raises:
            TooComplexError: If telling its blank nodes apart takes too much.
        """
        return self.shape.nquads(self.slots)


class _Ends:
    """The shapes at the end of a way, which differ only in constants."""

    def __init__(self, layout: Layout) -> None:
        self.constants = picker(layout.constants)
        self.shapes: dict[tuple[object, ...], Shape] = {}


class _Turn(NamedTuple):
    """A step on the way to a shape.

    Attributes:
        at: Place of the container to look at next; -1 at the end of the way.
        kind: What kind of container it is.
        turns: Where each form of that container leads.
        ends: The shapes, at the end of the way.
    """

    at: int
    kind: int
    turns: "dict[tuple[object, ...], _Turn]"
    ends: _Ends | None


_Ways = dict[tuple[object, ...], _Turn]


@or_compiled
def followed(ways: _Ways, document: JsonObject, /) -> tuple[_Ends, list[object]] | None:
    """What the way along a document's containers ends in, and its parts; None if there is none.

    Raises:
        AttributeError, TypeError: If it is no object, or a list is among the words of a type.
    """
    flat: list[object] = [*document.values()]
    turn = ways.get((*document, *map(type, flat)))
    while turn is not None:
        at, kind, turns, ends = turn
        if ends is not None:
            return ends, flat
        value = flat[at]
        if kind == OBJECT:
            inner = value.values()  # type: ignore[attr-defined]  # the turn before saw its type
            flat += inner
            turn = turns.get((*value, *map(type, inner)))  # type: ignore[misc]  # as above
        elif kind == WORDS:
            turn = turns.get(tuple(value))  # type: ignore[arg-type]  # as above
        else:
            flat += value  # type: ignore[arg-type]  # as above
            turn = turns.get(tuple(map(type, value)))  # type: ignore[call-overload]  # as above
    return None


class Shapes:
    """The shapes that were met more than once lately, bounded in number and memory.

    Attributes:
        compiled: How many shapes were worked out so far.
    """

    def __init__(self, *, most: int = MOST_SHAPES, most_bytes: int = MOST_BYTES) -> None:
        """Take the bounds."""
        self._most = most
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self.compiled = 0
        self._clock = 0
        self._seen: dict[int, bool] = {}
        self._kept: list[tuple[tuple[object, ...], Shape]] = []
        self._length = 0
        self._ways: dict[tuple[object, ...], _Turn] = {}

    def __len__(self) -> int:
        """How many shapes are kept."""
        return len(self._kept)

    @property
    def length(self) -> int:
        """About how many bytes they take."""
        return self._length

    def recognize(self, document: JsonObject) -> Recognized | None:
        """The document by its shape; None if it must take the plain path.

        A shape that is met for the second time is worked out and kept.
        """
        try:
            known = self._known(document)
        except (AttributeError, TypeError):  # no object, or a list among the words of a type
            known = None
        if known is None:
            return self._meet(document)
        shape, parts = known
        slots = shape.slots(parts)
        return None if slots is None else Recognized(shape, parts, slots)

    def _known(self, document: JsonObject) -> tuple[Shape, list[object]] | None:
        found = followed(self._ways, document)
        return None if found is None else self._arrive(*found)

    def _arrive(self, ends: _Ends, flat: list[object]) -> tuple[Shape, list[object]] | None:
        shape = ends.shapes.get(ends.constants(flat))
        if shape is None:
            return None
        self._clock += 1  # two threads may count once; it only orders what is thrown away
        shape.used = self._clock
        return shape, flat

    def _meet(self, document: JsonObject) -> Recognized | None:
        layout = lay_out(document) if type(document) is dict else None
        if layout is None:
            return None
        flat = flattened(document, layout)
        constants = tuple(flat[place] for place in layout.constants)
        key = (layout.containers, constants)
        number = hash(key)
        with self._lock:
            worth_it = self._seen.get(number)
            if worth_it is None:
                self._seen[number] = True
                if len(self._seen) > MOST_SEEN:
                    del self._seen[next(iter(self._seen))]
        if not worth_it:
            return None
        shape = Shape(document, layout)
        with self._lock:
            self.compiled += 1
            if shape.length > self._most_bytes // 8:
                self._seen[number] = False
            else:
                self._keep(constants, shape)
        slots = shape.slots(flat)
        return None if slots is None else Recognized(shape, flat, slots)

    def _keep(self, constants: tuple[object, ...], shape: Shape) -> None:
        self._clock += 1
        shape.used = self._clock
        self._kept.append((constants, shape))
        self._length += shape.length
        if len(self._kept) > self._most or self._length > self._most_bytes:
            self._kept.sort(key=lambda kept: -kept[1].used)
            while len(self._kept) > self._most * 7 // 8 or self._length > self._most_bytes * 7 // 8:
                self._length -= self._kept.pop()[1].length
            ways: dict[tuple[object, ...], _Turn] = {}
            for values, kept in self._kept:
                _add(ways, values, kept)
            self._ways = ways
        else:
            _add(self._ways, constants, shape)


def _add(
    ways: dict[tuple[object, ...], _Turn], constants: tuple[object, ...], shape: Shape
) -> None:
    """Make the way to a shape."""
    containers = shape.layout.containers
    following = [*containers[1:], None]
    for (_, _, found), then in zip(containers, following, strict=True):
        turn = ways.get(found)
        if turn is None:
            end = _Turn(-1, -1, {}, _Ends(shape.layout))
            turn = end if then is None else _Turn(then[0], then[1], {}, None)
            ways[found] = turn
        if turn.ends is not None:
            turn.ends.shapes[constants] = shape
        ways = turn.turns


def picker(places: Sequence[int]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """What is at these places, in one call."""
    if not places:
        return _nothing
    if len(places) == 1:
        (place,) = places
        return lambda parts: (parts[place],)
    return itemgetter(*places)


def _nothing(_: Sequence[object]) -> tuple[object, ...]:
    return ()


SHAPES = Shapes()
"""The shapes of this process."""


def nquads(document: JsonObject, recognized: Recognized | None) -> bytes:
    """The canonical bytes of a JSON-LD document, as `canonical_nquads` gives them, but sooner.

    Args:
        document: The document.
        recognized: What `SHAPES.recognize` says of it.

    Raises:
        UnknownContextError: If the document names a context that is not pinned.
        TooComplexError: If it is built to exhaust memory or time.
        RefusedError: If anything in it would not be covered by the bytes.
    """
    if recognized is not None:
        try:
            return recognized.nquads()
        except RefusedError:
            pass  # the plain path says why
    return canonical_nquads(document)
