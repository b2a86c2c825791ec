"""Brings a data folder up to date: tables, North Carolina, static files, and a demo year if asked.

Each step looks first whether it has been done, so that a later start takes a second or two.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import django
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

import longleaf
from longleaf.basis.problem import ProblemsError
from longleaf.cli.surroundings import PREPARED, SIGN_INS

# What can go wrong without being a bug: a database out of reach, input that a loader refuses.
FAULTS = (CommandError, OperationalError, ProblemsError)
JURISDICTION = "north_carolina"


class Done:
    """What has been done for this data folder and this very database.

    Kept in a file; bound to the database's own number, so that an emptied or exchanged database
    begins anew.
    """

    def __init__(self, path: Path, database: str) -> None:
        self.path = path
        self.database = database
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            kept = {}
        self.steps: dict[str, str] = (
            kept.get("steps", {}) if kept.get("database") == database else {}
        )

    def mark(self, step: str, state: str) -> None:
        self.steps[step] = state
        draft = self.path.with_suffix(".draft")
        kept = {"database": self.database, "steps": self.steps}
        draft.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")
        draft.replace(self.path)


def prepare(var: Path, *, demo: bool, again: bool) -> None:
    """Do what is not done yet.

    Raises:
        click.ClickException: A demo is asked for among real data.

    """
    django.setup()
    done = Done(var / PREPARED, database_number())
    if demo and done.steps.get("pack") and not done.steps.get("demo"):
        message = (
            f"{var} holds data of your own, and a demo would add invented people to it."
            " Choose another folder with --var."
        )
        raise click.ClickException(message)
    if again:
        done.steps.pop("pack", None)
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


def say(what: str) -> None:
    click.echo(f"  {what} …")


def database_number() -> str:
    """What tells this database from any other, also from a former one of the same name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, (SELECT oid FROM pg_database"
            " WHERE datname = current_database()) FROM pg_control_system()"
        )
        return "-".join(str(part) for part in cursor.fetchone())


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
    package = Path(longleaf.__file__).parent
    places = [package.parent / "jurisdictions", package / "jurisdictions"]
    folder = next(place for place in places if place.is_dir()) / JURISDICTION
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


def fingerprint(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
