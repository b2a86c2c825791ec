"""A wallet asks, the educator agrees and the browser really goes back; later they end it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from longleaf.domain.badge.wallet import WalletScope
from tests.api.ob.wallet import OB, Wallet, metadata, told
from tests.house.world import make_world
from tests.journeys.harness import DESKTOP, PHONE, Person, Stage

pytestmark = pytest.mark.journey


class Back(BaseHTTPRequestHandler):
    """Where the wallet, a program on the educator's own device, waits for the browser."""

    def do_GET(self) -> None:  # the name that http.server looks for
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b'<!doctype html><link rel="icon" href="data:,"><p>Back in the wallet.')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def device() -> Iterator[str]:
    """The wallet's address on the device, at whatever port is free (RFC 8252 §7.3)."""
    server = HTTPServer(("127.0.0.1", 0), Back)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/back"
    server.shutdown()
    server.server_close()


def a_wallet_on_the_device(site: str) -> Wallet:
    said = metadata(token_endpoint_auth_method="none", redirect_uris=["http://127.0.0.1/back"])
    asked = Request(  # noqa: S310  # the test's own server
        f"{site}{OB}/register",
        data=json.dumps(said).encode(),
        headers={"content-type": "application/json"},
    )
    with urlopen(asked) as answer:  # noqa: S310  # as above
        answered: dict[str, Any] = json.load(answer)
    return Wallet(answered)


def come_from(wallet: Wallet, person: Person, device: str) -> None:
    person.go(f"/wallets/authorize?{urlencode(wallet.question(redirect_uri=device))}")
    person.sign_in_here("amina@example.org")


def answer_with(button: str, person: Person, device: str) -> dict[str, str]:
    """Press it, and arrive in the wallet; what stands in the address there."""
    with person.expecting(f"Asked another place: {device}"):
        person.page.get_by_role("button", name=button).click()
        expect(person.page.get_by_text("Back in the wallet.")).to_be_visible()
    return told(person.page.url)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_educator_lets_a_wallet_in_and_disconnects_it(
    stage: Stage, size: dict[str, int], device: str
) -> None:
    make_world()
    amina = stage.enter(size)
    come_from(a_wallet_on_the_device(stage.site), amina, device)
    amina.reads("Connect “Satchel” to your badges?", "Wait Time", "amina@example.org")
    changing = amina.page.get_by_label("Change your name on this site")
    amina.page.locator(f"label[for='{changing.get_attribute('id')}']").click()
    expect(changing).not_to_be_checked()
    back = answer_with("Connect wallet", amina, device)
    assert back["code"]
    assert WalletScope.CHANGE_PROFILE not in back["scope"]

    amina.go("account")
    amina.follow("Connected wallets")
    amina.reads("Satchel", "Read all your badges, private ones too")
    amina.press("Disconnect Satchel")
    amina.reads("The wallet is disconnected")
    amina.does_not_read("Satchel")


def test_an_educator_who_does_not_agree_is_sent_back_too(stage: Stage, device: str) -> None:
    make_world()
    amina = stage.enter()
    come_from(a_wallet_on_the_device(stage.site), amina, device)
    assert answer_with("Do not connect", amina, device)["error"] == "access_denied"
