import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey

from longleaf.basis.problem import ProblemsError
from longleaf.credential import envelope
from longleaf.credential.did import jwk as did_jwk
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.jose.compact import check_token, read_token, sign_token
from longleaf.credential.jose.credential import (
    issue_jwt,
    read_credential_token,
    sign_credential,
)
from longleaf.credential.jose.presentation import read_presentation_token
from longleaf.credential.keys import write_jwk
from longleaf.credential.opened import opened
from longleaf.credential.ports import (
    DidKeys,
    DocumentKeys,
    NoRegistry,
    NoStatusLists,
    only_key_of,
)
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer, SoftwareSigner
from longleaf.credential.verify import verify
from tests.credential.examples import (
    NOW,
    SIGNER,
    STRANGER,
    badge,
    reasons,
    report_on,
    result_of,
    signed,
)
from tests.credential.tokens import RsaIssuer, decoded, document, encoded, forged, jwk_of, parts

VECTORS = Path(__file__).parents[1] / "vectors" / "jose" / "jose-6.2.18.json"
SIGNERS: dict[str, SoftwareSigner] = {
    "EdDSA": Ed25519Signer(bytes(range(32))),
    "ES256": EcdsaSigner(bytes(range(1, 33))),
    "ES384": EcdsaSigner(bytes(range(1, 49)), kind="P-384"),
}
SECONDS = int(NOW.timestamp())
PROFILE = "https://northfield.example/issuers/1"
RSA = RsaIssuer()


def unsigned(signer: SoftwareSigner | RsaIssuer = SIGNER) -> JsonObject:
    return badge(issuer=signer.controller, status=False)


def header_of(token: str) -> JsonObject:
    found: JsonObject = json.loads(decoded(parts(token)[0]))
    return found


def payload_of(token: str) -> JsonObject:
    found: JsonObject = json.loads(decoded(parts(token)[1]))
    return found


@pytest.mark.parametrize("algorithm", SIGNERS)
def test_a_token_says_how_it_is_signed_and_carries_the_credential(algorithm: str) -> None:
    signer = SIGNERS[algorithm]
    token = issue_jwt(unsigned(signer), signer=signer, now=NOW)
    assert header_of(token) == {
        "alg": algorithm,
        "kid": signer.verification_method,
        "typ": "vc+jwt",
        "cty": "vc",
    }
    assert payload_of(token) == {**unsigned(signer), "iat": SECONDS}
    assert report_on(token).overall is Overall.GOOD


@pytest.mark.parametrize("algorithm", SIGNERS)
def test_the_form_of_open_badges_repeats_what_it_must(algorithm: str) -> None:
    signer = SIGNERS[algorithm]
    token = issue_jwt(unsigned(signer), signer=signer, now=NOW, form="open_badges")
    assert header_of(token) == {
        "alg": algorithm,
        "kid": signer.verification_method,
        "typ": "JWT",
    }
    claims = {name: payload_of(token)[name] for name in ("iss", "jti", "sub", "nbf", "exp")}
    assert claims == {
        "iss": signer.controller,
        "jti": "https://badges.northfield.example/awards/1",
        "sub": "did:example:amina",
        "nbf": SECONDS - 24 * 3600,
        "exp": SECONDS + 365 * 24 * 3600,
    }
    assert report_on(token).overall is Overall.GOOD


def test_the_form_of_open_badges_needs_an_id_for_the_earner() -> None:
    made = unsigned()
    subject = made["credentialSubject"]
    assert isinstance(subject, dict)
    del subject["id"]
    with pytest.raises(RefusedError) as caught:
        issue_jwt(made, signer=SIGNER, now=NOW, form="open_badges")
    assert caught.value.reason == "no_id"
    assert report_on(issue_jwt(made, signer=SIGNER, now=NOW)).overall is Overall.GOOD


def test_what_issue_refuses_is_refused_as_a_token() -> None:
    with pytest.raises(ProblemsError):
        issue_jwt({**unsigned(), "validFrom": "now"}, signer=SIGNER, now=NOW)
    for made, reason in (
        ({**unsigned(), "undefined": 1}, "undefined_term"),
        (unsigned(SIGNERS["ES256"]), "wrong_issuer"),
        (signed(), "already_signed"),
    ):
        with pytest.raises(RefusedError) as caught:
            issue_jwt(made, signer=SIGNER, now=NOW)
        assert caught.value.reason == reason


def test_members_that_tokens_use_for_themselves_are_not_overwritten() -> None:
    with pytest.raises(RefusedError) as caught:
        sign_credential({**unsigned(), "iat": "x"}, signer=SIGNER, now=NOW)
    assert caught.value.reason == "taken_name"


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # RFC 9864; others know no other name
@pytest.mark.parametrize("algorithm", SIGNERS)
def test_our_tokens_hold_in_another_library(algorithm: str) -> None:
    signer = SIGNERS[algorithm]
    jwk = write_jwk(signer.kind, signer.public)
    key: Any = OKPKey.import_key(jwk) if algorithm == "EdDSA" else ECKey.import_key(jwk)  # type: ignore[arg-type]  # its own kind of dict
    token = issue_jwt(unsigned(signer), signer=signer, now=NOW)
    found = jws.deserialize_compact(token, key, algorithms=[algorithm])
    assert json.loads(found.payload)["id"] == unsigned(signer)["id"]


@pytest.mark.parametrize(
    ("algorithm", "token"),
    json.loads(VECTORS.read_text(encoding="utf-8"))["tokens"].items(),
)
def test_another_implementation_s_tokens_hold(algorithm: str, token: str) -> None:
    assert header_of(token)["alg"] == algorithm
    assert report_on(token).overall is Overall.GOOD


def test_rs256_is_checked_but_not_made() -> None:
    assert report_on(RSA.token(unsigned(RSA))).overall is Overall.GOOD
    header, payload, _ = parts(RSA.token(unsigned(RSA)))
    other = parts(RSA.token({**unsigned(RSA), "name": "Another"}))[2]
    forged_token = f"{header}.{payload}.{other}"
    assert reasons(report_on(forged_token))["proof"] == "signature_does_not_hold"

    class Rsa:
        kind = "RSA"
        controller, verification_method = RSA.controller, RSA.verification_method

        def sign(self, data: bytes) -> bytes:
            return data

    with pytest.raises(RefusedError) as caught:
        sign_token(b"{}", header={}, signer=Rsa())
    assert caught.value.reason == "wrong_kind_of_key"


@pytest.mark.parametrize(
    ("header", "without"),
    [
        ({}, ()),
        ({"kid": SIGNER.controller}, ()),
        ({"kid": f"#{SIGNER.controller.removeprefix('did:key:')}"}, ()),
        ({"kid": SIGNER.controller.removeprefix("did:key:")}, ()),
        ({}, ("kid",)),
        ({"jwk": jwk_of(SIGNER)}, ()),
        ({"jwk": jwk_of(SIGNER)}, ("kid",)),
        ({"iss": SIGNER.controller}, ()),
        ({"alg": "Ed25519"}, ()),
        ({"typ": "VC+JWT"}, ()),
        ({"typ": "application/vc+jwt", "cty": "application/vc"}, ()),
        ({"typ": "vc+ld+jwt", "cty": "vc+ld+json"}, ()),
        ({"typ": "JWT"}, ()),
        ({}, ("typ",)),
        ({"x5t": "not understood, not used", "b64": True}, ()),
    ],
    ids=str,
)
def test_every_way_to_name_the_issuer_s_own_key_is_understood(
    header: JsonObject, without: tuple[str, ...]
) -> None:
    report = report_on(forged(unsigned(), header=header, without=without))
    assert report.overall is Overall.GOOD, reasons(report)


def test_claims_that_agree_are_accepted() -> None:
    token = forged(
        iss=SIGNER.controller,
        sub="did:example:amina",
        jti="https://badges.northfield.example/awards/1",
        nbf=SECONDS - 24 * 3600,
        exp=SECONDS + 5.5,
        iat=SECONDS,
        aud="https://lea.example",
    )
    assert report_on(token).overall is Overall.GOOD


def test_the_end_of_a_signature_is_not_the_end_of_the_badge() -> None:
    """In W3C's form `exp` is the signature's; in Open Badges' it must be the badge's own."""
    end = SECONDS + 60
    assert report_on(forged(exp=end)).overall is Overall.GOOD
    report = report_on(forged(header={"typ": "JWT"}, exp=end))
    assert reasons(report)["proof"] == "claims_disagree"


def test_a_signature_counts_until_its_last_second() -> None:
    token = forged(exp=SECONDS)
    assert report_on(token).overall is Overall.GOOD
    later = report_on(token, now=NOW + timedelta(seconds=1))
    assert reasons(later)["dates"] == "signature_expired"


def test_a_badge_without_a_first_day_has_that_of_its_token() -> None:
    made = document()
    del made["validFrom"]
    claims = read_credential_token(forged(made, nbf=SECONDS + 3600, iat=SECONDS)).dates
    assert claims == {"created": "2025-08-01T13:00:00Z"}


def test_a_credential_of_1_1_may_say_some_of_it_in_claims_only() -> None:
    wrapped = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {},
    }
    payload = {
        "vc": wrapped,
        "iss": SIGNER.controller,
        "jti": "urn:uuid:1",
        "sub": "did:example:amina",
        "nbf": SECONDS - 60,
        "exp": SECONDS + 60,
    }
    token = forged(payload, header={"typ": "JWT"})
    assert read_credential_token(token).document == {
        **wrapped,
        "id": "urn:uuid:1",
        "issuer": SIGNER.controller,
        "issuanceDate": "2025-08-01T11:59:00Z",
        "expirationDate": "2025-08-01T12:01:00Z",
        "credentialSubject": {"id": "did:example:amina"},
    }
    assert report_on(token).overall is Overall.GOOD


def test_a_token_may_carry_a_proof_besides() -> None:
    both = forged(issue(unsigned(), signer=SIGNER, now=NOW))
    assert report_on(both).overall is Overall.GOOD


def test_an_envelope_is_opened() -> None:
    token = issue_jwt(unsigned(), signer=SIGNER, now=NOW)
    report = report_on(envelope.envelope(token))
    assert report.overall is Overall.GOOD
    assert report_on(json.dumps(envelope.envelope(token))).overall is Overall.GOOD


def test_spaces_around_a_token_are_no_part_of_it() -> None:
    token = issue_jwt(unsigned(), signer=SIGNER, now=NOW)
    assert report_on(f" \r\n{token}\n").overall is Overall.GOOD
    assert report_on(token.encode()).overall is Overall.GOOD


class Published:
    """Answers for one address."""

    def __init__(self, *listed: JsonObject) -> None:
        self._listed = listed

    def document(self, address: str) -> bytes | None:
        profile = {"id": PROFILE, "assertionMethod": list(self._listed)}
        return json.dumps(profile).encode() if address == PROFILE else None


def listed(signer: Ed25519Signer, controller: str = PROFILE, **members: Any) -> JsonObject:
    return {
        "id": f"{PROFILE}#key-1",
        "type": "JsonWebKey",
        "controller": controller,
        "publicKeyJwk": jwk_of(signer),
        **members,
    }


@pytest.mark.parametrize(
    ("header", "published", "overall"),
    [
        ({"kid": f"{PROFILE}#key-1"}, listed(SIGNER), Overall.GOOD),
        ({"kid": "key-1"}, listed(SIGNER), Overall.GOOD),
        ({"kid": f"{PROFILE}#key-1"}, listed(STRANGER), Overall.BAD),
        ({"kid": SIGNER.verification_method}, listed(SIGNER), Overall.BAD),
        ({"jwk": jwk_of(SIGNER)}, listed(SIGNER), Overall.GOOD),
        ({"jwk": jwk_of(SIGNER)}, listed(STRANGER), Overall.BAD),
        ({"jwk": jwk_of(SIGNER)}, listed(SIGNER, "https://other.example/"), Overall.BAD),
        ({"jwk": jwk_of(SIGNER)}, listed(SIGNER, revoked="2025-01-01T00:00:00Z"), Overall.BAD),
    ],
    ids=str,
)
def test_an_issuer_at_an_address_decides_by_what_it_publishes(
    header: JsonObject, published: JsonObject, overall: Overall
) -> None:
    token = forged(
        {**badge(status=False), "issuer": PROFILE},
        header=header,
        without=() if "kid" in header else ("kid",),
    )
    report = verify(
        token,
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        keys=DocumentKeys(Published(published)),
    )
    assert report.overall is overall, reasons(report)


def test_a_did_jwk_is_its_key() -> None:
    did = did_jwk.PREFIX + encoded(jwk_of(SIGNER))
    key = did_jwk.resolve(did_jwk.verification_method_of(did))
    assert (key.kind, key.public, key.controller) == ("Ed25519", SIGNER.public, did)
    assert only_key_of(did) == key
    assert DidKeys().may_assert_for(did, key)
    assert not DidKeys().may_assert_for(SIGNER.controller, key)
    assert not DidKeys().may_assert_for(did, only_key_of(SIGNER.controller))


@pytest.mark.parametrize("method", ["did:jwk:e30", "did:jwk:e30#1", "did:jwk:!#0", "did:jwk:#0"])
def test_a_malformed_did_jwk_is_refused(method: str) -> None:
    with pytest.raises(RefusedError):
        DidKeys().key(method)


def test_a_did_jwk_of_impossible_length_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        did_jwk.resolve(f"did:jwk:{'A' * 5_000}#0")
    assert caught.value.reason == "bad_key"


def test_every_bit_of_a_token_counts() -> None:
    token = issue_jwt(unsigned(), signer=SIGNER, now=NOW)
    data = token.encode()
    for place in range(0, len(data), 97):
        for bit in (0, 1, 5):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            assert report_on(bytes(changed)).overall is not Overall.GOOD, place


def test_a_token_s_parts_are_what_was_signed() -> None:
    token = read_token(sign_token(b"payload", header={"typ": "x"}, signer=SIGNER))
    assert token.payload == b"payload"
    assert token.header == {"alg": "EdDSA", "typ": "x"}
    check_token(token, DidKeys().key(SIGNER.verification_method))


def test_a_token_that_is_too_large_is_refused() -> None:
    report = report_on(f"eyJhbGciOiJFZERTQSJ9.{'A' * 7_000_000}.AAAA")
    assert result_of(report, "readable").outcome is Outcome.FAILED


def test_a_whole_number_of_many_bits_is_written_as_it_is() -> None:
    large = 2**70
    token = sign_credential({**unsigned(), "count": large}, signer=SIGNER, now=NOW)
    assert payload_of(token)["count"] == large


def test_of_several_subjects_none_is_the_token_s() -> None:
    made = document()
    made["credentialSubject"] = [made["credentialSubject"], {"id": "did:example:ben"}]
    report = report_on(forged(made, sub="did:example:amina"))
    assert reasons(report)["proof"] == "signature_holds"


def test_a_date_that_is_none_is_for_the_schema_to_name() -> None:
    report = report_on(forged(document(validFrom="today"), nbf=SECONDS))
    assert reasons(report)["schema"] == "not_as_the_standard_asks"
    assert report.overall is Overall.BAD


def test_a_badge_without_an_end_needs_none_in_the_form_of_open_badges() -> None:
    made = unsigned()
    del made["validUntil"]
    token = issue_jwt(made, signer=SIGNER, now=NOW, form="open_badges")
    assert "exp" not in payload_of(token)
    assert report_on(token).overall is Overall.GOOD


def test_a_credential_of_any_form_is_opened() -> None:
    token = issue_jwt(unsigned(), signer=SIGNER, now=NOW)
    wrapped = envelope.envelope(token)
    for given in (token, token.encode(), wrapped, json.dumps(wrapped), unsigned()):
        assert opened(given)["id"] == unsigned()["id"]


def test_a_presentation_of_1_1_is_read() -> None:
    presentation = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [issue_jwt(unsigned(), signer=SIGNER, now=NOW)],
    }
    payload = {"vp": presentation, "iss": SIGNER.controller, "nonce": "c"}
    token = forged(payload, header={"typ": "JWT"})
    assert read_presentation_token(token).document == {**presentation, "holder": SIGNER.controller}
    report = verify_presentation(
        token, trust=NoRegistry(), status=NoStatusLists(), now=NOW, challenge="c"
    )
    assert report.overall is Overall.GOOD, reasons(report)
    assert [inner.name for inner in report.within] == ["Questions that make thinking visible"]


def test_dates_that_are_malformed_are_left_to_the_proof_to_name() -> None:
    payload = {"@context": [], "type": ["VerifiablePresentation"], "exp": "soon"}
    assert read_presentation_token(forged(payload)).dates == {}
