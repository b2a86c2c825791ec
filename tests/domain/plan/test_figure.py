"""Figures as typed and as files: wrong rows are named with the reason, good ones stay good."""

from datetime import date
from fractions import Fraction

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.plan.figure import Figure, FigureFile, read_figure, read_file
from longleaf.domain.plan.outcome import Measured

ON = date(2026, 6, 30)
MEASURE = Measured(
    "m1",
    "Students who repeat a unit",
    "percent",
    Fraction(24),
    date(2025, 5, 30),
    Fraction(15),
    date(2027, 5, 28),
    "Unit tests",
    12,
)


def _typed(**given: str) -> Figure:
    return read_figure(MEASURE, on=ON, **{"day": "2026-05-29", "figure": "19.5", **given})


def _file(text: str, reported: dict[tuple[str, date], Figure] | None = None) -> FigureFile:
    return read_file(text.encode(), [MEASURE], reported=reported or {}, on=ON)


def test_a_figure_is_kept_exactly() -> None:
    found = _typed(figure="19.50 %", size="1,204", margin="1.5")
    assert found == Figure("m1", date(2026, 5, 29), "19.5", 1204, "1.5")


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("day", "", "missing"),
        ("day", "2026-07-01", "has not come"),
        ("day", "2025-05-30", "not after the baseline"),
        ("day", "soon", "not a day"),
        ("figure", "", "missing"),
        ("figure", "about 19", "not a figure"),
        ("figure", "1e9", "not a figure"),
        ("size", "0", "not a size"),
        ("size", "-5", "not a size"),
        ("size", "²", "not a size"),
        ("margin", "-1", "below zero"),
        ("note", "a\x00b", "cannot be stored"),
    ],
)
def test_what_cannot_be_kept_is_named_at_its_field(field: str, text: str, reason: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        _typed(**{field: text})
    assert [one.where for one in caught.value.problems] == [field]
    assert reason in caught.value.problems[0].reason


def test_a_row_names_its_measure_by_key_or_title() -> None:
    found = _file("measure,day,figure\nM1,5/29/2026,19\nstudents who  repeat a unit,2026-02-01,21")
    assert [one.figure for _, one in found.figures] == ["19", "21"]
    assert not found.problems


def test_wrong_rows_are_named_and_the_good_ones_stay() -> None:
    found = _file(
        "measure;day;figure;size\nm1;2026-05-29;19;200\nm9;2026-05-29;19;200\n"
        "m1;2026-05-29;18;200\nm1;2027-01-01;x;200\n"
    )
    assert [number for number, _ in found.figures] == [2]
    assert [(one.row, one.column) for one in found.problems] == [
        (3, "measure"), (4, "day"), (5, "day"), (5, "figure")
    ]  # fmt: skip
    assert found.wrong == 3


def test_a_row_that_is_on_record_changes_nothing_and_a_different_one_is_refused() -> None:
    there = {("m1", date(2026, 5, 29)): Figure("m1", date(2026, 5, 29), "19")}
    found = _file("measure,day,figure\nm1,2026-05-29,19.0", there)
    assert (found.figures, found.known, found.problems) == ((), (2,), ())
    found = _file("measure,day,figure\nm1,2026-05-29,18", there)
    assert "19 is on record" in found.problems[0].reason


@pytest.mark.parametrize("text", ["", "day,figure\n2026-05-29,19", "measure,day,figure\n"])
def test_a_file_that_cannot_be_read_at_all_is_refused(text: str) -> None:
    with pytest.raises(ProblemsError):
        _file(text)
