"""Checks badges from elsewhere again, and forgets those that nobody kept."""

import logging
from collections import Counter

from django.conf import settings
from procrastinate.contrib.django import app

from longleaf.actions.backpack import recheck_due, sweep_backpacks
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports

log = logging.getLogger("longleaf.jobs")

SELF = system("backpack")


@app.periodic(cron="*/5 * * * *")
@app.task(name="longleaf.jobs.backpack.recheck", queue="backpack", queueing_lock="backpack.recheck")
def recheck(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """Checks so many as are due; begun again after a crash, it goes on with the rest."""
    found = recheck_due(
        by=SELF,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        clock=ports().clock,
    )
    counted = Counter(str(holding) for holding in found)
    if counted:
        log.info("badges from elsewhere checked again", extra={"fields": dict(counted)})


@app.periodic(cron="50 3 * * *")
@app.task(name="longleaf.jobs.backpack.sweep", queue="upkeep", queueing_lock="backpack.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    sweep_backpacks(by=SELF, now=ports().clock.now())
