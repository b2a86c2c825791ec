import pytest

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError


def _only_problem(text: str) -> Problem:
    with pytest.raises(ProblemsError) as caught:
        read_document(text, name="a.yaml")
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_plain_values_come_out_as_yaml_means_them() -> None:
    found = read_document("a: 1\nb: ['x', null, true]\nc: {d: 2.5}\n", name="a.yaml")
    assert found.data == {"a": 1, "b": ["x", None, True], "c": {"d": 2.5}}


def test_each_value_knows_its_line() -> None:
    found = read_document("a: 1\nb:\n  - c: 2\n  -\n    d: 3\n", name="a.yaml")
    assert [found.line_of(path) for path in ("a", "b", "b[0].c", "b[1].d")] == [1, 2, 3, 5]


def test_what_is_missing_is_placed_at_what_should_hold_it() -> None:
    found = read_document("a: 1\nb:\n  - c: 2\n", name="a.yaml")
    assert [found.line_of(path) for path in ("b[0].missing.deep", "missing", "")] == [3, 1, 1]


def test_problems_are_given_file_and_line() -> None:
    found = read_document("a: 1\nb: 2\n", name="a.yaml")
    assert found.located([Problem("b", "Wrong.", "Mend it."), Problem("", "All wrong.")]) == [
        Problem("a.yaml:2: b", "Wrong.", "Mend it."),
        Problem("a.yaml:1", "All wrong."),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [\n", 3),
        ("a: 1\na: 2\n", 2),
        ("a: &x [1]\nb: *x\n", 1),
        ("a: 1\n? [b, c]\n: 2\n", 2),
        ("a: 1\nb: 2026-13-45\n", 2),
        ("", 1),
        ("# only a comment\n", 1),
    ],
    ids=["broken", "twice", "alias", "key", "date", "empty", "comment"],
)
def test_a_file_that_cannot_be_read_names_the_line(text: str, line: int) -> None:
    assert _only_problem(text).where == f"a.yaml:{line}"


def test_a_file_that_refers_to_itself_is_refused() -> None:
    assert "alias" in _only_problem("a: &x\n  b: *x\n").reason
