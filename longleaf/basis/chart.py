"""Charts: figures made into Vega-Lite, in one quiet look that reads in gray, in print and aloud.

Labels stand at the marks instead of in a legend, axes are named in words, and every chart says
where its figures come from and of which day they are. A figure that may not be shown (a small
cell) has a label and no mark. The page beside it shows the same figures as a table.
"""

from collections.abc import Sequence

from longleaf.basis.chart_parts import (
    DASHES,
    INK,
    NARROW,
    ROW,
    SHADES,
    SHAPES,
    THIN_ROW,
    WIDE,
    Chart,
    Figure,
    Frame,
    Series,
    Spec,
    Target,
    composed,
    figure_rows,
    label_axis,
    layer_of,
    require_drawable,
    sayings,
    target_line,
    told_apart,
    value_axis,
)

__all__ = [
    "NARROW",
    "SHADES",
    "WIDE",
    "Chart",
    "Figure",
    "Frame",
    "Series",
    "Spec",
    "Target",
    "bars",
    "dots",
    "grouped_bars",
    "lines",
]


# An unknown figure breaks its line, and keeps its place on the axis.
_BREAK = "break-paths-show-domains"


def bars(figures: Sequence[Figure], frame: Frame, *, target: Target | None = None) -> Chart:
    """A bar for each figure, from zero, one below the other, in the order given.

    Raises:
        ValueError: If there are no figures, or two with the same label.
    """
    require_drawable([Series("", tuple(figures))])
    place: Spec = {"y": label_axis(figures)}
    layers = [
        layer_of(
            {"type": "bar", "color": SHADES[1], "height": 16}, place | {"x": value_axis(frame)}
        ),
        *sayings(place, frame),
        *target_line(target, "x"),
    ]
    return composed(
        frame, layers, figure_rows([Series("", tuple(figures))]), ROW * len(figures), target
    )


def grouped_bars(series: Sequence[Series], frame: Frame, *, target: Target | None = None) -> Chart:
    """For each label a bar of each series, with the series' name at the bar.

    Raises:
        ValueError: If there are no figures, too many series, or their labels differ.
    """
    require_drawable(series, same_labels=True)
    names = [each.name for each in series]
    place: Spec = {
        "y": label_axis(series[0].figures) | {"scale": {"paddingInner": 0.25}},
        "yOffset": {"field": "series", "type": "nominal", "sort": names},
    }
    rows = figure_rows(series, name_marks=True)
    color = told_apart(names, SHADES)
    layers = [
        layer_of({"type": "bar"}, place | {"x": value_axis(frame), "color": color}),
        *sayings(place, frame),
        *target_line(target, "x"),
    ]
    height = (THIN_ROW * len(series) + 10) * len(series[0].figures)
    return composed(frame, layers, rows, height, target)


def dots(figures: Sequence[Figure], frame: Frame, *, target: Target | None = None) -> Chart:
    """A dot for each figure, with its interval as a line; for what need not start at zero.

    Raises:
        ValueError: If there are no figures, or two with the same label.
    """
    require_drawable([Series("", tuple(figures))])
    place: Spec = {"y": label_axis(figures)}
    layers = [
        layer_of(
            {"type": "rule", "color": SHADES[1], "size": 2},
            place
            | {
                "x": {"field": "low", "type": "quantitative", "title": frame.axis},
                "x2": {"field": "high"},
            },
            known="low",
        ),
        layer_of(
            {"type": "point", "filled": True, "size": 70, "color": SHADES[0], "opacity": 1},
            place | {"x": value_axis(frame, zero=False)},
        ),
        *sayings(place, frame, beyond="high", zero=False),
        *target_line(target, "x"),
    ]
    return composed(
        frame, layers, figure_rows([Series("", tuple(figures))]), ROW * len(figures), target
    )


def lines(
    series: Sequence[Series], frame: Frame, *, along: str, target: Target | None = None
) -> Chart:
    """A line for each series along an axis of labels, with intervals as bands.

    Args:
        series: Their labels in the order of the axis; a label may be missing in some.
        frame: Its `axis` names the values, which run upward.
        along: What the labels are, in words: "Year of expiry".
        target: A value to be reached.

    Raises:
        ValueError: If there are no figures, too many series, or a label twice in one.
    """
    require_drawable(series)
    names = [each.name for each in series]
    order = list(dict.fromkeys(f.label for each in series for f in each.figures))
    across: Spec = {
        "field": "label",
        "type": "ordinal",
        "sort": order,
        "title": along,
        "axis": {"labelAngle": 0, "grid": False},
        "scale": {"type": "point", "padding": 0.3},
    }
    color = told_apart(names, SHADES)
    between: Spec = {
        "x": across,
        "y": {"field": "low", "type": "quantitative"},
        "y2": {"field": "high"},
        "color": color,
    }
    up: Spec = {"field": "value", "type": "quantitative", "title": frame.axis}
    last = [
        {"series": each.name, "label": known[-1].label, "value": known[-1].value}
        for each in series
        if (known := [f for f in each.figures if f.value is not None])
    ]
    layers = [
        {
            "mark": {"type": "area", "opacity": 0.18, "tooltip": None, "invalid": _BREAK},
            "encoding": between,
        },
        # One interval alone, beside a gap, makes no band.
        layer_of({"type": "rule", "opacity": 0.5}, between, known="low"),
        {
            "mark": {
                "type": "line",
                "strokeWidth": 2,
                "tooltip": None,
                "invalid": _BREAK,
            },
            "encoding": {
                "x": across,
                "y": up,
                "color": color,
                "strokeDash": told_apart(names, DASHES),
            },
        },
        layer_of(
            {"type": "point", "filled": True, "size": 55, "opacity": 1},
            {"x": across, "y": up, "color": color, "shape": told_apart(names, SHAPES)},
        ),
        {
            "data": {"values": last},
            **layer_of(
                {"type": "text", "align": "left", "dx": 9, "color": INK, "fontWeight": 600},
                {"x": across, "y": up, "text": {"field": "series"}},
            ),
        },
        *target_line(target, "y"),
    ]
    return composed(frame, layers, figure_rows(series), 260, target)
