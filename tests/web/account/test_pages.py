import re

from django.test import Client

from longleaf.actions.invitation import invite_person
from longleaf.actions.notice import notify
from longleaf.domain.organization.actor import RoleKind
from longleaf.gateways.wiring import ports
from longleaf.records.models import notice
from longleaf.records.models import organization as rows
from tests.people import NOW, Cast

JOIN = {"name": "New Hire", "password": "resin on warm boards", "again": "resin on warm boards"}


def as_(client: Client, person: rows.Person) -> Client:
    client.force_login(person)
    return client


def invited(cast: Cast, email: str = "new@example.org", role: RoleKind = RoleKind.REVIEWER) -> str:
    made = invite_person(
        by=cast.acting(cast.chloe),
        organization=cast.northfield.pk,
        role=role,
        email=email,
        now=ports().clock.now(),
    )
    return f"/invitations/{made.token}"


def test_the_account_page_names_ones_roles(client: Client, cast: Cast) -> None:
    page = as_(client, cast.ben).get("/my/account").content.decode()
    assert "Reviewer</strong> at Northfield Schools" in page
    assert "Educator</strong> at Northfield Middle" in page


def test_a_name_is_changed(client: Client, cast: Cast) -> None:
    data = {"name": "Amina Cruz", "time_zone": "America/Chicago"}
    assert as_(client, cast.amina).post("/my/account", data).status_code == 302
    cast.amina.refresh_from_db()
    assert cast.amina.name == "Amina Cruz"


def test_an_unknown_zone_is_refused_and_the_name_is_kept_as_typed(
    client: Client, cast: Cast
) -> None:
    answer = as_(client, cast.amina).post("/my/account", {"name": "Typed", "time_zone": "Mars"})
    assert answer.status_code == 400
    assert 'value="Typed"' in answer.content.decode()


def test_a_token_is_shown_once_and_opens_the_api(client: Client, cast: Cast) -> None:
    answer = as_(client, cast.amina).post("/my/account/tokens", {"name": "x", "days": "30"})
    [secret] = re.findall(r"<code>(ll_\S+)</code>", answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in client.get("/my/account/tokens").content.decode()
    me = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert me.json()["email"] == cast.amina.email


def test_acting_for_another_organization_leads_back_but_never_away(
    client: Client, cast: Cast
) -> None:
    data = {"organization": str(cast.middle.pk), "next": "https://elsewhere.example/"}
    answer = as_(client, cast.ben).post("/my/account/act-for", data)
    assert not answer.headers["Location"].startswith("http")
    assert cast.acting(cast.ben).acting_for == cast.middle.pk


def test_acting_for_nonsense_is_not_found(client: Client, cast: Cast) -> None:
    for value in ("", "x", str(cast.southfield.pk)):
        answer = as_(client, cast.ben).post("/my/account/act-for", {"organization": value})
        assert answer.status_code == 404


def test_the_inbox_shows_ones_own_and_opening_marks_it_read(client: Client, cast: Cast) -> None:
    notify(cast.amina.pk, kind="k", subject="For Amina", body="b", path="/my/account", now=NOW)
    mine = notice.Notice.objects.get()
    assert "For Amina" in as_(client, cast.amina).get("/my/inbox?show=unread").content.decode()
    assert client.get(f"/my/inbox/{mine.pk}").headers["Location"] == "/my/account"
    assert "For Amina" not in client.get("/my/inbox?show=unread").content.decode()
    assert as_(client, cast.ben).get(f"/my/inbox/{mine.pk}").status_code == 404


def test_a_notice_never_leads_to_another_site(client: Client, cast: Cast) -> None:
    notify(cast.amina.pk, kind="k", subject="s", body="b", path="//elsewhere.example", now=NOW)
    mine = notice.Notice.objects.get()
    answer = as_(client, cast.amina).get(f"/my/inbox/{mine.pk}")
    assert answer.headers["Location"] == "/my/inbox"


def test_a_new_person_accepts_and_is_signed_in(client: Client, cast: Cast) -> None:
    link = invited(cast)
    assert "Set up your account" in client.get(link).content.decode()
    assert client.post(link, JOIN).status_code == 302
    assert "Reviewer</strong> at Northfield Schools" in client.get("/my/account").content.decode()


def test_two_passwords_that_differ_make_no_account(client: Client, cast: Cast) -> None:
    answer = client.post(invited(cast), JOIN | {"again": "something else entirely"})
    assert answer.status_code == 400
    assert not rows.Person.objects.filter(email="new@example.org").exists()


def test_a_weak_password_is_refused_with_its_reason(client: Client, cast: Cast) -> None:
    answer = client.post(invited(cast), JOIN | {"password": "short", "again": "short"})
    assert "too short" in answer.content.decode()


def test_somebody_with_an_account_is_asked_to_sign_in_first(client: Client, cast: Cast) -> None:
    link = invited(cast, cast.ezra.email)
    page = client.get(link).content.decode()
    assert "Sign in to accept" in page
    assert 'type="password"' not in page
    as_(client, cast.ezra).post(link)
    assert cast.ezra.roles.count() == 2


def test_somebody_else_who_is_signed_in_cannot_accept(client: Client, cast: Cast) -> None:
    link = invited(cast, cast.ezra.email)
    page = as_(client, cast.amina).post(link).content.decode()
    assert "The invitation is for another address" in page
    assert cast.ezra.roles.count() == cast.amina.roles.count() == 1


def test_a_used_link_says_so(client: Client, cast: Cast) -> None:
    link = invited(cast)
    client.post(link, JOIN)
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "accepted already" in answer.content.decode()


def test_a_link_of_nobodys_is_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/invitations/guess").status_code == 404
