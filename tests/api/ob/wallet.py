"""A wallet for the tests: it registers, comes with a person's browser, and exchanges secrets."""

import base64
import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from longleaf.domain.badge.wallet import OFFLINE_ACCESS, WalletScope

HOME = "https://wallet.example.com"
BACK = f"{HOME}/back"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-1234"
ALL = " ".join([*WalletScope, OFFLINE_ACCESS])
OB = "/ims/ob/v3p0"


def metadata(**changes: Any) -> dict[str, Any]:
    """What the standard requires a wallet to say of itself, with changes; None leaves one out."""
    said = {
        "client_name": "Satchel",
        "client_uri": f"{HOME}/",
        "logo_uri": f"{HOME}/logo.png",
        "tos_uri": f"{HOME}/terms",
        "policy_uri": f"{HOME}/privacy",
        "software_id": "c88b6ed8-269e-448e-99be-7e2ff47167d1",
        "software_version": "1.0",
        "redirect_uris": [BACK],
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": ALL,
        **changes,
    }
    return {key: value for key, value in said.items() if value is not None}


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Wallet:
    """A registered wallet; `said` is what it was told when it registered."""

    said: dict[str, Any]
    client: Client = field(default_factory=Client)

    @property
    def basic(self) -> dict[str, str]:
        pair = f"{self.said['client_id']}:{self.said.get('client_secret', '')}"
        return {"authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def question(self, **changes: str | None) -> dict[str, str]:
        """The parameters with which it sends a person's browser here."""
        asked = {
            "response_type": "code",
            "client_id": self.said["client_id"],
            "redirect_uri": BACK,
            "scope": ALL,
            "state": "a state of the wallet's",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
            **changes,
        }
        return {key: value for key, value in asked.items() if value is not None}

    def exchange(self, code: str, **changes: str) -> Any:
        return self.client.post(
            f"{OB}/token",
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": BACK,
                "scope": ALL,
                "code_verifier": VERIFIER,
                **changes,
            },
            headers=self.basic,
        )

    def refresh(self, token: str, **more: str) -> Any:
        form = {"grant_type": "refresh_token", "refresh_token": token, **more}
        return self.client.post(f"{OB}/token", form, headers=self.basic)

    def revoke(self, token: str, hint: str = "refresh_token") -> Any:
        form = {"token": token, "token_type_hint": hint}
        return self.client.post(f"{OB}/revoke", form, headers=self.basic)

    def get(self, path: str, token: str) -> Any:
        return self.client.get(f"{OB}/{path}", headers={"authorization": f"Bearer {token}"})


def register(**changes: Any) -> Any:
    return Client().post(
        f"{OB}/register", json.dumps(metadata(**changes)), content_type="application/json"
    )


def a_wallet(**changes: Any) -> Wallet:
    answer = register(**changes)
    assert answer.status_code == 201, answer.content
    return Wallet(answer.json())


def consent(
    person: Client, wallet: Wallet, scopes: list[str] | None = None, **changes: str | None
) -> dict[str, str]:
    """A person agrees on the page; what the wallet is told at its own address."""
    page = person.get("/wallets/authorize", wallet.question(**changes))
    assert page.status_code == 200, page.content
    [request] = re.findall(r'name="request" value="([^"]+)"', page.content.decode())
    offered = re.findall(r'name="scopes" value="([^"]+)"', page.content.decode())
    answer = person.post(
        "/wallets/authorize",
        {"request": request, "scopes": scopes or offered, "action": "grant"},
    )
    assert answer.status_code == 302, answer.content
    return told(answer.headers["Location"])


def told(address: str) -> dict[str, str]:
    """What stands in the address that a browser is sent to."""
    return {key: one for key, [one] in parse_qs(urlsplit(address).query).items()}


def tokens(person: Client, wallet: Wallet, scopes: list[str] | None = None) -> dict[str, Any]:
    """The wallet's tokens after the whole dance."""
    answer = wallet.exchange(consent(person, wallet, scopes)["code"])
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found
