"""What is compiled does what its definition in Python does, and stays within its bounds."""

import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.credential.canonical.blocks import Blocks
from longleaf.credential.canonical.shapes import Shapes
from longleaf.credential.compiled import IS_COMPILED, TWINS
from longleaf.credential.document import MAX_DEPTH, JsonObject, limited
from longleaf.credential.refusal import RefusedError
from tests.credential.examples import badge
from tests.credential.generated import documents

needs_compiled = pytest.mark.skipif(not IS_COMPILED, reason="this is the run without it")

HOSTILE = st.text(st.characters(exclude_categories=[]), max_size=40) | st.sampled_from(
    [
        "",
        "\0",
        'a\0"b',
        "\ufffe",
        "\uffff",
        "\U0010ffff",
        "\ud800",
        "\x7f",
        "\\\\",
        "\b\t\n\f\r\x0b",
    ]
)
ADDRESSES = HOSTILE | st.sampled_from(
    ["https://x.org/a", "https:", "http:", "did:a", "urn:é", "x:y"]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**53 - 1, 2**53, -(2**53), 10**40, 1e300, 1e301, 1e-7, 0.5, 1.0, -0.0])
    | st.floats()
    | HOSTILE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(HOSTILE, inner, max_size=4),
    max_leaves=12,
)


def twins(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    defined, runs = TWINS[name]
    return defined, runs


def test_each_definition_has_a_twin_if_any_has() -> None:
    assert {runs is not defined for defined, runs in TWINS.values()} == {IS_COMPILED}


def test_python_runs_where_it_is_asked_for() -> None:
    program = "from longleaf.credential.compiled import IS_COMPILED; print(IS_COMPILED)"
    environment = {**os.environ, "LONGLEAF_COMPILED": "0"}
    answer = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)  # noqa: S603 - ours
    assert answer.strip() == "False"


@settings(max_examples=500, deadline=None)
@given(st.lists(HOSTILE, max_size=6).map(tuple))
def test_texts_are_escaped_alike(texts: tuple[str, ...]) -> None:
    defined, runs = twins("escaped")
    assert runs(texts) == defined(texts)


@settings(max_examples=500, deadline=None)
@given(st.lists(ADDRESSES, max_size=4).map(tuple))
def test_addresses_are_usual_alike(addresses: tuple[str, ...]) -> None:
    defined, runs = twins("are_usual")
    beginnings = ("https:", "http:", "did:", "urn:")
    assert runs(addresses, beginnings) == defined(addresses, beginnings)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=40).map(lambda data: bytes(9) + data))
def test_base_58_is_written_alike(data: bytes) -> None:
    defined, runs = twins("base58")
    assert runs(data) == defined(data)


@settings(max_examples=500, deadline=None)
@given(
    st.text("123zZ", max_size=520)
    | st.text("1abcdefghijkmnopqrstuvwxyz", max_size=100)
    | HOSTILE
    | st.sampled_from(["1" * 512, "z" * 512, "z" * 513, "1" * 511 + "0", "0", "1é"])
)
def test_base_58_is_read_alike(digits: str) -> None:
    defined, runs = twins("from_base58")
    assert runs(digits) == defined(digits)


@settings(max_examples=500, deadline=None)
@given(JSON)
def test_json_is_written_by_all_alike_to_both(value: object) -> None:
    defined, runs = twins("is_written_alike")
    assert runs(value) == defined(value)


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(HOSTILE, JSON, max_size=4))
def test_what_is_counted_is_within_the_limits_and_of_that_size(value: JsonObject) -> None:
    count = twins("counted")[1](value, MAX_DEPTH - 1)
    if count >= 0:
        assert limited(value) is value
        assert size_of(value) == count


@pytest.mark.parametrize(("levels", "is_counted"), [(MAX_DEPTH - 1, True), (MAX_DEPTH, False)])
@needs_compiled
def test_only_what_is_clearly_not_too_deep_is_counted(levels: int, is_counted: bool) -> None:
    value: object = "x"
    for _ in range(levels):
        value = [value]
    assert (twins("counted")[1](value, MAX_DEPTH - 1) >= 0) is is_counted


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), "\ud800", 2**53, {1: 2}, {"\udfff": 1}]
)
def test_what_readers_could_read_differently_is_not_counted(value: object) -> None:
    assert twins("counted")[1]([value], 9) == -1


@pytest.mark.parametrize("seed", range(2))
def test_documents_are_followed_and_written_alike(seed: int) -> None:
    shapes, compared = Shapes(), 0
    follow, follow_compiled = twins("followed")
    write, write_compiled = twins("written")
    for document in documents(seed, 300):
        found = shapes.recognize(document)
        try:
            followed = follow(shapes._ways, document)
        except (AttributeError, TypeError):
            followed = None
        assert follow_compiled(shapes._ways, document) == followed
        if found is not None and found.shape.blocks is not None:
            blocks = found.shape.blocks
            assert write_compiled(blocks, found.slots, sha256) == write(blocks, found.slots, sha256)
            compared += 1
    assert compared > 50


def test_a_form_is_found_among_many_that_begin_alike() -> None:
    shapes = Shapes()
    many = [{**badge(), "name": {f"name{number}": "x"}} for number in range(30)]
    for document in many * 2:
        shapes.recognize(document)
    follow, follow_compiled = twins("followed")
    for document in [*many, badge()]:
        assert follow_compiled(shapes._ways, document) == follow(shapes._ways, document)


@pytest.mark.parametrize(
    "document", [None, 7, "text", [], [1], {1: 2}, {"a": object()}, {"type": [[]]}]
)
@needs_compiled
def test_nothing_strange_is_followed(document: object) -> None:
    shapes = Shapes()
    for _ in range(2):
        shapes.recognize(badge())
    assert twins("followed")[1](shapes._ways, document) is None


PLAN = Blocks(
    addresses=((b"<", 0, b">"),),
    groups=(((b'"', 1, b'"'), (b'"', 2, b'"')),),
    hashed=((b"_:a <p> ", 1, b" .\n"), (b"_:a <p> ", 2, b" .\n")),
    label_groups=((6, 7),),
    lines=((3, b" <p> ", 4, b" .\n"), (6, b" <p> ", 8, b" .\n"), (7, b" <p> ", 9, b" .\n")),
    subjects=(3, 6, 7),
)
SLOTS = [b"urn:x", b"one", b"two"]


def test_a_plan_is_followed_alike() -> None:
    defined, runs = twins("written")
    assert runs(PLAN, SLOTS, sha256) == defined(PLAN, SLOTS, sha256)
    assert runs(PLAN, [b"urn:x", b"one", b"one"], sha256) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"addresses": ((b"<", 3, b">"),)},  # a value that comes later
        {"addresses": ((b"<", -1, b">"),)},
        {"addresses": ((b"<", 10**30, b">"),)},
        {"addresses": ((b"<", "0", b">"),)},
        {"addresses": (b"<",)},
        {"groups": (((b'"', 4, b'"'),),)},
        {"groups": ((7,),)},
        {"groups": (7,)},
        {"hashed": ((b"_:a", 99), (b"_:a", 1))},
        {"hashed": (7, 8)},
        {"hashed": tuple((b"%d" % number,) for number in range(1_025))},
        {"label_groups": ((6, 99),)},
        {"label_groups": (7,)},
        {"lines": ((3,), (99,), (7,))},
        {"lines": ((3,), 7, (7,))},
        {"subjects": (3, 6)},
        {"subjects": (3, 6, 99)},
        {"subjects": (3, 6, None)},
        {"subjects": [3, 6, 7]},
    ],
)
@needs_compiled
def test_a_plan_that_names_what_is_not_there_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises((IndexError, TypeError, ValueError, OverflowError)):
        twins("written")[1](PLAN._replace(**wrong), SLOTS, sha256)


@pytest.mark.parametrize(
    ("slots", "sha"),
    [
        ((b"urn:x", b"one", b"two"), sha256),  # no list
        ([b"urn:x", "one", b"two"], sha256),
        ([], sha256),
        (SLOTS, None),
        (SLOTS, lambda _: None),
        (SLOTS, lambda _: sha256),
    ],
)
@needs_compiled
def test_slots_and_hashes_of_another_kind_are_an_error(slots: Any, sha: Any) -> None:
    with pytest.raises((IndexError, TypeError, AttributeError)):
        twins("written")[1](PLAN, slots, sha)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("followed", ({},)),
        ("followed", ([], {})),
        ("escaped", (["x"],)),
        ("are_usual", (("x",),)),
        ("are_usual", (["x"], ("x",))),
        ("written", (PLAN, SLOTS)),
        ("written", (PLAN[:5], SLOTS, sha256)),
        ("counted", (1,)),
        ("counted", (1, -1)),
        ("counted", (1, 10**9)),
        ("base58", ("text",)),
    ],
)
@needs_compiled
def test_arguments_of_another_kind_are_an_error(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        twins(name)[1](*arguments)


def size_of(value: object) -> int:
    """Members and values, counted as `limited` counts them."""
    if isinstance(value, dict):
        return sum(2 + size_of(inner) for inner in value.values())
    return sum(1 + size_of(inner) for inner in value) if isinstance(value, list) else 0


def test_a_limit_holds_whoever_counts() -> None:
    assert limited({"a": list(range(4_997))})
    with pytest.raises(RefusedError):
        limited({"a": list(range(4_999))})
