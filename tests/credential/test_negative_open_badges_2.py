"""Badges of Open Badges 2.0 that must not pass; each report names the check that says so."""

from typing import Any

import pytest

from longleaf.credential.open_badges_2 import revoked_assertion
from longleaf.credential.report import Report
from tests.credential.negative_case import (
    BAD,
    COULD_NOT,
    FAILED,
    UNKNOWN,
    Case,
    assert_found,
    without,
)
from tests.credential.older_badges import (
    ASSERTION,
    BADGE,
    ISSUER,
    KEY,
    OTHER,
    REVOCATIONS,
    SITE,
    assertion,
    badge_class,
    issuer,
    key_document,
    report_of,
    signed_payload,
    signed_site,
    site,
    token,
)


def hosted(done: str, check: str, reason: str, **changes: Any) -> Case:
    """A hosted badge of 2.0; `given` is what is handed in, `at` what stands at addresses."""
    outcome = changes.pop("outcome", FAILED)
    given = changes.pop("given", None)
    at = changes.pop("at", {})

    def report() -> Report:
        published = {**site(**changes), **at}
        published = {address: value for address, value in published.items() if value is not None}
        return report_of(given if given is not None else published[ASSERTION], published)

    return Case(
        f"2.0 hosted: {done}",
        report,
        check,
        outcome,
        reason,
        BAD if outcome is FAILED else COULD_NOT,
    )


def by_token(done: str, check: str, reason: str, **changes: Any) -> Case:
    """A signed badge of 2.0."""
    outcome = changes.pop("outcome", FAILED)
    payload = {**signed_payload(), **changes.pop("payload", {})}
    number, header = changes.pop("number", 1), changes.pop("header", None)
    alter = changes.pop("alter", lambda text: text)
    gone = changes.pop("gone", ())

    def report() -> Report:
        published = {a: value for a, value in signed_site(**changes).items() if a not in gone}
        return report_of(alter(token(payload, number=number, header=header)), published)

    return Case(
        f"2.0 signed: {done}",
        report,
        check,
        outcome,
        reason,
        BAD if outcome is FAILED else COULD_NOT,
    )


EVIL = f"{OTHER}/assertions/1"
HOSTED = [
    hosted(
        "another recipient handed in",
        "proof",
        "differs_from_hosted",
        given={
            **assertion(),
            "recipient": {"type": "email", "hashed": False, "identity": "eve@evil.example"},
        },
    ),
    hosted(
        "another badge handed in",
        "proof",
        "differs_from_hosted",
        given={**assertion(), "badge": f"{SITE}/badges/2"},
    ),
    hosted(
        "a later end handed in",
        "proof",
        "differs_from_hosted",
        given={**assertion(), "expires": "2099-01-01T00:00:00Z"},
    ),
    hosted(
        "no end handed in", "proof", "differs_from_hosted", given=without(assertion(), "expires")
    ),
    hosted(
        "evidence added",
        "proof",
        "differs_from_hosted",
        given={**assertion(), "evidence": f"{OTHER}/e"},
    ),
    hosted(
        "another badge at its address",
        "proof",
        "another_badge_there",
        given=assertion(),
        at={ASSERTION: {**assertion(), "id": f"{SITE}/assertions/2"}},
    ),
    hosted(
        "a badge class at its address",
        "proof",
        "another_badge_there",
        given=assertion(),
        at={ASSERTION: {**badge_class(), "id": ASSERTION}},
    ),
    hosted(
        "hosted elsewhere, naming the issuer",
        "issuer",
        "not_published_by_issuer",
        given={**assertion(), "id": EVIL},
        at={EVIL: {**assertion(), "id": EVIL}},
    ),
    hosted(
        "hosted elsewhere, with a forged profile inside",
        "issuer",
        "not_published_by_issuer",
        given=EVIL,
        at={
            EVIL: {
                **assertion(),
                "id": EVIL,
                "badge": {
                    **badge_class(),
                    "id": f"{OTHER}/b",
                    "issuer": {
                        **issuer(),
                        "verification": {
                            "type": "VerificationObject",
                            "allowedOrigins": "elsewhere.example",
                        },
                    },
                },
            }
        },
    ),
    hosted(
        "hosted elsewhere, with a class inside that names no address",
        "issuer",
        "not_published_by_issuer",
        given=EVIL,
        at={EVIL: {**assertion(), "id": EVIL, "badge": {**badge_class(), "id": "urn:uuid:9"}}},
    ),
    hosted(
        "outside of what the profile claims",
        "issuer",
        "not_published_by_issuer",
        issuer={"verification": {"type": "VerificationObject", "startsWith": f"{SITE}/other/"}},
    ),
    hosted(
        "another profile at the issuer's address",
        "issuer",
        "another_part",
        issuer={"id": f"{OTHER}/issuer"},
    ),
    hosted(
        "another class at the badge's address",
        "issuer",
        "another_part",
        badge={"id": f"{SITE}/badges/9"},
    ),
    hosted(
        "an issuer without a name",
        "issuer",
        "part_not_as_the_standard_asks",
        at={ISSUER: without(issuer(), "name")},
    ),
    hosted(
        "an issuer without an e-mail address",
        "issuer",
        "part_not_as_the_standard_asks",
        at={ISSUER: without(issuer(), "email")},
    ),
    hosted(
        "a class without criteria",
        "issuer",
        "part_not_as_the_standard_asks",
        at={BADGE: without(badge_class(), "criteria")},
    ),
    hosted(
        "a class without an issuer",
        "issuer",
        "part_not_as_the_standard_asks",
        at={BADGE: without(badge_class(), "issuer")},
    ),
    hosted(
        "an issuer without an address",
        "issuer",
        "not_published",
        outcome=UNKNOWN,
        badge={"issuer": "urn:uuid:3"},
    ),
    hosted(
        "no recipient",
        "schema",
        "not_as_the_standard_asks",
        given=without(assertion(), "recipient"),
    ),
    hosted(
        "a recipient in plain text without saying so",
        "schema",
        "not_as_the_standard_asks",
        given={**assertion(), "recipient": {"type": "email", "identity": "a@b.example"}},
    ),
    hosted(
        "no day of issue",
        "schema",
        "not_as_the_standard_asks",
        given=without(assertion(), "issuedOn"),
    ),
    hosted(
        "a day without a time zone",
        "schema",
        "not_as_the_standard_asks",
        given={**assertion(), "issuedOn": "2025-07-30T12:00:00"},
    ),
    hosted(
        "no way to verify it",
        "schema",
        "not_as_the_standard_asks",
        given=without(assertion(), "verification"),
    ),
    hosted(
        "an unknown way to verify it",
        "schema",
        "not_as_the_standard_asks",
        given={**assertion(), "verification": {"type": "trust me"}},
    ),
    hosted(
        "not an assertion",
        "schema",
        "not_as_the_standard_asks",
        given={**assertion(), "type": "Endorsement"},
    ),
    hosted("no web address", "proof", "not_hosted", given={**assertion(), "id": "urn:uuid:1"}),
    hosted(
        "signed, it says, but as plain JSON",
        "proof",
        "not_signed",
        given={**assertion(), "verification": {"type": "signed", "creator": KEY}},
    ),
    hosted(
        "a web page at its address",
        "proof",
        "not_readable",
        outcome=UNKNOWN,
        given=assertion(),
        at={ASSERTION: b"<html>"},
    ),
    hosted(
        "a vocabulary of its own",
        "contexts",
        "unknown_context",
        outcome=UNKNOWN,
        given={**assertion(), "@context": ["https://w3id.org/openbadges/v2", f"{OTHER}/context"]},
    ),
    hosted(
        "revoked at its address",
        "status",
        "revoked",
        given=assertion(),
        at={ASSERTION: revoked_assertion(ASSERTION)},
    ),
    hosted(
        "revoked at its address, with all else there",
        "status",
        "revoked",
        given=assertion(),
        at={ASSERTION: {**assertion(), "revoked": True}},
    ),
    hosted("expired", "dates", "expired", assertion={"expires": "2025-07-31T00:00:00Z"}),
    hosted(
        "dated in the future",
        "dates",
        "not_yet_valid",
        assertion={"issuedOn": "2025-09-01T00:00:00Z"},
    ),
]


def tampered(text: str) -> str:
    """The same token with another payload."""
    head, _, tail = text.split(".")
    other = token({**signed_payload(), "narrative": "Nobody agreed."}).split(".")[1]
    return f"{head}.{other}.{tail}"


SIGNED = [
    by_token("the payload changed", "proof", "signature_does_not_hold", alter=tampered),
    by_token(
        "the signature altered",
        "proof",
        "signature_does_not_hold",
        alter=lambda text: f"{text[:-9]}AAAAAAAAA",
    ),
    by_token("the signature cut off", "readable", "not_a_token", alter=lambda text: text[:-9]),
    by_token("signed by another key", "proof", "signature_does_not_hold", number=2),
    by_token("said to be unsigned", "proof", "not_signed", header={"alg": "none"}),
    by_token(
        "said to be signed with a shared secret", "proof", "shared_secret", header={"alg": "HS256"}
    ),
    by_token(
        "said to be signed by a method of another key",
        "proof",
        "wrong_kind_of_key",
        header={"alg": "ES256"},
    ),
    by_token(
        "a key in the header",
        "proof",
        "key_from_elsewhere",
        header={"alg": "RS256", "jku": f"{OTHER}/key"},
    ),
    by_token(
        "said to be hosted", "proof", "not_signed", payload={"verification": {"type": "hosted"}}
    ),
    by_token(
        "a stranger's key",
        "issuer",
        "not_signed_by_issuer",
        number=2,
        payload={"verification": {"type": "signed", "creator": KEY}},
        key={"publicKeyPem": key_document(2)["publicKeyPem"], "owner": f"{OTHER}/issuer"},
    ),
    by_token(
        "a key that the profile does not name",
        "issuer",
        "not_signed_by_issuer",
        issuer={"publicKey": f"{SITE}/other-key"},
    ),
    by_token(
        "a profile inside that names the stranger's key",
        "issuer",
        "not_signed_by_issuer",
        number=2,
        key={"publicKeyPem": key_document(2)["publicKeyPem"], "owner": f"{OTHER}/issuer"},
        payload={"badge": {**badge_class(), "issuer": {**issuer(), "publicKey": KEY}}},
    ),
    by_token("no profile to be had", "proof", "not_available", outcome=UNKNOWN, gone=(ISSUER,)),
    by_token("no key to be had", "proof", "not_available", outcome=UNKNOWN, gone=(KEY,)),
    by_token(
        "no revocation list to be had",
        "status",
        "not_available",
        outcome=UNKNOWN,
        gone=(REVOCATIONS,),
    ),
    by_token(
        "a revocation list of another issuer",
        "status",
        "status_list_not_usable",
        outcome=UNKNOWN,
        revocations={"issuer": f"{OTHER}/issuer"},
    ),
    by_token(
        "on the list, by its id",
        "status",
        "revoked",
        revocations={"revokedAssertions": ["urn:uuid:1"]},
    ),
    by_token(
        "on the list, with a reason",
        "status",
        "revoked",
        revocations={"revokedAssertions": [{"id": "urn:uuid:1", "revocationReason": "x"}]},
    ),
    by_token("expired", "dates", "expired", payload={"expires": "2025-07-31T00:00:00Z"}),
    by_token("no recipient", "schema", "not_as_the_standard_asks", payload={"recipient": None}),
    by_token(
        "no key named",
        "proof",
        "no_key_named",
        payload={"verification": {"type": "signed"}},
        issuer={"publicKey": []},
    ),
    by_token(
        "a key that is no key",
        "proof",
        "bad_key",
        key={"publicKeyPem": "-----BEGIN PUBLIC KEY-----"},
    ),
]

CASES = [*HOSTED, *SIGNED]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_does_not_pass_and_the_report_says_where(case: Case) -> None:
    assert_found(case)


def test_there_are_enough_cases_and_no_two_the_same() -> None:
    assert len({case.done for case in CASES}) == len(CASES) >= 50
