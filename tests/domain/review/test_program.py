"""Programs' settings, and how many attempts they leave."""

from dataclasses import replace

import pytest

from longleaf.domain.review.program import Program, attempts_standing, problems_of_program


def test_what_nobody_has_changed_can_be() -> None:
    assert problems_of_program(Program()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("review_days", 0),
        ("review_days", 61),
        ("completeness_days", 0),
        ("completeness_days", 6),
        ("appeal_days", 0),
        ("appeal_answer_days", 61),
        ("most_attempts", 0),
        ("most_attempts", 21),
        ("sample_percent", 101),
    ],
)
def test_what_lies_outside_its_bounds_is_named(name: str, value: int) -> None:
    found = problems_of_program(replace(Program(), **{name: value}))  # type: ignore[arg-type]  # names of settings
    assert name in [one.where for one in found]


def test_a_check_that_takes_all_of_the_promised_time_cannot_be() -> None:
    found = problems_of_program(Program(review_days=2, completeness_days=2))
    assert [one.where for one in found] == ["completeness_days"]
    assert problems_of_program(Program(review_days=3, completeness_days=2)) == []


def test_without_a_limit_nobody_needs_a_coach() -> None:
    standing = attempts_standing(used=9, settled=None, current=None, opened=0)
    assert (standing.left, standing.needs_coach) == (None, False)


def test_a_coach_is_needed_exactly_when_the_last_attempt_is_used() -> None:
    assert not attempts_standing(used=1, settled=2, current=2, opened=0).needs_coach
    assert attempts_standing(used=2, settled=2, current=2, opened=0).needs_coach


def test_what_a_coach_opens_is_one_attempt_more() -> None:
    assert attempts_standing(used=2, settled=2, current=2, opened=1).left == 1
    assert attempts_standing(used=3, settled=2, current=2, opened=1).needs_coach


@pytest.mark.parametrize(("settled", "current"), [(3, 2), (2, 3)])
def test_a_limit_that_changes_meanwhile_counts_in_the_educator_s_favor(
    settled: int, current: int
) -> None:
    assert attempts_standing(used=2, settled=settled, current=current, opened=0).left == 1


def test_a_limit_that_is_lifted_or_comes_later_does_not_bind() -> None:
    assert attempts_standing(used=2, settled=2, current=None, opened=0).left is None
    assert attempts_standing(used=2, settled=None, current=2, opened=0).left is None
