"""Canonical N-Quads of a filled template, one block of lines per subject, without general work.

Which lines a subject has, and the order of their predicates, is the same for all documents of a
shape. What differs is worked out anew: the hashes that name blank nodes, the order of values behind
one predicate, the order of the subjects. Whenever that is not enough to be sure, `None` is the
answer, and the general algorithm does the work.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from hashlib import sha256
from operator import itemgetter
from typing import NamedTuple, Protocol

from longleaf.credential.canonical.template import Template, Term, is_node
from longleaf.credential.compiled import or_compiled

_Piece = bytes | int
"""A fixed text, or the index of a value."""
_Pieces = tuple[_Piece, ...]
_Picker = Callable[[Sequence[bytes]], tuple[bytes, ...]]

_SEPARATOR = b"\0"
"""Stands nowhere in N-Quads: the standard writes it as an escape."""

_LABELS = tuple(b"_:c14n%d" % number for number in range(1_024))


class Plan(NamedTuple):
    """How to write the documents of one shape, as data.

    Values are counted in this order: the slots, the subjects' addresses in brackets, the values of
    groups once sorted, the labels of blank nodes, the labels of groups once sorted. The compiled
    part relies on the order of the fields.

    Attributes:
        addresses: The subjects' addresses in brackets, which must differ from each other.
        groups: For values that share subject and predicate, the pieces of each.
        hashed: For each blank node the text that its first-degree hash is made of.
        label_groups: For blank nodes that share subject and predicate, their labels.
        lines: The lines of each subject; each line begins with a value.
        subjects: The subjects, as values.
    """

    addresses: tuple[_Pieces, ...]
    groups: tuple[tuple[_Pieces, ...], ...]
    hashed: tuple[_Pieces, ...]
    label_groups: tuple[tuple[int, ...], ...]
    lines: tuple[_Pieces, ...]
    subjects: tuple[int, ...]


class _Pattern:
    """Fixed texts and values in turn, joined in one go."""

    def __init__(self, pieces: Iterable[_Piece]) -> None:
        texts, indexes = [b""], list[int]()
        for piece in pieces:
            if isinstance(piece, int):
                indexes.append(piece)
                texts += [b"", b""]
            else:
                texts[-1] += piece
        self._texts = texts
        self._values = _picker(indexes)

    def fill(self, values: Sequence[bytes]) -> bytes:
        return b"".join(self.parts(values))

    def parts(self, values: Sequence[bytes]) -> list[bytes]:
        """The texts and values in turn."""
        texts = self._texts.copy()
        texts[1::2] = self._values(values)
        return texts


class _Patterns:
    """A plan made ready for being followed in Python."""

    def __init__(self, plan: Plan) -> None:
        self.addresses = [_Pattern(pieces) for pieces in plan.addresses]
        self.groups = [[_Pattern(pieces) for pieces in group] for group in plan.groups]
        parted = [piece for pieces in plan.hashed for piece in (*pieces, _SEPARATOR)]
        self.hashed = _Pattern(parted[:-1])
        self.label_groups = [_picker(group) for group in plan.label_groups]
        self.lines = _Pattern(piece for pieces in plan.lines for piece in pieces)
        self.subjects = _picker(plan.subjects)
        self.sections: list[tuple[int, int]] = []
        begins = 1  # parts are texts and values in turn, and every line begins with a value
        for pieces in plan.lines:
            ends = begins + 2 * sum(isinstance(piece, int) for piece in pieces)
            self.sections.append((begins, ends))
            begins = ends


class Blocks(Plan):
    """A plan that can be followed."""

    @cached_property
    def patterns(self) -> _Patterns:
        """The same, made ready once."""
        return _Patterns(self)

    @property
    def length(self) -> int:
        """About how many bytes it takes to keep."""
        return 2 * sum(map(_length, self.lines))  # what is hashed is in them, too

    def nquads(self, slots: list[bytes]) -> bytes | None:
        """The canonical N-Quads; None if only the general algorithm can tell.

        Args:
            slots: The filled slots, as `Template.fill` takes them.
        """
        return written(self, slots, sha256)


def _length(pieces: _Pieces) -> int:
    return 50 * len(pieces) + sum(len(piece) for piece in pieces if isinstance(piece, bytes))


class _Hash(Protocol):
    def digest(self) -> bytes: ...


@or_compiled
def written(
    blocks: Blocks, slots: list[bytes], sha256: Callable[[bytes], _Hash], /
) -> bytes | None:
    """The canonical N-Quads; None if only the general algorithm can tell.

    Args:
        blocks: How to write them.
        slots: The filled slots, as `Template.fill` takes them.
        sha256: The hash that tells blank nodes apart.
    """
    patterns = blocks.patterns
    subjects = [pattern.fill(slots) for pattern in patterns.addresses]
    if len(set(subjects)) != len(subjects):
        return None  # two nodes of the document are one
    values = [*slots, *subjects]
    for group in patterns.groups:
        texts = sorted([pattern.fill(slots) for pattern in group])
        if len(set(texts)) != len(texts):
            return None  # the same claim twice
        values += texts
    if len(blocks.hashed) > 1:
        hashes = [sha256(text).digest() for text in patterns.hashed.fill(values).split(_SEPARATOR)]
        labels = dict(zip(sorted(hashes), _LABELS, strict=False))
        if len(labels) != len(blocks.hashed):
            return None  # first-degree hashes do not tell all blank nodes apart
        values += [labels[digest] for digest in hashes]
    elif blocks.hashed:
        values.append(_LABELS[0])
    for group_of_labels in patterns.label_groups:
        values += sorted(group_of_labels(values))
    parts = patterns.lines.parts(values)
    lines: list[bytes] = []
    for _, (begins, ends) in sorted(zip(patterns.subjects(values), patterns.sections, strict=True)):
        lines += parts[begins:ends]
    return b"".join(lines)


def make_blocks(template: Template) -> Blocks | None:
    """How to write the documents of a template in blocks; None if it needs the general algorithm.

    Named graphs need it, and blank nodes that several claims point to.
    """
    plan = _Plan(template)
    return plan.blocks() if plan.is_tree else None


class _Plan:
    def __init__(self, template: Template) -> None:
        self._by_subject: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._parents: dict[Term, list[tuple[Term, str]]] = defaultdict(list)
        self.is_tree = True
        for subject, predicate, target, graph in template.quads:
            self._by_subject[subject][predicate].append(target)
            if is_node(target):
                self._parents[target].append((subject, predicate))
            if graph is not None or (isinstance(subject, str) and not is_node(subject)):
                self.is_tree = False
        self._nodes = [subject for subject in self._by_subject if is_node(subject)]
        self.is_tree &= all(len(parents) == 1 for parents in self._parents.values())
        self.is_tree &= self._parents.keys() <= set(self._nodes)
        self.is_tree &= len(self._nodes) <= len(_LABELS)
        self._slots = len(template.addresses) + len(template.texts) + len(template.numbers)
        self._objects: dict[tuple[Term, str, str], list[_Pieces]] = {}

    def blocks(self) -> Blocks:
        addresses = [term for term in self._by_subject if not is_node(term)]
        self._count = self._slots
        self._subjects: dict[Term, int] = self._places(addresses)
        alike = list(self._alike())
        groups = [self._group(*several) for several in alike if several[2] != "_"]
        self._subjects.update(self._places(self._nodes))
        label_groups = [self._label_group(*several) for several in alike if several[2] == "_"]
        return Blocks(
            addresses=tuple(map(_pieces, addresses)),
            groups=tuple(group for group in groups if group),
            hashed=tuple(_merged(self._hashed(node)) for node in self._nodes),
            label_groups=tuple(group for group in label_groups if group),
            lines=tuple(_merged(self._lines(subject)) for subject in self._subjects),
            subjects=tuple(self._subjects.values()),
        )

    def _places(self, terms: Sequence[Term]) -> dict[Term, int]:
        first = self._count
        self._count += len(terms)
        return {term: first + number for number, term in enumerate(terms)}

    def _group(
        self, subject: Term, predicate: str, kind: str, terms: list[Term]
    ) -> tuple[_Pieces, ...]:
        """Values that are to be sorted; none if their order is known or there is nothing to sort.

        Literals begin with a quote and addresses with "<", so the two kinds never mix in order.
        """
        fixed = [term for term in terms if isinstance(term, str)]
        if len(terms) == 1 or len(fixed) == len(terms):
            ordered: list[_Pieces] = [(text.encode(),) for text in sorted(fixed)]
            ordered = ordered or [_pieces(terms[0])]
            self._objects[subject, predicate, kind] = ordered
            return ()
        places = range(self._count, self._count + len(terms))
        self._count += len(terms)
        self._objects[subject, predicate, kind] = [(place,) for place in places]
        return tuple(_pieces(term) for term in terms)

    def _label_group(
        self, subject: Term, predicate: str, kind: str, terms: list[Term]
    ) -> tuple[int, ...]:
        """Labels that are to be sorted; none if there is but one."""
        places = [self._subjects[term] for term in terms]
        if len(places) == 1:
            self._objects[subject, predicate, kind] = [(places[0],)]
            return ()
        ordered = range(self._count, self._count + len(terms))
        self._count += len(terms)
        self._objects[subject, predicate, kind] = [(place,) for place in ordered]
        return tuple(places)

    def _alike(self) -> Iterable[tuple[Term, str, str, list[Term]]]:
        for subject, predicates in self._by_subject.items():
            for predicate, targets in predicates.items():
                if len(targets) == 1:
                    yield subject, predicate, _kind(targets[0]), targets
                    continue
                kinds: dict[str, list[Term]] = defaultdict(list)
                for target in targets:
                    kinds[_kind(target)].append(target)
                for kind in sorted(kinds):
                    yield subject, predicate, kind, kinds[kind]

    def _hashed(self, node: Term) -> list[_Piece]:
        """The lines of RDFC-1.0, 4.6.3 in their order: "<" before "_:a" before "_:z"."""
        first: list[_Piece] = []
        last: list[_Piece] = []
        for parent, predicate in self._parents.get(node, ()):
            if is_node(parent):
                last.append(f"_:z {predicate} _:a .\n".encode())
            else:
                first += [self._subjects[parent], f" {predicate} _:a .\n".encode()]
        lines: list[_Piece] = []
        for predicate in sorted(self._by_subject[node]):
            for target in self._values(node, predicate):
                lines += [f"_:a {predicate} ".encode(), *target, b" .\n"]
            children = sum(map(is_node, self._by_subject[node][predicate]))
            lines += [f"_:a {predicate} _:z .\n".encode()] * children
        return first + lines + last

    def _lines(self, subject: Term) -> list[_Piece]:
        lines: list[_Piece] = []
        for predicate in sorted(self._by_subject[subject]):
            labels = self._objects.get((subject, predicate, "_"), [])
            for target in (*self._values(subject, predicate), *labels):
                lines += [self._subjects[subject], f" {predicate} ".encode(), *target, b" .\n"]
        return lines

    def _values(self, subject: Term, predicate: str) -> list[_Pieces]:
        literals = self._objects.get((subject, predicate, '"'), [])
        return literals + self._objects.get((subject, predicate, "<"), [])


def _kind(term: Term) -> str:
    """The character that a term begins with; numbers are literals, too."""
    return (term if isinstance(term, str) else term[0] or '"')[0]


def _pieces(term: Term) -> _Pieces:
    if isinstance(term, str):
        return (term.encode(),)
    before, slot, behind = term
    return (before.encode(), slot, behind.encode())


def _merged(pieces: Iterable[_Piece]) -> _Pieces:
    """The same pieces, with fixed texts that stand together as one."""
    merged: list[_Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, bytes) and isinstance(last, bytes):
            merged[-1] = last + piece
        else:
            merged.append(piece)
    return tuple(merged)


def _picker(indexes: Sequence[int]) -> _Picker:
    """The values of these indexes, in one call."""
    if not indexes:
        return lambda _: ()
    if len(indexes) == 1:
        (index,) = indexes
        return lambda values: (values[index],)
    return itemgetter(*indexes)
