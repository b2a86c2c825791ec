"""The vectors that W3C publishes for each cryptosuite, where they are at hand: every step."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from longleaf.credential.canonical import expand
from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.contexts import load_context
from longleaf.credential.did.key import resolve
from longleaf.credential.keys import read_multikey, signature_holds
from longleaf.credential.multibase import decode_base58
from longleaf.credential.ports import DidKeys, NoRegistry, NoStatusLists
from longleaf.credential.proof_check import check_proofs
from longleaf.credential.refusal import InvalidProofError
from longleaf.credential.report import Overall
from longleaf.credential.signer import Ed25519Signer, SoftwareSigner, signer_from
from longleaf.credential.suites import cryptosuite, suite_of
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.hashing import hash_jcs, hash_rdfc
from longleaf.credential.verify import verify
from tests.credential.examples import NOW, reasons
from tests.credential.published import NOT_HERE, published, vectors

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CHAIN = vectors("proof-set-chain.json").get("files", {})


@dataclass(frozen=True)
class Vector:
    """One published example: the files' names share a folder and an ending."""

    file: str
    ending: str
    kind: str
    folder: str = ""
    pair: str = "keyPair.json"

    def __str__(self) -> str:
        return f"{self.file}{'-' + self.folder.strip('/') if self.folder else ''}"

    def of(self, name: str, form: str) -> Any:
        found = vectors(f"{self.file}.json")["files"][f"{self.folder}{name}{self.ending}.{form}"]
        return found.strip() if form == "txt" and "anon" not in name else found

    @property
    def document(self) -> dict[str, Any]:
        """What was signed, without its proof."""
        found: dict[str, Any] = {**self.of("signed", "json")}
        del found["proof"]
        return found

    @property
    def options(self) -> dict[str, Any]:
        found: dict[str, Any] = self.of("proofConfig", "json")
        return found

    @property
    def is_jcs(self) -> bool:
        return "jcs" in self.file

    def signer(self) -> SoftwareSigner:
        pair = vectors(f"{self.file}.json")["shared_inputs"][self.pair]
        secret = pair.get("privateKeyMultibase") or pair["secretKeyMultibase"]
        size = 48 if self.kind == "P-384" else 32
        return signer_from(self.kind, decode_base58(secret)[2 : 2 + size])


P256 = {"kind": "P-256", "pair": "p256KeyPair.json"}
P384 = {"kind": "P-384", "pair": "p384KeyPair.json"}
EMPLOY = {"folder": "employ/"}
ALL = [
    Vector("eddsa-rdfc-2022", "DataInt", "Ed25519"),
    Vector("eddsa-rdfc-2022", "DataInt", "Ed25519", **EMPLOY),
    Vector("eddsa-jcs-2022", "JCS", "Ed25519"),
    Vector("ecdsa-rdfc-2019-p256", "ECDSAP256", **P256),
    Vector("ecdsa-rdfc-2019-p256", "ECDSAP256", **P256, **EMPLOY),
    Vector("ecdsa-rdfc-2019-p384", "ECDSAP384", **P384),
    Vector("ecdsa-rdfc-2019-p384", "ECDSAP384", **P384, **EMPLOY),
    Vector("ecdsa-jcs-2019-p256", "JCSECDSAP256", **P256),
    Vector("ecdsa-jcs-2019-p384", "JCSECDSAP384", **P384),
    Vector("Ed25519Signature2020", "EdSig", "Ed25519"),
]
READABLE = [vector for vector in ALL if not vector.folder]
"""The second examples use a vocabulary (citizenship/v4rc1) that no package at hand has; of them,
the steps after the canonical document are tested."""
MADE_HERE = [vector for vector in READABLE if vector.file != "Ed25519Signature2020"]

pytestmark = [
    pytest.mark.skipif(not CHAIN, reason=NOT_HERE),
    pytest.mark.usefixtures("_examples_context"),
]
every = pytest.mark.parametrize("vector", ALL, ids=str)
every_readable = pytest.mark.parametrize("vector", READABLE, ids=str)


@pytest.fixture
def _examples_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vectors use the examples' vocabulary, which is not kept for real use."""
    kept = {
        EXAMPLES: published("contexts/w3c/credentials-examples-v2.jsonld"),
        "https://w3id.org/citizenship/v4rc1": {"@context": {}},
    }

    def load(url: str) -> Mapping[str, object]:
        found: Mapping[str, object] = kept[url] if url in kept else load_context(url)
        return found

    monkeypatch.setattr(expand, "load_context", load)
    monkeypatch.setattr(expand, "_local", type("Fresh", (), {})())


def without_context(options: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if name != "@context"}


def canonical(vector: Vector, document: dict[str, object]) -> str:
    made = canonical_json(document) if vector.is_jcs else canonical_nquads(document)
    return made.decode()


@every_readable
def test_the_canonical_document_is_the_published_one(vector: Vector) -> None:
    assert canonical(vector, vector.document) == vector.of("canonDoc", "txt")


@every
def test_the_canonical_proof_options_are_the_published_ones(vector: Vector) -> None:
    assert canonical(vector, vector.options) == vector.of("proofCanon", "txt")


@every
def test_the_hashes_are_the_published_ones(vector: Vector) -> None:
    digest = hashlib.sha384 if vector.kind == "P-384" else hashlib.sha256
    half = digest().digest_size * 2
    options, document = (
        digest(vector.of(name, "txt").encode()).hexdigest() for name in ("proofCanon", "canonDoc")
    )
    assert options == vector.of("proofHash", "txt")[:half]
    assert document == vector.of("docHash", "txt")
    assert options + document == vector.of("combinedHash", "txt")


@every_readable
def test_what_is_signed_is_the_published_hashes(vector: Vector) -> None:
    hash_data = hash_jcs if vector.is_jcs else hash_rdfc
    data = hash_data(Claims(vector.document), vector.options, vector.kind)
    assert data.hex() == vector.of("combinedHash", "txt")


@every
def test_the_published_signature_is_the_key_s_own(vector: Vector) -> None:
    signature = bytes.fromhex(vector.of("sigHex", "txt"))
    assert decode_base58(vector.of("sigBTC58", "txt")) == signature
    data = bytes.fromhex(vector.of("combinedHash", "txt"))
    signer = vector.signer()
    key = resolve(signer.verification_method)
    assert (key.kind, key.public) == read_multikey(
        vector.options["verificationMethod"].split("#")[1]
    )
    assert signature_holds(key, signature=signature, data=data)
    if vector.kind == "Ed25519":  # ECDSA's are as the chosen nonce
        assert signer.sign(data) == signature


@pytest.mark.parametrize("vector", MADE_HERE, ids=str)
def test_what_is_signed_anew_is_the_published_proof(vector: Vector) -> None:
    signer = vector.signer()
    suite = cryptosuite(vector.options["cryptosuite"])
    made = suite.sign(
        Claims(vector.document), options=without_context(vector.options), signer=signer
    )
    published_proof = vector.of("signed", "json")["proof"]
    suite.verify(Claims(vector.document), proof=made, key=resolve(signer.verification_method))
    if vector.kind == "Ed25519":
        assert made == published_proof
    else:
        assert made.keys() == published_proof.keys()


@every_readable
def test_the_published_proof_verifies_and_a_changed_document_does_not(vector: Vector) -> None:
    signed = vector.of("signed", "json")
    proof = signed["proof"]
    key = resolve(proof["verificationMethod"])
    suite_of(proof).verify(Claims(signed), proof=proof, key=key)
    with pytest.raises(InvalidProofError):
        suite_of(proof).verify(Claims({**signed, "name": "x"}), proof=proof, key=key)


@every_readable
def test_the_published_credential_holds_but_its_issuer_cannot_be_looked_up(
    vector: Vector,
) -> None:
    """Its issuer is an https address, and its key a did:key."""
    report = verify(
        vector.of("signed", "json"), trust=NoRegistry(), status=NoStatusLists(), now=NOW
    )
    assert reasons(report) == {
        "readable": "readable",
        "contexts": "contexts_known",
        "schema": "complete",
        "proof": "signature_holds",
        "issuer": "issuer_not_found",
        "dates": "in_its_period",
        "status": "no_status",
        "trust": "issuer_unknown",
        "endorsements": "no_endorsements",
    }
    assert report.overall is Overall.COULD_NOT_CHECK


class TestSetsAndChains:
    """Two proofs side by side, a third over both, and a fourth over the third."""

    keys = CHAIN.get("multiKeyPairs.json", {})

    @pytest.mark.parametrize(
        ("config", "before", "result", "pair"),
        [
            ("proofSetConfig1", None, "proofSetConfigSigned1", "keyPair1"),
            ("proofSetConfig2", None, "proofSetConfigSigned2", "keyPair2"),
            ("proofChainConfig1", "proofChainTempDoc1", "proofChainConfigSigned1", "keyPair3"),
            ("proofChainConfig2", "proofChainTempDoc2", "proofChainConfigSigned2", "keyPair4"),
        ],
    )
    def test_each_proof_is_the_published_one(
        self, config: str, before: str | None, result: str, pair: str
    ) -> None:
        signer = Ed25519Signer(decode_base58(self.keys[pair]["privateKeyMultibase"])[2:34])
        previous = CHAIN[f"{before}.json"]["proof"] if before else []
        made = cryptosuite("eddsa-rdfc-2022").sign(
            Claims(CHAIN["unsigned.json"], previous=previous),
            options=without_context(CHAIN[f"{config}.json"]),
            signer=signer,
        )
        assert made == CHAIN[f"{result}.json"]

    @pytest.mark.parametrize(
        ("name", "count"),
        [
            ("signedProofSet1", 1),
            ("signedProofSet2", 2),
            ("signedProofChain1", 3),
            ("signedProofChain2", 4),
        ],
    )
    def test_the_published_sets_and_chains_hold(self, name: str, count: int) -> None:
        document = CHAIN[f"{name}.json"]
        assert len(check_proofs(document, Claims(document), keys=DidKeys())) == count

    @pytest.mark.parametrize("place", range(4))
    def test_a_proof_that_another_builds_on_cannot_be_exchanged(self, place: int) -> None:
        document = CHAIN["signedProofChain2.json"]
        proofs = [dict(proof) for proof in document["proof"]]
        proofs[place]["created"] = "2023-02-24T23:36:39Z"
        changed = {**document, "proof": proofs}
        with pytest.raises(InvalidProofError):
            check_proofs(changed, Claims(changed), keys=DidKeys())
