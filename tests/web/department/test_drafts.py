"""The Department's pages of drafts: text is kept as typed, and figures come before a vote."""

import io
import zipfile
from uuid import UUID

import pytest
from django.test import Client

from longleaf.actions.policy_draft import save_policy_fields
from longleaf.records.models import job as jobs
from longleaf.records.models import policy_draft as rows
from tests.drafted import POLICY, a_draft, compute_now, educators
from tests.people import NOW, Cast

VALUE = "parameters.renewal_opens.values.1.value"


@pytest.fixture
def draft(cast: Cast) -> UUID:
    return a_draft(cast)


@pytest.fixture
def dev(cast: Cast, client: Client) -> Client:
    client.force_login(cast.dev)
    return client


def test_a_draft_is_begun_from_the_page(dev: Client) -> None:
    answer = dev.post("/department/drafts", {"title": "Nine credits"}, follow=True)
    assert "holds the rules in force" in answer.text
    assert "the text is that of the rules in force" in answer.text


def test_a_draft_without_a_name_is_asked_for_one(dev: Client) -> None:
    assert dev.post("/department/drafts", {"title": ""}).status_code == 400


def test_a_value_is_changed_by_its_field_and_shown_as_a_difference(
    dev: Client, draft: UUID
) -> None:
    page = dev.get(f"/department/drafts/{draft}/edit?file={POLICY}&section=parameters")
    assert f'name="field:{VALUE}" value="76"' in page.text
    answer = dev.post(
        f"/department/drafts/{draft}/edit",
        {"file": POLICY, "section": "parameters", "based_on": "1", f"field:{VALUE}": "90"},
        follow=True,
    )
    assert "Saved as version 2" in answer.text
    assert "-        value: 76" in answer.text
    assert "+        value: 90" in answer.text


def test_fields_typed_over_a_newer_version_are_kept_on_the_page(
    cast: Cast, dev: Client, draft: UUID
) -> None:
    save_policy_fields(
        by=cast.acting(cast.dev),
        draft=draft,
        based_on=1,
        file=POLICY,
        typed={VALUE: "80"},
        now=NOW,
    )
    answer = dev.post(
        f"/department/drafts/{draft}/edit",
        {"file": POLICY, "section": "parameters", "based_on": "1", f"field:{VALUE}": "90"},
    )
    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text
    assert 'value="90"' in answer.text


def test_a_text_that_does_not_load_is_kept_and_its_faults_named(dev: Client, draft: UUID) -> None:
    answer = dev.post(
        f"/department/drafts/{draft}/text",
        {"file": POLICY, "based_on": "1", "text": "policy: [\r\nodd"},
        follow=True,
    )
    assert "does not load yet" in answer.text
    assert "<strong>policy.yaml:" in answer.text
    kept = dev.get(f"/department/drafts/{draft}/text?file={POLICY}")
    assert "policy: [\nodd" in kept.text


def test_what_is_typed_is_shown_as_text(dev: Client, draft: UUID) -> None:
    answer = dev.post(
        f"/department/drafts/{draft}/text",
        {"file": POLICY, "based_on": "1", "text": "</textarea><script>alert(1)</script>"},
        follow=True,
    )
    again = dev.get(f"/department/drafts/{draft}/text?file={POLICY}")
    assert "<script>alert" not in answer.text + again.text


def test_a_row_is_begun_from_a_day_on(dev: Client, draft: UUID) -> None:
    answer = dev.post(
        f"/department/drafts/{draft}/from",
        {
            "file": POLICY,
            "section": "parameters",
            "based_on": "1",
            "dated": "parameters.renewal_opens.values",
            "first": "2028-07-01",
        },
        follow=True,
    )
    assert "begins on that day" in answer.text
    assert 'value="2028-07-01"' in answer.text


def test_a_row_without_a_day_is_asked_for_one(dev: Client, draft: UUID) -> None:
    form = {"file": POLICY, "section": "parameters", "based_on": "1", "dated": "x", "first": ""}
    answer = dev.post(f"/department/drafts/{draft}/from", form, follow=True)
    assert "Give the first day" in answer.text


def test_computing_is_begun_and_watched(dev: Client, draft: UUID) -> None:
    answer = dev.post(f"/department/drafts/{draft}/versions/1/simulate", {"on": "2026-02-03"})
    job = jobs.JobRun.objects.get(kind="policy_draft")
    assert answer["Location"] == f"/jobs/{job.pk}"
    assert dev.get(answer["Location"]).status_code == 200


def test_the_figures_are_a_table_a_chart_and_two_files(
    cast: Cast, dev: Client, draft: UUID
) -> None:
    educators(cast.elementary, 12)
    educators(cast.south_school, 3)
    number = save_policy_fields(
        by=cast.acting(cast.dev),
        draft=draft,
        based_on=1,
        file="policy/licenses.yaml",
        typed={"licenses.teacher_6_12.requires.rating.at_least": "distinguished"},
        now=NOW,
    )
    compute_now(cast, draft, number)
    at = f"/department/drafts/{draft}/versions/{number}"
    page = dev.get(at)
    assert "Whose standing changes" in page.text
    assert "hidden" in page.text
    assert "worked case" in page.text
    assert "Example" not in page.text  # nobody's name
    file = dev.get(f"{at}/figures?format=csv")
    written = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert "Northfield Schools,hidden" in written
    book = zipfile.ZipFile(io.BytesIO(dev.get(f"{at}/figures?format=xlsx").content))
    assert "xl/worksheets/sheet4.xml" in book.namelist()


def test_nobody_s_standing_changes_where_nothing_did(cast: Cast, dev: Client, draft: UUID) -> None:
    educators(cast.elementary, 12)
    compute_now(cast, draft)
    at = f"/department/drafts/{draft}/versions/1"
    assert "Nobody’s standing would change here" in dev.get(at).text
    assert dev.get(f"{at}/lea.svg").status_code == 404


def test_a_chart_is_drawn_where_standing_changes(cast: Cast, dev: Client, draft: UUID) -> None:
    educators(cast.elementary, 12)
    compute_now(cast, draft)
    found = rows.DraftSimulation.objects.get(version__draft=draft)
    figures = found.figures
    for one in figures["by"]["lea"]:
        one["newly_short"] = 12
    rows.DraftSimulation.objects.create(
        version=found.version,
        on=found.on,
        figures=figures,
        cases=[],
        made_by=cast.dev,
        made_at=NOW.replace(year=2027),
    )
    at = f"/department/drafts/{draft}/versions/1"
    page = dev.get(at)
    assert f'src="{at}/lea.svg"' in page.text
    assert "Northfield Schools, newly short: 12" in page.text
    drawn = dev.get(f"{at}/lea.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "12 newly short" in drawn.text
    assert "12 newly short" in dev.get(f"{at}/lea.svg?narrow=1").text


def test_drafts_are_compared_side_by_side(cast: Cast, dev: Client, draft: UUID) -> None:
    other = a_draft(cast, "Another")
    educators(cast.elementary, 12)
    for one in (draft, other):
        compute_now(cast, one)
    query = f"with={draft}:1&with={other}:1"
    page = dev.get(f"/department/drafts/compare?{query}")
    assert "Nine credits, version 1" in page.text
    assert "Another, version 1" in page.text
    assert dev.get(f"/department/drafts/compare.svg?{query}").status_code == 200


@pytest.mark.parametrize("asked", ["x", "x:1", "00000000-0000-0000-0000-000000000000:1"])
def test_what_does_not_exist_is_not_compared(dev: Client, draft: UUID, asked: str) -> None:
    assert dev.get(f"/department/drafts/compare?with={asked}").status_code == 404


def test_a_vote_is_noted_on_the_page(dev: Client, draft: UUID) -> None:
    at = f"/department/drafts/{draft}/versions/1"
    form = {"body": "State Board", "voted_on": "2026-02-03", "outcome": "adopted", "note": "5 to 2"}
    answer = dev.post(f"{at}/vote", form, follow=True)
    assert "It puts nothing in force" in answer.text
    assert "State Board: adopted. 5 to 2" in answer.text
    assert dev.post(f"{at}/vote", {"body": ""}).status_code == 400


def test_the_pages_ask_few_questions_of_the_database(
    cast: Cast, dev: Client, draft: UUID, django_assert_max_num_queries: object
) -> None:
    educators(cast.elementary, 12)
    compute_now(cast, draft)
    for path in ("", "/versions/1", "/edit", "/text"):
        with django_assert_max_num_queries(25):  # type: ignore[operator]  # pytest-django's fixture
            assert dev.get(f"/department/drafts/{draft}{path}").status_code == 200
