from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.definition import (
    check_definition,
    content_hash,
    definition_as_data,
    parse_definition,
)
from tests.domain.microcredential.definitions import small_definition

Data = dict[str, Any]


def _part(data: Data, at: int) -> Data:
    part: Data = data["evidence"]["parts"][at]
    return part


def _criterion(data: Data) -> Data:
    criterion: Data = data["rubric"]["criteria"][0]
    return criterion


def _at(problems: list[Problem], where: str) -> list[Problem]:
    return [problem for problem in problems if problem.where == where]


def test_a_complete_definition_has_no_problems() -> None:
    assert check_definition(small_definition()) == []


def test_a_definition_survives_the_round_trip_exactly() -> None:
    assert definition_as_data(parse_definition(small_definition())) == small_definition()


def test_order_in_sets_and_spaces_around_text_make_no_difference() -> None:
    data = small_definition()
    data["grade_spans"].reverse()
    data["title"] = "  Wait Time\n"
    data["effort_hours"] = "4.50"
    assert content_hash(parse_definition(data)) == content_hash(
        parse_definition(small_definition())
    )


def test_the_hash_of_a_definition_stays_the_same_from_release_to_release() -> None:
    found = content_hash(parse_definition(small_definition()))
    assert found == "b94e9d76102a290c263b9579757fa65d4e5e4c5b01c82be8927113553cda872a"


def test_one_changed_letter_changes_the_hash() -> None:
    data = small_definition()
    _criterion(data)["next_step"] = "Count under your breath!"
    assert content_hash(parse_definition(data)) != content_hash(
        parse_definition(small_definition())
    )


def test_an_empty_draft_names_every_missing_field_once() -> None:
    required = set(small_definition()) - {"grade_spans", "resources", "tags"}
    assert {problem.where for problem in check_definition({})} == required


def test_publishing_raises_all_problems_at_once() -> None:
    data = small_definition()
    data["title"] = ""
    data["audience"] = []
    with pytest.raises(ProblemsError) as caught:
        parse_definition(data)
    assert [problem.where for problem in caught.value.problems] == ["title", "audience"]


DAMAGE: dict[str, tuple[Callable[[Data], object], str]] = {
    "a slug with capitals": (lambda d: d.update(slug="Wait-Time"), "slug"),
    "a summary of 301 characters": (lambda d: d.update(summary="x" * 301), "summary"),
    "a competency on two lines": (lambda d: d.update(competency="One.\nTwo."), "competency"),
    "an unknown license kind": (lambda d: d.update(audience=["pilot"]), "audience[0]"),
    "an audience listed twice": (
        lambda d: d.update(audience=["teacher", "teacher"]),
        "audience[1]",
    ),
    "an unknown grade span": (lambda d: d.update(grade_spans=["9-12"]), "grade_spans[0]"),
    "no component": (lambda d: d["key_method"].update(components=[]), "key_method.components"),
    "two components with one key": (
        lambda d: d["key_method"]["components"][1].update(key="ask"),
        "key_method.components[1].key",
    ),
    "no research": (lambda d: d.update(research=[]), "research"),
    "an address that runs code": (
        lambda d: d["resources"][0].update(url="javascript:alert(1)"),
        "resources[0].url",
    ),
    "an address with a password": (
        lambda d: d["resources"][0].update(url="https://me:secret@example.org/"),
        "resources[0].url",
    ),
    "an unknown kind of part": (
        lambda d: _part(d, 0).update(kind="essay"),
        "evidence.parts[0].kind",
    ),
    "a part of questions without one": (
        lambda d: _part(d, 0).update(questions=[]),
        "evidence.parts[0].questions",
    ),
    "a part of artifacts without a request": (
        lambda d: _part(d, 1).update(requests=[]),
        "evidence.parts[1].requests",
    ),
    "questions among artifacts": (
        lambda d: _part(d, 1).update(
            questions=[{"key": "q", "prompt": "?", "min_words": 0, "max_words": 5}]
        ),
        "evidence.parts[1].questions",
    ),
    "artifacts in a reflection": (
        lambda d: _part(d, 2).update(requests=[{**_part(d, 1)["requests"][0], "key": "another"}]),
        "evidence.parts[2].requests",
    ),
    "two parts with one key": (
        lambda d: _part(d, 2).update(key="context"),
        "evidence.parts[2].key",
    ),
    "one question key in two parts": (
        lambda d: _part(d, 2)["questions"][0].update(key="class"),
        "evidence.parts[2].questions[0].key",
    ),
    "word limits upside down": (
        lambda d: _part(d, 0)["questions"][0].update(min_words=101),
        "evidence.parts[0].questions[0].min_words",
    ),
    "a word limit of zero": (
        lambda d: _part(d, 2)["questions"][0].update(max_words=0),
        "evidence.parts[2].questions[0].max_words",
    ),
    "a word limit that is not a whole number": (
        lambda d: _part(d, 0)["questions"][0].update(max_words=99.5),
        "evidence.parts[0].questions[0].max_words",
    ),
    "more artifacts at least than at most": (
        lambda d: _part(d, 1)["requests"][0].update(minimum=3),
        "evidence.parts[1].requests[0].minimum",
    ),
    "an unknown kind of artifact": (
        lambda d: _part(d, 1)["requests"][0].update(kinds=["poem"]),
        "evidence.parts[1].requests[0].kinds[0]",
    ),
    "nothing that must be handed in": (
        lambda d: _part(d, 1)["requests"][0].update(minimum=0),
        "evidence.parts",
    ),
    "one level": (lambda d: d["rubric"].update(levels=[]), "rubric.levels"),
    "two levels with one title": (
        lambda d: d["rubric"]["levels"][2].update(title="Not yet"),
        "rubric.levels[2].title",
    ),
    "a level without a key": (
        lambda d: d["rubric"]["levels"][0].pop("key"),
        "rubric.levels[0].key",
    ),
    "no passing level": (lambda d: d["rubric"].pop("passing_level"), "rubric.passing_level"),
    "a passing level that does not exist": (
        lambda d: d["rubric"].update(passing_level="good"),
        "rubric.passing_level",
    ),
    "a passing level that is the lowest": (
        lambda d: d["rubric"].update(passing_level="not_yet"),
        "rubric.passing_level",
    ),
    "no criterion": (lambda d: d["rubric"].update(criteria=[]), "rubric.criteria"),
    "a criterion judged from nothing": (
        lambda d: _criterion(d).update(part=[]),
        "rubric.criteria[0].part",
    ),
    "a criterion judged from a part that is not there": (
        lambda d: _criterion(d).update(part=["video"]),
        "rubric.criteria[0].part[0]",
    ),
    "a level without a description": (
        lambda d: _criterion(d)["descriptions"].pop("meets"),
        "rubric.criteria[0].descriptions.meets",
    ),
    "a description of a level that is not there": (
        lambda d: _criterion(d)["descriptions"].update(superb="Wow."),
        "rubric.criteria[0].descriptions.superb",
    ),
    "two levels in the same words": (
        lambda d: _criterion(d)["descriptions"].update(strong="Most questions get three seconds."),
        "rubric.criteria[0].descriptions.strong",
    ),
    "a criterion without a next step": (
        lambda d: _criterion(d).pop("next_step"),
        "rubric.criteria[0].next_step",
    ),
    "no alignment": (lambda d: d.update(alignments=[]), "alignments"),
    "one alignment twice": (
        lambda d: d.update(alignments=d["alignments"] * 2),
        "alignments[1].element",
    ),
    "an unknown renewal category": (
        lambda d: d.update(renewal_categories=["fun"]),
        "renewal_categories[0]",
    ),
    "effort as a number": (lambda d: d.update(effort_hours=4.5), "effort_hours"),
    "effort as a fraction": (lambda d: d.update(effort_hours="9/2"), "effort_hours"),
    "effort in words": (lambda d: d.update(effort_hours="a day"), "effort_hours"),
    "no effort at all": (lambda d: d.update(effort_hours="0"), "effort_hours"),
    "effort below nothing": (lambda d: d.update(effort_hours="-2"), "effort_hours"),
    "a tag with spaces": (lambda d: d.update(tags=["early literacy"]), "tags[0]"),
    "a field that nobody knows": (lambda d: d.update(titel="Wait"), "titel"),
    "a character that cannot be stored": (lambda d: d.update(title="Wait\x00"), "title"),
    "half of a character pair": (lambda d: d.update(title="Wait\ud800"), "title"),
    "a list where a set of fields belongs": (lambda d: d.update(rubric=[]), "rubric"),
    "a text where a list belongs": (lambda d: d.update(research="Rowe"), "research"),
    "a number where a text belongs": (lambda d: d.update(title=7), "title"),
}


@pytest.mark.parametrize(("damage", "where"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_named_at_its_place_with_a_reason(
    damage: Callable[[Data], object], where: str
) -> None:
    data = small_definition()
    damage(data)
    found = _at(check_definition(data), where)
    assert len(found) == 1
    assert found[0].reason.endswith((".", "!"))


LIMITS: dict[str, Callable[[Data], object]] = {
    "a summary of exactly 300 characters": lambda d: d.update(summary="x" * 300),
    "a least equal to the most words": lambda d: _part(d, 0)["questions"][0].update(min_words=100),
    "as many artifacts at least as at most": (
        lambda d: _part(d, 1)["requests"][0].update(minimum=2)
    ),
    "no grade span, which means all": lambda d: d.update(grade_spans=[]),
    "no resources and no tags": lambda d: (d.pop("resources"), d.pop("tags")),
    "two levels only": lambda d: (
        d["rubric"]["levels"].pop(),
        _criterion(d)["descriptions"].pop("strong"),
    ),
    "the highest level as the passing one": lambda d: d["rubric"].update(passing_level="strong"),
}


@pytest.mark.parametrize("change", LIMITS.values(), ids=LIMITS.keys())
def test_what_is_just_allowed_has_no_problems(change: Callable[[Data], object]) -> None:
    data = small_definition()
    change(data)
    assert check_definition(data) == []


def test_a_misspelled_field_is_answered_with_the_right_spelling() -> None:
    data = small_definition()
    data["titel"] = "Wait"
    assert _at(check_definition(data), "titel")[0].fix == 'Did you mean "title"?'


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(key=st.sampled_from(sorted(small_definition())), value=plain)
def test_any_plain_data_is_answered_with_problems_and_never_a_fault(
    key: str, value: object
) -> None:
    data: Mapping[str, object] = {**small_definition(), key: value}
    if not check_definition(data):
        first = parse_definition(data)
        assert parse_definition(definition_as_data(first)) == first


def test_a_rubric_passes_at_the_passing_level_and_above() -> None:
    rubric = parse_definition(small_definition()).rubric
    assert [rubric.passes(level.key) for level in rubric.levels] == [False, True, True]


def test_a_rubric_refuses_a_level_it_does_not_have() -> None:
    rubric = parse_definition(small_definition()).rubric
    with pytest.raises(ValueError, match="good"):
        rubric.passes("good")


def test_parts_and_criteria_are_found_by_their_keys() -> None:
    definition = parse_definition(small_definition())
    assert definition.evidence.part("reflection").title == "Reflection"
    assert definition.rubric.criterion("pause").title == "Pause"


def test_a_part_or_criterion_that_is_not_there_is_a_key_error() -> None:
    definition = parse_definition(small_definition())
    with pytest.raises(KeyError):
        definition.evidence.part("video")
    with pytest.raises(KeyError):
        definition.rubric.criterion("video")
