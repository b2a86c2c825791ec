"""What goes in and out of the operations on what plans achieve."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema


class PlanMeasureOut(Schema):
    """A measure and what it shows; amounts are exact, as decimals or fractions.

    `share` and `expected` are of the way from baseline to target; `low` and `high` are the ends of
    the change's 95 percent interval.
    """

    organization: str
    plan: str
    key: str
    title: str
    unit: str
    baseline: str | None
    baseline_on: date
    target: str | None
    due_on: date
    source: str
    reported: str
    progress: str
    figure: str | None
    measured_on: date | None
    size: int | None
    share: str | None
    expected: str | None
    change: str | None
    low: str | None
    high: str | None
    gaps: int


class PlanFigureOut(Schema):
    id: int
    measure: str
    measured_on: date
    figure: str
    size: int | None
    margin: str
    note: str
    by: str
    at: datetime
    is_corrected: bool
    is_correction: bool


class PlanYearLineOut(Schema):
    plan: UUID
    title: str
    organization: str
    first_on: date
    last_on: date
    due_on: date
    is_late: bool
    report: UUID | None


class PlanOutcomesOut(Schema):
    id: UUID
    title: str
    measures: list[PlanMeasureOut]
    figures: list[PlanFigureOut]
    years: list[PlanYearLineOut]


class PlanComparedOut(Schema):
    measures: list[PlanMeasureOut]
    years: list[PlanYearLineOut]


class PlanFigureIn(Schema):
    """A figure as it would be typed: "2026-05-29", "19.5"."""

    measure: str
    day: str
    figure: str
    size: str = ""
    margin: str = ""
    note: str = ""


class PlanFigureCorrectIn(Schema):
    """An empty figure takes the line back."""

    figure: str
    size: str = ""
    margin: str = ""
    because: str


class PlanFiguresFileIn(Schema):
    """CSV as text; "none" looks at it alone, "good" keeps good rows, "all" keeps all or none."""

    text: str
    keep: Literal["none", "good", "all"] = "none"


class PlanRowProblemOut(Schema):
    row: int
    column: str
    reason: str
    fix: str


class PlanFiguresKeptOut(Schema):
    kept: int
    known: list[int]
    problems: list[PlanRowProblemOut]


class PlanYearIn(Schema):
    """The revision that was read; with a digest, nothing is sent whose figures changed since."""

    revision: int = 0
    words: dict[str, str]
    digest: str = ""


class PlanYearOut(Schema):
    first_on: date
    last_on: date
    due_on: date
    data: dict[str, Any]
    digest: str
    words: dict[str, str]
    revision: int


class PlanYearReportOut(Schema):
    id: UUID
    plan: UUID
    title: str
    organization: str
    number: int
    first_on: date
    last_on: date
    due_on: date
    is_late: bool
    data: dict[str, Any]
    words: dict[str, str]
    content_hash: str
    sent_by: str
    sent_at: datetime


class PlanTitleIn(Schema):
    title: str


class ClosedDaysSpan(Schema):
    name: str
    first: date
    last: date


class ClosedDaysIn(Schema):
    days: list[ClosedDaysSpan]
