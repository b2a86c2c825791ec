"""`longleaf audit`: what the site's operator can find out about the audit trail."""

from pathlib import Path

import click
import django
from django.core.management import CommandError, call_command

from longleaf.cli import surroundings
from longleaf.cli.surroundings import examples, var_option


@click.group()
def audit() -> None:
    """Look after the audit trail of a site."""


@audit.command(
    epilog=examples("longleaf audit verify", "longleaf audit verify --var /srv/longleaf")
)
@var_option
def verify(var: Path | None) -> None:
    """Compute every digest of the trail anew, from its first entry to its last seal.

    Exit status: 0 the trail holds, 1 it does not. It prints the newest digest: whoever keeps that
    elsewhere can show later that nothing before it was changed.
    """
    with surroundings.database(surroundings.settle(var)):
        django.setup()
        try:
            call_command("verify_audit")
        except CommandError as error:
            raise click.ClickException(str(error)) from error
