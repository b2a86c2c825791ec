"""Keeps lockers as consents and schedules want it, and compares the texts that were handed in."""

import logging
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from longleaf.actions.evidence.consent import remind_of_consents, settle_consents
from longleaf.actions.evidence.keeping import carry_out_schedule
from longleaf.actions.evidence.likeness import compare_texts
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports

log = logging.getLogger("longleaf.jobs")
SELF = system("locker")


@app.periodic(cron="2 * * * *")
@app.task(name="longleaf.jobs.locker.settle", queue="upkeep", queueing_lock="locker.settle")
def settle(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """Removes what ended consents covered, soon after the day has changed."""
    done = settle_consents(
        by=SELF,
        files=ports().files,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    if done:
        log.info("consents ended", extra={"fields": {"settled": done}})


@app.periodic(cron="40 6 * * *")
@app.task(name="longleaf.jobs.locker.remind", queue="upkeep", queueing_lock="locker.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    remind_of_consents(by=SELF, now=ports().clock.now())


@app.periodic(cron="50 3 * * *")
@app.task(name="longleaf.jobs.locker.keep", queue="upkeep", queueing_lock="locker.keep")
def keep(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """Destroys what schedules want destroyed, and what holds no longer keep."""
    done = carry_out_schedule(by=SELF, files=ports().files, now=ports().clock.now())
    if done:
        log.info("contents destroyed", extra={"fields": {"artifacts": done}})


@app.task(name="longleaf.jobs.locker.compare", queue="evidence")
def compare(attempt: str) -> None:
    compare_texts(by=SELF, attempt=UUID(attempt), now=ports().clock.now())
