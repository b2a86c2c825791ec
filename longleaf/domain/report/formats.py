"""The report's formats from its one source: a document for print, slides, and data as CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from longleaf.basis import printed
from longleaf.basis.chart import Chart, Frame, bars
from longleaf.basis.chart import Figure as ChartFigure
from longleaf.basis.deck import LONGEST_LINE, MOST_LINES, Deck, Slide
from longleaf.domain.report.content import (
    Block,
    Figure,
    Finding,
    Gap,
    Grid,
    Items,
    Report,
    ReportSection,
    Said,
    Sub,
    Words,
)
from longleaf.policy.messages import show_day

Draw = Callable[[Chart], bytes]
"""Draws a chart as PNG."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
DEMO: Final = "Demonstration: the people, organizations and figures are invented."


def chart_of(figure: Figure, report: Report) -> Chart:
    """A figure as a chart, with its words for whoever does not see it."""
    frame = Frame(figure.title, figure.axis, figure.source, show_day(report.made_on))
    return bars([ChartFigure(bar.label, bar.count, bar.shown) for bar in figure.bars], frame)


def document(report: Report, draw: Draw) -> printed.Document:
    """The report for PDF and DOCX, with its contents in front and its sources at the end."""
    return printed.Document(
        title=report.title,
        subtitle=f"Edition {report.number}. {report.subtitle}"
        if report.number
        else report.subtitle,
        blocks=tuple(_pages(report, draw)),
        author=report.body,
        made_on=report.made_on,
        footer=f"{report.title}{f', edition {report.number}' if report.number else ''}",
    )


def _pages(report: Report, draw: Draw) -> Iterator[printed.Block]:
    if report.is_demo:
        yield printed.Paragraph((printed.Run(DEMO, is_strong=True),))
    yield printed.Heading(1, "Contents")
    titles = [one.title for one in report.sections]
    yield printed.Bullets((*titles, "Sources", "Appendix of data"), is_numbered=True)
    for section in report.sections:
        yield printed.Heading(1, section.title)
        for block in section.blocks:
            yield from _printed(block, report, draw)
    yield printed.Heading(1, "Sources")
    words = tuple(_source(one.words, one.address) for one in report.sources)
    yield printed.Bullets(words or ("None is cited.",), is_numbered=bool(words))
    yield printed.Heading(1, "Appendix of data")
    yield printed.Paragraph(
        "Every figure of this edition as a table, and every number in a sentence by its name, lie"
        " beside it as CSV files in one archive. The tables of its figures follow."
    )
    for _, block in report.blocks():
        if isinstance(block, Figure):
            rows = tuple((bar.label, bar.shown) for bar in block.bars)
            yield printed.Table(block.title, ("What", block.axis), rows, right=(1,), widths=(3, 2))


def _source(words: str, address: str) -> printed.Text:
    if address.startswith("https://"):
        return (printed.Run(f"{words} "), printed.Run(address, link=address))
    return words


def _printed(block: Block, report: Report, draw: Draw) -> Iterator[printed.Block]:
    match block:
        case Words(text, cites):
            yield printed.Paragraph(_marked(text, cites, report))
        case Finding():
            yield printed.Paragraph(_marked(block.text, block.cites, report))
            yield printed.Paragraph(f"Counted: {block.of}.", is_aside=True)
        case Gap(_, text):
            yield printed.Paragraph((printed.Run("Not known. ", is_strong=True), printed.Run(text)))
        case Figure():
            chart = chart_of(block, report)
            yield printed.Picture(draw(chart), chart.alternative, "", 0.95)
        case Grid():
            yield printed.Table(
                _with_marks(block.caption, block.cites, report),
                block.head,
                block.rows,
                block.right,
                block.widths,
            )
        case Items(items, cites):
            yield printed.Bullets(items)
            if cites:
                yield printed.Paragraph(f"Sources: {report.marks(cites)}", is_aside=True)
        case Said():
            yield printed.Paragraph(_marked(block.text, block.cites, report))
            if block.stale:
                yield printed.Paragraph((printed.Run(again(block), is_strong=True),))
            yield printed.Paragraph(f"Written by {block.by}, {block.said_on}.", is_aside=True)
        case Sub(title):
            yield printed.Heading(2, title)


def again(said: Said) -> str:
    """That a paragraph must be read again, and because of what."""
    return f"To be read again: what it cites has changed ({', '.join(said.stale)})."


def _with_marks(text: str, cites: tuple[str, ...], report: Report) -> str:
    return f"{text} {report.marks(cites)}".strip()


def _marked(text: str, cites: tuple[str, ...], report: Report) -> printed.Text:
    return _with_marks(text, cites, report)


def deck(report: Report, draw: Draw) -> Deck:
    """The report as slides: what each section found, and each figure on a slide of its own."""
    slides = [_contents(report)]
    for section in report.sections:
        slides += _section(section, report, draw)
    told = [_with_number(at, one.words) for at, one in enumerate(report.sources, start=1)]
    slides += _lines("Sources", told)
    first = f"Edition {report.number}. {report.subtitle}" if report.number else report.subtitle
    if report.is_demo:
        first = f"{first}\n{DEMO}"
    return Deck(report.title, first, report.body, report.made_on, tuple(slides))


def _with_number(at: int, words: str) -> str:
    return f"[{at}] {words}"


def _contents(report: Report) -> Slide:
    titles = [one.title for one in report.sections]
    half = (len(titles) + 1) // 2
    return Slide("Contents", (" · ".join(titles[:half]), " · ".join(titles[half:])))


def _section(section: ReportSection, report: Report, draw: Draw) -> list[Slide]:
    slides: list[Slide] = []
    lines: list[str] = []
    for block in section.blocks:
        if isinstance(block, Figure):
            chart = chart_of(block, report)
            slides.append(Slide(f"{section.title}: figure", (), draw(chart), chart.alternative))
        else:
            lines += _told(block, report)
    return [*_lines(section.title, lines), *slides]


def _told(block: Block, report: Report) -> list[str]:
    match block:
        case Words(text, cites) | Finding(text=text, cites=cites):
            return [_with_marks(text, cites, report)]
        case Gap(_, text):
            return [f"Not known: {text}"]
        case Said():
            note = f" {again(block)}" if block.stale else ""
            return [f"{_with_marks(block.text, block.cites, report)} ({block.by}){note}"]
        case Grid():
            told = [". ".join(row) for row in block.rows]
            return [_with_marks(block.caption, block.cites, report), *told]
        case Items(items, _):
            return list(items)
        case _:
            return []


def _lines(title: str, lines: list[str]) -> list[Slide]:
    """As many slides as the lines need; a line that is too long goes on in the next."""
    pieces = [piece for line in lines for piece in _pieces(line)]
    pages: list[list[str]] = [[]]
    for piece in pieces:
        room = sum(map(len, pages[-1])) + len(piece) <= 900  # noqa: PLR2004 - what fits, by looking
        if pages[-1] and (len(pages[-1]) == MOST_LINES or not room):
            pages.append([])
        pages[-1].append(piece)
    count = len(pages)
    return [
        Slide(f"{title} ({at} of {count})" if count > 1 else title, tuple(page))
        for at, page in enumerate(pages, start=1)
        if page
    ]


def _pieces(line: str) -> Iterator[str]:
    words, piece = line.split(), ""
    for word in words:
        for part in (word[i : i + 200] for i in range(0, len(word), 200)):
            if len(piece) + 1 + len(part) > LONGEST_LINE:
                yield piece
                piece = part
            else:
                piece = f"{piece} {part}".strip()
    if piece:
        yield piece


def data_files(report: Report) -> Mapping[str, bytes]:
    """The appendix of data: a CSV file for each figure and table, and one of all numbers."""
    found = {
        "numbers.csv": _csv(
            ("name", "value"),
            [
                (name, "" if value is None else str(value))
                for name, value in report.figures().items()
            ],
        )
    }
    for _, block in report.blocks():
        if isinstance(block, Figure):
            rows = [(bar.label, bar.shown) for bar in block.bars]
            found[f"{block.key}.csv"] = _csv(("what", block.axis), rows)
        elif isinstance(block, Grid):
            found[f"{block.key}.csv"] = _csv(block.head, block.rows)
    sources = [(str(at), one.words, one.address) for at, one in enumerate(report.sources, start=1)]
    found["sources.csv"] = _csv(("number", "source", "address"), sources)
    return found


def _csv(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held)
    for row in (head, *rows):
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return held.getvalue().encode("utf-8-sig")
