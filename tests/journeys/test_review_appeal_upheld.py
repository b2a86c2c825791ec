"""An educator appeals; somebody who has not judged the work upholds it; nothing is erased."""

import pytest

from longleaf.gateways.wiring import ports
from longleaf.records.models import review as reviews
from tests.gates import ANSWER, GROUNDS, a_decided_attempt
from tests.journeys.harness import PHONE, Person, Stage
from tests.people import make_cast

pytestmark = pytest.mark.journey

EARLIER = "The recording has pauses of two seconds before most answers."
REASON = "Minutes three and four of the transcript."


@pytest.fixture
def number(stage: Stage) -> str:
    attempt = a_decided_attempt(make_cast(), ports().vault)
    return str(attempt.submission.number)


def test_an_appeal_is_answered_by_somebody_new_and_earns_the_micro_credential(
    stage: Stage, number: str
) -> None:
    amina = stage.enter(PHONE)
    amina.arrive("amina@example.org")
    amina.go("submissions")
    amina.follow("Wait Time")
    amina.follow("Read the feedback")
    amina.page.get_by_role("link", name="appeal until").click()
    amina.look()
    amina.reads("What did not pass", EARLIER)
    with amina.expecting("status of 400"):
        amina.press("Send the appeal")
    amina.reads("An appeal needs a reason that others can weigh.")
    amina.write("Why do you see it otherwise?", GROUNDS)
    amina.press("Send the appeal")
    amina.reads("Your appeal waits for its answer")

    bo = it_is_answered(stage, number)
    bo.reads("The decision is", "Earned")

    amina.go("submissions")
    amina.follow("Wait Time")
    amina.reads("Earned")
    amina.follow("Read the feedback")
    amina.reads("Upheld", ANSWER, EARLIER, "All decisions, in order", "on appeal")
    amina.does_not_read("Castellanos", "Okafor")
    amina.go("my_badges")
    amina.reads("1 badge", "Wait Time")


def it_is_answered(stage: Stage, number: str) -> Person:
    given = reviews.Review.objects.get(seat=4)
    assert given.reviewer.name == "Bo Castellanos"  # Ben and Bea judged it, Sam supervises
    bo = stage.enter()
    bo.watch.expected.append("status of 404")  # the recording of this story has no file
    bo.arrive("bo@example.org")
    bo.go("reviews")
    bo.follow(number)
    bo.reads("An appeal", GROUNDS)
    bo.does_not_read(EARLIER, "Amina")
    bo.tick(bo.page.locator("#level-pause-meets"))
    bo.page.locator("#reason-pause").fill(REASON)
    bo.press("Check and finish review")
    bo.reads("An appeal needs an answer with reasons.")
    bo.follow("Go back to the review")
    bo.page.locator("#comment").fill(ANSWER)
    bo.press("Check and finish review")
    bo.reads("This answers the appeal")
    with bo.page.expect_navigation():
        bo.page.get_by_role("button", name="Finish review:").click()
    bo.look()
    return bo
