"""Reading files of awards that were decided outside, and what becomes of a row."""

from datetime import date

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.award.outside import (
    EducatorKnown,
    OutsideRow,
    RowFate,
    decide_outside,
    is_address,
)
from longleaf.domain.award.outside_file import OutsideFile, columns_of, read_outside
from longleaf.domain.microcredential.definition import parse_definition
from tests.domain.microcredential.definitions import small_definition

RUBRIC = parse_definition(small_definition()).rubric
ON = date(2026, 2, 3)
ROW = OutsideRow(2, "a@example.org", "A", ON)


def read(*lines: str, head: str = "email,earned_on,expires_on") -> OutsideFile:
    return read_outside("\n".join([head, *lines]), rubric=RUBRIC, on=ON)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",2026-01-01,", "There is no e-mail address."),
        ("a,2026-01-01,", "is not an e-mail address"),
        ("a@example.org,,", "There is no day."),
        ("a@example.org,2026-02-04,", "This day lies ahead."),
        ("a@example.org,1999-12-31,", "before 2000"),
        ("a@example.org,2026-13-01,", "is not a day"),
        ("a@example.org,2026-01-02,2026-01-01", "end before it began"),
        ("a@example.org,2026-01-01,2026-02-02", "has ended already"),
        ("=1,2026-01-01,", "as a formula does"),
        ("a@example.org,2026-01-01,,more", "The row has 4 cells"),
    ],
)
def test_a_bad_row_is_left_out_and_says_why(line: str, said: str) -> None:
    file = read(line)
    assert not file.rows
    assert said in file.problems[0].reason


@pytest.mark.parametrize("line", ["A@example.org,2026-02-03,2026-02-03", "a@example.org,2/3/2026,"])
def test_today_is_the_last_day_that_can_be_earned_and_the_first_that_can_end(line: str) -> None:
    [row] = read(line).rows
    assert (row.email, row.earned_on) == ("a@example.org", ON)


def test_a_person_stands_in_a_file_once() -> None:
    file = read("a@example.org,2026-01-01,", "A@example.org,2026-01-02,")
    assert [row.number for row in file.rows] == [2]
    assert [problem.row for problem in file.problems] == [3]


def test_a_list_in_markdown_is_no_formula_but_a_negative_number_is() -> None:
    head = "email,earned_on,narrative"
    assert read('a@example.org,2026-01-01,"- one\n- two"', head=head).rows
    assert not read("a@example.org,2026-01-01,-2+3", head=head).rows


def test_evidence_needs_a_name_and_a_plain_address() -> None:
    head = "email,earned_on,evidence_name,evidence_url,evidence_2_name,evidence_2_description"
    [row] = read("a@example.org,2026-01-01,Film,https://a.example/1,Plan,Six", head=head).rows
    assert [(one.name, one.url, one.description) for one in row.evidence] == [
        ("Film", "https://a.example/1", ""),
        ("Plan", "", "Six"),
    ]
    assert read("a@example.org,2026-01-01,,https://a.example,,", head=head).problems
    assert read("a@example.org,2026-01-01,Film,javascript:x,,", head=head).problems


@pytest.mark.parametrize("address", ["https://a b", "ftp://a.example", "https://", "//a.example"])
def test_what_is_no_web_address_cannot_stand_in_a_badge(address: str) -> None:
    assert not is_address(address)


def test_a_level_goes_by_its_name_and_must_be_enough() -> None:
    criterion, levels = RUBRIC.criteria[0].key, RUBRIC.levels
    head = f"email,earned_on,level_{criterion}"
    [row] = read(f"a@example.org,2026-01-01,{levels[-1].title.upper()}", head=head).rows
    assert row.levels == {criterion: levels[-1].key}
    assert read(f"a@example.org,2026-01-01,{levels[0].key}", head=head).problems
    assert read("a@example.org,2026-01-01,splendid", head=head).problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "email\na@example.org",
        "email,earned_on,what\n",
        "email,email,earned_on\n",
        "email,earned_on\n",
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(text: str) -> None:
    with pytest.raises(ProblemsError):
        read_outside(text, rubric=RUBRIC, on=ON)


def test_the_columns_name_each_criterion() -> None:
    assert columns_of(RUBRIC)[-1] == f"level_{RUBRIC.criteria[-1].key}"


@pytest.mark.parametrize(
    ("known", "fate"),
    [
        (EducatorKnown(), RowFate.AWARD),
        (EducatorKnown(holds_it=True), RowFate.ALREADY),
        (EducatorKnown(is_judged_here=True), RowFate.REFUSE),
        (EducatorKnown(holds_it=True, is_judged_here=True), RowFate.ALREADY),
        (EducatorKnown(vouches=True), RowFate.REFUSE),
        (EducatorKnown(is_active=False), RowFate.REFUSE),
    ],
)
def test_what_becomes_of_somebody_who_is_known(known: EducatorKnown, fate: RowFate) -> None:
    assert decide_outside(ROW, known, invites=True).fate is fate


def test_somebody_unknown_is_invited_only_if_that_was_chosen_and_with_a_name() -> None:
    nameless = OutsideRow(2, "a@example.org", "", ON)
    assert decide_outside(ROW, None, invites=True).fate is RowFate.INVITE
    assert decide_outside(ROW, None, invites=False).fate is RowFate.REFUSE
    assert decide_outside(nameless, None, invites=True).fate is RowFate.REFUSE
