"""Documents: YAML and JSON as written, within bounds."""

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.document import (
    DEEPEST,
    LARGEST,
    Json,
    Scalar,
    Style,
    Table,
    as_json,
    from_json,
    from_json_text,
    from_yaml,
)


def refused(text: str) -> str:
    with pytest.raises(ProblemsError) as caught:
        from_yaml(text.encode(), "f.yaml")
    return str(caught.value)


def test_no_scalar_is_guessed_at() -> None:
    assert as_json(from_yaml(b"a: no\nb: 1.50\nc: 2024-06-30\nd: [x]", "f.yaml")) == {
        "a": "no",
        "b": "1.50",
        "c": "2024-06-30",
        "d": ["x"],
    }


def test_quoted_words_are_told_from_plain_ones_and_from_nothing() -> None:
    node = from_yaml(b'a: "true"\nb: true\nc:\nd: ~\ne: |\n  text\n', "f.yaml")
    assert isinstance(node, Table)
    styles = [one.style for one in node.entries.values() if isinstance(one, Scalar)]
    assert styles == [Style.QUOTED, Style.PLAIN, Style.NULL, Style.NULL, Style.QUOTED]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3: “a” is written twice; first at f.yaml:1."),
        ("a: &x 1\nb: *x\n", "f.yaml:1: Anchors and aliases are not used here."),
        ("b: *x\n", "f.yaml:1: "),
        ("a: 1\nb: !!python/object:os.system x\n", "f.yaml:2: Tags"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: A second document begins here."),
        ("", "f.yaml:1: The file is empty."),
        ("# only a note\n", "f.yaml:1: The file is empty."),
        ("? [a]\n: 1\n", "f.yaml:1: A name must be a single word."),
        ("a: 1\n b: 2\n", "f.yaml:2: This is not YAML"),
        ("a: \x00\n", "f.yaml:1: This is not YAML"),
        ("[" * (DEEPEST + 2), f"f.yaml:1: This is nested deeper than {DEEPEST} levels."),
    ],
)
def test_what_a_policy_never_needs_is_refused_with_its_line(text: str, says: str) -> None:
    assert refused(text).startswith(says)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ProblemsError, match="This is not YAML"):
        from_yaml(b"a: \xff\xfe\n", "f.yaml")


def test_the_largest_file_is_read_and_a_larger_one_is_not() -> None:
    start = b"a: 1 #"
    assert from_yaml(start + b"x" * (LARGEST - len(start)), "f.yaml")
    with pytest.raises(ProblemsError, match="larger than 512 kB"):
        from_yaml(start + b"x" * (LARGEST - len(start) + 1), "f.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1,}', "line 1, column "),
        ('{"a": 1, "a": 2}', "This is not JSON: “a” is written twice in one object."),
        ("9" * 5000, "This is not JSON"),
        ("[" * 200_000, "The JSON is nested too deeply."),
        ("[" * 30 + "]" * 30, "[0][0]"),
    ],
)
def test_json_that_cannot_be_read_says_where(text: str, says: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        from_json_text(text.encode())
    assert says in str(caught.value)


def test_json_larger_than_facts_ever_are_is_refused() -> None:
    with pytest.raises(ProblemsError, match="larger than 8 MB"):
        from_json_text(b" " * (LARGEST * 16 + 1))


def test_json_knows_its_paths() -> None:
    data: Json = {"a": [{"b": 1}, True, None, "x", 1.5]}
    node = from_json(data)
    assert isinstance(node, Table)
    items = node.entries["a"]
    assert not isinstance(items, Scalar | Table)
    assert [one.where for one in items.items] == ["a[0]", "a[1]", "a[2]", "a[3]", "a[4]"]
    assert isinstance(items.items[0], Table)
    assert items.items[0].places["b"] == "a[0].b"
