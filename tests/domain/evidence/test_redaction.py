"""Areas to be painted over, as they are typed or drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.redaction import MOST_AREAS, WHOLE, Area, read_areas


def typed(left: str, top: str, width: str, height: str) -> dict[str, str]:
    return {"left": left, "top": top, "width": width, "height": height}


def test_percentages_become_thousandths() -> None:
    assert read_areas([typed("10", "20.5", "30", "5,5")]) == ([Area(100, 205, 300, 55)], [])


def test_rows_left_empty_are_no_areas() -> None:
    assert read_areas([typed("", " ", "", ""), {}]) == ([], [])


def test_what_reaches_over_the_edge_is_cut_there() -> None:
    assert read_areas([typed("-10", "90", "30", "50")]) == ([Area(0, 900, 200, 100)], [])


@pytest.mark.parametrize(
    "row",
    [
        typed("10", "", "30", "5"),
        typed("ten", "10", "30", "5"),
        typed("nan", "10", "30", "5"),
        typed("inf", "10", "30", "5"),
        typed("10", "10", "0", "5"),
        typed("100", "10", "5", "5"),
        typed("10", "10", "-5", "5"),
    ],
)
def test_what_is_no_area_is_said_to_be_none(row: dict[str, str]) -> None:
    areas, problems = read_areas([row])
    assert areas == []
    assert [one.where for one in problems] == ["areas"]


def test_more_areas_than_the_most_are_refused() -> None:
    rows = [typed("1", "1", "1", "1")] * MOST_AREAS
    assert read_areas(rows)[1] == []
    assert len(read_areas([*rows, rows[0]])[1]) == 1


def test_an_area_covers_every_pixel_that_it_touches() -> None:
    assert Area(333, 500, 1, 500).in_pixels(10, 3) == (3, 1, 4, 3)


SIDES = st.integers(0, 999)


@given(SIDES, SIDES, st.integers(1, WHOLE), st.integers(1, WHOLE), st.integers(1, 5000))
def test_an_area_within_the_picture_is_within_its_pixels(
    left: int, top: int, width: int, height: int, size: int
) -> None:
    area = Area(left, top, min(width, WHOLE - left), min(height, WHOLE - top))
    first, upper, last, lower = area.in_pixels(size, size)
    assert 0 <= first < last <= size
    assert 0 <= upper < lower <= size
