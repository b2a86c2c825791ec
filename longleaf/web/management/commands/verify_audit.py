"""Checks the audit trail from its first entry to its last seal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from longleaf.actions.audit_seal import verify_chain


class Command(BaseCommand):
    help = "Compute every digest of the audit trail anew; exit with 1 if one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django passes them
        report = verify_chain()
        if not report.holds:
            raise CommandError(report.fault)
        self.stdout.write(
            f"The trail holds: {report.seals} seals over {report.events} events; "
            f"{report.waiting} events wait for the next seal."
        )
        if report.newest:
            self.stdout.write(f"Newest digest: {report.newest}")
