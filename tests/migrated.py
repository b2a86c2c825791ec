"""The migrated database, kept from run to run: to make it takes longer than any test.

It is kept as the whole folder of a stopped server, which a run copies and starts. What would make
another database of it makes another key: the migrations, what is installed, the settings, the
server's version and how it is set up.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from longleaf.gateways import postgres
from longleaf.gateways.postgres_binaries import Account, account_for, find

ROOT = Path(__file__).parents[1]
KEPT = Path(sys.prefix) / "migrated"
MADE_OF = (
    "longleaf/records/migrations/*.py",
    "longleaf/config/*.py",
    "longleaf/gateways/postgres*.py",
    "requirements.lock",
    "tests/conftest.py",
    "tests/migrated.py",
)


def key(root: Path, server: str) -> str:
    """What names the one database that this tree and this version of the server make."""
    found = hashlib.sha256(server.encode())
    for path in sorted(one for pattern in MADE_OF for one in root.glob(pattern)):
        content = path.read_bytes()
        found.update(f"\n{path.relative_to(root)} {len(content)}\n".encode() + content)
    return found.hexdigest()[:32]


def ensure(data: Path, *, migrate: Callable[[], None], settings: dict[str, str]) -> None:
    """Start a server on a new folder that holds the migrated database, kept or made now.

    Args:
        data: The folder to make; whoever calls sees to it that nobody else does.
        migrate: Makes the migrated database on the server that then runs.
        settings: PostgreSQL's settings for the run.

    """
    account = account_for(data)
    kept = KEPT / key(ROOT, find(account).version)
    can_keep = sys.prefix != sys.base_prefix and account.can_enter(data.parent)
    if can_keep and _copied(kept, data, account):
        postgres.ensure_running(data, settings=settings)
        return
    postgres.ensure_running(data, settings=settings)
    migrate()
    if can_keep:
        postgres.stop(data)
        _keep(data, kept)
        postgres.ensure_running(data, settings=settings)


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time takes from what is kept, or replaces it."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copied(kept: Path, data: Path, account: Account) -> bool:
    with _alone():
        if not kept.is_dir():
            return False
        shutil.copytree(kept, data, symlinks=True)
    if account.borrowed:
        for path in (data, *data.rglob("*")):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    return True


def _keep(data: Path, kept: Path) -> None:
    partial = KEPT / f"partial-{secrets.token_hex(4)}"
    with _alone():
        for former in KEPT.iterdir():
            if former.is_dir():
                shutil.rmtree(former)
        shutil.copytree(data, partial, symlinks=True)
        partial.rename(kept)
