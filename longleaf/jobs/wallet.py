"""Forgets wallets that registered and were never let in, and tokens that have run out."""

from procrastinate.contrib.django import app

from longleaf.actions.wallet import sweep_wallets
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports


@app.periodic(cron="37 3 * * *")
@app.task(
    name="longleaf.jobs.wallet.sweep",
    queue="upkeep",
    queueing_lock="wallet.sweep",
    pass_context=False,
)
def sweep(timestamp: int) -> None:  # noqa: ARG001 - what procrastinate passes
    sweep_wallets(by=system("wallets"), now=ports().clock.now())
