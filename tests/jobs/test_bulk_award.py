"""Files of awards: made in the background, by a worker that may be killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import connection

from longleaf.actions.bulk_award import (
    TASK,
    Assessed,
    approve_award_file,
    cancel_award_file,
    read_award_file,
)
from longleaf.actions.bulk_award_batch import BATCH
from longleaf.jobs.maintenance import retry_stalled
from longleaf.records.models import award as awards
from longleaf.records.models import badge as badges
from longleaf.records.models import bulk as rows
from longleaf.records.models import credit as credits
from longleaf.records.models import job as jobs
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from tests.cycles import a_license
from tests.jobs.worker import start_worker, until, work
from tests.people import NOW, Cast, make_cast
from tests.stories import a_published_microcredential

HEAD = "email,earned_on\n"
MORE = 40  # rows of the second batch


def read(cast: Cast, *emails: str) -> UUID:
    version = a_published_microcredential(cast)
    lines = "".join(f"{email},2026-01-10\n" for email in emails)
    return read_award_file(
        by=cast.acting(cast.ash),
        version=version.pk,
        content=(HEAD + lines).encode(),
        assessed=Assessed("Pine College", "https://pine.example", "Our agreement."),
        invites=False,
        now=NOW,
    )


def approve(cast: Cast, file: UUID) -> UUID:
    return approve_award_file(
        by=cast.acting(cast.ada), file=file, only_if_all_good=True, starts_at=None, now=NOW
    )


def job(run: UUID) -> jobs.JobRun:
    return jobs.JobRun.objects.get(pk=run)


def educators(count: int) -> list[str]:
    people.Person.objects.bulk_create(
        people.Person(email=f"e{number:04}@example.org", name="E", password="!")
        for number in range(count)
    )
    return [f"e{number:04}@example.org" for number in range(count)]


def test_a_worker_makes_the_awards_and_tells_everyone(cleared: None) -> None:
    cast = make_cast()
    held = a_license(cast.amina)
    file = read(cast, "amina@example.org", "bo@example.org")
    run = approve(cast, file)
    assert not awards.Award.objects.exists()
    work()
    assert credits.StandingSummary.objects.filter(license=held).exists()
    assert (job(run).state, job(run).done, job(run).message) == ("done", 2, "2 awards were made.")
    told = notices.Notice.objects.filter(kind="award.granted").values_list("email", flat=True)
    assert set(told) == {"amina@example.org", "bo@example.org"}
    done = notices.Notice.objects.filter(kind="award_file_done").values_list("person", flat=True)
    assert set(done) == {cast.ash.pk, cast.ada.pk}


def test_whoever_may_no_longer_approve_gets_nothing_awarded(cleared: None) -> None:
    cast = make_cast()
    run = approve(cast, read(cast, "amina@example.org"))
    cast.ada.roles.update(ended_on=date(2021, 6, 30))
    work()
    assert job(run).state == "fault"
    assert job(run).message.startswith("You may no longer do this, so nothing more was awarded.")
    assert not awards.Award.objects.exists()


def test_work_on_a_withdrawn_micro_credential_stops_and_says_why(cleared: None) -> None:
    cast = make_cast()
    run = approve(cast, read(cast, "amina@example.org"))
    definitions.Version.objects.update(state="withdrawn")
    work()
    assert job(run).state == "fault"
    assert "was withdrawn" in job(run).message


def test_a_file_that_was_cancelled_before_its_start_awards_nothing(cleared: None) -> None:
    cast = make_cast()
    file = read(cast, "amina@example.org")
    run = approve(cast, file)
    cancel_award_file(by=cast.acting(cast.ash), file=file, now=NOW)
    work()
    assert (job(run).state, job(run).message) == ("done", "0 awards were made.")
    assert not awards.Award.objects.exists()


def test_after_a_fault_the_same_file_goes_on_where_it_stopped(cleared: None) -> None:
    cast = make_cast()
    file = read(cast, "amina@example.org")
    first = approve(cast, file)
    jobs.JobRun.objects.update(state="fault")
    second = approve(cast, file)
    work()
    assert (first != second, job(second).state) == (True, "done")
    assert awards.Award.objects.count() == 1


@contextmanager
def held_back(file: UUID, email: str) -> Iterator[None]:
    """Somebody else is about to award this person's row, and is not done yet."""
    person = people.Person.objects.get(email=email)
    version = rows.AwardFile.objects.select_related("version").get(pk=file).version
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_award (id, educator_id, microcredential_id, version_id,"
                " issuer_id, state, granted_at) SELECT gen_random_uuid(), %s, m.id, %s,"
                " m.issuer_id, 'active', now() FROM records_microcredential m WHERE m.id = %s",
                [person.pk, version.pk, version.microcredential_id],
            )
        yield
    finally:
        other.rollback()
        other.close()


def silence_workers() -> None:
    """Let the last sign of life of every worker be long ago, as it would be after a wait."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 day'")


def test_what_a_worker_was_killed_over_half_way_goes_on_without_a_double(cleared: None) -> None:
    cast = make_cast()
    emails = educators(BATCH + MORE)
    file = read(cast, *emails)
    run = approve(cast, file)
    with held_back(file, emails[-1]):  # whose row comes last: the second batch is never whole
        first = start_worker()
        try:
            until(lambda: job(run).done == BATCH)
        finally:
            first.kill()
            first.wait()
    assert awards.Award.objects.count() == BATCH
    assert rows.AwardFileResult.objects.count() == BATCH
    silence_workers()
    async_to_sync(retry_stalled.func)(timestamp=0)  # which workers do every minute
    second = start_worker()
    try:
        until(lambda: job(run).ended_at is not None)
    finally:
        second.kill()
        second.wait()
    assert (job(run).state, job(run).done) == ("done", BATCH + MORE)
    for found in (
        awards.Award.objects,
        badges.Badge.objects,
        badges.StatusEntry.objects,
        credits.CreditEntry.objects,
        rows.AwardFileResult.objects,
    ):
        assert found.count() == BATCH + MORE
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
