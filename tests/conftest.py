"""What every test run stands on: a private database server, a private data folder, a browser.

The server is started by the first test that needs it, shared by the processes of one run, and gone
with its folder at the end. With DATABASE_URL set, that server is used instead.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from pytest_django import DjangoDbBlocker

from longleaf.gateways import postgres
from tests import browser, migrated, softhsm

# Nothing in a test's database must outlive a power cut.
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LONG = ("tests/journeys/", "tests/cli/test_run.py", "tests/gateways/test_postgres.py")
RUN = "LONGLEAF_TEST_RUN"  # the run's number, which xdist's processes inherit
FOLDER = "LONGLEAF_TEST_FOLDER"
EMBEDDED = "LONGLEAF_TEST_EMBEDDED"

if RUN not in os.environ:
    os.environ[RUN] = secrets.token_hex(4)
    folder = Path(tempfile.mkdtemp(prefix="longleaf-tests-"))
    folder.chmod(0o711)  # the account that a root's server borrows must be able to enter
    os.environ[FOLDER] = str(folder)
    if not os.environ.get("DATABASE_URL"):
        os.environ[EMBEDDED] = "1"
        os.environ["DATABASE_URL"] = postgres.address(folder / "postgres")
FOLDER_OF_RUN = Path(os.environ[FOLDER])
# On a server of its own a run needs no name of its own; what is kept of it has the same in each.
TEMPLATE = f"longleaf_template_{'kept' if os.environ.get(EMBEDDED) else os.environ[RUN]}"
TEMPLATE_MADE = FOLDER_OF_RUN / "template.made"
os.environ["LONGLEAF_VAR"] = str(
    FOLDER_OF_RUN / os.environ.get("PYTEST_XDIST_WORKER", "controller")
)
(Path(os.environ["LONGLEAF_VAR"]) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise asks
os.environ["LONGLEAF_BASE_URL"] = "http://127.0.0.1:8000"
os.environ["LONGLEAF_STATICFILES"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
os.environ["LONGLEAF_OUTSIDE"] = "0"  # no test asks another site
os.environ.pop("LONGLEAF_DEMO", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "longleaf.config.settings"
# Playwright keeps an event loop in the test's thread, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import HealthCheck  # noqa: PLC0415  # before its own plugin looks
    from hypothesis import settings as examples  # noqa: PLC0415

    # How long an example takes to make says how busy the machine is, not whether the code is right.
    examples.register_profile("usual", suppress_health_check=[HealthCheck.too_slow])
    examples.register_profile("quick", examples.get_profile("usual"), max_examples=25)
    examples.load_profile("usual")
    if not config.pluginmanager.has_plugin("django"):
        return  # -p no:django: the pure floors' tests, which show that they need none of it
    import django  # noqa: PLC0415  # as above
    from django.conf import settings  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # for speed
    django.setup()
    config.pluginmanager.import_plugin("tests.people")
    config.pluginmanager.import_plugin("tests.cycles")
    config.pluginmanager.import_plugin("tests.handing_in")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Begun last, a long file would be waited for by idle cores.
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if journeys and browser.find() is None:
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any("no Chromium" in str(report.longrepr) for report in skipped):
        terminalreporter.section("THE BROWSER JOURNEYS WERE SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(browser.HOW_TO_GET)
    if any(softhsm.MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("KEYS IN HARDWARE WERE NOT TESTED", sep="!", red=True, bold=True)
        terminalreporter.line(softhsm.HOW_TO_GET)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_controller(config):
        return
    if os.environ.get(EMBEDDED):
        postgres.stop(FOLDER_OF_RUN / "postgres")
    elif TEMPLATE_MADE.exists():
        with administer() as connection:
            name = sql.Identifier(TEMPLATE)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
    shutil.rmtree(FOLDER_OF_RUN, ignore_errors=True)


def administer() -> psycopg.Connection[tuple[str, ...]]:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Start the server; let each process copy one migrated database, not migrate its own."""
    from django.db import connection  # noqa: PLC0415  # the pure floors' tests run without Django

    with (FOLDER_OF_RUN / "template.lock").open("a") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not TEMPLATE_MADE.exists():
            start_with_template()
            TEMPLATE_MADE.touch()
    # What was just copied is neither migrated again nor read for a rollback that no test asks for.
    connection.settings_dict["TEST"] |= {"TEMPLATE": TEMPLATE, "MIGRATE": False, "SERIALIZE": False}


def start_with_template() -> None:
    if os.environ.get(EMBEDDED):
        data = FOLDER_OF_RUN / "postgres"
        migrated.ensure(data, migrate=make_template, settings=FAST_AND_LOOSE)
    else:
        make_template()


def make_template() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # as above
    from django.db import connection  # noqa: PLC0415

    with administer() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = TEMPLATE
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = usual
