"""The claims of a document, and of parts of it, with names for blank nodes that fit together.

Selective disclosure (VC-DI-ECDSA 1.0, 3.4) compares what a whole document claims with what a
selection from it claims. For that each unnamed node must have the same name in both. The standard
writes made-up addresses into the JSON and compacts it; here each object of the JSON carries a mark
that copies keep, which leaves the document as it is.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping

from longleaf.credential.canonical.dataset import quads_of_expanded
from longleaf.credential.canonical.expand import expand
from longleaf.credential.canonical.rdfc import Quad, line
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.refusal import RefusedError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LINE = re.compile(r'([^ ]+) ([^ ]+) ("(?:[^"\\]|\\.)*+"[^ ]*|[^ ]+)(?: ([^ ]+))? \.', re.DOTALL)


class Marked(dict[str, object]):
    """A JSON object with a mark of its own."""

    mark: int


def marked(document: JsonObject) -> Marked:
    """A copy of a document in which every object has a mark."""
    copy = _copied(document, [0])
    if not isinstance(copy, Marked):  # pragma: no cover - a document is an object
        message = "A document is a JSON object."
        raise TypeError(message)
    return copy


def claims_of(*documents: JsonObject) -> list[list[Quad]]:
    """The quads of documents, without repeats, where one mark is one blank node in all of them.

    Raises:
        UnknownContextError: If a document names a context that is not pinned.
        RefusedError: If anything in a document would not be covered.
    """
    prefix = f"urn:bnid:{secrets.token_hex(16)}:"  # nobody can have written it into a document
    return [_claims(document, prefix) for document in documents]


def quads_in(nquads: bytes) -> list[Quad]:
    """The quads of canonical N-Quads, as this package writes them."""
    found = []
    for text in nquads.decode().split("\n")[:-1]:
        match = _LINE.fullmatch(text)
        if match is None:  # pragma: no cover - the bytes are our own
            message = "These are not canonical N-Quads."
            raise ValueError(message)
        subject, predicate, target, graph = match.groups("")
        found.append((subject, predicate, target, graph))
    return found


def lines_of(quads: Iterable[Quad], labels: Mapping[str, str]) -> list[str]:
    """The quads as lines under these labels for blank nodes, sorted by code point."""
    return sorted(line(quad, labels) for quad in quads)


def _copied(value: object, count: list[int]) -> object:
    if isinstance(value, dict):
        copy = Marked()
        copy.mark = count[0]
        count[0] += 1
        copy.update({name: _copied(inner, count) for name, inner in value.items()})
        return copy
    if isinstance(value, list):
        return [_copied(inner, count) for inner in value]
    return value


def _claims(document: JsonObject, prefix: str) -> list[Quad]:
    def name(element: Mapping[str, object], node: dict[str, object]) -> None:
        if "@id" not in node and isinstance(element, Marked):
            node["@id"] = f"{prefix}{element.mark}"

    expanded = _named(expand(document, each_node=name), prefix)
    if not isinstance(expanded, list):  # pragma: no cover - expansion gives a list
        message = "Expansion gives a list."
        raise TypeError(message)
    blank = f"<{prefix}"
    return list(
        dict.fromkeys(
            (
                _blank(subject, blank),
                predicate,
                _blank(target, blank),
                _blank(graph, blank),
            )
            for subject, predicate, target, graph in quads_of_expanded(expanded)
        )
    )


def _named(value: object, prefix: str, place: str = "") -> object:
    """The same expanded document with an address for every blank node, list cell and graph.

    Args:
        value: What was expanded.
        prefix: How the addresses begin.
        place: Where the value stands, counted from the nearest node.
    """
    if isinstance(value, list):
        return [_named(item, prefix, f"{place} {index}") for index, item in enumerate(value)]
    if not isinstance(value, dict) or "@value" in value:
        return value
    if "@list" in value:
        return _cells(as_list(_named(value["@list"], prefix, place)), prefix, place)
    own = str(value.get("@id", place))
    node = {name: _named(inner, prefix, f"{own} {name}") for name, inner in value.items()}
    node["@type"] = [_addressed(type_, prefix) for type_ in as_list(node.get("@type"))]
    if "@id" in node:
        node["@id"] = _addressed(node["@id"], prefix)
    elif "@graph" in node:
        node["@id"] = f"{prefix}graph:{_first_id(node['@graph'], prefix)}"
    return node


def _cells(items: list[object], prefix: str, place: str) -> object:
    """An ordered list as the nodes that RDF makes of it, named by where it stands."""
    name = hashlib.sha256(place.encode()).hexdigest()
    cell: object = {"@id": f"{_RDF}nil"}
    for index in reversed(range(len(items))):
        cell = {
            "@id": f"{prefix}list:{name}:{index}",
            f"{_RDF}first": [items[index]],
            f"{_RDF}rest": [cell],
        }
    return cell


def _addressed(name: object, prefix: str) -> object:
    if isinstance(name, str) and name.startswith("_:"):
        return f"{prefix}named:{name[2:]}"
    return name


def _first_id(graph: object, prefix: str) -> str:
    """What tells a graph from others: the node it was made of."""
    first = graph[0] if isinstance(graph, list) and graph else None
    identifier = first.get("@id") if isinstance(first, dict) else None
    if not isinstance(identifier, str):
        raise RefusedError("rearranged", "The document holds a graph that says nothing.")
    return identifier.removeprefix(prefix)


def _blank(term: str, blank: str) -> str:
    return f"_:{term[len(blank) : -1]}" if term.startswith(blank) else term
