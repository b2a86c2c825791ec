"""Charts drawn: the same every time, in our typeface, and without a way out."""

import io

import pytest
from defusedxml import ElementTree
from PIL import Image

from longleaf.basis.chart import Figure, Frame, Series, Target, bars, dots, grouped_bars, lines
from longleaf.gateways.charts import VegaCharts

FRAME = Frame("Standing <by> LEA & kind", "Educators", "Longleaf", "As of June 30, 2026")
FIGURES = (Figure("North", 12, "12", 10, 14), Figure("South", -3, "-3"), Figure("Bay", None, "?"))
SERIES = [Series("now", FIGURES), Series("draft", FIGURES)]
AIM = Target(5, "Target: 5")
EVERY = [
    bars(FIGURES, FRAME, target=AIM),
    grouped_bars(SERIES, FRAME, target=AIM),
    dots(FIGURES, FRAME, target=AIM),
    lines(SERIES, FRAME, along="Year", target=AIM),
]


@pytest.mark.parametrize("chart", EVERY)
def test_every_kind_of_chart_shows_its_labels_target_and_source(chart: object) -> None:
    spec = chart.spec  # type: ignore[attr-defined]  # a parametrized value has no type
    drawn = ElementTree.fromstring(VegaCharts().svg(spec).decode())
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    for expected in (
        "North",
        "Educators",
        "Target: 5",
        "Standing <by> LEA & kind",
        "Source: Longleaf. As of June 30, 2026.",
    ):
        assert expected in words


def test_a_drawing_is_the_same_every_time() -> None:
    assert VegaCharts().svg(EVERY[0].spec) == VegaCharts().svg(EVERY[0].spec)
    assert VegaCharts().png(EVERY[0].spec) == VegaCharts().png(EVERY[0].spec)


def test_a_picture_grows_with_its_scale() -> None:
    small, large = (
        Image.open(io.BytesIO(VegaCharts().png(EVERY[0].spec, scale=scale))) for scale in (1, 2)
    )
    assert abs(large.width - 2 * small.width) <= 1


@pytest.mark.parametrize("scale", [0, -1, 9])
def test_an_impossible_scale_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        VegaCharts().png(EVERY[0].spec, scale=scale)


@pytest.mark.parametrize("address", ["https://figures.example/a.json", "file:///etc/hostname"])
def test_a_chart_that_would_fetch_its_figures_is_refused(address: str) -> None:
    spec = {"mark": "bar", "layer": [{"data": {"url": address}}]}
    with pytest.raises(ValueError, match="opens no address"):
        VegaCharts().svg(spec)


def test_what_is_no_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="Vega-Lite"):
        VegaCharts().svg({"mark": {"type": "no such mark"}, "data": {"values": [{}]}})
