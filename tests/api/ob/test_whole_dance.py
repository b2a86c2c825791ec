"""A wallet and a browser, each with a client of its own, against the site's real processes."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connection
from django.utils.html import escape

from longleaf.domain.badge.wallet import WalletScope
from longleaf.records.models import award as awards
from tests.api.ob.test_operations import earn_more
from tests.api.ob.wallet import ALL, BACK, VERIFIER, Wallet, challenge, metadata, told
from tests.people import PASSWORD, Cast
from tests.web.public.test_badges import award
from tests.wheel import answers, free_port

__all__ = ["award"]

PATIENCE_SECONDS = 60
FIELD = r'name="{}" value="([^"]+)"'


class Stay(HTTPRedirectHandler):
    """Shows where one is sent, and goes nowhere by itself."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Answer:
    status: int
    headers: Any
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Visitor:
    """A program that speaks HTTP; with its cookies, a browser."""

    site: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def ask(self, address: str, body: object = None, *, kind: str = "", **headers: str) -> Answer:
        if kind:
            headers["Content-Type"] = kind
        data = body if body is None or isinstance(body, str) else urlencode(body)  # type: ignore[arg-type]  # a form
        sent = Request(  # noqa: S310  # the test's own server
            urljoin(self.site, address), data.encode() if data else None, headers
        )
        opener = build_opener(Stay, HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(sent) as got:
                return Answer(got.status, got.headers, got.read().decode())
        except HTTPError as error:
            return Answer(error.code, error.headers, error.read().decode())

    def send_form(self, address: str, page: str, **fields: Any) -> Answer:
        """As a browser does: with the page's token and where one comes from."""
        [token, *_] = re.findall(FIELD.format("csrfmiddlewaretoken"), page)
        form = [("csrfmiddlewaretoken", token)]
        for name, value in fields.items():
            form += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return self.ask(address, form, Referer=urljoin(self.site, address))


@pytest.fixture
def site(transactional_db: None, cast: Cast) -> Iterator[str]:
    """The site as it is served, on the test's database; Amina's password as it is kept there."""
    hashed = ScryptPasswordHasher().encode(PASSWORD, "a salt of these tests")
    type(cast.amina).objects.filter(pk=cast.amina.pk).update(password=hashed)
    port = free_port()
    name = connection.settings_dict["NAME"]
    here = {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
        "LONGLEAF_BASE_URL": f"http://127.0.0.1:{port}",
    }
    serving = subprocess.Popen(  # noqa: S603  # our own arguments
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:longleaf.cli.site"),
            *("--bind", f"127.0.0.1:{port}", "longleaf.config.wsgi:application"),
        ],
        env=os.environ | here,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert serving.poll() is None, "The site ended before it answered."
            assert time.monotonic() < deadline, "The site did not answer."
            time.sleep(0.05)
        yield here["LONGLEAF_BASE_URL"]
    finally:
        serving.terminate()
        serving.wait(timeout=PATIENCE_SECONDS)


def consent(browser: Visitor, asked: str) -> dict[str, str]:
    """The browser is sent to the site, signs in, agrees; what the wallet is told."""
    login = browser.ask(asked).headers["Location"]
    page = browser.ask(login).body
    onward = browser.send_form(login, page, login="amina@example.org", password=PASSWORD).headers[
        "Location"
    ]
    page = browser.ask(onward).body
    assert "Satchel" in page
    [request] = re.findall(FIELD.format("request"), page)
    offered = re.findall(FIELD.format("scopes"), page)
    answer = browser.send_form(onward, page, request=request, scopes=offered, action="grant")
    assert answer.headers["Location"].startswith(f"{BACK}?")
    return told(answer.headers["Location"])


def test_the_whole_dance(site: str, award: awards.Award, cast: Cast) -> None:
    earn_more(cast, 2)
    wallet, browser = Visitor(site), Visitor(site)

    # The wallet finds out what the site offers, and registers.
    described = wallet.ask("/ims/ob/v3p0/discovery", Accept="application/json").json
    security = described["components"]["securitySchemes"]["OAuth2ACG"]
    flow = security["flows"]["authorizationCode"]
    base = described["servers"][0]["url"]
    registered = wallet.ask(
        security["x-imssf-registrationUrl"], json.dumps(metadata()), kind="application/json"
    )
    assert registered.status == 201
    us = Wallet(registered.json)
    basic = {"Authorization": us.basic["authorization"]}

    # Amina agrees in her browser; the wallet exchanges the code.
    back = consent(browser, f"{flow['authorizationUrl']}?{urlencode(us.question())}")
    assert back["state"] == us.question()["state"]
    form = {
        "grant_type": "authorization_code",
        "code": back["code"],
        "redirect_uri": BACK,
        "scope": ALL,
        "code_verifier": VERIFIER,
    }
    wrong = wallet.ask(flow["tokenUrl"], form | {"code_verifier": challenge()}, **basic)
    assert (wrong.status, wrong.json["error"]) == (400, "invalid_grant")
    given = wallet.ask(flow["tokenUrl"], form, **basic)
    assert given.status == 200
    assert given.headers["Content-Type"] == "application/json"
    assert given.headers["Cache-Control"] == "no-store"
    bearer = {"Authorization": f"Bearer {given.json['access_token']}"}

    # It reads page by page, and who she is.
    read, address = [], f"{base}/credentials?limit=2"
    while address:
        page = wallet.ask(address, **bearer)
        assert (page.status, page.headers["X-Total-Count"]) == (200, "3")
        read += page.json["credential"]
        found = re.search(r'<([^>]+)>; rel="next"', page.headers["Link"])
        address = found[1] if found else ""
    names = [one["credentialSubject"]["achievement"]["name"] for one in read]
    assert names == ["Number 2", "Number 1", "Wait Time"]
    assert wallet.ask(f"{base}/profile", **bearer).json["name"] == "Amina Reyes"

    # It takes new tokens for old ones, and gives them up.
    again = wallet.ask(
        flow["refreshUrl"],
        {"grant_type": "refresh_token", "refresh_token": given.json["refresh_token"]},
        **basic,
    )
    fresh = {"Authorization": f"Bearer {again.json['access_token']}"}
    assert wallet.ask(f"{base}/credentials", **fresh).status == 200
    assert set(again.json["scope"].split()) >= set(WalletScope)
    gone = wallet.ask(
        security["x-imssf-revocationUrl"],
        {"token": again.json["refresh_token"], "token_type_hint": "refresh_token"},
        **basic,
    )
    assert (gone.status, gone.body) == (200, "")
    for old in (bearer, fresh):
        refused = wallet.ask(f"{base}/credentials", **old)
        assert refused.status == 401
        assert refused.headers["WWW-Authenticate"].endswith('error="invalid_token"')
    replayed = wallet.ask(flow["tokenUrl"], form, **basic)
    assert (replayed.status, replayed.json["error"]) == (400, "invalid_grant")

    # She sees it no more.
    assert escape("Satchel") not in browser.ask("/my/account/wallets").body


def test_two_exchanges_of_one_code_at_once_give_tokens_once(site: str) -> None:
    wallet, browser = Visitor(site), Visitor(site)
    registered = wallet.ask(
        "/ims/ob/v3p0/register", json.dumps(metadata()), kind="application/json"
    )
    us = Wallet(registered.json)
    back = consent(browser, f"/wallets/authorize?{urlencode(us.question())}")
    form = {
        "grant_type": "authorization_code",
        "code": back["code"],
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    basic = {"Authorization": us.basic["authorization"]}
    with ThreadPoolExecutor(6) as together:
        asked = [
            together.submit(Visitor(site).ask, "/ims/ob/v3p0/token", form, **basic)
            for _ in range(6)
        ]
    assert sorted(one.result().status for one in asked) == [200, 400, 400, 400, 400, 400]
