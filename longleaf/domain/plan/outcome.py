"""What a plan's measures show: reports against baseline and target, with gaps left as gaps.

Nothing here says that the plan caused a change: without a group to compare with, a figure beside a
plan shows that something changed, and no more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Final

from longleaf.basis.day import months_after
from longleaf.basis.small_cells import LEAST_SHOWN
from longleaf.domain.evidence.due import is_business_day

EVERY: Final[Mapping[str, int]] = {"yearly": 12, "twice_a_year": 6, "quarterly": 3}
# A figure for a period is often ready only some weeks after it.
DAYS_TO_REPORT: Final = 30
# No source that we know names a day for a yearly report; this is the product's own.
DAYS_TO_YEARLY_REPORT: Final = 60
DAYS_TO_REMIND: Final = 14
_WHOLE: Final = 100
_NORMAL_95: Final = Decimal("1.959964")  # standard normal quantile at 97.5 percent


class Progress(StrEnum):
    """How far a measure is on its way from its baseline to its target."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NO_REPORT = "no_report"
    HIDDEN = "hidden"
    NOT_MEASURABLE = "not_measurable"


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure as it was promised.

    Attributes:
        key: The same in every version of the plan.
        baseline: Exact amount in its unit; None where what was written is no amount.
        target: Likewise.
        every: Months between reports.
    """

    key: str
    title: str
    unit: str
    baseline: Fraction | None
    baseline_on: date
    target: Fraction | None
    due_on: date
    source: str
    every: int


def is_small(size: int | None) -> bool:
    """Whether a group is known to be so small that a figure about it is hidden from others."""
    return size is not None and size < LEAST_SHOWN


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure for a day.

    Attributes:
        on: The day it holds for.
        size: How many people or things it is about; None where that is not said.
        margin: Half the width of its 95 percent interval, where its source gives one.
    """

    on: date
    figure: Fraction
    size: int | None = None
    margin: Fraction | None = None

    @property
    def is_small(self) -> bool:
        """Whether so few stand behind it that they could be recognized."""
        return is_small(self.size)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the reports of one measure come to.

    Attributes:
        latest: The report that decides.
        share: How much of the way from baseline to target is done; 1 is all of it, below 0 is away.
        expected: The same for a steady way, on the day of the latest report.
        change: From the baseline to the latest figure, in the measure's unit.
        low: Lower end of the change's 95 percent interval; None where none can be given.
        high: Upper end. The baseline is taken as exact, since its own interval is not known.
        is_past: Whether the day of the target has passed.
    """

    progress: Progress
    latest: Reported | None = None
    share: Fraction | None = None
    expected: Fraction | None = None
    change: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    is_past: bool = False

    @property
    def is_clear(self) -> bool | None:
        """Whether the interval leaves out "no change"; None without an interval."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


def find(measure: Measured, reports: Sequence[Reported], on: date) -> Finding:
    """How a measure stands on a day, by the reports for days up to then.

    Improvement is whatever leads from the baseline toward the target, up or down. The latest
    report counts, also where an earlier one had reached the target.
    """
    if measure.baseline is None or measure.target is None or measure.baseline == measure.target:
        return Finding(Progress.NOT_MEASURABLE, is_past=on > measure.due_on)
    latest = max((one for one in reports if one.on <= on), key=lambda one: one.on, default=None)
    if latest is None:
        return Finding(Progress.NO_REPORT, is_past=on > measure.due_on)
    change = latest.figure - measure.baseline
    share = change / (measure.target - measure.baseline)
    expected = expected_share(measure, latest.on)
    ends = interval_of(measure, latest)
    if share >= 1:
        progress = Progress.MET
    else:
        progress = Progress.ON_TRACK if share >= expected else Progress.BEHIND
    return Finding(
        progress,
        latest,
        share,
        expected,
        change,
        ends[0] - measure.baseline if ends else None,
        ends[1] - measure.baseline if ends else None,
        is_past=on > measure.due_on,
    )


def find_shown(measure: Measured, reports: Sequence[Reported], on: date) -> Finding:
    """The same for others than the plan's own people: figures of small groups are left out."""
    open_ones = [one for one in reports if not one.is_small]
    found = find(measure, open_ones, on)
    if found.progress is Progress.NO_REPORT and any(one.on <= on for one in reports):
        return Finding(Progress.HIDDEN, is_past=found.is_past)
    return found


def expected_share(measure: Measured, on: date) -> Fraction:
    """The share of the way that a steady change would have come by a day, from 0 to 1."""
    whole = (measure.due_on - measure.baseline_on).days
    gone = (on - measure.baseline_on).days
    if gone <= 0:
        return Fraction(0)
    return Fraction(1) if gone >= whole else Fraction(gone, whole)


def interval_of(measure: Measured, one: Reported) -> tuple[Fraction, Fraction] | None:
    """The 95 percent interval of a figure: as its source gives it, or worked out for a percentage.

    For a percentage of a group of known size it is Wilson's score interval (Wilson 1927), rounded
    outward to tenths of a point: right if the group is a draw from a larger one, and too wide if it
    is everybody. None where neither a margin nor a size is known.
    """
    if one.margin is not None:
        return one.figure - one.margin, one.figure + one.margin
    if one.size and is_percentage(measure.unit) and 0 <= one.figure <= _WHOLE:
        return wilson(one.figure / _WHOLE, one.size)
    return None


def is_percentage(unit: str) -> bool:
    """Whether a measure's unit is a share of a hundred."""
    words = unit.strip().lower()
    return words in {"%", "percent", "per cent"} or words.startswith(("percent of ", "% of "))


def wilson(share: Fraction, size: int) -> tuple[Fraction, Fraction]:
    """Wilson's 95 percent interval of a share of a group, in percent, outward to tenths."""
    with localcontext() as context:
        context.prec = 30
        p = Decimal(share.numerator) / Decimal(share.denominator)
        n, z2 = Decimal(size), _NORMAL_95 * _NORMAL_95
        middle = p + z2 / (2 * n)
        half = _NORMAL_95 * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt()
        below, above = ((middle + side * half) / (1 + z2 / n) * _WHOLE for side in (-1, 1))
        tenth = Decimal("0.1")
        low = Fraction(below.quantize(tenth, ROUND_FLOOR))
        high = Fraction(above.quantize(tenth, ROUND_CEILING))
    # Rounding in the last of thirty digits must not lead out of what a share can be.
    return max(Fraction(0), low), min(Fraction(_WHOLE), high)


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of days for which something is to be reported; all days belong to it.

    Attributes:
        due_on: By when.
        report: What was reported for the last of its days that has a report.
    """

    first: date
    last: date
    due_on: date
    report: Reported | None = None

    def is_late(self, on: date) -> bool:
        """Whether the day due has passed without a report."""
        return self.report is None and self.due_on < on

    def is_soon(self, on: date) -> bool:
        """Whether it ends, or is due, within the days in which people are reminded."""
        return self.report is None and on <= self.due_on <= on + timedelta(days=DAYS_TO_REMIND)


def slots_of(
    measure: Measured,
    reports: Sequence[Reported],
    *,
    first: date,
    last: date | None,
    on: date,
    closed: Collection[date] = (),
) -> tuple[Slot, ...]:
    """The spans for which a measure is to be reported, as far as they have begun.

    They follow each other from the plan's first day. The last is cut at the plan's last day.
    """
    found = []
    for begins, ends in _spans(first, last, measure.every, on):
        within = [one for one in reports if begins <= one.on <= ends]
        latest = max(within, key=lambda one: one.on, default=None)
        due = working_day(ends + timedelta(days=DAYS_TO_REPORT), closed)
        found.append(Slot(begins, ends, due, latest))
    return tuple(found)


def years_of(
    first: date, last: date | None, on: date, closed: Collection[date] = ()
) -> tuple[Slot, ...]:
    """The years of a plan in force that have begun, each with the day its report is due."""
    return tuple(
        Slot(begins, ends, working_day(ends + timedelta(days=DAYS_TO_YEARLY_REPORT), closed))
        for begins, ends in _spans(first, last, 12, on)
    )


def _spans(first: date, last: date | None, months: int, on: date) -> list[tuple[date, date]]:
    stop = on if last is None else min(on, last)
    found: list[tuple[date, date]] = []
    begins = first
    while begins <= stop:
        # Counted from the first day, so that a short month does not move every later span.
        following = months_after(first, months * (len(found) + 1))
        ends = following - timedelta(days=1)
        found.append((begins, ends if last is None else min(ends, last)))
        begins = following
    return found


def working_day(day: date, closed: Collection[date] = ()) -> date:
    """The day itself, or the next on which people work."""
    while not is_business_day(day, closed):
        day += timedelta(days=1)
    return day
