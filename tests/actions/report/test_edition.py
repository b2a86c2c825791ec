"""The report over rows: paragraphs marked to be read again, editions frozen, figures as queried."""

import io
import zipfile
from typing import Any
from uuid import UUID

import docx
import pikepdf
import pptx
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from longleaf.actions import report as verbs
from longleaf.actions.errors import AlreadyDoneError, StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.domain.report.compare import difference
from longleaf.domain.report.content import Report, Said, from_json
from longleaf.gateways.wiring import ports
from longleaf.records.models import microcredential
from longleaf.records.models import report as rows
from longleaf.records.queries.report import edition_of, editions, report_of
from tests.people import NOW, TODAY, Cast
from tests.stories import a_published_microcredential


def _write(cast: Cast, **changes: Any) -> UUID:
    slug = microcredential.Microcredential.objects.values_list("slug", flat=True)[0]
    given: dict[str, Any] = {
        "by": cast.acting(cast.dev),
        "department": cast.department.pk,
        "section": "practices",
        "text": "Teachers begin\nwith one question.",
        "cites": [f"microcredential:{slug}"],
        "now": NOW,
    }
    return verbs.write_paragraph(**(given | changes))


def _live(cast: Cast, number: int = 0) -> Report:
    return report_of(cast.department.pk, number=number, on=TODAY)


def _freeze(cast: Cast, report: Report) -> UUID:
    made = verbs.formats_of(
        report,
        charts=ports().charts,
        pdf=ports().pdf,
        word=ports().word,
        slides=ports().slides,
    )
    return verbs.freeze_edition(
        by=cast.acting(cast.dev),
        department=cast.department.pk,
        note="The first",
        on=TODAY,
        made=made,
        report=report,
        files=ports().files,
        now=NOW,
    )


def _said(report: Report) -> Said:
    return next(block for _, block in report.blocks() if isinstance(block, Said))


def test_a_paragraph_is_marked_once_its_record_says_something_else(cast: Cast) -> None:
    a_published_microcredential(cast)
    paragraph = _write(cast)
    assert _said(_live(cast)).stale == ()
    # As if it had last been read beside an earlier version.
    rows.ReportCitation.objects.update(fingerprint="f" * 64)
    assert len(_said(_live(cast)).stale) == 1
    verbs.read_again(by=cast.acting(cast.dev), paragraph=paragraph, revision=1, now=NOW)
    assert _said(_live(cast)).stale == ()
    with pytest.raises(AlreadyDoneError):
        verbs.read_again(by=cast.acting(cast.dev), paragraph=paragraph, revision=1, now=NOW)


def test_only_the_department_writes(cast: Cast) -> None:
    a_published_microcredential(cast)
    with pytest.raises(NotPermittedError):
        _write(cast, by=cast.acting(cast.chloe))


def test_what_not_everyone_may_read_is_not_cited(cast: Cast) -> None:
    a_published_microcredential(cast)
    with pytest.raises(ProblemsError, match="no record that everyone may read"):
        _write(cast, cites=["plan:not-an-identifier", "secret:1"])


def test_a_second_tab_overwrites_nothing(cast: Cast) -> None:
    a_published_microcredential(cast)
    paragraph = _write(cast)
    slug = microcredential.Microcredential.objects.values_list("slug", flat=True)[0]
    change: dict[str, Any] = {
        "by": cast.acting(cast.dev),
        "paragraph": paragraph,
        "cites": [f"microcredential:{slug}"],
        "now": NOW,
    }
    assert verbs.change_paragraph(revision=1, text="From one tab.", **change) == 2
    with pytest.raises(StaleTextError):
        verbs.change_paragraph(revision=1, text="From another.", **change)
    assert rows.ReportText.objects.count() == 2


def test_an_edition_is_frozen_with_its_formats_and_compared(cast: Cast) -> None:
    a_published_microcredential(cast)
    first = edition_of(_freeze(cast, _live(cast, 1)))
    assert [form for form, *_ in first.files] == ["docx", "pdf", "pptx", "zip"]
    with pytest.raises(AlreadyDoneError, match="Nothing has changed"):
        _freeze(cast, _live(cast, 2))
    _write(cast, text="=HYPERLINK(1) <b>\u05e9\u05dc\u05d5\u05dd</b>")
    second = edition_of(_freeze(cast, _live(cast, 2)))
    changed = difference(first.report, second.report)
    assert [one.kind for one in changed.texts] == ["added"]
    assert [one.number for one in editions(cast.department.pk)] == [2, 1]
    assert from_json(first.content) == first.report
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.ReportEdition.objects.filter(number=1).update(title="Another")


def test_each_format_opens_and_says_the_same(cast: Cast) -> None:
    a_published_microcredential(cast)
    _write(cast)
    report = _live(cast, 1)
    made = verbs.formats_of(
        report,
        charts=ports().charts,
        pdf=ports().pdf,
        word=ports().word,
        slides=ports().slides,
    )
    with pikepdf.open(io.BytesIO(made["pdf"])) as pdf:
        assert str(pdf.Root.Lang) == "en"
        kinds = _kinds(pdf.Root.StructTreeRoot)
    assert kinds.count("/H1") == len(report.sections) + 3
    assert "/Figure" in kinds
    written = " ".join(one.text for one in docx.Document(io.BytesIO(made["docx"])).paragraphs)
    slides = " ".join(
        shape.text_frame.text
        for slide in pptx.Presentation(io.BytesIO(made["pptx"])).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    for said in ("Teachers begin with one question.", "1 micro-credentials are published."):
        assert said in written
        assert said in slides
    with zipfile.ZipFile(io.BytesIO(made["zip"])) as data:
        assert b"evidence.published.published,1" in data.read("numbers.csv")


def _kinds(node: Any) -> list[str]:
    """Kinds of structure elements, in reading order; every figure has words in its place."""
    found = []
    if "/S" in node:
        found.append(str(node.S))
        assert str(node.S) != "/Figure" or str(node.Alt).strip()
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found += _kinds(child)
    return found


_ASKED = {
    "practices.answered.leas": "SELECT count(*) FROM records_organization WHERE kind = 'lea'",
    "evidence.published.published": (
        "SELECT count(*) FROM records_version WHERE state = 'published'"
    ),
}


@pytest.mark.parametrize("name", _ASKED)
def test_a_number_of_the_report_equals_a_query_of_its_own(cast: Cast, name: str) -> None:
    a_published_microcredential(cast)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED[name])
        asked = cursor.fetchone()[0]
    assert _live(cast).figures()[name] == asked
