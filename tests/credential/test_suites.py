"""Cryptosuites: what they sign, with which keys, and contexts that came after the signature."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from longleaf.credential.did.key import resolve
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.keys import check_public_key
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Overall
from longleaf.credential.suites import cryptosuite, usual_suite
from longleaf.credential.suites.claims import Claims
from tests.credential.examples import NOW, SIGNER, badge, reasons, report_on
from tests.credential.negative.data_integrity import P256, P384, proof_over

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"


def signed_as_json() -> JsonObject:
    return issue(badge(status=False), signer=SIGNER, now=NOW, suite="eddsa-jcs-2022")


def with_context(document: JsonObject, *added: object) -> JsonObject:
    contexts = document["@context"]
    assert isinstance(contexts, list)
    return {**document, "@context": [*contexts, *added]}


def test_a_context_that_changes_nothing_may_follow_a_signature_over_json() -> None:
    assert report_on(with_context(signed_as_json(), DATA_INTEGRITY)).overall is Overall.GOOD


def test_it_may_follow_one_over_rdf_where_only_the_claims_count() -> None:
    signed = issue(badge(status=False), signer=SIGNER, now=NOW)
    assert report_on(with_context(signed, DATA_INTEGRITY)).overall is Overall.GOOD


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "ecdsa-jcs-2019"])
def test_json_without_a_context_is_signed_as_it_is(suite: str) -> None:
    signer = SIGNER if suite.startswith("eddsa") else P384
    claims = Claims({"plain": [1, 2.5, "x"]})
    options: JsonObject = {"type": "DataIntegrityProof", "cryptosuite": suite}
    proof = cryptosuite(suite).sign(claims, options=options, signer=signer)
    assert "@context" not in proof
    cryptosuite(suite).verify(claims, proof=proof, key=resolve(signer.verification_method))


def chain(first: str, second: str) -> JsonObject:
    document = badge(status=False)
    before = proof_over(document, SIGNER, id="urn:uuid:1", cryptosuite=first)
    after = proof_over(
        document,
        SIGNER,
        previous=(before,),
        id="urn:uuid:2",
        previousProof="urn:uuid:1",
        cryptosuite=second,
    )
    return {**document, "proof": [before, after]}


@pytest.mark.parametrize("first", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("second", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_chain_holds_whatever_suites_it_is_made_of(first: str, second: str) -> None:
    made: Any = chain(first, second)
    assert report_on(made).overall is Overall.GOOD
    other = proof_over({**made, "name": "x"}, SIGNER, id="urn:uuid:1", cryptosuite=first)
    exchanged = {**made, "proof": [other, made["proof"][1]]}
    assert reasons(report_on(exchanged))["proof"] == "signature_does_not_hold"


def test_the_second_of_a_chain_alone_does_not_hold_without_the_first() -> None:
    made: Any = chain("eddsa-jcs-2022", "eddsa-jcs-2022")
    last = {name: value for name, value in made["proof"][1].items() if name != "previousProof"}
    assert reasons(report_on({**made, "proof": [last]}))["proof"] == "signature_does_not_hold"


def test_a_context_may_follow_a_chain_over_json_too() -> None:
    made = chain("eddsa-rdfc-2022", "eddsa-jcs-2022")
    assert report_on(with_context(made, DATA_INTEGRITY)).overall is Overall.GOOD


def test_keys_that_only_check_tokens_have_no_usual_suite() -> None:
    with pytest.raises(ValueError, match="RSA"):
        usual_suite("RSA")


@pytest.mark.parametrize("kind", ["RSA", "P-256", "P-384", "Ed25519", "secp256k1"])
def test_a_key_of_another_kind_in_der_is_none_of_these(kind: str) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = other.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(RefusedError) as refused:
        check_public_key(kind, der)
    assert refused.value.reason == "bad_key"


def test_a_presentation_that_is_not_as_the_standard_asks_is_bad_though_signed() -> None:
    document: JsonObject = {
        "@context": [DATA_INTEGRITY, "https://www.w3.org/2018/credentials/v1"],
        "type": "VerifiablePresentation",
        "holder": "somebody:else",
        "verifiableCredential": [],
    }
    proof = proof_over(document, P256, proofPurpose="authentication")
    report = verify_presentation(
        {**document, "proof": proof}, trust=NoRegistry(), status=NoStatusLists(), now=NOW
    )
    assert reasons(report)["schema"] == "not_as_the_standard_asks"
    assert reasons(report)["proof"] == "signature_holds"
    assert "holder" in report.not_made


def test_what_is_kept_between_signatures_is_only_the_hash_of_the_very_same_options() -> None:
    """Signed in turn, with one thing different from before; checking keeps nothing."""
    documents = [badge(), badge(status=False), with_context(badge(), DATA_INTEGRITY)]
    for document in documents * 2:
        for moment in (NOW, NOW - timedelta(seconds=1), NOW):
            made = issue(document, signer=SIGNER, now=moment)
            assert report_on(made).overall is Overall.GOOD
