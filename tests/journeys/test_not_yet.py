"""Not yet, revised, and earned: only what did not pass, and the earlier attempt as it was."""

import pytest
from playwright.sync_api import expect

from longleaf.records.models import review as reviews
from tests.journeys.harness import PHONE, Person, Stage
from tests.journeys.steps import add_artifact, hand_in_wait_time, review, submit
from tests.people import make_cast
from tests.stories import a_published_microcredential

pytestmark = pytest.mark.journey

TOO_SHORT = "Most pauses of the transcript last one second."
STILL_SHORT = "One question of the second transcript has no pause at all."
LONG_ENOUGH = "The second transcript has three seconds after every question."


@pytest.fixture
def amina(stage: Stage) -> Person:
    a_published_microcredential(make_cast())
    amina = stage.enter(PHONE)
    amina.arrive("amina@example.org")
    return amina


def test_not_yet_is_revised_where_it_did_not_pass_and_a_third_reviewer_settles_a_disagreement(
    stage: Stage, amina: Person
) -> None:
    number = hand_in_wait_time(amina)
    for seat in (1, 2):
        ask = reviewer_in(stage, seat, attempt=1)
        review(ask, number, {"pause": ("not_yet", TOO_SHORT), "follow": ("meets", "They do.")})
    she_reads_what_did_not_pass_and_why(amina)
    she_revises_only_that(amina)
    review(reviewer_in(stage, 1, attempt=2), number, {"pause": ("not_yet", STILL_SHORT)})
    review(reviewer_in(stage, 2, attempt=2), number, {"pause": ("meets", LONG_ENOUGH)})
    amina.go("submissions")
    amina.reads("With the reviewers")
    third = reviewer_in(stage, 3, attempt=2)
    review(third, number, {"pause": ("meets", LONG_ENOUGH)})
    third.reads("The decision is", "Earned", STILL_SHORT)
    she_has_earned_it_and_the_first_attempt_is_as_it_was(amina)


def reviewer_in(stage: Stage, seat: int, *, attempt: int) -> Person:
    """Whoever was given this seat, signed in."""
    given = reviews.Review.objects.get(seat=seat, attempt__number=attempt)
    reviewer = stage.enter()
    reviewer.arrive(given.reviewer.email)
    return reviewer


def she_reads_what_did_not_pass_and_why(amina: Person) -> None:
    amina.go("submissions")
    amina.reads("Not yet: something to revise")
    amina.follow("Wait Time")
    amina.follow("Read the feedback")
    amina.reads(TOO_SHORT, "Count under your breath.", "They do.")
    amina.does_not_read("failed", "Okafor", "Lindqvist", "Castellanos")


def she_revises_only_that(amina: Person) -> None:
    amina.press("Revise what did not pass")
    amina.reads("Accepted before")
    amina.follow("Context")
    amina.reads("Accepted in an earlier attempt.")
    expect(amina.page.locator("textarea")).to_have_count(0)
    amina.follow("Wait Time")
    amina.follow("Proof")
    amina.reads("Transcript")
    add_artifact(amina, "text", {"Text": "I counted to three."}, title="Second transcript")
    submit(amina, changed="I waited longer.")
    amina.reads("Submitted for review")


def she_has_earned_it_and_the_first_attempt_is_as_it_was(amina: Person) -> None:
    amina.go("submissions")
    amina.follow("Wait Time")
    amina.reads("Earned")
    amina.follow("Read the feedback")
    amina.reads("Attempt 2", LONG_ENOUGH, "Attempt 1", TOO_SHORT)
    first = amina.page.locator("#attempt-1")
    first.get_by_role("link", name="Proof").click()
    amina.look()
    amina.reads("Transcript", "This is attempt 1 as it was")
    amina.does_not_read("Second transcript")
    amina.go("my_badges")
    amina.reads("1 badge", "Wait Time")
