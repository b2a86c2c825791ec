"""What badges of every standard say of themselves."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.domain.badge.elsewhere import (
    Alignment,
    Form,
    Said,
    identity_of,
    open_badge,
    shown_by,
)

WHEN = datetime(2025, 10, 1, 15, tzinfo=UTC)
CONTEXT = "https://w3id.org/openbadges/v2"
BADGE_CLASS: JsonObject = {
    "@context": CONTEXT,
    "criteria": {"narrative": "Show it."},
    "image": "https://learning.example/badge.png",
    "type": "BadgeClass",
    "id": "https://learning.example/badge",
    "name": "Reading",
    "description": "Teaches reading.",
    "issuer": "https://learning.example/issuer",
    "alignment": [{"targetName": "Reading", "targetUrl": "https://s.example/1", "targetCode": "R"}],
}
ISSUER: JsonObject = {
    "@context": CONTEXT,
    "type": "Issuer",
    "id": "https://learning.example/issuer",
    "name": "Learning Example",
    "url": "https://learning.example",
    "email": "office@learning.example",
}
ASSERTION: JsonObject = {
    "@context": CONTEXT,
    "type": "Assertion",
    "id": "https://learning.example/assertion",
    "recipient": {"type": "email", "hashed": False, "identity": "amina@example.org"},
    "badge": "https://learning.example/badge",
    "issuedOn": "2025-10-01T15:00:00Z",
    "verification": {"type": "hosted"},
}


class Site:
    """What the issuer publishes, by address."""

    def __init__(self, **changed: JsonObject) -> None:
        self.published = {"assertion": ASSERTION, "badge": BADGE_CLASS, "issuer": ISSUER} | changed

    def document(self, address: str) -> bytes | None:
        found = self.published.get(address.removeprefix("https://learning.example/"))
        return None if found is None else json.dumps(found).encode()


def read(document: JsonObject, site: Site | None = None) -> Said:
    return open_badge(json.dumps(document).encode(), documents=site).said


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
    said = read(CREDENTIAL)
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
    said = read({**CREDENTIAL, "awardedDate": "2025-09-01T00:00:00Z"})
    assert said.earned_at == datetime(2025, 9, 1, tzinfo=UTC)


def test_a_credential_of_another_kind_and_an_older_one_are_told_apart() -> None:
    plain = {**CREDENTIAL, "type": ["VerifiableCredential"]}
    assert read(plain).form is Form.CREDENTIAL_2
    old = {**plain, "@context": ["https://www.w3.org/2018/credentials/v1"]}
    old["issuanceDate"] = old.pop("validFrom")
    said = read(old)
    assert (said.form, said.earned_at) == (Form.CREDENTIAL_1, WHEN)


def test_an_open_badge_2_is_read_with_what_lives_elsewhere() -> None:
    said = read(ASSERTION, Site())
    assert said.form is Form.OPEN_BADGES_2
    assert (said.id, said.name, said.issuer_name) == (
        "https://learning.example/assertion",
        "Reading",
        "Learning Example",
    )
    assert said.issuer == "https://learning.example/issuer"
    assert said.achievement == "https://learning.example/badge"
    assert said.alignments == (Alignment("Reading", "https://s.example/1", "R"),)
    assert said.earned_at == WHEN


def test_a_hosted_badge_can_be_handed_in_as_its_address() -> None:
    opened = open_badge(b"https://learning.example/assertion", documents=Site())
    assert opened.said.name == "Reading"


def test_what_a_copy_embeds_is_not_believed_over_what_is_published() -> None:
    """Otherwise somebody else's name could be put on a badge of one's own making."""
    embedded = {
        **BADGE_CLASS,
        "issuer": {**ISSUER, "id": "https://trusted.example/issuer", "name": "Trusted"},
        "alignment": [{"targetName": "All", "targetUrl": "https://s.example/everything"}],
    }
    said = read({**ASSERTION, "badge": embedded}, Site())
    assert said.issuer == "https://learning.example/issuer"
    assert said.alignments == (Alignment("Reading", "https://s.example/1", "R"),)


@pytest.mark.parametrize("missing", ["assertion", "badge", "issuer"])
def test_a_part_that_cannot_be_had_is_not_read_from_a_copy(missing: str) -> None:
    site = Site()
    del site.published[missing]
    with pytest.raises(CannotCheckError):
        read({**ASSERTION, "badge": BADGE_CLASS}, site)


def test_a_badge_that_its_issuer_took_back_or_moved_is_not_read() -> None:
    for changed in ({**ASSERTION, "revoked": True}, {**ASSERTION, "id": "https://x.example/1"}):
        with pytest.raises(RefusedError):
            read(ASSERTION, Site(assertion=changed))


def test_a_copy_can_be_shown_beside_a_report_that_speaks_against_it() -> None:
    raw = json.dumps({**ASSERTION, "badge": BADGE_CLASS}).encode()
    said = shown_by(raw)
    assert said is not None
    assert (said.name, said.issuer) == ("Reading", "https://learning.example/issuer")
    assert shown_by(b"no badge") is None


def test_a_token_and_one_in_an_envelope_are_read_as_the_credential_in_them() -> None:
    assert open_badge(token(CREDENTIAL), documents=None).document == CREDENTIAL
    enveloped: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token(CREDENTIAL).decode()}",
    }
    opened = open_badge(json.dumps(enveloped).encode(), documents=None)
    assert opened.said == read(CREDENTIAL)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"eyJ.e.e", b"eyJh.!!.c2ln", b"\xff"])
def test_what_is_no_badge_is_refused(raw: bytes) -> None:
    with pytest.raises(RefusedError):
        open_badge(raw, documents=None)


def named(name: object, **more: object) -> Said:
    subject = {"achievement": {"name": name}}
    return read({"credentialSubject": subject, **more})


def test_texts_are_cut_and_lose_control_characters() -> None:
    said = named("a\x00b" + "c" * 1000)
    assert said.name.startswith("abc")
    assert len(said.name) == 300
    assert named("", id="x" * 501).id == ""
    assert named("", id="a\x00").id == ""


def test_one_text_of_several_languages_is_taken() -> None:
    assert named({"de": "Lesen", "en": "Reading"}).name == "Reading"
    assert named(["Reading", "Lesen"]).name == "Reading"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-10-01T15:00:00Z", WHEN),
        ("2025-10-01T11:00:00-04:00", WHEN),
        ("2013-05-01", datetime(2013, 5, 1, tzinfo=UTC)),
        (1759330800, WHEN),
        ("1759330800", WHEN),
        ("yesterday", None),
        (True, None),
        (10**15, None),
        (None, None),
    ],
)
def test_moments_are_read_as_any_of_the_standards_wrote_them(
    written: object, moment: datetime | None
) -> None:
    assert named("", validFrom=written).earned_at == moment


def test_copies_are_one_badge_by_issuer_and_identifier_else_by_their_bytes() -> None:
    said = read(CREDENTIAL)
    assert identity_of(said, b"one") == identity_of(said, b"another")
    nameless = named("Reading")
    assert identity_of(nameless, b"one") != identity_of(nameless, b"another")


NAMES = ["type", "id", "issuer", "achievement", "alignment", "name", "validUntil", "@context"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["credentialSubject", "type", "issuer", "id"]), JSON))
def test_no_document_whatever_stops_the_reading(document: JsonObject) -> None:
    with suppress(RefusedError):
        assert len(identity_of(read(document), b"x")) == 64
