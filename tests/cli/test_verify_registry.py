"""Checking offline with a registry that was carried off."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from longleaf.cli.verify import verify
from longleaf.credential.achievement_owner import Owner
from longleaf.credential.document import JsonObject, members
from longleaf.credential.issue import issue
from longleaf.credential.registry import Entry, Saying, Statement
from longleaf.credential.registry_file import RegistryFile, write_known_dids, write_registry
from longleaf.gateways import clock
from tests.credential.examples import NOW, SIGNER, SITE, STRANGER, badge

ENTRY = Entry(
    "Northfield Schools",
    (SIGNER.controller,),
    (Statement(Saying.RECOGNIZED, "the Department", date(2024, 7, 1)),),
)
OWNER = Owner("Northfield Schools", frozenset({SIGNER.controller}))
HELD = RegistryFile(
    "the Department", (ENTRY,), owners=((f"{SITE}/microcredentials", OWNER),), site=SITE
)


@pytest.fixture(autouse=True)
def _in_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.SystemClock, "now", lambda _self: NOW)


def unsigned(issuer: str) -> JsonObject:
    made = badge(issuer=issuer, status=False)
    subject = dict(members(made["credentialSubject"]))
    inner = {k: v for k, v in members(subject["achievement"]).items() if k != "creator"}
    return {**made, "credentialSubject": {**subject, "achievement": inner}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def save(name: str, document: JsonObject) -> None:
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")

    save("badge.json", issue(unsigned(SIGNER.controller), signer=SIGNER, now=NOW))
    save("forged.json", issue(unsigned(STRANGER.controller), signer=STRANGER, now=NOW))
    save("registry.json", write_registry(HELD, made_at=NOW))
    save("known.json", write_known_dids([ENTRY], made_at=NOW))
    save("nowhere.json", {**write_registry(HELD, made_at=NOW), "zone": "Nowhere/At all"})
    save("trust.json", {"recognized": {}})
    return tmp_path


def run(folder: Path, file: str, *registry: str) -> Result:
    options = [part for name in registry for part in ("--registry", str(folder / name))]
    return CliRunner().invoke(verify, [str(folder / file), *options])


def test_a_registry_says_who_recognizes_the_issuer_and_since_when(folder: Path) -> None:
    result = run(folder, "badge.json", "registry.json")
    assert result.exit_code == 0, result.output
    assert (
        "Northfield Schools is recognized by the Department for all it issues, since July 1, 2024."
        in result.output
    )


def test_somebody_elses_achievement_ends_with_1_and_the_owner_is_named(folder: Path) -> None:
    result = run(folder, "forged.json", "registry.json")
    assert result.exit_code == 1
    assert "The achievement belongs to Northfield Schools" in result.output


def test_without_a_registry_the_same_badge_is_only_of_an_unknown_issuer(folder: Path) -> None:
    result = run(folder, "forged.json")
    assert result.exit_code == 0
    assert "Nobody here has said who this issuer is" in result.output


def test_a_list_of_known_dids_says_that_it_is_listed_there(folder: Path) -> None:
    result = run(folder, "badge.json", "known.json")
    assert result.exit_code == 0
    assert "known.json as Northfield Schools. Nobody here recognizes it." in result.output


@pytest.mark.parametrize("name", ["badge.json", "nowhere.json"])
def test_a_file_that_is_no_registry_is_named(folder: Path, name: str) -> None:
    result = run(folder, "badge.json", name)
    assert result.exit_code == 2
    assert name in result.output
    assert "--registry" in result.output


def test_a_registry_and_a_list_of_issuers_are_not_mixed(folder: Path) -> None:
    arguments = ["--registry", str(folder / "registry.json"), "--trust", str(folder / "trust.json")]
    result = CliRunner().invoke(verify, [str(folder / "badge.json"), *arguments])
    assert result.exit_code == 2
    assert "Give one of them" in result.output
