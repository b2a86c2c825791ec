"""Charts of what plans achieved: one measure over time, and all measures side by side."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.basis.chart import NARROW, WIDE, Chart, Figure, Frame, Series, Target, bars, lines
from longleaf.domain.plan.outcome import Measured, Reported, Slot, interval_of

_MOST_BARS = 40


def measure_chart(
    measure: Measured,
    reports: Sequence[Reported],
    missing: Sequence[Slot],
    *,
    on: date,
    is_narrow: bool = False,
) -> Chart:
    """A measure from its baseline on, with the target as a line and gaps without a mark.

    Raises:
        ValueError: If the measure has no baseline in figures.
    """
    if measure.baseline is None:
        message = "A measure without a baseline in figures has no chart."
        raise ValueError(message)
    points = [(measure.baseline_on, _figure(measure.baseline_on, measure.baseline, "baseline "))]
    points += [(slot.last, Figure(day_words(slot.last), None, "no report")) for slot in missing]
    points += [(one.on, _reported(measure, one)) for one in reports]
    taken: dict[str, Figure] = {}
    for _, figure in sorted(points, key=lambda one: one[0]):
        if figure.label not in taken or figure.value is not None:
            taken[figure.label] = figure
    target = measure.target
    return lines(
        [Series("", tuple(taken.values()))],
        Frame(
            measure.title,
            measure.unit or "Figure",
            measure.source or "not said",
            f"As reported by {day_words(on)}",
            NARROW if is_narrow else WIDE,
        ),
        along="Day that the figure holds for",
        target=None
        if target is None
        else Target(float(target), f"Target {show_amount(target)} by {day_words(measure.due_on)}"),
    )


def _reported(measure: Measured, one: Reported) -> Figure:
    ends = interval_of(measure, one)
    return Figure(
        day_words(one.on),
        float(one.figure),
        show_amount(one.figure),
        float(ends[0]) if ends else None,
        float(ends[1]) if ends else None,
    )


def _figure(on: date, amount: Fraction, words: str = "") -> Figure:
    return Figure(day_words(on), float(amount), f"{words}{show_amount(amount)}")


def share_chart(
    shares: Sequence[tuple[str, Fraction | None, str]], *, on: date, is_narrow: bool = False
) -> Chart:
    """How much of its way each measure has come, as bars beside all of the way.

    Args:
        shares: A label of each measure, its share, and what is said where there is none.
        on: The day of the comparison.
        is_narrow: Whether it is for a phone.

    Raises:
        ValueError: If there are none.
    """
    figures = {
        label: Figure(
            label,
            None if share is None else float(share * 100),
            words if share is None else f"{int(share * 100)} percent",
        )
        for label, share, words in shares[:_MOST_BARS]
    }
    return bars(
        list(figures.values()),
        Frame(
            "How much of the way from baseline to target each measure has come",
            "Percent of the way",
            "figures that LEAs reported",
            f"As of {day_words(on)}; below zero is away from the target",
            NARROW if is_narrow else WIDE,
        ),
        target=Target(100.0, "Target"),
    )


def day_words(day: date) -> str:
    """A day as people read it."""
    return f"{day:%b} {day.day}, {day.year}"
