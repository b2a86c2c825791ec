"""Parts of charts: what they are made of, and the look that all of them share."""

from collections.abc import Sequence
from dataclasses import dataclass

Spec = dict[str, object]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDE = 640  # points: a column of a page
NARROW = 320  # a telephone

INK, SOFT, LINE, TARGET = "#1b1b1b", "#4a4f4c", "#dfe5e1", "#9a3f10"
# Apart in lightness, so that they stay apart in gray: L* of about 19, 49, 74 and 60.
SHADES = ("#143524", "#4f7f66", "#a9bfb2", "#c0814f")
DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3))
SHAPES = ("circle", "square", "triangle-up", "diamond")
MOST_SERIES = len(SHADES)

_FONT = "Public Sans, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
ROW, THIN_ROW = 26, 20


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the figures.

    Attributes:
        title: What the chart shows, as a sentence or a noun phrase.
        axis: What is counted, in words and with its unit.
        source: Where the figures come from.
        of: The day or the days they hold for, in words.
        width: Points for the figures alone, without labels; WIDE or NARROW on pages.
    """

    title: str
    axis: str
    source: str
    of: str
    width: int = WIDE


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a chart.

    Attributes:
        label: What it is of: an LEA, a year.
        value: None if it is hidden or unknown; then `shown` says which.
        shown: The value as the reader should see it, with its unit if that is short.
        low: Lower end of its interval, if it has one.
        high: Upper end.
    """

    label: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that belong together, under a short name.

    Attributes:
        name: As it stands at the marks.
        figures: In the order of the axis.
    """

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A value to be reached, drawn as a broken line.

    Attributes:
        value: Where it stands on the axis of values.
        label: What it says beside the line, with the value.
    """

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn.

    Attributes:
        spec: Vega-Lite, for the port `Charts`.
        alternative: The same in words, for whoever does not see it.
    """

    spec: Spec
    alternative: str


def composed(
    frame: Frame, layers: list[Spec], rows: list[Spec], height: int, target: Target | None
) -> Chart:
    """A chart of layers, with its title above and its source and days below."""
    words = _in_words(frame, rows, target)
    below = f"Source: {frame.source}. {frame.of}."
    figures: Spec = {
        "width": frame.width,
        "height": height,
        "data": {"values": rows},
        "layer": layers,
        "view": {"stroke": None},
    }
    caption: Spec = {
        "width": frame.width,
        "height": 14,
        "view": {"stroke": None},
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "color": SOFT,
            "fontSize": 11,
            "limit": frame.width + 120,
        },
        "encoding": {"x": {"value": 0}, "y": {"value": 0}, "text": {"value": below}},
    }
    spec: Spec = {
        "$schema": SCHEMA,
        "description": words,
        "title": {"text": _wrapped(frame.title, frame.width), "anchor": "start"},
        "vconcat": [figures, caption],
        "spacing": 12,
        "config": _config(frame),
    }
    return Chart(spec, words)


def _config(frame: Frame) -> Spec:
    return {
        "font": _FONT,
        "background": "#ffffff",
        "padding": 6,
        "title": {"fontSize": 15, "fontWeight": 600, "color": INK, "offset": 12},
        "text": {"fontSize": 12, "color": INK},
        "axis": {
            "labelFontSize": 12,
            "labelColor": INK,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "titleColor": SOFT,
            "gridColor": LINE,
            "domainColor": LINE,
            "tickColor": LINE,
            "labelLimit": 230 if frame.width > NARROW else 130,
            "tickCount": 5,
        },
    }


def layer_of(mark: Spec, encoding: Spec, *, known: str = "value") -> Spec:
    """A layer of those figures of which something is known."""
    return {
        "transform": [{"filter": f"isValid(datum.{known})"}],
        "mark": {"tooltip": None, **mark},
        "encoding": encoding,
    }


def label_axis(figures: Sequence[Figure]) -> Spec:
    """The axis of labels, in the order of the figures."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": [figure.label for figure in figures],
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8},
    }


def value_axis(frame: Frame, *, zero: bool = True) -> Spec:
    """The axis of values, named in words."""
    return {
        "field": "value",
        "type": "quantitative",
        "title": frame.axis,
        "axis": {"grid": True},
        "scale": {"zero": zero},
    }


def sayings(place: Spec, frame: Frame, *, beyond: str = "value", zero: bool = True) -> list[Spec]:
    """What each mark says, at its far end; at zero where there is no mark."""
    at_end = value_axis(frame, zero=zero) | {"field": "end"}
    nowhere: Spec = {"datum": 0} if zero else {"value": 0}
    end = f"isValid(datum.{beyond}) ? datum.{beyond} : datum.value"

    def where(test: str, side: str, dx: int, x: Spec) -> Spec:
        return {
            "transform": [{"filter": test}, {"calculate": end, "as": "end"}],
            "mark": {"type": "text", "align": side, "dx": dx},
            "encoding": place | {"x": x, "text": {"field": "says"}},
        }

    known = "isValid(datum.value) && datum.value"
    return [
        where(f"{known} >= 0", "left", 6, at_end),
        where(f"{known} < 0", "right", -6, at_end),
        where("!isValid(datum.value)", "left", 6, nowhere),
    ]


def target_line(target: Target | None, axis: str) -> list[Spec]:
    """A broken line at the target, and what it says; nothing without a target."""
    if target is None:
        return []
    at: Spec = {axis: {"datum": target.value, "type": "quantitative"}}
    words: Spec = (
        {"align": "left", "dx": 4, "dy": -6, "baseline": "bottom"}
        if axis == "x"
        else {"align": "left", "dx": 4, "dy": -5, "baseline": "bottom"}
    )
    edge: Spec = {"y": {"value": 0}} if axis == "x" else {"x": {"value": 0}}
    rule: Spec = {"type": "rule", "color": TARGET, "strokeDash": [5, 4], "size": 2}
    return [
        {"data": {"values": [{}]}, "mark": rule, "encoding": at},
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "color": TARGET, "fontWeight": 600, **words},
            "encoding": at | edge | {"text": {"value": target.label}},
        },
    ]


def told_apart(names: list[str], given: Sequence[object]) -> Spec:
    """How series are told apart, without a legend."""
    return {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": list(given[: len(names)])},
    }


def figure_rows(series: Sequence[Series], *, name_marks: bool = False) -> list[Spec]:
    """The figures as Vega-Lite reads them."""
    return [
        {
            "series": each.name,
            "label": figure.label,
            "value": figure.value,
            "says": f"{figure.shown} {each.name}" if name_marks else figure.shown,
            "shown": figure.shown,
            "low": figure.low,
            "high": figure.high,
        }
        for each in series
        for figure in each.figures
    ]


def _in_words(frame: Frame, rows: Sequence[Spec], target: Target | None) -> str:
    named = len({row["series"] for row in rows}) > 1
    told = "; ".join(
        f"{row['label']}{', ' if named else ''}{row['series']}: {row['shown']}" for row in rows
    )
    aim = f" {target.label}." if target else ""
    return f"{frame.title}. {frame.axis}. {told}.{aim} Source: {frame.source}. {frame.of}."


def _wrapped(title: str, width: int) -> list[str]:
    """A title in lines that fit; a letter takes about seven and a half points."""
    most = max(width * 2 // 15, 20)
    written = [""]
    for word in title.split():
        if written[-1] and len(written[-1]) + 1 + len(word) > most:
            written.append("")
        written[-1] = f"{written[-1]} {word}".strip()
    return written


def require_drawable(series: Sequence[Series], *, same_labels: bool = False) -> None:
    """Refuse what makes no chart.

    Raises:
        ValueError: If there are no figures, too many series, or labels or names twice.
    """
    if not series or not any(each.figures for each in series):
        message = "A chart needs figures; say on the page that there are none."
        raise ValueError(message)
    if len(series) > MOST_SERIES:
        message = f"{len(series)} series do not stay apart in gray; {MOST_SERIES} at most."
        raise ValueError(message)
    labels = [[figure.label for figure in each.figures] for each in series]
    if any(len(set(each)) != len(each) for each in labels):
        message = "Two figures have the same label; join them or name them apart."
        raise ValueError(message)
    if len({each.name for each in series}) != len(series):
        message = "Two series have the same name."
        raise ValueError(message)
    if same_labels and any(each != labels[0] for each in labels):
        message = "The series have different labels; give a figure without a value instead."
        raise ValueError(message)
