"""A word is met, found to clash, proposed, talked about and adopted; then every page says it."""

import pytest

from longleaf.gateways.wiring import ports
from longleaf.records.models import term as rows
from tests.journeys.harness import PHONE, Person, Stage
from tests.languages import a_group, a_registry
from tests.people import make_cast

pytestmark = pytest.mark.journey


def comments_are_over() -> None:
    """As if the days for comments had passed."""
    today = ports().clock.now().date()
    rows.Proposal.objects.update(
        opened_on=today.replace(year=today.year - 1), closes_on=today.replace(year=today.year - 1)
    )


def meet_a_word_that_clashes(chloe: Person) -> None:
    chloe.go("home")
    chloe.follow("Reviewers")
    chloe.reads("Who judges evidence.")
    chloe.follow("Record a usage")
    chloe.write("The word they use", "rater")
    chloe.write("What they mean by it", "Reads what a teacher hands in.")
    chloe.write("Who uses it so", "Another state")
    chloe.press("Record this usage")
    chloe.reads("Please mend what is marked")
    chloe.write("Where it is written", "Its handbook, page 3")
    chloe.press("Record this usage")
    chloe.reads("“rater” now stands for 2 things")
    chloe.follow("“rater” stands for 2 things")
    chloe.reads("Another state")


def propose_another(chloe: Person) -> str:
    """Gives the proposal's address."""
    chloe.go("glossary_propose", key="reviewer")
    chloe.write("Word", "assessor")
    chloe.write("Definition", "Who judges evidence against a rubric.")
    chloe.write("Why", "More programs say so.")
    chloe.press("Propose this wording")
    chloe.reads("Nobody was asked for comments yet")
    return chloe.page.url.removeprefix(chloe.site)


def object_to_it(amina: Person, address: str) -> None:
    amina.go(address)
    amina.choose("Object: the group has to answer you")
    amina.write("What you say", "Nobody here says so.")
    amina.press("Send my comment")


def answer_her(dev: Person, address: str) -> None:
    dev.go(address)
    dev.page.locator("summary", has_text="Answer").click()
    dev.page.get_by_label("Answer", exact=True).fill("Two of our programs do.")
    dev.press("Answer this")


def vote_for_it(person: Person, address: str) -> None:
    person.go(address)
    person.choose("For")
    person.press("Give my vote")


def decide(dev: Person) -> None:
    dev.write("Minutes of the decision", "Both were for it.")
    dev.press("Put the decision on record")
    dev.reads("Comments are open until")
    comments_are_over()
    dev.press("Put the decision on record")
    dev.reads("Adopted on", "Both were for it.")


def test_a_usage_is_recorded_a_word_adopted_and_the_pages_change_theirs(
    stage: Stage, site: str
) -> None:
    cast = make_cast()
    a_registry()
    a_group(cast)
    chloe, dev = stage.enter(PHONE), stage.enter()
    amina = stage.enter(PHONE, java_script_enabled=False)
    for person, name in ((chloe, "chloe"), (dev, "dev"), (amina, "amina")):
        person.arrive(f"{name}@example.org")
    for person in (chloe, dev):  # what is missing, and a decision that comes too early
        person.watch.expected.append("status of 400")
    meet_a_word_that_clashes(chloe)
    address = propose_another(chloe)
    dev.go(address)
    dev.press("Ask for comments")
    object_to_it(amina, address)
    answer_her(dev, address)
    vote_for_it(dev, address)
    vote_for_it(chloe, address)
    decide(dev)
    amina.go("home")
    amina.reads("two assessors")
    assert "reviewer" not in amina.page.locator("main").inner_text().lower()
    amina.follow("Assessors")
    amina.reads("Adopted", "Who judges evidence against a rubric.")
