"""What has been done for a data folder and its database, so that a later start need not look again.

Knows no Django: a start that finds all done never loads it for that.
"""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

import psycopg

import longleaf
from longleaf.cli.surroundings import PREPARED

PACKAGE = Path(longleaf.__file__).parent


class Done:
    """The steps done, bound to the database's own number: an exchanged database begins anew."""

    def __init__(self, folder: Path, address: str) -> None:
        self.path = folder / PREPARED
        self.address = address
        self.database = number(address)
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            kept = {}
        known = kept.get("database") == self.database
        self.steps: dict[str, str] = kept.get("steps", {}) if known else {}

    def mark(self, step: str, state: str) -> None:
        self.steps[step] = state
        draft = self.path.with_suffix(".draft")
        kept = {"database": self.database, "steps": self.steps}
        draft.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")
        draft.replace(self.path)

    def mark_all(self) -> None:
        self.mark("all", self._all())

    def is_all(self, *, demo: bool) -> bool:
        """Whether nothing has changed, neither here nor in the database, since all was done."""
        if self.steps.get("demo", "loaded" if not demo else None) != "loaded":
            return False
        return self.steps.get("all") == self._all()

    def _all(self) -> str:
        return fingerprint([inputs().encode(), tables(self.address).encode()])


def number(address: str) -> str:
    """What tells this database from any other, also from a former one of the same name."""
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT system_identifier, (SELECT oid FROM pg_database"
            " WHERE datname = current_database()) FROM pg_control_system()"
        ).fetchone()
    return "-".join(str(part) for part in row or ())


def tables(address: str) -> str:
    """The migrations applied: restoring an old backup must not pass for being up to date."""
    with psycopg.connect(address) as connection:
        try:
            rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            return " ".join(f"{app}.{name}" for app, name in rows)
        except psycopg.errors.UndefinedTable:
            return ""


def inputs() -> str:
    """A fingerprint of our own files and of the versions of all that we use."""
    folders = [PACKAGE, jurisdictions()]
    files = sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    facts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    used = sorted(f"{each.name} {each.version}" for each in distributions())
    return fingerprint(line.encode() for line in [*facts, *used])


def jurisdictions() -> Path:
    """The packs: beside the package in a checkout, inside it in a wheel."""
    beside = PACKAGE.parent / "jurisdictions"
    return beside if (PACKAGE.parent / "pyproject.toml").is_file() else PACKAGE / "jurisdictions"


def fingerprint(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
