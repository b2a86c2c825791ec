import json
from datetime import timedelta

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import (
    DidKeys,
    NoRegistry,
    NoStatusLists,
)
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verify import verify
from tests.credential.altered import GOOD, altered, part, signed_unchecked, with_proof
from tests.credential.examples import (
    NOW,
    SIGNER,
    STRANGER,
    badge,
    proof_of,
    reasons,
    report_on,
    result_of,
    signed,
)


def test_laying_out_the_json_anew_does_not_break_the_signature() -> None:
    assert report_on(json.dumps(GOOD, indent=3, sort_keys=True)).overall is Overall.GOOD


def test_a_signature_from_another_badge_does_not_hold() -> None:
    other = signed({**badge(), "name": "Another badge"})
    assert reasons(report_on(altered(proof=other["proof"])))["proof"] == "signature_does_not_hold"


def test_an_unsigned_badge_is_bad() -> None:
    report = report_on(badge())
    assert result_of(report, "proof").reason == "not_signed"
    assert report.overall is Overall.BAD
    assert report.not_made == ("issuer", "dates", "status", "trust", "endorsements")


@pytest.mark.parametrize(
    ("members", "outcome", "reason"),
    [
        ({"proofPurpose": "authentication"}, Outcome.FAILED, "wrong_proof_purpose"),
        ({"created": "2025-08-01T12:00:01Z"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"nonce": "added"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"expires": "2030-01-01T00:00:00Z"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"id": "urn:uuid:1"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"comment": "added"}, Outcome.FAILED, "undefined_term"),
        (
            {"@context": "https://www.w3.org/ns/credentials/v2"},
            Outcome.FAILED,
            "proof_brings_context",
        ),
        ({"proofValue": "z11"}, Outcome.FAILED, "bad_signature_value"),
        ({"proofValue": "not base58"}, Outcome.FAILED, "bad_signature_value"),
        ({"cryptosuite": "bbs-2023"}, Outcome.COULD_NOT_CHECK, "unknown_cryptosuite"),
        ({"cryptosuite": None}, Outcome.COULD_NOT_CHECK, "unknown_cryptosuite"),
        ({"cryptosuite": "eddsa-jcs-2022"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"cryptosuite": "ecdsa-rdfc-2019"}, Outcome.FAILED, "wrong_kind_of_key"),
        ({"type": "RsaSignature2018"}, Outcome.COULD_NOT_CHECK, "unknown_proof_type"),
        ({"type": "Ed25519Signature2020"}, Outcome.FAILED, "undefined_term"),
        ({"previousProof": "urn:uuid:1"}, Outcome.FAILED, "missing_proof"),
        ({"verificationMethod": "did:web:a.example#k"}, Outcome.COULD_NOT_CHECK, "key_not_found"),
        ({"verificationMethod": "did:key:zAbc"}, Outcome.FAILED, "bad_key"),
        (
            {"verificationMethod": STRANGER.verification_method},
            Outcome.FAILED,
            "signature_does_not_hold",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_an_altered_proof_is_named(members: JsonObject, outcome: Outcome, reason: str) -> None:
    report = report_on(with_proof(**members))
    result = result_of(report, "proof")
    assert (result.outcome, result.reason) == (outcome, reason)
    assert "trust" in report.not_made


def test_a_second_proof_that_does_not_hold_is_found_beside_one_that_does() -> None:
    bad = part(with_proof(created="2025-08-01T12:00:01Z"), "proof", 0)
    both = altered(proof=[*GOOD["proof"], bad])  # type: ignore[misc]  # a list, as above
    assert reasons(report_on(both))["proof"] == "signature_does_not_hold"


def test_a_failing_proof_is_found_behind_one_that_could_not_be_checked() -> None:
    unknown = part(with_proof(cryptosuite="bbs-2023"), "proof", 0)
    bad = part(with_proof(created="2025-08-01T12:00:01Z"), "proof", 0)
    assert result_of(report_on(altered(proof=[unknown, bad])), "proof").outcome is Outcome.FAILED


def test_more_proofs_than_anyone_needs_are_not_checked() -> None:
    many = altered(proof=[part(GOOD, "proof", 0)] * 9)
    assert reasons(report_on(many))["proof"] == "too_many_proofs"


def test_a_single_proof_that_is_not_in_a_list_is_accepted_from_others() -> None:
    assert report_on(altered(proof=part(GOOD, "proof", 0))).overall is Overall.GOOD


@pytest.mark.parametrize("value", [None, [None], {"@value": None}])
def test_a_null_that_a_signature_would_not_cover_is_refused(value: object) -> None:
    assert result_of(report_on(altered(description=value)), "contexts").outcome is Outcome.FAILED


def test_a_badge_signed_by_somebody_else_than_its_issuer_is_bad() -> None:
    document = badge()
    part(document, "issuer")["id"] = STRANGER.controller
    stolen = issue(document, signer=STRANGER, now=NOW)
    part(stolen, "issuer")["id"] = SIGNER.controller
    assert reasons(report_on(stolen))["proof"] == "signature_does_not_hold"
    assert reasons(report_on(forged()))["issuer"] == "not_signed_by_issuer"


def forged() -> JsonObject:
    """Signed by a stranger's key, in the issuer's name; the signature itself holds."""

    class Pretender:
        kind = "Ed25519"
        controller = SIGNER.controller
        verification_method = STRANGER.verification_method

        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data)

    return issue(badge(), signer=Pretender(), now=NOW)


def test_after_a_wrong_issuer_nothing_else_is_said() -> None:
    report = report_on(forged())
    assert report.overall is Overall.BAD
    assert report.not_made == ("dates", "status", "trust", "endorsements")


class IssuerAtAnAddress:
    """Signs in the name of an https issuer."""

    kind = "Ed25519"
    controller = "https://badges.northfield.example/issuers/1"
    verification_method = SIGNER.verification_method

    def sign(self, data: bytes) -> bytes:
        return SIGNER.sign(data)


def test_an_issuer_that_cannot_be_looked_up_is_neither_good_nor_bad() -> None:
    document = badge(issuer=IssuerAtAnAddress.controller, status=False)
    report = report_on(issue(document, signer=IssuerAtAnAddress(), now=NOW))
    assert result_of(report, "issuer").reason == "issuer_not_found"
    assert report.overall is Overall.COULD_NOT_CHECK
    assert result_of(report, "dates").outcome is Outcome.PASSED


@pytest.mark.parametrize(("allowed", "overall"), [(True, Overall.GOOD), (False, Overall.BAD)])
def test_an_issuer_that_can_be_looked_up_decides_whose_keys_are_its_own(
    allowed: bool, overall: Overall
) -> None:
    class Directory(DidKeys):
        def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
            return allowed

    document = badge(issuer=IssuerAtAnAddress.controller, status=False)
    report = verify(
        issue(document, signer=IssuerAtAnAddress(), now=NOW),
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        keys=Directory(),
    )
    assert report.overall is overall


def test_a_signature_from_the_future_does_not_hold() -> None:
    report = report_on(GOOD, now=NOW - timedelta(minutes=6))
    assert result_of(report, "dates").reason == "signed_in_the_future"


def test_an_incomplete_badge_is_bad_even_if_its_signature_holds() -> None:
    document = badge()
    del part(document, "credentialSubject", "achievement")["criteria"]
    report = report_on(signed_unchecked(document))
    assert report.overall is Overall.BAD
    assert reasons(report)["schema"] == "not_as_the_standard_asks"
    assert reasons(report)["proof"] == "signature_holds"
    assert report.not_made == ("issuer", "dates", "status", "trust", "endorsements")


def test_a_proof_need_not_say_when_it_was_made() -> None:
    assert report_on(signed_unchecked(badge())).overall is Overall.GOOD


def test_a_proof_holds_until_it_expires() -> None:
    options: JsonObject = {**proof_of(GOOD), "expires": "2025-08-01T12:00:00Z"}
    del options["proofValue"]
    proof = cryptosuite("eddsa-rdfc-2022").sign(Claims(GOOD), options=options, signer=SIGNER)
    document = altered(proof=[proof])
    assert report_on(document).overall is Overall.GOOD
    later = report_on(document, now=NOW + timedelta(seconds=1))
    assert result_of(later, "dates").reason == "signature_expired"


@pytest.mark.parametrize("proof", ["z", 7, [7], [None]])
def test_a_proof_that_is_no_object_is_bad(proof: object) -> None:
    report = report_on(altered(proof=proof))
    assert result_of(report, "proof").outcome is Outcome.FAILED


def test_a_proof_that_names_no_key_is_bad() -> None:
    assert reasons(report_on(with_proof(verificationMethod=7)))["proof"] == "no_key_named"


def test_a_proof_date_that_is_no_date_is_bad() -> None:
    assert reasons(report_on(with_proof(created="now")))["proof"] == "not_a_date"
