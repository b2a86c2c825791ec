"""The embedded PostgreSQL: made on first use, started, adopted when orphaned, stopped cleanly.

It listens on a Unix socket only, in a folder that only its own account may enter, and admits only
the account that runs Longleaf (peer authentication: the kernel vouches for who is calling). Used
when no DATABASE_URL is set.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from longleaf.gateways.postgres_binaries import (
    ROOT_HOME,
    Account,
    Binaries,
    PostgresError,
    account_for,
    find,
    make_root_home,
)
from longleaf.gateways.postgres_processes import (
    PATIENCE_SECONDS,
    await_leftovers,
    end,
    postmaster_of,
    settled,
)

__all__ = [
    "PostgresError",
    "Status",
    "address",
    "ensure_running",
    "running",
    "status",
    "stop",
    "tool",
]

NAME = "longleaf"  # of the database and of the role that owns it
_PORT = 5432  # only part of the socket's name
_SOCKET_PATH_LIMIT = 103  # bytes: 107 on Linux, 103 on macOS

_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # compiling costs more than our short queries take
    # The application reports its own errors; the server's texts would repeat people's data.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of the embedded server without starting it.

    Attributes:
        data: The folder where the tables really are; None if there are none yet.
        version: The major version that made the data; None if there are none yet.
        pid: The running server's process; None if it does not run.
        address: Where to connect when it runs.
    """

    data: Path | None
    version: str | None
    pid: int | None
    address: str

    @property
    def running(self) -> bool:
        """Whether the server runs now."""
        return self.pid is not None


def ensure_running(data_folder: Path, *, settings: Mapping[str, str] | None = None) -> str:
    """Start the server for a data folder, making the folder first if need be; return its address.

    Safe to call from several processes at once, and when the server already runs.

    Args:
        data_folder: Where the tables are kept, such as var/postgres.
        settings: PostgreSQL settings besides ours, for a server started by this call.

    Raises:
        PostgresError: No usable programs, account or folder, or the server does not start.

    """
    with _locked(data_folder):
        account, data = _made(data_folder.absolute())
        if not (settled(data) and _admits(data)):
            end(data)
            _start(data, account, settings or {})
        _make_database(data)
    return _uri(_socket_folder(data))


def stop(data_folder: Path) -> None:
    """Stop the server cleanly, rolling open transactions back; if it does not run, do nothing.

    Raises:
        PostgresError: It does not end.

    """
    if data_folder.exists():
        with _locked(data_folder):
            end(data_folder.resolve())


def status(data_folder: Path) -> Status:
    """Look at the server without touching it."""
    made = data_folder if _exists(data_folder / "PG_VERSION") else None
    postmaster = postmaster_of(data_folder.resolve())
    return Status(
        data=data_folder.resolve() if made else None,
        version=(made / "PG_VERSION").read_text().strip() if made else None,
        pid=postmaster.pid if postmaster else None,
        address=address(data_folder),
    )


def address(data_folder: Path) -> str:
    """The address at which the server answers once it runs; touches nothing."""
    return _uri(_socket_folder(data_folder.resolve()))


@contextmanager
def running(data_folder: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Keep the server running for a while; the last of several users at once stops it.

    A user that is killed drops out by itself: its claim is a lock that ends with the process.

    Raises:
        PostgresError: As for `ensure_running` and `stop`.

    """
    data_folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(data_folder, "users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield ensure_running(data_folder, settings=settings)
        finally:
            with _locked(data_folder), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if data_folder.exists():
                    end(data_folder.resolve())


def tool(data_folder: Path, name: str) -> Path:
    """The path of one of PostgreSQL's programs (psql, pg_dump …) of the data folder's version.

    Raises:
        PostgresError: There is none.

    """
    data = data_folder.resolve()
    path = find(account_for(data), data=data).folder / name
    if not path.is_file():
        message = f"{path.parent} has no program '{name}'."
        raise PostgresError(message)
    return path


def _beside(data_folder: Path, kind: str) -> Path:
    return data_folder.parent / f"{data_folder.name}.{kind}"


@contextmanager
def _locked(data_folder: Path) -> Iterator[None]:
    """One starter or stopper at a time; the kernel frees the lock of one that is killed."""
    data_folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(data_folder, "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        return False


def _uri(socket_folder: Path) -> str:
    # The port is said although it is the usual one, so that PGPORT has no say.
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(socket_folder), safe='')}&port={_PORT}"


# --- making the data folder ---------------------------------------------------------------------


def _made(data_folder: Path) -> tuple[Account, Path]:
    """The data folder's account and real place, after making it if it is not there."""
    if data_folder.is_symlink() and not data_folder.exists():
        message = (
            f"{data_folder} leads to {data_folder.readlink()}, which is gone. Bring it back, or"
            " remove the link to begin with an empty database."
        )
        raise PostgresError(message)
    account = account_for(data_folder)
    if _exists(data_folder / "PG_VERSION"):
        data = data_folder.resolve()
        if not account.can_enter(data):
            message = (
                f"PostgreSQL runs as the account '{account.name}', which cannot enter {data}."
                " Allow others to pass (chmod o+x) through the folders above it, or move it."
            )
            raise PostgresError(message)
        return account, data
    if data_folder.is_dir() and any(data_folder.iterdir()):
        message = f"{data_folder} has other things in it. Choose an empty place with --var."
        raise PostgresError(message)
    binaries = find(account)
    if account.can_enter(data_folder.parent):
        partial = _beside(data_folder, "partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        _initialize(partial, account, binaries)
        partial.rename(data_folder)
    else:
        make_root_home()
        home = Path(tempfile.mkdtemp(prefix="data-", dir=ROOT_HOME))
        home.chmod(0o711)
        place = home / "postgres"
        place.mkdir(mode=0o700)
        _initialize(place, account, binaries)
        with suppress(FileNotFoundError):
            data_folder.rmdir()
        data_folder.symlink_to(place)
    return account, data_folder.resolve()


def _initialize(folder: Path, account: Account, binaries: Binaries) -> None:
    os.chown(folder, account.uid, account.gid)
    shared: list[str | Path] = [
        *(binaries.folder / "initdb", "-D", folder, "-U", "postgres", "--encoding=UTF8"),
        *("--data-checksums", "--auth-local=peer", "--auth-host=reject", "--locale=C"),
    ]
    builtin_since = 17
    if binaries.major >= builtin_since:
        shared += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    # Which letters are letters comes from C.UTF-8, wherever the system has it.
    for attempt in ([*shared, "--lc-ctype=C.UTF-8"], shared):
        answer = account.run(attempt)
        if answer.returncode == 0:
            _write(folder / "postgresql.conf", account, "include 'longleaf.conf'\n", append=True)
            return
    shutil.rmtree(folder, ignore_errors=True)
    message = f"PostgreSQL could not make its data folder: {answer.stderr.strip()}"
    raise PostgresError(message)


def _write(path: Path, account: Account, text: str, *, append: bool = False) -> None:
    """Write a file in the server's folder without following a link that may lie in its place."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_APPEND if append else os.O_TRUNC)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        os.fchown(file.fileno(), account.uid, account.gid)
        file.write(text)


# --- starting and stopping ----------------------------------------------------------------------


def _start(data: Path, account: Account, settings: Mapping[str, str]) -> None:
    binaries = find(account, data=data)
    await_leftovers(data)
    socket_folder = _socket_folder(data)
    _make_private(socket_folder, account)
    # The number in an old lock may by now belong to another process, or to one dead but not yet
    # buried; PostgreSQL would take either for a running server. `settled` has looked closer.
    for lock in (data / "postmaster.pid", socket_folder / f".s.PGSQL.{_PORT}.lock"):
        lock.unlink(missing_ok=True)
    _configure(data, account, _SETTINGS | dict(settings), socket_folder)
    report = data / "start.log"
    _write(report, account, "")
    answer = account.run(
        [
            *(binaries.folder / "pg_ctl", "-D", data, "-l", report),
            *("-w", "-t", str(PATIENCE_SECONDS), "start"),
        ],
        timeout=PATIENCE_SECONDS + 30,
    )
    if answer.returncode:
        logs = sorted((data / "log").glob("*.log"), key=lambda log: log.stat().st_mtime)
        said = [answer.stderr, *(log.read_text(errors="replace") for log in (report, *logs[-1:]))]
        message = f"PostgreSQL {binaries.version} did not start: {''.join(said).strip()[-2000:]}"
        raise PostgresError(message)


def _configure(
    data: Path, account: Account, settings: Mapping[str, str], socket_folder: Path
) -> None:
    quoted = {name: value.replace("'", "''") for name, value in settings.items()}
    # A list of folders: the inner quotes keep a comma in the path from making it two.
    quoted["unix_socket_directories"] = f'"{socket_folder}"'.replace("'", "''")
    lines = [f"{name} = '{value}'\n" for name, value in quoted.items()]
    heading = (
        "# Written by Longleaf at every start; your own go into postgresql.conf, at the end.\n"
    )
    _write(data / "longleaf.conf", account, heading + "".join(lines))
    _write(data / "pg_hba.conf", account, f"local all all peer map={NAME}\n")
    callers = [account.name, *(["root"] if account.borrowed else [])]
    rows = [f'{NAME} "{caller}" {role}\n' for caller in callers for role in (NAME, "postgres")]
    _write(data / "pg_ident.conf", account, "".join(rows))


def _socket_folder(data: Path) -> Path:
    """The folder of the running server's socket, or of the one to be started."""
    postmaster = postmaster_of(data)
    if postmaster and postmaster.socket_folder:
        return Path(postmaster.socket_folder)
    if len(os.fsencode(data / f".s.PGSQL.{_PORT}")) <= _SOCKET_PATH_LIMIT:
        return data
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
    return Path(runtime or tempfile.gettempdir()) / f"longleaf-{mark}"


def _make_private(folder: Path, account: Account) -> None:
    """Make the socket's folder, trusting one already there only if nobody else can have laid it."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    facts = folder.lstat()
    private = stat.S_ISDIR(facts.st_mode) and facts.st_uid == account.uid
    if not private or facts.st_mode & 0o077:
        message = (
            f"{folder} is not a private folder of the account '{account.name}'; the database's"
            " socket cannot lie in it. Remove it, or choose a shorter path with --var."
        )
        raise PostgresError(message)


def _admits(data: Path) -> bool:
    """Whether the running server lets us in and is the one for this data folder."""
    try:
        with _administer(data) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]).resolve() == data


def _administer(data: Path) -> psycopg.Connection[tuple[str, ...]]:
    return psycopg.connect(
        host=str(_socket_folder(data)),
        port=_PORT,
        user="postgres",
        dbname="postgres",
        autocommit=True,
        connect_timeout=30,
    )


def _make_database(data: Path) -> None:
    """Make the role and its database: a role without the right to read files or run programs."""
    with _administer(data) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(NAME))
            )
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(known, [NAME]).fetchone():
            name = sql.Identifier(NAME)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
