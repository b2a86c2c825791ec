"""Employment, extensions, kept decisions and the two metrics, on a coordinator's pages."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.license import record_employment
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.employment import Employment, Extension, Served
from longleaf.records.facts.renewal import facts_of
from longleaf.records.models import audit, renewal
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.coordinator import PeopleFilter, people_of
from tests.api.v1.test_renewal import holder
from tests.cycles import a_license, an_approved_activity, an_award
from tests.people import NOW, TODAY, Cast

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")

GIVEN = Extension(date(2027, 12, 31), "A licensing office", "Its letter of May 1")
TYPED = {
    "years": "3.5",
    "extended_to": "2027-12-31",
    "extended_by": "A licensing office",
    "extension_reason": "Its letter of May 1",
    "kind_1": "teacher",
    "grade_span_1": "K-5",
    "percent_1": "60",
    "kind_2": "student_services",
    "percent_2": "40",
}


@pytest.fixture
def chloe(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chloe)
    return client


def employ(cast: Cast, by: people.Person, held: rows.License, said: Employment) -> None:
    record_employment(
        by=cast.acting(by), person=held.person_id, license=held.pk, said=said, now=NOW
    )


def of_amina(held: rows.License, what: str) -> str:
    return f"/coordinator/people/{held.person_id}/licenses/{held.pk}/{what}"


def test_what_a_coordinator_types_reaches_the_rules(chloe: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    assert chloe.post(of_amina(held, "employment"), TYPED).status_code == 302
    held.refresh_from_db()
    facts = facts_of([held], on=TODAY)[held.pk]
    assert facts.license.extended_to == date(2027, 12, 31)
    assert str(facts.license.years_employed) == "7/2"
    assert [(one.kind, str(one.share)) for one in facts.assignments] == [
        ("teacher", "3/5"),
        ("student_services", "2/5"),
    ]
    page = chloe.get(of_amina(held, "employment")).content.decode()
    for words in ("3.5", "2027-12-31", "Its letter of May 1", 'value="60"'):
        assert words in page


def test_the_same_again_writes_no_second_event(cast: Cast) -> None:
    held = a_license(cast.amina)
    said = Employment("3.5", GIVEN, (Served("teacher", "K-5", "60"),))
    employ(cast, cast.chloe, held, said)
    employ(cast, cast.chloe, held, said)
    assert audit.AuditEvent.objects.filter(verb="license.employment_recorded").count() == 1


def test_what_is_left_out_is_taken_off_the_record(cast: Cast) -> None:
    held = a_license(cast.amina)
    employ(cast, cast.chloe, held, Employment("3.5", GIVEN, (Served("teacher", "K-5", "60"),)))
    employ(cast, cast.chloe, held, Employment())
    held.refresh_from_db()
    assert (held.years_employed, held.extended_to, held.extended_by) == (None, None, "")
    assert not held.assignments.exists()


@pytest.mark.parametrize("who", ["amina", "eve", "dev", "ben"])
def test_only_a_coordinator_of_the_holder_s_lea_puts_employment_on_record(
    cast: Cast, who: str
) -> None:
    held = a_license(cast.amina)
    with pytest.raises(NoSuchRecordError):
        employ(cast, getattr(cast, who), held, Employment("3"))


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (Employment("many"), "years"),
        (Employment("11"), "years"),
        (Employment(extension=Extension(date(2027, 6, 30), "x", "y")), "extended_to"),
        (Employment(extension=Extension(None, "x", "y")), "extended_to"),
        (Employment(extension=Extension(date(2027, 7, 1), "", "y")), "extended_by"),
        (Employment(extension=Extension(date(2027, 7, 1), "x", "")), "extension_reason"),
        (Employment(assignments=(Served("juggler", "", "50"),)), "kind_1"),
        (Employment(assignments=(Served("teacher", "K-5", "0"),)), "percent_1"),
        (Employment(assignments=(Served("teacher", "K-5", "much"),)), "percent_1"),
        (
            Employment(
                assignments=(Served("teacher", "K-5", "60"), Served("teacher", "6-12", "41"))
            ),
            "percent_1",
        ),
        (
            Employment(
                assignments=(Served("teacher", "K-5", "40"), Served("teacher", "K-5", "40"))
            ),
            "kind_2",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    cast: Cast, said: Employment, where: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        employ(cast, cast.chloe, a_license(cast.amina), said)
    assert [one.where for one in refused.value.problems] == [where]


def test_the_database_lets_no_shares_come_to_more_than_the_whole(cast: Cast) -> None:
    held = a_license(cast.amina)
    with pytest.raises(IntegrityError, match="whole time"):
        serve_twice(held, "0.6")


@transaction.atomic
def serve_twice(held: rows.License, share: str) -> None:
    for span in ("K-5", "6-12"):
        rows.Assignment.objects.create(
            license=held, kind="teacher", grade_span=span, share=Decimal(share)
        )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "columns",
    [
        {"extended_to": date(2027, 12, 31)},
        {"extended_by": "Somebody"},
        {"extended_to": date(2027, 6, 30), "extended_by": "x", "extension_reason": "y"},
        {"national_board_on": date(2025, 1, 1)},
        {"years_employed": Decimal(11)},
    ],
)
def test_the_database_keeps_no_half_of_a_fact(cast: Cast, columns: dict[str, object]) -> None:
    held = a_license(cast.amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.License.objects.filter(pk=held.pk).update(**columns)


def test_an_extended_license_stays_in_the_lists_and_is_computed(chloe: Client, cast: Cast) -> None:
    held = a_license(cast.amina, began=date(2020, 7, 1), expires=date(2025, 6, 30))
    given = Extension(date(2026, 6, 30), "A licensing office", "Its letter")
    employ(cast, cast.chloe, held, Employment(extension=given))
    assert rows.StandingSummary.objects.get(license=held).outcome == "unmet"
    page = chloe.get("/coordinator/people?q=amina").content.decode()
    assert "At risk" in page
    page = chloe.get(f"/coordinator/people/{cast.amina.pk}").content.decode()
    assert "extended to <strong>June 30, 2026</strong>" in page


def test_the_list_shows_and_filters_by_both_metrics(
    chloe: Client, cast: Cast, tmp_path: Path
) -> None:
    a_license(cast.amina)
    a_license(cast.ben, grade_span="6-12")
    an_award(cast, tmp_path)
    refresh_standing(persons=[cast.amina.pk, cast.ben.pk], on=TODAY, now=NOW)
    summary = rows.StandingSummary.objects.get(license__person=cast.amina)
    assert (summary.hours_outcome, summary.mastery_asked) == ("unmet", 3)
    rows.StandingSummary.objects.filter(pk=summary.pk).update(mastery_outcome="met")
    wanted = PeopleFilter(metric="mastery_alone")
    found = people_of(cast.acting(cast.chloe), wanted, on=TODAY)
    assert [one.name for one in found[0:9]] == ["Amina Reyes"]
    page = chloe.get("/coordinator/people?metric=differ").content.decode()
    assert "1 educator" in page


def test_a_coordinator_keeps_a_decision_and_has_a_pack_made(chloe: Client, cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy")
    address = of_amina(held, "decisions")
    assert chloe.post(address, {"what": "renewal"}).status_code == 302
    answer = chloe.post(address, {"what": "pack"})
    assert answer["Content-Type"] == "application/pdf"
    assert set(renewal.RenewalDecision.objects.values_list("purpose", flat=True)) == {
        "renewal",
        "pack",
    }
    page = chloe.get(address).content.decode()
    assert "Renewal decision" in page


def test_the_department_has_a_decision_computed_again(cast: Cast) -> None:
    held = a_license(cast.amina)
    client = Client()
    client.force_login(cast.chloe)
    client.post(of_amina(held, "decisions"), {"what": "renewal"})
    kept = renewal.RenewalDecision.objects.get()
    dev = Client()
    dev.force_login(cast.dev)
    assert "Amina Reyes" in dev.get("/department/decisions").content.decode()
    page = dev.get(f"/department/decisions/{kept.pk}?again=yes").content.decode()
    assert "<strong>The same.</strong>" in page
    assert "The rules have not changed since." in page
    pack = dev.get(f"/department/decisions/{kept.pk}/pack")
    assert pack["Content-Type"] == "application/pdf"


def test_employment_is_recorded_over_the_api(cast: Cast) -> None:
    held = a_license(cast.amina)
    answer = holder(cast.chloe).put(
        f"/api/v1/people/{cast.amina.pk}/licenses/{held.pk}/employment",
        json.dumps(
            {
                "years_employed": "4",
                "extended_to": "2027-12-31",
                "extended_by": "A licensing office",
                "extension_reason": "Its letter",
                "assignments": [{"kind": "teacher", "grade_span": "K-5", "percent": "60"}],
            }
        ),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert answer.json()[0]["extended_to"] == "2027-12-31"
