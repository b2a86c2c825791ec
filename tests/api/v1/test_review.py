"""Reviews over the REST API."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from longleaf.gateways.wiring import ports
from longleaf.records.models import award, organization
from longleaf.records.models import review as rows
from tests.people import TODAY, Cast
from tests.stories import a_review, a_submitted_attempt

PASSED = {"pause": "meets", "follow": "strong"}


def holder(person: organization.Person) -> Client:
    """A client that sends an access token of a person's."""
    token = uuid4().hex
    now = ports().clock.now()
    organization.AccessToken.objects.create(
        person=person,
        name="Test",
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        hint=token[:4],
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def review(cast: Cast) -> rows.Review:
    return a_review(a_submitted_attempt(cast), cast.ben)


def put(client: Client, review: rows.Review, criterion: str, **given: object) -> int:
    address = f"/api/v1/reviews/{review.pk}/scores/{criterion}"
    return client.put(address, json.dumps(given), content_type="application/json").status_code


def test_a_review_is_listed_scored_and_finished(cast: Cast, review: rows.Review) -> None:
    ben = holder(cast.ben)
    assert [one["id"] for one in ben.get("/api/v1/reviews").json()["reviews"]] == [str(review.pk)]
    for criterion, level in PASSED.items():
        assert put(ben, review, criterion, level=level, reason="Seen.") == 200
    answer = ben.post(f"/api/v1/reviews/{review.pk}/finish")
    assert answer.json() == {"outcome": "earned", "ruling": "waiting"}
    again = ben.post(f"/api/v1/reviews/{review.pk}/finish")
    assert again.status_code == 409


def test_an_incomplete_review_is_answered_with_what_is_missing(
    cast: Cast, review: rows.Review
) -> None:
    answer = holder(cast.ben).post(f"/api/v1/reviews/{review.pk}/finish")
    assert answer.status_code == 400
    assert [one["where"] for one in answer.json()["problems"]] == ["pause", "follow"]


def test_a_sheet_shows_evidence_and_rubric_but_nobodys_name(
    cast: Cast, review: rows.Review
) -> None:
    shown = holder(cast.ben).get(f"/api/v1/reviews/{review.pk}")
    body = shown.json()
    assert body["number"] == review.attempt.submission.number
    assert [one["position"] for one in body["artifacts"]] == [1, 2, 3]
    assert [one["criterion"] for one in body["scores"]] == ["pause", "follow"]
    for secret in ("Amina", "Reyes", "amina@", "Elementary", str(cast.amina.pk)):
        assert secret not in shown.content.decode()


def test_a_stale_revision_overwrites_nothing(cast: Cast, review: rows.Review) -> None:
    ben = holder(cast.ben)
    put(ben, review, "pause", level="meets", reason="First.")
    assert put(ben, review, "pause", reason="Second.", revision=0) == 409
    assert rows.CriterionScore.objects.get().reason == "First."


def test_giving_back_takes_it_off_the_list(cast: Cast, review: rows.Review) -> None:
    ben = holder(cast.ben)
    address = f"/api/v1/reviews/{review.pk}/give-back"
    assert ben.post(address, {"reason": ""}, content_type="application/json").status_code == 400
    assert ben.post(address, {"reason": "Ill."}, content_type="application/json").json() == {
        "released": True
    }
    assert ben.get("/api/v1/reviews").json() == {"reviews": []}


def test_another_reviewers_review_does_not_exist(cast: Cast, review: rows.Review) -> None:
    bea = holder(cast.bea)
    assert bea.get(f"/api/v1/reviews/{review.pk}").status_code == 404
    assert put(bea, review, "pause", level="meets") == 404
    assert bea.post(f"/api/v1/reviews/{review.pk}/finish").status_code == 404


def test_the_wrong_role_and_nobody_are_refused(cast: Cast, review: rows.Review) -> None:
    assert holder(cast.amina).get("/api/v1/reviews").status_code == 403
    assert Client().get(f"/api/v1/reviews/{review.pk}").status_code == 401
    assert not award.Award.objects.exists()


def test_a_review_is_taken_away_when_a_program_asks_for_it_too(
    cast: Cast, review: rows.Review
) -> None:
    organization.Supervision.objects.create(
        supervisor=cast.ben, educator=cast.amina, began_on=TODAY
    )
    assert holder(cast.ben).get(f"/api/v1/reviews/{review.pk}").status_code == 404
    review.refresh_from_db()
    assert review.state == "released"
