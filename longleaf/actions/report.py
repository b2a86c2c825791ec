"""Verbs on the synthesized report: write, read again or remove a paragraph, freeze an edition."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.basis.chart import Chart
from longleaf.basis.ports import Charts, FileStore, Pdf, Slides, Word
from longleaf.basis.printed import as_data
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.report.citing import Cited, problems_with, tidied
from longleaf.domain.report.content import Report, as_json, content_hash
from longleaf.domain.report.formats import data_files, deck, document
from longleaf.records.models import organization as people
from longleaf.records.models import report as rows
from longleaf.records.queries.language import document_told
from longleaf.records.queries.report import report_of, what_it_says

FORMS: Final = ("pdf", "docx", "pptx", "zip")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can name


@transaction.atomic
def write_paragraph(
    *, by: Actor, department: UUID, section: str, text: str, cites: Sequence[str], now: datetime
) -> UUID:
    """Add a person's paragraph to a section; what it cites is kept as it is read now.

    Raises:
        NoSuchRecordError: If there is no such department in the actor's reach.
        ProblemsError: If it says nothing, cites nothing, or cites what not everyone may read.
    """
    _department(by, department)
    cited = _cited(section, text, cites)
    made = rows.ReportParagraph.objects.create(
        department_id=department,
        section=section,
        text=tidied(text),
        written_by_id=person_acting(by),
        written_at=now,
    )
    _keep(made, cited, by=by, now=now)
    _event("report.paragraph_written", made, by=by, now=now)
    return made.pk


@transaction.atomic
def change_paragraph(
    *, by: Actor, paragraph: UUID, revision: int, text: str, cites: Sequence[str], now: datetime
) -> int:
    """Change a paragraph; whoever does has read it beside what it cites. Gives the revision.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        StaleTextError: If somebody changed it since `revision`; nothing is overwritten.
        ProblemsError: As for `write_paragraph`.
    """
    found = _paragraph(by, paragraph)
    if found.revision != revision:
        raise StaleTextError(found.text, found.revision)
    cited = _cited(found.section, text, cites)
    found.text, found.revision = tidied(text), revision + 1
    found.written_by_id, found.written_at = person_acting(by), now
    found.save()
    _keep(found, cited, by=by, now=now)
    _event("report.paragraph_changed", found, by=by, now=now)
    return found.revision


@transaction.atomic
def read_again(*, by: Actor, paragraph: UUID, revision: int, now: datetime) -> None:
    """Say that a paragraph was read beside what its records say now, and still holds.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        StaleTextError: If somebody changed the paragraph meanwhile.
        ProblemsError: If a record it cites can no longer be read by everyone.
        AlreadyDoneError: If nothing asks to be read again.
    """
    found = _paragraph(by, paragraph)
    if found.revision != revision:
        raise StaleTextError(found.text, found.revision)
    citations = list(found.citations.all())
    current = what_it_says([f"{one.kind}:{one.record}" for one in citations])
    gone = [one.title for one in citations if f"{one.kind}:{one.record}" not in current]
    if gone:
        fix = "Change the paragraph so that it rests on what can be read."
        raise ProblemsError([Problem("", f"“{one}” can no longer be read.", fix) for one in gone])
    if all(current[f"{one.kind}:{one.record}"].fingerprint == one.fingerprint for one in citations):
        message = "What it cites says what it said when it was last read."
        raise AlreadyDoneError(message)
    for one in citations:
        said = current[f"{one.kind}:{one.record}"]
        one.title, one.fingerprint = said.title[:300], said.fingerprint
        one.read_by_id, one.read_at = person_acting(by), now
        one.save()
    _event("report.paragraph_read_again", found, by=by, now=now)


@transaction.atomic
def remove_paragraph(*, by: Actor, paragraph: UUID, because: str, now: datetime) -> None:
    """Take a paragraph out of the report; editions that have it keep it.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        ProblemsError: If no reason is given.
    """
    found = _paragraph(by, paragraph)
    if not because.strip():
        fix = "Say it, for whoever looks for it later."
        raise ProblemsError([Problem("because", "No reason is given.", fix)])
    found.removed_because, found.removed_at = because.strip(), now
    found.save()
    _event("report.paragraph_removed", found, by=by, now=now)


def freeze_edition(
    *,
    by: Actor,
    department: UUID,
    note: str,
    on: date,
    made: Mapping[str, bytes],
    report: Report,
    files: FileStore,
    now: datetime,
) -> UUID:
    """Keep a report for good, as an edition with the next number, in all its formats.

    Args:
        by: Who freezes it.
        department: Whose report it is.
        note: What this edition is about; "" for nothing.
        on: Its day.
        made: Its formats by name, as `formats_of` gives them.
        report: What it says, with the number that `next_number` gave.
        files: Where the formats lie.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such department in the actor's reach.
        AlreadyDoneError: If somebody froze an edition meanwhile, or nothing changed since the last.
    """
    edition = uuid4()
    with transaction.atomic():
        _department(by, department)
        people.Organization.objects.select_for_update().get(pk=department)
        if next_number(department) != report.number:
            message = "Somebody froze an edition meanwhile. Look at it first."
            raise AlreadyDoneError(message)
        digest = content_hash(report)
        last = rows.ReportEdition.objects.filter(department_id=department).first()
        if last is not None and last.content_hash == digest:
            message = f"Nothing has changed since edition {last.number}."
            raise AlreadyDoneError(message)
        kept = rows.ReportEdition.objects.create(
            id=edition,
            department_id=department,
            number=report.number,
            title=report.title,
            content=as_json(report),
            content_hash=digest,
            note=note.strip(),
            made_on=on,
            frozen_by_id=person_acting(by),
            frozen_at=now,
        )
        for form in FORMS:
            key = f"{edition.hex[:2]}/{edition}.{form}"
            files.replace(key, iter([made[form]]))
            rows.ReportFile.objects.create(
                edition=kept,
                form=form,
                file_key=key,
                length=len(made[form]),
                sha256=hashlib.sha256(made[form]).hexdigest(),
            )
        record_event(
            "report.edition_frozen",
            by=by,
            subject=("report_edition", edition),
            organization=department,
            details={"number": report.number, "hash": digest},
            now=now,
        )
    return edition


def next_number(department: UUID) -> int:
    """The number that a department's next edition gets."""
    last = rows.ReportEdition.objects.filter(department_id=department).aggregate(n=Max("number"))
    return int(last["n"] or 0) + 1


def formats_of(
    report: Report,
    *,
    charts: Charts,
    pdf: Pdf,
    word: Word,
    slides: Slides,
    tell: Callable[[int, str], None] = lambda _done, _words: None,
) -> Mapping[str, bytes]:
    """The report in all its formats; `tell` is told how many are done and which is next."""
    drawn: dict[str, bytes] = {}

    def draw(chart: Chart) -> bytes:
        if chart.alternative not in drawn:
            drawn[chart.alternative] = charts.png(chart.spec, scale=2)
        return drawn[chart.alternative]

    tell(0, "The figures are drawn.")
    whole = document_told(document(report, draw))
    tell(1, "The PDF is set.")
    made = {"pdf": pdf.compile("printed", as_data(whole))}
    tell(2, "The Word document is written.")
    made["docx"] = word.write(whole)
    tell(3, "The slides are made.")
    made["pptx"] = slides.write(deck(report, draw))
    made["zip"] = _archive(data_files(report))
    return made


def _archive(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def live_report(*, by: Actor, department: UUID, number: int, on: date) -> Report:
    """The report as the records make it now.

    Raises:
        NoSuchRecordError: If there is no such department in the actor's reach.
    """
    _department(by, department)
    return report_of(department, number=number, on=on)


def _department(by: Actor, department: UUID) -> None:
    found = people.Organization.objects.filter(pk=department, kind="department").exists()
    if not found:
        raise NoSuchRecordError
    authorize(by, "write_report", organization=department)


def _paragraph(by: Actor, paragraph: UUID) -> rows.ReportParagraph:
    found = (
        rows.ReportParagraph.objects.select_for_update()
        .filter(pk=paragraph, removed_at=None)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    authorize(by, "write_report", organization=found.department_id)
    return found


def _cited(section: str, text: str, cites: Sequence[str]) -> list[Cited]:
    wanted = list(dict.fromkeys(cites))
    problems = problems_with(section, text, wanted)
    known = what_it_says(wanted)
    problems += [
        Problem("cites", f"“{one}” is no record that everyone may read.", "Choose another.")
        for one in wanted
        if one not in known
    ]
    if problems:
        raise ProblemsError(problems)
    return [known[one] for one in wanted]


def _keep(
    paragraph: rows.ReportParagraph, cited: Sequence[Cited], *, by: Actor, now: datetime
) -> None:
    person = person_acting(by)
    paragraph.citations.all().delete()
    rows.ReportCitation.objects.bulk_create(
        rows.ReportCitation(
            paragraph=paragraph,
            position=at,
            kind=one.kind,
            record=one.record,
            title=one.title[:300],
            fingerprint=one.fingerprint,
            read_by_id=person,
            read_at=now,
        )
        for at, one in enumerate(cited)
    )
    rows.ReportText.objects.create(
        paragraph=paragraph,
        revision=paragraph.revision,
        text=paragraph.text,
        cites=[one.key for one in cited],
        by_id=person,
        at=now,
    )


def _event(verb: str, paragraph: rows.ReportParagraph, *, by: Actor, now: datetime) -> None:
    record_event(
        verb,
        by=by,
        subject=("report_paragraph", paragraph.pk),
        organization=paragraph.department_id,
        details={"section": paragraph.section, "revision": paragraph.revision},
        now=now,
    )
