"""The processes of an embedded PostgreSQL: which live, which are left over, how they end."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from longleaf.gateways.postgres_binaries import PostgresError

PATIENCE_SECONDS = 300  # replaying a long log after a crash takes minutes, never hours
_LEFTOVER_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The server's first process; its state is PostgreSQL's own word: starting, ready, stopping."""

    pid: int
    socket_folder: str
    state: str


def settled(data: Path) -> bool:
    """Whether a server for this folder is up, once one that is starting or stopping has done so.

    Raises:
        PostgresError: It neither starts nor stops.

    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (postmaster := postmaster_of(data)) is not None:
        if postmaster.state == "ready":
            return True
        if time.monotonic() > deadline:
            message = f"The database server (process {postmaster.pid}) stays '{postmaster.state}'."
            raise PostgresError(message)
        time.sleep(0.02)
    return False


def postmaster_of(data: Path) -> Postmaster | None:
    """The server that its pid file names, if that process lives and is really this folder's."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _works_in(pid, data):
        return None
    lines += [""] * 8
    return Postmaster(pid, socket_folder=lines[4].strip(), state=lines[7].strip())


def _works_in(pid: int, data: Path) -> bool:
    """Whether a process is a PostgreSQL one with this data folder; a dead, unburied one is not."""
    if Path("/proc/self").exists():
        process = Path(f"/proc/{pid}")
        try:
            name = process.joinpath("comm").read_text().strip()
            return name == "postgres" and process.joinpath("cwd").readlink() == data
        except OSError:
            return False
    answer = subprocess.run(  # noqa: S603  # a number and fixed words, no shell
        ["/bin/ps", "-ww", "-p", str(pid), "-o", "command="],
        capture_output=True,
        text=True,
        check=False,
    )
    return "postgres" in answer.stdout and str(data) in answer.stdout


def await_leftovers(data: Path) -> None:
    """Give the children of a killed server time to notice; end those that do not."""
    deadline = time.monotonic() + _LEFTOVER_SECONDS
    while left := [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if _works_in(int(entry.name), data)
    ]:
        if time.monotonic() > deadline:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def end(data: Path) -> None:
    """End the server of a data folder, if it runs, and wait until it is gone.

    Raises:
        PostgresError: It does not end.

    """
    postmaster = postmaster_of(data)
    if postmaster is None:
        return
    for how in (signal.SIGINT, signal.SIGQUIT):  # to PostgreSQL: a fast end, an immediate end
        with suppress(ProcessLookupError):
            os.kill(postmaster.pid, how)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if postmaster_of(data) is None:
                return
            time.sleep(0.02)
    message = f"The database server (process {postmaster.pid}) does not end."
    raise PostgresError(message)
