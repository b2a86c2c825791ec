"""The first check returns what cannot be judged; mended, it goes on under the same number."""

from pathlib import Path

import pytest

from longleaf.gateways.file_store import DiskStore
from longleaf.records.models import review as reviews
from tests.gates import settle
from tests.handing_in import begin
from tests.journeys.harness import PHONE, Person, Stage
from tests.journeys.steps import add_artifact, submit
from tests.people import make_cast

pytestmark = pytest.mark.journey

MISSING = "The transcript has one sentence only. Add the minutes around it."


@pytest.fixture
def number(stage: Stage, tmp_path: Path) -> str:
    """Of what Amina has handed in."""
    cast = make_cast()
    settle(cast, checks_completeness=True, most_attempts=2)
    story = begin(cast, DiskStore(tmp_path))
    story.complete()
    story.submit()
    return str(story.row.number)


def test_what_is_incomplete_comes_back_unspent_and_goes_on_when_it_is_mended(
    stage: Stage, number: str
) -> None:
    ben = stage.enter()
    ben.arrive("ben@example.org")
    ben.go("reviews")
    ben.follow("1 submission waits for a first check")
    ben.follow(number)
    ben.does_not_read("Amina", "Elementary")
    with ben.expecting("status of 400"):
        ben.press("Finish the check")
    ben.reads("3 things to mend first")
    it_is_answered(ben, readable="yes", template="no", consent="yes")
    ben.page.locator("#reason-template").fill(MISSING)
    ben.press("Finish the check")
    ben.reads("No attempt is spent", "Nothing waits for a first check")

    amina = stage.enter(PHONE)
    amina.arrive("amina@example.org")
    amina.go("submissions")
    amina.follow("Wait Time")
    amina.reads("Something is missing", MISSING, "No attempt is spent")
    amina.follow("Proof")
    add_artifact(amina, "text", {"Text": "Three minutes, word by word."}, title="The minutes")
    submit(amina)
    amina.reads("First somebody looks whether it can be judged", number)

    ben.go("completeness_checks")
    ben.follow(number)
    ben.reads("Three minutes, word by word.")
    it_is_answered(ben, readable="yes", template="yes", consent="yes")
    ben.press("Finish the check")
    ben.reads("It goes to its reviewers now", "Complete", "Returned")
    amina.go("submissions")
    amina.follow("Wait Time")
    amina.reads("Two reviewers read your evidence", "Attempt 1")
    amina.does_not_read("Attempt 2", "Okafor")
    assert reviews.Review.objects.count() == 2


def it_is_answered(checker: Person, **answers: str) -> None:
    for item, answer in answers.items():
        checker.tick(checker.page.locator(f"#{answer}-{item}"))
