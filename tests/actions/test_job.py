"""Long work: begun, told of, brought to an end, whatever happens meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from longleaf.actions.job import (
    LOST,
    NOT_ALLOWED,
    JobAsked,
    JobFaultError,
    Outcome,
    Progress,
    Work,
    begin_job,
    carry_out,
    stop_lost_jobs,
)
from longleaf.domain.organization.actor import NOBODY, Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit, notice
from longleaf.records.models import job as rows
from longleaf.records.queries.job import ALIVE, job_of, lock_of
from tests.people import NOW, Cast

TASK = "longleaf.jobs.roster.apply"
WORKER = system("work")


class Later:
    """A clock that has gone on since the work was asked for."""

    def now(self) -> datetime:
        return NOW + timedelta(minutes=3)


def begin(cast: Cast, *, by: Actor | None = None) -> UUID:
    return begin_job(
        by=by or cast.acting(cast.chloe),
        kind="roster",
        task=TASK,
        organization=cast.northfield.pk,
        arguments={"roster": "r"},
        total=10,
        path="/people/roster/r",
        now=NOW,
    )


def do(run: UUID, work: Work, *, by: Actor = WORKER, may_retry: bool = False) -> None:
    carry_out(by=by, job=run, work=work, on_fault="Not kept", may_retry=may_retry, clock=Later())


def succeed(asked: JobAsked, progress: Progress) -> Outcome:
    return Outcome(f"All {asked.total} are kept.", {"new": 10})


def failing(error: Exception) -> Work:
    def work(asked: JobAsked, progress: Progress) -> Outcome:
        raise error

    return work


def found(run: UUID) -> rows.JobRun:
    return rows.JobRun.objects.get(pk=run)


def test_work_that_is_begun_waits_with_its_task(cast: Cast) -> None:
    run = begin(cast)
    assert (found(run).state, found(run).person) == ("waiting", cast.chloe)
    queued = ProcrastinateJob.objects.get(lock=lock_of(run))
    assert (queued.task_name, queued.args) == (TASK, {"job": str(run)})
    assert audit.AuditEvent.objects.get(verb="job.begun").subject_id == str(run)


def test_neither_work_nor_task_is_left_if_the_act_that_asked_fails(cast: Cast) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            begin(cast)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert not rows.JobRun.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=TASK).exists()


@pytest.mark.parametrize("by", [NOBODY, WORKER])
def test_only_a_person_asks_for_work(cast: Cast, by: Actor) -> None:
    with pytest.raises(NotPermittedError):
        begin(cast, by=by)


def test_work_that_is_done_says_what_came_of_it_and_where_to_look(cast: Cast) -> None:
    run = begin(cast)
    do(run, succeed)
    done = found(run)
    assert (done.state, done.done, done.message) == ("done", 10, "All 10 are kept.")
    assert done.result == {"path": "/people/roster/r", "new": 10}
    assert done.ended_at == Later().now()


def test_no_person_carries_work_out(cast: Cast) -> None:
    run = begin(cast)
    with pytest.raises(NotPermittedError):
        do(run, succeed, by=cast.acting(cast.chloe))
    with pytest.raises(NotPermittedError):
        stop_lost_jobs(by=cast.acting(cast.ada), now=NOW)
    assert found(run).state == "waiting"


def test_work_that_has_ended_is_not_done_again(cast: Cast) -> None:
    run = begin(cast)
    do(run, succeed)
    do(run, failing(AssertionError("It was done again.")))
    assert found(run).state == "done"


def test_a_fault_is_told_in_its_words_to_whoever_asked(cast: Cast) -> None:
    run = begin(cast)
    do(run, failing(JobFaultError("Row 3 is not good.")))
    assert (found(run).state, found(run).message) == ("fault", "Row 3 is not good.")
    told = notice.Notice.objects.get(person=cast.chloe)
    assert (told.subject, told.body, told.path) == (
        "Not kept",
        "Row 3 is not good.",
        "/people/roster/r",
    )
    assert audit.AuditEvent.objects.get(verb="job.stopped").agent == "work"


def test_whoever_is_no_longer_permitted_is_told_so(cast: Cast) -> None:
    run = begin(cast)
    do(run, failing(NotPermittedError("import_roster")))
    assert (found(run).state, found(run).message) == ("fault", NOT_ALLOWED)


def test_what_nobody_expected_is_told_with_a_number_and_goes_to_the_log(cast: Cast) -> None:
    run = begin(cast)
    with pytest.raises(ZeroDivisionError):
        do(run, failing(ZeroDivisionError("secret")), may_retry=True)
    assert found(run).state == "fault"
    assert str(run)[:8] in found(run).message
    assert "secret" not in found(run).message


def test_work_comes_back_if_the_database_went_away(cast: Cast) -> None:
    run = begin(cast)
    with pytest.raises(OperationalError):
        do(run, failing(OperationalError()), may_retry=True)
    assert found(run).state == "running"
    assert not notice.Notice.objects.exists()
    do(run, succeed)
    assert found(run).state == "done"


def test_work_does_not_come_back_for_ever(cast: Cast) -> None:
    run = begin(cast)
    with pytest.raises(OperationalError):
        do(run, failing(OperationalError()), may_retry=False)
    assert found(run).state == "fault"


def without_a_task(run: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE lock = %s", [lock_of(run)])


def given_up(run: UUID) -> None:
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s WHERE lock = %s",
                [status, lock_of(run)],
            )


@pytest.mark.parametrize("lose", [without_a_task, given_up])
def test_work_that_nobody_will_do_any_more_is_said_to_have_stopped(
    cast: Cast, lose: Callable[[UUID], None]
) -> None:
    run = begin(cast)
    assert stop_lost_jobs(by=WORKER, now=NOW) == 0
    lose(run)
    assert stop_lost_jobs(by=WORKER, now=NOW) == 1
    assert stop_lost_jobs(by=WORKER, now=NOW) == 0
    assert (found(run).state, found(run).message) == ("fault", LOST)


@pytest.mark.parametrize(("since", "silent"), [(ALIVE, False), (ALIVE * 1.01, True)])
def test_a_worker_is_silent_when_it_gave_no_sign_for_longer_than_it_should(
    cast: Cast, since: timedelta, silent: bool
) -> None:
    run = begin(cast)
    rows.JobRun.objects.update(state="running", beat_at=NOW)
    progress = job_of(cast.acting(cast.chloe), run)
    assert progress.is_silent(NOW + since) is silent
