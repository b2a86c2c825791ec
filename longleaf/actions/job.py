"""Long work that somebody asked for: begun, told of while it goes on, and brought to an end."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.basis.ports import Clock
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize, person_acting
from longleaf.records.models import job as rows
from longleaf.records.queries.job import OPEN, jobs_without_task, lock_of

QUEUE: Final = "work"
# The database is away, or went away: the work can be begun again from the start.
AWAY: Final = (OperationalError, InterfaceError, ConnectorException)
NOT_ALLOWED: Final = "You may no longer do this, so nothing was kept."
OUR_FAULT: Final = (
    "Something went wrong on our side, so nothing was kept. Try again; if it stops again, tell"
    " whoever runs this site the number {job}."
)
LOST: Final = (
    "The work was interrupted again and again, so it was stopped. Its page says whether anything "
    "was kept. Try again."
)

log = logging.getLogger("longleaf.jobs")


class JobFaultError(Exception):
    """The work cannot be done, for a reason that whoever asked for it can understand.

    Attributes:
        words: What is wrong and what to do, in sentences.
    """

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class JobAsked:
    """What was asked for, and by whom."""

    id: UUID
    person: UUID
    arguments: Mapping[str, Any]
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the work: a sentence, and figures."""

    words: str
    figures: Mapping[str, object] = field(default_factory=dict)


class Progress:
    """How far the work is, told while the work's own transaction is still open.

    It has a connection of its own: whoever watches would otherwise see nothing before the end.
    Telling is also the sign of life that the page of the work looks for.
    """

    def __init__(self, job: UUID, clock: Clock) -> None:
        self._job, self._clock = job, clock
        self._connection = connection.copy()

    def tell(self, done: int, words: str) -> None:
        """Say how many of the steps are done, and in a sentence what is being done."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE records_jobrun SET done = %s, message = %s, beat_at = %s"
                " WHERE id = %s AND state = 'running'",
                [done, words, self._clock.now(), self._job],
            )

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


Work = Callable[[JobAsked, Progress], Outcome]


def begin_job(
    *,
    by: Actor,
    kind: str,
    task: str,
    organization: UUID | None,
    arguments: Mapping[str, object],
    total: int,
    path: str,
    at: datetime | None = None,
    now: datetime,
) -> UUID:
    """Queue long work in the caller's transaction, who has authorized it; gives what to watch.

    Args:
        by: The person who asks.
        kind: What it is, as in "roster".
        task: Name of the task that carries it out; its one argument `job` is the id.
        organization: For which it is done.
        arguments: What the task must know; no secrets.
        total: How many steps there are, 0 where nobody can say.
        path: The page that shows what came of it.
        at: When it begins, at the earliest; None for at once.
        now: The present moment.
    """
    with transaction.atomic():
        made = rows.JobRun.objects.create(
            kind=kind,
            person_id=person_acting(by),
            organization_id=organization,
            arguments=dict(arguments),
            total=total,
            result={"path": path},
            made_at=now,
        )
        app.configure_task(task, queue=QUEUE, lock=lock_of(made.pk), schedule_at=at).defer(
            job=str(made.pk)
        )
        record_event(
            "job.begun",
            by=by,
            subject=("job", made.pk),
            organization=organization,
            details={"kind": kind},
            now=now,
        )
    return made.pk


def carry_out(
    *,
    by: Actor,
    job: UUID,
    work: Work,
    on_fault: str,
    our_fault: str = OUR_FAULT,
    may_retry: bool,
    clock: Clock,
) -> None:
    """Do the work and note what came of it; work that has ended is not done again.

    The work keeps what it does in one transaction of its own, and finds out by itself whether an
    earlier, killed worker has done it already: then it says so and changes nothing.

    Args:
        by: The system.
        job: Which.
        work: Does it; raises JobFaultError where it cannot be done.
        on_fault: Subject of the notice that says so, as in "Your roster was not kept".
        our_fault: What it says where nobody foresaw the fault; "{job}" becomes a number to name.
        may_retry: Whether it comes back if the database goes away meanwhile.
        clock: Long work outlasts one moment.

    Raises:
        Exception: Whatever the work did not expect, after whoever asked was told; for the log.
    """
    authorize(by, "carry_out_job")
    asked = _take_up(job, clock.now())
    if asked is None:
        return
    progress = Progress(job, clock)
    try:
        outcome = work(asked, progress)
    except JobFaultError as error:
        _stop(by, job, error.words, on_fault, clock.now())
    except (NotPermittedError, NoSuchRecordError):
        _stop(by, job, NOT_ALLOWED, on_fault, clock.now())
    except Exception as error:
        if not (may_retry and isinstance(error, AWAY)):
            _stop(by, job, our_fault.format(job=str(job)[:8]), on_fault, clock.now())
        raise
    else:
        _finish(job, outcome, clock.now())
    finally:
        progress.close()


def stop_lost_jobs(*, by: Actor, now: datetime) -> int:
    """Say of work that nobody will do any more that it has stopped; gives how many."""
    authorize(by, "carry_out_job")
    lost = jobs_without_task()
    for job in lost:
        _stop(by, job, LOST, "Your work was not done", now)
        log.error("work lost", extra={"fields": {"job": str(job)}})
    return len(lost)


def _take_up(job: UUID, now: datetime) -> JobAsked | None:
    with transaction.atomic():
        found = _open(job)
        if found is None or found.person_id is None:
            return None
        found.state, found.done, found.message, found.beat_at = "running", 0, "", now
        found.save(update_fields=["state", "done", "message", "beat_at"])
    return JobAsked(found.pk, found.person_id, found.arguments, found.total)


def _finish(job: UUID, outcome: Outcome, now: datetime) -> None:
    with transaction.atomic():
        found = _open(job)
        if found is None:
            return
        found.state, found.done = "done", found.total
        _end(found, outcome.words, outcome.figures, now)


def _stop(by: Actor, job: UUID, words: str, subject: str, now: datetime) -> None:
    with transaction.atomic():
        found = _open(job)
        if found is None:
            return
        found.state, found.done = "fault", 0
        _end(found, words, {}, now)
        record_event(
            "job.stopped",
            by=by,
            subject=("job", found.pk),
            organization=found.organization_id,
            details={"kind": found.kind},
            now=now,
        )
        if found.person_id is not None:
            path = str(found.result.get("path", ""))
            notify(
                found.person_id,
                kind="job_stopped",
                subject=subject,
                body=words,
                path=path,
                now=now,
            )


def _open(job: UUID) -> rows.JobRun | None:
    return rows.JobRun.objects.select_for_update().filter(pk=job, state__in=OPEN).first()


def _end(found: rows.JobRun, words: str, figures: Mapping[str, object], now: datetime) -> None:
    found.message, found.ended_at, found.beat_at = words, now, now
    found.result = {**found.result, **figures}
    found.save(update_fields=["state", "done", "message", "ended_at", "beat_at", "result"])
