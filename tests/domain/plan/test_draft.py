"""Fields, entries, and two people's texts: nothing is lost in silence."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.domain.plan.difference import changes_between
from longleaf.domain.plan.draft import (
    changed,
    empty_section,
    flatten,
    merge,
    take_step,
    unflatten,
    whole_section,
)
from tests.domain.plan.plans import kind, whole

CONNECTION = kind().element("connection")
BASE = whole_section(CONNECTION, whole()["connection"])

goals = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.sampled_from(["g1", "g2", "g3"]),
            "title": st.sampled_from(["one", "two", ""]),
            "source": st.sampled_from(["here", "there"]),
        }
    ),
    max_size=3,
    unique_by=lambda one: one["key"],
)
sections = st.builds(
    lambda text, goals: {"text": text, "goals": goals, "competencies": []},
    st.sampled_from(["a", "b", "c"]),
    goals,
)


@given(sections)
def test_a_section_and_its_fields_say_the_same(data: dict[str, Any]) -> None:
    assert unflatten(flatten(data)) == data


@given(sections, sections, sections)
def test_every_change_is_there_after_a_merge_or_named_as_a_conflict(
    base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    merged = merge(base, theirs, mine)
    found, old = flatten(merged.data), flatten(base)
    for side in (flatten(theirs), flatten(mine)):
        for path, value in side.items():
            if "." not in path and path != "text":
                continue
            if value != old.get(path) and path not in merged.conflicts:
                assert found.get(path) == value


@given(sections, sections)
def test_only_one_who_writes_has_it_as_written(base: dict[str, Any], mine: dict[str, Any]) -> None:
    merged = merge(base, base, mine)
    assert merged.conflicts == ()
    wanted, found = flatten(mine), flatten(merged.data)
    assert {k: v for k, v in found.items() if k != "goals"} == {
        k: v for k, v in wanted.items() if k != "goals"
    }
    assert set(found["goals"]) == set(wanted["goals"])


def test_two_who_change_one_field_conflict_there_alone() -> None:
    theirs = changed(CONNECTION, BASE, {"goals[g1].title": ["theirs"], "text": ["same"]})
    mine = changed(CONNECTION, BASE, {"goals[g1].title": ["mine"], "text": ["same"]})
    assert merge(BASE, theirs, mine).conflicts == ("goals[g1].title",)


def test_an_entry_removed_while_another_wrote_in_it_is_a_conflict() -> None:
    theirs = take_step(CONNECTION, BASE, "remove", "goals[g1]")
    mine = changed(CONNECTION, BASE, {"goals[g1].title": ["mine"]})
    assert merge(BASE, theirs, mine).conflicts == ("goals[g1].title",)


def test_entries_get_keys_of_their_own() -> None:
    data = take_step(CONNECTION, BASE, "add", "goals")
    assert [one["key"] for one in data["goals"]] == ["g1", "g2"]
    data = take_step(CONNECTION, data, "remove", "goals[g1]")
    data = take_step(CONNECTION, data, "add", "goals")
    assert len({one["key"] for one in data["goals"]}) == 2


@pytest.mark.parametrize(
    "path", ["dance", "measures[m1].title", "goals[g9].title", "goals[g1].jobs"]
)
def test_a_field_that_is_not_there_is_refused(path: str) -> None:
    with pytest.raises(ProblemsError):
        changed(CONNECTION, BASE, {path: ["words"]})


@pytest.mark.parametrize(
    "data",
    [
        {"goals": "none"},
        {"dance": ""},
        {"text": 3},
        {"goals": [{"key": "g1"}, {"key": "g1"}]},
        {"text": "\x00"},
    ],
)
def test_a_section_of_another_form_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ProblemsError):
        whole_section(CONNECTION, data)


def test_a_section_left_out_is_empty() -> None:
    assert whole_section(CONNECTION, {}) == empty_section(CONNECTION)


def test_versions_differ_field_by_field() -> None:
    before = {"connection": copy.deepcopy(BASE)}
    after = {"connection": changed(CONNECTION, BASE, {"goals[g1].title": ["New"]})}
    (change,) = changes_between(before, after)
    assert (change.where, change.kind, change.after) == ("goals[g1].title", "changed", "New")
    assert changes_between(before, before) == []
