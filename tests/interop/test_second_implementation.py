"""Our badges in an implementation that we did not write, and theirs in ours."""

import copy
from typing import Any

import pytest

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.document import JsonObject
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Overall
from tests.credential.examples import (
    INDEX,
    NOW,
    badge,
    proof_of,
    report_on,
    signed,
    status_lists,
)
from tests.interop.second_implementation import SecondImplementation, installed

pytestmark = [pytest.mark.interop, pytest.mark.xdist_group("interop")]

SEED = bytes(range(32)).hex()
VERIFIED = {"verified": True, "marked": False, "proofs": [True], "error": None}
WHEN = NOW.isoformat().replace("+00:00", "Z")


@pytest.fixture(scope="module")
def theirs() -> SecondImplementation:
    return installed()


def in_theirs(
    theirs: SecondImplementation, *credentials: JsonObject, **marked: tuple[int, ...]
) -> list[dict[str, Any]]:
    lists = status_lists(**marked)
    requests = [{"credential": item, "lists": lists, "now": WHEN} for item in credentials]
    return theirs.run(verify=requests)["verify"]


def changed_in(*path: str | int) -> JsonObject:
    """Our signed badge with one character more in one place."""
    document = copy.deepcopy(signed())
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] += "x"
    return document


def test_our_badges_hold_in_theirs(theirs: SecondImplementation) -> None:
    plain = signed(badge(status=False, valid_until=None))
    hostile = badge(status=False)
    hostile["name"] = 'é 🌲 \u202e العربية \u0001\b\f\x7f "\\ \n\t'
    for answer in in_theirs(theirs, signed(), plain, signed(hostile)):
        assert answer == VERIFIED


def test_a_changed_byte_fails_in_both(theirs: SecondImplementation) -> None:
    changed = [
        changed_in("name"),
        changed_in("credentialSubject", "achievement", "name"),
        changed_in("credentialSubject", "identifier", 0, "salt"),
        changed_in("credentialStatus", 0, "statusListIndex"),
        changed_in("evidence", 0, "narrative"),
        changed_in("issuer", "name"),
        {**signed(), "proof": [{**proof_of(signed()), "created": "2025-08-01T12:00:01Z"}]},
        {**signed(), "proof": [{**proof_of(signed()), "nonce": "added"}]},
        {**signed(), "undefined": "added"},
    ]
    for document, answer in zip(changed, in_theirs(theirs, *changed), strict=True):
        assert answer["verified"] is False
        assert report_on(document).overall is Overall.BAD


def test_what_we_revoke_is_revoked_in_theirs(theirs: SecondImplementation) -> None:
    for purpose in ("revocation", "suspension"):
        (answer,) = in_theirs(theirs, signed(), **{purpose: (INDEX,)})
        assert answer == {**VERIFIED, "marked": True}
    (answer,) = in_theirs(theirs, signed(), revocation=(INDEX - 1, INDEX + 1))
    assert answer["marked"] is False


def test_what_they_sign_holds_in_ours(theirs: SecondImplementation) -> None:
    request = {
        "credential": badge(),
        "key": {"seed": SEED},
        "suite": "eddsa-rdfc-2022",
        "created": WHEN,
    }
    (made,) = theirs.run(sign=[request])["sign"]
    assert report_on(made).overall is Overall.GOOD
    assert made["proof"]["proofValue"] != ""
    assert report_on({**made, "name": "Another name"}).overall is Overall.BAD


def odd_documents() -> list[JsonObject]:
    """Texts, numbers, languages, lists and nested parts that implementations get wrong."""
    base: JsonObject = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://www.w3.org/ns/credentials/undefined-terms/v2",
        ],
        "id": "urn:x",
    }
    values: list[object] = [
        *(
            "\u0000\u0001\u000b\u001f",
            "\b\f\n\r\t",
            "\x7f\x80\x85\u2028",
            '"\\',
            "",
            "\U0001f332\uff5e",
        ),
        [0, -0.0, 1.0, 0.1, 5.5, -120.25, 1e20, 1e21, 1.7e300, 2**53, 123456.789, 1 / 3],
        [True, False],
        {"@list": ["b", "a", "b", {"same": 1}, {"same": 1}]},
        [{"same": {"same": 1}}, {"same": {"same": 1}}, {"same": {"same": 2}}],
        {"@value": "x", "@language": "en-US"},
        {"@value": "شارة", "@language": "ar", "@direction": "rtl"},
        {"@value": {"b": [1.0, None, "é"], "a": {}}, "@type": "@json"},
        {"id": "urn:y", "p": {"id": "urn:x", "q": "back"}},
        [],
        {},
    ]
    return [{**base, "p": value, "q": 1} for value in values]


def refused_documents() -> list[JsonObject]:
    base: JsonObject = {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:x"}
    return [
        {**base, "undefined": 1},
        {**base, "type": "Undefined"},
        {**base, "id": "relative", "name": "x"},
        {**base, "name": {"@value": None}},
        {**base, "name": {"@value": "x", "@language": "not a language"}},
        base,
    ]


def test_canonical_bytes_are_the_same_in_both(theirs: SecondImplementation) -> None:
    documents = [badge(), *odd_documents()]
    answers = theirs.run(canonize=documents)["canonize"]
    for document, answer in zip(documents, answers, strict=True):
        assert canonical_nquads(document).decode() == answer.get("text"), (document, answer)


def test_where_they_refuse_we_refuse(theirs: SecondImplementation) -> None:
    documents = refused_documents()
    answers = theirs.run(canonize=documents)["canonize"]
    for document, answer in zip(documents, answers, strict=True):
        assert "refused" in answer, document
        with pytest.raises(RefusedError):
            canonical_nquads(document)
