"""Marks: where in an artifact a criterion shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longleaf.basis.problem import ProblemsError
from longleaf.domain.evidence.mark import (
    LAST_MOMENT,
    Moment,
    Passage,
    Region,
    clock,
    kind_of_place,
    moment,
    passage,
    region,
    seconds_of,
)


@pytest.mark.parametrize(
    ("form", "family", "kind"),
    [
        ("file", "image", "region"),
        ("file", "audio", "moment"),
        ("file", "video", "moment"),
        ("file", "document", "passage"),
        ("text", "", "passage"),
        ("link", "", "passage"),
    ],
)
def test_what_can_be_marked_follows_from_what_it_is(form: str, family: str, kind: str) -> None:
    assert kind_of_place(form, family) == kind


@given(some.integers(0, LAST_MOMENT))
def test_a_moment_reads_as_it_is_shown(seconds: int) -> None:
    assert seconds_of(clock(seconds)) == seconds


@pytest.mark.parametrize(
    "text", ["", "4", "four", "4:60", "-1:00", "1:2:03:04", "\u0661:\u0660\u0660", "9" * 30]
)
def test_what_is_no_time_is_not_read_as_one(text: str) -> None:
    assert seconds_of(text) in (None, 4)


def test_a_moment_without_an_end_is_ten_seconds_long() -> None:
    assert moment("4:10", " ") == Moment(250, 260)
    assert moment("4:10", "5:00").words == "4:10 to 5:00"


@pytest.mark.parametrize(
    ("begin", "end"), [("5:00", "5:00"), ("x", ""), ("1", "x"), ("1", "99999")]
)
def test_a_moment_that_cannot_be_is_refused(begin: str, end: str) -> None:
    with pytest.raises(ProblemsError):
        moment(begin, end)


def test_a_region_may_be_the_whole_picture_and_no_more() -> None:
    assert region(0, 0, 1000, 1000) == Region(0, 0, 1000, 1000)
    assert region(100, 0, 300, 500).words == "10 % to 40 % across, 0 % to 50 % down"


@pytest.mark.parametrize("sides", [(1, 0, 1000, 1), (0, 1, 1, 1000), (-1, 0, 5, 5), (0, 0, 0, 5)])
def test_a_region_beyond_its_picture_is_refused(sides: tuple[int, int, int, int]) -> None:
    with pytest.raises(ProblemsError):
        region(*sides)


def test_words_of_a_text_stand_in_it_whatever_its_lines() -> None:
    assert passage(0, "then  three\nhands", text="We waited. Then\nthree hands") == Passage(
        0, "then three hands"
    )


@pytest.mark.parametrize(
    ("page", "words", "text"),
    [(0, " ", None), (5001, "", None), (0, "x" * 501, None), (1, "no", "y")],
)
def test_a_passage_that_cannot_be_found_is_refused(page: int, words: str, text: str | None) -> None:
    with pytest.raises(ProblemsError):
        passage(page, words, text=text)
