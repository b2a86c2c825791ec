"""Badges shown in part that must not pass: what a dishonest holder may try.

One line is one case: what was done, which check finds it, with what outcome and reason.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cbor2
import pytest

from longleaf.credential.disclosure import add_base_proof, derive
from longleaf.credential.document import JsonObject
from longleaf.credential.multibase import decode_base64url, encode_base58, encode_base64url
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.signer import EcdsaSigner
from longleaf.credential.suites.ecdsa_sd_2023.proof_value import (
    DerivedValue,
    read_derived,
    write_derived,
)
from tests.credential.altered import part
from tests.credential.examples import NOW, SIGNER, badge, proof_of, reasons, report_on, result_of

FAILED, UNKNOWN = Outcome.FAILED, Outcome.COULD_NOT_CHECK
ISSUER = EcdsaSigner(bytes(range(1, 33)))
STRANGER = EcdsaSigner(bytes(range(2, 34)))
P384 = EcdsaSigner(bytes(range(1, 49)), kind="P-384")
UNSIGNED = badge(issuer=ISSUER.controller, status=False)
BASE = add_base_proof(UNSIGNED, signer=ISSUER, now=NOW)
CHOICE = [
    "/credentialSubject/result",
    "/evidence",
    "/credentialSubject/identifier",
    "/credentialSubject/achievement/alignment",
]
SHOWN = derive(BASE, pointers=CHOICE)
LITTLE = derive(BASE, pointers=[])
SECOND = derive(add_base_proof(UNSIGNED, signer=ISSUER, now=NOW), pointers=["/evidence"])
OTHER = derive(
    add_base_proof({**UNSIGNED, "id": "urn:uuid:2"}, signer=ISSUER, now=NOW),
    pointers=CHOICE,
)
VALUE = read_derived(proof_of(SHOWN)["proofValue"])
Change = Callable[[JsonObject], object]


@dataclass(frozen=True, slots=True)
class Case:
    """What was done, and what the report must say."""

    done: str
    reason: str
    given: JsonObject
    outcome: Outcome = FAILED
    check: str = "proof"

    def __str__(self) -> str:
        return self.done


def said(done: str, change: Change, reason: str = "signature_does_not_hold", **how: Any) -> Case:
    """What is shown was changed; its proof was not."""
    made = copy.deepcopy(SHOWN)
    change(made)
    return Case(done, reason, made, **how)


def proof(done: str, reason: str = "signature_does_not_hold", **members: Any) -> Case:
    """The proof was changed; what is shown was not."""
    outcome = members.pop("outcome", FAILED)
    check = members.pop("check", "proof")
    changed = {**proof_of(SHOWN), **members}
    changed = {name: value for name, value in changed.items() if value is not None}
    return Case(done, reason, {**SHOWN, "proof": [changed]}, outcome, check)


def value(done: str, reason: str = "signature_does_not_hold", **members: Any) -> Case:
    """One part of the proof's value was changed."""
    return proof(done, reason, proofValue=write_derived(replace(VALUE, **members)))


def raw(done: str, change: Callable[[list[Any]], None]) -> Case:
    """The value's parts were made to be what they must not be."""
    data = decode_base64url(str(proof_of(SHOWN)["proofValue"]))
    parts = cbor2.loads(data[3:])
    change(parts)
    return bytes_(done, data[:3] + cbor2.dumps(parts))


def bytes_(done: str, data: bytes) -> Case:
    return proof(done, "bad_signature_value", proofValue=encode_base64url(data))


def put(place: int, what: Any) -> Callable[[list[Any]], None]:
    def change(parts: list[Any]) -> None:
        parts[place] = what

    return change


def in_subject(name: str, what: Any) -> Change:
    return lambda made: part(made, "credentialSubject").update({name: what})


def swapped(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return (items[1], items[0], *items[2:])


def relabeled() -> DerivedValue:
    """Two nodes that changed their names."""
    first, second, *_ = VALUE.labels
    labels = {**VALUE.labels, first: VALUE.labels[second], second: VALUE.labels[first]}
    return replace(VALUE, labels=labels)


DATA = decode_base64url(str(proof_of(SHOWN)["proofValue"]))
LABELS = dict(VALUE.labels)
LAST = max(LABELS, key=lambda name: int(name.removeprefix("_:c14n")))
KEY = b"\x80\x24" + STRANGER.public
BASE_VALUE = proof_of(BASE)["proofValue"]
SAID = [
    said("another achievement", lambda made: part(
        made, "credentialSubject", "achievement").update(name="Another")),
    said("another earner", in_subject("id", "did:example:eve")),
    said("a better result", lambda made: part(
        made, "credentialSubject", "result", 0).update(value="Exceeds")),
    said("a result more", in_subject("result", [{"type": ["Result"], "value": "A"}])),
    said("a later end", lambda made: made.update(validUntil="2035-01-01T00:00:00Z")),
    said("no end", lambda made: made.pop("validUntil")),
    said("no creator", lambda made: part(
        made, "credentialSubject", "achievement").pop("creator")),
    said("a choice taken back, its signature left", lambda made: made.pop("evidence")),
    said("a part of the rest, unsigned", in_subject("narrative", "Ten reviewers agreed.")),
    said("a true part of the rest without its signature",
         in_subject("narrative", "Two reviewers agreed.")),
    said("another id", lambda made: made.update(id="urn:uuid:2")),
    said("a type more", lambda made: made.update(
        type=["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"])),
    said("another language", lambda made: made.update(
        name={"@value": "x", "@language": "de"}), reason="signature_does_not_hold"),
    said("a member that no vocabulary defines", lambda made: made.update(undefined=1),
         "undefined_term", check="contexts"),
    said("evidence said of the achievement", lambda made: part(
        made, "credentialSubject", "achievement").update(
            related=[{"type": ["Related"], "id": "urn:x:y"}])),
    said("two parts that changed places", lambda made: part(made, "evidence", 0).update(
        id=part(made, "credentialSubject", "achievement")["id"])),
    Case("what another badge shows", "signature_does_not_hold", {**OTHER, "proof": SHOWN["proof"]}),
    Case("the proof of another derivation", "signature_does_not_hold",
         {**SHOWN, "proof": LITTLE["proof"]}),
    Case("less than the proof covers", "signature_does_not_hold",
         {**LITTLE, "proof": SHOWN["proof"]}),
    Case("the proof of the same badge signed twice", "signature_does_not_hold",
         {**SHOWN, "proof": SECOND["proof"]}),
    Case("a base proof over part of it", "base_proof", {**SHOWN, "proof": BASE["proof"]}, UNKNOWN),
    Case("the holder's own copy", "base_proof", BASE, UNKNOWN),
]  # fmt: skip
PROOFS = [
    proof("another time of signing", created="2025-08-01T12:00:01Z"),
    proof("no time of signing", created=None),
    proof("a time of ending", expires="2030-01-01T00:00:00Z"),
    proof("a nonce", nonce="added"),
    proof("an id", id="urn:uuid:1"),
    proof("another purpose", "wrong_proof_purpose", proofPurpose="authentication"),
    proof("another key", verificationMethod=STRANGER.verification_method),
    proof("a key of another curve", "wrong_kind_of_key",
          verificationMethod=P384.verification_method),
    proof("a key of another kind", "wrong_kind_of_key",
          verificationMethod=SIGNER.verification_method),
    proof("a context of its own", "proof_brings_context",
          **{"@context": ["https://www.w3.org/ns/credentials/v2"]}),
    proof("another suite", "bad_signature_value", cryptosuite="ecdsa-rdfc-2019"),
    proof("another suite not known here", "unknown_cryptosuite", outcome=UNKNOWN,
          cryptosuite="bbs-2023"),
    proof("a member of the proof that no vocabulary defines", "undefined_term", comment="x"),
    proof("a proof before it that is not there", "missing_proof", previousProof="urn:uuid:1"),
]  # fmt: skip
VALUES = [
    value("another's base signature", base_signature=STRANGER.sign(b"x")),
    value("a base signature of zeros", base_signature=bytes(64)),
    value("another key for the statements", public_key=KEY),
    value("a key that is no point", public_key=b"\x80\x24\x02" + b"\xff" * 32),
    value("two signatures that changed places", signatures=swapped(VALUE.signatures)),
    value("a signature taken out", signatures=VALUE.signatures[1:]),
    value("a signature twice", signatures=(*VALUE.signatures, VALUE.signatures[0])),
    value("signatures of zeros", signatures=(bytes(64),) * len(VALUE.signatures)),
    value("no signatures", signatures=()),
    value("a mandatory statement called free", mandatory_indexes=VALUE.mandatory_indexes[1:]),
    value("a free statement called mandatory",
          mandatory_indexes=(*VALUE.mandatory_indexes, VALUE.mandatory_indexes[-1] + 1),
          signatures=VALUE.signatures[1:]),
    value("all called mandatory", signatures=(),
          mandatory_indexes=tuple(range(len(VALUE.mandatory_indexes) + len(VALUE.signatures)))),
    value("none called mandatory", mandatory_indexes=()),
    value("a place beyond the end", mandatory_indexes=(*VALUE.mandatory_indexes, 9_999)),
    value("two nodes that changed names", labels=relabeled().labels),
    value("a node without a name", labels={k: v for k, v in LABELS.items() if k != LAST}),
    value("a name left over", labels={**LABELS, "_:c14n999": f"_:{encode_base64url(bytes(32))}"}),
    value("one name for two nodes", "bad_signature_value",
          labels={**LABELS, LAST: LABELS["_:c14n0"]}),
    value("a place twice", "bad_signature_value",
          mandatory_indexes=(*VALUE.mandatory_indexes, VALUE.mandatory_indexes[0])),
    value("a short signature", "bad_signature_value",
          signatures=(*VALUE.signatures[1:], bytes(63))),
    value("a key of another curve's form", "bad_signature_value",
          public_key=b"\x81\x24" + STRANGER.public),
]  # fmt: skip
RAW = [
    raw("a part missing", lambda parts: parts.pop()),
    raw("a part more", lambda parts: parts.append(0)),
    raw("a text for the base signature", put(0, "x" * 64)),
    raw("a number for the key", put(1, 7)),
    raw("a map for the signatures", put(2, {})),
    raw("texts for the signatures", put(2, ["x" * 64])),
    raw("a list for the names", put(3, [])),
    raw("a text for a number in the names", put(3, {"0": bytes(32)})),
    raw("a number below zero", put(4, [-1])),
    raw("a true for a number", put(4, [True])),
    raw("a number without end", put(4, [2**80])),
    raw("a fraction", put(4, [0.5])),
    raw("a date", put(4, [NOW])),
    raw("tagged bytes", put(0, cbor2.CBORTag(64, bytes(64)))),
    bytes_("something behind it", DATA + b"\x00"),
    bytes_("cut short", DATA[:-1]),
    bytes_("no parts", DATA[:3]),
    bytes_("another header", b"\xd9\x5d\x02" + DATA[3:]),
    bytes_("nothing", b""),
    bytes_("a list without end", DATA[:3] + b"\x9f" + b"\x00" * 5 + b"\xff"),
    bytes_("lists in lists", DATA[:3] + b"\x81" * 5_000 + b"\x00"),
    bytes_("a list of impossible length", DATA[:3] + b"\x9b" + b"\xff" * 8),
    bytes_("a text of impossible length", DATA[:3] + b"\x7b" + b"\xff" * 8),
    bytes_("a number that names no length", DATA[:3] + b"\x1c"),
    bytes_("not a list", DATA[:3] + cbor2.dumps({0: 1})),
    proof("a value in base58", "bad_signature_value", proofValue=encode_base58(DATA)),
    proof("a value that is a number", "bad_signature_value", proofValue=7),
    proof("no value", "bad_signature_value", proofValue=None),
    proof("a value with padding", "bad_signature_value", proofValue=f"{BASE_VALUE}="),
]  # fmt: skip
CASES = [*SAID, *PROOFS, *VALUES, *RAW]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_does_not_pass_and_the_report_says_where(case: Case) -> None:
    report = report_on(case.given)
    result = result_of(report, case.check)
    assert (result.outcome, result.reason) == (case.outcome, case.reason), result.sentence
    assert report.overall is (Overall.BAD if case.outcome is FAILED else Overall.COULD_NOT_CHECK)
    assert report.result("trust") is None


def test_there_are_enough_cases_and_no_two_the_same() -> None:
    assert len({case.done for case in CASES}) == len(CASES) >= 80


def test_what_the_cases_are_made_from_is_good() -> None:
    for given in (SHOWN, LITTLE, SECOND, OTHER):
        assert report_on(given).overall is Overall.GOOD, reasons(report_on(given))
    assert write_derived(VALUE) == proof_of(SHOWN)["proofValue"]


def test_signed_by_a_stranger_in_the_issuer_s_name() -> None:
    class Pretender:
        kind = "P-256"
        controller = ISSUER.controller
        verification_method = STRANGER.verification_method

        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data)

    shown = derive(add_base_proof(UNSIGNED, signer=Pretender(), now=NOW), pointers=[])
    assert result_of(report_on(shown), "issuer").reason == "not_signed_by_issuer"
