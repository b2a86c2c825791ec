"""The stage of a story: a real server over a real database, one browser, a clock that goes on."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from longleaf.gateways.clock import SystemClock
from tests import browser as chromium
from tests.journeys.harness import FLAGS, Stage

BEGINS_AT = datetime(2026, 2, 3, 20, 55, tzinfo=UTC)


@pytest.fixture(scope="module")
def browser(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Browser]:
    """One for the file, not for the run: Playwright holds an event loop in the test's thread."""
    from django.db import connections  # noqa: PLC0415  # after django.setup()

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        yield launched
        launched.close()
        # Django keeps connections by event loop; nothing could close this one's afterwards.
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def going_clock(monkeypatch_module: pytest.MonkeyPatch) -> None:
    """The clock of the story: it begins on one day of 2026 and goes on from there."""
    began = time.monotonic()

    def now(_: SystemClock) -> datetime:
        return BEGINS_AT + timedelta(seconds=time.monotonic() - began)

    from allauth.mfa.totp.internal import auth  # noqa: PLC0415  # its settings need Django's

    monkeypatch_module.setattr(SystemClock, "now", now)
    # The second factor's codes follow the clock too, and allauth reads the machine's.
    by_the_story = SimpleNamespace(time=lambda: SystemClock().now().timestamp())
    monkeypatch_module.setattr(auth, "time", by_the_story)


@pytest.fixture(scope="module")
def site(
    browser: Browser, going_clock: None, monkeypatch_module: pytest.MonkeyPatch
) -> Iterator[str]:
    """The server's address, which is also the one that badges and mails name; a demo, with
    the invented LEAs' crosswalks."""
    from django.conf import settings  # noqa: PLC0415  # as above

    from longleaf.records.facts.policy import rules_of  # noqa: PLC0415  # as above

    server = LiveServer("127.0.0.1")
    monkeypatch_module.setattr(settings, "BASE_URL", server.url)
    monkeypatch_module.setattr(settings, "CSRF_TRUSTED_ORIGINS", [server.url])
    monkeypatch_module.setattr(settings, "DEMO", True)
    rules_of.cache_clear()
    yield server.url
    server.stop()
    rules_of.cache_clear()


@pytest.fixture
def stage(transactional_db: None, site: str, browser: Browser) -> Iterator[Stage]:
    made = Stage(browser, site)
    yield made
    made.leave()
    made.verdict()
