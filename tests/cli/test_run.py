"""The site as an operator meets it: real processes, real kills, in a data folder of its own."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from longleaf.cli.done import Done
from longleaf.gateways import postgres
from tests.wheel import answers, free_port

PATIENCE_SECONDS = 90


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "longleaf", *words]


def surroundings(var: Path) -> dict[str, str]:
    """An operator's environment: nothing of the test run's own."""
    ours = ("LONGLEAF_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    quick = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return kept | {"LONGLEAF_VAR": str(var), "LONGLEAF_STATICFILES": quick}


def tell(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own arguments
        command(*words), env=surroundings(var), capture_output=True, text=True, check=False
    )


class Site:
    """One data folder and its site, started when a test needs it to run."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start the site, and wait until it says that it is ready."""
        if self.process is not None and self.process.poll() is None:
            return
        self.process = subprocess.Popen(  # noqa: S603  # our own arguments
            command("run", "--port", str(self.port)),
            env=surroundings(self.var),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if line.startswith("Longleaf is ready"):
                assert line == f"Longleaf is ready at http://127.0.0.1:{self.port}\n"
                return
        raise AssertionError("".join(said))

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture(scope="module")
def prepared() -> Iterator[Site]:
    """A data folder with North Carolina in it, and no demo."""
    folder = Path(tempfile.mkdtemp(prefix="longleaf-run-"))
    folder.chmod(0o711)
    answer = tell(folder / "var", "setup-data")
    assert answer.returncode == 0, answer.stderr
    site = Site(folder / "var")
    yield site
    if site.process is not None and site.process.poll() is None:
        site.end(signal.SIGTERM)
    postgres.stop(folder / "var" / "postgres")
    shutil.rmtree(folder)


@pytest.fixture
def site(prepared: Site) -> Site:
    prepared.start()
    return prepared


def until(what: Callable[[], object], *, fault: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < deadline, fault
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def status(var: Path) -> dict[str, object]:
    answer = tell(var, "status", "--json")
    facts: dict[str, object] = json.loads(answer.stdout)
    return facts | {"exit": answer.returncode}


def test_a_site_that_runs_says_so(site: Site) -> None:
    facts = status(site.var)
    assert (facts["site"], facts["embedded"], facts["exit"]) == ("answers", "running", 0)


def test_a_second_start_for_the_same_folder_names_the_first(site: Site) -> None:
    second = tell(site.var, "run", "--port", str(free_port()))
    assert second.returncode == 1
    assert f"already runs for {site.var}: http://127.0.0.1:{site.port}" in second.stderr


def test_a_taken_port_is_named_before_anything_is_done(site: Site) -> None:
    other = site.var.parent / "other"
    answer = tell(other, "run", "--port", str(site.port))
    assert answer.returncode == 1
    assert f"Port {site.port} on 127.0.0.1 cannot be used" in answer.stderr
    assert not (other / "postgres").exists()


def test_a_site_or_worker_that_dies_is_started_again(site: Site) -> None:
    before = set(children(site.pid))
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(
        lambda: len(set(children(site.pid)) - before) == 2 and answers(site.port),
        fault="what died was not started again",
    )


def test_a_database_that_dies_is_started_again(site: Site) -> None:
    before = postgres.status(site.var / "postgres").pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(
        lambda: postgres.status(site.var / "postgres").pid not in (None, before),
        fault="the database was not started again",
    )


def test_the_next_start_works_after_a_kill_and_finds_nothing_of_the_last_in_its_way(
    site: Site,
) -> None:
    left = children(site.pid)
    site.end(signal.SIGKILL)
    site.start()
    assert answers(site.port)
    assert [pid for pid in left if alive(pid)] == []


def test_ctrl_c_ends_the_site_its_worker_and_its_database(site: Site) -> None:
    processes = children(site.pid)
    assert site.end(signal.SIGINT) == 0
    facts = status(site.var)
    assert (facts["site"], facts["embedded"], facts["exit"]) == ("not running", "not running", 1)
    assert [pid for pid in processes if alive(pid)] == []


def test_the_log_is_lines_of_json_without_queries(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request("GET", "/healthz?mail=amina@example.org")
    assert connection.getresponse().status == http.client.OK
    connection.close()
    log = site.var / "log" / "longleaf.log"
    until(lambda: '"page": "healthz"' in log.read_text(), fault="the request was not logged")
    assert "amina" not in log.read_text()


def test_a_demo_is_refused_in_a_folder_with_data_of_one_s_own(prepared: Site) -> None:
    answer = tell(prepared.var, "setup-data", "--demo")
    assert answer.returncode == 1
    assert "holds data of your own" in answer.stderr


def test_a_database_out_of_reach_is_an_error_in_words(prepared: Site) -> None:
    nowhere = {"DATABASE_URL": "postgresql://longleaf@/longleaf?host=/nowhere"}
    answer = subprocess.run(  # noqa: S603  # our own arguments
        command("run", "--port", str(free_port())),
        env=surroundings(prepared.var.parent / "elsewhere") | nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "The database does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_secrets_are_for_their_owner_alone(prepared: Site) -> None:
    kept = list((prepared.var / "secrets").iterdir())
    assert kept
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_a_dump_brings_back_what_was_there_and_its_lack_is_noticed(prepared: Site) -> None:
    var = prepared.var
    dump = var.parent / "longleaf.dump"
    with postgres.running(var / "postgres") as address:
        taken = tell(var, "database", "pg_dump", "--format=custom", f"--file={dump}")
        assert taken.returncode == 0, taken.stderr
        with psycopg.connect(address, autocommit=True) as connection:
            counting = "SELECT count(*) FROM django_migrations"
            before = connection.execute(counting).fetchone()
            assert Done(var, address).is_all(demo=False)
            connection.execute("DELETE FROM django_migrations")
            assert not Done(var, address).is_all(demo=False)
            back = ("pg_restore", "--clean", "--if-exists", "--no-owner", str(dump))
            brought = tell(var, "database", *back)
            assert brought.returncode == 0, brought.stderr
            assert connection.execute(counting).fetchone() == before
    assert before is not None
    assert before[0] > 0
