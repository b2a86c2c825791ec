"""An educator's evidence pack, both metrics on the standing page, and what an activity may say."""

import io
import json
from pathlib import Path

import pikepdf
import pytest
from django.test import Client

from longleaf.records.models import credit as rows
from longleaf.records.models import renewal
from tests.cycles import a_license, an_approved_activity, an_award
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")

ACTIVITY = {
    "title": "Reading workshop",
    "kind": "workshop",
    "quantity": "12.5",
    "unit": "clock_hour",
    "completed_on": "2025-10-04",
    "categories": ["literacy"],
    "began_on": "2025-10-01",
    "evidence_kinds": ["certificate", "agenda"],
    "approved_by": "lea",
    "approved_on": "2025-09-20",
}


@pytest.fixture
def amina(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def test_a_pack_is_a_pdf_and_what_it_says_is_kept(amina: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy")
    answer = amina.post(f"/standing/{held.pk}/pack")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert len(opened.pages) == 1
    kept = renewal.RenewalDecision.objects.get()
    page = amina.get(f"/standing/{held.pk}/pack").content.decode()
    assert f"/decisions/{kept.pk}/pack" in page


def test_a_kept_pack_is_the_same_file_again(amina: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    first = amina.post(f"/standing/{held.pk}/pack").content
    an_approved_activity(cast, "literacy")
    kept = renewal.RenewalDecision.objects.get()
    assert amina.get(f"/decisions/{kept.pk}/pack").content == first


def test_a_pack_of_someone_else_s_license_is_not_found(amina: Client, cast: Cast) -> None:
    held = a_license(cast.ezra)
    assert amina.get(f"/standing/{held.pk}/pack").status_code == 404
    assert amina.post(f"/standing/{held.pk}/pack").status_code == 404


def test_both_metrics_stand_side_by_side(amina: Client, cast: Cast, tmp_path: Path) -> None:
    held = a_license(cast.amina)
    an_award(cast, tmp_path)
    page = amina.get(f"/standing/{held.pk}").content.decode()
    assert "Hours and mastery, side by side" in page
    assert "Content and how it is taught" in page


def test_everything_that_is_typed_of_an_activity_is_kept(amina: Client, cast: Cast) -> None:
    assert amina.post("/activities/new", ACTIVITY).status_code == 302
    held = rows.Activity.objects.get()
    assert str(held.began_on) == "2025-10-01"
    assert held.evidence_kinds == ["certificate", "agenda"]
    assert (held.approved_by, str(held.approved_on)) == ("lea", "2025-09-20")
    page = amina.get(f"/activities/{held.pk}").content.decode()
    for words in ("October 1, 2025", "Certificate of completion", "The LEA"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("began_on", "2025-10-05", "The first day comes after the day it was completed."),
        ("approved_on", "2026-02-04", "That day has not come yet."),
        ("approved_by", "", "Who approved it is missing."),
        ("evidence_kinds", "hearsay", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    amina: Client, name: str, value: str, says: str
) -> None:
    answer = amina.post("/activities/new", {**ACTIVITY, name: value})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert "Reading workshop" in page
    assert '<details class="ll-more" open>' in page


def test_two_alike_but_for_their_first_day_are_two(amina: Client) -> None:
    amina.post("/activities/new", ACTIVITY)
    amina.post("/activities/new", {**ACTIVITY, "began_on": "2025-10-02"})
    assert rows.Activity.objects.count() == 2


def test_what_a_holder_claims_is_put_on_record_and_can_be_taken_back(
    amina: Client, cast: Cast
) -> None:
    held = a_license(cast.amina)
    typed = {
        "kind": "teacher",
        "grade_span": "K-5",
        "cycle_began_on": "2022-07-01",
        "expires_on": "2027-06-30",
        "national_board": "yes",
        "national_board_on": "2025-11-20",
        "legislator": "no",
        "lifetime": "",
    }
    amina.post(f"/licenses/{held.pk}/edit", typed)
    held.refresh_from_db()
    assert (held.national_board, str(held.national_board_on)) == (True, "2025-11-20")
    assert (held.legislator, held.lifetime) == (False, None)
    page = amina.get(f"/licenses/{held.pk}/edit").content.decode()
    assert 'value="2025-11-20"' in page
    bad = amina.post(f"/licenses/{held.pk}/edit", {**typed, "national_board": "no"})
    assert bad.status_code == 400


def test_an_educator_has_the_pack_over_the_api(cast: Cast) -> None:
    from tests.api.v1.test_renewal import holder  # noqa: PLC0415 - a client of that test's kind

    held = a_license(cast.amina)
    answer = holder(cast.amina).post(f"/api/v1/standing/{held.pk}/pack")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    [told] = holder(cast.amina).get("/api/v1/standing").json()
    assert told["mastery"]["hours"] == "unmet"
    assert json.dumps(told["mastery"]["demands"])
