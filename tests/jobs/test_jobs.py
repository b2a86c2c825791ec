"""Jobs as a real worker takes them up."""

import importlib
from datetime import timedelta

from django.conf import settings
from django.core import mail
from procrastinate.contrib.django import app

from longleaf.actions.notice import MAIL_TASK, notify
from longleaf.jobs.mail import RETRY
from longleaf.jobs.maintenance import MOST_DEATHS
from longleaf.records.models import notice as rows
from tests.jobs.worker import jobs, left_by_a_dead_worker, work
from tests.people import NOW, make_cast


def test_a_worker_knows_the_tasks_that_acts_queue_and_those_that_come_by_the_clock() -> None:
    for path in settings.PROCRASTINATE_IMPORT_PATHS:
        importlib.import_module(path)
    periodic = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert MAIL_TASK in app.tasks
    assert {"longleaf.jobs.audit.seal", "longleaf.jobs.maintenance.retry_stalled"} <= periodic


def test_a_worker_mails_what_an_act_queued(cleared: None) -> None:
    amina = make_cast().amina
    notify(amina.pk, kind="k", subject="Hello", body="Come.", now=NOW)
    work()
    assert [message.to for message in mail.outbox] == [[amina.email]]
    assert rows.Notice.objects.get().mailed_at is not None
    assert jobs() == [(MAIL_TASK, "succeeded")]


def test_what_a_killed_worker_left_is_done_by_the_next(cleared: None) -> None:
    amina = make_cast().amina
    notify(amina.pk, kind="k", subject="Hello", body="Come.", now=NOW)
    left_by_a_dead_worker()
    app.configure_task("longleaf.jobs.maintenance.retry_stalled", queue="upkeep").defer(timestamp=0)
    work()
    work()
    assert len(mail.outbox) == 1
    assert jobs() == [(MAIL_TASK, "succeeded")]


def test_a_job_that_kills_every_worker_is_given_up(cleared: None) -> None:
    amina = make_cast().amina
    notify(amina.pk, kind="k", subject="Hello", body="Come.", now=NOW)
    left_by_a_dead_worker(attempts=MOST_DEATHS)
    app.configure_task("longleaf.jobs.maintenance.retry_stalled", queue="upkeep").defer(timestamp=0)
    work()
    assert jobs() == [(MAIL_TASK, "failed")]


def test_a_mail_is_tried_for_hours_with_growing_pauses() -> None:
    waits = [RETRY.exponential_wait ** (attempt + 1) for attempt in range(RETRY.max_attempts or 0)]
    assert waits == sorted(waits)
    assert timedelta(hours=5) < timedelta(seconds=sum(waits)) < timedelta(hours=8)
