"""A coordinator's pages: their LEA and its people."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from longleaf.actions.renewal import refresh_standing
from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.renewal.standing import AT_RISK_DAYS
from longleaf.records.models import audit
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.coordinator import PeopleFilter, overview, people_of
from tests.cycles import a_license, a_waiting_activity, an_approved_activity
from tests.people import NOW, TODAY, Cast, person
from tests.stories import a_review, a_submitted_attempt

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")
MOST_QUERIES = 25


def as_person(who: people.Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def chloe(cast: Cast) -> Client:
    return as_person(cast.chloe)


@pytest.fixture
def eve(cast: Cast) -> Client:
    return as_person(cast.eve)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def file_of(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8-sig").splitlines()


def refreshed(*persons: people.Person) -> None:
    refresh_standing(persons=[one.pk for one in persons], on=TODAY, now=NOW)


def names(cast: Cast, **wanted: object) -> list[str]:
    found = people_of(cast.acting(cast.chloe), PeopleFilter(**wanted), on=TODAY)  # type: ignore[arg-type]  # the names are its fields
    return [one.name for one in found[0 : len(found)]]


# The first page


def test_the_first_page_names_who_is_at_risk_what_waits_and_with_whom_it_is_stuck(
    chloe: Client, cast: Cast
) -> None:
    a_license(cast.amina, expires=date(2026, 6, 30), began=date(2021, 7, 1))
    refreshed(cast.amina)
    a_waiting_activity(cast, cast.ben, title="Chemistry safety")
    attempt = a_submitted_attempt(cast, due_on=date(2026, 2, 2))
    a_review(attempt, cast.bo)
    attempt.reviews.update(due_on=date(2026, 1, 30))
    page = text_of(chloe, "/coordinator")
    assert "Amina Reyes" in page
    assert "8 missing" in page
    assert "Chemistry safety" in page
    assert "Bo Castellanos" in page
    assert "1 late review, the oldest due January 30, 2026" in page


def test_an_lea_in_which_nothing_waits_says_so(chloe: Client) -> None:
    page = text_of(chloe, "/coordinator")
    assert "Nobody with a license that ends within a year is missing credit." in page
    assert "No activity waits." in page


# People


def test_a_coordinator_sees_the_educators_of_their_lea_and_no_others(
    cast: Cast, chloe: Client, eve: Client
) -> None:
    page = text_of(chloe, "/coordinator/people")
    assert "3 educators" in page
    assert "Ezra" not in page
    assert "Amina" not in text_of(eve, "/coordinator/people")


def test_someone_who_left_is_no_longer_listed(cast: Cast) -> None:
    people.Role.objects.filter(person=cast.amina).update(ended_on=TODAY - timedelta(days=1))
    assert "Amina Reyes" not in names(cast)


def test_the_last_day_of_a_role_still_counts(cast: Cast) -> None:
    people.Role.objects.filter(person=cast.amina).update(ended_on=TODAY)
    assert "Amina Reyes" in names(cast)


def test_filters_hold_what_they_say(cast: Cast) -> None:
    a_license(cast.amina)
    a_license(cast.ben, grade_span="6-12", expires=date(2029, 6, 30))
    an_approved_activity(cast, "academic", person=cast.ben, quantity="80")
    refreshed(cast.amina, cast.ben)
    assert names(cast, outcome="unmet") == ["Amina Reyes"]
    assert names(cast, outcome="unknown") == ["Ben Okafor"]  # his rating is not on record
    assert names(cast, outcome="no_license") == ["Bea Lindqvist"]
    assert names(cast, year=2027) == ["Amina Reyes"]
    assert names(cast, school=cast.middle.pk) == ["Bea Lindqvist", "Ben Okafor"]
    assert names(cast, text="amina@") == ["Amina Reyes"]


def test_a_school_of_another_lea_filters_nobody_in(cast: Cast) -> None:
    assert names(cast, school=cast.south_school.pk) == []


def test_lists_are_sorted_as_asked(cast: Cast) -> None:
    a_license(cast.amina, expires=date(2029, 6, 30))
    a_license(cast.ben, grade_span="6-12")
    an_approved_activity(cast, "academic", person=cast.ben)
    refreshed(cast.amina, cast.ben)
    assert names(cast, sort="name") == ["Amina Reyes", "Bea Lindqvist", "Ben Okafor"]
    assert names(cast, sort="expires") == ["Ben Okafor", "Amina Reyes", "Bea Lindqvist"]
    assert names(cast, sort="missing") == ["Amina Reyes", "Ben Okafor", "Bea Lindqvist"]
    assert names(cast, sort="school") == ["Amina Reyes", "Bea Lindqvist", "Ben Okafor"]


def test_someone_with_two_licenses_stands_once_with_the_one_that_ends_first(cast: Cast) -> None:
    a_license(cast.amina, expires=date(2029, 6, 30))
    first = a_license(cast.amina, kind="administrator", grade_span="")
    refreshed(cast.amina)
    found = people_of(cast.acting(cast.chloe), PeopleFilter(text="Amina"), on=TODAY)
    assert [one.license for one in found[0:10]] == [first.pk]


@pytest.mark.parametrize("days", [-1, 0, AT_RISK_DAYS, AT_RISK_DAYS + 1])
def test_the_list_of_those_at_risk_holds_who_the_rule_calls_so(cast: Cast, days: int) -> None:
    expires = TODAY + timedelta(days=days)
    a_license(cast.amina, began=date(2021, 7, 1), expires=expires)
    refreshed(cast.amina)
    told = overview(cast.acting(cast.chloe), on=TODAY)
    expected = 0 <= days <= AT_RISK_DAYS
    assert told.at_risk == expected
    assert (names(cast, outcome="at_risk") == ["Amina Reyes"]) is expected


def test_a_nonsense_filter_in_the_address_counts_as_none(chloe: Client) -> None:
    page = text_of(
        chloe, "/coordinator/people?school=x&year=soon&outcome=fine&sort=luck&page=-3&q=%00"
    )
    assert "3 educators" in page


def test_the_list_as_filtered_downloads_as_csv(cast: Cast, chloe: Client) -> None:
    people.Person.objects.filter(pk=cast.amina.pk).update(name="=1+1")
    lines = file_of(chloe, "/coordinator/people?form=csv&school=" + str(cast.elementary.pk))
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,amina@example.org,Northfield Elementary")


def test_a_long_list_takes_few_queries(cast: Cast, chloe: Client) -> None:
    for number in range(60):
        a_license(person(f"P{number} Ford", (RoleKind.EDUCATOR, cast.middle)))
    with CaptureQueriesContext(connection) as asked:
        page = text_of(chloe, "/coordinator/people")
    assert "63 educators" in page
    assert len(asked) <= MOST_QUERIES


# One person


def test_a_person_s_page_shows_standing_ledger_and_activities(cast: Cast, chloe: Client) -> None:
    a_license(cast.amina)
    an_approved_activity(cast, title="Structured literacy")
    a_waiting_activity(cast, title="Number talks")
    page = text_of(chloe, f"/coordinator/people/{cast.amina.pk}")
    assert "Literacy: 1.5 of 3 credits; 1.5 credits missing." in page
    assert "Structured literacy" in page
    assert "Number talks" in page
    assert "Take back" in page


def test_a_person_s_page_shows_nothing_of_their_evidence(cast: Cast, chloe: Client) -> None:
    a_submitted_attempt(cast)
    page = text_of(chloe, f"/coordinator/people/{cast.amina.pk}")
    assert "Transcript of a lesson" not in page
    assert "Wait Time" not in page


def test_a_person_s_page_stays_within_the_queries(cast: Cast, chloe: Client) -> None:
    a_license(cast.amina)
    an_approved_activity(cast)
    with CaptureQueriesContext(connection) as asked:
        text_of(chloe, f"/coordinator/people/{cast.amina.pk}")
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("page", ["", "/license", "/rating", "/activity", "/ledger/1/correct"])
def test_a_person_of_another_lea_is_not_found(cast: Cast, eve: Client, page: str) -> None:
    address = f"/coordinator/people/{cast.amina.pk}{page}"
    assert eve.get(address).status_code == 404


def test_a_license_an_evaluation_and_an_activity_are_recorded_for_a_person(
    cast: Cast, chloe: Client
) -> None:
    base = f"/coordinator/people/{cast.amina.pk}"
    license = {
        "kind": "teacher",
        "grade_span": "K-5",
        "cycle_began_on": "2022-07-01",
        "expires_on": "2027-06-30",
    }
    rating = {"rating": "proficient", "rated_on": "2025-05-20"}
    activity = {
        "title": "Workshop",
        "kind": "workshop",
        "quantity": "6",
        "unit": "clock_hour",
        "completed_on": "2025-10-04",
    }
    assert chloe.post(f"{base}/license", license).status_code == 302
    assert chloe.post(f"{base}/rating", rating).status_code == 302
    answer = chloe.post(f"{base}/activity", activity, follow=True)
    assert "Decide below whether it counts." in answer.content.decode()
    assert "Proficient, May 20, 2025" in text_of(chloe, base)
    by = audit.AuditEvent.objects.filter(actor=cast.chloe).values_list("verb", flat=True)
    assert set(by) == {"license.recorded", "evaluation.recorded", "activity.recorded"}


def test_a_license_is_corrected_from_what_stands_there(cast: Cast, chloe: Client) -> None:
    held = a_license(cast.amina)
    address = f"/coordinator/people/{cast.amina.pk}/license?license={held.pk}"
    assert 'value="2027-06-30"' in text_of(chloe, address)
    changed = {
        "kind": "teacher",
        "grade_span": "6-12",
        "cycle_began_on": "2022-07-01",
        "expires_on": "2027-06-30",
    }
    chloe.post(address, changed)
    assert rows.License.objects.get().grade_span == "6-12"


def test_a_day_to_come_is_said_at_the_field(cast: Cast, chloe: Client) -> None:
    answer = chloe.post(
        f"/coordinator/people/{cast.amina.pk}/rating",
        {"rating": "proficient", "rated_on": "2026-02-04"},
    )
    assert answer.status_code == 400
    assert "That day has not come yet." in answer.content.decode()


def test_a_line_is_taken_back_with_a_reason(cast: Cast, chloe: Client) -> None:
    line = rows.CreditEntry.objects.get(activity=an_approved_activity(cast))
    address = f"/coordinator/people/{cast.amina.pk}/ledger/{line.pk}/correct"
    refused = chloe.post(address, {"reason": " "})
    assert refused.status_code == 400
    assert "A correction needs a reason." in refused.content.decode()
    page = chloe.post(address, {"reason": "Counted twice."}, follow=True).content.decode()
    assert "Counted twice." in page
    assert "Taken back" in page
    assert "already taken back" in text_of(chloe, address)
    assert chloe.post(address, {"reason": "Again."}).status_code == 409


def test_a_line_of_somebody_else_s_is_not_found_under_a_person(cast: Cast, chloe: Client) -> None:
    line = rows.CreditEntry.objects.get(activity=an_approved_activity(cast))
    address = f"/coordinator/people/{cast.ben.pk}/ledger/{line.pk}/correct"
    assert chloe.get(address).status_code == 404
    assert chloe.post(address, {"reason": "No."}).status_code == 404
