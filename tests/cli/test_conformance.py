"""The VC API as an outside suite meets it: over HTTP, against the real command."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from longleaf.cli.conformance_profile import WAYS

CREDENTIAL = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential"],
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:amina", "alumniOf": "A school", "degree": "A degree"},
}


@dataclass(frozen=True)
class Site:
    base: str

    def ask(self, path: str, body: object = None) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  # the test's own server
            self.base + path,
            data if body is not None else None,
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # as above
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def issuer(self, way: str) -> str:
        return str(self.ask("/")[1]["issuers"][f"/{way}/credentials/issue"])

    def issue(self, way: str, **members: object) -> Any:
        credential = CREDENTIAL | {"issuer": self.issuer(way)} | members
        status, body = self.ask(f"/{way}/credentials/issue", {"credential": credential})
        assert status == 201, body
        return body["verifiableCredential"]

    def verify(self, credential: object) -> tuple[int, Any]:
        return self.ask("/credentials/verify", {"verifiableCredential": credential})


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    command = [sys.executable, "-m", "longleaf", "conformance", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own program
        assert process.stdout is not None
        first = process.stdout.readline()
        assert "never for real badges" in first
        yield Site(first.split(" at ")[1].split(": ")[0])
        process.terminate()


@pytest.mark.parametrize("way", [name for name in WAYS if name != "ecdsa-sd-2023"])
def test_what_is_issued_in_any_way_is_verified_and_what_was_changed_is_not(
    site: Site, way: str
) -> None:
    issued = site.issue(way)
    status, report = site.verify(issued)
    assert (status, report["verified"]) == (200, True), report
    text = json.dumps(issued)
    altered = json.loads(
        text[:-8] + text[-8:].swapcase()
        if way.startswith("jose")
        else text.replace("A school", "Another school")
    )
    status, report = site.verify(altered)
    assert (status, report["verified"]) == (400, False)
    assert report["errors"]


def test_a_holder_derives_what_anybody_can_verify(site: Site) -> None:
    base = site.issue("ecdsa-sd-2023")
    status, body = site.ask(
        "/credentials/derive",
        {
            "verifiableCredential": base,
            "options": {"selectivePointers": ["/credentialSubject/alumniOf"]},
        },
    )
    assert status == 201, body
    shown = body["verifiableCredential"]
    assert shown["credentialSubject"] == {"id": "did:example:amina", "alumniOf": "A school"}
    assert site.verify(shown)[0] == 200
    assert site.verify(base)[0] == 400  # it is for its holder only


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_an_entry_that_is_set_ends_the_credential_and_cleared_restores_it(
    site: Site, purpose: str
) -> None:
    identifier = f"urn:uuid:00000000-0000-4000-8000-00000000000{len(purpose)}"
    issued = site.issue(purpose, id=identifier)
    change = {
        "credentialId": identifier,
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": purpose},
    }
    assert site.verify(issued)[0] == 200
    assert site.ask("/credentials/status", change)[0] == 200
    status, report = site.verify(issued)
    assert status == 400
    assert report["problemDetails"][0]["type"].endswith("STATUS_VERIFICATION_ERROR")
    assert site.ask("/credentials/status", change | {"status": False})[0] == 200
    assert site.verify(issued)[0] == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/credentials/issue", {}),
        ("/credentials/issue", {"credential": "text"}),
        ("/credentials/issue", {"credential": CREDENTIAL | {"issuer": "did:example:another"}}),
        ("/credentials/issue", {"credential": CREDENTIAL, "options": []}),
        ("/credentials/issue", [CREDENTIAL]),
        ("/credentials/issue", b"{"),
        ("/credentials/issue", b'{"credential": {}, "credential": {}}'),
        ("/credentials/issue", b"[" * 100_000),
        ("/credentials/verify", {}),
        ("/credentials/verify", {"verifiableCredential": "text"}),
        ("/credentials/verify", {"verifiableCredential": json.dumps(CREDENTIAL)}),
        ("/credentials/verify", {"verifiableCredential": CREDENTIAL}),
        ("/credentials/derive", {"verifiableCredential": CREDENTIAL}),
        ("/credentials/derive", {"verifiableCredential": {}, "options": {"selectivePointers": 7}}),
        ("/credentials/status", {"credentialId": "urn:x"}),
        (
            "/credentials/status",
            {
                "credentialId": "urn:nobody",
                "credentialStatus": {
                    "type": "BitstringStatusListEntry",
                    "statusPurpose": "revocation",
                },
            },
        ),
        ("/presentations/verify", {"verifiablePresentation": {}}),
        (
            "/presentations/verify",
            {"verifiablePresentation": {}, "options": {"challenge": ["several"]}},
        ),
    ],
)
def test_bad_input_is_answered_with_400_and_the_reason(site: Site, path: str, body: object) -> None:
    status, answer = site.ask(path, body)
    assert status == 400
    assert answer["errors"]
    assert answer["problemDetails"][0]["type"].startswith("https://")


def test_an_unknown_address_says_what_there_is(site: Site) -> None:
    status, answer = site.ask("/credentials/forge", {})
    assert status == 404
    assert "/credentials/issue" in answer["errors"][0]


def test_another_edition_of_a_vocabulary_than_the_one_named_is_not_signed(site: Site) -> None:
    related = {"id": "https://www.w3.org/ns/credentials/v2", "digestSRI": f"sha256-{'A' * 43}="}
    credential = CREDENTIAL | {"issuer": site.issuer("revocation"), "relatedResource": related}
    status, body = site.ask("/credentials/issue", {"credential": credential})
    assert status == 400
    assert "another edition" in body["errors"][0]


def test_an_issuer_that_nobody_can_bind_to_a_key_is_not_verified(site: Site) -> None:
    elsewhere = site.issue("revocation") | {"issuer": "https://issuers.example/5678"}
    assert site.verify(elsewhere)[0] == 400


def test_a_credential_of_1_1_is_issued_for_suites_that_still_ask(site: Site) -> None:
    older = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:amina"},
    }
    kept = {"id": CREDENTIAL["id"], "type": CREDENTIAL["type"], "issuer": site.issuer("revocation")}
    status, body = site.ask("/credentials/issue", {"credential": older | kept})
    assert status == 201, body
    assert site.verify(body["verifiableCredential"])[0] == 200
