"""Steps that several stories take."""

import re
from collections.abc import Mapping
from typing import Final

from tests.journeys.harness import Person

ANSWER: Final = "I chose the lesson on estimating, since every student has something to say there."
NO_STUDENTS: Final = "No. No student appears, by face, voice, name or work."
_MOST_TABS: Final = 150
_AT_ONCE: Final = 10
# Counts what gets the focus until the element does; says whether it has it already.
_WATCH_THE_FOCUS: Final = """(goal) => {
  let tabs = 0;
  window.tabsToTheGoal = null;
  const count = (event) => {
    tabs += 1;
    if (event.target !== goal) return;
    window.tabsToTheGoal = tabs;
    document.removeEventListener("focusin", count);
  };
  document.addEventListener("focusin", count);
  return goal === document.activeElement;
}"""


def write_sections(author: Person, sections: Mapping[str, Mapping[str, str | list[str]]]) -> None:
    """Go through the editor's sections in order; `sections` says what to write by field."""
    for fields in sections.values():
        author.page.locator("details").evaluate_all("all => all.forEach((one) => one.open = true)")
        for name, wanted in fields.items():
            _put(author, name, wanted)
        author.press("Save and go on")


def _put(author: Person, name: str, wanted: str | list[str]) -> None:
    field = author.page.locator(f'form#editor [name="{name}"]')
    if isinstance(wanted, list):
        for value in wanted:
            author.tick(author.page.locator(f'form#editor [name="{name}"][value="{value}"]'))
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(wanted)
    else:
        field.fill(wanted)


def add_artifact(educator: Person, form: str, fields: Mapping[str, str], *, title: str) -> None:
    """Add a text or a link to the first request of the part that is open."""
    page = educator.page
    page.get_by_role("link", name="Add ").first.click()
    educator.look()
    educator.follow({"text": "Text", "link": "A link"}[form])
    for label, text in fields.items():
        educator.write(label, text)
    educator.write("Title", title)
    educator.tick(page.locator("input[name=criteria]").first)
    educator.choose(NO_STUDENTS)
    educator.press({"text": "Add this text", "link": "Add this link"}[form])


def by_keyboard(person: Person, selector: str, key: str, *, leads_on: bool = True) -> None:
    """Tab to the first element that fits and press a key there; no mouse, no shortcut."""
    page = person.page
    goal = page.locator(selector).first
    if not goal.evaluate(_WATCH_THE_FOCUS):
        _tab_to(person, selector)
    assert goal.evaluate("one => one === document.activeElement")
    if not leads_on:
        page.keyboard.press(key)
        return
    with page.expect_navigation():
        page.keyboard.press(key)
    person.look()


def _tab_to(person: Person, selector: str) -> None:
    """Press Tab, asking only now and then how far it is; what was too much is taken back."""
    page = person.page
    for pressed in range(_AT_ONCE, _MOST_TABS + 1, _AT_ONCE):
        for _ in range(_AT_ONCE):
            page.keyboard.press("Tab")
        reached = page.evaluate("() => window.tabsToTheGoal")
        if reached is not None:
            for _ in range(pressed - reached):
                page.keyboard.press("Shift+Tab")
            return
    message = f"The keyboard does not come to {selector} on {page.url}"
    raise AssertionError(message)


def put_license_on_record(educator: Person) -> None:
    educator.follow("Put my license on record")
    page = educator.page
    page.get_by_label("Kind of license").select_option(label="Teacher")
    page.get_by_label("Grades").select_option("K-5")
    educator.write("First day of the cycle", "2022-07-01")
    educator.write("Expires on", "2027-06-30")
    educator.press("Save my license")


def hand_in_wait_time(educator: Person) -> str:
    """Begin the micro-credential of `tests.stories`, hand in the least, and get its number."""
    educator.go("microcredential", slug="wait-time")
    educator.press("Begin this micro-credential")
    educator.follow("Context")
    educator.write("Who?", ANSWER)
    educator.press("Save and go on to “Proof”")
    add_artifact(educator, "text", {"Text": "I asked, and counted to two."}, title="Transcript")
    submit(educator)
    return number_of(educator)


def number_of(educator: Person) -> str:
    """The submission's number, as its own page says it."""
    found = re.search(r"They see the number (\S+), not", educator.page.locator("main").inner_text())
    assert found
    return found.group(1)


def submit(educator: Person, *, changed: str = "") -> None:
    """From any page of the submission: the last look, and off it goes."""
    educator.page.get_by_role("link", name="Check and submit", exact=True).first.click()
    educator.look()
    if changed:
        educator.page.get_by_label("What did you change?").fill(changed)
    educator.choose(NO_STUDENTS)
    educator.choose("This is my own work, and it shows what I did.")
    educator.press("Submit for review")


def review(reviewer: Person, number: str, marks: Mapping[str, tuple[str, str]]) -> None:
    """Judge a submission: criterion → level and reason."""
    reviewer.go("reviews")
    reviewer.follow(number)
    for criterion, (level, reason) in marks.items():
        reviewer.tick(reviewer.page.locator(f"#level-{criterion}-{level}"))
        reviewer.page.locator(f"#reason-{criterion}").fill(reason)
    reviewer.press("Check and finish review")
    reviewer.reads("This will be")
    with reviewer.page.expect_navigation():
        reviewer.page.get_by_role("button", name="Finish review:").click()
    reviewer.look()
