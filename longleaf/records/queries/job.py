"""Reads of long work, and of how the machinery is doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from longleaf.basis.day import day_in
from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import badge, notice
from longleaf.records.models import job as rows
from longleaf.records.models.organization import Person
from longleaf.records.queries.organization import actor

OPEN = ("waiting", "running")
ALIVE = timedelta(seconds=30)
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a piece of long work is."""

    id: UUID
    kind: str
    state: str
    words: str
    total: int
    done: int
    message: str
    result: dict[str, Any]
    made_at: datetime
    beat_at: datetime | None
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state not in OPEN

    def is_silent(self, now: datetime) -> bool:
        """Whether its worker has given no sign of life for long, and has most likely died."""
        return self.state == "running" and self.beat_at is not None and now - self.beat_at > ALIVE


def job_of(who: Actor, job: UUID) -> JobProgress:
    """One's own piece of long work.

    Raises:
        NoSuchRecordError: If there is none, or it is somebody else's.
    """
    found = rows.JobRun.objects.filter(pk=job, person=who.person, person__isnull=False).first()
    if found is None:
        raise NoSuchRecordError
    return JobProgress(
        found.pk,
        found.kind,
        found.state,
        str(dict(rows.JobRun._meta.get_field("state").flatchoices)[found.state]),
        found.total,
        found.done,
        found.message,
        found.result,
        found.made_at,
        found.beat_at,
        found.ended_at,
    )


@dataclass(frozen=True, slots=True)
class OpenJob:
    """Work that waits or is under way, and who asked for it."""

    id: UUID
    person: UUID | None


def open_job(kind: str, argument: str, value: UUID) -> OpenJob | None:
    """Work of a kind on one thing, such as the roster with this id, that has not ended."""
    found = (
        rows.JobRun.objects.filter(
            kind=kind, state__in=OPEN, arguments__contains={argument: str(value)}
        )
        .values_list("pk", "person_id")
        .first()
    )
    return OpenJob(*found) if found else None


def lock_of(job: UUID) -> str:
    """What the task of a piece of long work holds, so that it is never done twice at once."""
    return f"job:{job}"


def jobs_without_task() -> list[UUID]:
    """Work that has not ended and of which no task is left: nobody will end it."""
    under_way = list(rows.JobRun.objects.filter(state__in=OPEN).values_list("pk", flat=True))
    kept = set(
        ProcrastinateJob.objects.filter(
            lock__in=[lock_of(job) for job in under_way], status__in=("todo", "doing")
        ).values_list("lock", flat=True)
    )
    return [job for job in under_way if lock_of(job) not in kept]


def asker_of(person: UUID, *, now: datetime) -> Actor:
    """Whoever asked for long work, with the roles they hold by now.

    Raises:
        NoSuchRecordError: If the account is closed.
    """
    zone = Person.objects.filter(pk=person, is_active=True).values_list("time_zone", flat=True)
    found = zone.first()
    if found is None:
        raise NoSuchRecordError
    return actor(person, on=day_in(found, now))


@dataclass(frozen=True, slots=True)
class Machinery:
    """How database, worker, mail and keys are doing.

    Attributes:
        oldest_waiting: When the job that has waited longest could have begun.
        late: Whether it has waited too long, so that a worker is missing or overloaded.
        mail_failing: Mails that have been tried in vain and not yet sent.
    """

    database_version: str
    database_bytes: int
    workers: int
    jobs: dict[str, int]
    oldest_waiting: datetime | None
    late: bool
    mail_waiting: int
    mail_failing: int
    mail_faults: tuple[tuple[str, int], ...]
    keys_in_use: int
    keys_retired: int


def machinery(*, now: datetime) -> Machinery:
    """A look at the parts that run the site, for its administrators."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database())"
        )
        version, size = cursor.fetchone()
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        jobs = dict(cursor.fetchall())
        cursor.execute(
            "SELECT fault, count(*) FROM records_notice"
            " WHERE mailed_at IS NULL AND tries > 0 GROUP BY 1 ORDER BY 2 DESC LIMIT 5"
        )
        faults = tuple(cursor.fetchall())
    oldest = _oldest_waiting(now)
    waiting = notice.Notice.objects.filter(mailed_at=None)
    return Machinery(
        database_version=version,
        database_bytes=size,
        workers=ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - ALIVE).count(),
        jobs=jobs,
        oldest_waiting=oldest,
        late=oldest is not None and now - oldest > LATE,
        mail_waiting=waiting.filter(tries=0).count(),
        mail_failing=waiting.filter(tries__gt=0).count(),
        mail_faults=faults,
        keys_in_use=badge.SigningKey.objects.filter(retired_at=None).count(),
        keys_retired=badge.SigningKey.objects.filter(retired_at__isnull=False).count(),
    )


def _oldest_waiting(now: datetime) -> datetime | None:
    waiting = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=now)
    deferred = waiting.filter(procrastinateevent__type="deferred")
    found: datetime | None = (
        deferred.order_by("procrastinateevent__at")
        .values_list("procrastinateevent__at", flat=True)
        .first()
    )
    return found
