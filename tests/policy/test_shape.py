"""Shapes: what they take, what they refuse, and the JSON Schema they print."""

import pytest
from jsonschema import Draft202012Validator

from longleaf.policy.document import Json, from_json, from_yaml
from longleaf.policy.facts_reading import FACTS
from longleaf.policy.schema import LOCAL_FILE, POLICY_FILE
from longleaf.policy.shape import (
    WORD,
    Amount,
    Day,
    Either,
    Flag,
    ListOf,
    OneOf,
    Record,
    Shape,
    TableOf,
    Text,
)

LINE = Text(longest=5)


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (LINE, ["a", "12345"], ["", "  ", "123456", 1, True, None, [], {}]),
        (WORD, ["a_1"], ["A", "1a", "a b"]),
        (Amount(), ["0", "1.5", "2/3"], ["-1", "x", 1, 1.5, []]),
        (Amount(positive=True), ["0.1"], ["0", "-1"]),
        (Day(), ["2024-02-29"], ["2023-02-29", "24-01-01", "2024-1-1", 5, "\uff12024-01-01"]),
        (Flag(), [True, False], ["true", "yes", 1, None, []]),
        (OneOf(("red", "blue")), ["red"], ["read", "", 1, []]),
        (ListOf(LINE), [["a"]], [[], "a", {}, [""]]),
        (ListOf(LINE, at_least=0, at_most=1), [[], ["a"]], [["a", "b"]]),
        (TableOf(WORD, LINE), [{"a": "b"}], [{}, [], {"A": "b"}, {"a": ""}]),
        (Either(LINE, ListOf(LINE)), ["a", ["a"]], ["", [""]]),
        (Record("it", {"a": LINE}, {"b": LINE}), [{"a": "x"}], [{}, {"a": "x", "c": "y"}, "a"]),
        (Record("it", {}, {"b": LINE}), [{}], [{"b": None}]),
        (Record("it", {}, {"b": LINE}, nullable=True), [{"b": None}], [{"b": 1}]),
        (Record("it", {"a": LINE}, nullable=True), [{"a": "x"}], [{"a": None}]),
        (Record("it", {}, open=True), [{"z": 1}], ["z"]),
        (
            Record("it", {}, {"a": LINE, "b": LINE}, one_of=(("a", "b"),)),
            [{"a": "x"}],
            [{}, {"a": "x", "b": "y"}],
        ),
    ],
)
def test_a_shape_takes_what_fits_and_refuses_the_rest(
    shape: Shape, good: list[Json], bad: list[Json]
) -> None:
    assert [one for one in good if shape.check(from_json(one))] == []
    assert [one for one in bad if not shape.check(from_json(one))] == []


@pytest.mark.parametrize("shape", [POLICY_FILE, LOCAL_FILE, FACTS])
def test_the_json_schema_of_a_shape_is_one(shape: Record) -> None:
    Draft202012Validator.check_schema(shape.json_schema())


def test_the_json_schema_takes_what_the_shape_takes() -> None:
    shape = Record(
        "it",
        {"day": Day(), "flag": Flag(), "size": Amount()},
        {"kind": OneOf(("a", "b")), "list": ListOf(WORD), "table": TableOf(WORD, WORD)},
        one_of=(("kind", "list"),),
        nullable=True,
    )
    check = Draft202012Validator(shape.json_schema())
    good: Json = {"day": "2024-01-01", "flag": True, "size": "2/3", "kind": "a", "table": None}
    assert check.is_valid(good)
    assert shape.check(from_json(good)) == []
    bad: list[Json] = [{}, {"day": "2024-01-01", "flag": True, "size": 1, "kind": "a"}]
    assert [one for one in bad if check.is_valid(one) or not shape.check(from_json(one))] == []


def test_a_plain_yes_of_yaml_is_no_flag() -> None:
    assert Flag().check(from_yaml(b"true", "f")) == []
    assert Flag().check(from_yaml(b"yes", "f"))
    assert Flag().check(from_yaml(b'"true"', "f"))
