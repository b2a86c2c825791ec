"""Reads of the synthesized report: what it says now, and its editions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.report.citing import Citation, Cited, fingerprint, to_read_again
from longleaf.domain.report.compose import compose
from longleaf.domain.report.content import Report, Source, from_json
from longleaf.domain.report.facts import Paragraph
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.report import report_facts
from longleaf.records.models import microcredential, plan
from longleaf.records.models import report as rows
from longleaf.records.queries.term import glossary


def report_of(department: UUID, *, number: int, on: date) -> Report:
    """The report of a department as the records make it; `number` is 0 for one not frozen."""
    found = rows.ReportParagraph.objects.filter(
        department_id=department, removed_at=None
    ).select_related("written_by")
    held = [(one, _citations(one)) for one in found.prefetch_related("citations")]
    current = what_it_says({each.key for _, citations in held for each in citations})
    paragraphs = tuple(
        Paragraph(
            id=str(one.pk),
            section=one.section,
            text=one.text,
            by=one.written_by.name,
            said_on=legal_day(one.written_at),
            cites=tuple(each.key for each in citations),
            stale=tuple(each.title for each in to_read_again(citations, current)),
        )
        for one, citations in held
    )
    titles = {each.key: each.title for _, citations in held for each in citations}
    cited = tuple(
        Source(key, title, current[key].address if key in current else "")
        for key, title in titles.items()
    )
    return compose(
        report_facts(department, on=on, words=glossary(HOME), paragraphs=paragraphs, cited=cited),
        number=number,
    )


def _citations(paragraph: rows.ReportParagraph) -> list[Citation]:
    return [
        Citation(one.kind, one.record, one.title, one.fingerprint)
        for one in paragraph.citations.all()
    ]


def what_it_says(keys: Collection[str]) -> dict[str, Cited]:
    """What records say now that everyone may read, by "kind:identifier"; others are not in it."""
    wanted: dict[str, set[str]] = {}
    for key in keys:
        kind, _, record = key.partition(":")
        wanted.setdefault(kind, set()).add(record)
    found = [
        *_microcredentials(wanted.get("microcredential", set())),
        *_plans(wanted.get("plan", set())),
    ]
    return {one.key: one for one in found}


def _microcredentials(slugs: Collection[str]) -> list[Cited]:
    current = microcredential.Version.objects.filter(
        state="published", microcredential__slug__in=slugs
    ).select_related("microcredential__issuer")
    return [
        Cited(
            "microcredential",
            one.microcredential.slug,
            f"{one.title}. Micro-credential of {one.microcredential.issuer.name}.",
            f"/microcredentials/{one.microcredential.slug}",
            fingerprint(one.content_hash),
        )
        for one in current
    ]


def _plans(identifiers: Collection[str]) -> list[Cited]:
    known = [one for one in map(_identifier, identifiers) if one is not None]
    shown = plan.Plan.objects.filter(pk__in=known, shown__isnull=False)
    return [
        Cited(
            "plan",
            str(one.pk),
            f"{one.shown.title}. Alternative renewal plan of {one.organization.name}.",
            f"/plans/{one.pk}",
            fingerprint(one.shown.content_hash),
        )
        for one in shown.select_related("shown", "organization")
        if one.shown is not None
    ]


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class EditionShown:
    """A frozen edition, for everyone to read."""

    id: UUID
    number: int
    title: str
    note: str
    content_hash: str
    made_on: date
    frozen_by: str
    frozen_at: datetime
    files: tuple[tuple[str, int, str], ...]
    content: dict[str, Any]

    @property
    def report(self) -> Report:
        """What it says."""
        return from_json(self.content)


def editions(department: UUID) -> list[EditionShown]:
    """A department's editions, newest first."""
    return [_edition(one) for one in _editions().filter(department_id=department)]


def edition_of(edition: UUID) -> EditionShown:
    """One edition.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = _editions().filter(pk=edition).first()
    if found is None:
        raise NoSuchRecordError
    return _edition(found)


def _editions() -> Any:
    return rows.ReportEdition.objects.select_related("frozen_by").prefetch_related("files")


def _edition(row: rows.ReportEdition) -> EditionShown:
    return EditionShown(
        row.pk,
        row.number,
        row.title,
        row.note,
        row.content_hash,
        row.made_on,
        row.frozen_by.name,
        row.frozen_at,
        tuple((one.form, one.length, one.file_key) for one in row.files.all()),
        row.content,
    )
