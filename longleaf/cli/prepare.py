"""Brings a data folder up to date: tables, North Carolina, static files, and a demo year if asked.

Each step looks first whether it has been done, so that a later start takes a second or two.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import click
import django
import psycopg
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from longleaf.basis.problem import ProblemsError
from longleaf.cli.done import Done, fingerprint, jurisdictions
from longleaf.cli.surroundings import SIGN_INS

# What can go wrong without being a bug: a database out of reach, input that a loader refuses.
FAULTS = (CommandError, OperationalError, psycopg.OperationalError, ProblemsError)
JURISDICTION = "north_carolina"


def prepare(var: Path, *, demo: bool, again: bool) -> None:
    """Do what is not done yet.

    Raises:
        click.ClickException: A demo is asked for among real data.

    """
    django.setup()
    done = Done(var, os.environ["DATABASE_URL"])
    if demo and done.steps.get("pack") and not done.steps.get("demo"):
        message = (
            f"{var} holds data of your own, and a demo would add invented people to it."
            " Choose another folder with --var."
        )
        raise click.ClickException(message)
    if again:
        done.steps.pop("pack", None)
    if demo and "demo" not in done.steps:
        done.mark("demo", "begun")  # so that a start that is killed on the way may be repeated
    steps: list[tuple[str, str, str, Callable[[], None]]] = [
        ("pack", "Loading North Carolina", pack_state(), load_pack),
        ("static", "Preparing static files", static_state(), collect_static),
    ]
    if demo:
        steps.append(("demo", "Loading the demo year", "loaded", lambda: load_demo(var)))
    if unapplied():
        say("Bringing the tables up to date")
        migrate()
    for step, title, state, do in steps:
        if done.steps.get(step) != state:
            say(title)
            do()
            done.mark(step, state)
    done.mark_all()


def say(what: str) -> None:
    click.echo(f"  {what} …")


def unapplied() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def load_pack() -> None:
    call_command("load_pack", JURISDICTION)


def load_demo(var: Path) -> None:
    people = io.StringIO()
    call_command("load_demo", stdout=people)
    (var / SIGN_INS).write_text(people.getvalue(), encoding="utf-8")


def collect_static() -> None:
    # Of the two readers of the API's description that come with it, we show the smaller.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc*"])


def pack_state() -> str:
    folder = jurisdictions() / JURISDICTION
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return fingerprint(
        part
        for path in files
        if "demo" not in path.relative_to(folder).parts
        for part in (str(path.relative_to(folder)).encode(), path.read_bytes())
    )


def static_state() -> str:
    found = sorted(
        (name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    )
    facts = ((name, Path(path).stat()) for name, path in found)
    return fingerprint(f"{name} {stat.st_size} {stat.st_mtime_ns}".encode() for name, stat in facts)
