"""Checks files that have arrived, and clears away what nobody finished."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.evidence.check_file import check_artifact, sweep_files
from longleaf.domain.organization.actor import system
from longleaf.gateways.media import ContentExaminer
from longleaf.gateways.wiring import ports

SELF = system("evidence")


@app.task(
    name="longleaf.jobs.evidence.check",
    queue="evidence",
    retry=RetryStrategy(max_attempts=5, exponential_wait=5),
)
def check(artifact: str) -> None:
    check_artifact(
        by=SELF,
        artifact=UUID(artifact),
        files=ports().files,
        examiner=ContentExaminer(),
        now=ports().clock.now(),
    )


@app.periodic(cron="20 3 * * *")
@app.task(name="longleaf.jobs.evidence.sweep", queue="evidence", queueing_lock="evidence.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    sweep_files(by=SELF, files=ports().files, now=ports().clock.now())
