"""The site's commands: run, demo, setup-data, status."""

import fcntl
import http.client
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

import click
import psycopg

from longleaf.cli.done import Done
from longleaf.cli.supervisor import Child, Supervisor
from longleaf.cli.surroundings import (
    PREPARED,
    SIGN_INS,
    database,
    examples,
    settle,
    var_option,
    without_password,
)
from longleaf.gateways import postgres

LOCK = "run.lock"
READY_SECONDS = 60
HOPELESS_DEATHS = 3
_LEAVE_SECONDS = 30

host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=None, help="Port.  [LONGLEAF_PORT, or 8000]"
)
logs_option = click.option(
    "--logs-to-terminal", is_flag=True, help="Write log lines here rather than into VAR/log."
)
WHO_REVIEWS = (
    "What you hand in goes to whoever has the least to do, under a number. Chloe sees with whom\n"
    "it is (My LEA, Reviews) and can reassign it. Everybody of the demo signs in with this\n"
    "password, as first.last at their organization."
)


@click.command(
    epilog=examples(
        "longleaf run",
        "longleaf run --port 8080 --var /srv/longleaf",
        "DATABASE_URL=postgresql://longleaf@db.example.org/longleaf longleaf run",
    )
)
@host_option
@port_option
@var_option
@click.option(
    "--demo/--no-demo", default=None, help="With an invented year.  [what VAR holds already, or no]"
)
@logs_option
def run(
    host: str, port: int | None, var: Path | None, demo: bool | None, logs_to_terminal: bool
) -> None:
    """Start the site, its worker and its database, and keep them running.

    The first start makes everything that is missing; later ones take seconds. Ctrl-C ends it
    cleanly. Nothing is lost if it is killed: start it again.
    """
    serve(settle(var), host, settle_port(port), demo=demo, logs_to_terminal=logs_to_terminal)


@click.command(
    epilog=examples(
        "longleaf demo",
        "longleaf demo --port 8080 --var ~/longleaf-demo",
    )
)
@host_option
@port_option
@var_option
@logs_option
def demo(host: str, port: int | None, var: Path | None, logs_to_terminal: bool) -> None:
    """Set up North Carolina and an invented year, start the site, and say who can sign in.

    The people, schools, keys, awards and figures are invented, and every page says so.
    """
    serve(settle(var), host, settle_port(port), demo=True, logs_to_terminal=logs_to_terminal)


@click.command("setup-data")
@var_option
@click.option("--demo", is_flag=True, help="Load the invented year too.")
@click.option("--again", is_flag=True, help="Load North Carolina even if it has not changed.")
def setup_data(var: Path | None, demo: bool, again: bool) -> None:
    """Bring the database, North Carolina and the static files up to date.

    `run` and `demo` do this too. It may be said again at any time.
    """
    folder = settle(var)
    if demo or invented(folder):
        os.environ["LONGLEAF_DEMO"] = "1"
    with database(folder):
        # Brings Django, which the long-lived command that starts the site must not load.
        from longleaf.cli.prepare import FAULTS, prepare  # noqa: PLC0415

        try:
            prepare(folder, demo=demo or invented(folder), again=again)
        except FAULTS as error:
            raise click.ClickException(str(error)) from error
    click.echo("The data are up to date.")


@click.command()
@var_option
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(var: Path | None, as_json: bool) -> None:
    """Say what runs, where, and with which data. Exit 0 if the site answers, 1 if not."""
    folder = settle(var)
    given = os.environ.get("DATABASE_URL")
    embedded = postgres.status(folder / "postgres")
    site = running_site(folder) or {}
    answers = bool(site) and is_ready(str(site["host"]), int(str(site["port"])))
    facts = {
        "site": "answers" if answers else "starting or not well" if site else "not running",
        "address": site.get("address"),
        "process": site.get("pid"),
        "data": str(folder),
        "demo": invented(folder),
        "database": without_password(given or embedded.address),
        "embedded": None if given else ("running" if embedded.running else "not running"),
        "postgresql": None if given else embedded.version,
        "logs": str(folder / "log"),
    }
    if as_json:
        click.echo(json.dumps(facts, indent=1))
    else:
        for name, fact in facts.items():
            if fact not in (None, False):
                click.echo(f"{name:>11}: {'yes' if fact is True else fact}")
    sys.exit(0 if answers else 1)


def settle_port(port: int | None) -> int:
    chosen = port or int(os.environ.get("LONGLEAF_PORT", "8000"))
    os.environ["LONGLEAF_PORT"] = str(chosen)
    return chosen


def invented(folder: Path) -> bool:
    """Whether a data folder holds the demo; then every page must say so, whatever is asked."""
    try:
        return "demo" in json.loads((folder / PREPARED).read_text())["steps"]
    except (FileNotFoundError, ValueError, KeyError):
        return False


def serve(folder: Path, host: str, port: int, *, demo: bool | None, logs_to_terminal: bool) -> None:
    """Everything from an empty folder to a running site, until told to stop."""
    holds_demo = invented(folder)
    if demo is False and holds_demo:
        message = f"{folder} holds the demo's invented people. Choose another folder with --var."
        raise click.ClickException(message)
    if demo or holds_demo:
        os.environ["LONGLEAF_DEMO"] = "1"
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # compared, not bound
    os.environ.setdefault("LONGLEAF_BASE_URL", f"http://{shown}:{port}")
    address = os.environ["LONGLEAF_BASE_URL"]
    site = {"pid": os.getpid(), "address": address, "host": shown, "port": port}
    with alone(folder, site) as lock:
        check_port(host, port)
        click.echo(f"Longleaf's data are in {folder}")
        click.echo("  Starting the database …")
        with database(folder) as database_address:
            try:
                ready = Done(folder, database_address).is_all(demo=bool(demo))
            except psycopg.OperationalError as error:
                message = f"The database does not answer: {error}"
                raise click.ClickException(message) from error
            if not ready:
                set_up(folder, demo=bool(demo))
            supervise(folder, site, f"{host}:{port}", lock, logs_to_terminal=logs_to_terminal)


def set_up(folder: Path, *, demo: bool) -> None:
    """In a process of its own, so that this one stays small for as long as the site runs."""
    command = [sys.executable, "-m", "longleaf", "setup-data", "--var", str(folder)]
    answer = subprocess.run([*command, *(["--demo"] if demo else [])], check=False)  # noqa: S603  # our own
    if answer.returncode:
        message = "The data could not be set up; the reason stands above."
        raise click.ClickException(message)


def supervise(
    folder: Path, site: dict[str, object], bind: str, lock: IO[str], *, logs_to_terminal: bool
) -> None:
    def keep_database_up() -> None:
        # A server of one's own is not ours to start.
        if not os.environ["DATABASE_URL"].startswith(postgres.address(folder / "postgres")):
            return
        if not postgres.status(folder / "postgres").running:
            supervisor.say("the database ended by itself")
            postgres.ensure_running(folder / "postgres")

    supervisor = Supervisor(
        [
            Child("site", ["gunicorn", "--config", "python:longleaf.cli.site", "--bind", bind]),
            Child("worker", ["longleaf", "worker"]),
        ],
        environment=dict(os.environ) | {"PYTHONUNBUFFERED": "1"},
        lend=[lock.fileno()],
        hear=log_keeper(folder, to_terminal=logs_to_terminal),
        look_after=keep_database_up,
    )
    supervisor.stop_on_signals()
    click.echo("  Starting the site and its worker …")
    try:
        supervisor.start()
        await_ready(supervisor, str(site["host"]), int(str(site["port"])), folder)
        if not supervisor.stopping.is_set():
            greet(folder, str(site["address"]))
        supervisor.watch()
    finally:
        click.echo("Stopping …")
        supervisor.stop()


def greet(folder: Path, address: str) -> None:
    click.echo()
    click.echo(f"Longleaf is ready at {address}")
    if invented(folder) and (folder / SIGN_INS).is_file():
        click.echo()
        click.echo((folder / SIGN_INS).read_text(encoding="utf-8").rstrip())
        click.echo()
        click.echo(WHO_REVIEWS)
    click.echo()
    click.echo("Ctrl-C ends it.")


def log_keeper(folder: Path, *, to_terminal: bool) -> Callable[[str], None]:
    if to_terminal:
        return lambda line: click.echo(line, nl=False)
    (folder / "log").mkdir(exist_ok=True)
    kept = RotatingFileHandler(folder / "log" / "longleaf.log", maxBytes=10_000_000, backupCount=5)
    kept.setFormatter(logging.Formatter("%(message)s"))

    def keep(line: str) -> None:
        kept.handle(logging.makeLogRecord({"msg": "%s", "args": (line.rstrip(),)}))

    return keep


def await_ready(supervisor: Supervisor, host: str, port: int, folder: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not supervisor.stopping.wait(0.1):
        if is_ready(host, port):
            return
        for child in supervisor.children:
            supervisor.tend(child)
        deaths = max(child.deaths for child in supervisor.children)
        if deaths >= HOPELESS_DEATHS or time.monotonic() > deadline:
            log = folder / "log" / "longleaf.log"
            last = log.read_text(errors="replace").splitlines()[-12:] if log.exists() else []
            message = "\n".join([f"The site does not come up. The last of {log}:", *last])
            raise click.ClickException(message)


def is_ready(host: str, port: int) -> bool:
    """Whether the site itself says that it is well."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def check_port(host: str, port: int) -> None:
    """Say that a port is taken before a minute of preparation, not after."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = (
                f"Port {port} on {host} cannot be used: {error.strerror}."
                " Choose another one with --port (or PORT= with make)."
            )
            raise click.ClickException(message) from error


@contextmanager
def alone(folder: Path, site: dict[str, object]) -> Iterator[IO[str]]:
    """Hold a data folder for one site: its processes keep the lock while any of them lives."""
    with (folder / LOCK).open("a+") as lock:
        deadline = time.monotonic() + _LEAVE_SECONDS
        while not try_lock(lock):
            other = running_site(folder)
            if other is not None:
                message = f"Longleaf already runs for {folder}: {other['address']}"
                raise click.ClickException(message)
            if time.monotonic() > deadline:
                message = f"Processes of an earlier run for {folder} do not end; end them first."
                raise click.ClickException(message)
            time.sleep(0.1)
        lock.seek(0)
        lock.truncate()
        lock.write(json.dumps(site))
        lock.flush()
        try:
            yield lock
        finally:
            lock.seek(0)
            lock.truncate()


def try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def running_site(folder: Path) -> dict[str, object] | None:
    """The site that holds a data folder, if the process that began it still lives."""
    try:
        site = json.loads((folder / LOCK).read_text())
        os.kill(int(site["pid"]), 0)
    except (FileNotFoundError, ValueError, KeyError, TypeError, ProcessLookupError):
        return None
    except PermissionError:
        pass
    with (folder / LOCK).open("a") as lock:
        # Nobody holds the lock: the number now belongs to some other process.
        return None if try_lock(lock) else dict(site)
