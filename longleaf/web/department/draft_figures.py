"""What a draft would change, as tables, charts and files."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from django.http import HttpResponse

from longleaf.basis.amount import parse_amount
from longleaf.basis.chart import NARROW, WIDE, Chart, Figure, Frame, Series, bars, grouped_bars
from longleaf.records.queries.policy_draft import SimulationShown, VersionPage
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.spreadsheet import cell

GROUPINGS: Final[Mapping[str, str]] = {
    "lea": "By LEA",
    "kind": "By kind of license",
    "expires_in": "By year of expiry",
}
ROW_HEADS: Final[Mapping[str, str]] = {
    "lea": "LEA",
    "kind": "Kind of license",
    "expires_in": "Expires in",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "met": "Met",
    "unmet": "Not yet",
    "unknown": "Cannot be said",
    "waived": "Waived",
    "exempt": "Exempt",
}
COLUMNS: Final = (
    ("educators", "Licenses"),
    ("newly_short", "Newly short"),
    ("no_longer_short", "No longer short"),
    ("owing_more", "Owe more"),
    ("more_credits", "Credits more"),
    ("owing_less", "Owe less"),
    ("fewer_credits", "Credits fewer"),
)
HIDDEN: Final = "hidden"
MOST_BARS: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its name, and its figures as the page shows them."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Groups of one kind, with the whole at the end."""

    by: str
    title: str
    head: str
    rows: tuple[Row, ...]
    whole: Row
    alternative: str


def tables(simulation: SimulationShown, title: str) -> list[GroupTable]:
    """The figures by LEA, by kind of license and by year of expiry."""
    figures = simulation.figures
    whole = Row("All", _cells(figures["whole"]))
    return [
        GroupTable(
            by,
            words,
            ROW_HEADS[by],
            tuple(Row(_name(by, one, figures), _cells(one)) for one in figures["by"][by]),
            whole,
            _alternative(simulation, by, title),
        )
        for by, words in GROUPINGS.items()
    ]


def changes(simulation: SimulationShown) -> list[tuple[str, str, str]]:
    """Standing now, standing under the draft, and how many, for each that differs or not."""
    return [
        (OUTCOMES[one["before"]], OUTCOMES[one["after"]], _count(one["educators"]))
        for one in simulation.figures["changes"]
    ]


def chart(simulation: SimulationShown, by: str, title: str, *, narrow: bool) -> Chart:
    """Who would newly fall short, and who no longer, by one of the groupings.

    Groups in which nobody would are left to the table; of many LEAs, the most touched are drawn.

    Raises:
        ValueError: If there are no groups.
    """
    figures = simulation.figures
    groups = touched(simulation, by)[:MOST_BARS]
    frame = Frame(
        f"Who would stand otherwise under “{title}”, {GROUPINGS[by][0].lower()}{GROUPINGS[by][1:]}",
        "Licenses",
        f"{_count(figures['whole']['educators'])} licenses on record",
        f"On {simulation.on:%B} {simulation.on.day}, {simulation.on.year}; "
        f"counts below {figures['least_shown']} hidden",
        NARROW if narrow else WIDE,
    )
    return grouped_bars(
        [
            Series(words, tuple(_figure(_name(by, one, figures), one[key]) for one in groups))
            for key, words in (("newly_short", "newly short"), ("no_longer_short", "no longer"))
        ],
        frame,
    )


def touched(simulation: SimulationShown, by: str) -> list[Mapping[str, Any]]:
    """The groups in which somebody's standing would change; by LEA, the most touched first."""
    groups: list[Mapping[str, Any]] = [
        one
        for one in simulation.figures["by"][by]
        if one["newly_short"] != 0 or one["no_longer_short"] != 0
    ]
    if by == "lea":
        groups.sort(key=lambda one: -(one["newly_short"] or 0) - (one["no_longer_short"] or 0))
    return groups


def compared(chosen: Sequence[VersionPage], *, narrow: bool) -> Chart:
    """How many would newly fall short under each of some drafts.

    Raises:
        ValueError: If none of them was computed.
    """
    known = [one for one in chosen if one.simulation is not None]
    on = [one.simulation.on for one in known if one.simulation is not None]
    days = ", ".join(sorted({f"{day:%B} {day.day}, {day.year}" for day in on}))
    frame = Frame(
        "Who would newly fall short",
        "Licenses",
        "licenses on record",
        f"On {days}",
        NARROW if narrow else WIDE,
    )
    found = [
        _figure(label_of(one), one.simulation.figures["whole"]["newly_short"])
        for one in known
        if one.simulation is not None
    ]
    return bars(found, frame)


def label_of(page: VersionPage) -> str:
    """A version of a draft in a few words."""
    return f"{page.draft.title}, version {page.line.number}"


def lines(simulation: SimulationShown) -> Iterable[tuple[object, ...]]:
    """All figures as the lines of a file; a hidden one says so."""
    figures = simulation.figures
    yield ("All", "", *_cells(figures["whole"]))
    for by in GROUPINGS:
        for one in figures["by"][by]:
            yield (ROW_HEADS[by], _name(by, one, figures), *_cells(one))


HEADER: Final = ("Group", "Name", *(words for _, words in COLUMNS))


def workbook(page: VersionPage, simulation: SimulationShown) -> HttpResponse:
    """The figures, the changes of standing and the worked cases as a workbook."""
    made = io.BytesIO()
    about = [
        ("Draft", page.draft.title),
        ("Version", page.line.number),
        ("Hash of the draft", page.line.policy_hash),
        ("Hash of the rules in force", simulation.figures["baseline"]["hash"]),
        ("On", simulation.on.isoformat()),
        ("Hidden", f"Counts below {simulation.figures['least_shown']}, and what gives them away"),
    ]
    sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "About": (("What", "Which"), about),
        "Figures": (HEADER, lines(simulation)),
        "Standing": (("Now", "Under the draft", "Licenses"), changes(simulation)),
        "Worked cases": (
            ("Case", "Where", "Now", "Under the draft"),
            [
                (one["name"], one["where"], "; ".join(one["now"]), "; ".join(one["draft"]))
                for one in simulation.cases
            ],
        ),
    }
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, values in enumerate([header, *rows]):
                for column, value in enumerate(values):
                    text = str(value)
                    if text.isascii() and text.isdigit() and len(text) < 12:  # noqa: PLR2004 - a count
                        sheet.write_number(at, column, int(text))
                    else:
                        sheet.write_string(at, column, cell(value))
    response = HttpResponse(
        made.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="draft-figures.xlsx"'
    return response


def _name(by: str, group: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    name = group["name"]
    if name is None:
        return "Not known"
    if by == "lea":
        names = figures.get("names", {})
        title = str(names.get(name, name))
        alike = list(names.values()).count(title) > 1
        return f"{title} ({name})" if alike else title
    return LICENSE_KINDS.get(name, name) if by == "kind" else str(name)


def _count(value: int | None) -> str:
    return HIDDEN if value is None else f"{value}"


def _cells(group: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(HIDDEN if group[key] is None else str(group[key]) for key, _ in COLUMNS)


def _figure(name: str, value: int | None) -> Figure:
    return Figure(name, None if value is None else float(value), _count(value))


def _alternative(simulation: SimulationShown, by: str, title: str) -> str:
    if not touched(simulation, by):
        return ""
    return chart(simulation, by, title, narrow=False).alternative


def cost_of(simulation: SimulationShown) -> tuple[str, str] | None:
    """Credits more and credits fewer for everybody; None where that cannot be said."""
    whole, unit = simulation.figures["whole"], simulation.figures["unit"]
    if unit is None:
        return None
    more, fewer = whole["more_credits"], whole["fewer_credits"]
    return (
        HIDDEN if more is None else f"{float(parse_amount(more)):,.1f}",
        HIDDEN if fewer is None else f"{float(parse_amount(fewer)):,.1f}",
    )
