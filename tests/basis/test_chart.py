"""Charts: the same figures as the table beside them, in words too, and apart in gray."""

from itertools import pairwise

import pytest
from PIL import ImageColor

from longleaf.basis.chart import (
    SHADES,
    Chart,
    Figure,
    Frame,
    Series,
    Spec,
    Target,
    bars,
    dots,
    grouped_bars,
    lines,
)

FRAME = Frame("Standing by LEA", "Educators", "Longleaf", "As of June 30, 2026")
NORTH, SOUTH = Figure("North", 12, "12", 10, 14), Figure("South", None, "hidden, fewer than 10")
NOW = Series("now", (NORTH, SOUTH))
DRAFT = Series("draft", (Figure("North", 9, "9"), Figure("South", 3, "3")))


def _rows(chart: Chart) -> list[Spec]:
    figures = chart.spec["vconcat"]
    assert isinstance(figures, list)
    rows: list[Spec] = figures[0]["data"]["values"]
    return rows


def test_a_chart_holds_the_figures_and_nothing_else() -> None:
    assert [(row["label"], row["value"]) for row in _rows(bars([NORTH, SOUTH], FRAME))] == [
        ("North", 12),
        ("South", None),
    ]


def test_a_chart_says_in_words_what_it_shows_and_of_when() -> None:
    assert bars([NORTH, SOUTH], FRAME).alternative == (
        "Standing by LEA. Educators. North: 12; South: hidden, fewer than 10. "
        "Source: Longleaf. As of June 30, 2026."
    )


def test_the_words_name_the_series_and_the_target() -> None:
    words = grouped_bars([NOW, DRAFT], FRAME, target=Target(10, "Target: 10")).alternative
    assert "North, now: 12 now" not in words
    assert "North, now: 12" in words
    assert "Target: 10." in words


def test_the_bars_of_groups_say_whose_they_are() -> None:
    says = [row["says"] for row in _rows(grouped_bars([NOW, DRAFT], FRAME))]
    assert says == ["12 now", "hidden, fewer than 10 now", "9 draft", "3 draft"]


def test_a_line_may_lack_a_label_that_another_has() -> None:
    short = Series("short", (Figure("2026", 1, "1"),))
    long = Series("long", (Figure("2025", 1, "1"), Figure("2026", 2, "2")))
    assert len(_rows(lines([short, long], FRAME, along="Year"))) == 3


def test_the_figures_of_dots_keep_their_intervals() -> None:
    assert [(row["low"], row["high"]) for row in _rows(dots([NORTH], FRAME))] == [(10, 14)]


def test_a_title_longer_than_the_chart_takes_more_lines() -> None:
    chart = bars([NORTH], Frame("word " * 40, "Educators", "Longleaf", "Today", width=320))
    title = chart.spec["title"]
    assert isinstance(title, dict)
    assert len(title["text"]) > 1
    assert all(len(line) <= 42 for line in title["text"])


def test_the_shades_stay_apart_in_gray() -> None:
    grays = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (ImageColor.getrgb(shade)[:3] for shade in SHADES)
    )
    assert all(b - a >= 20 for a, b in pairwise(grays))


@pytest.mark.parametrize(
    ("series", "why"),
    [
        ([], "needs figures"),
        ([Series("now", ())], "needs figures"),
        ([Series("now", (NORTH, NORTH))], "the same label"),
        ([NOW, Series("now", DRAFT.figures)], "the same name"),
        ([NOW, Series("draft", (NORTH,))], "different labels"),
        ([Series(str(n), (NORTH,)) for n in range(5)], "4 at most"),
    ],
)
def test_figures_that_make_no_chart_are_refused(series: list[Series], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        grouped_bars(series, FRAME)
