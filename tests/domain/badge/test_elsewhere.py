"""What badges of every standard say of themselves."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.credential.document import JsonObject
from longleaf.domain.badge.elsewhere import Alignment, Form, document_in, identity_of, said_by

WHEN = datetime(2025, 10, 1, 15, tzinfo=UTC)
BADGE_CLASS: JsonObject = {
    "type": "BadgeClass",
    "id": "https://learning.example/badge",
    "name": "Reading",
    "description": "Teaches reading.",
    "issuer": "https://learning.example/issuer",
    "alignment": [{"targetName": "Reading", "targetUrl": "https://s.example/1", "targetCode": "R"}],
}
ISSUER: JsonObject = {"id": "https://learning.example/issuer", "name": "Learning Example"}


def nothing(address: str) -> bytes | None:
    return None


def published(address: str) -> bytes | None:
    found = {
        "https://learning.example/badge": BADGE_CLASS,
        "https://learning.example/issuer": ISSUER,
    }.get(address)
    return None if found is None else json.dumps(found).encode()


def token(payload: JsonObject) -> bytes:
    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    return b".".join([part({"alg": "EdDSA"}), part(payload), b"c2ln"])


CREDENTIAL: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:example:1", "name": "Learning Example"},
    "validFrom": "2025-10-01T15:00:00Z",
    "validUntil": "2030-10-01T15:00:00Z",
    "credentialSubject": {
        "achievement": {
            "id": "https://learning.example/achievement",
            "name": "Reading",
            "description": "Teaches reading.",
            "alignment": [{"targetName": "Reading", "targetUrl": "https://s.example/1"}],
        }
    },
}


def test_an_open_badge_3_says_who_what_and_when() -> None:
    said = said_by(CREDENTIAL, get=nothing)
    assert said.form is Form.OPEN_BADGES_3
    assert (said.id, said.issuer, said.issuer_name) == (
        "urn:uuid:1",
        "did:example:1",
        "Learning Example",
    )
    assert (said.name, said.achievement) == ("Reading", "https://learning.example/achievement")
    assert said.alignments == (Alignment("Reading", "https://s.example/1"),)
    assert said.earned_at == WHEN
    assert said.expires_at == datetime(2030, 10, 1, 15, tzinfo=UTC)


def test_the_day_of_the_award_comes_before_the_first_day_of_validity() -> None:
    said = said_by({**CREDENTIAL, "awardedDate": "2025-09-01T00:00:00Z"}, get=nothing)
    assert said.earned_at == datetime(2025, 9, 1, tzinfo=UTC)


def test_a_credential_of_another_kind_and_an_older_one_are_told_apart() -> None:
    plain = {**CREDENTIAL, "type": ["VerifiableCredential"]}
    assert said_by(plain, get=nothing).form is Form.CREDENTIAL_2
    old = {**plain, "@context": ["https://www.w3.org/2018/credentials/v1"]}
    old["issuanceDate"] = old.pop("validFrom")
    said = said_by(old, get=nothing)
    assert (said.form, said.earned_at) == (Form.CREDENTIAL_1, WHEN)


def test_an_open_badge_2_is_read_with_what_lives_elsewhere() -> None:
    assertion: JsonObject = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://learning.example/assertion",
        "badge": "https://learning.example/badge",
        "issuedOn": "2025-10-01T15:00:00+00:00",
    }
    said = said_by(assertion, get=published)
    assert said.form is Form.OPEN_BADGES_2
    assert (said.name, said.issuer_name) == ("Reading", "Learning Example")
    assert said.issuer == "https://learning.example/issuer"
    assert said.achievement == "https://learning.example/badge"
    assert said.alignments == (Alignment("Reading", "https://s.example/1", "R"),)
    unreachable = said_by(assertion, get=nothing)
    assert (unreachable.name, unreachable.achievement) == ("", "https://learning.example/badge")


def test_an_open_badge_1_is_read_with_its_origin_and_its_plain_day() -> None:
    first: JsonObject = {
        "uid": "abc",
        "badge": {"name": "Reading", "issuer": {"origin": "https://learning.example"}},
        "issued_on": "2013-05-01",
    }
    said = said_by(first, get=nothing)
    assert said.form is Form.OPEN_BADGES_1
    assert (said.id, said.issuer) == ("abc", "https://learning.example")
    assert said.earned_at == datetime(2013, 5, 1, tzinfo=UTC)


def test_seconds_since_1970_are_a_moment_too() -> None:
    for seconds in (1759330800, "1759330800"):
        said = said_by({"badge": {}, "issuedOn": seconds}, get=nothing)
        assert said.earned_at == WHEN


def test_a_token_is_read_as_the_credential_in_it() -> None:
    assert document_in(token(CREDENTIAL)) == CREDENTIAL
    inner = {name: value for name, value in CREDENTIAL.items() if name not in {"id", "issuer"}}
    old = document_in(
        token({"iss": "did:example:1", "jti": "urn:uuid:1", "sub": "did:example:2", "vc": inner})
    )
    assert old is not None
    assert (old["issuer"], old["id"]) == ("did:example:1", "urn:uuid:1")
    assert old["credentialSubject"]["id"] == "did:example:2"  # type: ignore[index]  # as just given


def test_a_token_in_an_envelope_is_read() -> None:
    enveloped: JsonObject = {
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token(CREDENTIAL).decode()}",
    }
    assert document_in(json.dumps(enveloped).encode()) == CREDENTIAL


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"eyJ.e.e", b"eyJh.!!.c2ln", b"\xff"])
def test_what_is_no_document_is_none(raw: bytes) -> None:
    assert document_in(raw) is None


def test_texts_are_cut_and_lose_control_characters() -> None:
    said = said_by({"badge": {"name": "a\x00b" + "c" * 1000}}, get=nothing)
    assert said.name.startswith("abc")
    assert len(said.name) == 300
    named = said_by({"badge": {}, "id": "x" * 501}, get=nothing)
    assert named.id == ""
    assert said_by({"badge": {}, "id": "a\x00"}, get=nothing).id == ""


def test_one_text_of_several_languages_is_taken() -> None:
    names = {"de": "Lesen", "en": "Reading"}
    assert said_by({"badge": {"name": names}}, get=nothing).name == "Reading"
    assert said_by({"badge": {"name": ["Reading", "Lesen"]}}, get=nothing).name == "Reading"


def test_copies_are_one_badge_by_issuer_and_identifier_else_by_their_bytes() -> None:
    said = said_by(CREDENTIAL, get=nothing)
    assert identity_of(said, b"one") == identity_of(said, b"another")
    nameless = said_by({"badge": {}}, get=nothing)
    assert identity_of(nameless, b"one") != identity_of(nameless, b"another")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "id",
                    "badge",
                    "issuer",
                    "credentialSubject",
                    "achievement",
                    "alignment",
                    "name",
                    "issuedOn",
                    "expires",
                    "validUntil",
                    "uid",
                    "origin",
                    "@context",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["badge", "type", "credentialSubject", "issuer"]), JSON))
def test_no_document_whatever_stops_the_reading(document: JsonObject) -> None:
    said = said_by(document, get=nothing)
    assert len(identity_of(said, b"x")) == 64
