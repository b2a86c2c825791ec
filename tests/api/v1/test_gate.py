"""First checks, appeals, coaches and programs over the REST API."""

import json
from pathlib import Path

import pytest
from django.test import Client

from longleaf.gateways.clock import SystemClock
from longleaf.gateways.vault import FileVault
from longleaf.records.models import gate
from tests.api.v1.test_review import holder
from tests.gates import GROUNDS, a_check, a_decided_attempt
from tests.people import NOW, Cast

YES = {"holds": True}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)


def send(client: Client, address: str, *, put: bool = False, **given: object) -> tuple[int, object]:
    ask = client.put if put else client.post
    answer = ask(f"/api/v1{address}", json.dumps(given), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_first_check_is_listed_shown_and_done(cast: Cast) -> None:
    check = a_check(cast)
    ben = holder(cast.ben)
    assert [one["id"] for one in ben.get("/api/v1/completeness-checks").json()["checks"]] == [
        str(check)
    ]
    shown = ben.get(f"/api/v1/completeness-checks/{check}").content.decode()
    assert "Twenty-four students" in shown
    assert "Amina" not in shown
    no = {"holds": False, "reason": "The recording does not open."}
    done = send(ben, f"/completeness-checks/{check}", readable=no, template=YES, consent=YES)
    assert done == (200, {"outcome": "returned"})
    submission = gate.CompletenessCheck.objects.get().attempt.submission_id
    told = holder(cast.amina).get(f"/api/v1/submissions/{submission}/decisions").json()
    assert told["checks"][0]["lacking"][0]["reason"] == "The recording does not open."


def test_an_appeal_a_program_and_a_coach(cast: Cast, tmp_path: Path) -> None:
    amina, chloe, ash = holder(cast.amina), holder(cast.chloe), holder(cast.ash)
    settled = {"review_days": 10, "most_attempts": 1, "read": 0}
    program = f"/review-programs/{cast.northfield.pk}"
    status, kept = send(chloe, program, put=True, **settled)
    assert status == 200
    assert isinstance(kept, dict)
    assert kept["most_attempts"] == 1
    assert chloe.get(f"/api/v1{program}").json() == kept
    assert send(chloe, program, put=True, **settled)[0] == 409
    attempt = a_decided_attempt(cast, FileVault(tmp_path / "vault.key"))
    about = f"/submissions/{attempt.submission_id}"
    status, told = send(amina, f"{about}/appeal", grounds=GROUNDS)
    assert isinstance(told, dict)
    assert (status, told["appeals"][0]["criteria"], told["attempts_left"]) == (200, ["pause"], 0)
    assert amina.delete(f"/api/v1{about}/appeal").json()["appeals"][0]["outcome"] == "withdrawn"
    status, named = send(chloe, f"{about}/coach", coach=str(cast.ash.pk))
    assert isinstance(named, dict)
    talk = f"/coachings/{named['coaching']}"
    assert send(amina, f"{talk}/notes", text="What is missing?")[0] == 200
    assert send(ash, f"{talk}/attempt")[0] == 200
    assert ash.get(f"/api/v1{talk}").json()["opened_at"]
    assert send(ash, f"{talk}/attempt")[0] == 409
