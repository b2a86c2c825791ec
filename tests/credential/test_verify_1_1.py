"""Credentials of the Verifiable Credentials Data Model 1.1, as older issuers made them."""

from datetime import timedelta

import pytest

from longleaf.credential.did.key import verification_method_of
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.multibase import encode_base58
from longleaf.credential.ports import GivenStatusLists, NoStatusLists
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.status_list import StatusList
from longleaf.credential.suites import cryptosuite, suite_of
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.hashing import hash_rdfc
from tests.credential.examples import NOW, SIGNER, reasons, report_on, result_of

V1 = "https://www.w3.org/2018/credentials/v1"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"


def credential(**members: object) -> JsonObject:
    return {
        "@context": [V1, ED25519_2020],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": SIGNER.controller,
        "issuanceDate": "2025-07-01T00:00:00Z",
        "expirationDate": "2026-07-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:amina"},
        **members,
    }


def signed_2020(document: JsonObject, **options: object) -> JsonObject:
    """As Ed25519Signature2020 signs it, which Longleaf itself never does."""
    proof: JsonObject = {
        "type": "Ed25519Signature2020",
        "created": "2025-07-01T00:00:00Z",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
        **options,
    }
    signature = SIGNER.sign(hash_rdfc(Claims(document), proof, "Ed25519"))
    return {**document, "proof": {**proof, "proofValue": encode_base58(signature)}}


def without(name: str) -> JsonObject:
    return {member: value for member, value in credential().items() if member != name}


def test_a_credential_of_1_1_with_an_older_proof_holds() -> None:
    report = report_on(signed_2020(credential()), status=NoStatusLists())
    assert report.overall is Overall.GOOD
    assert result_of(report, "dates").sentence == (
        "Today lies in its period: valid since July 1, 2025, valid until July 1, 2026."
    )


def test_a_credential_of_1_1_with_a_data_integrity_proof_holds() -> None:
    document = credential(**{"@context": [V1, DATA_INTEGRITY]})
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    proof = cryptosuite("eddsa-rdfc-2022").sign(Claims(document), options=options, signer=SIGNER)
    report = report_on({**document, "proof": proof}, status=NoStatusLists())
    assert report.overall is Overall.GOOD


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"expirationDate": "2025-08-01T11:59:59Z"}, "expired"),
        ({"expirationDate": "2025-08-01T12:00:00Z"}, "in_its_period"),
        ({"issuanceDate": "2025-08-01T12:05:00Z"}, "in_its_period"),
        ({"issuanceDate": "2025-08-01T12:05:01Z"}, "not_yet_valid"),
    ],
)
def test_its_dates_count_under_their_older_names(members: JsonObject, reason: str) -> None:
    report = report_on(signed_2020(credential(**members)), status=NoStatusLists())
    assert reasons(report)["dates"] == reason


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (without("issuanceDate"), "issuanceDate: is missing."),
        (without("issuer"), "issuer: is missing."),
        (without("credentialSubject"), "credentialSubject: is missing."),
        (credential(issuanceDate="yesterday"), "issuanceDate: "),
        (credential(expirationDate="2024-07-01T00:00:00Z"), "expirationDate: must not be earlier"),
    ],
)
def test_what_1_1_asks_for_is_missed_under_its_own_name(document: JsonObject, said: str) -> None:
    result = result_of(report_on(signed_2020(document), status=NoStatusLists()), "schema")
    assert result.outcome is Outcome.FAILED
    assert result.sentence.startswith(said)


@pytest.mark.parametrize(
    "members",
    [
        {"issuanceDate": "2025-07-02T00:00:00Z"},
        {"issuer": "did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"},
        {"credentialSubject": {"id": "did:example:ben"}},
    ],
)
def test_a_changed_member_breaks_the_older_proof_too(members: JsonObject) -> None:
    changed = {**signed_2020(credential()), **members}
    report = report_on(changed, status=NoStatusLists())
    assert reasons(report)["proof"] == "signature_does_not_hold"


def test_an_older_proof_cannot_be_passed_off_as_a_newer_one() -> None:
    old = signed_2020(credential(**{"@context": [V1, ED25519_2020, DATA_INTEGRITY]}))
    proof = old["proof"]
    assert isinstance(proof, dict)
    newer = {**proof, "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    report = report_on({**old, "proof": newer}, status=NoStatusLists())
    assert reasons(report)["proof"] == "signature_does_not_hold"


def test_nothing_is_signed_the_older_way() -> None:
    suite = suite_of({"type": "Ed25519Signature2020"})
    with pytest.raises(RefusedError) as refused:
        suite.sign(Claims(credential()), options={}, signer=SIGNER)
    assert refused.value.reason == "only_checked"


def test_an_older_proof_wants_an_ed25519_key() -> None:
    suite = suite_of({"type": "Ed25519Signature2020"})
    signed = signed_2020(credential())
    proof = signed["proof"]
    assert isinstance(proof, dict)
    key = VerificationKey(verification_method_of(SIGNER.controller), "x", "P-256", bytes(33))
    with pytest.raises(RefusedError) as refused:
        suite.verify(Claims(signed), proof=proof, key=key)
    assert refused.value.reason == "wrong_kind_of_key"


def test_the_older_proof_holds_until_its_end() -> None:
    signed = signed_2020(credential())
    later = report_on(signed, status=NoStatusLists(), now=NOW + timedelta(days=400))
    assert reasons(later)["dates"] == "expired"


STATUS_2021 = "https://w3id.org/vc/status-list/2021/v1"
LIST = "https://badges.northfield.example/status/1"


def with_status_2021() -> JsonObject:
    entry = {
        "id": f"{LIST}#7",
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST,
    }
    contexts = [V1, ED25519_2020, STATUS_2021]
    return signed_2020(credential(**{"@context": contexts, "credentialStatus": entry}))


def list_of_2021(*marked: int, **members: object) -> JsonObject:
    bits = StatusList.empty()
    bits.set(marked)
    subject = {
        "id": f"{LIST}#list",
        "type": "StatusList2021",
        "statusPurpose": "revocation",
        "encodedList": bits.encode()[1:],
        **members,
    }
    return signed_2020(
        credential(
            **{
                "@context": [V1, ED25519_2020, STATUS_2021],
                "id": LIST,
                "type": ["VerifiableCredential", "StatusList2021Credential"],
                "credentialSubject": subject,
            }
        )
    )


@pytest.mark.parametrize(
    ("lists", "outcome", "reason"),
    [
        ({LIST: list_of_2021()}, Outcome.PASSED, "in_force"),
        ({LIST: list_of_2021(6, 8)}, Outcome.PASSED, "in_force"),
        ({LIST: list_of_2021(7)}, Outcome.FAILED, "revoked"),
        ({}, Outcome.COULD_NOT_CHECK, "status_list_not_available"),
        (
            {LIST: list_of_2021(statusPurpose="suspension")},
            Outcome.COULD_NOT_CHECK,
            "status_list_not_usable",
        ),
        (
            {LIST: {**list_of_2021(), "issuanceDate": "2025-07-02T00:00:00Z"}},
            Outcome.COULD_NOT_CHECK,
            "status_list_not_usable",
        ),
    ],
)
def test_a_status_list_of_2021_counts(
    lists: dict[str, JsonObject | bytes], outcome: Outcome, reason: str
) -> None:
    result = result_of(report_on(with_status_2021(), status=GivenStatusLists(lists)), "status")
    assert (result.outcome, result.reason) == (outcome, reason)
