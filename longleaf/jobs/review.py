"""Finds reviewers for what waits without: someone may have joined since it was handed in."""

import logging

from procrastinate.contrib.django import app

from longleaf.actions.review.assign import assign_reviewers
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.queries.review_oversight import attempts_lacking_reviewers

log = logging.getLogger("longleaf.jobs")


@app.periodic(cron="*/10 * * * *")
@app.task(name="longleaf.jobs.review.assign", queue="upkeep", queueing_lock="review.assign")
def assign_waiting(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """Fills the empty seats that somebody may take now; doing it twice fills none twice."""
    begun = 0
    for attempt in attempts_lacking_reviewers():
        now = ports().clock.now()
        begun += len(assign_reviewers(by=system("assignment"), attempt=attempt, now=now))
    if begun:
        log.info("reviewers found", extra={"fields": {"reviews": begun}})
