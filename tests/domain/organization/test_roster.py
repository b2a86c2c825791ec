import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.organization.enrollment import PersonKnown, RowOutcome, decide_row
from longleaf.domain.organization.roster import (
    COLUMNS,
    Roster,
    RosterLicense,
    RosterRow,
    read_roster,
)
from longleaf.domain.organization.row_file import MOST_BYTES, decode

SCHOOLS = {"northfield middle": "Northfield Middle"}
HEAD = "email,name,role,school,license_kind,grade_span,cycle_began_on,expires_on,supervisor_email\n"
CYCLE = RosterLicense("teacher", "K-5", date(2024, 7, 1), date(2029, 6, 30))


def read(*lines: str) -> Roster:
    return read_roster(HEAD + "\n".join(lines), schools=SCHOOLS)


def column_at_fault(line: str) -> list[str]:
    return [problem.column for problem in read(line).problems]


def row(**changes: object) -> RosterRow:
    values = {"number": 2, "email": "a@x.org", "name": "A", "role": RoleKind.EDUCATOR}
    return RosterRow(**{**values, **changes})  # type: ignore[arg-type]  # a test's shorthand


def test_a_whole_row_is_read() -> None:
    line = "A@X.org,Ann Lee,Educator,northfield middle,teacher,k-5,7/1/2024,2029-06-30,b@x.org"
    assert read(line).rows == (
        row(
            name="Ann Lee",
            email="a@x.org",
            school="Northfield Middle",
            license=CYCLE,
            supervisor_email="b@x.org",
        ),
    )


def test_columns_may_come_in_any_order_and_semicolons_may_part_them() -> None:
    found = read_roster("role;Name;EMAIL\neducator;Ann;a@x.org\n", schools={})
    assert found.rows == (row(name="Ann"),)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",Ann,educator", "email"),
        ("ann at x,Ann,educator", "email"),
        ("a@x.org,,educator", "name"),
        ("a@x.org,Ann,", "role"),
        ("a@x.org,Ann,chief", "role"),
        ("a@x.org,Ann,administrator", "role"),
        ("a@x.org,Ann,educator,Nowhere", "school"),
        ("a@x.org,Ann,reviewer,Northfield Middle", "school"),
        ("a@x.org,Ann,educator,,pilot,,2024-07-01,2029-06-30", "license_kind"),
        ("a@x.org,Ann,educator,,teacher,primary,2024-07-01,2029-06-30", "grade_span"),
        ("a@x.org,Ann,educator,,teacher,,,2029-06-30", "cycle_began_on"),
        ("a@x.org,Ann,educator,,teacher,,2024-07-01,", "expires_on"),
        ("a@x.org,Ann,educator,,teacher,,2024-07-01,2029-02-30", "expires_on"),
        ("a@x.org,Ann,educator,,teacher,,2029-06-30,2029-06-30", "expires_on"),
        ("a@x.org,Ann,educator,,,,,,a@x.org", "supervisor_email"),
    ],
)
def test_a_wrong_cell_is_named_and_its_row_is_not_kept(line: str, column: str) -> None:
    assert column_at_fault(line) == [column]
    assert read(line).rows == ()


def test_all_faults_of_a_row_are_named_at_once() -> None:
    assert column_at_fault("nobody,,chief") == ["email", "name", "role"]


def test_rows_are_numbered_as_a_spreadsheet_does_with_empty_ones_counted() -> None:
    found = read("a@x.org,Ann,educator", ",,", "b@x.org,,educator")
    assert [r.number for r in found.rows] == [2]
    assert [p.row for p in found.problems] == [4]


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    assert "expected" not in read("a@x.org,Ann,educator,,,,,,,extra").problems[0].reason
    assert column_at_fault("a@x.org,Ann,educator,,,,,,,extra") == ["supervisor_email"]


def test_the_same_person_and_role_twice_is_kept_once() -> None:
    found = read("a@x.org,Ann,educator", "A@x.org,Ann,educator")
    assert len(found.rows) == 1
    assert found.problems[0].row == 3


def test_one_person_may_have_two_roles() -> None:
    assert len(read("a@x.org,Ann,educator", "a@x.org,Ann,reviewer").rows) == 2


def test_two_names_at_one_address_are_refused() -> None:
    found = read("a@x.org,Ann,educator", "a@x.org,Bob,reviewer")
    assert [p.column for p in found.problems] == ["name"]


def test_two_cycles_of_one_license_in_one_file_are_refused() -> None:
    found = read(
        "a@x.org,Ann,educator,,teacher,,2024-07-01,2029-06-30",
        "a@x.org,Ann,reviewer,,teacher,,2023-07-01,2028-06-30",
    )
    assert [p.column for p in found.problems] == ["license_kind"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("email,name\na@x.org,Ann", "missing"),
        ("email,name,role,shoe\na,b,c,d", "not known"),
        ("email,email,name,role\na,b,c,d", "twice"),
        ("email,name,role\n", "no rows"),
        ("email,name,role\n,,\n", "no rows"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_why(text: str, word: str) -> None:
    with pytest.raises(ProblemsError, match=word):
        read_roster(text, schools={})


def test_a_mark_of_utf_8_at_the_beginning_is_not_part_of_the_first_name() -> None:
    text, encoding = decode("\ufeffemail,name,role\n".encode())
    assert (text, encoding) == ("email,name,role\n", "UTF-8")


def test_a_file_in_latin_1_is_read_and_said_to_be() -> None:
    assert decode("José".encode("latin-1")) == ("José", "Latin-1")


@pytest.mark.parametrize("content", [b"", b"  \n", b"PK\0\0", b"a" * (MOST_BYTES + 1)])
def test_what_is_no_text_file_is_refused(content: bytes) -> None:
    with pytest.raises(ProblemsError):
        decode(content)


def test_a_file_of_exactly_the_greatest_size_is_read() -> None:
    assert len(decode(b"a" * MOST_BYTES)[0]) == MOST_BYTES


@given(st.lists(st.lists(st.text(max_size=12), max_size=len(COLUMNS)), min_size=1, max_size=8))
def test_whatever_stands_in_a_row_it_is_kept_or_its_fault_is_named(lines: list[list[str]]) -> None:
    cells = ["\t".join(line).replace("\n", " ").replace("\r", " ") for line in lines]
    text = "email,name,role\n" + "\n".join(f'"{c.replace(chr(34), "")}",x,educator' for c in cells)
    found = read_roster(text, schools={})
    numbers = {r.number for r in found.rows} | {p.row for p in found.problems}
    assert numbers == set(range(2, len(cells) + 2))


@given(st.booleans())
def test_a_row_survives_json(with_license: bool) -> None:
    before = row(license=CYCLE if with_license else None)
    assert RosterRow.from_json(json.loads(json.dumps(before.as_json()))) == before


def test_an_unknown_address_makes_somebody_new() -> None:
    decision = decide_row(row(license=CYCLE), None)
    assert (decision.outcome, decision.gives_role, decision.gives_license) == (
        RowOutcome.NEW,
        True,
        True,
    )


def test_somebody_of_another_organization_is_asked_and_gets_nothing_yet() -> None:
    decision = decide_row(row(license=CYCLE, supervisor_email="b@x.org"), PersonKnown())
    assert decision.outcome is RowOutcome.INVITED
    given = (decision.gives_role, decision.gives_license, decision.gives_supervisor)
    assert given == (False, False, False)


def test_somebody_who_was_asked_already_is_not_asked_again() -> None:
    known = PersonKnown(invited=frozenset({(RoleKind.EDUCATOR, "")}))
    assert decide_row(row(), known).outcome is RowOutcome.UNCHANGED


def test_somebody_who_has_it_all_is_left_as_they_are() -> None:
    known = PersonKnown(
        works_here=True,
        roles=frozenset({(RoleKind.EDUCATOR, "")}),
        licenses=(CYCLE,),
        supervisors=frozenset({"b@x.org"}),
    )
    decision = decide_row(row(license=CYCLE, supervisor_email="b@x.org"), known)
    assert decision.outcome is RowOutcome.UNCHANGED


def test_a_cycle_that_begins_the_day_after_another_ends_is_added() -> None:
    before = RosterLicense("teacher", "K-5", date(2019, 7, 1), date(2024, 6, 30))
    known = PersonKnown(works_here=True, licenses=(before,))
    assert decide_row(row(license=CYCLE), known).gives_license


def test_a_cycle_that_begins_the_day_another_ends_is_refused() -> None:
    before = RosterLicense("teacher", "K-5", date(2019, 7, 1), date(2024, 7, 1))
    known = PersonKnown(works_here=True, licenses=(before,))
    problem = decide_row(row(license=CYCLE), known).problem
    assert problem is not None
    assert problem.column == "expires_on"


def test_a_cycle_of_another_kind_of_license_may_overlap() -> None:
    other = RosterLicense("administrator", "", date(2022, 7, 1), date(2027, 6, 30))
    known = PersonKnown(works_here=True, licenses=(other,))
    assert decide_row(row(license=CYCLE), known).problem is None
