"""Running worked cases: what passes, what fails, and what cannot be read."""

from pathlib import Path

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.cases import read_cases, run_case
from longleaf.policy.load import load_policy
from tests.policy.toy import write_toy

TABLE = """\
about: The toy state
tables:
  - kind: teacher
    rows:
      - {expires_on: 2024-06-30, exactly: {craft: 4, free: 6}}
"""
SINGLE = """\
about: The toy state
cases:
  - case: nothing yet
    facts:
      license: {kind: teacher, cycle_began_on: 2019-07-01, expires_on: 2024-06-30}
    expect: {missing: 10, surplus: 0}
"""


def run(folder: Path, cases: str) -> dict[str, tuple[str, ...]]:
    write_toy(folder, cases=cases)
    rules = load_policy(folder)
    return {one.name: run_case(rules, one).differences for one in read_cases(folder, rules)}


def refused(folder: Path, cases: str | None) -> str:
    write_toy(folder, cases=cases)
    with pytest.raises(ProblemsError) as caught:
        read_cases(folder, load_policy(folder))
    return str(caught.value)


def test_a_row_runs_exactly_enough_and_a_tenth_below_in_each_category(tmp_path: Path) -> None:
    text = TABLE + "  - kind: teacher\n    local: valley\n    rating: developing\n    rows:\n"
    text += "      - {expires_on: 2025-06-30, exactly: {craft: 5, free: 5}}\n"
    found = run(tmp_path, text)
    assert list(found)[:3] == [
        "teacher, expires 2024-06-30: exactly enough",
        "teacher, expires 2024-06-30: a tenth below in craft",
        "teacher, expires 2024-06-30: a tenth below in free",
    ]
    assert set(found.values()) == {()}


def test_a_wrong_expectation_says_what_was_expected_and_found(tmp_path: Path) -> None:
    text = SINGLE.replace("missing: 10", "missing: 9, unknown: total, findings: {nonsense: met}")
    (differences,) = run(tmp_path, text).values()
    assert differences == (
        "missing: expected unknown, found 10",
        "required: expected unknown, found 10",
        "findings.nonsense: expected met, found nothing",
    )


def test_a_case_that_comes_out_as_expected_has_no_differences(tmp_path: Path) -> None:
    assert run(tmp_path, SINGLE) == {"nothing yet": ()}


def test_a_case_passes_or_fails(tmp_path: Path) -> None:
    write_toy(tmp_path, cases=SINGLE)
    rules = load_policy(tmp_path)
    (case,) = read_cases(tmp_path, rules)
    assert run_case(rules, case).passed


def test_the_29th_of_february_has_a_cycle_too(tmp_path: Path) -> None:
    text = TABLE.replace("2024-06-30", "2024-02-29")
    assert set(run(tmp_path, text).values()) == {()}


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        (None, "There are no worked cases beside this policy."),
        ("about: [\n", "cases/valley.yaml:2: This is not YAML"),
        (TABLE.replace("exactly", "exact"), "cases/valley.yaml:5: “exact” is not known"),
        (SINGLE.replace(", expires_on: 2024-06-30", ""), "The case has no day to ask about."),
        (SINGLE.replace("2019-07-01", "2029-07-01"), "The cycle begins on 2029-07-01, after"),
    ],
)
def test_cases_that_cannot_be_read_say_where(tmp_path: Path, cases: str | None, says: str) -> None:
    assert says in refused(tmp_path, cases)
