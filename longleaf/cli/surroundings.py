"""What a command of the site runs in: its data folder, its settings, its database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click
from psycopg.conninfo import conninfo_to_dict

from longleaf.gateways import postgres

PREPARED = "prepared.json"  # what has been done for a data folder
SIGN_INS = "sign-ins.txt"  # who can sign in to the demo
_CLIENT_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "options": "PGOPTIONS",
}

var_option = click.option(
    "--var",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder for all data: database, files, secrets, logs.  [LONGLEAF_VAR, or ./var]",
)


def examples(*lines: str) -> str:
    """The end of a command's help; the first character keeps click from joining the lines."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def settle(var: Path | None) -> Path:
    """Decide on the data folder, make it, and point Django's settings at it."""
    folder = (var or Path(os.environ.get("LONGLEAF_VAR", "var"))).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"The data folder {folder} cannot be made: {error.strerror}. Choose one with --var."
        )
        raise click.ClickException(message) from error
    os.environ["LONGLEAF_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "longleaf.config.settings"
    return folder


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The database's address, in DATABASE_URL too; the embedded server runs meanwhile."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    try:
        with postgres.running(folder / "postgres") as address:
            os.environ["DATABASE_URL"] = address
            try:
                yield address
            finally:
                del os.environ["DATABASE_URL"]
    except postgres.PostgresError as error:
        raise click.ClickException(str(error)) from error


def client_environment(address: str) -> dict[str, str]:
    """An address as the variables that PostgreSQL's tools read, so that `ps` shows no password."""
    parts = conninfo_to_dict(address)
    return {
        variable: str(parts[part]) for part, variable in _CLIENT_VARIABLES.items() if part in parts
    }


def without_password(address: str) -> str:
    """An address of a database that may be shown."""
    parts = urlsplit(address)
    if parts.password is None:
        return address
    return parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":…@")).geturl()
