import hashlib
import json

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.credential.registry_file import MOST_BYTES
from longleaf.domain.badge.listing import ListedRow, read_listing

ONE = "did:web:one.example"
TWO = "did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"


def known(**entries: object) -> bytes:
    meta = {"created": "2022-10-27T17:57:31+00:00", "updated": "2025-03-25T18:29:52+00:00"}
    return json.dumps({"meta": meta, "registry": entries}).encode()


def test_a_list_of_known_dids_is_read_with_its_digest() -> None:
    content = known(
        **{ONE: {"name": " One  school ", "url": "https://one.example"}, TWO: {"name": "Two"}}
    )
    found = read_listing(content)
    assert found.form == "known_dids"
    assert found.digest == hashlib.sha256(content).hexdigest()
    assert found.rows == (
        ListedRow(1, ONE, "One school", "https://one.example"),
        ListedRow(2, TWO, "Two"),
    )
    assert found.problems == ()


def test_a_table_is_read_whatever_the_order_of_its_columns() -> None:
    content = f'\ufeffName,identifier,location\n"One, school",{ONE},There\n\n'.encode()
    found = read_listing(content)
    assert found.rows == (ListedRow(2, ONE, "One, school", location="There"),)


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"name": "A\u0000"}, "name"),
        ({"name": "A" * 301}, "name"),
        ({"name": "A", "url": "one.example"}, "website"),
        ({"name": "A", "location": ["There"]}, "location"),
        ("A", "name"),
    ],
)
def test_a_bad_entry_keeps_only_itself_out(said: object, column: str) -> None:
    found = read_listing(known(**{ONE: said, TWO: {"name": "Two"}}))
    assert [row.identifier for row in found.rows] == [TWO]
    assert column in {problem.column for problem in found.problems}
    assert {problem.row for problem in found.problems} == {1}


def test_an_identifier_that_is_none_is_said_with_its_row() -> None:
    found = read_listing(f"identifier,name\n{ONE},One\none.example,Other\n".encode())
    [problem] = found.problems
    assert (problem.row, problem.column) == (3, "identifier")


def test_an_identifier_that_stands_twice_in_a_table_counts_once() -> None:
    found = read_listing(f"identifier,name\n{ONE},One\n{ONE},Other\n".encode())
    assert [row.name for row in found.rows] == ["One"]
    [problem] = found.problems
    assert "row 2" in problem.reason


def test_a_row_with_too_many_cells_is_said() -> None:
    found = read_listing(f"identifier,name\n{ONE},One, the school\n".encode())
    assert found.rows == ()
    assert "3 cells" in found.problems[0].reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" \n", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger than"),
        (b"name\nA", '"identifier"'),
        (b"identifier,name,color\n", '"color"'),
        (b"identifier,name,name\n", "twice"),
        (b'identifier,name\n"open,A\n', "broken off"),
        (b"identifier,name\n\0", "not a CSV"),
        (b"\xff", "UTF-8"),
        (b'{"registry": {"a": {}, "a": {}}}', "same thing twice"),
        (b'{"entries": {}}', "not a list of known DIDs"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content: bytes, said: str) -> None:
    with pytest.raises(ProblemsError, match=said):
        read_listing(content)
