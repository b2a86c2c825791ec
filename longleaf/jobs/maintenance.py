"""Keeps the jobs themselves in order: what a killed worker left is done again; old ones go."""

import logging

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from longleaf.actions.job import stop_lost_jobs
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports

log = logging.getLogger("longleaf.jobs")

# A worker gives a sign of life every ten seconds.
SILENT_SECONDS = 30
MOST_DEATHS = 10
KEPT_HOURS = 7 * 24


@app.periodic(cron="* * * * *")
@app.task(
    name="longleaf.jobs.maintenance.retry_stalled", queue="upkeep", queueing_lock="retry_stalled"
)
async def retry_stalled(timestamp: int) -> None:  # noqa: ARG001 - what procrastinate passes
    """Gives jobs back whose worker has died: all of ours can be begun again safely.

    One whose workers die every time is most likely what kills them, and is given up.
    """
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    for job in stalled:
        if job.attempts >= MOST_DEATHS:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
            log.error("job given up", extra={"fields": {"task": job.task_name, "job": job.id}})
            continue
        await app.job_manager.retry_job(job)
        log.warning("job retried", extra={"fields": {"task": job.task_name, "job": job.id}})
    # Whoever watches work that was given up is told that it will not be done.
    await sync_to_async(stop_lost_jobs)(by=system("maintenance"), now=ports().clock.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="longleaf.jobs.maintenance.tidy", queue="upkeep", queueing_lock="tidy")
async def tidy(timestamp: int) -> None:  # noqa: ARG001 - what procrastinate passes
    """Removes finished jobs after a week, failed ones after four, and sessions that have ended."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
    await app.job_manager.delete_old_jobs(nb_hours=4 * KEPT_HOURS, include_failed=True)
    await sync_to_async(SessionStore.clear_expired)()
