"""Vectors that implementations other than ours made; each file says which, and how."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.report import Outcome
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verify import verify
from tests.credential.examples import NOW

OWN = Path(__file__).parents[1] / "vectors" / "eddsa-rdfc-2022"


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
