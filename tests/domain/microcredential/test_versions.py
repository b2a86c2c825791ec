from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.microcredential.definition import Definition, parse_definition
from longleaf.domain.microcredential.versions import (
    Change,
    changes_between,
    check_next_version,
    next_version_number,
)
from tests.domain.microcredential.definitions import small_definition


def _changed(**fields: Any) -> Definition:
    return parse_definition({**small_definition(), **fields})


BEFORE = parse_definition(small_definition())


def test_the_first_version_is_number_one() -> None:
    assert next_version_number([]) == 1


def test_the_next_version_follows_the_highest_whatever_the_order() -> None:
    assert next_version_number([1, 3, 2]) == 4


def test_a_version_number_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="0"):
        next_version_number([2, 0])


@given(st.sets(st.integers(min_value=1)))
def test_the_next_version_number_was_never_used(published: set[int]) -> None:
    assert next_version_number(published) not in published


def test_another_title_makes_a_next_version() -> None:
    assert check_next_version(BEFORE, _changed(title="Think Time")) == []


def test_the_slug_may_not_change() -> None:
    found = check_next_version(BEFORE, _changed(slug="think-time"))
    assert [problem.where for problem in found] == ["slug"]


def test_nothing_changed_makes_no_version() -> None:
    assert len(check_next_version(BEFORE, BEFORE)) == 1


def test_a_part_keeps_its_kind_under_its_key() -> None:
    data = small_definition()
    data["evidence"]["parts"][2]["kind"] = "questions"
    found = check_next_version(BEFORE, parse_definition(data))
    assert [problem.where for problem in found] == ["evidence.parts[2].kind"]


def test_a_part_of_another_kind_may_come_under_a_new_key() -> None:
    data = small_definition()
    data["evidence"]["parts"][2].update(kind="questions", key="closing")
    assert check_next_version(BEFORE, parse_definition(data)) == []


def test_a_definition_has_no_changes_to_itself() -> None:
    assert changes_between(BEFORE, BEFORE) == []


def test_a_changed_text_shows_before_and_after() -> None:
    assert changes_between(BEFORE, _changed(title="Think Time")) == [
        Change("title", "changed", "Wait Time", "Think Time")
    ]


def test_a_change_deep_inside_is_named_by_keys_and_not_by_numbers() -> None:
    data = small_definition()
    data["rubric"]["criteria"][0]["next_step"] = "Breathe."
    assert changes_between(BEFORE, parse_definition(data)) == [
        Change(
            "rubric.criteria[pause].next_step", "changed", "Count under your breath.", "Breathe."
        )
    ]


def test_a_changed_number_is_shown_as_written() -> None:
    data = small_definition()
    data["evidence"]["parts"][1]["requests"][0]["maximum"] = 3
    assert changes_between(BEFORE, parse_definition(data)) == [
        Change("evidence.parts[artifacts].requests[recording].maximum", "changed", "2", "3")
    ]


def test_a_new_entry_at_the_top_changes_no_other_entry() -> None:
    data = small_definition()
    new = {"key": "plan", "title": "Plan", "description": "Write it."}
    data["key_method"]["components"].insert(0, new)
    found = changes_between(BEFORE, parse_definition(data))
    assert [(one.where, one.kind) for one in found] == [("key_method.components[plan]", "added")]
    assert found[0].after == "key: plan\ntitle: Plan\ndescription: Write it."


def test_an_entry_taken_out_is_shown_with_what_it_said() -> None:
    data = small_definition()
    data["key_method"]["components"].pop()
    found = changes_between(BEFORE, parse_definition(data))
    assert [(one.where, one.kind, one.after) for one in found] == [
        ("key_method.components[wait]", "removed", None)
    ]


def test_entries_in_another_order_are_one_change() -> None:
    data = small_definition()
    data["key_method"]["components"].reverse()
    assert changes_between(BEFORE, parse_definition(data)) == [
        Change("key_method.components", "reordered", "ask, wait", "wait, ask")
    ]


def test_a_list_of_words_is_one_change() -> None:
    found = changes_between(BEFORE, _changed(audience=["teacher", "administrator"]))
    assert found == [Change("audience", "changed", "teacher", "teacher, administrator")]


def test_a_list_that_was_empty_is_added_to() -> None:
    before = _changed(tags=[])
    assert changes_between(before, BEFORE) == [Change("tags", "added", None, "questioning")]


def test_an_address_that_comes_or_goes_is_added_or_removed() -> None:
    with_url = _changed(research=[{**small_definition()["research"][0], "url": "https://a.org/"}])
    where = "research[Rowe (1986).].url"
    assert changes_between(BEFORE, with_url) == [Change(where, "added", None, "https://a.org/")]
    assert changes_between(with_url, BEFORE) == [Change(where, "removed", "https://a.org/", None)]


def test_alignments_are_told_apart_by_framework_and_element() -> None:
    more = [*small_definition()["alignments"], {"framework": "ncpts", "element": "IV-h"}]
    found = changes_between(BEFORE, _changed(alignments=more))
    assert [(one.where, one.kind) for one in found] == [("alignments[ncpts IV-h]", "added")]


def test_two_entries_with_one_name_are_both_compared() -> None:
    one = small_definition()["research"][0]
    twice = _changed(research=[one, {**one, "summary": "Again."}])
    found = changes_between(BEFORE, twice)
    assert [(change.where, change.kind) for change in found] == [
        ("research[Rowe (1986). (2)]", "added")
    ]
