"""From expanded JSON-LD to RDF quads (JSON-LD 1.1 API, 8), refusing what RDF cannot say."""

from collections.abc import Mapping

from longleaf.credential.canonical.expand import expand
from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.canonical.rdfc import Hash, Quad, canonical_quads
from longleaf.credential.canonical.terms import canonical_double, iri, is_written_as_integer, quoted
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.refusal import RefusedError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DOUBLE = f"{_XSD}double"
_SMALL = 1e-6
"""Below this, ECMAScript writes 1e-7 where it writes 0.000001 above. Of such numbers, those without
a point are taken for whole by widely used libraries, and signed as nought."""
_STRING = f"{_XSD}string"
_NIL = f"<{_RDF}nil>"
_NODE_KEYWORDS = frozenset({"@id", "@type", "@graph"})


def canonical_nquads(document: JsonObject, *, by: Hash = "sha256") -> bytes:
    """The canonical bytes of a JSON-LD document: RDFC-1.0 over the pinned contexts, strictly.

    Text direction is kept as VC 2.0 asks: in the data type of the literal ("i18n-datatype").

    Raises:
        UnknownContextError: If the document names a context that is not pinned.
        TooComplexError: If it is built to exhaust memory or time.
        RefusedError: If anything in it would not be covered by the bytes.
    """
    try:
        return canonical_quads(quads_of_expanded(expand(document)), by=by).encode()
    except UnicodeEncodeError as error:
        message = "The text holds half of a character (a surrogate)."
        raise RefusedError("broken_text", message) from error


def quads_of_expanded(expanded: list[object]) -> list[Quad]:
    """The quads of an expanded document, without repeats.

    Raises:
        RefusedError: If anything in it would be lost.
    """
    return Dataset().quads(expanded)


class Dataset:
    """Turns expanded JSON-LD into quads; how literals are written can be put otherwise."""

    def __init__(self) -> None:
        self._quads: dict[Quad, None] = {}
        self._nodes: dict[str, str] = {}
        self._directions: dict[tuple[object, ...], object] = {}
        self._fresh = 0

    def quads(self, expanded: list[object]) -> list[Quad]:
        """The quads of an expanded document, without repeats."""
        for item in expanded:
            self._node(_object(item), "")
        return list(self._quads)

    def _add(self, subject: str, predicate: str, target: str, graph: str) -> None:
        self._quads[subject, predicate, target, graph] = None

    def _new_node(self) -> str:
        self._fresh += 1
        return f"_:n{self._fresh}"

    def _name(self, identifier: object) -> str:
        """An IRI, or a blank node under a name that no unnamed node can have."""
        text = _text(identifier)
        if text.startswith("_:"):
            return self._nodes.setdefault(text, f"_:g{len(self._nodes)}")
        return iri(text)

    def _type(self, type_: str) -> str:
        if ":" not in type_:
            raise RefusedError(
                "undefined_term",
                f'The type "{type_[:100]}" is not defined by the document\'s contexts; '
                "what the document says it is would mean nothing.",
            )
        return self._name(type_)

    def _node(self, node: Mapping[str, object], graph: str) -> str:
        name = self._name(node["@id"]) if "@id" in node else self._new_node()
        types = node.get("@type", [])
        for type_ in types if isinstance(types, list) else [types]:
            self._add(name, f"<{_RDF}type>", self._type(_text(type_)), graph)
        for member, values in node.items():
            if member == "@graph":
                for item in as_list(values):
                    self._node(_object(item), name)
            elif not member.startswith("@"):
                predicate = iri(member)
                for value in as_list(values):
                    self._refuse_same_but_for_direction((name, predicate, graph), _object(value))
                    target = self._value(_object(value), graph)
                    if target == _NIL and (name, predicate, target, graph) in self._quads:
                        message = "The document has two empty lists that are one and the same."
                        raise RefusedError("not_json_ld", message)  # libraries count them twice
                    self._add(name, predicate, target, graph)
            elif member not in _NODE_KEYWORDS:
                raise RefusedError("rearranged", f'The document uses "{member}".')
        return name

    def _refuse_same_but_for_direction(
        self, place: tuple[str, str, str], value: Mapping[str, object]
    ) -> None:
        """Refuse two values of which widely used libraries drop one, taking them for the same."""
        content = value.get("@value")
        if not isinstance(content, str) or "@type" in value:
            return
        direction = value.get("@direction")
        text = (*place, content, value.get("@language"))
        if self._directions.setdefault(text, direction) != direction:
            message = "The document has the same text twice, in two directions."
            raise RefusedError("not_json_ld", message)

    def _value(self, value: Mapping[str, object], graph: str) -> str:
        if "@index" in value:
            raise RefusedError("rearranged", "The document uses an index, which is not signed.")
        if "@value" in value:
            return self.literal(value)
        if "@list" in value:
            return self._list(as_list(value["@list"]), graph)
        return self._node(value, graph)

    def _list(self, items: list[object], graph: str) -> str:
        head = _NIL
        for item in reversed(items):
            cell = self._new_node()
            self._add(cell, f"<{_RDF}first>", self._value(_object(item), graph), graph)
            self._add(cell, f"<{_RDF}rest>", head, graph)
            head = cell
        return head

    def literal(self, value: Mapping[str, object]) -> str:
        """A value object as a literal of N-Quads."""
        content, type_ = value["@value"], value.get("@type")
        if type_ == "@json":
            return f"{quoted(canonical_json(content).decode())}^^<{_RDF}JSON>"
        if isinstance(content, bool):
            return _typed("true" if content else "false", type_ or f"{_XSD}boolean")
        if isinstance(content, int | float):
            return number_literal(content, type_)
        text = _text(content)
        if "@direction" in value:
            language = value.get("@language", "")
            return _typed(text, f"https://www.w3.org/ns/i18n#{language}_{value['@direction']}")
        if "@language" in value:
            return f"{quoted(text)}@{_text(value['@language'])}"
        return _typed(text, type_ or _STRING)


def number_literal(number: float, type_: object) -> str:
    """A number as a literal, as JSON-LD writes it under a data type or without one (None)."""
    if type_ != _DOUBLE and 0 < abs(number) < _SMALL and "." not in repr(number):
        message = "The document holds a number so small that implementations write it differently."
        raise RefusedError("inexact_number", message)
    if type_ == _DOUBLE or not is_written_as_integer(number):
        return _typed(canonical_double(number), type_ or _DOUBLE)
    return _typed(str(int(number)), type_ or f"{_XSD}integer")


def _typed(text: str, type_: object) -> str:
    return quoted(text) if type_ == _STRING else f"{quoted(text)}^^{iri(_text(type_))}"


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise RefusedError("dropped_value", "A value of the document means nothing in JSON-LD.")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError("undefined_term", "A type or name in the document is not defined.")
    return value
