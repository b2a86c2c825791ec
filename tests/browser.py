"""Finds a Chromium for the journeys, or gets one: `python -m tests.browser` does both."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

HOW_TO_GET = (
    "No Chromium was found, so the stories that run in a real browser were not tested. Install one"
    " (Debian: apt-get install chromium; elsewhere: .venv/bin/playwright install chromium), or name"
    " one in LONGLEAF_CHROMIUM."
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@functools.cache
def find() -> Path | None:
    """The Chromium to use: the one named, the system's, or Playwright's own."""
    named = os.environ.get("LONGLEAF_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, _NAMES), *_PLACES, _playwrights_own()]
    return next((Path(place) for place in candidates if place and _works(place)), None)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow; rarely needed

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _works(place: str) -> bool:
    """Whether it runs: Playwright's download, for one, lacks the system's libraries at times."""
    if not Path(place).is_file():
        return False
    try:
        answer = subprocess.run(  # noqa: S603  # a browser of this machine
            [place, "--version"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def get() -> Path | None:
    """Find a Chromium, or try the ways of getting one that need no question."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways += [["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "chromium"]]
    for way in ways:
        if found := find():
            return found
        say(f"No Chromium for the browser journeys yet; trying: {' '.join(way[-3:])}")
        try:
            subprocess.run(way, check=False, timeout=300, stdout=subprocess.DEVNULL)  # noqa: S603
        except subprocess.TimeoutExpired:
            say("That took too long.")
        find.cache_clear()
    return find()


def say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    found = get()
    say(f"The journeys use {found}." if found else f"*** {HOW_TO_GET}")
