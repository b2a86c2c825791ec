import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from longleaf.cli.verify import verify
from longleaf.credential.bake import bake_into_svg
from longleaf.credential.document import JsonObject
from longleaf.credential.envelope import envelope
from longleaf.credential.issue import issue
from longleaf.credential.jose.credential import issue_jwt
from longleaf.gateways import clock
from tests.credential.examples import (
    INDEX,
    NOW,
    REVOCATIONS,
    SIGNER,
    SUSPENSIONS,
    badge,
    signed,
    status_list,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'


@pytest.fixture(autouse=True)
def _in_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.SystemClock, "now", lambda _self: NOW)


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(verify, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def save(name: str, document: JsonObject) -> None:
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")

    save("badge.json", signed())
    save("plain.json", signed(badge(status=False)))
    save("changed.json", {**signed(), "name": "Another name"})
    save("revocations.json", status_list())
    save("revoked.json", status_list(marked=(INDEX,)))
    save("suspensions.json", status_list(SUSPENSIONS, purpose="suspension"))
    save("trust.json", {"by": "the Department", "recognized": {SIGNER.controller: "Northfield"}})
    save("distrust.json", {"distrusted": [SIGNER.controller]})
    return tmp_path


def with_lists(folder: Path, revocations: str = "revocations.json") -> list[str | Path]:
    return ["--status", folder / revocations, "--status", folder / "suspensions.json"]


def test_a_badge_that_holds_ends_with_0(folder: Path) -> None:
    result = run(folder / "badge.json", *with_lists(folder))
    assert result.exit_code == 0, result.output
    assert "not revoked and not suspended" in result.output
    assert result.output.endswith("The badge holds.\n")


def test_there_is_a_line_for_every_check(folder: Path) -> None:
    lines = run(folder / "badge.json", *with_lists(folder)).output.splitlines()
    assert [line.split()[0] for line in lines[:8]] == [
        "readable", "contexts", "schema", "proof", "issuer", "dates", "status", "trust",
    ]  # fmt: skip


def test_a_changed_badge_ends_with_1_and_says_what_was_not_checked(folder: Path) -> None:
    result = run(folder / "changed.json", *with_lists(folder))
    assert result.exit_code == 1
    assert "FAILED" in result.output
    assert "not checked" in result.output
    assert "not revoked" not in result.output


def test_a_revoked_badge_ends_with_1(folder: Path) -> None:
    result = run(folder / "badge.json", *with_lists(folder, "revoked.json"))
    assert result.exit_code == 1
    assert "revoked this badge" in result.output


@pytest.mark.parametrize("given", [[], ["revocations.json"]])
def test_without_its_lists_a_badge_ends_with_2(folder: Path, given: list[str]) -> None:
    options = [part for name in given for part in ("--status", folder / name)]
    result = run(folder / "badge.json", *options)
    assert result.exit_code == 2
    assert "could not check" in result.output
    assert "not revoked" not in result.output


def test_a_badge_without_status_needs_no_list(folder: Path) -> None:
    assert run(folder / "plain.json").exit_code == 0


def test_an_unknown_issuer_is_said_but_does_not_stop_a_0(folder: Path) -> None:
    result = run(folder / "plain.json")
    assert result.exit_code == 0
    assert "Nobody here has said who this issuer is" in result.output


def test_a_recognized_issuer_is_named(folder: Path) -> None:
    result = run(folder / "plain.json", "--trust", folder / "trust.json")
    assert "Northfield is recognized by the Department" in result.output


def test_a_distrusted_issuer_ends_with_1(folder: Path) -> None:
    assert run(folder / "plain.json", "--trust", folder / "distrust.json").exit_code == 1


def test_a_picture_and_standard_input_are_read_too(folder: Path) -> None:
    picture = bake_into_svg(SVG, json.dumps(signed(badge(status=False))))
    assert run("-", stdin=picture).exit_code == 0
    (folder / "badge.txt").write_bytes(picture)
    assert run(folder / "badge.txt").exit_code == 0


def test_the_report_as_json_is_json(folder: Path) -> None:
    result = run(folder / "badge.json", "--json")
    report = json.loads(result.output)
    assert (result.exit_code, report["overall"]) == (2, "could_not_check")
    assert {check["outcome"] for check in report["checks"]} == {"passed", "could_not_check"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 1),
        (b"\x89PNG", 1),
        (b"{", 1),
        (b"[" * 100_000, 1),
        (b"eyJhbGciOiJFZERTQSJ9.e30.c2ln", 1),
    ],
)
def test_any_other_file_gets_a_clear_answer(folder: Path, content: bytes, code: int) -> None:
    result = run("-", "--json", stdin=content)
    assert result.exit_code == code
    assert json.loads(result.output)["checks"][0]["name"] == "readable"


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--status", b"not JSON"),
        ("--status", b"{}"),
        ("--trust", b"not JSON"),
        ("--trust", b'{"trusted": {}}'),
        ("--trust", b'{"recognized": []}'),
        ("--trust", b'{"distrusted": "did:x"}'),
    ],
)
def test_a_wrong_option_names_the_file_and_the_fault(
    folder: Path, option: str, content: bytes
) -> None:
    (folder / "wrong.json").write_bytes(content)
    result = run(folder / "badge.json", option, folder / "wrong.json")
    assert result.exit_code == 2
    assert "wrong.json" in result.output
    assert option in result.output


def test_a_list_that_pretends_to_be_the_one_named_does_not_help(folder: Path) -> None:
    """A list that is not signed by the issuer says nothing, whatever address it claims."""
    (folder / "forged.json").write_text(json.dumps({**status_list(), "issuer": "did:example:x"}))
    result = run(folder / "badge.json", *with_lists(folder, "forged.json"))
    assert result.exit_code == 2
    assert REVOCATIONS not in result.output or "could not" in result.output


def test_the_help_says_what_an_unknown_issuer_means_for_the_exit_status() -> None:
    assert "does not change the exit status" in " ".join(run("--help").output.split())


def test_it_runs_without_django_and_without_a_network(tmp_path: Path) -> None:
    """In a process of its own: sockets are refused, and Django must not have been imported."""
    now = datetime(2020, 1, 1, tzinfo=UTC)
    document = badge(status=False, valid_until=None)
    document["validFrom"] = "2020-01-01T00:00:00Z"
    del document["awardedDate"]
    file = tmp_path / "badge.json"
    file.write_text(json.dumps(issue(document, signer=SIGNER, now=now + timedelta(days=1))))
    program = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.getaddrinfo = socket.create_connection = refuse\n"
        "socket.socket.connect = socket.socket.sendto = refuse\n"
        "from longleaf.cli.main import main\n"
        "try: main(['verify', sys.argv[1]])\n"
        "except SystemExit as end: code = end.code\n"
        "assert not [m for m in sys.modules if m.partition('.')[0] == 'django']\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, and a program written above
        [sys.executable, "-c", program, str(file)], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_token_is_read_as_well_as_json(folder: Path) -> None:
    token = issue_jwt(badge(), signer=SIGNER, now=NOW)
    (folder / "badge.jwt").write_text(f"{token}\n", encoding="ascii")
    result = run(folder / "badge.jwt", *with_lists(folder))
    assert result.exit_code == 0, result.output
    (folder / "badge.txt").write_text(json.dumps(envelope(token)), encoding="utf-8")
    assert run(folder / "badge.txt", *with_lists(folder)).exit_code == 0
    changed = run("-", stdin=token[:-2].encode() + b"AA")
    assert changed.exit_code == 1
    assert "changed after it was signed" in changed.output


def test_a_status_list_may_be_a_token(folder: Path) -> None:
    for name, marked, code in (("clear.jwt", (), 0), ("revoked.jwt", (INDEX,), 1)):
        unsigned = {
            key: value for key, value in status_list(marked=marked).items() if key != "proof"
        }
        token = issue_jwt(unsigned, signer=SIGNER, now=NOW)
        (folder / name).write_text(token, encoding="ascii")
        result = run(folder / "badge.json", *with_lists(folder, name))
        assert result.exit_code == code, result.output
