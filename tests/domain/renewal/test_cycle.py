"""A renewal cycle as someone puts it on record."""

from dataclasses import replace
from datetime import date

from longleaf.domain.renewal.cycle import Cycle, problems_with

CYCLE = Cycle("teacher", "K-5", date(2022, 7, 1), date(2027, 6, 30))


def wrong_in(cycle: Cycle) -> list[str]:
    return [problem.where for problem in problems_with(cycle)]


def test_a_cycle_of_five_years_is_right() -> None:
    assert wrong_in(CYCLE) == []


def test_a_teacher_s_cycle_needs_grades_and_others_do_not() -> None:
    assert wrong_in(replace(CYCLE, grade_span="")) == ["grade_span"]
    assert wrong_in(replace(CYCLE, kind="administrator", grade_span="")) == []


def test_a_cycle_ends_after_it_begins() -> None:
    assert wrong_in(replace(CYCLE, expires_on=date(2022, 7, 1))) == ["expires_on"]
    assert wrong_in(replace(CYCLE, expires_on=date(2022, 7, 2))) == []


def test_a_cycle_of_more_than_ten_years_is_a_slip() -> None:
    assert wrong_in(replace(CYCLE, expires_on=date(2032, 12, 31))) == []
    assert wrong_in(replace(CYCLE, expires_on=date(2033, 1, 1))) == ["cycle_began_on"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = Cycle("pilot", "", date(2027, 1, 1), date(2026, 1, 1))
    assert wrong_in(wrong) == ["kind", "expires_on"]
