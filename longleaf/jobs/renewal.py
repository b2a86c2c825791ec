"""Keeps the standings that lists show in step with the calendar and the policy."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.renewal import (
    MISSING_TASK,
    compute_missing_standing,
    refresh_all_standing,
)
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports

log = logging.getLogger("longleaf.jobs")


@app.periodic(cron="40 5 * * *")  # in UTC: after midnight in the state, summer and winter
@app.task(name="longleaf.jobs.renewal.refresh", queue="upkeep", queueing_lock="renewal.refresh")
def refresh(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """Computes every running cycle anew; begun again after a crash, it comes to the same."""
    now = ports().clock.now()
    done = max(refresh_all_standing(on=legal_day(now), now=now), default=0)
    log.info("standing computed anew", extra={"fields": {"cycles": done}})


@app.task(
    name=MISSING_TASK, queue="upkeep", retry=RetryStrategy(max_attempts=10, exponential_wait=3)
)
def compute_missing() -> None:
    """Computes what acts have set aside; one that comes too late finds nothing left to do."""
    now = ports().clock.now()
    done = max(compute_missing_standing(on=legal_day(now), now=now), default=0)
    log.info("missing standing computed", extra={"fields": {"cycles": done}})
