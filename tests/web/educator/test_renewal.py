"""An educator's first page, standing, licenses, ledger, activities and whole record."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from longleaf.actions.credit import correct_credit
from longleaf.records.models import award as awards
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from tests.cycles import a_license, a_waiting_activity, an_approved_activity, an_award
from tests.people import NOW, TODAY, Cast
from tests.stories import a_published_microcredential, a_review, a_submitted_attempt, two_criteria

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")
MOST_QUERIES = 25


@pytest.fixture
def amina(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def as_person(person: people.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# Today


def test_the_first_page_asks_for_a_license_where_none_is_on_record(amina: Client) -> None:
    page = text_of(amina, "/today")
    assert "No running license is on record for you" in page
    assert "/licenses/new" in page


def test_the_first_page_says_where_one_stands_and_by_when(amina: Client, cast: Cast) -> None:
    a_license(cast.amina)
    an_approved_activity(cast, "literacy", quantity="15")
    page = text_of(amina, "/today")
    assert "<strong>1.5</strong> of 8 credits" in page
    assert "6.5 still missing" in page
    assert "June 30, 2027" in page
    assert "512 days from today" in page


def test_the_next_step_is_a_micro_credential_of_the_catalog_with_its_worth(
    amina: Client, cast: Cast
) -> None:
    a_license(cast.amina)
    a_published_microcredential(cast)
    page = text_of(amina, "/today")
    assert "“Wait Time” serves it and is worth 1 credit where you work" in page
    assert 'href="/microcredentials/wait-time"' in page


def test_what_is_under_way_is_not_offered_again(amina: Client, cast: Cast) -> None:
    a_license(cast.amina)
    a_submitted_attempt(cast)
    page = text_of(amina, "/today")
    assert "Under way" in page
    assert "answer by February 18, 2026" in page
    assert "Record an activity" in page
    assert "Look at Wait Time" not in page


def test_each_role_sees_its_own_part_of_the_first_page(cast: Cast) -> None:
    a_review(a_submitted_attempt(cast), cast.bo)
    a_waiting_activity(cast)
    assert "<strong>1 review</strong> waits for you" in text_of(as_person(cast.bo), "/today")
    coordinator = text_of(as_person(cast.chloe), "/today")
    assert "<strong>1 activity</strong> waits for you" in coordinator
    assert "1 submission under review" in coordinator
    assert "No version waits for you" in text_of(as_person(cast.asa), "/today")
    assert "Whether everything runs" in text_of(as_person(cast.ada), "/today")
    assert "2 of 2 LEAs have no coordinator" not in text_of(as_person(cast.dev), "/today")
    assert "/department" in text_of(as_person(cast.dev), "/today")


def test_someone_without_a_role_is_told_so(client: Client, cast: Cast) -> None:
    people.Role.objects.filter(person=cast.amina).update(ended_on=date(2026, 1, 1))
    assert "You hold no role today" in text_of(as_person(cast.amina), "/today")


def test_the_first_page_of_someone_with_every_role_stays_within_the_queries(
    cast: Cast, tmp_path: Path
) -> None:
    for kind in ("reviewer", "coordinator", "author"):
        people.Role.objects.create(
            person=cast.amina, organization=cast.northfield, kind=kind, began_on=TODAY
        )
    a_license(cast.amina)
    an_approved_activity(cast)
    an_award(cast, tmp_path)
    client = as_person(cast.amina)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text_of(client, "/today")
    assert len(asked) <= MOST_QUERIES, "\n".join(one["sql"][:90] for one in asked)


# Standing


def test_every_figure_opens_into_reason_rule_citation_and_arithmetic(
    amina: Client, cast: Cast
) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy", title="Structured literacy", quantity="35")
    page = text_of(amina, f"/standing/{held.pk}")
    assert "Literacy: 3 of 3 credits. Complete." in page
    assert "Structured literacy</a>: 3 credits counted here." in page
    assert "35 clock hours ÷ 10 = 3.5 credits." in page
    assert "3 in literacy, 0.5 in general" in page
    assert "North Carolina Department of Public Instruction, read November 23, 2026" in page
    assert "version 2026.1" in page


def test_a_gap_names_what_of_the_catalog_would_close_it(amina: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    a_published_microcredential(cast)
    page = text_of(amina, f"/standing/{held.pk}")
    assert "Wait Time</a>: 1 credit here" in page
    assert "30 clock hours" in page


def test_a_bar_draws_counted_and_surplus(amina: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy", quantity="70")
    page = text_of(amina, f"/standing/{held.pk}")
    assert '<rect class="ll-bar__counted" width="600"' in page
    assert '<rect class="ll-bar__surplus" x="600" width="400"' in page


def test_what_waits_is_shown_with_the_reason_it_does_not_count(amina: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    a_waiting_activity(cast)
    assert "It has not been approved." in text_of(amina, f"/standing/{held.pk}")


def test_somebody_else_s_standing_is_not_found(amina: Client, cast: Cast) -> None:
    assert amina.get(f"/standing/{a_license(cast.ben).pk}").status_code == 404


def test_a_cycle_that_is_over_can_still_be_opened(amina: Client, cast: Cast) -> None:
    past = a_license(cast.amina, began=date(2017, 7, 1), expires=date(2022, 6, 30))
    assert f"/standing/{past.pk}" in text_of(amina, "/standing")
    assert "Expired on June 30, 2022" in text_of(amina, f"/standing/{past.pk}")


def test_those_who_teach_nowhere_have_no_standing_page(cast: Cast) -> None:
    assert as_person(cast.chloe).get("/standing").status_code == 403


def test_a_standing_page_stays_within_the_queries(
    amina: Client, cast: Cast, tmp_path: Path
) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast)
    an_award(cast, tmp_path)
    with CaptureQueriesContext(connection) as asked:
        text_of(amina, f"/standing/{held.pk}")
    assert len(asked) <= MOST_QUERIES


# Licenses

LICENSE = {
    "kind": "teacher",
    "grade_span": "K-5",
    "field": "Elementary Education",
    "cycle_began_on": "2022-07-01",
    "expires_on": "2027-06-30",
}


def test_a_license_is_put_on_record_and_its_standing_shown(amina: Client) -> None:
    answer = amina.post("/licenses/new", LICENSE, follow=True)
    assert "Your license is on record." in answer.content.decode()
    assert "Teacher, kindergarten to grade 5" in answer.content.decode()


def test_a_license_that_makes_no_sense_is_said_at_the_field_and_nothing_is_lost(
    amina: Client,
) -> None:
    answer = amina.post("/licenses/new", {**LICENSE, "expires_on": "2022-07-01"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The license ends before the cycle begins." in page
    assert 'value="Elementary Education"' in page
    assert not rows.License.objects.exists()


def test_a_license_is_corrected_from_what_stands_there(amina: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    assert 'value="2027-06-30"' in text_of(amina, f"/licenses/{held.pk}/edit")
    amina.post(f"/licenses/{held.pk}/edit", {**LICENSE, "grade_span": "6-12"})
    assert rows.License.objects.get().grade_span == "6-12"


def test_somebody_else_s_license_is_not_found(amina: Client, cast: Cast) -> None:
    held = a_license(cast.ben)
    assert amina.get(f"/licenses/{held.pk}/edit").status_code == 404
    assert amina.post(f"/licenses/{held.pk}/edit", LICENSE).status_code == 404


# Activities

ACTIVITY = {
    "title": "Reading workshop",
    "kind": "workshop",
    "quantity": "12.5",
    "unit": "clock_hour",
    "completed_on": "2025-10-04",
    "categories": ["literacy"],
}


def test_an_activity_is_recorded_and_shown_with_its_arithmetic(amina: Client, cast: Cast) -> None:
    a_license(cast.amina)
    page = amina.post("/activities/new", ACTIVITY, follow=True).content.decode()
    assert "Recorded. Your coordinator decides whether it counts." in page
    assert "12.5 clock hours ÷ 10 = 1.25 credits." in page
    assert "Waiting for approval" in page


def test_a_second_click_records_nothing_twice(amina: Client) -> None:
    for _ in range(2):
        assert amina.post("/activities/new", ACTIVITY).status_code == 302
    assert rows.Activity.objects.count() == 1


def test_a_wrong_amount_is_said_at_the_field_and_nothing_is_lost(amina: Client) -> None:
    answer = amina.post("/activities/new", {**ACTIVITY, "quantity": "a few"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "How much is not a number." in page
    assert 'value="Reading workshop"' in page


def test_kinds_that_no_longer_count_are_not_offered(amina: Client) -> None:
    page = text_of(amina, "/activities/new")
    assert "Workshop or in-service" in page
    assert "Independent study" not in page


def test_an_activity_is_withdrawn_after_asking(amina: Client, cast: Cast) -> None:
    held = a_waiting_activity(cast)
    assert "Withdraw “Reading workshop”?" in text_of(amina, f"/activities/{held.pk}/withdraw")
    page = amina.post(f"/activities/{held.pk}/withdraw", follow=True).content.decode()
    assert "no longer counts" in page
    assert amina.post(f"/activities/{held.pk}/withdraw").status_code == 302


def test_somebody_else_s_activity_is_not_found(amina: Client, cast: Cast) -> None:
    held = a_waiting_activity(cast, cast.ben)
    for address in (f"/activities/{held.pk}", f"/activities/{held.pk}/withdraw"):
        assert amina.get(address).status_code == 404
    assert amina.post(f"/activities/{held.pk}/withdraw").status_code == 404


# Ledger


@pytest.fixture
def corrected(cast: Cast) -> rows.CreditEntry:
    a_license(cast.amina)
    activity = an_approved_activity(cast, title="=HYPERLINK(bad)")
    line = rows.CreditEntry.objects.get(activity=activity)
    correct_credit(by=cast.acting(cast.chloe), entry=line.pk, reason="Twice.", on=TODAY, now=NOW)
    return line


def test_a_correction_stands_in_the_ledger_as_a_line_of_its_own(
    amina: Client, corrected: rows.CreditEntry
) -> None:
    page = text_of(amina, "/ledger")
    assert "2 lines" in page
    assert f'Correction of <a href="#line-{corrected.pk}">' in page
    assert "\N{MINUS SIGN}1.5" in page
    assert "Twice." in page


def test_the_ledger_downloads_as_csv_in_which_nothing_is_a_formula(
    amina: Client, corrected: rows.CreditEntry
) -> None:
    answer = amina.get("/ledger?form=csv")
    text = b"".join(answer).decode("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert ",'=HYPERLINK(bad)," in text


def test_an_empty_ledger_says_what_to_do(amina: Client) -> None:
    assert "Nothing is entered yet." in text_of(amina, "/ledger")


# The whole record


def test_the_whole_record_is_one_file_with_everything_and_nobody_else_s(
    amina: Client, cast: Cast, tmp_path: Path
) -> None:
    a_license(cast.amina)
    an_approved_activity(cast)
    an_approved_activity(cast, person=cast.ben, title="Ben's own")
    award = an_award(cast, tmp_path)
    answer = amina.get("/my-record")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        names = set(folder.namelist())
        record = json.loads(folder.read("record.json"))
        badge = folder.read(f"badges/{award.pk}.json").decode()
    assert {"ledger.csv", "activities.csv", "licenses.csv", "submissions.csv"} <= names
    assert record["person"]["email"] == cast.amina.email
    assert [line["kind"] for line in record["ledger"]] == ["activity", "award"]
    assert record["submissions"][0]["attempts"][0]["responses"][0]["text"]
    assert badge == awards.Award.objects.get().badges.get().document
    assert "Ben's own" not in json.dumps(record)


def test_what_reviewers_said_is_in_the_record_without_their_names(
    amina: Client, cast: Cast
) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben, levels={"pause": "meets", "follow": "strong"})
    attempt.reviews.update(state="finished", outcome="earned", finished_at=NOW)
    type(attempt).objects.update(state="decided", outcome="earned", decided_at=NOW)
    answer = amina.get("/my-record")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        text = folder.read("record.json").decode()
    [feedback] = [one["feedback"] for one in json.loads(text)["submissions"][0]["attempts"]]
    assert {one["criterion"]: one["level"] for one in feedback} == {
        "pause": "meets",
        "follow": "strong",
    }
    assert cast.ben.name not in text


# Worth, on the page of a micro-credential


def test_the_reader_learns_what_it_is_worth_for_their_license(amina: Client, cast: Cast) -> None:
    a_license(cast.amina)
    a_published_microcredential(cast)
    page = text_of(amina, "/microcredentials/wait-time")
    assert "<strong>1 credit in academic subject area or general</strong>" in page
    assert "By the crosswalk of Northfield County Schools (fictional)." in page


def test_a_visitor_learns_what_it_is_worth_by_place(client: Client, cast: Cast) -> None:
    definition = two_criteria()
    definition["effort_hours"] = "15"
    a_published_microcredential(cast, definition=definition)
    page = text_of(client, "/microcredentials/wait-time")
    assert "North Carolina has set no value" in page
    assert "15 clock hours ÷ 10 = 1.5 credits." in page
    assert "for your license" not in page
