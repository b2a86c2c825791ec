"""The commands that open the house's inner doors: Django's management, jobs, database tools."""

import os
import subprocess
import sys
from pathlib import Path

import click
from django.core.management import execute_from_command_line

from longleaf.cli import surroundings
from longleaf.cli.surroundings import examples, var_option
from longleaf.gateways import postgres

_passing_on = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.command(
    context_settings=_passing_on | {"help_option_names": []},
    add_help_option=False,
    epilog=examples(
        "longleaf manage help",
        "longleaf manage createcachetable",
        "LONGLEAF_VAR=/srv/longleaf longleaf manage shell",
    ),
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands, with the database running."""
    with surroundings.database(surroundings.settle(None)):
        execute_from_command_line(["longleaf manage", *arguments])


@click.command()
@var_option
@click.option("--concurrency", default=2, show_default=True, help="Jobs at a time.")
def worker(var: Path | None, concurrency: int) -> None:
    """Work through the background jobs until told to stop.

    `run` starts one. More can run elsewhere, against the same DATABASE_URL; a job belongs to the
    worker that took it, and comes back if that worker dies.
    """
    command = ["procrastinate", "worker", "--concurrency", str(concurrency)]
    with surroundings.database(surroundings.settle(var)):
        execute_from_command_line(["longleaf", *command, "--shutdown-graceful-timeout", "10"])


@click.command(
    context_settings=_passing_on,
    epilog=examples(
        "longleaf database psql",
        "longleaf database pg_dump --format=custom --file=longleaf.dump",
        "longleaf database pg_restore --clean --if-exists --no-owner longleaf.dump",
    ),
)
@var_option
@click.argument("tool")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def database(var: Path | None, tool: str, arguments: tuple[str, ...]) -> None:
    """Run psql, pg_dump, pg_restore or another of PostgreSQL's tools on Longleaf's database."""
    folder = surroundings.settle(var)
    with surroundings.database(folder) as address:
        try:
            program = postgres.tool(folder / "postgres", tool)
        except postgres.PostgresError as error:
            raise click.ClickException(str(error)) from error
        client = surroundings.client_environment(address)
        # pg_restore alone prints to the terminal unless it is told the database by an option.
        target = ["--dbname", client["PGDATABASE"]] if tool == "pg_restore" else []
        answer = subprocess.run(  # noqa: S603  # the operator's own words
            [program, *target, *arguments], env=os.environ | client, check=False
        )
    sys.exit(answer.returncode)
