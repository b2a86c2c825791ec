"""Each morning: reminders of plans' reports, and cover for people who began since."""

import logging

from procrastinate.contrib.django import app

from longleaf.actions.plan import cover_beginners, remind_of_reports
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports

log = logging.getLogger("longleaf.jobs")


@app.periodic(cron="50 10 * * *")  # in UTC: before the working day, summer and winter
@app.task(name="longleaf.jobs.plan.look_after", queue="upkeep", queueing_lock="plan.look_after")
def look_after_plans(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """Doing it twice covers nobody twice and reminds nobody twice."""
    now, by = ports().clock.now(), system("plan upkeep")
    covered = cover_beginners(by=by, now=now)
    told = remind_of_reports(by=by, now=now)
    log.info("plans looked after", extra={"fields": {"covered": covered, "reminded": told}})
