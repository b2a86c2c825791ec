from typing import Any

import pytest

from longleaf.basis.problem import Problem
from longleaf.basis.reading import Section, note_repeats, repeats


def _section(data: object) -> tuple[Section, list[Problem]]:
    problems: list[Problem] = []
    return Section.of(data, problems=problems), problems


def test_text_loses_the_spaces_around_it() -> None:
    section, problems = _section({"a": "  b\n"})
    assert section.text("a", longest=5) == "b"
    assert problems == []


@pytest.mark.parametrize("raw", ["", "   ", None, 3, "abcd", "a\x00"])
def test_a_text_that_is_missing_or_wrong_is_one_problem(raw: object) -> None:
    section, problems = _section({"a": raw})
    section.text("a", longest=3)
    assert [problem.where for problem in problems] == ["a"]


def test_a_text_of_exactly_the_longest_length_is_fine() -> None:
    section, problems = _section({"a": "abc"})
    assert section.text("a", longest=3) == "abc"
    assert problems == []


def test_an_optional_text_may_be_absent_empty_or_there() -> None:
    section, problems = _section({"a": " ", "b": "c"})
    assert [section.optional_text(key, longest=3) for key in ("a", "b", "z")] == [None, "c", None]
    assert problems == []


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://example.org/a?b=c#d", "https://a.b.example:8443/x"]
)
def test_a_web_address_is_read(url: str) -> None:
    section, problems = _section({"a": url})
    assert section.url("a") == url
    assert problems == []


@pytest.mark.parametrize(
    "url",
    ["example.org", "ftp://example.org/", "https://me@example.org/", "https://exam ple.org/"],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    section, problems = _section({"a": url})
    section.url("a")
    assert [problem.where for problem in problems] == ["a"]


@pytest.mark.parametrize(("raw", "count"), [(1, 0), (5, 0), (0, 1), (6, 1), (True, 1), ("3", 1)])
def test_a_whole_number_lies_between_its_bounds(raw: object, count: int) -> None:
    section, problems = _section({"a": raw})
    section.whole_number("a", least=1, most=5)
    assert len(problems) == count


def test_choices_come_in_the_order_of_what_is_allowed() -> None:
    section, problems = _section({"a": ["z", "x"]})
    assert section.choices("a", ("x", "y", "z")) == ("x", "z")
    assert problems == []


def test_a_choice_that_is_not_allowed_lists_what_is() -> None:
    section, problems = _section({"a": "q"})
    assert section.choice("a", ("x", "y")) == ""
    assert problems[0].fix == "Choose one of: x, y."


def test_an_entry_that_is_no_text_is_named_by_its_place() -> None:
    section, problems = _section({"a": ["x", 3]})
    assert section.texts("a") == ("x",)
    assert [problem.where for problem in problems] == ["a[1]"]


def test_a_problem_inside_names_the_whole_path() -> None:
    section, problems = _section({"a": {"b": [{"c": 1}]}})
    section.section("a").sections("b")[0].text("c", longest=9)
    assert [problem.where for problem in problems] == ["a.b[0].c"]


def test_a_missing_section_is_one_problem_and_not_one_for_each_of_its_fields() -> None:
    section, problems = _section({})
    section.section("a").text("b", longest=9)
    assert [problem.where for problem in problems] == ["a"]


def test_too_few_entries_say_what_to_add() -> None:
    section, problems = _section({"a": []})
    assert section.sections("a", at_least=2, empty="Add two.") == []
    assert problems == [Problem("a", "This needs at least 2 entries.", "Add two.")]


def test_a_field_nobody_asked_for_is_a_problem() -> None:
    section, problems = _section({"title": "x", "tilte": "y", "zzz": 1})
    section.text("title", longest=9)
    section.finish()
    assert [(problem.where, problem.fix) for problem in problems] == [
        ("tilte", 'Did you mean "title"?'),
        ("zzz", "Remove it."),
    ]


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_what_is_no_set_of_fields_is_one_problem(data: Any) -> None:
    _, problems = _section(data)
    assert len(problems) == 1


def test_repeats_are_found_where_they_come_again() -> None:
    assert repeats(["a", "b", "a", "", "", "a"]) == [2, 5]


def test_a_repeat_is_noted_at_the_later_entry() -> None:
    section, problems = _section({"a": [{"k": "x"}, {"k": "x"}]})
    entries = section.sections("a")
    note_repeats(entries, "k", ["x", "x"])
    assert [problem.where for problem in problems] == ["a[1].k"]
