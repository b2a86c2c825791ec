"""The main job: from a draft to a published badge, to a stranger's check, to credit that counts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from longleaf.actions.pack import load_pack
from longleaf.credential.document import as_list, members
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.models import organization as people
from tests.gateways.files import a_pdf
from tests.journeys.harness import PHONE, Person, Stage
from tests.journeys.steps import (
    ANSWER,
    add_artifact,
    by_keyboard,
    number_of,
    put_license_on_record,
    write_sections,
)
from tests.people import Cast, make_cast
from tests.stories import a_published_microcredential

pytestmark = pytest.mark.journey

TITLE = "Questions that open"
QUESTION = "Which lesson did you choose, and why?"
# `longleaf`, on the story's day: a status list may be kept for some minutes only.
VERIFY = """
import sys
from datetime import datetime
from longleaf.cli.main import main
from longleaf.gateways.clock import SystemClock
now = datetime.fromisoformat(sys.argv.pop(1))
SystemClock.now = lambda _: now
main()
"""
SECTIONS: dict[str, dict[str, str | list[str]]] = {
    "purpose": {
        "summary": "Ask what has more than one good answer, and let students go on from there.",
        "competency": "The educator asks questions that lead students to reason aloud.",
        "audience": ["teacher"],
        "renewal_categories": ["academic"],
        "effort_hours": "6",
        "tags": "questioning, discussion",
    },
    "method": {
        "key_method.title": "Ask, wait, follow",
        "key_method.description": "Ask what opens, wait, and follow what a student says.",
        "key_method.components[0].title": "Ask",
        "key_method.components[0].description": "Write two open questions into the plan.",
    },
    "research": {
        "research[0].citation": "An invented study of this test.",
        "research[0].summary": "Open questions get longer answers.",
    },
    "evidence": {
        "evidence.parts[0].guidance": "Set the scene in a few sentences.",
        "evidence.parts[0].questions[0].prompt": QUESTION,
        "evidence.parts[0].questions[0].min_words": "5",
        "evidence.parts[1].guidance": "What you used and what came of it.",
        "evidence.parts[1].requests[0].title": "From the lesson",
        "evidence.parts[1].requests[0].guidance": "A plan, a note, or a link to either.",
        "evidence.parts[1].requests[0].kinds": ["lesson_plan"],
        "evidence.parts[2].guidance": "Be honest; it is not judged by how well it went.",
        "evidence.parts[2].questions[0].prompt": "What will you do differently?",
        "evidence.parts[2].questions[0].min_words": "5",
    },
    "levels": {"rubric.passing_level": "demonstrated"},
    "criteria": {
        "rubric.criteria[0].title": "The questions open",
        "rubric.criteria[0].part": ["artifacts"],
        "rubric.criteria[0].descriptions.not_yet": "They have one right answer.",
        "rubric.criteria[0].descriptions.demonstrated": "They have several good answers.",
        "rubric.criteria[0].next_step": "Change two questions of the plan.",
    },
    "standards": {"alignments": ["ncpts IV-c"]},
}


@pytest.fixture
def cast(stage: Stage) -> Cast:
    made = make_cast()
    load_pack(by=system("pack"), name="north_carolina", now=ports().clock.now())
    a_published_microcredential(made)  # so that there is something else to find
    people.Role.objects.filter(person=made.bo).delete()  # Ben and Bea are the two who review
    return made


def test_from_authoring_to_a_stranger_s_check_to_the_standing_page(
    stage: Stage, cast: Cast, tmp_path: Path
) -> None:
    a_micro_credential_is_written_and_published(stage)
    amina = stage.enter(PHONE)
    it_is_found_without_an_account(amina)
    evidence_is_handed_in(amina)
    number = number_of(amina)
    for reviewer in ("ben", "bea"):
        it_is_reviewed_by_keyboard(stage.enter(), reviewer, number)
    address = the_badge_is_published(amina)
    files = a_stranger_checks_it(stage.enter(), address, tmp_path)
    it_is_checked_offline(files)
    it_counts(amina)
    the_coordinator_sees_it(stage.enter())


def a_micro_credential_is_written_and_published(stage: Stage) -> None:
    ash = stage.enter()
    ash.arrive("ash@example.org")
    ash.go("authoring_new")
    ash.write("Working title", TITLE)
    ash.press("Begin the draft")
    ash.write("Summary", "Saved before any button is pressed.")
    expect(ash.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    ash.page.reload()
    expect(ash.page.get_by_label("Summary")).to_have_value("Saved before any button is pressed.")
    write_sections(ash, SECTIONS)
    ash.press("Propose for publishing")
    ash.reads("It waits for a second person")

    asa = stage.enter()
    asa.arrive("asa@example.org")
    asa.go("authoring")
    asa.follow(TITLE)
    asa.follow("Read it, then decide")
    asa.press("Publish version 1")
    asa.reads("Published")


def it_is_found_without_an_account(visitor: Person) -> None:
    visitor.go("catalog")
    visitor.reads("2 micro-credentials")
    visitor.write("Search", "reason aloud")
    visitor.page.get_by_label("Counts as").select_option(label="Academic subject area")
    visitor.press("Find micro-credentials")
    visitor.reads("1 micro-credential found", TITLE)
    visitor.does_not_read("Wait Time")
    visitor.page.reload()
    expect(visitor.page.get_by_label("Search")).to_have_value("reason aloud")
    visitor.reads("1 micro-credential found", TITLE)
    visitor.follow(TITLE)
    visitor.reads("The questions open", "They have several good answers.", "1 credit")


def evidence_is_handed_in(amina: Person) -> None:
    amina.follow("Sign in to begin")
    amina.sign_in_here("amina@example.org")
    amina.press("Begin this micro-credential")
    amina.reads("Draft")
    amina.follow("Context")
    amina.write(QUESTION, ANSWER)
    expect(amina.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    amina.page.reload()
    expect(amina.page.get_by_label(QUESTION)).to_have_value(ANSWER)
    amina.press("Save and go on to “Evidence”")
    add_artifact(amina, "text", {"Text": "I asked: what would change your mind?"}, title="Notes")
    add_artifact(amina, "link", {"Address": "https://plans.example.org/open"}, title="The plan")
    amina.follow("Add another to “From the lesson”")
    amina.page.get_by_label("File", exact=True).set_input_files(
        {"name": "Amina Reyes plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    amina.write("Title", "The plan as a file")
    amina.choose("The questions open")
    amina.choose("No. No student appears, by face, voice, name or work.")
    amina.press("Add this file")
    amina.reads("3 of 1 to 3", "Notes", "The plan", "The plan as a file", "Kind of file checked")
    amina.does_not_read("Amina Reyes plan.pdf")
    amina.follow("Go on to “Reflection”")
    amina.write("What will you do differently?", ANSWER)
    amina.press("Save and check everything")
    with amina.expecting("status of 400"):  # nobody hands in without a word about students
        amina.press("Submit for review")
    amina.reads("2 things still missing")
    amina.choose("No. No student appears, by face, voice, name or work.")
    amina.choose("This is my own work, and it shows what I did.")
    amina.press("Submit for review")
    amina.reads("Submitted for review", "not your name")


def it_is_reviewed_by_keyboard(reviewer: Person, name: str, number: str) -> None:
    reviewer.arrive(f"{name}@example.org")
    reviewer.go("reviews")
    by_keyboard(reviewer, f"a:text-is('{number}')", "Enter")
    reviewer.does_not_read("Amina", "Elementary")
    reviewer.reads("what would change your mind?", "The plan as a file")
    by_keyboard(reviewer, "input[type=radio]", "ArrowDown", leads_on=False)
    expect(reviewer.page.get_by_label("Demonstrated")).to_be_checked()
    by_keyboard(reviewer, "textarea[name^=reason-]", "T", leads_on=False)
    reviewer.page.keyboard.type("hree questions with several good answers.")
    by_keyboard(reviewer, "button:text-is('Check and finish review')", "Enter")
    by_keyboard(reviewer, "button:text-is('Finish review: Earned')", "Enter")
    reviewer.reads("Earned")


def the_badge_is_published(amina: Person) -> str:
    amina.go("submissions")
    amina.reads("Earned", TITLE)
    amina.follow(TITLE)
    amina.follow("Read the feedback")
    amina.reads("Three questions with several good answers.", "Shown")
    amina.does_not_read("Ben Okafor", "Bea Lindqvist")
    amina.go("my_badges")
    amina.reads("Private")
    amina.follow(TITLE)
    amina.press("Publish the badge")
    link = amina.page.locator("main a[href*='/badges/']").first.get_attribute("href")
    assert link
    return link


def a_stranger_checks_it(stranger: Person, address: str, folder: Path) -> list[Path]:
    """The files that the stranger goes away with: the badge, then its status lists."""
    stranger.go(address)
    stranger.reads("Amina Reyes earned this", "This badge holds", "Northfield Schools")
    picture, signed = folder / "badge.png", folder / "badge.json"
    for link, path in (("Picture that carries", picture), ("The signed document", signed)):
        with stranger.page.expect_download() as download:
            stranger.page.get_by_role("link", name=link).click()
        download.value.save_as(path)
    stranger.follow("check it")
    stranger.page.get_by_label("The badge’s file").set_input_files(picture)
    stranger.press("Check the badge")
    stranger.reads("This badge holds", TITLE)
    changed = folder / "changed.json"
    changed.write_text(signed.read_text().replace(TITLE, "Questions that close"))
    stranger.page.get_by_label("The badge’s file").set_input_files(changed)
    stranger.press("Check the badge")
    stranger.reads("This badge does not hold")
    return [signed, changed, *status_lists(stranger, json.loads(signed.read_text()), folder)]


def status_lists(stranger: Person, badge: dict[str, Any], folder: Path) -> list[Path]:
    found = []
    for number, entry in enumerate(as_list(badge["credentialStatus"])):
        address = str(members(entry)["statusListCredential"])
        answer = stranger.page.context.request.get(address)
        found.append(folder / f"status-{number}.json")
        found[-1].write_bytes(answer.body())
    return found


def it_is_checked_offline(files: list[Path]) -> None:
    signed, changed, *lists = files
    given = [word for path in lists for word in ("--status", str(path))]
    command = [sys.executable, "-c", VERIFY, ports().clock.now().isoformat(), "verify"]
    results = {}
    for path in (signed, changed):
        done = subprocess.run(  # noqa: S603  # the product's own command
            [*command, str(path), *given], capture_output=True, text=True, check=False
        )
        results[path] = (done.returncode, done.stdout.splitlines()[-1])
    assert results[signed] == (0, "The badge holds.")
    assert results[changed] == (1, "The badge does not hold.")


def it_counts(amina: Person) -> None:
    amina.go("today")
    put_license_on_record(amina)
    amina.go("today")
    amina.reads("1 of 8 credits")
    amina.follow("Every figure with its reason")
    amina.page.locator("summary", has_text="Why 1").click()
    amina.look()
    amina.reads(
        TITLE,
        "Academic subject area",
        "June 30, 2027",
        "crosswalk of Northfield County Schools",
        "1 in ",
    )


def the_coordinator_sees_it(chloe: Person) -> None:
    chloe.arrive("chloe@example.org")
    chloe.go("coordinator_people")
    chloe.write("Name or e-mail", "Amina")
    chloe.press("Show")
    chloe.reads("1 educator", "Amina Reyes", "1 of 8")
    chloe.follow("Amina Reyes")
    chloe.reads(TITLE)
