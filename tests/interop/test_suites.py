"""Every cryptosuite, presentations, proof sets and chains: ours in theirs, theirs in ours."""

from dataclasses import dataclass
from typing import Any

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.multibase import encode_base58
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.presentation import present, verify_presentation
from longleaf.credential.report import Overall, Report
from longleaf.credential.signer import SoftwareSigner, signer_from
from tests.credential.examples import NOW, badge, reasons, report_on, signed
from tests.credential.test_verify_1_1 import credential as credential_of_1_1
from tests.interop.second_implementation import SecondImplementation, installed

pytestmark = [pytest.mark.interop, pytest.mark.xdist_group("interop")]

DCC = "verify_dcc.mjs"
WHEN = NOW.isoformat().replace("+00:00", "Z")
_SECRET_PREFIXES = {"P-256": b"\x86\x26", "P-384": b"\x87\x26"}  # multicodec


@dataclass(frozen=True)
class Way:
    """A cryptosuite with a kind of key."""

    suite: str
    kind: str

    def __str__(self) -> str:
        return f"{self.suite} {self.kind}"

    @property
    def secret(self) -> bytes:
        return bytes(range(48 if self.kind == "P-384" else 32))

    @property
    def signer(self) -> SoftwareSigner:
        return signer_from(self.kind, self.secret)

    @property
    def key(self) -> dict[str, str]:
        """The same key as theirs takes it."""
        if self.kind == "Ed25519":
            return {"seed": self.secret.hex()}
        return {
            "publicKeyMultibase": self.signer.controller.removeprefix("did:key:"),
            "secretKeyMultibase": encode_base58(_SECRET_PREFIXES[self.kind] + self.secret),
        }

    def request(self, credential: JsonObject, **more: object) -> dict[str, object]:
        return {
            "credential": credential,
            "key": self.key,
            "suite": self.suite,
            "created": WHEN,
            **more,
        }


WAYS = [
    Way("eddsa-rdfc-2022", "Ed25519"),
    Way("eddsa-jcs-2022", "Ed25519"),
    *(
        Way(suite, kind)
        for suite in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")
        for kind in _SECRET_PREFIXES
    ),
]
every = pytest.mark.parametrize("way", WAYS, ids=str)


@pytest.fixture(scope="module")
def theirs() -> SecondImplementation:
    return installed()


def plain(way: Way) -> JsonObject:
    return badge(issuer=way.signer.controller, status=False, valid_until=None)


def ours(way: Way) -> JsonObject:
    return issue(plain(way), signer=way.signer, now=NOW, suite=way.suite)


@every
def test_ours_holds_in_theirs_and_a_changed_one_does_not(
    theirs: SecondImplementation, way: Way
) -> None:
    made = ours(way)
    documents = [made, {**made, "name": "Another name"}, with_proof(made, nonce="added")]
    answers = theirs.run(verify=[{"credential": one, "now": WHEN} for one in documents])["verify"]
    assert [answer["verified"] for answer in answers] == [True, False, False], answers
    assert [report_on(one).overall for one in documents] == [Overall.GOOD, Overall.BAD, Overall.BAD]


def with_proof(document: JsonObject, **members: object) -> JsonObject:
    proofs = document["proof"]
    assert isinstance(proofs, list)
    return {**document, "proof": [{**proofs[0], **members}]}


@every
def test_theirs_holds_in_ours_and_a_changed_one_does_not(
    theirs: SecondImplementation, way: Way
) -> None:
    (made,) = theirs.run(sign=[way.request(plain(way))])["sign"]
    assert report_on(made).overall is Overall.GOOD
    assert reasons(report_on({**made, "name": "x"}))["proof"] == "signature_does_not_hold"


def test_their_older_proof_over_a_credential_of_1_1_holds_in_ours(
    theirs: SecondImplementation,
) -> None:
    way = Way("Ed25519Signature2020", "Ed25519")
    (made,) = theirs.run(sign=[way.request(credential_of_1_1())])["sign"]
    assert made["proof"]["type"] == "Ed25519Signature2020"
    assert report_on(made).overall is Overall.GOOD
    changed = {**made, "issuanceDate": "2025-07-02T00:00:00Z"}
    assert reasons(report_on(changed))["proof"] == "signature_does_not_hold"


def check_presentation(presentation: JsonObject, **asked: str) -> Report:
    return verify_presentation(
        presentation,
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        challenge=asked.get("challenge", "once"),
        domain=asked.get("domain", "https://asks.example"),
    )


@every
def test_presentations_hold_in_both_for_one_occasion_only(
    theirs: SecondImplementation, way: Way
) -> None:
    credential = ours(WAYS[0])
    mine = present(
        [credential],
        holder=way.signer,
        challenge="once",
        domain="https://asks.example",
        now=NOW,
        suite=way.suite,
    )
    request = {"presentation": mine, "now": WHEN, "domain": "https://asks.example"}
    answers = theirs.run(
        presented=[{**request, "challenge": "once"}, {**request, "challenge": "again"}],
        present=[
            {
                "credentials": [credential],
                "key": way.key,
                "suite": way.suite,
                "created": WHEN,
                "challenge": "once",
                "domain": "https://asks.example",
            }
        ],
    )
    assert [answer["verified"] for answer in answers["presented"]] == [True, False], answers
    (made,) = answers["present"]
    assert check_presentation(made).overall is Overall.GOOD
    assert reasons(check_presentation(made, challenge="again"))["proof"] == "wrong_challenge"
    assert reasons(check_presentation(made, domain="https://b.example"))["proof"] == "wrong_domain"


def test_our_proof_set_holds_in_theirs_proof_by_proof(theirs: SecondImplementation) -> None:
    document = plain(WAYS[0])
    document_proofs = []
    for way in (WAYS[0], WAYS[1]):
        made = issue(document, signer=way.signer, now=NOW, suite=way.suite)
        document_proofs.append(with_one_proof(made))
    both: JsonObject = {**document, "proof": document_proofs}
    halved: JsonObject = {
        **document,
        "proof": [document_proofs[0], {**document_proofs[1], "created": "2025-08-01T12:00:01Z"}],
    }
    answers = theirs.run(verify=[{"credential": one, "now": WHEN} for one in (both, halved)])
    assert [sorted(answer["proofs"]) for answer in answers["verify"]] == [
        [True, True],
        [False, True],
    ]
    assert report_on(both).overall is Overall.GOOD
    assert reasons(report_on(halved))["proof"] == "signature_does_not_hold"


def test_their_proof_set_holds_in_ours(theirs: SecondImplementation) -> None:
    """Their library makes no chains: it writes `previousProof` but signs nothing with it."""
    document: JsonObject = plain(WAYS[0])
    for name in ("urn:uuid:1", "urn:uuid:2"):
        request = WAYS[0].request(document, options={"id": name})
        (document,) = theirs.run(sign=[request])["sign"]
    assert report_on(document).overall is Overall.GOOD
    proofs: Any = document["proof"]
    first = {**proofs[0], "proofValue": proofs[1]["proofValue"]}
    swapped = {**document, "proof": [first, proofs[1]]}
    assert reasons(report_on(swapped))["proof"] == "signature_does_not_hold"


def test_ours_holds_in_the_verifier_of_the_digital_credentials_consortium(
    theirs: SecondImplementation,
) -> None:
    made = ours(WAYS[0])
    good, bad = theirs.run(
        DCC, verify=[{"credential": made}, {"credential": {**made, "name": "x"}}]
    )["verify"]
    assert good["errors"] == []
    assert (good["log"]["valid_signature"], good["log"]["expiration"]) == (True, True)
    assert bad == {"log": {}, "errors": ["invalid_signature"]}


def test_what_their_library_signs_holds_in_ours(theirs: SecondImplementation) -> None:
    request = {"credential": badge(), "seed": bytes(range(32)).hex(), "created": WHEN}
    (made,) = theirs.run(DCC, sign=[request])["sign"]
    assert report_on(made).overall is Overall.GOOD
    assert report_on({**made, "name": "x"}).overall is Overall.BAD
    assert made["proof"]["proofValue"] == with_one_proof(signed())["proofValue"]


def with_one_proof(document: JsonObject) -> JsonObject:
    proofs = document["proof"]
    assert isinstance(proofs, list)
    (proof,) = proofs
    assert isinstance(proof, dict)
    return proof
