"""Tokens and envelopes that must not pass; each report names the check that says why.

One line is one case: what was done, which check finds it, with what outcome and reason.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from longleaf.credential import envelope
from longleaf.credential.document import JsonObject
from longleaf.credential.jose.credential import issue_jwt
from longleaf.credential.jose.presentation import present_jwt
from longleaf.credential.ports import GivenStatusLists, NoRegistry
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.credential.signer import EcdsaSigner
from tests.credential.examples import (
    INDEX,
    NOW,
    SIGNER,
    STRANGER,
    UNMARKED,
    badge,
    report_on,
    result_of,
    status_lists,
)
from tests.credential.tokens import (
    RsaIssuer,
    decoded,
    document,
    encoded,
    forged,
    jwk_of,
    parts,
)

FAILED, UNKNOWN = Outcome.FAILED, Outcome.COULD_NOT_CHECK
P256 = EcdsaSigner(bytes(range(1, 33)))
TOKEN = issue_jwt(document(), signer=SIGNER, now=NOW)
OTHER = issue_jwt(document(name="Another"), signer=SIGNER, now=NOW)
EC_TOKEN = issue_jwt(document(P256), signer=P256, now=NOW)
HEADER, PAYLOAD, SIGNATURE = parts(TOKEN)
TWICE = b'{"alg": "EdDSA", "alg": "none"}'
SECONDS = int(NOW.timestamp())
WRAPPED: JsonObject = {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    "type": ["VerifiableCredential"],
    "issuer": SIGNER.controller,
    "issuanceDate": "2025-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:amina"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """What was done, and what the report must say."""

    done: str
    check: str
    reason: str
    given: Callable[[], str | bytes | JsonObject]
    outcome: Outcome = FAILED

    def __str__(self) -> str:
        return self.done


def signed(done: str, check: str, reason: str, outcome: Outcome = FAILED, **how: Any) -> Case:
    """A token that its issuer's own key signed, but with another header, claims or payload."""
    return Case(done, check, reason, lambda: forged(**how), outcome)


def header(done: str, reason: str, outcome: Outcome = FAILED, **members: Any) -> Case:
    """A token with a header that must not be accepted, signed by the issuer's own key."""
    return signed(f"header: {done}", "proof", reason, outcome, header=members)


def text(done: str, check: str, reason: str, token: str | bytes) -> Case:
    """A token as it stands."""
    return Case(done, check, reason, lambda: token)


def enveloped(done: str, reason: str, outcome: Outcome = FAILED, **members: Any) -> Case:
    """An envelope that is not one."""
    if "context" in members:
        members["@context"] = members.pop("context")
    made = {**envelope.envelope(TOKEN), **members}
    made = {name: value for name, value in made.items() if value is not None}
    return Case(f"envelope: {done}", "readable", reason, lambda: made, outcome)


def with_secret(algorithm: str) -> str:
    """Signed with the issuer's public key, taken for a shared secret."""
    head = encoded({"alg": algorithm, "kid": SIGNER.verification_method})
    digest = hmac.digest(SIGNER.public, f"{head}.{PAYLOAD}".encode(), "sha256")
    return f"{head}.{PAYLOAD}.{encoded(digest)}"


def der_signature() -> str:
    head, payload, signature = parts(EC_TOKEN)
    raw = decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    return f"{head}.{payload}.{encoded(der)}"


def not_canonical() -> str:
    """Other letters for the same bytes."""
    return TOKEN[:-1] + chr(ord(TOKEN[-1]) + 1)


HEADERS = [
    header("no algorithm at all", "not_signed", alg=None),
    header("the algorithm none", "not_signed", alg="none"),
    header("the algorithm none in other letters", "not_signed", alg="nOnE"),
    header("an algorithm that is a number", "not_signed", alg=1),
    header("a shared secret", "shared_secret", alg="HS512"),
    header("the algorithm of another kind of key", "wrong_kind_of_key", alg="ES256"),
    header("RS256 for a key that is not RSA", "wrong_kind_of_key", alg="RS256"),
    header("an algorithm in other letters", "unknown_algorithm", UNKNOWN, alg="eddsa"),
    header("an algorithm not known here", "unknown_algorithm", UNKNOWN, alg="ES256K"),
    header("an extension that must be understood", "unknown_extension", crit=["exp"]),
    header("an empty list of extensions", "unknown_extension", crit=[]),
    header("an unencoded payload", "unknown_extension", b64=False, crit=["b64"]),
    header("an unencoded payload, unsaid", "unknown_extension", b64=False),
    header("a key to be fetched", "key_from_elsewhere", jku="https://evil.example/keys"),
    header("a certificate to be fetched", "key_from_elsewhere", x5u="https://evil.example/x"),
    header("a key's name that is empty", "no_key_named", kid=""),
    header("a key's name that is a number", "no_key_named", kid=7),
    header("a key that cannot be found", "key_not_found", UNKNOWN, kid="did:web:a.example#k"),
    header("a key's name that is malformed", "not_multibase", kid="did:key:z0OIl"),
    header("another fragment of the issuer", "bad_key", kid="#other"),
    header("another key's name", "signature_does_not_hold", kid=STRANGER.verification_method),
    header("a key beside the named one", "keys_disagree", jwk=jwk_of(STRANGER)),
    header("a key with its secret", "private_key_shown", jwk={**jwk_of(SIGNER), "d": "AAAA"}),
    header("a key that is no key", "bad_key", jwk="key"),
    header("a key off its curve", "bad_key",
           jwk={"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}),
    header("a secret as the key", "private_key_shown", jwk={"kty": "oct", "k": "AAAA"}),
    header("a key of a kind not known here", "unknown_kind_of_key", UNKNOWN,
           jwk={"kty": "OKP", "crv": "Ed448", "x": "AAAA"}),
    header("made as an access token", "wrong_type_of_token", typ="at+jwt"),
    header("made as a presentation", "wrong_type_of_token", typ="vp+jwt"),
    header("a type that is a number", "wrong_type_of_token", typ=1),
    header("said to hold a presentation", "wrong_type_of_token", cty="vp"),
    header("said to hold another token", "wrong_type_of_token", cty="JWT"),
    header("another issuer in the header", "claims_disagree", iss=STRANGER.controller),
]  # fmt: skip
BINDING = [
    signed("signed by a stranger under the stranger's name", "issuer", "not_signed_by_issuer",
           signer=STRANGER),
    signed("signed by a stranger who shows the key", "issuer", "not_signed_by_issuer",
           signer=STRANGER, header={"jwk": jwk_of(STRANGER)}, without=("kid",)),
    signed("signed by a stranger without naming a key", "proof", "signature_does_not_hold",
           signer=STRANGER, without=("kid",)),
    signed("an issuer at an address, and no key named", "proof", "no_key_named",
           payload={**badge(), "issuer": "https://northfield.example/issuers/1"}, without=("kid",)),
    signed("an issuer at an address that cannot be asked", "issuer", "issuer_not_found", UNKNOWN,
           payload={**badge(status=False), "issuer": "https://northfield.example/issuers/1"}),
    signed("no issuer", "proof", "no_issuer", payload={**badge(), "issuer": {"name": "X"}}),
]  # fmt: skip
CLAIMS = [
    signed("another issuer claimed", "proof", "claims_disagree", iss=STRANGER.controller),
    signed("an issuer claimed that is a number", "proof", "malformed_claim", iss=1),
    signed("another subject claimed", "proof", "claims_disagree", sub="did:example:ben"),
    signed("another id claimed", "proof", "claims_disagree", jti="urn:uuid:2"),
    signed("another first day claimed", "proof", "claims_disagree", nbf=SECONDS),
    signed("another last day claimed", "proof", "claims_disagree", exp=SECONDS + 10,
           header={"typ": "JWT"}),
    signed("an end that is a text", "proof", "malformed_claim", exp="2030"),
    signed("a time of signing that is true", "proof", "malformed_claim", iat=True),
    signed("a time of signing before all time", "proof", "malformed_claim", iat=-1),
    signed("a time of signing after all time", "proof", "malformed_claim", iat=10**15),
    signed("signed in the future", "dates", "signed_in_the_future", iat=SECONDS + 3600),
    signed("a signature that has ended", "dates", "signature_expired", exp=SECONDS - 1),
    signed("a badge that has ended", "dates", "expired",
           payload=badge(valid_until=NOW - timedelta(seconds=1))),
    signed("a badge that has not begun", "dates", "not_yet_valid",
           payload=document(validFrom="2025-09-01T00:00:00Z")),
]  # fmt: skip
INSIDE = [
    signed("a member that no vocabulary defines", "contexts", "undefined_term", undefined="x"),
    signed("a claim of our own making", "contexts", "undefined_term", role="admin"),
    signed("a vocabulary not kept here", "contexts", "unknown_context", UNKNOWN,
           payload={**badge(), "@context": ["https://www.w3.org/ns/credentials/v2", "urn:x:y"]}),
    signed("nothing of JSON-LD", "contexts", "no_context", payload={"name": "x", "issuer": "y"}),
    signed("a badge without its achievement", "schema", "not_as_the_standard_asks",
           payload=document(credentialSubject={"type": ["AchievementSubject"]})),
    signed("a proof in the credential that does not hold", "proof", "signature_does_not_hold",
           proof=[{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022",
                   "verificationMethod": SIGNER.verification_method, "proofValue": "z" + "1" * 64,
                   "proofPurpose": "assertionMethod"}]),
    signed("an envelope in the token", "proof", "no_issuer", payload=envelope.envelope(TOKEN)),
    signed("a presentation", "readable", "is_presentation",
           payload={**badge(), "type": ["VerifiablePresentation"]}),
    signed("a wrapped presentation", "readable", "is_presentation", payload={"vp": {}}),
    signed("a credential of 2.0 that is wrapped", "readable", "not_a_credential",
           payload={"vc": badge()}),
    signed("a wrapped credential that is no object", "readable", "not_a_credential",
           payload={"vc": "x"}),
    signed("two credentials at once", "readable", "not_a_credential",
           payload={**badge(), "vc": WRAPPED}),
    signed("a wrapped credential of another issuer", "proof", "claims_disagree",
           payload={"vc": WRAPPED, "iss": STRANGER.controller}, header={"typ": "JWT"}),
    signed("a wrapped credential about another", "proof", "claims_disagree",
           payload={"vc": WRAPPED, "sub": "did:example:ben"}, header={"typ": "JWT"}),
    signed("a wrapped credential with another end", "proof", "claims_disagree", exp=SECONDS + 5,
           payload={"vc": {**WRAPPED, "expirationDate": "2030-01-01T00:00:00Z"}},
           header={"typ": "JWT"}),
    signed("a wrapped credential that has ended by its claim", "dates", "expired",
           payload={"vc": WRAPPED, "exp": SECONDS - 60}, header={"typ": "JWT"}),
    signed("the same member twice", "readable", "duplicate_member",
           payload=json.dumps(document())[:-1] + ', "name": "Another"}'),
    signed("a list", "readable", "not_an_object", payload=json.dumps([document()])),
    signed("not JSON", "readable", "not_json", payload="not JSON"),
    signed("a number that is not exact", "readable", "inexact_number",
           payload='{"a": 9007199254740993}'),
    signed("half a character", "readable", "broken_text", payload='{"a": "\\ud800"}'),
    signed("nested without end", "readable", "too_complex", payload='{"a":' * 500),
]  # fmt: skip
TEXTS = [
    text("another badge under the signature", "proof", "signature_does_not_hold",
         f"{HEADER}.{parts(OTHER)[1]}.{SIGNATURE}"),
    text("the signature of another badge", "proof", "signature_does_not_hold",
         f"{HEADER}.{PAYLOAD}.{parts(OTHER)[2]}"),
    text("no signature", "proof", "signature_does_not_hold", f"{HEADER}.{PAYLOAD}."),
    text("none, and no signature", "proof", "not_signed",
         f"{encoded({'alg': 'none'})}.{PAYLOAD}."),
    text("a signature cut short", "proof", "signature_does_not_hold",
         f"{HEADER}.{PAYLOAD}.{encoded(decoded(SIGNATURE)[:-1])}"),
    text("a signature drawn out", "proof", "signature_does_not_hold",
         f"{HEADER}.{PAYLOAD}.{encoded(decoded(SIGNATURE) + bytes(1))}"),
    text("a signature of zeros", "proof", "signature_does_not_hold",
         f"{HEADER}.{PAYLOAD}.{encoded(bytes(64))}"),
    text("an elliptic signature of zeros", "proof", "signature_does_not_hold",
         ".".join((*parts(EC_TOKEN)[:2], encoded(bytes(64))))),
    text("an elliptic signature in another form", "proof", "signature_does_not_hold",
         der_signature()),
    text("the public key as a shared secret", "proof", "shared_secret", with_secret("HS256")),
    text("the header laid out anew", "proof", "signature_does_not_hold",
         f"{encoded(json.dumps(json.loads(decoded(HEADER)), indent=1).encode())}.{PAYLOAD}."
         f"{SIGNATURE}"),
    text("other letters for the same bytes", "readable", "not_a_token", not_canonical()),
    text("a payload that is empty", "readable", "not_json", f"{HEADER}..{SIGNATURE}"),
    text("a header with a member twice", "readable", "duplicate_member",
         f"{encoded(TWICE)}.{PAYLOAD}.{SIGNATURE}"),
    text("a header of impossible length", "readable", "too_large",
         f"{encoded({'alg': 'EdDSA', 'x': 'y' * 20_000})}.{PAYLOAD}.{SIGNATURE}"),
    text("padded with =", "readable", "not_json", f"{TOKEN}="),
    text("with a space in it", "readable", "not_json", f"{HEADER}. {PAYLOAD}.{SIGNATURE}"),
    text("cut off in the payload", "readable", "not_json", TOKEN[: len(HEADER) + 100]),
    text("five parts, as if encrypted", "readable", "not_json", f"{TOKEN}.AAAA.AAAA"),
    Case("several signatures as JSON", "contexts", "no_context",
         lambda: {"payload": PAYLOAD, "signatures": [{"protected": HEADER}]}),
]  # fmt: skip
ENVELOPES = [
    enveloped("more said than is signed", "bad_envelope", name="Another"),
    enveloped("an issuer beside the token", "bad_envelope", issuer=STRANGER.controller),
    enveloped("a proof beside the token", "bad_envelope", proof=[]),
    enveloped("a credential at once", "bad_envelope",
              type=["VerifiableCredential", envelope.CREDENTIAL]),
    enveloped("no vocabulary", "bad_envelope", context=None),
    enveloped("another vocabulary", "bad_envelope",
              context=["https://www.w3.org/2018/credentials/v1"]),
    enveloped("no token", "bad_envelope", id=None),
    enveloped("an address instead of a token", "bad_envelope", id="https://evil.example/token"),
    enveloped("nothing after the kind", "bad_envelope", id="data:application/vc+jwt"),
    enveloped("a kind not known here", "unknown_envelope", UNKNOWN,
              id=f"data:application/vc+sd-jwt,{TOKEN}~"),
    enveloped("base64 over the token", "unknown_envelope", UNKNOWN,
              id=f"data:application/vc+jwt;base64,{TOKEN}"),
    enveloped("no kind", "unknown_envelope", UNKNOWN, id=f"data:,{TOKEN}"),
    enveloped("a token that is none", "not_a_token", id="data:application/vc+jwt,token"),
    enveloped("a presentation in it", "is_presentation",
              id="data:application/vc+jwt," + present_jwt(
                  [TOKEN], holder=SIGNER, challenge=None, domain=None, now=NOW)),
    Case("envelope: a token changed", "proof", "signature_does_not_hold",
         lambda: envelope.envelope(f"{HEADER}.{parts(OTHER)[1]}.{SIGNATURE}")),
    Case("envelope: of a presentation", "readable", "is_presentation",
         lambda: envelope.envelope(TOKEN, kind=envelope.PRESENTATION)),
]  # fmt: skip
CASES = [*HEADERS, *BINDING, *CLAIMS, *INSIDE, *TEXTS, *ENVELOPES]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_does_not_pass_and_the_report_says_where(case: Case) -> None:
    report = report_on(case.given())
    result = result_of(report, case.check)
    assert (result.outcome, result.reason) == (case.outcome, case.reason), result.sentence
    assert report.overall is (Overall.BAD if case.outcome is FAILED else Overall.COULD_NOT_CHECK)


def test_there_are_enough_cases_and_no_two_the_same() -> None:
    assert len({case.done for case in CASES}) == len(CASES) >= 100


def test_what_the_cases_are_made_from_is_good() -> None:
    for given in (TOKEN, OTHER, forged(), envelope.envelope(TOKEN)):
        assert report_on(given).overall is Overall.GOOD
    wrapped = report_on(forged({"vc": WRAPPED}, header={"typ": "JWT"}))
    assert wrapped.overall is Overall.GOOD


def test_a_revoked_badge_is_revoked_as_a_token_too() -> None:
    lists = GivenStatusLists(status_lists(revocation=(INDEX,)))
    assert result_of(report_on(TOKEN, status=lists), "status").reason == "revoked"


def test_a_short_rsa_key_is_refused() -> None:
    issuer = RsaIssuer(1024)
    unsigned = badge(issuer=issuer.controller, status=False)
    report = report_on(issuer.token(unsigned, header={"jwk": issuer.jwk}))
    assert result_of(report, "proof").reason == "weak_key"


PRESENTED: dict[str, Any] = {
    "holder": STRANGER,
    "challenge": "c",
    "domain": "https://lea.example",
    "now": NOW,
}


def presented(token: str | JsonObject, **asked: Any) -> Report:
    return verify_presentation(token, trust=NoRegistry(), status=UNMARKED, now=NOW, **asked)


@pytest.mark.parametrize(
    ("done", "check", "reason"),
    [
        ({"challenge": "another"}, "proof", "wrong_challenge"),
        ({"challenge": None}, "proof", "wrong_challenge"),
        ({"domain": "https://evil.example"}, "proof", "wrong_domain"),
        ({"domain": None}, "proof", "wrong_domain"),
        ({"now": NOW + timedelta(hours=1)}, "dates", "signed_in_the_future"),
        ({"of": [f"{HEADER}.{parts(OTHER)[1]}.{SIGNATURE}"]}, "credentials",
         "credential_does_not_hold"),
        ({"of": [{"@context": ["https://www.w3.org/ns/credentials/v2"]}]}, "credentials",
         "credential_does_not_hold"),
    ],
    ids=str,
)  # fmt: skip
def test_a_presentation_that_must_not_pass(done: dict[str, Any], check: str, reason: str) -> None:
    how = {**PRESENTED, **done}
    token = present_jwt(how.pop("of", [TOKEN]), **how)
    report = presented(token, challenge="c", domain="https://lea.example")
    assert result_of(report, check).reason == reason
    assert report.overall is Overall.BAD


@pytest.mark.parametrize(
    ("how", "check", "reason"),
    [
        ({"aud": ["https://lea.example", "https://evil.example"]}, "proof", "wrong_domain"),
        ({"iss": SIGNER.controller}, "proof", "claims_disagree"),
        ({"exp": SECONDS - 1}, "dates", "signature_expired"),
        ({"nonce": 1}, "proof", "malformed_claim"),
        ({"holder": SIGNER.controller}, "holder", "not_signed_by_holder"),
        ({"undefined": 1}, "contexts", "undefined_term"),
        ({"header": {"typ": "vc+jwt"}}, "proof", "wrong_type_of_token"),
        ({"header": {"cty": "vc"}}, "proof", "wrong_type_of_token"),
        ({"header": {"alg": "none"}}, "proof", "not_signed"),
        ({"type": ["VerifiableCredential"]}, "readable", "not_a_presentation"),
        ({"vp": {}}, "readable", "not_a_presentation"),
    ],
    ids=str,
)
def test_a_presentation_that_was_made_wrong(how: dict[str, Any], check: str, reason: str) -> None:
    payload: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": STRANGER.controller,
        "verifiableCredential": [envelope.envelope(TOKEN)],
        "nonce": "c",
        "aud": "https://lea.example",
    }
    head = {"typ": "vp+jwt", **how.pop("header", {})}
    token = forged({**payload, **how}, signer=STRANGER, header=head)
    report = presented(token, challenge="c", domain="https://lea.example")
    assert result_of(report, check).reason == reason
    assert report.overall is Overall.BAD


def test_a_presentation_made_right_passes() -> None:
    token = present_jwt([TOKEN], **PRESENTED)
    for given in (token, envelope.envelope(token, kind=envelope.PRESENTATION)):
        report = presented(given, challenge="c", domain="https://lea.example")
        assert report.overall is Overall.GOOD
        assert [inner.name for inner in report.within] == ["Questions that make thinking visible"]
