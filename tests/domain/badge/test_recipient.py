"""Whose badge it is, as far as e-mail addresses tell."""

import hashlib

import pytest

from longleaf.credential.document import JsonObject
from longleaf.domain.badge.recipient import Recipient, recipient_of

MINE = "amina@example.org"


def hashed(address: str, salt: str = "", method: str = "sha256") -> str:
    return f"{method}${hashlib.new(method, (address + salt).encode()).hexdigest()}"


def badge_3(**identity: object) -> JsonObject:
    named = {"type": "IdentityObject", "identityType": "emailAddress", **identity}
    return {"credentialSubject": {"identifier": [named]}}


def badge_2(**recipient: object) -> JsonObject:
    return {"recipient": {"type": "email", **recipient}}


@pytest.mark.parametrize(
    "document",
    [
        badge_3(hashed=False, identityHash=MINE),
        badge_3(hashed=True, identityHash=hashed(MINE)),
        badge_3(hashed=True, identityHash=hashed(MINE, "pepper"), salt="pepper"),
        badge_3(hashed=True, identityHash=hashed(MINE).upper().replace("SHA256", "sha256")),
        badge_3(hashed=True, identityHash=hashed(MINE, method="md5")),
        {"credentialSubject": {"id": f"mailto:{MINE}"}},
        {"credentialSubject": {"email": MINE}},
        {"credentialSubject": [{"id": "did:example:1"}, {"id": f"mailto:{MINE}"}]},
        badge_2(hashed=False, identity=MINE),
        badge_2(hashed=False, identity="Amina@Example.ORG"),
        badge_2(hashed=True, salt="s", identity=hashed(MINE, "s")),
        {"recipient": MINE},
        {"recipient": hashed(MINE, "s"), "salt": "s"},
    ],
)
def test_a_badge_that_names_one_s_address_is_matched(document: JsonObject) -> None:
    assert recipient_of(document, addresses=[MINE]) is Recipient.MATCHED
    assert recipient_of(document, addresses=["other@example.org"]) is Recipient.SOMEBODY_ELSE
    assert recipient_of(document, addresses=[]) is Recipient.SOMEBODY_ELSE


def test_an_address_kept_with_capitals_matches_a_hash_of_either_way() -> None:
    for written in ("Amina@Example.org", "amina@example.org"):
        document = badge_3(hashed=True, identityHash=hashed(written))
        assert recipient_of(document, addresses=["Amina@Example.org"]) is Recipient.MATCHED


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentialSubject": {"id": "did:example:amina"}},
        {"credentialSubject": {"identifier": [{"identityType": "studentId", "identityHash": "7"}]}},
        {"credentialSubject": {"identifier": "amina"}},
        {"recipient": {"type": "url", "identity": "https://amina.example"}},
        {"recipient": "amina"},
        {"recipient": 7},
    ],
)
def test_a_badge_that_names_no_address_says_nothing(document: JsonObject) -> None:
    assert recipient_of(document, addresses=[MINE]) is Recipient.NOT_NAMED


def test_one_matching_address_among_several_is_enough() -> None:
    document: JsonObject = {
        "credentialSubject": {
            "identifier": [
                {"identityType": "emailAddress", "hashed": False, "identityHash": "b@example.org"},
                {"identityType": "emailAddress", "hashed": False, "identityHash": MINE},
            ]
        }
    }
    assert recipient_of(document, addresses=["x@example.org", MINE]) is Recipient.MATCHED


def test_a_hash_with_another_salt_is_not_matched() -> None:
    document = badge_3(hashed=True, identityHash=hashed(MINE, "a"), salt="b")
    assert recipient_of(document, addresses=[MINE]) is Recipient.SOMEBODY_ELSE
