import hashlib
from fractions import Fraction

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.open_badges import (
    Achievement,
    Badge,
    Evidence,
    HashedIdentity,
    Profile,
    Result,
    is_awarded_to,
)
from longleaf.credential.status_list import status_entry
from tests.credential.examples import NOW, SIGNER, SITE, badge


def least(**members: object) -> Badge:
    """A badge with only what is required."""
    return Badge(
        id="urn:uuid:4e3b1a52-0000-4000-8000-000000000000",
        name="A badge",
        issuer=Profile(SIGNER.controller, "Northfield Schools (fictional)"),
        achievement=Achievement(f"{SITE}/m/1", "A badge", "What it is.", "What it takes."),
        valid_from=NOW,
        identity=HashedIdentity.of_email("amina@northfield.example", salt="s"),
        **members,  # type: ignore[arg-type]  # the tests name real members
    )


def test_the_least_badge_has_only_what_is_required() -> None:
    assert least().document() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:4e3b1a52-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A badge",
        "issuer": {
            "id": SIGNER.controller,
            "type": ["Profile"],
            "name": "Northfield Schools (fictional)",
        },
        "validFrom": "2025-08-01T12:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": "sha256$"
                    + hashlib.sha256(b"amina@northfield.examples").hexdigest(),
                    "identityType": "emailAddress",
                    "salt": "s",
                }
            ],
            "achievement": {
                "id": f"{SITE}/m/1",
                "type": ["Achievement"],
                "name": "A badge",
                "description": "What it is.",
                "criteria": {"narrative": "What it takes."},
                "achievementType": "MicroCredential",
            },
        },
    }


def test_evidence_is_named_only_if_it_is_given() -> None:
    assert "evidence" not in least().document()
    assert least(evidence=[Evidence(name="A lesson")]).document()["evidence"] == [
        {"type": ["Evidence"], "name": "A lesson"}
    ]


def test_one_status_stands_alone_and_several_in_a_list() -> None:
    entries = [status_entry(address=f"{SITE}/s", index=n, purpose="revocation") for n in (1, 2)]
    assert least(status=entries[:1]).document()["credentialStatus"] == entries[0]
    assert least(status=entries).document()["credentialStatus"] == entries


@pytest.mark.parametrize(
    ("amount", "written"), [(Fraction(3), 3), (Fraction(3, 2), 1.5), (Fraction(0), 0)]
)
def test_credits_are_written_as_numbers(amount: Fraction, written: float) -> None:
    subject = least(credits_earned=amount).document()["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["creditsEarned"] == written
    assert type(subject["creditsEarned"]) is type(written)


def test_a_result_says_only_what_is_known() -> None:
    assert Result(status="Completed").document() == {"type": ["Result"], "status": "Completed"}


def test_a_badge_for_nobody_is_refused() -> None:
    nobody = Badge("urn:x", "A", Profile("did:x:1", "P"), Achievement("urn:a", "A", "D", "C"), NOW)
    with pytest.raises(ValueError, match="who earned it"):
        nobody.document()


def test_an_identity_without_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        HashedIdentity.of_email("amina@northfield.example", salt="")


@pytest.mark.parametrize(
    ("email", "same"),
    [
        ("amina@northfield.example", True),
        (" Amina@Northfield.example ", True),
        ("ben@northfield.example", False),
        ("", False),
    ],
)
def test_the_recipient_is_recognized_by_their_address(email: str, same: bool) -> None:
    assert is_awarded_to(badge(), email=email) is same


@pytest.mark.parametrize(
    ("identity", "same"),
    [
        ({"identityHash": "a@b.example", "hashed": False}, True),
        ({"identityHash": "A@B.example", "hashed": False}, True),
        ({"identityHash": "sha256$" + hashlib.sha256(b"a@b.example").hexdigest()}, True),
        ({"identityHash": "SHA256$" + hashlib.sha256(b"A@b.example").hexdigest()}, False),
        ({"identityHash": 7}, False),
        ({"salt": 7, "identityHash": "x"}, False),
        ({"identityType": "name", "identityHash": "a@b.example", "hashed": False}, False),
        ("text", False),
    ],
)
def test_others_identities_are_read_with_care(identity: object, same: bool) -> None:
    if isinstance(identity, dict):
        identity = {"hashed": True, "identityType": "emailAddress", **identity}
    document: JsonObject = {"credentialSubject": {"identifier": [identity]}}
    assert is_awarded_to(document, email="a@b.example") is same


@pytest.mark.parametrize("subject", [None, "x", [], {}, {"identifier": "x"}])
def test_a_document_without_identities_was_awarded_to_nobody(subject: object) -> None:
    assert not is_awarded_to({"credentialSubject": subject}, email="a@b.example")
