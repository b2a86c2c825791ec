import pytest
import yaml

from longleaf.basis.problem import ProblemsError
from longleaf.domain.framework.framework import Framework, parse_framework
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.pack import definition_from_yaml, unknown_alignments
from tests.domain.microcredential.definitions import small_definition


def _framework() -> Framework:
    standard = {"code": "IV", "title": "Teach", "sure": "seen"}
    element = {"code": "IV-c", "title": "Vary", "sure": "seen"}
    return parse_framework(
        {
            "slug": "ncpts",
            "title": "Standards",
            "short_title": "Standards",
            "owner": "A board",
            "summary": "One standard.",
            "source": "A page.",
            "verified_on": "2026-11",
            "standards": [{**standard, "elements": [element]}],
        }
    )


def test_a_file_gives_the_same_definition_as_its_data() -> None:
    text = yaml.safe_dump(small_definition(), sort_keys=False)
    assert definition_from_yaml(text, name="a.yaml") == parse_definition(small_definition())


def test_a_problem_in_a_file_names_file_line_and_path() -> None:
    text = yaml.safe_dump(small_definition(), sort_keys=False)
    wrong = text.replace("passing_level: meets", "passing_level: good")
    line = wrong.splitlines().index("  passing_level: good") + 1
    with pytest.raises(ProblemsError) as caught:
        definition_from_yaml(wrong, name="a.yaml")
    assert [one.where for one in caught.value.problems] == [f"a.yaml:{line}: rubric.passing_level"]


def test_an_alignment_to_an_element_of_the_framework_is_known() -> None:
    assert unknown_alignments(parse_definition(small_definition()), [_framework()]) == []


@pytest.mark.parametrize(
    ("alignment", "where"),
    [
        ({"framework": "ncpts", "element": "IV-z"}, "alignments[0].element"),
        ({"framework": "other", "element": "IV-c"}, "alignments[0].framework"),
    ],
)
def test_an_alignment_to_nothing_is_a_problem(alignment: dict[str, str], where: str) -> None:
    definition = parse_definition({**small_definition(), "alignments": [alignment]})
    assert [one.where for one in unknown_alignments(definition, [_framework()])] == [where]
