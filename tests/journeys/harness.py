"""A browser for each person of a story, watched for everything that must not happen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.journeys.accessibility import check

if TYPE_CHECKING:
    from django.test import Client

DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
# Nothing of Chromium's own may leave the machine, nor ask for a screen.
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LONGEST_MS: Final = 15_000


@dataclass
class Watch:
    """What went wrong in a browser; `expected` are patterns of what the story brings about."""

    site: str
    faults: list[str] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    expected: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._tell(f"Script error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("framenavigated", lambda frame: self._visited(frame.url))

    def _tell(self, fault: str) -> None:
        if not any(re.search(pattern, fault) for pattern in self.expected):
            self.faults.append(fault)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} or "Content Security Policy" in message.text:
            self._tell(f"Console: {message.text} at {message.location.get('url')}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self._tell(f"Asked another place: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still fetching; a download is no page.
        if request.failure != "net::ERR_ABORTED":
            self._tell(f"Request failed: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self._tell(f"Answered {response.status}: {response.url}")

    def _visited(self, address: str) -> None:
        if address.startswith(self.site):
            self.visited.add(urlsplit(address).path)

    def unchecked(self) -> set[str]:
        return self.visited - self.checked


@dataclass
class Person:
    """Someone at a browser of their own; every page they come to is checked."""

    page: Page
    site: str
    watch: Watch
    has_scripts: bool = True

    def go(self, where: str, **arguments: Any) -> None:
        """Open a page by its name in the table of addresses, or by its path."""
        path = where if where.startswith("/") else reverse(where, kwargs=arguments or None)
        self.page.goto(self.site + path)
        self.look()

    def look(self) -> None:
        """Check the page as it is now."""
        self.page.wait_for_load_state()
        # Where scripts are off axe cannot run either; test_every_page checks the same pages.
        if self.has_scripts:
            check(self.page)
        self.watch.checked.add(urlsplit(self.page.url).path)

    def loses_the_tab(self) -> None:
        """It dies without a last word; the next one has a connection again."""
        context = self.page.context
        with suppress(Error):  # that the page is gone
            self.page.goto("chrome://crash", timeout=2_000)
        self.page.close()
        context.set_offline(False)
        self.page = context.new_page()

    def follow(self, link: str, *, exact: bool = True) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=exact).first.click()
        self.look()

    def press(self, button: str) -> None:
        """Press a button that leads on."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        self.look()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        """Choose a radio button or a check box by its words, which is where one clicks."""
        box = self.page.get_by_label(label, exact=True)
        self.tick(box)

    def tick(self, box: Locator) -> None:
        """Check a box by its label: the design system draws the box and hides the input."""
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        expect(box).to_be_checked()

    def reads(self, *texts: str) -> None:
        """The page's main part says all of these."""
        said = " ".join(self.page.locator("main").inner_text().split())
        for text in texts:
            assert text in said, f"“{text}” does not stand on {self.page.url}:\n{said}"

    def does_not_read(self, *texts: str) -> None:
        said = " ".join(self.page.locator("body").inner_text().split())
        for text in texts:
            assert text not in said, f"“{text}” stands on {self.page.url}"

    @contextmanager
    def expecting(self, *patterns: str) -> Iterator[None]:
        """Faults that this part of the story brings about on purpose."""
        self.watch.expected += patterns
        try:
            yield
        finally:
            self.page.wait_for_timeout(0)  # so that what has happened is told
            for pattern in patterns:
                self.watch.expected.remove(pattern)

    def arrive(self, email: str) -> None:
        """Come with a session, as someone who signed in before; the next step is to go somewhere.

        The form is walked by those stories in which signing in matters.
        """
        from django.test import Client  # noqa: PLC0415  # as below

        from longleaf.records.models.organization import Person as Row  # noqa: PLC0415  # as below

        client = Client()
        client.force_login(Row.objects.get(email=email))
        self.take_session(client)

    def take_session(self, client: "Client") -> None:
        """Go on in this browser with the session of a test client."""
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.site}])

    def sign_in(self, email: str) -> None:
        self.go("account_login")
        self.sign_in_here(email)

    def sign_in_here(self, email: str) -> None:
        from tests.people import PASSWORD  # noqa: PLC0415  # its tables need django.setup()

        self.write("Email", email)
        self.write("Password", PASSWORD)
        self.press("Sign in")

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)


@dataclass
class Stage:
    """Where people come on: the server's address, one browser, a watch over all."""

    browser: Browser
    site: str
    watches: list[Watch] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self, size: dict[str, int] = DESKTOP, **options: Any) -> Person:
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="en-US",
            timezone_id="America/New_York",
            reduced_motion="reduce",
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(LONGEST_MS)
        watch = Watch(self.site)
        context.on("page", watch.over)
        self.contexts.append(context)
        self.watches.append(watch)
        has_scripts = bool(options.get("java_script_enabled", True))
        return Person(context.new_page(), self.site, watch, has_scripts)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()

    def verdict(self) -> None:
        """Nothing went wrong in any browser, and no page went unchecked."""
        told = [fault for watch in self.watches for fault in watch.faults]
        assert not told, "In the browser:\n" + "\n".join(told)
        unchecked = set().union(*(watch.unchecked() for watch in self.watches))
        assert not unchecked, f"Visited and not checked: {sorted(unchecked)}"
