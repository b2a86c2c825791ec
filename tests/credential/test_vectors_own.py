"""Vectors that implementations other than ours made; each file says which, and how."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from longleaf.credential.did.key import resolve
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.refusal import InvalidProofError
from longleaf.credential.report import Outcome
from longleaf.credential.signer import Ed25519Signer, signer_from
from longleaf.credential.suites import cryptosuite, suite_of
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verify import verify
from tests.credential.examples import NOW

FOLDER = Path(__file__).parents[1] / "vectors"
SUITES = ("eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "Ed25519Signature2020")


def of(suite: str) -> list[dict[str, Any]]:
    file = FOLDER / suite / "digitalbazaar-vc-7.3.0.json"
    vectors: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["vectors"]
    return vectors


def name_of(vector: dict[str, Any]) -> str:
    return f"{vector['signed']['proof'].get('cryptosuite', 'older')}: {vector['name']}"


RDFC = of("eddsa-rdfc-2022")
OTHERS = [vector for suite in SUITES for vector in of(suite)]


@pytest.mark.parametrize("vector", RDFC, ids=name_of)
def test_another_implementation_s_canonical_bytes_are_ours(vector: dict[str, Any]) -> None:
    unsigned = Claims(vector["signed"])
    assert unsigned.nquads.decode() == vector["canonical"]
    assert hashlib.sha256(unsigned.nquads).hexdigest() == vector["sha256"]


@pytest.mark.parametrize("vector", RDFC, ids=name_of)
def test_another_implementation_s_signature_is_ours(vector: dict[str, Any]) -> None:
    proof = dict(vector["signed"]["proof"])
    value = proof.pop("proofValue")
    signer = Ed25519Signer(bytes.fromhex(vector["seed"]))
    made = cryptosuite("eddsa-rdfc-2022").sign(
        Claims(vector["signed"]), options=proof, signer=signer
    )
    assert made["proofValue"] == value


@pytest.mark.parametrize("vector", [*RDFC, *OTHERS], ids=name_of)
def test_another_implementation_s_credential_verifies(vector: dict[str, Any]) -> None:
    report = verify(vector["signed"], trust=NoRegistry(), status=NoStatusLists(), now=NOW)
    for name in ("contexts", "schema", "proof", "issuer", "dates"):
        result = report.result(name)
        assert result is not None
        assert result.outcome is Outcome.PASSED, result.sentence


@pytest.mark.parametrize("vector", OTHERS, ids=name_of)
def test_ours_and_theirs_are_signatures_over_the_same(vector: dict[str, Any]) -> None:
    proof = dict(vector["signed"]["proof"])
    claims = Claims(vector["signed"])
    signer = signer_from(vector["kind"], bytes.fromhex(vector["secret"]))
    key = resolve(proof["verificationMethod"])
    assert (key.kind, key.public) == (signer.kind, signer.public)
    suite = suite_of(proof)
    with pytest.raises(InvalidProofError):
        suite.verify(claims, proof={**proof, "created": "2025-08-01T12:00:01Z"}, key=key)
    if proof["type"] == "DataIntegrityProof":
        theirs = proof.pop("proofValue")
        made = suite.sign(claims, options=proof, signer=signer)
        suite.verify(claims, proof=made, key=key)
        assert (made["proofValue"] == theirs) is (vector["kind"] == "Ed25519")


def test_every_suite_and_kind_of_key_has_vectors() -> None:
    found = {(suite_of(one["signed"]["proof"]).name, one["kind"]) for one in OTHERS}
    assert found == {
        ("eddsa-jcs-2022", "Ed25519"),
        ("Ed25519Signature2020", "Ed25519"),
        *((suite, kind) for suite in SUITES[1:3] for kind in ("P-256", "P-384")),
    }
