"""`longleaf verify` for issuers with a did:web, given their document, and for presentations."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from longleaf.cli.verify import verify
from longleaf.credential.did.document import did_document
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.keys import VerificationKey
from longleaf.credential.presentation import present
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer
from longleaf.gateways import clock
from tests.credential.examples import NOW, badge, signed

DID = "did:web:badges.northfield.example:issuers:northfield"
METHOD = f"{DID}#key-1"
ISSUER = Ed25519Signer(bytes(range(32)), DID, METHOD)


@pytest.fixture(autouse=True)
def _in_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.SystemClock, "now", lambda _self: NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def save(name: str, document: JsonObject) -> None:
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")

    plain = signed(badge(status=False))
    holder = EcdsaSigner(bytes(range(32)))
    save("badge.json", plain)
    save("web.json", issue(badge(issuer=DID, status=False), signer=ISSUER, now=NOW))
    save("did.json", did_document(DID, [VerificationKey(METHOD, DID, "Ed25519", ISSUER.public)]))
    save("shown.json", present([plain], holder=holder, challenge="once", domain="us", now=NOW))
    save("nobody.json", {"id": "urn:x"})
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(verify, [str(argument) for argument in arguments])


def test_a_badge_of_a_did_web_holds_given_what_its_issuer_publishes(folder: Path) -> None:
    result = run(folder / "web.json", "--issuer", folder / "did.json")
    assert result.exit_code == 0, result.output


def test_without_it_the_badge_could_not_be_checked_and_says_where_to_look(folder: Path) -> None:
    result = run(folder / "web.json")
    assert result.exit_code == 2
    assert "https://badges.northfield.example/issuers/northfield/did.json" in result.output


def test_a_document_of_nobody_is_a_mistake(folder: Path) -> None:
    result = run(folder / "web.json", "--issuer", folder / "nobody.json")
    assert result.exit_code == 2
    assert "--issuer" in result.output


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--challenge", "once", "--domain", "us"], 0),
        (["--challenge", "again"], 1),
        (["--domain", "them"], 1),
    ],
)
def test_a_presentation_is_checked_for_the_occasion_asked(
    folder: Path, options: list[str], code: int
) -> None:
    result = run(folder / "shown.json", *options)
    assert result.exit_code == code, result.output


def test_each_badge_in_a_presentation_has_its_own_report(folder: Path) -> None:
    output = run(folder / "shown.json").output
    assert "Within it: Questions that make thinking visible" in output
    assert output.count("The badge holds.") == 2


def test_a_badge_alone_answers_no_challenge(folder: Path) -> None:
    result = run(folder / "badge.json", "--challenge", "once")
    assert result.exit_code == 2
    assert "--challenge" in result.output
