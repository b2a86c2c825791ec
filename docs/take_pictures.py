"""Take the README's pictures from a running demo: python docs/take_pictures.py ADDRESS."""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from longleaf.config.settings import DEMO_PASSWORD
from tests import browser

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
FOLDER = Path(__file__).resolve().parent / "pictures"


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it; `links` are followed first, each by a part of its text."""

    name: str
    person: str
    path: str
    links: tuple[str, ...] = ()
    size: dict[str, int] | None = None


PICTURES = (
    Picture("today", "amina@northfield.example", "/today"),
    Picture("submission-phone", "amina@northfield.example", "/my-submissions", ("Words",), PHONE),
    Picture("review", "ben@northfield.example", "/reviews", ("LL-",)),
    Picture("people", "chloe@northfield.example", "/coordinator/people"),
    Picture("badge", "amina@northfield.example", "/my-badges", ("Two-Way", "See the page")),
)


def signed_in(chromium: Browser, site: str, picture: Picture) -> Page:
    """A page of a browser in which the picture's person has signed in."""
    size = picture.size or DESKTOP
    context = chromium.new_context(
        viewport={"width": size["width"], "height": size["height"]}, device_scale_factor=1.5
    )
    page = context.new_page()
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", picture.person)
    page.fill("input[name=password]", DEMO_PASSWORD)
    with page.expect_navigation():
        page.click("main form button")
    return page


def take(chromium: Browser, site: str, picture: Picture) -> None:
    """Go there and keep what the window shows."""
    page = signed_in(chromium, site, picture)
    page.goto(site + picture.path)
    for link in picture.links:
        with page.expect_navigation():
            page.locator("main a", has_text=link).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.context.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    found = browser.find()  # it starts Playwright itself
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        for wanted in PICTURES:
            take(launched, sys.argv[1].rstrip("/"), wanted)
        launched.close()
