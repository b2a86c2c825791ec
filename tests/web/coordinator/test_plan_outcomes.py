"""Pages on what a plan achieved: figures, a file of them, the yearly report, documents."""

import io
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from longleaf.actions import plan as verbs
from longleaf.gateways.clock import SystemClock
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes
from tests.people import NOW, TODAY, Cast
from tests.plans import a_plan_in_force
from tests.printed import said_in

LATER = NOW + timedelta(days=400)
FILE = b"measure,day,figure,size\nm1,2026-05-29,19,1200\nm1,2027-01-20,x,1200\n"


@pytest.fixture
def plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> rows.Plan:
    made = a_plan_in_force(cast, coverage={"who": "everyone", "kinds": []})
    monkeypatch.setattr(SystemClock, "now", lambda _self: LATER)
    return made


@pytest.fixture
def chloe(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chloe)
    return client


def test_a_figure_is_reported_corrected_and_drawn(chloe: Client, plan: rows.Plan) -> None:
    page = reverse("planning_outcomes", args=[plan.pk])
    wrong = {"measure": "m1", "day": "2026-05-29", "figure": "about 19"}
    answer = chloe.post(reverse("planning_figure", args=[plan.pk]), wrong)
    assert answer.status_code == 400
    assert "about 19" in answer.text
    assert "m1-figure" in answer.text
    given = {"measure": "m1", "day": "2026-05-29", "figure": "19", "size": "1200"}
    chloe.post(reverse("planning_figure", args=[plan.pk]), given)
    answer = chloe.get(page)
    assert "On track" in answer.text
    assert "With 95 percent confidence" in answer.text
    drawn = chloe.get(reverse("planning_measure_chart", args=[plan.pk, "m1"]))
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"Target 15" in drawn.content
    line = outcomes.PlanFigure.objects.get()
    correct = reverse("planning_figure_correct", args=[line.pk])
    assert chloe.post(correct, {"figure": "", "because": "Oops"}).status_code == 400
    chloe.post(correct, {"figure": "21", "size": "1200", "because": "A school was missing"})
    assert "<del>19</del>" in chloe.get(page).text
    sheet = chloe.get(f"{page}?format=csv").getvalue().decode()
    assert ",21," in sheet


def test_a_file_is_looked_at_before_its_good_rows_are_kept(chloe: Client, plan: rows.Plan) -> None:
    address = reverse("planning_figures_file", args=[plan.pk])
    answer = chloe.post(address, {"file": SimpleUploadedFile("figures.csv", FILE)})
    assert "1 row can be kept, 1 row cannot" in answer.text
    assert "“x” is not a figure." in answer.text
    assert not outcomes.PlanFigure.objects.exists()
    assert chloe.post(address, {"text": FILE.decode(), "keep": "all"}).status_code == 400
    assert not outcomes.PlanFigure.objects.exists()
    chloe.post(address, {"text": FILE.decode(), "keep": "good"})
    assert outcomes.PlanFigure.objects.get().figure == "19"


def test_a_yearly_report_is_written_sent_and_read_by_the_department(
    chloe: Client, plan: rows.Plan, cast: Cast
) -> None:
    verbs.report_figure(
        by=cast.acting(cast.chloe), plan=plan.pk, measure="m1", day="2026-05-29", figure="19",
        size="1200", now=LATER,
    )  # fmt: skip
    year = reverse("planning_year", args=[plan.pk, TODAY.isoformat()])
    assert chloe.get(reverse("planning_year", args=[plan.pk, "someday"])).status_code == 404
    assert chloe.post(year, {"send": "1", "practice": " "}).status_code == 400
    stale = chloe.post(year, {"send": "1", "practice": "Kept words", "digest": "0"})
    assert stale.status_code == 409
    assert "Kept words" in stale.text
    chloe.post(year, {"send": "1", "practice": "Lessons turn on answers.", "revision": "0"})
    report = outcomes.PlanYearReport.objects.get()
    pdf = chloe.get(reverse("plan_year_document", args=[report.pk, "pdf"]))
    assert "Lessons turn on answers." in said_in(pdf.content)
    chloe.force_login(cast.dev)
    assert (
        "Lessons turn on answers." in chloe.get(reverse("plan_year_report", args=[report.pk])).text
    )
    compared = chloe.get(reverse("plan_outcomes"), {"progress": "on_track"})
    assert "1 measure" in compared.text
    assert "Came in" in compared.text
    assert chloe.get(reverse("plan_outcomes_chart")).status_code == 200
    assert "0 measures" in chloe.get(reverse("plan_outcomes"), {"q": "nothing so named"}).text


def test_a_plan_is_a_document_for_print_and_for_word(chloe: Client, plan: rows.Plan) -> None:
    pdf = chloe.get(reverse("planning_document", args=[plan.pk, "pdf"]))
    said = said_in(pdf.content)
    assert "Superintendent" in said
    assert "Students who repeat a unit" in said
    word = chloe.get(reverse("planning_document", args=[plan.pk, "docx"]), {"version": "1"})
    opened = docx.Document(io.BytesIO(word.content))
    headings = [
        one.text for one in opened.paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert "Outcome measures" in headings
    for form, more in (("txt", {}), ("pdf", {"version": "9"})):
        found = chloe.get(reverse("planning_document", args=[plan.pk, form]), more)
        assert found.status_code == 404
