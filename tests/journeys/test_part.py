"""An educator shows part of a badge; a stranger checks what they were given."""

from pathlib import Path

import pytest

from longleaf.actions.award import grant_award
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.models import evidence as evidences
from tests.journeys.harness import PHONE, Person, Stage
from tests.people import Cast, make_cast
from tests.stories import a_submitted_attempt

pytestmark = pytest.mark.journey


def an_award(cast: Cast, site: str) -> None:
    attempt = a_submitted_attempt(cast)
    evidences.Artifact.objects.update(students="none")
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", attempt.submitted_at
    attempt.save()
    attempt.submission.state = "earned"
    attempt.submission.save()
    now = ports().clock.now()
    grant_award(
        by=system("review"), attempt=attempt.pk, vault=ports().vault, base_url=site, now=now
    )


def downloaded(amina: Person, button: str, path: Path) -> Path:
    with amina.page.expect_download() as download:
        amina.page.get_by_role("button", name=button).click()
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("with_script", [True, False])
def test_an_educator_shows_what_they_choose_twice_and_each_part_is_checked(
    stage: Stage, site: str, tmp_path: Path, *, with_script: bool
) -> None:
    an_award(make_cast(), site)
    amina = stage.enter(PHONE, java_script_enabled=with_script)
    amina.arrive("amina@example.org")
    amina.go("my_badges")
    amina.follow("Wait Time")
    amina.follow("Show part of it")
    amina.reads("What everyone sees", "Northfield Schools", "Transcript of a lesson")
    little = downloaded(amina, "Download the part (JSON)", tmp_path / "little.json")
    amina.page.get_by_text("Transcript of a lesson").click()
    more = downloaded(amina, "As a picture (PNG)", tmp_path / "more.png")
    assert "Transcript of a lesson" not in little.read_text()
    assert b"Transcript of a lesson" in more.read_bytes()
    stranger = stage.enter()
    for given in (little, more):
        stranger.go("check_badge")
        stranger.page.get_by_label("The badge’s file").set_input_files(given)
        stranger.press("Check the badge")
        stranger.reads("This badge holds", "Northfield Schools issues on")
