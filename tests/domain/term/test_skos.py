"""SKOS that other programs read, that holds to SKOS' own conditions, and comes back whole."""

import logging
from pathlib import Path

import pytest
import skosify.check
from hypothesis import given, settings
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Node, URIRef

from longleaf.domain.term import skos
from longleaf.domain.term.concept import Concept, Label
from longleaf.domain.term.glossary import glossary_from_yaml
from longleaf.domain.term.json_ld import as_json_ld, from_json_ld
from longleaf.domain.term.skos import NotSkosError, concepts_from, entries, statements
from longleaf.domain.term.turtle import as_turtle, from_turtle
from tests.domain.term.concepts import GLOSSARIES, a_concept, a_usage

# rdflib warns itself of a class of its own.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
BASE = "https://language.example/glossary"
TERMS = Path(__file__).parents[3] / "jurisdictions/north_carolina/terms"
HOSTILE = (
    a_concept(
        "reviewer",
        a_usage('مراجع "x" \\ <b>', citation="=1+1\n@prefix a: <b> ."),
        labels=(
            Label("مراجع <script>alert(1)</script>", plural="=cmd|' /C calc'!A0"),
            Label("reviewer", "alternative"),
            Label("reviewer", "avoided"),
        ),
        definition='"""\n<b>bold</b> \\u0041 \t {{ 7*7 }}',
    ),
    a_concept("rater", replaced_by="reviewer", status="deprecated"),
)


def shipped() -> tuple[Concept, ...]:
    text, usages = (
        (TERMS / f"{name}.yaml").read_text(encoding="utf-8") for name in ("glossary", "usages")
    )
    return glossary_from_yaml(text, name="glossary.yaml", usages=usages).concepts


def said(concepts: tuple[Concept, ...]) -> list[skos.Statement]:
    return statements(concepts, base=BASE, title="Words")


def graph_of(concepts: tuple[Concept, ...], form: str) -> Graph:
    """As a program reads it that we did not write."""
    write = as_turtle if form == "turtle" else as_json_ld
    return Graph().parse(data=write(said(concepts), base=BASE), format=form)


def as_node(value: skos.Value) -> Node:
    if not isinstance(value, skos.Literal):
        return URIRef(value)
    kind = URIRef(value.datatype) if value.datatype else None
    return Literal(value.text, lang=value.language or None, datatype=kind, normalize=False)


@pytest.mark.parametrize("form", ["turtle", "json-ld"])
@pytest.mark.parametrize("concepts", [shipped(), HOSTILE], ids=["shipped", "hostile"])
def test_another_program_reads_the_very_statements(
    concepts: tuple[Concept, ...], form: str
) -> None:
    wanted = {(URIRef(s), URIRef(p), as_node(value)) for s, p, value in said(concepts)}
    assert set(graph_of(concepts, form)) == wanted


@settings(max_examples=60)
@given(GLOSSARIES)
def test_a_round_trip_loses_nothing(concepts: tuple[Concept, ...]) -> None:
    for write, read in ((as_turtle, from_turtle), (as_json_ld, from_json_ld)):
        assert concepts_from(read(write(said(concepts), base=BASE)), base=BASE) == concepts


def test_the_shipped_glossary_comes_back_whole() -> None:
    whole = tuple(sorted(shipped(), key=lambda one: one.key))
    assert concepts_from(from_turtle(as_turtle(said(whole), base=BASE)), base=BASE) == whole


def faults_of(graph: Graph, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What an independent checker has to say (Skosify: S13, S14, S27, circles), and we besides.

    S9: no concept is a scheme; S46: an exact match is no broader, narrower or related match. And
    no address within the scheme that nothing is said of.
    """
    with caplog.at_level(logging.INFO):
        skosify.check.preflabel_uniqueness(graph, policy=["shortest"])
        skosify.check.label_overlap(graph, fix=False)
        skosify.check.disjoint_relations(graph, fix=False)
        skosify.check.hierarchy_cycles(graph, fix=False)
    found = [one.message for one in caplog.records if one.levelno >= logging.WARNING]
    subjects = set(graph.subjects())
    found += [
        f"S9 {one}"
        for one in graph.subjects(RDF.type, SKOS.Concept)
        if (one, RDF.type, SKOS.ConceptScheme) in graph
    ]
    for one, other in graph.subject_objects(SKOS.exactMatch):
        found += [
            f"S46 {one}"
            for p in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
            if (one, p, other) in graph
        ]
    for predicate in (SKOS.inScheme, SKOS.hasTopConcept, SKOS.example, DCTERMS.isReplacedBy):
        found += [
            f"nothing is said of {o}" for o in graph.objects(None, predicate) if o not in subjects
        ]
    return found


@pytest.mark.parametrize("form", ["turtle", "json-ld"])
@pytest.mark.parametrize("concepts", [shipped(), HOSTILE], ids=["shipped", "hostile"])
def test_an_independent_checker_finds_no_fault(
    concepts: tuple[Concept, ...], form: str, caplog: pytest.LogCaptureFixture
) -> None:
    graph = graph_of(concepts, form)
    assert len(list(graph.subjects(RDF.type, SKOS.Concept))) == len(concepts)
    assert faults_of(graph, caplog) == []


@pytest.mark.parametrize(
    "wrong",
    [
        'c:a skos:prefLabel "one"@en, "two"@en .',
        'c:a skos:prefLabel "one"@en ; skos:altLabel "one"@en .',
        "c:a skos:broader c:b . c:b skos:broader c:a .",
        "c:a skos:related c:b ; skos:broader c:b .",
        "c:a a skos:ConceptScheme .",
        "c:a skos:exactMatch c:b ; skos:broadMatch c:b .",
        "c:a skos:inScheme c:nowhere .",
    ],
)
def test_the_checker_finds_what_is_wrong(wrong: str, caplog: pytest.LogCaptureFixture) -> None:
    start = f"@prefix skos: <{SKOS}> . @prefix c: <https://c.example/> . "
    both = "c:a a skos:Concept . c:b a skos:Concept . "
    assert faults_of(Graph().parse(data=start + both + wrong, format="turtle"), caplog)


def test_anybodys_skos_gives_words_and_meanings() -> None:
    text = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @base <https://other.example/> .
        <x> a skos:Concept ; skos:prefLabel "Prüfer"@de , 'reviewer'@en-US ;
            skos:altLabel "assessor"@en ; skos:definition "Who \\"reads\\"."@en .
        <y> a skos:Concept .
    """
    (found,) = entries(from_turtle(text))
    assert (found.word, found.says, found.others) == ("reviewer", 'Who "reads".', ("assessor",))


@pytest.mark.parametrize("text", ["", "hello", "<a> <b> .", '{"@context": "https://x.example"}'])
def test_what_is_no_skos_is_refused(text: str) -> None:
    read = from_json_ld if text.startswith("{") else from_turtle
    with pytest.raises(NotSkosError):
        entries(read(text))
