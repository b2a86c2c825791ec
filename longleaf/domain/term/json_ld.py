"""JSON-LD of glossaries: written with the context inside, and read where the context is inside."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from longleaf.domain.term.skos import (
    PREFIXES,
    RDF,
    XSD,
    Literal,
    NotSkosError,
    Statement,
    Value,
)


def as_json_ld(said: Iterable[Statement], *, base: str) -> str:
    """Statements as a JSON-LD document, always the same; it says what the Turtle says."""
    prefixes = {**PREFIXES, "term": f"{base}#"}
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in said:
        if predicate == f"{RDF}type":
            nodes[subject]["@type"].append(_short(str(value), prefixes))
        else:
            nodes[subject][_short(predicate, prefixes)].append(_value(value, prefixes))
    graph = [{"@id": subject, **told} for subject, told in nodes.items()]
    document = {"@context": dict(sorted(prefixes.items())), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _short(address: str, prefixes: Mapping[str, str]) -> str:
    for name, start in prefixes.items():
        if address.startswith(start):
            return f"{name}:{address[len(start) :]}"
    return address


def _value(value: Value, prefixes: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": value}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    if value.datatype:
        return {"@value": value.text, "@type": _short(value.datatype, prefixes)}
    return {"@value": value.text}


def from_json_ld(text: str) -> list[Statement]:
    """The statements of a JSON-LD document whose context, if it has one, stands inside it.

    Raises:
        NotSkosError: If it is no such document; a context elsewhere is not fetched.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "It is not JSON."
        raise NotSkosError(message) from error
    return _Reading().of(document)


class _Reading:
    """One document on its way."""

    def __init__(self) -> None:
        self.said: list[Statement] = []
        self.blanks = 0

    def of(self, document: object) -> list[Statement]:
        nodes = document if isinstance(document, list) else [document]
        for node in nodes:
            self.node(node, {})
        return self.said

    def context(self, found: object, before: Mapping[str, Any]) -> dict[str, Any]:
        terms = dict(before)
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, str):
                message = f"Its context is elsewhere ({one[:80]}) and is not fetched."
                raise NotSkosError(message)
            terms.update(one if isinstance(one, dict) else {})
        return terms

    def node(self, node: object, terms: Mapping[str, Any]) -> str:
        if not isinstance(node, dict):
            message = "A node in it is no object."
            raise NotSkosError(message)
        if "@context" in node:
            terms = self.context(node["@context"], terms)
        own = self.address(str(node["@id"]), terms) if "@id" in node else self.fresh()
        for name, values in node.items():
            if name == "@type" or terms.get(name) == "@type":
                for one in values if isinstance(values, list) else [values]:
                    self.said.append((own, f"{RDF}type", self.expanded(str(one), terms)))
            elif name == "@graph":
                for one in values if isinstance(values, list) else [values]:
                    self.node(one, terms)
            elif not name.startswith("@") and terms.get(name) != "@id":
                self.property(own, name, values, terms)
        return own

    def property(self, own: str, name: str, values: object, terms: Mapping[str, Any]) -> None:
        predicate = self.expanded(name, terms)
        if ":" not in predicate:
            return  # no term of the context: JSON-LD leaves it out
        defined = terms.get(name)
        hint = defined if isinstance(defined, dict) else {}
        if isinstance(values, dict) and hint.get("@container") == "@language":
            for language, text in values.items():
                for one in text if isinstance(text, list) else [text]:
                    self.said.append((own, predicate, Literal(str(one), language)))
            return
        for one in values if isinstance(values, list) else [values]:
            if one is not None:
                self.said.append((own, predicate, self.value(one, hint, terms)))

    def value(self, one: object, hint: Mapping[str, Any], terms: Mapping[str, Any]) -> Value:
        if isinstance(one, dict):
            if "@value" in one:
                kind = str(one.get("@type", ""))
                datatype = self.expanded(kind, terms) if kind else ""
                return Literal(str(one["@value"]), str(one.get("@language", "")), datatype)
            return self.node(one, terms)
        if hint.get("@type") == "@id":
            return self.address(str(one), terms)
        if isinstance(one, bool):
            return Literal(str(one).lower(), datatype=f"{XSD}boolean")
        language = hint.get("@language", terms.get("@language", "")) if isinstance(one, str) else ""
        return Literal(str(one), str(language or ""))

    def expanded(self, name: str, terms: Mapping[str, Any]) -> str:
        defined = terms.get(name)
        if isinstance(defined, dict):
            defined = defined.get("@id", name)
        if isinstance(defined, str) and defined != name:
            return self.expanded(defined, terms)
        prefix, colon, rest = name.partition(":")
        start = terms.get(prefix)
        if isinstance(start, dict):
            start = start.get("@id")
        if colon and isinstance(start, str) and not rest.startswith("//"):
            return start + rest
        if not colon and isinstance(vocabulary := terms.get("@vocab"), str):
            return vocabulary + name
        return name

    def address(self, text: str, terms: Mapping[str, Any]) -> str:
        prefix, colon, rest = text.partition(":")
        start = terms.get(prefix)
        if colon and isinstance(start, str) and not rest.startswith("//"):
            return start + rest
        return str(terms.get("@base", "")) + text if not colon else text

    def fresh(self) -> str:
        self.blanks += 1
        return f"_:node{self.blanks}"
