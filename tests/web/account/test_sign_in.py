import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import Settings

from longleaf.gateways.wiring import ports
from tests.people import PASSWORD, Cast

LOGIN = "/account/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    """Where signing in leads; the same page again if it was refused."""
    answer = client.post(LOGIN, {"login": email, "password": password})
    return str(answer.headers.get("Location", LOGIN))


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(ports().clock.now().timestamp()) // 30)))


def test_an_educator_signs_in_by_email_in_any_case(client: Client, cast: Cast) -> None:
    assert sign_in(client, "AMINA@example.org").startswith("/")
    assert client.get("/my/account").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: Client, cast: Cast
) -> None:
    def fault(email: str) -> str:
        answer = client.post(LOGIN, {"login": email, "password": "wrong"})
        return "".join(re.findall(r"<li>(.*?)</li>", answer.content.decode())[:1])

    assert fault(cast.amina.email)
    assert fault(cast.amina.email) == fault("nobody@example.org")


def test_guessing_passwords_is_stopped(client: Client, cast: Cast) -> None:
    answers = [
        client.post(LOGIN, {"login": cast.amina.email, "password": f"guess {n}"}) for n in range(12)
    ]
    assert "Too many" in answers[-1].content.decode()
    assert sign_in(client, cast.amina.email) == LOGIN


def test_the_departments_staff_enter_only_with_their_code(client: Client, cast: Cast) -> None:
    assert "/2fa/authenticate" in sign_in(client, cast.dev.email)
    assert client.get("/department").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert client.get("/department").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": code_now("JBSWY3DPEHPK3PXP")})
    assert client.get("/department").status_code == 200


def test_staff_without_a_second_factor_are_led_to_set_one_up_and_told_why(
    client: Client, cast: Cast
) -> None:
    Authenticator.objects.all().delete()
    sign_in(client, cast.dev.email)
    assert client.get("/department").headers["Location"] == "/account/2fa/totp/activate/"
    answer = client.post(
        "/account/reauthenticate/?next=/account/2fa/totp/activate/",
        {"password": PASSWORD, "next": "/account/2fa/totp/activate/"},
        follow=True,
    )
    page = answer.content.decode()
    assert "Your role asks for this" in page
    assert "data:image/svg+xml" in page


def test_a_second_factor_is_set_up_with_its_secret_encrypted_and_codes_for_the_worst(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    answer = client.post("/account/2fa/totp/activate/", {"code": code_now(secret)}, follow=True)
    assert "Recovery codes" in answer.content.decode()
    kept = Authenticator.objects.get(user=cast.amina, type="totp").data["secret"]
    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret


def test_a_forgotten_password_is_reset_by_a_link_in_the_mail(client: Client, cast: Cast) -> None:
    client.post("/account/password/reset/", {"email": cast.amina.email})
    link = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))[0]
    form = client.get(link, follow=True)
    new = "cones on the forest floor"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(client, cast.amina.email, new) != LOGIN


def test_an_unknown_address_asking_for_a_reset_is_not_given_away(
    client: Client, cast: Cast
) -> None:
    known = client.post("/account/password/reset/", {"email": cast.amina.email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert "There is no such account" in mail.outbox[1].body


def test_nobody_makes_an_account_by_themselves(client: Client, cast: Cast) -> None:
    assert client.get("/account/signup/").status_code == 404


@pytest.fixture
def featured(cast: Cast) -> Cast:
    cast.amina.demo_note = "Teaches third grade."
    cast.amina.save()
    return cast


def test_a_demo_lists_whom_one_can_be(client: Client, featured: Cast, settings: Settings) -> None:
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    assert "Teaches third grade." in page
    assert page.count(f"<code>{settings.DEMO_PASSWORD}</code>") == 1
    assert featured.ben.email not in page


def test_outside_a_demo_nobody_is_listed(client: Client, featured: Cast) -> None:
    page = client.get(LOGIN).content.decode()
    assert "Teaches third grade." not in page
    assert featured.amina.email not in page


def second_step(client: Client, cast: Cast) -> str:
    sign_in(client, cast.dev.email)
    return client.get("/account/2fa/authenticate/").content.decode()


def shows_code(page: str) -> bool:
    return re.search(r"<code>\d{6}</code>", page) is not None


def test_a_demo_shows_the_code_of_an_invented_person(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.DEMO = True
    page = second_step(client, cast)
    code = re.findall(r"<code>(\d{6})</code>", page)[0]
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/department").status_code == 200


def test_a_demo_does_not_show_the_code_of_a_real_person(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.DEMO = True
    cast.dev.is_demo = False
    cast.dev.save()
    assert not shows_code(second_step(client, cast))


def test_outside_a_demo_no_code_is_shown_even_of_an_invented_person(
    client: Client, cast: Cast
) -> None:
    assert cast.dev.is_demo
    assert not shows_code(second_step(client, cast))
