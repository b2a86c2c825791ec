"""Awards and keys as those who answer for them see them."""

from django.test import Client

from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
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
    again = client.post(f"/awards/{award.pk}/revoke", {"reason": "Copied."})
    assert again.status_code == 409
    assert "already" in again.content.decode()


def test_coordinators_and_educators_have_no_awards_page(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    for person in (cast.chloe, cast.eve, cast.amina, cast.ben):
        client.force_login(person)
        assert client.get("/awards").status_code == 403
        assert client.post(f"/awards/{award.pk}/revoke", {"reason": "No."}).status_code == 403


def test_the_administrator_makes_a_new_key_and_never_sees_a_secret(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada)
    client.post(f"/keys/{cast.northfield.pk}/rotate")
    page = client.get("/keys").content.decode()
    assert "In use" in page
    assert "Retired" in page
    assert badges.SigningKey.objects.count() == 2


def test_another_organization_s_key_cannot_be_rotated(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada)
    assert client.post(f"/keys/{cast.southfield.pk}/rotate").status_code == 404
