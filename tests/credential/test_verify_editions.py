"""Editions of vocabularies, told by the digests that a badge gives; and signatures of several."""

import base64
import hashlib

import pytest

from longleaf.credential.contexts import CREDENTIALS_V2, OPEN_BADGES_V3, context_bytes, pinned
from longleaf.credential.document import JsonObject
from longleaf.credential.multibase import encode_base58, encode_base64url
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.signer import EcdsaSigner
from tests.credential.altered import signed_unchecked
from tests.credential.examples import SIGNER, badge, report_on, result_of
from tests.credential.negative.data_integrity import P256, proof_over

V2 = context_bytes(pinned()[CREDENTIALS_V2].file)
SHA256, SHA384 = hashlib.sha256(V2).digest(), hashlib.sha384(V2).digest()


def sri(algorithm: str, digest: bytes) -> JsonObject:
    return {"digestSRI": f"{algorithm}-{base64.b64encode(digest).decode()}"}


def naming(**members: object) -> JsonObject:
    related = {"id": CREDENTIALS_V2, **members}
    return signed_unchecked({**badge(status=False), "relatedResource": [related]})


@pytest.mark.parametrize(
    "digest",
    [
        sri("sha256", SHA256),
        sri("sha384", SHA384),
        {"digestMultibase": encode_base64url(b"\x12\x20" + SHA256)},
        {"digestMultibase": encode_base58(b"\x12\x20" + SHA256)},
        {"digestMultibase": encode_base64url(b"\x20\x30" + SHA384)},
        {**sri("sha256", SHA256), "digestMultibase": encode_base64url(b"\x12\x20" + SHA256)},
    ],
)
def test_a_vocabulary_with_the_digest_of_the_one_kept_here_is_the_same(digest: JsonObject) -> None:
    assert report_on(naming(**digest)).overall is Overall.GOOD


@pytest.mark.parametrize(
    "digest",
    [
        sri("sha256", SHA384[:32]),
        {**sri("sha256", SHA256), "digestMultibase": encode_base64url(b"\x12\x20" + bytes(32))},
    ],
)
def test_another_edition_of_a_vocabulary_could_not_be_checked(digest: JsonObject) -> None:
    result = result_of(report_on(naming(**digest)), "contexts")
    assert (result.outcome, result.reason) == (
        Outcome.COULD_NOT_CHECK,
        "other_edition_of_context",
    )


def test_an_earlier_edition_that_is_known_to_say_the_same_is_accepted() -> None:
    earlier = pinned()[OPEN_BADGES_V3].earlier_sha256
    assert earlier
    for digest in earlier:
        given = sri("sha256", bytes.fromhex(digest))
        assert report_on(naming(id=OPEN_BADGES_V3, **given)).overall is Overall.GOOD


def test_other_files_are_not_asked_for() -> None:
    picture = naming(id="https://a.example/picture.png", **sri("sha256", bytes(32)))
    assert report_on(picture).overall is Overall.GOOD


@pytest.mark.parametrize(
    ("digest", "reason"),
    [
        ({}, "no_digest"),
        (sri("sha256", SHA256[:31]), "bad_digest"),
        (sri("md5", bytes(16)), "bad_digest"),
        ({"digestSRI": "sha256-*"}, "bad_digest"),
        ({"digestMultibase": "zz0"}, "not_multibase"),
        ({"digestMultibase": encode_base58(SHA256)}, "bad_digest"),
        (sri("sha512", bytes(64)), "unknown_digest"),
    ],
)
def test_a_digest_that_is_none_is_refused(digest: JsonObject, reason: str) -> None:
    document = badge(status=False)
    related = {"id": CREDENTIALS_V2, **digest}
    result = result_of(report_on({**document, "relatedResource": [related]}), "contexts")
    assert result.reason == reason


def test_a_badge_signed_by_its_issuer_and_others_says_who() -> None:
    document = badge(status=False)
    both = {**document, "proof": [proof_over(document, P256), proof_over(document, SIGNER)]}
    report = report_on(both)
    assert report.overall is Overall.GOOD
    assert result_of(report, "issuer").sentence.endswith(f"Also signed by {P256.controller}.")


def test_a_badge_that_only_others_signed_is_not_its_issuer_s() -> None:
    document = badge(status=False)
    other = EcdsaSigner(bytes(range(1, 33)))
    both = {**document, "proof": [proof_over(document, P256), proof_over(document, other)]}
    assert result_of(report_on(both), "issuer").reason == "not_signed_by_issuer"
