"""Published vectors of W3C where they are at hand, and another implementation's always."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from longleaf.credential.canonical import expand
from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.contexts import load_context
from longleaf.credential.did.key import resolve
from longleaf.credential.multibase import decode_base58
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.refusal import InvalidProofError
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.hashing import hash_rdfc
from longleaf.credential.verify import verify
from tests.credential.examples import NOW, reasons
from tests.credential.published import NOT_HERE, published, vectors

W3C = vectors("eddsa-rdfc-2022.json")
FILES = W3C.get("files", {})
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
OWN = Path(__file__).parents[1] / "vectors" / "eddsa-rdfc-2022"


@pytest.fixture
def _examples_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vectors use the examples' vocabulary, which is not kept for real use."""
    examples = published("contexts/w3c/credentials-examples-v2.jsonld")

    def load(url: str) -> Mapping[str, object]:
        return examples if url == EXAMPLES else load_context(url)

    monkeypatch.setattr(expand, "load_context", load)
    monkeypatch.setattr(expand, "_local", type("Fresh", (), {})())


def without_context(options: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if name != "@context"}


@pytest.mark.skipif(not W3C, reason=NOT_HERE)
@pytest.mark.usefixtures("_examples_context")
class TestW3CVectors:
    document = W3C.get("shared_inputs", {}).get("unsigned.json")
    options = FILES.get("proofConfigDataInt.json")

    def test_the_canonical_document_is_the_published_one(self) -> None:
        assert canonical_nquads(self.document).decode() == FILES["canonDocDataInt.txt"]

    def test_the_canonical_proof_options_are_the_published_ones(self) -> None:
        assert canonical_nquads(self.options).decode() == FILES["proofCanonDataInt.txt"]

    def test_the_hashes_are_the_published_ones(self) -> None:
        data = hash_rdfc(Claims(self.document), without_context(self.options), "Ed25519")
        assert data[:32].hex() == FILES["proofHashDataInt.txt"].strip()[:64]
        assert data[32:].hex() == FILES["docHashDataInt.txt"].strip()
        assert data.hex() == FILES["combinedHashDataInt.txt"].strip()

    def test_the_signature_is_the_published_one(self) -> None:
        secret = W3C["shared_inputs"]["keyPair.json"]["privateKeyMultibase"]
        signer = Ed25519Signer(decode_base58(secret)[2:34])
        proof = cryptosuite("eddsa-rdfc-2022").sign(
            Claims(self.document), options=without_context(self.options), signer=signer
        )
        assert proof["proofValue"] == FILES["sigBTC58DataInt.txt"].strip()

    def test_the_published_credential_holds_but_its_issuer_cannot_be_looked_up(self) -> None:
        """Its issuer is an https address, and its key a did:key."""
        report = verify(
            FILES["signedDataInt.json"], trust=NoRegistry(), status=NoStatusLists(), now=NOW
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

    def test_the_published_proof_verifies(self) -> None:
        signed = FILES["signedDataInt.json"]
        proof = signed["proof"]
        key = resolve(proof["verificationMethod"])
        suite = cryptosuite("eddsa-rdfc-2022")
        suite.verify(Claims(signed), proof=proof, key=key)
        with pytest.raises(InvalidProofError):
            suite.verify(Claims({**signed, "name": "x"}), proof=proof, key=key)


def own() -> list[Any]:
    file = json.loads((OWN / "digitalbazaar-vc-7.3.0.json").read_text(encoding="utf-8"))
    vectors_: list[Any] = file["vectors"]
    return vectors_


@pytest.mark.parametrize("vector", own(), ids=lambda vector: vector["name"])
def test_another_implementation_s_canonical_bytes_are_ours(vector: dict[str, Any]) -> None:
    unsigned = Claims(vector["signed"])
    assert unsigned.nquads.decode() == vector["canonical"]
    assert hashlib.sha256(unsigned.nquads).hexdigest() == vector["sha256"]


@pytest.mark.parametrize("vector", own(), ids=lambda vector: vector["name"])
def test_another_implementation_s_signature_is_ours(vector: dict[str, Any]) -> None:
    proof = dict(vector["signed"]["proof"])
    value = proof.pop("proofValue")
    signer = Ed25519Signer(bytes.fromhex(vector["seed"]))
    made = cryptosuite("eddsa-rdfc-2022").sign(
        Claims(vector["signed"]), options=proof, signer=signer
    )
    assert made["proofValue"] == value


@pytest.mark.parametrize("vector", own(), ids=lambda vector: vector["name"])
def test_another_implementation_s_credential_verifies(vector: dict[str, Any]) -> None:
    report = verify(vector["signed"], trust=NoRegistry(), status=NoStatusLists(), now=NOW)
    for name in ("contexts", "schema", "proof", "issuer", "dates"):
        result = report.result(name)
        assert result is not None
        assert result.outcome is Outcome.PASSED, result.sentence
