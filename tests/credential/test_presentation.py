"""Presentations: who shows what, to whom, and when."""

from datetime import timedelta
from typing import Any

import pytest

from longleaf.credential.did.document import did_document
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import GivenStatusLists, NoRegistry, NoStatusLists, StatusPort
from longleaf.credential.presentation import present, verify_presentation
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer, Signer
from tests.credential.examples import (
    INDEX,
    NOW,
    SIGNER,
    UNMARKED,
    badge,
    reasons,
    result_of,
    signed,
    status_lists,
)
from tests.credential.test_did import Published

HOLDER = EcdsaSigner(bytes(range(32)))
DID = "did:web:northfield.example:u:amina"
ADDRESS = "https://northfield.example/u/amina/did.json"


def presented(*credentials: JsonObject, holder: Signer = HOLDER, **more: Any) -> JsonObject:
    options: dict[str, Any] = {"challenge": None, "domain": None, **more}
    return present(credentials or (signed(),), holder=holder, now=NOW, **options)


def report_on(document: JsonObject, *, status: StatusPort = UNMARKED, **more: Any) -> Report:
    now = more.pop("now", NOW)
    return verify_presentation(document, trust=NoRegistry(), status=status, now=now, **more)


def about(subject: str | None) -> JsonObject:
    document = badge(status=False)
    found: Any = document["credentialSubject"]
    del found["id"]
    if subject is not None:
        found["id"] = subject
    return signed(document)


def test_a_presentation_holds_with_a_report_on_each_credential() -> None:
    report = report_on(presented(signed(), signed(badge(status=False))))
    assert report.overall is Overall.GOOD
    assert report.not_made == ()
    assert [inner.report.overall for inner in report.within] == [Overall.GOOD] * 2
    assert report.within[0].id == "https://badges.northfield.example/awards/1"


def test_a_challenge_and_a_domain_are_signed_and_asked_for() -> None:
    document = presented(challenge="c", domain="https://asks.example")
    proof: Any = document["proof"]
    assert (proof["challenge"], proof["domain"]) == ("c", "https://asks.example")
    asked = report_on(document, challenge="c", domain="https://asks.example")
    assert result_of(asked, "proof").sentence == (
        "It has not been changed since its holder signed it, for this occasion and for "
        "https://asks.example."
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"challenge": "c"}, "for this occasion."),
        ({"domain": "d"}, "for d."),
        ({}, "was not asked."),
    ],
)
def test_what_was_not_asked_is_said(asked: dict[str, Any], said: str) -> None:
    report = report_on(presented(challenge="c", domain="d"), **asked)
    assert result_of(report, "proof").sentence.endswith(said)


def test_a_presentation_without_a_challenge_is_no_answer_to_one() -> None:
    assert reasons(report_on(presented(), challenge="c"))["proof"] == "wrong_challenge"
    assert reasons(report_on(presented(), domain="d"))["proof"] == "wrong_domain"


def test_a_revoked_badge_is_bad_in_a_presentation_too() -> None:
    lists = GivenStatusLists(status_lists(revocation=(INDEX,)))
    report = report_on(presented(), status=lists)
    assert result_of(report, "credentials").reason == "credential_does_not_hold"
    assert result_of(report.within[0].report, "status").reason == "revoked"
    assert report.overall is Overall.BAD


def test_a_badge_whose_status_cannot_be_had_leaves_the_presentation_unchecked() -> None:
    report = report_on(presented(), status=NoStatusLists())
    assert result_of(report, "credentials").reason == "credential_not_checked"
    assert report.overall is Overall.COULD_NOT_CHECK


def test_a_forged_badge_in_a_sound_presentation_is_bad() -> None:
    forged = {**signed(), "name": "Another name"}
    report = report_on(presented(forged))
    assert result_of(report, "proof").outcome is Outcome.PASSED
    assert result_of(report.within[0].report, "proof").outcome is Outcome.FAILED
    assert report.overall is Overall.BAD


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        (HOLDER.controller, "about_its_holder"),
        ("did:example:ben", "about_another"),
        (None, "subject_not_named"),
    ],
)
def test_whom_a_badge_is_about_is_compared_with_whoever_presents_it(
    subject: str | None, reason: str
) -> None:
    report = report_on(presented(about(subject)))
    assert reasons(report)["subject"] == reason
    assert report.overall is Overall.GOOD  # said, and left to the reader to judge


class Pretender:
    """Signs with its own key in another's name."""

    kind = "Ed25519"
    controller = HOLDER.controller
    verification_method = SIGNER.verification_method

    def sign(self, data: bytes) -> bytes:
        return SIGNER.sign(data)


def test_a_presentation_signed_by_somebody_else_than_its_holder_is_bad() -> None:
    report = report_on(presented(holder=Pretender()))
    assert reasons(report)["holder"] == "not_signed_by_holder"
    assert report.not_made == ("dates", "subject", "credentials")


def web_holder() -> Published:
    key = VerificationKey(f"{DID}#1", DID, "Ed25519", SIGNER.public)
    return Published(**{ADDRESS: did_document(DID, [key])})


def test_a_holder_with_a_did_web_is_bound_by_what_they_publish() -> None:
    document = presented(holder=Ed25519Signer(bytes(range(32)), DID, f"{DID}#1"))
    assert report_on(document, documents=web_holder()).overall is Overall.GOOD
    assert reasons(report_on(document, documents=Published()))["proof"] == "issuer_not_available"
    retired = did_document(
        DID, [], retired=[VerificationKey(f"{DID}#1", DID, "Ed25519", SIGNER.public)]
    )
    report = report_on(document, documents=Published(**{ADDRESS: retired}))
    assert reasons(report)["holder"] == "not_signed_by_holder"


def test_a_holder_that_cannot_be_looked_up_could_not_be_checked() -> None:
    class OfAnAddress(Pretender):
        controller = "https://northfield.example/amina"

    report = report_on(presented(holder=OfAnAddress()))
    assert result_of(report, "holder").outcome is Outcome.COULD_NOT_CHECK


def test_a_presentation_from_the_future_is_bad() -> None:
    report = report_on(presented(), now=NOW - timedelta(minutes=6))
    assert result_of(report, "dates").reason == "signed_in_the_future"


def test_nothing_is_presented_that_could_not_be_signed_whole() -> None:
    with pytest.raises(RefusedError) as refused:
        presented({**signed(), "bonus": "x"}, suite="ecdsa-jcs-2019")
    assert refused.value.reason == "undefined_term"


@pytest.mark.parametrize("given", [b"", b"[]", "{}", {"@context": []}, {"proof": {}}])
def test_whatever_comes_in_a_report_goes_out(given: Any) -> None:
    assert report_on(given).overall is Overall.BAD


def test_more_credentials_than_anyone_shows_are_not_checked() -> None:
    document = presented()
    document["verifiableCredential"] = ["x"] * 101
    assert report_on(document).overall is Overall.BAD


def test_the_report_as_json_has_the_report_on_each_credential() -> None:
    said: Any = report_on(presented()).as_json()
    assert said["overall"] == "good"
    assert said["within"][0]["report"]["overall"] == "good"


def test_a_presentation_of_nothing_shows_who_its_holder_is() -> None:
    report = report_on(present([], holder=HOLDER, challenge="c", domain=None, now=NOW))
    assert report.overall is Overall.GOOD
    assert result_of(report, "credentials").sentence == "It holds no credential."
