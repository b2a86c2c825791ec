"""Long rosters: kept in the background, by a worker that may be killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.job import NOT_ALLOWED
from longleaf.actions.roster import JOB_KIND, TASK, apply_roster, begin_roster, read_file
from longleaf.actions.roster_keeping import CHUNK
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.jobs.maintenance import retry_stalled
from longleaf.records.models import audit, credit, notice
from longleaf.records.models import job as jobs
from longleaf.records.models import organization as rows
from tests.jobs.worker import left_by_a_dead_worker, start_worker, until, work
from tests.people import NOW, TODAY, Cast, make_cast

HEAD = "email,name,role,school,license_kind,cycle_began_on,expires_on\n"
NEW = "zoe{}@example.org,Zoe New,educator,Northfield Middle,,,\n"
AMINA = (
    "amina@example.org,Amina Reyes,educator,Northfield Elementary,teacher,2024-07-01,2029-06-30\n"
)
BAD = "bad@example.org,Bad,educator,Nowhere,,,\n"


def read(cast: Cast, *lines: str) -> UUID:
    return read_file(
        by=cast.acting(cast.chloe),
        organization=cast.northfield.pk,
        content=(HEAD + "".join(lines)).encode(),
        on=TODAY,
        now=NOW,
    )


def begin(
    cast: Cast, roster: UUID, *, by: rows.Person | None = None, all_good: bool = False
) -> UUID:
    return begin_roster(
        by=cast.acting(by or cast.chloe), roster=roster, only_if_all_good=all_good, now=NOW
    )


def job(run: UUID) -> jobs.JobRun:
    return jobs.JobRun.objects.get(pk=run)


def people_added() -> int:
    return rows.Person.objects.filter(email__startswith="zoe").count()


def test_a_worker_keeps_the_roster_and_tells_whoever_asked(cleared: None) -> None:
    cast = make_cast()
    roster = read(cast, NEW.format(1), NEW.format(2), BAD)
    run = begin(cast, roster)
    assert people_added() == 0
    work()
    assert (job(run).state, job(run).done, job(run).message) == (
        "done",
        2,
        "2 rows are kept. 2 people get an invitation.",
    )
    assert people_added() == 2
    told = notice.Notice.objects.get(person=cast.chloe)
    assert (told.subject, told.path) == ("Your roster is kept", f"/people/roster/{roster}")
    assert cast.chloe.email in {to for message in mail.outbox for to in message.to}


def test_what_a_job_does_is_done_in_the_name_of_whoever_asked(cleared: None) -> None:
    cast = make_cast()
    begin(cast, read(cast, NEW.format(1)))
    work()
    assert audit.AuditEvent.objects.get(verb="roster.applied").actor_id == cast.chloe.pk


def test_a_roster_kept_by_a_worker_that_died_before_saying_so_is_not_kept_again(
    cleared: None,
) -> None:
    cast = make_cast()
    roster = read(cast, NEW.format(1))
    run = begin(cast, roster)
    apply_roster(
        by=cast.acting(cast.chloe),
        roster=roster,
        only_if_all_good=False,
        notify_after=True,
        on=TODAY,
        now=NOW,
    )
    jobs.JobRun.objects.update(state="running")
    work()
    assert job(run).message == "1 row is kept. 1 person gets an invitation."
    assert audit.AuditEvent.objects.filter(verb="roster.applied").count() == 1
    assert notice.Notice.objects.filter(person=cast.chloe).count() == 1


def end_role(cast: Cast) -> None:
    cast.chloe.roles.update(ended_on=date(2021, 6, 30))


def close_account(cast: Cast) -> None:
    cast.chloe.is_active = False
    cast.chloe.save()


@pytest.mark.parametrize("change", [end_role, close_account])
def test_whoever_may_no_longer_import_gets_nothing_kept(cleared: None, change: Any) -> None:
    cast = make_cast()
    run = begin(cast, read(cast, NEW.format(1)))
    change(cast)
    work()
    assert (job(run).state, job(run).message) == ("fault", NOT_ALLOWED)
    assert people_added() == 0


def test_a_row_that_went_bad_meanwhile_keeps_out_all_if_all_had_to_be_good(cleared: None) -> None:
    cast = make_cast()
    roster = read(cast, NEW.format(1), NEW.format(2).replace("Middle", "Elementary"))
    run = begin(cast, roster, all_good=True)
    rows.Organization.objects.filter(pk=cast.elementary.pk).update(name="Northfield Primary")
    work()
    assert job(run).state == "fault"
    assert job(run).message.startswith("1 row is not good, so nothing was kept.")
    assert people_added() == 0
    found = rows.RosterImport.objects.get(pk=roster)
    assert [problem["row"] for problem in found.problems] == [3]
    assert [row["number"] for row in found.rows] == [2]
    told = notice.Notice.objects.get(person=cast.chloe)
    assert (told.subject, told.path) == ("Your roster was not kept", f"/people/roster/{roster}")


def test_after_a_fault_the_good_rows_can_be_kept(cleared: None) -> None:
    cast = make_cast()
    roster = read(cast, NEW.format(1))
    first = begin(cast, roster)
    jobs.JobRun.objects.update(state="fault")
    second = begin(cast, roster)
    work()
    assert (first != second, job(second).state, people_added()) == (True, "done", 1)


def test_a_second_click_joins_the_work_that_is_under_way(cast: Cast) -> None:
    roster = read(cast, NEW.format(1))
    assert begin(cast, roster) == begin(cast, roster)
    assert jobs.JobRun.objects.filter(kind=JOB_KIND).count() == 1


def test_a_colleague_is_told_that_the_work_is_under_way(cast: Cast) -> None:
    roster = read(cast, NEW.format(1))
    begin(cast, roster)
    with pytest.raises(AlreadyDoneError):
        begin(cast, roster, by=cast.ada)


def test_a_roster_that_was_applied_is_not_begun_again(cast: Cast) -> None:
    roster = read(cast, NEW.format(1))
    rows.RosterImport.objects.update(applied_at=NOW)
    with pytest.raises(AlreadyDoneError):
        begin(cast, roster)


def test_a_roster_with_bad_rows_is_refused_at_once_if_all_had_to_be_good(cast: Cast) -> None:
    with pytest.raises(ProblemsError):
        begin(cast, read(cast, NEW.format(1), BAD), all_good=True)
    assert not jobs.JobRun.objects.exists()


@pytest.mark.parametrize("who", ["amina", "eve", "dev"])
def test_a_roster_is_begun_by_those_who_steer_here(cast: Cast, who: str) -> None:
    roster = read(cast, NEW.format(1))
    with pytest.raises(NotPermittedError):
        begin(cast, roster, by=getattr(cast, who))
    with pytest.raises(NoSuchRecordError):
        begin(cast, cast.northfield.pk)


def test_whoever_watches_work_that_was_given_up_is_told(cleared: None) -> None:
    cast = make_cast()
    run = begin(cast, read(cast, NEW.format(1)))
    left_by_a_dead_worker(attempts=100)
    app.configure_task("longleaf.jobs.maintenance.retry_stalled", queue="upkeep").defer(timestamp=0)
    work()
    assert (job(run).state, people_added()) == ("fault", 0)
    assert "Try again." in notice.Notice.objects.get(person=cast.chloe).body


@contextmanager
def held_back(person: rows.Person) -> Iterator[None]:
    """Somebody else is about to record this person's license, and is not done yet."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_license"
                " (id, person_id, name, field, kind, grade_span, cycle_began_on, expires_on,"
                " extended_by, extension_reason) VALUES (gen_random_uuid(), %s, '', '', 'teacher',"
                " '', '2024-07-01', '2029-06-30', '', '')",
                [person.pk],
            )
        yield
    finally:
        other.rollback()
        other.close()


def silence_workers() -> None:
    """Let the last sign of life of every worker be long ago, as it would be after a wait."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 day'")


def test_what_a_worker_was_killed_over_half_way_is_done_once_by_the_next(cleared: None) -> None:
    cast = make_cast()
    run = begin(cast, read(cast, *(NEW.format(n) for n in range(CHUNK)), AMINA))
    with held_back(cast.amina):  # whose row comes last: the worker gets so far and no further
        first = start_worker()
        try:
            until(lambda: job(run).done == CHUNK)
            assert (job(run).state, people_added()) == ("running", 0)
        finally:
            first.kill()
            first.wait()
    silence_workers()
    async_to_sync(retry_stalled.func)(timestamp=0)  # which workers do every minute
    second = start_worker()
    try:
        until(lambda: job(run).ended_at is not None)
    finally:
        second.kill()
        second.wait()
    assert (job(run).state, job(run).done, people_added()) == ("done", CHUNK + 1, CHUNK)
    assert credit.License.objects.get().person == cast.amina
    assert notice.Notice.objects.filter(kind="roster_applied").count() == 1
    assert attempts_at(TASK) == [2]


def attempts_at(task: str) -> list[int]:
    """How often the jobs of a task were begun, and did not end by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_events e JOIN procrastinate_jobs j"
            " ON j.id = e.job_id WHERE j.task_name = %s AND e.type = 'started' GROUP BY j.id",
            [task],
        )
        return [number for (number,) in cursor.fetchall()]
