"""Awards and keys as those who answer for them see them."""

from django.test import Client

from longleaf.records.models import award as rows
from tests.people import Cast
from tests.web.public.test_badges import award

__all__ = ["award"]


def test_the_administrator_finds_an_award_by_earner_and_by_state(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    assert "Wait Time" in client.get("/awards?q=amina").content.decode()
    assert "No award fits" in client.get("/awards?state=revoked").content.decode()


def test_revoking_needs_a_reason_and_keeps_what_was_typed(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    response = client.post(f"/awards/{award.pk}/revoke", {"reason": "  "})
    assert response.status_code == 400
    assert "This needs a reason." in response.content.decode()


def test_the_department_suspends_and_reinstates_and_the_page_says_so(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.dev)
    said = client.post(f"/awards/{award.pk}/suspend", {"reason": "Looked into."}, follow=True)
    assert "The award was suspended" in said.content.decode()
    said = client.post(f"/awards/{award.pk}/reinstate", {"reason": "All well."}, follow=True)
    assert "The award was reinstated" in said.content.decode()


def test_a_second_click_is_told_that_it_was_done(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    client.post(f"/awards/{award.pk}/revoke", {"reason": "Copied."})
    again = client.post(f"/awards/{award.pk}/revoke", {"reason": "Copied."}, follow=True)
    assert "was revoked already" in again.content.decode()
    assert award.events.filter(kind="revoked").count() == 1


def test_what_strangers_read_of_a_reason_is_chosen_from_a_list(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    given = {"reason": "Copied from a colleague.", "category": "granted_in_error"}
    refused = client.post(f"/awards/{award.pk}/suspend", given)
    assert refused.status_code == 400
    assert "do not fit this change" in refused.content.decode()
    said = client.post(f"/awards/{award.pk}/revoke", given, follow=True).content.decode()
    assert "Granted in error" in said


def test_coordinators_and_educators_have_no_awards_page(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    for person in (cast.chloe, cast.eve, cast.amina, cast.ben):
        client.force_login(person)
        assert client.get("/awards").status_code == 403
        assert client.post(f"/awards/{award.pk}/revoke", {"reason": "No."}).status_code == 403
