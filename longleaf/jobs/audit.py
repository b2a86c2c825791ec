"""Seals the audit trail, minute by minute."""

from procrastinate.contrib.django import app

from longleaf.actions.audit_seal import seal_events
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports


@app.periodic(cron="* * * * *")
@app.task(
    name="longleaf.jobs.audit.seal", queue="upkeep", queueing_lock="audit.seal", pass_context=False
)
def seal(timestamp: int) -> None:  # noqa: ARG001 - what procrastinate passes
    seal_events(by=system("audit"), now=ports().clock.now())
