"""A draft's text: what is edited changes, and every other sign of the file stays."""

from datetime import date

import pytest
import yaml

from longleaf.domain.renewal.draft import (
    continued,
    groups_in,
    path_of,
    sections_in,
    text_hash,
    with_values,
)

TEXT = """\
# A comment that stays.
parameters:
  total:  # and this one
    unit: credit
    values:
      - last: 2025-06-30
        unknown: >-
          Nobody knows: it was
          not found.
        citation: [one, two]
      - first: 2025-07-01
        value: 8
        citation: [two]
licenses:
  teacher:
    requires:
      split:
        - minima: {academic: 3, general: 5}
          citation: [one]
"""
VALUE = "parameters.total.values.1.value"


def test_the_sections_of_a_text_are_found() -> None:
    assert sections_in(TEXT) == ["parameters", "licenses"]


def test_each_row_gives_its_fields_and_its_citation() -> None:
    last = groups_in(TEXT, "parameters")[-1]
    assert [(one.key, one.typed) for one in last.fields] == [
        ("parameters.total.values.1.first", "2025-07-01"),
        (VALUE, "8"),
        ("parameters.total.values.1.citation", "two"),
    ]


def test_the_minima_stand_with_their_split() -> None:
    (row,) = groups_in(TEXT, "licenses")
    assert [one.label for one in row.fields] == ["citation", "minima: academic", "minima: general"]


def test_only_the_value_changes() -> None:
    assert with_values(TEXT, {VALUE: "9"}) == TEXT.replace("value: 8", "value: 9")


def test_a_text_over_several_lines_becomes_one_and_the_rest_stays() -> None:
    found = with_values(TEXT, {"parameters.total.values.0.unknown": 'It is: "9" # said'})
    assert yaml.safe_load(found)["parameters"]["total"]["values"][0]["unknown"] == (
        'It is: "9" # said'
    )
    assert found.endswith(TEXT[TEXT.index("        citation: [one, two]") :])


def test_citations_are_typed_with_commas() -> None:
    found = with_values(TEXT, {"parameters.total.values.0.citation": "three,  one"})
    assert "citation: [three, one]" in found


def test_a_field_typed_as_it_was_changes_nothing() -> None:
    same = {one.key: one.typed for group in groups_in(TEXT, "parameters") for one in group.fields}
    assert with_values(TEXT, same) == TEXT


def test_a_field_that_is_not_there_is_left() -> None:
    assert with_values(TEXT, {"parameters.nothing": "9"}) == TEXT


@pytest.mark.parametrize("typed", ["- 9", "{a: b}", "*x", "!!python/object", "'", "null: x", "é"])
def test_what_is_typed_never_becomes_structure(typed: str) -> None:
    found = with_values(TEXT, {VALUE: typed})
    assert yaml.safe_load(found)["parameters"]["total"]["values"][1]["value"] == typed
    assert yaml.safe_load(found)["licenses"] == yaml.safe_load(TEXT)["licenses"]


def test_a_row_is_continued_from_a_day_on() -> None:
    found = continued(TEXT, "parameters.total.values", date(2028, 7, 1))
    rows = yaml.safe_load(found)["parameters"]["total"]["values"]
    assert rows[1:] == [
        {"first": date(2025, 7, 1), "last": date(2028, 6, 30), "value": 8, "citation": ["two"]},
        {"first": date(2028, 7, 1), "value": 8, "citation": ["two"]},
    ]
    assert found.startswith(TEXT[: TEXT.index("      - first")])
    assert found.endswith(TEXT[TEXT.index("licenses:") :])


def test_the_last_line_of_a_file_needs_no_end_to_be_continued() -> None:
    found = continued(TEXT.rstrip("\n"), "licenses.teacher.requires.split", date(2028, 7, 1))
    rows = yaml.safe_load(found)["licenses"]["teacher"]["requires"]["split"]
    assert [set(row) for row in rows] == [
        {"last", "minima", "citation"},
        {"first", "minima", "citation"},
    ]


def test_a_file_is_asked_for_by_folder_and_name() -> None:
    assert path_of({"folder": "policy", "name": "locals/a.yaml", "text": ""}) == (
        "policy/locals/a.yaml"
    )


def test_only_the_last_row_of_a_list_by_days_can_be_continued() -> None:
    dated = [one.dated for one in groups_in(TEXT, "parameters")]
    assert dated == ["", "", "parameters.total.values"]


@pytest.mark.parametrize("path", ["parameters.total", "nothing", "parameters.total.unit"])
def test_what_is_no_list_by_days_is_not_continued(path: str) -> None:
    with pytest.raises(ValueError, match="no list of dated rows"):
        continued(TEXT, path, date(2028, 7, 1))


@pytest.mark.parametrize("text", ["", "- a list", "a: [", "a: b: c", "a: &x [*x]"])
def test_a_text_without_sections_offers_no_fields(text: str) -> None:
    assert sections_in(text) == []
    assert groups_in(text, "parameters") == []


def test_a_text_that_is_not_yaml_is_edited_as_text() -> None:
    with pytest.raises(ValueError, match="not YAML"):
        with_values("a: [", {"a": "b"})


def test_the_hash_of_a_text_follows_every_sign() -> None:
    files = [{"folder": "policy", "name": "policy.yaml", "text": TEXT}]
    other = [{**files[0], "text": TEXT + " "}]
    assert text_hash(files) == text_hash([dict(files[0])])
    assert text_hash(files) != text_hash(other)
