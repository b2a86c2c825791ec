"""Badges as JSON Web Tokens: ours in npm jose, and its tokens in ours."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.jose.credential import Form, issue_jwt
from longleaf.credential.keys import write_jwk
from longleaf.credential.report import Overall
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer, SoftwareSigner
from tests.credential.examples import NOW, badge, reasons, report_on
from tests.interop.second_implementation import SecondImplementation, installed

pytestmark = [pytest.mark.interop, pytest.mark.xdist_group("interop")]

SECRETS = {"EdDSA": bytes(range(32)), "ES256": bytes(range(1, 33)), "ES384": bytes(range(1, 49))}
SIGNERS: dict[str, SoftwareSigner] = {
    "EdDSA": Ed25519Signer(SECRETS["EdDSA"]),
    "ES256": EcdsaSigner(SECRETS["ES256"]),
    "ES384": EcdsaSigner(SECRETS["ES384"], kind="P-384"),
}


@pytest.fixture(scope="module")
def theirs() -> SecondImplementation:
    return installed()


def public(algorithm: str) -> JsonObject:
    signer = SIGNERS[algorithm]
    return write_jwk(signer.kind, signer.public)


def private(algorithm: str) -> JsonObject:
    secret = base64.urlsafe_b64encode(SECRETS[algorithm]).rstrip(b"=").decode()
    return {**public(algorithm), "d": secret}


def document(algorithm: str) -> JsonObject:
    made = badge(issuer=SIGNERS[algorithm].controller, status=False)
    made["name"] = 'é 🌲 \u202e العربية \u0001\b\f\x7f "\\ \n\t'
    return made


@pytest.mark.parametrize("form", ["vc+jwt", "open_badges"])
def test_our_tokens_hold_in_theirs(theirs: SecondImplementation, form: Form) -> None:
    requests = [
        {
            "token": issue_jwt(document(name), signer=signer, now=NOW, form=form),
            "jwk": public(name),
            "alg": name,
        }
        for name, signer in SIGNERS.items()
    ]
    answers = theirs.run("tokens.mjs", verify=requests)["verify"]
    for name, answer in zip(SIGNERS, answers, strict=True):
        assert answer["verified"], answer
        assert answer["header"]["alg"] == name
        assert json.loads(answer["payload"])["name"] == document(name)["name"]


def test_their_tokens_hold_in_ours(theirs: SecondImplementation) -> None:
    requests: list[dict[str, Any]] = [
        {
            "payload": json.dumps(document(name), indent=1, ensure_ascii=escaped),
            "header": {"alg": name, "typ": "vc+jwt", "kid": signer.verification_method},
            "jwk": private(name),
        }
        for name, signer in SIGNERS.items()
        for escaped in (True, False)
    ]
    for token in theirs.run("tokens.mjs", sign=requests)["sign"]:
        report = report_on(token)
        assert report.overall is Overall.GOOD, reasons(report)
        changed = f"{token[:-40]}{'B' if token[-40] == 'A' else 'A'}{token[-39:]}"
        assert reasons(report_on(changed))["proof"] == "signature_does_not_hold"


def test_a_token_that_they_refuse_we_refuse(theirs: SecondImplementation) -> None:
    token = issue_jwt(document("ES256"), signer=SIGNERS["ES256"], now=NOW)
    later = issue_jwt(document("ES256"), signer=SIGNERS["ES256"], now=NOW + timedelta(seconds=1))
    header, payload, signature = token.split(".")
    others = [
        f"{header}.{payload}.{later.rpartition('.')[2]}",
        f"{header}.{later.split('.')[1]}.{signature}",
        f"{header}.{payload}.",
        f"{header}..{signature}",
    ]
    requests = [{"token": each, "jwk": public("ES256"), "alg": "ES256"} for each in others]
    for each, answer in zip(
        others, theirs.run("tokens.mjs", verify=requests)["verify"], strict=True
    ):
        assert answer["verified"] is False
        assert report_on(each).overall is Overall.BAD, reasons(report_on(each))
