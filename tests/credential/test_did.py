"""did:web addresses, and documents that say which keys are whose."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.credential.did.document import authorizes, did_document, key_in
from longleaf.credential.did.web import address_of, did_web_of
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.keys import VerificationKey, write_jwk, write_multikey
from longleaf.credential.multibase import encode_base58
from longleaf.credential.ports import DocumentKeys, NoRegistry, NoStatusLists
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer, SoftwareSigner
from longleaf.credential.verify import verify
from tests.credential.altered import part
from tests.credential.examples import NOW, SIGNER, STRANGER, badge, reasons, result_of

DID = "did:web:badges.northfield.example:issuers:northfield"
ADDRESS = "https://badges.northfield.example/issuers/northfield/did.json"
METHOD = f"{DID}#key-1"


@pytest.mark.parametrize(
    ("did", "address"),
    [
        ("did:web:a.example", "https://a.example/.well-known/did.json"),
        ("did:web:a.example%3A3000", "https://a.example:3000/.well-known/did.json"),
        ("did:web:a.example:u:ben", "https://a.example/u/ben/did.json"),
        ("did:web:a.example%3A65535:u", "https://a.example:65535/u/did.json"),
        ("did:web:xn--nxasmq6b.example", "https://xn--nxasmq6b.example/.well-known/did.json"),
        ("did:web:a.example:%C3%A9", "https://a.example/%C3%A9/did.json"),
    ],
)
def test_a_did_web_is_an_address(did: str, address: str) -> None:
    assert address_of(did) == address
    assert did_web_of(address.removesuffix("/did.json").removesuffix("/.well-known")) == did


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:web:",
        "did:key:a.example",
        "did:web:A.example",
        "did:web:127.0.0.1",
        "did:web:1",
        "did:web:%5B%3A%3A1%5D",
        "did:web:a.example%3a3000",
        "did:web:a.example%3A",
        "did:web:a.example%3A0",
        "did:web:a.example%3A65536",
        "did:web:a.example%3A80%3A80",
        "did:web:a.example:",
        "did:web:a.example::u",
        "did:web:a.example:..:u",
        "did:web:a.example:.:u",
        "did:web:a.example:%2E%2E",
        "did:web:a.example:a%2Fb",
        "did:web:a.example:a%5Cb",
        "did:web:a.example:a%0Ab",
        "did:web:a.example:a/b",
        "did:web:a.example:a?b",
        "did:web:a.example/did.json",
        "did:web:user@a.example",
        "did:web:-a.example",
        "did:web:a..example",
        "did:web:a.example#key",
        f"did:web:{'a' * 64}.example",
        "did:web:" + ":".join(["a.example", *["a"] * 1000]),
    ],
)
def test_what_is_no_did_web_has_no_address(did: str) -> None:
    with pytest.raises(RefusedError) as refused:
        address_of(did)
    assert refused.value.reason == "bad_did"


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example",
        "https://",
        "https://a.example?x=1",
        "https://a.example#x",
        "https://user@a.example",
        "https://10.0.0.1",
        "https://[::1]",
        "https://[",
        "https://a.example:99999",
        "https://a.example/a:b",
        "https://a.example//b",
        "ftp://a.example",
    ],
)
def test_what_a_did_web_cannot_say_makes_none(address: str) -> None:
    with pytest.raises(RefusedError):
        did_web_of(address)


def test_the_usual_port_is_left_out() -> None:
    assert did_web_of("https://a.example:443/u/") == "did:web:a.example:u"


@given(st.text(max_size=60))
def test_no_text_leads_anywhere_but_to_its_own_https_host(text: str) -> None:
    try:
        address = address_of(f"did:web:{text}")
    except RefusedError:
        return
    assert address.startswith("https://")
    assert address.endswith("/did.json")
    assert not set(address) & set(" @?#\\\n\t")
    assert "/../" not in address


def key(number: int, signer: SoftwareSigner = SIGNER, **more: datetime) -> VerificationKey:
    return VerificationKey(f"{DID}#key-{number}", DID, signer.kind, signer.public, **more)


FIRST, SECOND, THIRD = key(1), key(2, EcdsaSigner(bytes(range(32)))), key(3, STRANGER)


def test_a_document_lists_each_key_and_what_it_may_be_used_for() -> None:
    document = did_document(DID, [FIRST], retired=[SECOND], also_known_as=[SIGNER.controller])
    assert document["alsoKnownAs"] == [SIGNER.controller]
    for one, may_authenticate in ((FIRST, True), (SECOND, False)):
        assert key_in(document, one.id) == one
        assert authorizes(document, one)
        assert authorizes(document, one, "authentication") is may_authenticate


def test_a_withdrawn_key_stays_in_the_document_and_asserts_nothing() -> None:
    withdrawn = key(3, STRANGER, revoked=NOW)
    document = did_document(DID, [FIRST], withdrawn=[withdrawn])
    assert key_in(document, withdrawn.id) == withdrawn
    assert not authorizes(document, withdrawn)


def test_a_document_has_no_keys_of_others() -> None:
    other = VerificationKey("did:web:b.example#1", "did:web:b.example", "Ed25519", FIRST.public)
    with pytest.raises(ValueError, match="own identifier"):
        did_document(DID, [other])
    with pytest.raises(ValueError, match="date"):
        did_document(DID, [FIRST], withdrawn=[THIRD])


def method(**members: object) -> JsonObject:
    entry: JsonObject = {
        "id": METHOD,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": write_multikey("Ed25519", SIGNER.public),
    }
    return {name: value for name, value in {**entry, **members}.items() if value is not None}


def document_with(*methods: JsonObject, **members: object) -> JsonObject:
    return {
        "id": DID,
        "verificationMethod": list(methods),
        "assertionMethod": [METHOD],
        **members,
    }


@pytest.mark.parametrize(
    "entry",
    [
        method(),
        method(type="Ed25519VerificationKey2020"),
        *(
            method(
                type=type_,
                publicKeyMultibase=None,
                publicKeyJwk=write_jwk("Ed25519", SIGNER.public),
            )
            for type_ in ("JsonWebKey", "JsonWebKey2020")
        ),
        method(id="#key-1"),
    ],
)
def test_a_key_is_read_in_each_form_it_is_published_in(entry: JsonObject) -> None:
    document = document_with(entry)
    assert key_in(document, METHOD) == FIRST
    assert authorizes(document, FIRST)
    assert authorizes({**document, "assertionMethod": [entry]}, FIRST)
    assert authorizes({**document, "assertionMethod": ["#key-1"]}, FIRST)
    assert not authorizes(document, FIRST, "authentication")


def test_a_key_written_out_under_its_use_alone_is_found() -> None:
    document: JsonObject = {"id": DID, "assertionMethod": [method()]}
    assert key_in(document, METHOD) == FIRST
    assert authorizes(document, FIRST)


def test_a_key_for_another_use_is_found_but_not_authorized() -> None:
    document: JsonObject = {"id": DID, "keyAgreement": [method()]}
    assert key_in(document, METHOD) == FIRST
    assert not authorizes(document, FIRST)


def test_an_older_profile_authorizes_its_public_key() -> None:
    document: JsonObject = {"id": DID, "publicKey": [method()]}
    assert authorizes(document, FIRST)
    assert not authorizes(document, FIRST, "authentication")
    assert not authorizes({**document, "assertionMethod": []}, FIRST)


def test_an_issuer_may_authorize_the_key_of_a_did_key() -> None:
    own = VerificationKey(SIGNER.verification_method, SIGNER.controller, "Ed25519", SIGNER.public)
    assert authorizes({"id": DID, "assertionMethod": [own.id]}, own)
    assert not authorizes({"id": DID, "verificationMethod": [own.id]}, own)


def test_a_key_that_the_document_says_is_another_s_is_not_its_own() -> None:
    document = document_with(method(controller="did:web:b.example"))
    assert not authorizes(document, FIRST)
    assert not authorizes(document, key_in(document, METHOD))


def test_another_key_under_the_same_name_is_not_authorized() -> None:
    other = VerificationKey(METHOD, DID, "Ed25519", STRANGER.public)
    assert not authorizes(document_with(method()), other)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (method(id=f"{DID}#other"), "key_not_in_document"),
        (method(controller=None), "bad_key"),
        (method(controller=["x"]), "bad_key"),
        (method(publicKeyMultibase=encode_base58(b"\xed\x01" + bytes(31))), "bad_key"),
        (method(publicKeyMultibase=7), "bad_key"),
        (method(publicKeyMultibase=None), "unknown_kind_of_key"),
        (method(type="Bls12381G2Key2020"), "unknown_kind_of_key"),
        (method(type=["Multikey"]), "unknown_kind_of_key"),
        (method(publicKeyJwk={}), "ambiguous_key"),
        (method(publicKeyMultibase=None, publicKeyPem="x"), "bad_key"),
        (method(revoked="yesterday"), "not_a_date"),
        (
            method(
                type="Ed25519VerificationKey2020",
                publicKeyMultibase=write_multikey("P-256", SECOND.public),
            ),
            "bad_key",
        ),
    ],
)
def test_a_key_that_cannot_be_read_is_refused(entry: JsonObject, reason: str) -> None:
    document = document_with(entry)
    with pytest.raises(RefusedError) as refused:
        key_in(document, METHOD)
    assert refused.value.reason == reason
    assert not authorizes({**document, "assertionMethod": [f"{DID}#x"]}, FIRST)


def test_two_keys_under_one_name_are_ambiguous() -> None:
    other = method(publicKeyMultibase=write_multikey("Ed25519", STRANGER.public))
    document = document_with(method(), other)
    with pytest.raises(RefusedError) as refused:
        key_in(document, METHOD)
    assert refused.value.reason == "ambiguous_key"
    assert not authorizes(document, FIRST)


def test_a_document_of_endless_keys_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        key_in(document_with(*[method()] * 300), METHOD)
    assert refused.value.reason == "too_many_keys"


class Published:
    """Documents at their addresses; counts how often each was asked for."""

    def __init__(self, **documents: JsonObject | bytes) -> None:
        self.asked: list[str] = []
        self.documents: dict[str, JsonObject | bytes] = dict(documents)

    def document(self, address: str) -> bytes | None:
        self.asked.append(address)
        found = self.documents.get(address)
        return json.dumps(found).encode() if isinstance(found, dict) else found


WEB_SIGNER = Ed25519Signer(bytes(range(32)), DID, METHOD)


def signed_by(signer: SoftwareSigner = WEB_SIGNER, issuer: str = DID) -> JsonObject:
    document = badge(issuer=issuer, status=False)

    class AsIssuer:
        kind = "Ed25519"
        controller = issuer
        verification_method = signer.verification_method

        def sign(self, data: bytes) -> bytes:
            return signer.sign(data)

    return issue(document, signer=AsIssuer(), now=NOW)


def report_with(
    published: Published, document: JsonObject | None = None, now: datetime = NOW
) -> Report:
    return verify(
        document or signed_by(),
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=now,
        documents=published,
    )


def at(address: str, document: JsonObject | bytes) -> Published:
    return Published(**{address: document})


def test_a_badge_of_a_did_web_holds_by_what_the_issuer_publishes() -> None:
    published = at(ADDRESS, did_document(DID, [FIRST]))
    assert report_with(published).overall is Overall.GOOD
    assert published.asked == [ADDRESS]


def test_a_badge_signed_with_a_retired_key_still_holds() -> None:
    published = at(ADDRESS, did_document(DID, [SECOND], retired=[FIRST]))
    assert report_with(published).overall is Overall.GOOD


def test_a_badge_signed_with_a_withdrawn_key_does_not_hold() -> None:
    withdrawn = key(1, revoked=NOW - timedelta(days=1))
    published = at(ADDRESS, did_document(DID, [SECOND], withdrawn=[withdrawn]))
    assert reasons(report_with(published))["issuer"] == "not_signed_by_issuer"


@pytest.mark.parametrize(
    ("dated", "reason"),
    [
        (key(1, revoked=NOW), "key_withdrawn"),
        (key(1, revoked=NOW + timedelta(seconds=1)), "signed_by_issuer"),
        (key(1, expires=NOW), "signed_by_issuer"),
        (key(1, expires=NOW - timedelta(seconds=1)), "key_expired"),
    ],
)
def test_a_key_counts_until_it_expires_or_is_withdrawn(dated: VerificationKey, reason: str) -> None:
    published = at(ADDRESS, did_document(DID, [dated]))
    assert reasons(report_with(published))["issuer"] == reason


def test_a_badge_whose_issuer_lists_no_such_key_does_not_hold() -> None:
    report = report_with(at(ADDRESS, did_document(DID, [SECOND])))
    assert result_of(report, "proof").reason == "key_not_in_document"
    assert report.overall is Overall.BAD


def test_a_badge_signed_with_a_key_for_another_use_does_not_hold() -> None:
    document = {**did_document(DID, [FIRST]), "assertionMethod": []}
    assert reasons(report_with(at(ADDRESS, document)))["issuer"] == "not_signed_by_issuer"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "issuer_not_usable"),
        (b"<html>", "issuer_not_usable"),
        (b"[]", "issuer_not_usable"),
        (did_document("did:web:b.example", []), "issuer_not_usable"),
    ],
)
def test_an_issuer_that_publishes_nothing_usable_could_not_be_checked(
    document: JsonObject | bytes, reason: str
) -> None:
    result = result_of(report_with(at(ADDRESS, document)), "proof")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, reason)


def test_an_issuer_that_cannot_be_reached_is_asked_once_and_could_not_be_checked() -> None:
    published = Published()
    result = result_of(report_with(published), "proof")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "issuer_not_available")
    assert published.asked == [ADDRESS]


PROFILE = "https://badges.northfield.example/issuers/northfield"


def test_an_https_issuer_is_bound_by_its_profile_whatever_key_it_names() -> None:
    profile: JsonObject = {
        "id": PROFILE,
        "type": ["Profile"],
        "assertionMethod": [SIGNER.verification_method],
    }
    signed = signed_by(SIGNER, issuer=PROFILE)
    assert report_with(at(PROFILE, profile), signed).overall is Overall.GOOD
    without = {**profile, "assertionMethod": [STRANGER.verification_method]}
    assert reasons(report_with(at(PROFILE, without), signed))["issuer"] == "not_signed_by_issuer"


def test_an_https_issuer_signs_with_a_key_in_its_own_profile() -> None:
    own = f"{PROFILE}#key-1"
    profile: JsonObject = {
        "id": PROFILE,
        "verificationMethod": [method(id=own, controller=PROFILE)],
        "assertionMethod": [own],
    }
    signer = Ed25519Signer(bytes(range(32)), PROFILE, own)
    signed = signed_by(signer, issuer=PROFILE)
    assert report_with(at(PROFILE, profile), signed).overall is Overall.GOOD


def test_another_s_key_does_not_sign_for_a_did_key_issuer() -> None:
    signed = signed_by(WEB_SIGNER, issuer=SIGNER.controller)
    report = report_with(at(ADDRESS, did_document(DID, [FIRST])), signed)
    assert reasons(report)["issuer"] == "not_signed_by_issuer"


@pytest.mark.parametrize(
    "name", ["did:example:a#1", "http://a.example#1", "urn:a#1", "did:web:10.0.0.1#1"]
)
def test_a_key_that_no_method_known_here_finds_could_not_be_checked(name: str) -> None:
    published = Published()
    with pytest.raises(CannotCheckError):
        DocumentKeys(published).key(name)
    assert published.asked == []


def test_a_key_without_a_fragment_names_no_key() -> None:
    with pytest.raises(CannotCheckError):
        DocumentKeys(Published()).key(DID)


def test_whoever_presents_is_bound_by_what_they_publish() -> None:
    keys = DocumentKeys(at(ADDRESS, did_document(DID, [FIRST], retired=[SECOND])))
    assert keys.may_authenticate_for(DID, FIRST)
    assert not keys.may_authenticate_for(DID, SECOND)
    assert keys.may_authenticate_for(SIGNER.controller, keys.key(SIGNER.verification_method))


def test_an_address_in_another_form_is_not_the_same_issuer() -> None:
    published = at(ADDRESS, did_document(DID, [FIRST]))
    signed = signed_by()
    part(signed, "issuer")["id"] = f"{DID}:"
    assert reasons(report_with(published, signed))["proof"] == "signature_does_not_hold"


def test_dates_of_keys_survive_the_document() -> None:
    dated = key(1, expires=datetime(2030, 1, 1, tzinfo=UTC))
    assert key_in(did_document(DID, [dated]), METHOD) == dated
