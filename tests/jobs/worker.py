"""Workers: one in this process that does what waits, and real ones that can be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

PATIENCE_SECONDS: Final = 60


def work() -> None:
    """Let a worker do what waits, and stop."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def jobs() -> list[tuple[str, str]]:
    """What acts have queued; not what comes by the clock, whenever a test happens to run."""
    by_the_clock = [name for name, _ in app.periodic_registry.periodic_tasks]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text FROM procrastinate_jobs"
            " WHERE task_name <> ALL(%s) ORDER BY id",
            [by_the_clock],
        )
        return [(name, status) for name, status in cursor.fetchall()]


def left_by_a_dead_worker(attempts: int = 0) -> None:
    """What a killed worker leaves: a job under way, and a sign of life that is long past."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '5 minutes') RETURNING id"
        )
        [worker] = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s",
            [worker, attempts],
        )


def start_worker() -> subprocess.Popen[bytes]:
    """A worker as an operator starts it, on the test's database."""
    name = connection.settings_dict["NAME"]
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    here = {"DATABASE_URL": address, "LONGLEAF_EMAIL_BACKEND": _NO_MAIL}
    return subprocess.Popen(  # our own arguments
        [sys.executable, "-m", "longleaf", "worker"],
        env=os.environ | here,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


_NO_MAIL: Final = "django.core.mail.backends.dummy.EmailBackend"


def until(condition: Callable[[], bool]) -> None:
    """Wait for another process to bring something about."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.02)
