"""What plans achieved, in words: for pages, files and documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.http import HttpResponse

from longleaf.basis.amount import show_amount
from longleaf.basis.chart import Chart
from longleaf.domain.plan.outcome import Finding, Measured, Progress, Slot, is_percentage
from longleaf.gateways.wiring import ports
from longleaf.web.plan_words import REPORTED, SVG

PROGRESS: Final[Mapping[str, str]] = {
    Progress.MET: "Target met",
    Progress.ON_TRACK: "On track",
    Progress.BEHIND: "Behind",
    Progress.NO_REPORT: "No report yet",
    Progress.HIDDEN: "Hidden: fewer than 10",
    Progress.NOT_MEASURABLE: "Not measurable",
}
HEADER: Final = (
    "LEA", "Plan", "Measure", "Unit", "Baseline", "Baseline on", "Target", "Target by", "Source",
    "Reported", "Latest figure", "Latest for", "Size of group", "Change", "Change from",
    "Change to", "Percent of the way", "Percent expected", "Progress", "Gaps",
)  # fmt: skip


def finding_words(one: Measured, found: Finding) -> str:
    """What a measure shows, in one or two sentences that claim no more than they can."""
    if found.progress is Progress.NOT_MEASURABLE:
        return "Baseline and target give no way to go, so nothing can be measured against them."
    if found.latest is None or found.change is None:
        return ""
    size = f", among {found.latest.size:,}" if found.latest.size else ""
    said = f"Changed by {signed(found.change)} {points(one.unit)} since the baseline{size}."
    if found.low is not None and found.high is not None:
        said += (
            f" With 95 percent confidence by {signed(found.low)} to {signed(found.high)}"
            f"{'' if found.is_clear else ', so it may be no change at all'}."
        )
    else:
        said += " How sure that is cannot be said: no size of group and no margin were reported."
    return said


def points(unit: str) -> str:
    """The unit of a difference: two percentages differ by percentage points."""
    return "percentage points" if is_percentage(unit) else unit


def signed(amount: Fraction | str) -> str:
    """An amount with its sign, with a minus that is one."""
    text = amount if isinstance(amount, str) else show_amount(amount)
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else f"+{text}"


def percent(share: Fraction | None) -> str:
    """A share as whole percent, toward zero; "" without one."""
    return "" if share is None else f"{int(share * 100)}"


def cells(
    whose: tuple[str, str], one: Measured, found: Finding, *, reported: str, gaps: int
) -> Sequence[object]:
    """One line of a file; the columns of HEADER. `whose` are the LEA and the plan's title."""
    latest = found.latest
    return (
        *whose, one.title, one.unit, amount(one.baseline), one.baseline_on,
        amount(one.target), one.due_on, one.source, REPORTED.get(reported, reported),
        amount(latest.figure) if latest else "", latest.on if latest else "",
        (latest.size or "") if latest else "", amount(found.change), amount(found.low),
        amount(found.high), percent(found.share), percent(found.expected),
        PROGRESS[found.progress], gaps,
    )  # fmt: skip


def amount(value: Fraction | None) -> str:
    """An exact amount, or ""."""
    return "" if value is None else show_amount(value)


def span_words(slot: Slot) -> str:
    """The days of a span."""
    return f"{long_day(slot.first)} to {long_day(slot.last)}"


def long_day(day: date | str) -> str:
    """June 30, 2026."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day:%B} {day.day}, {day.year}"


def drawn(chart: Chart) -> HttpResponse:
    """A chart as an image."""
    return HttpResponse(
        ports().charts.svg(chart.spec),
        content_type=SVG,
        headers={"Cache-Control": "private, no-cache"},
    )


def year_measures(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The measures of a yearly report as pages and documents show them."""
    return [
        {
            **one,
            "words": PROGRESS.get(one["progress"], one["progress"]),
            "says": _says(one),
            "gap_words": [f"{long_day(first)} to {long_day(last)}" for first, last in one["gaps"]],
            "report_words": [
                (
                    long_day(each["on"]),
                    "hidden: fewer than 10" if each["figure"] is None else each["figure"],
                    f"{each['size']:,}" if each["size"] else "",
                )
                for each in one["reports"]
            ],
        }
        for one in data["measures"]
    ]


def _says(one: Mapping[str, Any]) -> str:
    if one["change"] is None:
        return ""
    size = f", among {one['size']:,}" if one["size"] else ""
    said = f"Changed by {signed(one['change'])} {points(one['unit'])} since the baseline{size}."
    if one["low"] is None or one["high"] is None:
        return f"{said} No size of group and no margin were reported, so nobody can say how sure."
    doubt = "" if one["is_clear"] else ", so it may be no change at all"
    ends = f"{signed(one['low'])} to {signed(one['high'])}"
    return f"{said} With 95 percent confidence by {ends}{doubt}."


def count_words(count: int | None) -> str:
    """A count of people; small ones stay hidden."""
    return "fewer than 10" if count is None else f"{count:,}"
