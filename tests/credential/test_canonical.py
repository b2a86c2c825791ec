import json
import string
import threading
from collections.abc import Callable
from itertools import permutations

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.canonical.rdfc import Quad, canonical_quads
from longleaf.credential.canonical.terms import canonical_double, iri, quoted
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject, limited
from longleaf.credential.refusal import RefusedError, TooComplexError, UnknownContextError

UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
ANY = "https://www.w3.org/ns/credentials/undefined-term#"


def document(**members: object) -> JsonObject:
    """A node in which every member is defined."""
    return {"@context": [CREDENTIALS_V2, UNDEFINED_TERMS], "id": "urn:x", **members}


def lines(**members: object) -> list[str]:
    return canonical_nquads(document(**members)).decode().split("\n")[:-1]


def value_line(literal: str) -> list[str]:
    return [f"<urn:x> <{ANY}p> {literal} ."]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ("", '""'),
        ("\b\t\n\f\r", r'"\b\t\n\f\r"'),
        ('"', r'"\""'),
        ("\\", r'"\\"'),
        ("\x00\x01\x0b\x1f", r'"\u0000\u0001\u000B\u001F"'),
        ("\x7f", r'"\u007F"'),
        ("\x80\x85\u2028", '"\x80\x85\u2028"'),
        ("'é🌲\u202e", '"\'é🌲\u202e"'),
    ],
)
def test_a_literal_is_escaped_as_canonical_n_quads_ask(text: str, written: str) -> None:
    assert quoted(text) == written
    assert lines(p=text) == value_line(written)


@pytest.mark.parametrize("text", ["\ufffe", "a\uffffb"])
def test_a_code_point_that_is_no_character_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        quoted(text)


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, f'"0"^^<{XSD}integer>'),
        (-0.0, f'"0"^^<{XSD}integer>'),
        (1.0, f'"1"^^<{XSD}integer>'),
        (-7, f'"-7"^^<{XSD}integer>'),
        (2**53 - 1, f'"9007199254740991"^^<{XSD}integer>'),
        (1e20, f'"100000000000000000000"^^<{XSD}integer>'),
        (1e21, f'"1.0E21"^^<{XSD}double>'),
        (0.1, f'"1.0E-1"^^<{XSD}double>'),
        (5.5, f'"5.5E0"^^<{XSD}double>'),
        (1.5e-7, f'"1.5E-7"^^<{XSD}double>'),
        (1e-6, f'"1.0E-6"^^<{XSD}double>'),
        (1 / 3, f'"3.333333333333333E-1"^^<{XSD}double>'),
        (True, f'"true"^^<{XSD}boolean>'),
    ],
)
def test_a_number_is_written_as_ecmascript_writes_it(number: float, written: str) -> None:
    assert lines(p=number) == value_line(written)


@pytest.mark.parametrize("number", [1e-7, -2e-9, 5e-324])
def test_a_number_that_libraries_take_for_nought_is_refused(number: float) -> None:
    with pytest.raises(RefusedError) as refused:
        lines(p=number)
    assert refused.value.reason == "inexact_number"
    double = {"@value": number, "@type": f"{XSD}double"}
    assert lines(p=double) == value_line(f'"{canonical_double(number)}"^^<{XSD}double>')


def test_a_tie_between_two_doubles_is_rounded_up_as_ecmascript_does() -> None:
    assert canonical_double(12345678901.265625) == "1.234567890126563E10"


@given(st.floats(-1e300, 1e300))
def test_a_canonical_double_reads_back_to_nearly_the_same_number(number: float) -> None:
    mantissa, _, exponent = canonical_double(number).partition("E")
    assert float(f"{mantissa}e{exponent}") == pytest.approx(number, rel=1e-15, abs=0)
    assert 1 <= abs(float(mantissa)) < 10 or number == 0


@pytest.mark.parametrize(
    "value",
    [
        "relative", "", "#fragment", "//host/path", "/path", "a b:c", "urn:a b", "urn:<x>",
        'urn:"', "urn:\\u0041", "urn:x\n", "urn:{x}", "urn:x> <urn:p> <urn:y", "1urn:x", ":x",
        "urn:\xa0", "urn:\ufeff", "urn:\u2028", "@foo",
    ],
)  # fmt: skip
def test_only_an_absolute_iri_is_an_iri(value: str) -> None:
    with pytest.raises(RefusedError):
        iri(value)
    with pytest.raises(RefusedError):
        canonical_nquads({**document(p="x"), "id": value})


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"type": "relative/type"}, None),
        ({"p": {"id": "no-scheme", "p": 1}}, "relative_address"),
        ({"p": None}, "null_value"),
        ({"p": [1, None]}, "null_value"),
        ({"p": {"@value": None}}, "null_value"),
        ({"p": {"@value": "x", "@language": "not a language"}}, "not_a_language"),
        ({"p": {"@value": "x", "@language": None}}, "null_value"),
        ({"p": {"@language": "en"}}, "dropped_value"),
        ({"p": {"@value": "x", "@index": "i"}}, "rearranged"),
        ({"p": {"@set": [1], "@index": "i"}}, "rearranged"),
        ({"@graph": [{"p": 1}]}, "rearranged"),
        ({"@included": [{"p": 1}]}, "rearranged"),
        ({"@reverse": {"p": {"id": "urn:y"}}}, "rearranged"),
        ({"@unknown": 1}, "undefined_term"),
        ({"p": {"@value": "x", "@unknown": "y"}}, "undefined_term"),
        ({"_:p": 1}, "relative_address"),
        ({"p": {"@list": [None]}}, "null_value"),
        ({"@id": "urn:z"}, "not_json_ld"),
        ({"type": 7}, "not_json_ld"),
        ({"p": {"id": "@foo", "q": 1}}, "undefined_term"),
        ({"type": "@foo"}, "not_json_ld"),
        ({"p": {"@list": [["x"], "y"]}}, "not_json_ld"),
        ({"p": [{"@list": []}, {"@list": []}]}, "not_json_ld"),
        ({"p": ["x", {"@value": "x", "@direction": "rtl"}]}, "not_json_ld"),
        ({"type": ["T", "@foo"]}, "undefined_term"),
        ({"id": 7}, "not_json_ld"),
    ],
)
def test_what_would_be_lost_is_refused(members: JsonObject, reason: str | None) -> None:
    if reason is None:
        assert canonical_nquads({**document(), **members})
        return
    with pytest.raises(RefusedError) as refused:
        canonical_nquads({**document(), **members})
    assert refused.value.reason == reason


def test_a_term_that_no_context_defines_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        canonical_nquads({"@context": [CREDENTIALS_V2], "id": "urn:x", "hours": 90})
    assert refused.value.reason == "undefined_term"


def test_a_type_that_no_context_defines_is_refused() -> None:
    with pytest.raises(RefusedError):
        canonical_nquads({"@context": [CREDENTIALS_V2], "id": "urn:x", "type": ["Undefined"]})


@pytest.mark.parametrize(
    "empty", [{}, {"@context": CREDENTIALS_V2}, {"@context": [], "id": "urn:x"}]
)
def test_a_document_that_claims_nothing_is_refused(empty: JsonObject) -> None:
    with pytest.raises(RefusedError):
        canonical_nquads(empty)


@pytest.mark.parametrize(
    "context",
    [
        "https://example.org/unknown",
        {"@import": "https://example.org/unknown"},
        {"p": {"@id": "urn:p", "@context": "https://example.org/unknown"}},
        [[["https://example.org/unknown"]]],
    ],
)
def test_an_unknown_context_is_found_wherever_it_hides(context: object) -> None:
    for place in ({"@context": [CREDENTIALS_V2, context]}, {"q": {"@context": context}}):
        with pytest.raises((UnknownContextError, RefusedError)) as refused:
            canonical_nquads({**document(p=1), **place})
        assert refused.value.reason in {"unknown_context", "not_json_ld"}


def test_a_protected_term_cannot_be_redefined() -> None:
    with pytest.raises(RefusedError):
        canonical_nquads(
            {**document(p=1), "@context": [CREDENTIALS_V2, {"name": "https://example.org/name"}]}
        )


def test_contexts_that_a_document_brings_leave_no_trace_for_the_next() -> None:
    own = {
        "@context": [CREDENTIALS_V2, {"hours": "https://example.org/h"}],
        "id": "urn:x",
        "hours": 1,
    }
    assert canonical_nquads(own) == (
        b'<urn:x> <https://example.org/h> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    with pytest.raises(RefusedError):
        canonical_nquads({**own, "@context": [CREDENTIALS_V2]})


def test_lines_are_sorted_by_code_point_not_by_utf_16_unit() -> None:
    assert lines(p=["\U0001f332", "\uff5e"]) == [
        f'<urn:x> <{ANY}p> "\uff5e" .',
        f'<urn:x> <{ANY}p> "\U0001f332" .',
    ]


def test_language_and_direction_are_kept() -> None:
    assert lines(p={"@value": "x", "@language": "EN-us"}) == value_line('"x"@en-us')
    assert lines(p={"@value": "x", "@language": "ar", "@direction": "rtl"}) == value_line(
        '"x"^^<https://www.w3.org/ns/i18n#ar_rtl>'
    )


def test_a_list_keeps_its_order() -> None:
    first, second = lines(p={"@list": [1, 2]}), lines(p={"@list": [2, 1]})
    assert first != second
    assert len(first) == 5


def test_a_json_literal_is_canonical_json() -> None:
    assert lines(p={"@value": {"b": 1.0, "a": None}, "@type": "@json"}) == value_line(
        r'"{\"a\":null,\"b\":1}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
    )


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))
names = st.text(string.ascii_letters, min_size=1, max_size=4).map(lambda name: f"t{name}")
nodes = st.recursive(
    words | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(names, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def shuffled(value: object) -> object:
    if isinstance(value, dict):
        return {name: shuffled(value[name]) for name in reversed(list(value))}
    if isinstance(value, list):
        return [shuffled(item) for item in reversed(value)]
    return value


@settings(max_examples=40, deadline=None)
@given(nodes)
def test_the_order_of_members_and_of_sets_does_not_matter(value: object) -> None:
    first = document(p=value, q=1)
    assert canonical_nquads(first) == canonical_nquads(limited(shuffled(first)))


@settings(max_examples=60, deadline=None)
@given(words, words)
def test_two_texts_never_share_their_bytes(first: str, second: str) -> None:
    assert (lines(p=first) == lines(p=second)) == (first == second)


def blank_cycle(size: int, *, label: Callable[[int], str]) -> list[Quad]:
    return [(label(n), "<urn:p>", label((n + 1) % size), "") for n in range(size)]


@given(st.permutations(range(6)))
def test_names_of_blank_nodes_do_not_depend_on_their_labels(order: list[int]) -> None:
    plain = blank_cycle(6, label=lambda n: f"_:n{n}")
    renamed = blank_cycle(6, label=lambda n: f"_:z{order[n]}")
    assert canonical_quads(plain) == canonical_quads(reversed(renamed))


def test_blank_nodes_that_differ_only_at_a_distance_get_stable_names() -> None:
    """Two chains of equal beginnings, told apart by their ends (RDFC-1.0, 4.8)."""

    def chain(a: str, b: str, end: str) -> list[Quad]:
        return [(a, "<urn:p>", b, ""), (b, "<urn:p>", a, ""), (b, "<urn:q>", end, "")]

    one = chain("_:a", "_:b", '"1"') + chain("_:c", "_:d", '"2"')
    two = chain("_:c", "_:d", '"1"') + chain("_:a", "_:b", '"2"')
    assert canonical_quads(one) == canonical_quads(two)


def clique(size: int) -> list[Quad]:
    pairs = permutations(range(size), 2)
    return [(f"_:{a}", "<urn:p>", f"_:{b}", "") for a, b in pairs]


@pytest.mark.parametrize(
    "quads",
    [
        clique(12),
        clique(100),
        blank_cycle(5000, label=lambda n: f"_:{n}"),
        [(f"_:{n}", "<urn:p>", f"_:{n}", f"_:{n + 1}") for n in range(1000)],
    ],
    ids=["clique", "large clique", "long circle", "graphs"],
)
def test_a_dataset_built_to_exhaust_time_is_refused(quads: list[Quad]) -> None:
    """Refused for its size, not by running out of stack; the suite's own time bounds the time."""
    with pytest.raises(TooComplexError):
        canonical_quads(quads)


def test_many_alike_nodes_beside_each_other_are_no_burden() -> None:
    star = canonical_quads(("_:hub", "<urn:p>", f"_:{n}", "") for n in range(2000))
    assert star.count("\n") == 2000


def test_deep_documents_are_read_in_any_thread() -> None:
    value: object = "x"
    for _ in range(40):
        value = {"p": value}
    failures: list[BaseException] = []

    def work() -> None:
        try:
            canonical_nquads(document(p=value))
        except RefusedError as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert failures == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1.0, "a": "é\u0001"}, '{"a":"é\\u0001","b":1}'),
        ([1e21, 1e-7, -0.0], "[1e+21,1e-7,0]"),
        ({"\U0001f332": 1, "\uff5e": 2}, '{"\U0001f332":1,"\uff5e":2}'),
    ],
)
def test_jcs_writes_json_as_rfc_8785_does(value: object, written: str) -> None:
    assert canonical_json(value).decode() == written
    assert json.loads(canonical_json(value)) == value


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (2**53, "9007199254740992"),
        (-(2**60), "-1152921504606847000"),
        (10**20, "100000000000000000000"),
        (10**21, "1e+21"),
        (1e20, "100000000000000000000"),
    ],
)
def test_jcs_writes_large_whole_numbers_as_ecmascript_does(number: float, written: str) -> None:
    assert canonical_json([number]).decode() == f"[{written}]"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=15,
)


@settings(max_examples=300, deadline=None)
@given(json_values)
def test_jcs_is_what_an_independent_implementation_writes(value: object) -> None:
    try:
        expected: bytes | None = rfc8785.dumps(value)  # type: ignore[arg-type]  # any JSON
    except (rfc8785.CanonicalizationError, UnicodeError):
        expected = None
    try:
        found: bytes | None = canonical_json(value)
    except RefusedError:
        found = None
    assert found == expected


@pytest.mark.parametrize(
    "number",
    [1e-4, 0.00011, 0.1, 1.5, 123456789.125, 1e14 + 0.5, 999999999999999.9, 1e15, 1e16, 3.0],
)
def test_jcs_writes_numbers_as_an_independent_implementation(number: float) -> None:
    assert canonical_json([number, -number]) == rfc8785.dumps([number, -number])


def test_jcs_refuses_what_has_no_canonical_form() -> None:
    with pytest.raises(RefusedError):
        canonical_json({"a": 2**60 + 1})
    with pytest.raises(RefusedError):
        canonical_json({"a": "\ud800"})


def inline(context: JsonObject, **members: object) -> JsonObject:
    return {"@context": [CREDENTIALS_V2, context], "id": "urn:x", **members}


def test_a_graph_container_of_the_contexts_keeps_its_own_graph() -> None:
    presentation: JsonObject = {
        "@context": [CREDENTIALS_V2],
        "id": "urn:p",
        "type": "VerifiablePresentation",
        "verifiableCredential": {
            "@context": [CREDENTIALS_V2],
            "id": "urn:c",
            "type": "VerifiableCredential",
        },
    }
    assert canonical_nquads(presentation).decode().split("\n")[:-1] == [
        "<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://www.w3.org/2018/credentials#VerifiableCredential> _:c14n0 .",
        "<urn:p> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://www.w3.org/2018/credentials#VerifiablePresentation> .",
        "<urn:p> <https://www.w3.org/2018/credentials#verifiableCredential> _:c14n0 .",
    ]


def test_blank_nodes_named_in_the_document_keep_their_identity() -> None:
    shared = lines(p=[{"id": "_:a", "q": 1}, {"r": {"id": "_:a"}}])
    apart = lines(p=[{"id": "_:a", "q": 1}, {"r": {"id": "_:b"}}])
    assert len(shared) == 4
    assert len({line.split()[-2] for line in shared if "#r>" in line} - {"_:c14n2"}) == 1
    assert shared != apart


def test_a_context_that_only_wraps_another_is_read_as_that_one() -> None:
    plain = canonical_nquads(inline({"p": "urn:p"}, p="x"))
    assert canonical_nquads(inline({"@context": {"p": "urn:p"}}, p="x")) == plain


def test_a_map_of_languages_is_kept_and_a_null_in_it_refused() -> None:
    context: JsonObject = {"label": {"@id": "urn:label", "@container": "@language"}}
    assert canonical_nquads(inline(context, label={"en": "x"})) == b'<urn:x> <urn:label> "x"@en .\n'
    with pytest.raises(RefusedError) as refused:
        canonical_nquads(inline(context, label={"en": None}))
    assert refused.value.reason == "null_value"
    for odd in ({"@value": "x", "@language": "en"}, {"not a language": "x"}):
        with pytest.raises(RefusedError) as refused:
            canonical_nquads(inline(context, label=odd))
        assert refused.value.reason == "not_a_language"


@pytest.mark.parametrize("value", [{"@value": ["x"]}, {"@value": {"a": 1}}, {"@list": 1, "q": 2}])
def test_a_malformed_value_is_refused(value: object) -> None:
    with pytest.raises(RefusedError) as refused:
        lines(p=value)
    assert refused.value.reason == "not_json_ld"


def test_a_set_within_a_list_is_the_same_list() -> None:
    assert lines(p={"@list": {"@set": [7]}}) == lines(p={"@list": [7]})


def test_a_document_of_nothing_but_an_identifier_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        canonical_nquads({"@context": [CREDENTIALS_V2], "id": "urn:x"})
    assert refused.value.reason in {"dropped_value", "says_nothing"}
