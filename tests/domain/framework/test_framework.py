from typing import Any

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.framework.framework import framework_from_yaml, parse_framework


def _small() -> dict[str, Any]:
    return {
        "slug": "tiny",
        "title": "Tiny Standards",
        "short_title": "Tiny",
        "owner": "A board",
        "summary": "One standard.",
        "source": "A page.",
        "verified_on": "2026-11",
        "standards": [
            {
                "code": "I",
                "title": "Lead",
                "sure": "seen",
                "elements": [{"code": "I-a", "title": "Begin", "sure": "known_not_seen"}],
            },
            {"code": "II", "title": "Care", "sure": "seen"},
        ],
    }


def _problem_places(data: dict[str, Any]) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        parse_framework(data)
    return [problem.where for problem in caught.value.problems]


def test_standards_stand_above_their_elements() -> None:
    framework = parse_framework(_small())
    assert [one.code for one in framework.standards] == ["I", "II"]
    assert [one.code for one in framework.under("I")] == ["I-a"]
    assert framework.under("II") == ()


def test_an_element_is_found_by_its_code() -> None:
    assert parse_framework(_small()).element("I-a").title == "Begin"


def test_a_code_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        parse_framework(_small()).element("IX")


def test_identifiers_are_the_same_in_every_installation_and_release() -> None:
    framework = parse_framework(_small())
    assert framework.urn == "urn:uuid:cb8d095b-f8ce-5414-8113-fcda15004ce6"
    assert framework.element("I-a").urn == "urn:uuid:71a654f1-75fb-508b-af6b-a246969b7941"


def test_an_identifier_depends_on_the_code_and_not_on_the_words() -> None:
    data = _small()
    data["standards"][0]["title"] = "Lead on"
    before, after = parse_framework(_small()), parse_framework(data)
    assert before.element("I").identifier == after.element("I").identifier


def test_one_code_twice_is_refused_wherever_it_stands() -> None:
    data = _small()
    data["standards"][1]["code"] = "I-a"
    assert _problem_places(data) == ["standards[1].code"]


@pytest.mark.parametrize(
    ("field", "value"), [("verified_on", "November"), ("verified_on", "2026-13"), ("title", "")]
)
def test_a_wrong_field_is_named(field: str, value: str) -> None:
    assert _problem_places({**_small(), field: value}) == [field]


def test_a_code_with_a_space_is_refused() -> None:
    data = _small()
    data["standards"][1]["code"] = "II a"
    assert _problem_places(data) == ["standards[1].code"]


def test_how_sure_we_are_must_be_said() -> None:
    data = _small()
    data["standards"][1]["sure"] = "maybe"
    assert _problem_places(data) == ["standards[1].sure"]


def test_a_misspelled_field_of_an_element_is_refused() -> None:
    data = _small()
    data["standards"][0]["elements"][0]["titel"] = "Begin"
    assert _problem_places(data) == ["standards[0].elements[0].titel"]


def test_a_problem_in_a_file_names_file_line_and_path() -> None:
    text = "slug: tiny\ntitle: Tiny\nstandards:\n  - code: I\n    title: Lead\n    sure: maybe\n"
    with pytest.raises(ProblemsError) as caught:
        framework_from_yaml(text, name="tiny.yaml")
    assert caught.value.problems[0].where == "tiny.yaml:6: standards[0].sure"


def test_a_missing_field_in_a_file_is_placed_at_what_should_hold_it() -> None:
    text = "slug: tiny\nstandards:\n  - code: I\n    sure: seen\n"
    with pytest.raises(ProblemsError) as caught:
        framework_from_yaml(text, name="tiny.yaml")
    assert caught.value.problems[0].where == "tiny.yaml:3: standards[0].title"
