"""Drafts: partial, written field by field, and never silently undone."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.domain.microcredential.definition import check_definition, parse_definition
from longleaf.domain.microcredential.draft import (
    LONGEST_TEXT,
    Draft,
    Step,
    begin_draft,
    changed,
    conflicts,
    fresh_name,
    read_field,
    take_step,
    whole_draft,
    write_field,
)
from tests.domain.microcredential.definitions import small_definition


def draft() -> Draft:
    return begin_draft(slug="exit-tickets", title="Exit Tickets")


def test_a_new_draft_lacks_only_what_must_be_written() -> None:
    reasons = {one.reason for one in check_definition(draft())}
    assert reasons == {"This is missing.", "This needs at least one entry."}


def test_a_complete_definition_is_a_draft_as_it_stands() -> None:
    assert whole_draft(small_definition()) == small_definition()


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("title", ["Another"]),
        ("audience", ["teacher", "administrator"]),
        ("key_method.components[1].title", ["Wait longer"]),
        ("research[0].url", ["https://example.org/"]),
        ("evidence.parts[0].questions[0].min_words", ["25"]),
        ("evidence.parts[1].requests[0].kinds", ["audio"]),
        ("rubric.criteria[0].descriptions.meets", ["Nearly all."]),
        ("alignments", ["ncpts IV-c", "ncpts IV-h"]),
        ("tags", ["questioning, talk"]),
    ],
)
def test_what_is_written_is_read_back(path: str, texts: list[str]) -> None:
    data = small_definition()
    write_field(data, path, texts)
    assert read_field(data, path) == texts
    parse_definition(data)


@given(st.text())
def test_any_text_is_kept_but_for_what_cannot_be_stored(text: str) -> None:
    data = draft()
    write_field(data, "summary", [text])
    assert read_field(data, "summary") == [text.replace("\r\n", "\n").replace("\x00", "")]


def test_a_number_that_is_none_is_kept_as_it_was_typed() -> None:
    data = draft()
    write_field(data, "evidence.parts[0].questions[0].min_words", ["fifty"])
    assert read_field(data, "evidence.parts[0].questions[0].min_words") == ["fifty"]


def test_an_empty_address_is_none() -> None:
    data = draft()
    write_field(data, "research[0].url", [" "])
    assert data["research"][0]["url"] is None


@pytest.mark.parametrize(
    "path", ["slug", "evidence", "key_method.components[0].key", "title.x", "research[9].url", ""]
)
def test_a_field_that_is_not_there_cannot_be_written(path: str) -> None:
    with pytest.raises(ProblemsError):
        write_field(draft(), path, ["x"])


def test_a_text_of_the_longest_length_is_taken_and_one_more_letter_is_not() -> None:
    changed(draft(), {"summary": ["x" * LONGEST_TEXT]})
    with pytest.raises(ProblemsError):
        changed(draft(), {"summary": ["x" * (LONGEST_TEXT + 1)]})


def test_a_change_leaves_the_draft_it_began_with_alone() -> None:
    data = draft()
    before = copy.deepcopy(data)
    changed(data, {"title": ["Another"], "research[0].citation": ["A work"]})
    assert data == before


def test_every_field_that_cannot_be_written_is_named() -> None:
    with pytest.raises(ProblemsError) as caught:
        changed(draft(), {"no": ["x"], "nor": ["x"], "title": ["fine"]})
    assert [one.where for one in caught.value.problems] == ["no", "nor"]


def test_a_field_conflicts_when_it_holds_what_its_writer_never_saw() -> None:
    assert conflicts(draft(), {"title": ["Mine"]}, {"title": ["Older"]}) == {
        "title": ["Exit Tickets"]
    }


def test_a_field_that_still_holds_what_was_read_does_not_conflict() -> None:
    assert conflicts(draft(), {"title": ["Mine"]}, {"title": ["Exit Tickets"]}) == {}


def test_a_field_that_already_holds_what_is_written_does_not_conflict() -> None:
    assert conflicts(draft(), {"title": ["Exit Tickets"]}, {}) == {}


def test_choices_in_another_order_do_not_conflict() -> None:
    data = small_definition()
    assert conflicts(data, {"grade_spans": ["6-12", "K-5"]}, {}) == {}


def test_an_entry_that_is_gone_conflicts() -> None:
    assert conflicts(draft(), {"research[7].summary": ["Mine"]}, {}) == {"research[7].summary": []}


def test_an_added_question_has_a_key_that_nothing_else_has() -> None:
    data = draft()
    take_step(data, Step("add", "evidence.parts[0].questions"))
    take_step(data, Step("add", "evidence.parts[2].questions"))
    keys = [q["key"] for part in data["evidence"]["parts"] for q in part["questions"]]
    assert len(keys) == len(set(keys)) == 4


def test_an_added_part_of_artifacts_asks_for_an_artifact() -> None:
    data = draft()
    assert take_step(data, Step("add", "evidence.parts", "artifacts")) == "evidence.parts[3]"
    assert [len(data["evidence"]["parts"][3][one]) for one in ("questions", "requests")] == [0, 1]


def test_an_entry_moves_by_one_place_and_not_past_the_end() -> None:
    data = small_definition()
    assert take_step(data, Step("down", "key_method.components[0]")) == "key_method.components[1]"
    assert take_step(data, Step("down", "key_method.components[1]")) == "key_method.components[1]"
    assert [one["key"] for one in data["key_method"]["components"]] == ["wait", "ask"]
    assert take_step(data, Step("up", "key_method.components[1]")) == "key_method.components[0]"
    assert take_step(data, Step("up", "key_method.components[0]")) == "key_method.components[0]"


def test_removing_a_level_takes_its_descriptions_and_the_passing_mark_along() -> None:
    data = small_definition()
    take_step(data, Step("remove", "rubric.levels[1]"))
    assert data["rubric"]["passing_level"] == ""
    assert set(data["rubric"]["criteria"][0]["descriptions"]) == {"not_yet", "strong"}


def test_removing_a_part_leaves_no_criterion_judged_from_it() -> None:
    data = small_definition()
    take_step(data, Step("remove", "evidence.parts[1]"))
    assert data["rubric"]["criteria"][0]["part"] == []


@pytest.mark.parametrize("where", ["research[5]", "research", "title", "nothing[0]"])
def test_what_is_not_an_entry_cannot_be_removed(where: str) -> None:
    with pytest.raises(ProblemsError):
        take_step(draft(), Step("remove", where))


def test_a_list_is_full_at_sixty_entries() -> None:
    data = draft()
    for _ in range(60):
        take_step(data, Step("add", "resources"))
    with pytest.raises(ProblemsError):
        take_step(data, Step("add", "resources"))


def test_a_partial_draft_gets_a_place_for_everything() -> None:
    data = whole_draft({"title": "Only this", "research": [{"citation": "A work"}]})
    write_field(data, "research[0].summary", ["Why"])
    write_field(data, "key_method.title", ["How"])
    assert data["rubric"] == {"levels": [], "criteria": []}


@pytest.mark.parametrize(
    "damage",
    [{"evidence": "text"}, {"research": "text"}, {"research": ["text"]}, {"rubric": {"levels": 3}}],
)
def test_a_draft_in_which_nothing_could_be_written_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(ProblemsError):
        whole_draft({**small_definition(), **damage})


def test_a_name_that_is_taken_gets_the_first_free_number() -> None:
    assert fresh_name("a", {"a", "a-2", "a-4"}) == "a-3"
    assert fresh_name("b", {"a"}) == "b"
