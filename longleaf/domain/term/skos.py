"""Concepts as statements of SKOS, and back again; Turtle and JSON-LD say the same statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from longleaf.domain.term.concept import Concept, Label, Usage

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCT: Final = "http://purl.org/dc/terms/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
PREFIXES: Final[Mapping[str, str]] = {
    "dct": DCT,
    "owl": OWL,
    "rdf": RDF,
    "skos": SKOS,
    "xsd": XSD,
}
LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A text with a language tag, or a value with a datatype's address."""

    text: str
    language: str = ""
    datatype: str = ""


Value = str | Literal
Statement = tuple[str, str, Value]
"""Subject and predicate as addresses; the value an address or a literal."""


def statements(
    concepts: Iterable[Concept], *, base: str, title: str, whole: bool = True
) -> list[Statement]:
    """What is said of concepts, each under `base`, such as "https://example.org/glossary".

    Args:
        concepts: Those to write.
        base: The address of the whole scheme, without a slash at its end.
        title: The scheme's.
        whole: Whether these are all concepts of the scheme.
    """
    said: list[Statement] = [
        (base, f"{RDF}type", f"{SKOS}ConceptScheme"),
        (base, f"{DCT}title", Literal(title, LANGUAGE)),
    ]
    for concept in concepts:
        said += _of_concept(concept, base)
        if whole and not concept.replaced_by:
            said.append((base, f"{SKOS}hasTopConcept", f"{base}/{concept.key}"))
    return sorted(set(said), key=_order)


def _order(statement: Statement) -> tuple[str, str, str, str, str]:
    subject, predicate, value = statement
    if isinstance(value, Literal):
        return (subject, predicate, value.text, value.language, value.datatype)
    return (subject, predicate, value, "", "")


def _of_concept(concept: Concept, base: str) -> list[Statement]:
    own, words = f"{base}/{concept.key}", f"{base}#"
    said: list[Statement] = [
        (own, f"{RDF}type", f"{SKOS}Concept"),
        (own, f"{SKOS}inScheme", base),
        (own, f"{DCT}identifier", Literal(concept.key)),
        (own, f"{words}status", Literal(concept.status)),
        (own, f"{words}sure", Literal(concept.sure)),
    ]
    texts = {
        f"{SKOS}definition": concept.definition,
        f"{SKOS}scopeNote": concept.note,
        f"{words}standardsWord": concept.standards_word,
        f"{words}lawsWord": concept.laws_word,
        f"{SKOS}editorialNote": concept.source,
    }
    said += [(own, name, Literal(text, LANGUAGE)) for name, text in texts.items() if text]
    if concept.steward:
        said.append((own, f"{words}steward", Literal(concept.steward)))
    if concept.is_spoken:
        said.append((own, f"{words}spoken", Literal("true", datatype=f"{XSD}boolean")))
    if concept.replaced_by:
        said.append((own, f"{DCT}isReplacedBy", f"{base}/{concept.replaced_by}"))
    if concept.status == "deprecated":
        said.append((own, f"{OWL}deprecated", Literal("true", datatype=f"{XSD}boolean")))
    said += _of_labels(concept, own, words)
    for usage in concept.usages:
        said += _of_usage(usage, own, words)
    return said


_LABELS: Final = {"alternative": "altLabel", "avoided": "hiddenLabel"}


def _of_labels(concept: Concept, own: str, words: str) -> list[Statement]:
    """Every label in full, and beside it as SKOS has it: no text under two of its three kinds."""
    said: list[Statement] = [(own, f"{SKOS}prefLabel", Literal(concept.word, LANGUAGE))]
    taken = {concept.word}
    for number, label in enumerate(concept.labels, start=1):
        at = f"{own}#l{number}"
        said += [
            (own, f"{words}label", at),
            (at, f"{RDF}value", Literal(label.text, LANGUAGE)),
            (at, f"{words}kind", Literal(label.kind)),
        ]
        if label.plural:
            said.append((at, f"{words}plural", Literal(label.plural, LANGUAGE)))
        if label.place:
            said.append((at, f"{words}place", Literal(label.place)))
        if label.text not in taken:
            taken.add(label.text)
            name = _LABELS.get(label.kind, "altLabel")
            said.append((own, f"{SKOS}{name}", Literal(label.text, LANGUAGE)))
    return said


_USAGE: Final = {
    "word": f"{RDF}value",
    "says": f"{DCT}description",
    "who": f"{DCT}creator",
    "kind": f"{DCT}type",
    "where": f"{DCT}spatial",
    "when": f"{DCT}temporal",
    "citation": f"{DCT}bibliographicCitation",
    "url": f"{DCT}source",
}


def _of_usage(usage: Usage, own: str, words: str) -> list[Statement]:
    at = f"{own}#{usage.key}"
    said: list[Statement] = [
        (own, f"{SKOS}example", at),
        (at, f"{words}sure", Literal(usage.sure)),
        (at, f"{DCT}date", Literal(usage.verified_on.isoformat(), datatype=f"{XSD}date")),
    ]
    for name, predicate in _USAGE.items():
        if text := getattr(usage, name):
            said.append((at, predicate, Literal(text)))
    if usage.is_basis:
        said.append((own, f"{words}restsOn", at))
    return said


class NotSkosError(ValueError):
    """The statements are not those of a glossary; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept of anybody's SKOS, as much of it as a glossary has: word, meaning, other words."""

    address: str
    word: str
    says: str
    others: tuple[str, ...]


def entries(said: Iterable[Statement]) -> tuple[Entry, ...]:
    """The concepts of anybody's SKOS that have a label, by their addresses.

    English labels go before those of other languages; without English, the first of another.

    Raises:
        NotSkosError: If there is no concept with a label.
    """
    by = _gathered(said)
    found = []
    for subject, values in sorted(by.items()):
        labels = values.get(f"{SKOS}prefLabel") or values.get(f"{RDF}label")
        if f"{SKOS}Concept" not in values.get(f"{RDF}type", ()) or not labels:
            continue
        others = [_text(one) for one in values.get(f"{SKOS}altLabel", ())]
        meanings = values.get(f"{SKOS}definition") or values.get(f"{SKOS}scopeNote") or []
        found.append(Entry(subject, _best(labels), _best(meanings), tuple(sorted(others))))
    if not found:
        message = "It holds no skos:Concept with a skos:prefLabel."
        raise NotSkosError(message)
    return tuple(found)


def _best(values: Sequence[Value]) -> str:
    english = [_text(v) for v in values if isinstance(v, Literal) and v.language[:2] == "en"]
    return (english or sorted(map(_text, values)) or [""])[0]


def _text(value: Value) -> str:
    return value.text if isinstance(value, Literal) else value


def _gathered(said: Iterable[Statement]) -> dict[str, dict[str, list[Value]]]:
    by: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in said:
        by[subject][predicate].append(value)
    return by


def concepts_from(said: Iterable[Statement], *, base: str) -> tuple[Concept, ...]:
    """The concepts again that `statements` wrote, nothing lost, by their keys.

    Raises:
        NotSkosError: If something that is always written is missing.
    """
    by = _gathered(said)
    members = [
        one for one, values in by.items() if f"{SKOS}Concept" in values.get(f"{RDF}type", ())
    ]
    try:
        return tuple(_concept(one, by, base) for one in sorted(members))
    except (IndexError, StopIteration, ValueError) as error:
        message = "It is not a glossary that this site wrote."
        raise NotSkosError(message) from error


def _concept(own: str, by: Mapping[str, Mapping[str, list[Value]]], base: str) -> Concept:
    words, values = f"{base}#", by[own]

    def text(predicate: str) -> str:
        return _text(values[predicate][0]) if values.get(predicate) else ""

    basis = {_text(one) for one in values.get(f"{words}restsOn", ())}
    labels = sorted((_text(one) for one in values[f"{words}label"]), key=_number)
    usages = sorted((_text(one) for one in values.get(f"{SKOS}example", ())), key=_number)
    return Concept(
        key=text(f"{DCT}identifier"),
        labels=tuple(_label(by[one], words) for one in labels),
        definition=text(f"{SKOS}definition"),
        note=text(f"{SKOS}scopeNote"),
        standards_word=text(f"{words}standardsWord"),
        laws_word=text(f"{words}lawsWord"),
        source=text(f"{SKOS}editorialNote"),
        sure=text(f"{words}sure"),
        status=text(f"{words}status"),
        steward=text(f"{words}steward"),
        usages=tuple(_usage(one, by[one], words, one in basis) for one in usages),
        replaced_by=text(f"{DCT}isReplacedBy").rpartition("/")[2],
        is_spoken=bool(text(f"{words}spoken")),
    )


def _number(address: str) -> tuple[int, str]:
    part = address.rpartition("#")[2]
    return (len(part), part)


def _label(values: Mapping[str, list[Value]], words: str) -> Label:
    plural, place = values.get(f"{words}plural"), values.get(f"{words}place")
    return Label(
        _text(values[f"{RDF}value"][0]),
        _text(values[f"{words}kind"][0]),
        _text(plural[0]) if plural else "",
        _text(place[0]) if place else "",
    )


def _usage(at: str, values: Mapping[str, list[Value]], words: str, is_basis: bool) -> Usage:
    told = {
        name: _text(values[predicate][0]) if values.get(predicate) else ""
        for name, predicate in _USAGE.items()
    }
    return Usage(
        key=at.rpartition("#")[2],
        verified_on=date.fromisoformat(_text(values[f"{DCT}date"][0])),
        sure=_text(values[f"{words}sure"][0]),
        is_basis=is_basis,
        **told,
    )
