"""Plans and their yearly reports as documents to print, sign and go on with."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse

from longleaf.basis.amount import parse_amount
from longleaf.basis.printed import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Signature,
    Table,
    as_data,
)
from longleaf.domain.plan.outcome import EVERY, Measured, Reported
from longleaf.domain.plan.outcome_chart import measure_chart
from longleaf.domain.plan.yearly import PROMPTS
from longleaf.gateways.wiring import ports
from longleaf.records.queries.language import document_told
from longleaf.records.queries.plan_outcome import YearReportShown
from longleaf.web.plan_outcome_words import count_words, long_day, year_measures
from longleaf.web.plan_words import SectionInWords

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def printed(document: Document, form: str, name: str) -> HttpResponse:
    """The document for download; `form` is "pdf" or "docx"."""
    if form not in _TYPES:
        raise Http404
    document = document_told(document)
    made = (
        ports().pdf.compile("printed", as_data(document))
        if form == "pdf"
        else ports().word.write(document)
    )
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "plan"
    return HttpResponse(
        made,
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{plain}.{form}"'},
    )


def plan_document(
    *,
    title: str,
    kind: str,
    organization: str,
    stands: str,
    facts: Sequence[tuple[str, str]],
    sections: Sequence[SectionInWords],
    on: date,
) -> Document:
    """A plan, section by section, with a line for the superintendent to sign on."""
    blocks: list[Block] = [
        Facts((("Organization", organization), ("Where it stands", stands), *facts))
    ]
    for one in sections:
        blocks += [Heading(1, one.title), Paragraph(f"{one.asks} ({one.citation})", is_aside=True)]
        blocks += [Paragraph(part) for part in paragraphs(one.text)]
        for entry in one.entries:
            if entry.title:
                blocks.append(Heading(2, entry.title))
            if entry.facts:
                blocks.append(Facts(entry.facts))
        if not one.text and not one.entries:
            blocks.append(Paragraph("Nothing is written here yet."))
    blocks += [Signature("Superintendent", organization), Signature("Day", "")]
    return Document(
        title, tuple(blocks), author=organization, made_on=on, subtitle=f"{kind}, {organization}"
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of what somebody wrote."""
    return [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]


def year_document(shown: YearReportShown) -> Document:
    """A yearly report as it was sent."""
    data = shown.data
    facts = (
        ("Organization", shown.organization),
        ("Year", f"{long_day(shown.first_on)} to {long_day(shown.last_on)}"),
        ("Sent", f"{long_day(shown.sent_on)}, {shown.sent_by}"),
        ("Report", f"number {shown.number}"),
        ("Version of the plan", str(data["version"])),
    )
    blocks: list[Block] = [Facts(facts), Paragraph(str(data["caveat"]), is_aside=True)]
    blocks += [Heading(1, "What the measures show"), *_measures(data)]
    blocks += [Heading(1, "Who was covered"), Facts(coverage_facts(data))]
    if data["earned"]:
        earned = tuple(
            (str(one["competency"]), count_words(one["people"])) for one in data["earned"]
        )
        head = ("Competency", "People who showed it by an award")
        caption = "Awards of the year under the plan"
        blocks.append(Table(caption, head, earned, right=(1,), widths=(3, 1)))
    for key, (question, _) in PROMPTS.items():
        blocks.append(Heading(1, question))
        written = paragraphs(shown.words.get(key, ""))
        blocks += [Paragraph(one) for one in written or ["Nothing was written here."]]
    blocks.append(Paragraph(f"SHA-256 of this report: {shown.content_hash}", is_aside=True))
    return Document(
        f"Yearly report: {shown.title}",
        tuple(blocks),
        author=shown.organization,
        made_on=shown.sent_on,
        subtitle=f"{shown.organization}, year to {long_day(shown.last_on)}",
    )


def coverage_facts(data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """How many people a plan covered in a year."""
    return (
        ("Covered on the last day", count_words(data["covered"])),
        ("Joined in the year", count_words(data["joined"])),
        ("Left in the year", count_words(data["left"])),
    )


def _measures(data: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = []
    for one in year_measures(data):
        blocks.append(Heading(2, one["title"]))
        facts = [
            ("Progress", one["words"]),
            ("Baseline", f"{one['baseline'] or '?'} {one['unit']}, {long_day(one['baseline_on'])}"),
            ("Target", f"{one['target'] or '?'} {one['unit']}, {long_day(one['due_on'])}"),
            ("Source", one["source"] or "not said"),
        ]
        if one["figure"]:
            day = long_day(one["measured_on"])
            facts.insert(1, ("Latest figure", f"{one['figure']} {one['unit']}, {day}"))
        facts += [("Gap", f"Nothing was reported for {gap}") for gap in one["gap_words"]]
        blocks.append(Facts(tuple(facts)))
        if one["says"]:
            blocks.append(Paragraph(one["says"]))
        chart = _chart(one, data)
        if chart is not None:
            blocks.append(chart)
        if one["report_words"]:
            head = ("Day", f"Figure ({one['unit']})", "Size of group")
            rows = tuple(one["report_words"])
            blocks.append(Table(f"Reported in the year: {one['title']}", head, rows, right=(1, 2)))
    return blocks


def _chart(one: Mapping[str, Any], data: Mapping[str, Any]) -> Picture | None:
    kept = [each for each in one["reports"] if each["figure"] is not None]
    if one["baseline"] is None or one["target"] is None or not kept:
        return None
    measure = Measured(
        key=one["key"],
        title=one["title"],
        unit=one["unit"],
        baseline=parse_amount(one["baseline"]),
        baseline_on=date.fromisoformat(one["baseline_on"]),
        target=parse_amount(one["target"]),
        due_on=date.fromisoformat(one["due_on"]),
        source=one["source"],
        every=EVERY["yearly"],
    )
    reports = [
        Reported(date.fromisoformat(each["on"]), parse_amount(each["figure"]), each["size"])
        for each in kept
    ]
    chart = measure_chart(measure, reports, (), on=date.fromisoformat(str(data["last_on"])))
    return Picture(ports().charts.png(chart.spec), chart.alternative)
