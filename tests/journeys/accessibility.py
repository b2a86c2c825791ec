"""The accessibility check: axe, and what axe does not look at."""

from functools import cache
from pathlib import Path
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS: Final = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
NARROWEST: Final = 320  # CSS pixels: a page of 1280 at 400 % (WCAG 2.2, 1.4.10)
_OWN: Final = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_RUN: Final = """async (tags) => {
  const options = { runOnly: tags, resultTypes: ["violations"], elementRef: false };
  const { violations } = await axe.run(document, options);
  return violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id} (${one.impact}): ${node.html.slice(0, 160)}
      ${node.failureSummary.split("\\n").slice(1).map((line) => line.trim()).join("; ")}`));
}"""
# A page as axe sees it: every element with its attributes, and whether it says something. Numbers
# and what stands for a record are left out.
_FORM: Final = """() => document.documentElement.outerHTML
  .replace(/(csrfmiddlewaretoken" value=")[^"]*/g, "$1")
  .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "")
  .replace(/[0-9]+/g, "0")
  .replace(/>[^<]*[^<\\s][^<]*/g, ">text")"""
_TOO_WIDE: Final = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (one) => one && one !== document.documentElement
    && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > width + 1 && !scrolls(one.parentElement));
  return [`Scrolls sideways: ${document.documentElement.scrollWidth} wide at ${width}: `
    + wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | ")];
}"""


_without_fault: set[tuple[int, str]] = set()


@cache
def _axe() -> str:
    return str(Axe().axe_script)


def faults(page: Page, *, widths: tuple[int, ...] = ()) -> list[str]:
    """What keeps someone from using the page: at the width it has, at `widths`, and at 320."""
    size = page.viewport_size
    assert size is not None
    found = []
    for width in widths or (size["width"],):
        page.set_viewport_size({"width": width, "height": size["height"]})
        _settle(page)
        found += [f"[{width}] {fault}" for fault in [*_at(page, width), *page.evaluate(_TOO_WIDE)]]
    page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
    _settle(page)
    found += [f"[{NARROWEST}] {fault}" for fault in page.evaluate(_TOO_WIDE)]
    page.set_viewport_size(size)
    return found


def _at(page: Page, width: int) -> list[str]:
    """The faults that axe and our own checks see; a page of the same form is not asked again."""
    form = (width, page.evaluate(_FORM))
    if form in _without_fault:
        return []
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte, which a page keeps
        page.evaluate(_axe())
    found: list[str] = [*page.evaluate(_RUN, TAGS), *page.evaluate(_OWN)]
    if not found:
        _without_fault.add(form)
    return found


def _settle(page: Page) -> None:
    """Wait for the layout, and for what fades in: a color half-way is not the page's color."""
    page.evaluate(
        "() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))"
    )


def check(page: Page, *, widths: tuple[int, ...] = ()) -> None:
    """Fail with every fault of the page."""
    found = faults(page, widths=widths)
    assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)
