"""What an educator and a coach see of returns, appeals and attempts."""

from pathlib import Path

import pytest
from django.test import Client

from longleaf.actions.review import decide_completeness
from longleaf.domain.review.gate import CHECKLIST, Finding
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.vault import FileVault
from longleaf.records.models import evidence, gate
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import review as reviews
from tests.gates import GROUNDS, a_check, a_coaching, a_decided_attempt, settle
from tests.people import NOW, Cast
from tests.stories import a_review, a_submitted_attempt


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)


@pytest.fixture
def amina(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def decided(cast: Cast, folder: Path) -> evidence.Attempt:
    return a_decided_attempt(cast, FileVault(folder / "vault.key"))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_came_back_is_said_on_the_submission(amina: Client, cast: Cast) -> None:
    check = gate.CompletenessCheck.objects.get(pk=a_check(cast))
    where = f"/my-submissions/{check.attempt.submission_id}"
    assert "First somebody looks whether it can be judged" in text_of(amina, where)
    findings = {item.key: Finding(holds=True) for item in CHECKLIST}
    findings["consent"] = Finding(holds=False, reason="A face is seen in minute two.")
    decide_completeness(by=cast.acting(cast.ben), check=check.pk, findings=findings, now=NOW)
    page = text_of(amina, where)
    assert "A face is seen in minute two." in page
    assert "No attempt is spent" in page


def test_an_appeal_is_asked_for_taken_back_and_keeps_what_was_typed(
    amina: Client, cast: Cast, tmp_path: Path
) -> None:
    where = f"/my-submissions/{decided(cast, tmp_path).submission_id}"
    assert "appeal until March 3, 2026" in text_of(amina, f"{where}/feedback")
    refused = amina.post(f"{where}/appeal", {"grounds": "Not fair."})
    assert refused.status_code == 400
    assert "Not fair." in refused.content.decode()
    assert amina.post(f"{where}/appeal", {"grounds": GROUNDS}).status_code == 302
    assert "Your appeal waits for its answer" in text_of(amina, where)
    assert "Revise what did not pass" not in text_of(amina, f"{where}/feedback")
    assert amina.post(f"{where}/appeal/back").status_code == 302
    page = text_of(amina, f"{where}/feedback")
    assert "Revise what did not pass" in page
    assert "Taken back" in page
    assert amina.get(f"{where}/appeal").status_code == 302  # once only


def test_with_no_attempt_left_the_way_leads_to_the_coach(
    amina: Client, cast: Cast, tmp_path: Path
) -> None:
    settle(cast, most_attempts=1)
    attempt = decided(cast, tmp_path)
    where = f"/my-submissions/{attempt.submission_id}"
    assert "Your coordinator names a coach" in text_of(amina, where)
    assert "Revise what did not pass" not in text_of(amina, f"{where}/feedback")
    talk = f"/coaching/{a_coaching(cast, attempt)}"
    assert amina.post(talk, {"text": ""}).status_code == 400
    assert amina.post(talk, {"text": "What is missing?"}).status_code == 302
    assert "Open one attempt more" not in text_of(amina, talk)
    assert amina.post(f"{talk}/open").status_code == 404
    ash = Client()
    ash.force_login(cast.ash)
    page = text_of(ash, talk)
    assert "What is missing?" in page
    assert "Count under your breath." in page  # the next step of what did not pass
    assert "Amina Reyes" in text_of(ash, "/coaching")
    assert "waits for your help" in " ".join(text_of(ash, "/today").split())
    assert ash.post(f"{talk}/open").status_code == 302
    assert "Revise what did not pass" in text_of(amina, f"{where}/feedback")


def test_a_version_published_meanwhile_changes_nothing_that_waits(
    amina: Client, cast: Cast
) -> None:
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    version = attempt.submission.version
    definitions.Version.objects.filter(pk=version.pk).update(state="replaced")
    changed = {**version.definition}
    changed["rubric"] = {**changed["rubric"], "criteria": changed["rubric"]["criteria"][:1]}
    definitions.Version.objects.create(
        microcredential=version.microcredential,
        number=2,
        state="published",
        definition=changed,
        content_hash="another",
        title="Wait Time, anew",
        drafted_by=cast.ash,
        drafted_at=NOW,
        changed_by=cast.ash,
        changed_at=NOW,
        published_by=cast.asa,
        published_at=NOW,
    )
    page = text_of(amina, f"/my-submissions/{attempt.submission_id}")
    assert "Yours is judged by version 1" in page
    ben = Client()
    ben.force_login(cast.ben)
    sheet = text_of(ben, f"/reviews/{review.pk}")
    assert "Follow up" in sheet  # the criterion that version 2 has no more
    assert reviews.Review.objects.get().attempt.open_criteria == ["pause", "follow"]
