"""The fast path gives the plain path's bytes, or nothing. See docs/algorithms/shapes.md."""

import copy
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.leaves import LARGEST_SHAPE, terms
from longleaf.credential.canonical.shapes import SHAPES, Recognized, Shapes, nquads
from longleaf.credential.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from longleaf.credential.document import JsonObject, limited
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Overall
from tests.credential.examples import NOW, SIGNER, badge, proof_of, report_on, signed
from tests.credential.generated import UNDEFINED_TERMS, documents


def plain(document: JsonObject) -> bytes | None:
    try:
        return canonical_nquads(limited(document))
    except RefusedError:
        return None


def shapes_knowing(document: JsonObject, **bounds: int) -> Shapes:
    shapes = Shapes(**bounds)
    for _ in range(2):
        shapes.recognize(document)
    return shapes


def as_plain(shapes: Shapes, document: JsonObject) -> Recognized | None:
    """What the shapes say of a document, once it is seen that they say nothing wrong."""
    found = shapes.recognize(document)
    if found is not None:
        assert found.nquads() == plain(document), document
    return found


def thing(context: object = UNDEFINED_TERMS, **members: Any) -> JsonObject:
    return {"@context": [CREDENTIALS_V2, context], "id": "urn:x", **members}


def recognized_as(known: JsonObject, document: JsonObject) -> Recognized | None:
    """A document to shapes that know another one (and that take that one)."""
    shapes = shapes_knowing(known)
    assert as_plain(shapes, known) is not None
    return as_plain(shapes, document)


def is_in_blocks(found: Recognized | None) -> bool:
    """Whether the document needed no general algorithm."""
    assert found is not None
    blocks = found.shape.blocks
    return blocks is not None and blocks.nquads(found.slots) is not None


def test_a_badge_is_recognized_the_third_time_and_written_in_blocks() -> None:
    shapes = Shapes()
    assert shapes.recognize(badge()) is None
    assert is_in_blocks(as_plain(shapes, badge()))
    assert is_in_blocks(as_plain(shapes, badge()))
    assert len(shapes) == 1


@pytest.mark.parametrize("seed", range(2))
def test_generated_documents_give_the_same_bytes_on_both_paths(seed: int) -> None:
    shapes, taken = Shapes(), 0
    for document in documents(seed, 300):
        taken += as_plain(shapes, document) is not None
    assert taken > 80


# What a string may be


@pytest.mark.parametrize(
    "odd", ["", "x", "../x", "#x", "//x", "_:b", "@id", "@foo", "a b:c", "urn:\n", "urn:<", "name"]
)  # fmt: skip
def test_what_is_no_absolute_address_takes_the_plain_path(odd: str) -> None:
    assert recognized_as(thing(p="v"), {**thing(p="v"), "id": odd}) is None


def test_an_address_that_a_context_would_read_otherwise_takes_the_plain_path() -> None:
    """Compact IRIs: "cred" is a prefix of a pinned context."""
    v1 = "https://www.w3.org/2018/credentials/v1"
    known: JsonObject = {"@context": [v1], "id": "urn:x", "type": "VerifiableCredential",
                         "issuer": "urn:y"}  # fmt: skip
    shapes = shapes_knowing(known)
    assert as_plain(shapes, known) is not None
    for prefix in sorted(terms().names):
        assert as_plain(shapes, {**known, "issuer": f"{prefix}:x"}) is None


def test_no_usual_scheme_is_a_term() -> None:
    assert terms().names.isdisjoint({"https", "http", "did", "urn", "data", "mailto", "tel"})
    assert not any(":" in name for name in terms().names)


@pytest.mark.parametrize(
    "address",
    ["urn:é", "https://example.org/a/../b", "x:y", "data:image/png;base64,AA==", "urn:\U0001f332"],
)
def test_an_address_stands_as_it_is(address: str) -> None:
    assert recognized_as(thing(p="v"), {**thing(p="v"), "id": address}) is not None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\t\r", '"\\', "\x00\x1f\x7f\x80", "é\U0001f332\u202e", "_:c14n0", "\ufdd0",
        "> .\n<urn:a> <urn:b> <urn:c> .", "x" * 100_000, "%s{}\\u0041", "a\0b",
    ],
)  # fmt: skip
def test_any_text_is_escaped_as_on_the_plain_path(text: str) -> None:
    assert recognized_as(thing(p="v", q={"r": "v"}), thing(p=text, q={"r": text})) is not None


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\ufffe", "\uffff"])
def test_text_that_is_refused_is_left_to_the_plain_path(text: str) -> None:
    assert recognized_as(thing(p="v", q="v"), thing(p="v", q=text)) is None


@pytest.mark.parametrize("number", [0, -7, 2**53, 10**20, 10**21])
@pytest.mark.parametrize("type_", [None, "urn:t", "http://www.w3.org/2001/XMLSchema#double"])
def test_whole_numbers_are_slots(number: int, type_: str | None) -> None:
    def value(content: int) -> object:
        return content if type_ is None else {"@value": content, "@type": type_}

    assert recognized_as(thing(p=value(1)), thing(p=value(number))) is not None


@pytest.mark.parametrize("number", [0.5, -0.0, 1.0, 1e-6, 1.5e-7, 1e20, 1e21, 1 / 3])
def test_numbers_with_a_fraction_are_slots(number: float) -> None:
    assert recognized_as(thing(p=1.5), thing(p=number)) is not None


@pytest.mark.parametrize("number", [2**53 + 1, float("inf"), float("nan"), 1e308, 1e-7])
def test_numbers_that_are_not_exact_take_the_plain_path(number: float) -> None:
    known = thing(p=1 if isinstance(number, int) else 1.5)
    assert recognized_as(known, thing(p=number)) is None


# What belongs to the shape


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (thing(type="T1"), thing(type="T2")),
        (thing(type=["T1"]), thing(type="T1")),
        (thing(type=["T1", "T2"]), thing(type=["T2", "T1"])),
        (thing(p="v"), thing(q="v")),
        (thing(p="v"), thing(p=["v"])),
        (thing(p=["v"]), thing(p=["v", "w"])),
        (thing(p=True), thing(p=False)),
        (thing(p=True), thing(p=1)),
        (thing(p=1), thing(p=1.0)),
        (thing(p=1), thing(p="1")),
        (thing(p={"q": "v"}), thing(p=[])),
        (thing(p={"@value": "v", "@language": "en"}), thing(p={"@value": "v", "@language": "de"})),
        (thing(p={"@value": "v", "@type": "urn:a"}), thing(p={"@value": "v", "@type": "urn:b"})),
        (thing(p={"@list": ["a"]}), thing(p={"@set": ["a"]})),
        (
            thing(OPEN_BADGES_V3, name="v"),
            thing(OPEN_BADGES_V3.replace("3.0.3", "3.0.2"), name="v"),
        ),
        (
            thing(p={"@context": [CREDENTIALS_V2, UNDEFINED_TERMS], "q": "v"}),
            thing(p={"@context": [UNDEFINED_TERMS, CREDENTIALS_V2], "q": "v"}),
        ),
    ],
)
def test_what_changes_the_meaning_is_another_shape(known: JsonObject, other: JsonObject) -> None:
    assert recognized_as(known, other) is None


def test_a_word_of_the_contexts_belongs_to_the_shape() -> None:
    """`proofPurpose` names a term, which the contexts turn into an address."""
    options: JsonObject = {"@context": [CREDENTIALS_V2], "type": "DataIntegrityProof",
                           "proofPurpose": "assertionMethod"}  # fmt: skip
    assert recognized_as(options, {**options, "proofPurpose": "authentication"}) is None


@pytest.mark.parametrize(
    "document",
    [
        thing({"p": "https://example.org/p"}, p="v"),
        thing(p={"@context": {"q": "https://example.org/q"}, "q": "v"}),
        thing(p=None),
        thing(p={"@value": {"a": "v"}, "@type": "@json"}),
        thing(p={"@value": "v", "@direction": "ltr"}),
        thing(p=b"v"),
        thing(p=("v",)),
        dict([*thing().items(), (7, "v")]),
        thing(**{"\ud800": "v"}),
        thing(type=[["T1"]]),
        thing(type=[{"a": 1}]),
        thing(p=["v"] * LARGEST_SHAPE),
        ["v"],
        "v",
        None,
    ],
)
def test_what_is_in_any_doubt_has_no_shape(document: Any) -> None:
    shapes = Shapes()
    for _ in range(4):
        assert shapes.recognize(document) is None


def nested(depth: int) -> JsonObject:
    value: object = "v"
    for _ in range(depth):
        value = {"p": value}
    return thing(p=value)


def test_what_is_recognized_is_within_the_limits_of_reading() -> None:
    for depth in range(40, 52):
        document = nested(depth)
        if shapes_knowing(document).recognize(document) is not None:
            limited(document)
    assert shapes_knowing(nested(40)).recognize(nested(40)) is not None


# What is the same only by chance


def test_equal_values_of_one_property_are_one_claim() -> None:
    known = thing(p=["a", "b", "c"])
    assert is_in_blocks(recognized_as(known, known))
    assert not is_in_blocks(recognized_as(known, thing(p=["a", "b", "a"])))


def test_values_of_one_property_are_sorted_by_code_point() -> None:
    known = thing(p=["a", "b"])
    for pair in (["b", "a"], ["\U0001f332", "\uff5e"], ["a", "a\x01"], ["a", 'a"'], ["", " "]):
        assert is_in_blocks(recognized_as(known, thing(p=pair)))


def test_nodes_with_one_address_are_one_node() -> None:
    known = thing(p={"id": "urn:y", "q": "v"}, r={"id": "urn:z", "q": "w"})
    one = thing(p={"id": "urn:y", "q": "v"}, r={"id": "urn:y", "q": "w"})
    assert is_in_blocks(recognized_as(known, known))
    assert not is_in_blocks(recognized_as(known, one))
    assert recognized_as(known, thing(p={"id": "urn:x", "q": "v"}, r={"id": "urn:y", "q": "v"}))


@pytest.mark.parametrize("other", ["urn:x#", "urn:x!", "urn:x0", "urn:x\U0001f332", "urn:w"])
def test_subjects_are_sorted_as_lines_are(other: str) -> None:
    known = thing(p={"id": "urn:y", "q": "v"})
    assert is_in_blocks(recognized_as(known, thing(p={"id": other, "q": "v"})))


def test_blank_nodes_that_look_alike_take_the_general_algorithm() -> None:
    known = thing(p=[{"q": "a"}, {"q": "b"}])
    assert is_in_blocks(recognized_as(known, known))
    assert not is_in_blocks(recognized_as(known, thing(p=[{"q": "a"}, {"q": "a"}])))


def test_lines_that_look_alike_count_each_time_in_a_hash() -> None:
    """Two children behind one property are two lines "_:a p _:z" of the parent's hash."""
    document = thing(p={"q": [{"r": "1"}, {"r": "2"}], "s": "3"}, t={"q": [{"r": "4"}], "s": "3"})
    assert is_in_blocks(recognized_as(document, document))


def test_more_than_ten_blank_nodes_are_named_in_the_order_of_their_hashes() -> None:
    def document(offset: int) -> JsonObject:
        return thing(p=[{"q": str(n + offset), "r": {"q": str(n * 7 + offset)}} for n in range(13)])

    for offset in range(5):
        assert is_in_blocks(recognized_as(document(0), document(offset)))


def test_a_blank_node_without_a_parent_and_one_of_a_blank_parent() -> None:
    known: JsonObject = {"@context": [CREDENTIALS_V2, UNDEFINED_TERMS],
                         "p": {"q": "v", "r": {"q": "w"}},
                         "s": {"id": "urn:y", "t": {"u": "v"}}}  # fmt: skip
    assert is_in_blocks(recognized_as(known, known))


def test_lists_and_graphs_are_filled_too() -> None:
    presentation: JsonObject = {
        "@context": [CREDENTIALS_V2],
        "type": "VerifiablePresentation",
        "verifiableCredential": [badge(), badge(issuer="did:example:other")],
    }
    assert recognized_as(presentation, presentation) is not None
    assert recognized_as(thing(p={"@list": ["a", "b"]}), thing(p={"@list": ["b", "a"]})) is not None


# What is never kept


def test_options_of_a_proof_are_hashed_anew_each_time() -> None:
    good = signed()
    for _ in range(4):
        assert report_on(good).overall is Overall.GOOD
    changes: list[JsonObject] = [
        {"created": "2025-08-01T12:00:01Z"},
        {"proofPurpose": "authentication"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"verificationMethod": f"{SIGNER.controller}#other"},
        {"nonce": "added"},
        {"domain": "added"},
        {"expires": "2031-01-01T00:00:00Z"},
        {"id": "urn:uuid:added"},
    ]
    for change in changes * 3:
        changed = {**good, "proof": [{**proof_of(good), **change}]}
        assert report_on(changed).overall is not Overall.GOOD, change


def test_every_string_of_a_signed_badge_is_covered_when_its_shape_is_known() -> None:
    good = signed()
    assert SHAPES.recognize({k: v for k, v in good.items() if k != "proof"}) is not None
    checked = 0
    for path in paths_of_strings({k: v for k, v in good.items() if k != "proof"}):
        changed: Any = copy.deepcopy(good)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] += "x"
        assert report_on(changed).overall is not Overall.GOOD, path
        checked += 1
    assert checked > 70


def paths_of_strings(value: object) -> Iterator[list[str | int]]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for name, inner in items:
        if isinstance(inner, str):
            yield [name]
        for path in paths_of_strings(inner):
            yield [name, *path]


def test_a_refusal_is_the_plain_path_s_own() -> None:
    document = {**thing(p="v"), "id": "relative"}
    shapes = shapes_knowing(thing(p="v"))
    with pytest.raises(RefusedError) as refused:
        nquads(document, shapes.recognize(document))
    assert refused.value.reason == "relative_address"


# Bounds


def one_off(number: int) -> JsonObject:
    return thing(**{f"p{number}": "v"})


def test_shapes_that_are_met_once_are_not_kept() -> None:
    shapes = Shapes()
    for number in range(200):
        shapes.recognize(one_off(number))
    assert len(shapes) == 0


def test_the_number_of_shapes_is_bounded_and_what_is_used_stays() -> None:
    hot = badge()
    shapes = shapes_knowing(hot, most=8)
    for number in range(30):
        shapes.recognize(one_off(number))
        shapes.recognize(one_off(number))
        assert as_plain(shapes, hot) is not None
        assert len(shapes) <= 8
    assert shapes.compiled == 31  # never the hot one again


def test_the_memory_of_shapes_is_bounded() -> None:
    shapes = Shapes(most_bytes=100_000)
    for number in range(40):
        for _ in range(2):
            shapes.recognize(thing(**{f"p{number}{'x' * 2_000}": "v"}))
    assert 0 < shapes.length <= 100_000


def test_a_shape_larger_than_its_share_is_worked_out_once() -> None:
    shapes = Shapes(most_bytes=1_000)
    for _ in range(5):
        shapes.recognize(thing(p="v"))
    assert len(shapes) == 0
    assert shapes.compiled == 1


def test_a_shape_that_the_processor_refuses_is_not_tried_again() -> None:
    shapes = Shapes()
    for _ in range(5):
        assert shapes.recognize({"@context": [CREDENTIALS_V2], "hours": "v"}) is None
    assert shapes.compiled == 1


def test_shapes_are_found_in_many_threads_while_others_are_thrown_away() -> None:
    shapes = Shapes(most=8)
    wrong: list[object] = []

    def work(own: int) -> None:
        for number in range(60):
            document = thing(**{f"p{(number * own) % 12}": ["v", str(number)], "q": own})
            found = shapes.recognize(document)
            if found is not None and found.nquads() != plain(document):
                wrong.append(document)

    threads = [threading.Thread(target=work, args=(own,)) for own in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(shapes) <= 8


# Any documents at all

_texts = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["urn:x", "urn:y", "_:b", "https://example.org/", "cred:x", "", "\ud800", "\uffff", "@id"]
)
_names = st.sampled_from(["p", "q", "r", "name", "id", "type", "@value", "@list", "@language"])
_values = st.recursive(
    _texts | st.booleans() | st.integers() | st.floats() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=10,
)


def with_other_leaves(value: object, texts: Iterator[str]) -> object:
    if isinstance(value, dict):
        return {name: with_other_leaves(inner, texts) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_other_leaves(inner, texts) for inner in value]
    return next(texts, value) if isinstance(value, str) else value


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_names, _values, max_size=4), st.lists(_texts, max_size=8))
def test_any_document_gives_the_plain_bytes_or_none(
    members: dict[str, object], texts: list[str]
) -> None:
    known = {"@context": [CREDENTIALS_V2, UNDEFINED_TERMS], **members}
    shapes = shapes_knowing(known)
    as_plain(shapes, known)
    other = with_other_leaves(members, iter(texts))
    assert isinstance(other, dict)
    as_plain(shapes, {"@context": [CREDENTIALS_V2, UNDEFINED_TERMS], **other})


def test_badges_of_one_shape_differ_in_what_they_say() -> None:
    shapes = shapes_knowing(badge())
    first, other = badge(), {**badge(), "name": "Another name"}
    bytes_of = [found.nquads() for found in map(shapes.recognize, (first, other)) if found]
    assert len(set(bytes_of)) == 2
    assert NOW.year == 2025


def test_two_empty_lists_that_may_be_one_take_the_plain_path() -> None:
    def with_lists(first: str, second: str) -> JsonObject:
        return thing(p=[{"id": name, "q": {"@list": []}} for name in (first, second)])

    shapes = shapes_knowing(with_lists("urn:a", "urn:b"))
    assert as_plain(shapes, with_lists("urn:a", "urn:a")) is None
