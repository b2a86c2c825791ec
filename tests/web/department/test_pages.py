import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from longleaf.actions.account import change_account
from longleaf.actions.audit import record_event
from longleaf.actions.audit_seal import seal_events
from longleaf.domain.organization.actor import NOBODY, RoleKind, system
from longleaf.gateways.wiring import ports
from longleaf.records.models import job, notice
from longleaf.records.models import organization as rows
from longleaf.web.spreadsheet import cell
from tests.people import NOW, Cast, organization, person


@pytest.fixture
def dev(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dev)
    return client


def table(client: Client, address: str) -> list[list[str]]:
    content = client.get(address).getvalue()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def happened(cast: Cast, verb: str, where: rows.Organization, *, by: rows.Person) -> None:
    record_event(verb, by=cast.acting(by), subject=("x", "1"), organization=where.pk, now=NOW)


def test_every_number_of_the_departments_page_opens_into_as_many_rows(
    dev: Client, cast: Cast
) -> None:
    organization("Westfield Schools", "lea")
    page = dev.get("/department").content.decode()
    for count, kind in ((1, "?only=coordinator"), (3, "?kind=lea"), (0, "?kind=partner")):
        assert kind in page
        listed = dev.get(f"/department/organizations{kind}").context["page_obj"]
        assert listed.paginator.count == count


def test_organizations_are_filtered_by_region_and_name(dev: Client, cast: Cast) -> None:
    organization("Westfield Schools", "lea", region=3)
    listed = dev.get("/department/organizations?region=3&search=WEST").context["page_obj"]
    assert [line.name for line in listed] == ["Westfield Schools"]


def test_a_filter_that_makes_no_sense_is_left_out(dev: Client, cast: Cast) -> None:
    listed = dev.get("/department/organizations?region=%C2%B2&kind=x&page=x").context["page_obj"]
    assert listed.paginator.count == 2


def test_organizations_come_as_csv_too(dev: Client, cast: Cast) -> None:
    lines = table(dev, "/department/organizations?format=csv")
    assert [line[0] for line in lines[1:]] == ["Northfield Schools", "Southfield Schools"]


def test_educators_of_schools_are_counted_for_their_lea(dev: Client, cast: Cast) -> None:
    listed = dev.get("/department/organizations?search=northfield").context["page_obj"]
    assert [(line.educators, line.coordinators, line.schools) for line in listed] == [(3, 1, 2)]


def test_the_picture_hides_what_could_name_somebody(dev: Client, cast: Cast) -> None:
    for number in range(12):
        person(f"Teacher{number} Many", (RoleKind.EDUCATOR, cast.middle))
    lines = {line[0]: line[1] for line in table(dev, "/department/state?format=csv")}
    assert lines["Southfield Schools"] == lines["Northfield Schools"] == "hidden"
    big = organization("Westfield Schools", "lea")
    bigger = organization("Eastfield Schools", "lea")
    for number in range(40):
        person(f"West{number} Many", (RoleKind.EDUCATOR, big))
        person(f"East{number} Many", (RoleKind.EDUCATOR, bigger))
    lines = {line[0]: line[1] for line in table(dev, "/department/state?format=csv")}
    assert (lines["Westfield Schools"], lines["Southfield Schools"]) == ("40", "hidden")


def test_the_department_invites_a_coordinator(dev: Client, cast: Cast) -> None:
    data = {
        "organization": cast.southfield.pk,
        "role": "coordinator",
        "email": "new@example.org",
    }
    assert dev.post("/department/invite", data).status_code == 302
    assert "new@example.org" in dev.get("/department/invite").content.decode()
    assert dev.post("/department/invite", data).status_code == 400


def test_the_department_invites_no_educators(dev: Client, cast: Cast) -> None:
    data = {"organization": cast.southfield.pk, "role": "educator", "email": "new@example.org"}
    assert dev.post("/department/invite", data).status_code == 400
    assert not rows.Invitation.objects.exists()


def verbs(client: Client, address: str) -> list[str]:
    return [event.verb for event in client.get(address).context["page_obj"]]


def test_an_administrator_reads_only_their_own_leas_trail(client: Client, cast: Cast) -> None:
    happened(cast, "award.granted", cast.elementary, by=cast.chloe)
    happened(cast, "award.revoked", cast.southfield, by=cast.eve)
    client.force_login(cast.ada)
    assert verbs(client, "/audit") == ["award.granted"]


def test_the_trail_is_filtered_by_verb_person_organization_and_day(dev: Client, cast: Cast) -> None:
    happened(cast, "award.granted", cast.northfield, by=cast.chloe)
    happened(cast, "role.ended", cast.southfield, by=cast.eve)
    for query, found in (
        ("verb=award.", ["award.granted"]),
        ("verb=role.ended", ["role.ended"]),
        ("person=eve", ["role.ended"]),
        (f"organization={cast.northfield.pk}", ["award.granted"]),
        ("since=2026-02-03&until=2026-02-03", ["role.ended", "award.granted"]),
        ("until=2026-02-02", []),
        ("since=2026-02-04", []),
    ):
        assert verbs(dev, f"/audit?{query}") == found


def test_what_people_do_to_their_accounts_is_in_the_trail_of_where_they_work(
    client: Client, cast: Cast
) -> None:
    change_account(by=cast.acting(cast.ezra), name="Ezra B", time_zone="UTC", now=NOW)
    client.force_login(cast.ada)
    assert verbs(client, "/audit") == []
    client.force_login(cast.dev)
    assert verbs(client, "/audit") == ["account.changed"]


def test_a_day_that_is_none_is_said_to_be_left_out(dev: Client, cast: Cast) -> None:
    answer = dev.get("/audit?since=yesterday")
    assert answer.status_code == 400
    assert "left out" in answer.content.decode()


def test_the_trail_comes_as_csv(dev: Client, cast: Cast) -> None:
    happened(cast, "award.granted", cast.northfield, by=cast.chloe)
    header, line = table(dev, "/audit?format=csv")
    assert dict(zip(header, line, strict=True))["who"] == "Chloe Baptiste"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_a_trail_that_holds_is_said_to(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    record_event("award.granted", by=NOBODY, subject=("award", "a"), now=NOW)
    seal_events(by=system("audit"), now=NOW + timedelta(hours=2))
    call_command("verify_audit")
    assert re.search(r"1 seals over 1 events; 0 events wait", capsys.readouterr().out)


def test_a_trail_that_was_changed_fails_the_command(db: None) -> None:
    record_event("award.granted", by=NOBODY, subject=("award", "a"), now=NOW)
    seal_events(by=system("audit"), now=NOW + timedelta(hours=2))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_auditevent DISABLE TRIGGER append_only")
        cursor.execute("UPDATE records_auditevent SET subject_id = 'b'")
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_audit")


def part(client: Client, name: str) -> str:
    parts = {each.name: each.state for each in client.get("/status").context["parts"]}
    return str(parts[name])


def test_the_operator_sees_that_no_worker_is_at_work_and_that_mail_fails(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    assert part(client, "Mail") == "passed"
    assert part(client, "Worker") == "attention"
    notice.Notice.objects.create(
        email="a@x.org",
        kind="k",
        subject="s",
        body="b",
        made_at=NOW,
        tries=2,
        fault="SMTPException",
    )
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert part(client, "Mail") == "attention"
    assert part(client, "Worker") == "passed"


def test_the_progress_of_long_work_is_seen_by_whoever_asked_for_it(
    client: Client, cast: Cast
) -> None:
    run = job.JobRun.objects.create(
        kind="export_records", person=cast.chloe, state="running", total=10, done=4, made_at=NOW
    )
    client.force_login(cast.chloe)
    page = client.get(f"/jobs/{run.pk}").content.decode()
    assert "4 of 10" in page
    assert "every 2s" in page
    job.JobRun.objects.update(state="done", ended_at=ports().clock.now())
    assert "every 2s" not in client.get(f"/jobs/{run.pk}").content.decode()
    client.force_login(cast.eve)
    assert client.get(f"/jobs/{run.pk}").status_code == 404


@pytest.mark.parametrize("page", ["/", "/accessibility", "/privacy", "/api"])
def test_the_front_door_is_open_to_everyone(client: Client, db: None, page: str) -> None:
    assert client.get(page).content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    "page",
    [
        "/department",
        "/department/organizations",
        "/department/state",
        "/department/invite",
        "/audit",
    ],
)
def test_no_page_asks_the_database_often(dev: Client, cast: Cast, page: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert dev.get(page).status_code == 200
    assert len(queries) <= 25
