"""Signed badges, altered after signing or signed carelessly."""

import copy

from longleaf.credential.document import JsonObject
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from tests.credential.examples import (
    SIGNER,
    signed,
)

GOOD = signed()


def altered(**members: object) -> JsonObject:
    return {**copy.deepcopy(GOOD), **members}


def with_proof(**members: object) -> JsonObject:
    proofs = GOOD["proof"]
    assert isinstance(proofs, list)
    return altered(proof=[{**proofs[0], **members}])


def part(document: JsonObject, *path: str | int) -> JsonObject:
    """The object at a path."""
    value: object = document
    for step in path:
        value = value[step]  # type: ignore[index]  # a wrong path fails the test
    assert isinstance(value, dict)
    return value


def signed_unchecked(document: JsonObject) -> JsonObject:
    """Signed as an issuer would that does not check what it signs."""
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    proof = cryptosuite("eddsa-rdfc-2022").sign(Claims(document), options=options, signer=SIGNER)
    return {**document, "proof": proof}
