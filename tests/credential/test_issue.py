import copy

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.report import Overall
from longleaf.credential.signer import EcdsaSigner, SoftwareSigner
from tests.credential.examples import (
    NOW,
    SIGNER,
    STRANGER,
    badge,
    proof_of,
    report_on,
    signed,
    status_list,
)


def test_issuing_adds_a_proof_and_leaves_the_given_document_alone() -> None:
    document = badge()
    before = copy.deepcopy(document)
    issued = issue(document, signer=SIGNER, now=NOW)
    assert document == before
    assert {name: value for name, value in issued.items() if name != "proof"} == before
    issued["credentialSubject"]["narrative"] = "x"  # type: ignore[index]  # an object, as built
    assert document == before


def test_the_proof_says_who_when_how_and_what_for() -> None:
    proof = proof_of(signed())
    assert {**proof, "proofValue": ""} == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2025-08-01T12:00:00Z",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
        "proofValue": "",
    }


def test_the_proof_of_anything_but_a_badge_is_an_object() -> None:
    assert isinstance(status_list()["proof"], dict)


def test_the_same_document_and_moment_give_the_same_signature() -> None:
    assert signed() == signed()


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"issuer": {"id": STRANGER.controller, "type": ["Profile"]}}, "wrong_issuer"),
        ({"proof": []}, "already_signed"),
        ({"hoursEarned": 90}, "undefined_term"),
        ({"https://www.w3.org/2018/credentials#validUntil": "x"}, "disguised_term"),
        ({"@context": [*badge()["@context"], "https://a.example/c"]}, "unknown_context"),  # type: ignore[misc]
        ({"id": "urn:uuid:\ud800"}, "broken_text"),
        ({"termsOfUse": {"type": "X", "n": float("nan")}}, "inexact_number"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_a_strict_verifier_would_refuse_is_not_signed(
    members: JsonObject, reason: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        issue({**badge(), **members}, signer=SIGNER, now=NOW)
    assert refused.value.reason == reason


def test_all_that_is_missing_or_malformed_is_said_at_once() -> None:
    document = badge()
    del document["name"], document["validFrom"]
    document["id"] = "not an address"
    document["credentialSubject"] = {"type": "AchievementSubject"}
    with pytest.raises(ProblemsError) as refused:
        issue(document, signer=SIGNER, now=NOW)
    assert {problem.where for problem in refused.value.problems} == {
        "id",
        "validFrom",
        "credentialSubject",
        "credentialSubject.type",
        "credentialSubject.achievement",
    }


def test_a_list_of_one_is_asked_for_where_the_badge_schema_wants_a_list() -> None:
    document = badge()
    document["issuer"] = {"id": SIGNER.controller, "type": "Profile"}
    with pytest.raises(ProblemsError, match="must be a list"):
        issue(document, signer=SIGNER, now=NOW)


def test_an_unknown_cryptosuite_cannot_sign() -> None:
    with pytest.raises(CannotCheckError):
        issue(badge(), signer=SIGNER, now=NOW, suite="rsa-1999")


def test_a_key_of_another_kind_cannot_sign() -> None:
    other = EcdsaSigner(bytes(range(32)))
    document = badge(issuer=other.controller)
    with pytest.raises(RefusedError) as refused:
        issue(document, signer=other, now=NOW, suite="eddsa-rdfc-2022")
    assert refused.value.reason == "wrong_kind_of_key"


def test_a_proof_is_dated_in_utc_and_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        issue(badge(), signer=SIGNER, now=NOW.replace(tzinfo=None))


def test_texts_in_every_script_are_signed_whole() -> None:
    document = badge(status=False)
    document["name"] = 'é 🌲 \u202e العربية \u0001\b\f\x7f "\\ \n\t'
    assert report_on(issue(document, signer=SIGNER, now=NOW)).overall is Overall.GOOD


@pytest.mark.parametrize(
    ("signer", "suite"),
    [
        (SIGNER, "eddsa-rdfc-2022"),
        (EcdsaSigner(bytes(range(32))), "ecdsa-rdfc-2019"),
        (EcdsaSigner(bytes(range(48)), kind="P-384"), "ecdsa-rdfc-2019"),
    ],
)
def test_a_key_signs_with_the_usual_suite_of_its_kind(signer: SoftwareSigner, suite: str) -> None:
    made = issue(badge(issuer=signer.controller, status=False), signer=signer, now=NOW)
    assert proof_of(made)["cryptosuite"] == suite
    assert report_on(made).overall is Overall.GOOD


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_what_no_vocabulary_defines_is_signed_by_no_suite(suite: str) -> None:
    """JCS would cover the member; but no reader of JSON-LD would see what was signed."""
    with pytest.raises(RefusedError) as refused:
        issue({**badge(), "bonus": "x"}, signer=SIGNER, now=NOW, suite=suite)
    assert refused.value.reason == "undefined_term"
