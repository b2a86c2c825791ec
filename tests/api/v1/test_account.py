"""Who one is, inviting people, and the audit trail, over the API."""

from typing import Any

import pytest
from django.test import Client

from longleaf.actions.account import make_token
from longleaf.gateways.wiring import ports
from longleaf.records.models import organization as rows
from tests.people import Cast


def token(cast: Cast, person: rows.Person) -> dict[str, str]:
    made = make_token(by=cast.acting(person), name="t", days=1, now=ports().clock.now())
    return {"Authorization": f"Bearer {made.secret}"}


def invite(cast: Cast, by: rows.Person, **changes: object) -> Any:
    data = {"organization": str(cast.elementary.pk), "role": "educator", "email": "new@example.org"}
    return Client().post(
        "/api/v1/invitations",
        data | changes,
        content_type="application/json",
        headers=token(cast, by),
    )


def test_a_token_says_whose_it_is(cast: Cast) -> None:
    me = Client().get("/api/v1/me", headers=token(cast, cast.ben)).json()
    assert me["name"] == "Ben Okafor"
    assert {role["role"] for role in me["roles"]} == {"educator", "reviewer"}


def test_without_a_token_nobody_is_anybody(cast: Cast) -> None:
    assert Client().get("/api/v1/me").status_code == 401
    bad = {"Authorization": "Bearer ll_guess"}
    assert Client().get("/api/v1/me", headers=bad).status_code == 401


def test_a_coordinator_invites_and_the_link_is_not_in_the_answer(cast: Cast) -> None:
    answer = invite(cast, cast.chloe)
    assert answer.status_code == 201
    assert set(answer.json()) == {"id", "expires_at"}


def test_a_second_call_sends_no_second_invitation(cast: Cast) -> None:
    invite(cast, cast.chloe)
    assert invite(cast, cast.chloe).status_code == 409
    assert rows.Invitation.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("eve", 404)])
def test_who_may_not_invite_here_is_refused(cast: Cast, who: str, status: int) -> None:
    assert invite(cast, getattr(cast, who)).status_code == status


@pytest.mark.parametrize("changes", [{"role": "chief"}, {"email": "x"}, {"organization": "x"}])
def test_a_bad_invitation_is_refused_with_its_problem(
    cast: Cast, changes: dict[str, object]
) -> None:
    answer = invite(cast, cast.chloe, **changes)
    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_the_trail_lists_what_happened_in_ones_reach(cast: Cast) -> None:
    invite(cast, cast.chloe)
    mine = (
        Client().get("/api/v1/audit-events?verb=invitation.", headers=token(cast, cast.ada)).json()
    )
    assert [event["verb"] for event in mine["events"]] == ["invitation.sent"]
    beyond = Client().get("/api/v1/audit-events?page=99", headers=token(cast, cast.ada)).json()
    assert beyond["events"] == []
    assert Client().get("/api/v1/audit-events", headers=token(cast, cast.chloe)).status_code == 403
