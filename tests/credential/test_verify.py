import copy
import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.issue import issue
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import (
    DidKeys,
    GivenStatusLists,
    NoRegistry,
    NoStatusLists,
    RecognizedIssuers,
)
from longleaf.credential.report import CHECKS, Outcome, Overall
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verify import verify
from tests.credential.examples import (
    INDEX,
    NOW,
    REVOCATIONS,
    SIGNER,
    STRANGER,
    badge,
    proof_of,
    reasons,
    report_on,
    result_of,
    signed,
    status_list,
    status_lists,
)

GOOD = signed()


def altered(**members: object) -> JsonObject:
    return {**copy.deepcopy(GOOD), **members}


def with_proof(**members: object) -> JsonObject:
    proofs = GOOD["proof"]
    assert isinstance(proofs, list)
    return altered(proof=[{**proofs[0], **members}])


def part(document: JsonObject, *path: str | int) -> JsonObject:
    """The object at a path."""
    value: object = document
    for step in path:
        value = value[step]  # type: ignore[index]  # a wrong path fails the test
    assert isinstance(value, dict)
    return value


def test_a_sound_badge_passes_every_check_in_order() -> None:
    report = report_on(json.dumps(GOOD))
    assert [result.name for result in report] == list(CHECKS)
    assert report.overall is Overall.GOOD
    assert [r.name for r in report if r.outcome is not Outcome.PASSED] == ["trust"]


def test_bytes_text_and_parsed_documents_give_the_same_report() -> None:
    text = json.dumps(GOOD)
    assert report_on(text) == report_on(text.encode()) == report_on(GOOD)


def test_laying_out_the_json_anew_does_not_break_the_signature() -> None:
    assert report_on(json.dumps(GOOD, indent=3, sort_keys=True)).overall is Overall.GOOD


def test_the_report_as_json_says_what_was_and_was_not_checked() -> None:
    said = report_on(altered(name="Another name")).as_json()
    assert json.loads(json.dumps(said))["overall"] == "bad"
    assert said["not_made"] == ["issuer", "dates", "status", "trust"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        (json.dumps(GOOD)[:-1], "not_json"),
        (b"\xff\xfe{}", "not_json"),
        ("[]", "not_an_object"),
        ('"badge"', "not_an_object"),
        ("null", "not_an_object"),
        ('{"a": 1, "a": 1}', "duplicate_member"),
        ('{"a": {"b": 1, "b": 2}}', "duplicate_member"),
        ('{"a": NaN}', "inexact_number"),
        ('{"a": -Infinity}', "inexact_number"),
        ('{"a": 1e999}', "inexact_number"),
        ('{"a": 9007199254740993}', "inexact_number"),
        ('{"a": ' + "9" * 5000 + "}", "not_json"),
        ('{"a": "\\ud800"}', "broken_text"),
        ('{"\\udfff": 1}', "broken_text"),
        ("[" * 100_000, "too_complex"),
        ('{"a":' * 100_000, "too_complex"),
        ('{"a": [' + "0," * 6000 + "0]}", "too_complex"),
        ("{" + " " * 5_000_000 + "}", "too_large"),
        ({"a": object()}, "not_json"),
        ({1: "a"}, "not_json"),
    ],
)
def test_unreadable_input_fails_the_first_check(given: str, reason: str) -> None:
    report = report_on(given)
    assert reasons(report) == {"readable": reason}
    assert report.overall is Overall.BAD


def test_a_badge_signed_as_a_token_could_not_be_checked() -> None:
    report = report_on("eyJhbGciOiJFZERTQSJ9.eyJ2YyI6MX0.c2lnbmF0dXJl")
    assert reasons(report) == {"readable": "signed_as_jwt"}
    assert report.overall is Overall.COULD_NOT_CHECK


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def changed(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x"


@pytest.mark.parametrize("path", list(leaves(GOOD)), ids=lambda path: ".".join(map(str, path)))
def test_no_leaf_can_be_changed_unnoticed(path: tuple[str | int, ...]) -> None:
    document = copy.deepcopy(GOOD)
    holder: object = document
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]  # paths come from the document itself
    holder[path[-1]] = changed(holder[path[-1]])  # type: ignore[index]  # likewise
    report = report_on(document)
    assert report.overall is not Overall.GOOD
    stopped_by = next(r.name for r in report if r.outcome is not Outcome.PASSED)
    if path[0] == "@context":
        assert stopped_by == "contexts"
    elif path[0] == "proof" and path[-1] != "created":
        assert stopped_by in {"schema", "proof"}
        assert report.result("proof") is not None
    else:
        assert stopped_by in {"contexts", "schema", "proof"}
    assert report.result("trust") is None


@pytest.mark.parametrize("member", [name for name in GOOD if name not in {"@context", "proof"}])
def test_no_member_can_be_taken_out_unnoticed(member: str) -> None:
    report = report_on({name: value for name, value in GOOD.items() if name != member})
    assert report.overall is Overall.BAD
    assert report.result("status") is None


def test_a_signature_from_another_badge_does_not_hold() -> None:
    other = signed({**badge(), "name": "Another badge"})
    assert reasons(report_on(altered(proof=other["proof"])))["proof"] == "signature_does_not_hold"


def test_an_unsigned_badge_is_bad() -> None:
    report = report_on(badge())
    assert result_of(report, "proof").reason == "not_signed"
    assert report.overall is Overall.BAD
    assert report.not_made == ("issuer", "dates", "status", "trust")


@pytest.mark.parametrize(
    ("members", "outcome", "reason"),
    [
        ({"proofPurpose": "authentication"}, Outcome.FAILED, "wrong_proof_purpose"),
        ({"created": "2025-08-01T12:00:01Z"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"nonce": "added"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"expires": "2030-01-01T00:00:00Z"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"id": "urn:uuid:1"}, Outcome.FAILED, "signature_does_not_hold"),
        ({"comment": "added"}, Outcome.FAILED, "undefined_term"),
        (
            {"@context": "https://www.w3.org/ns/credentials/v2"},
            Outcome.FAILED,
            "proof_brings_context",
        ),
        ({"proofValue": "z11"}, Outcome.FAILED, "bad_signature_value"),
        ({"proofValue": "not base58"}, Outcome.FAILED, "bad_signature_value"),
        ({"cryptosuite": "eddsa-jcs-2022"}, Outcome.COULD_NOT_CHECK, "unknown_cryptosuite"),
        ({"type": "Ed25519Signature2020"}, Outcome.COULD_NOT_CHECK, "unknown_proof_type"),
        ({"previousProof": "urn:uuid:1"}, Outcome.COULD_NOT_CHECK, "proof_chain"),
        ({"verificationMethod": "did:web:a.example#k"}, Outcome.COULD_NOT_CHECK, "key_not_found"),
        ({"verificationMethod": "did:key:zAbc"}, Outcome.FAILED, "bad_key"),
        (
            {"verificationMethod": STRANGER.verification_method},
            Outcome.FAILED,
            "signature_does_not_hold",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_an_altered_proof_is_named(members: JsonObject, outcome: Outcome, reason: str) -> None:
    report = report_on(with_proof(**members))
    result = result_of(report, "proof")
    assert (result.outcome, result.reason) == (outcome, reason)
    assert "trust" in report.not_made


def test_a_second_proof_that_does_not_hold_is_found_beside_one_that_does() -> None:
    bad = part(with_proof(created="2025-08-01T12:00:01Z"), "proof", 0)
    both = altered(proof=[*GOOD["proof"], bad])  # type: ignore[misc]  # a list, as above
    assert reasons(report_on(both))["proof"] == "signature_does_not_hold"


def test_a_failing_proof_is_found_behind_one_that_could_not_be_checked() -> None:
    unknown = part(with_proof(cryptosuite="bbs-2023"), "proof", 0)
    bad = part(with_proof(created="2025-08-01T12:00:01Z"), "proof", 0)
    assert result_of(report_on(altered(proof=[unknown, bad])), "proof").outcome is Outcome.FAILED


def test_more_proofs_than_anyone_needs_are_not_checked() -> None:
    many = altered(proof=[part(GOOD, "proof", 0)] * 9)
    assert reasons(report_on(many))["proof"] == "too_many_proofs"


def test_a_single_proof_that_is_not_in_a_list_is_accepted_from_others() -> None:
    assert report_on(altered(proof=part(GOOD, "proof", 0))).overall is Overall.GOOD


def test_a_term_that_no_context_defines_is_refused() -> None:
    document = copy.deepcopy(GOOD)
    part(document, "credentialSubject")["hoursEarned"] = 90
    report = report_on(document)
    assert list(reasons(report).items())[-1] == ("contexts", "undefined_term")
    assert "hoursEarned" in result_of(report, "contexts").sentence


def test_a_context_that_is_not_kept_here_is_never_fetched() -> None:
    contexts = GOOD["@context"]
    assert isinstance(contexts, list)
    report = report_on(altered(**{"@context": [*contexts, "http://169.254.169.254/context"]}))
    result = result_of(report, "contexts")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "unknown_context")
    assert report.overall is Overall.COULD_NOT_CHECK


def test_a_badge_of_the_context_before_can_be_checked() -> None:
    """Those before 3.0.2 were made for VC 1.1, and redefine terms that VC 2.0 protects."""
    document = badge()
    del document["awardedDate"]  # only 3.0.3 knows these two
    del part(document, "credentialSubject", "achievement")["inLanguage"]
    document["@context"] = [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    ]
    assert report_on(signed(document)).overall is Overall.GOOD


def test_a_credential_of_version_1_1_could_not_be_checked() -> None:
    old = altered(**{"@context": ["https://www.w3.org/2018/credentials/v1"]})
    for name in list(old):
        if name not in {"@context", "id", "type"}:
            del old[name]
    old["type"] = ["VerifiableCredential"]
    old["issuer"] = SIGNER.controller
    assert result_of(report_on(old), "schema").reason == "older_standard"


def disguised(**context: object) -> JsonObject:
    contexts = GOOD["@context"]
    assert isinstance(contexts, list)
    document = copy.deepcopy(GOOD)
    document["@context"] = [*contexts, context]
    return document


def test_a_status_hidden_under_another_name_is_found() -> None:
    """Contexts are not signed: without this check the signature would still hold."""
    document = disguised(
        note={"@id": "https://www.w3.org/2018/credentials#credentialStatus", "@type": "@id"}
    )
    document["note"] = document.pop("credentialStatus")
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


def test_a_status_hidden_under_its_full_address_is_found() -> None:
    document = copy.deepcopy(GOOD)
    status = document.pop("credentialStatus")
    document["https://www.w3.org/2018/credentials#credentialStatus"] = status
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


def test_an_end_date_hidden_under_another_name_is_found() -> None:
    document = disguised(
        until={
            "@id": "https://www.w3.org/2018/credentials#validUntil",
            "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        }
    )
    document["until"] = document.pop("validUntil")
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


def test_a_type_hidden_under_another_name_is_found() -> None:
    document = disguised(kind="@type")
    status = part(document, "credentialStatus", 0)
    status["kind"] = status.pop("type")
    assert result_of(report_on(document), "contexts").reason == "disguised_term"


@pytest.mark.parametrize("keyword", ["@graph", "@included", "@reverse", "@nest", "@index"])
def test_parts_cannot_be_rearranged_out_of_sight(keyword: str) -> None:
    document = altered(**{keyword: {"credentialStatus": {"id": "urn:x"}}})
    assert result_of(report_on(document), "contexts").reason == "rearranged"


@pytest.mark.parametrize("value", [None, [None], {"@value": None}])
def test_a_null_that_a_signature_would_not_cover_is_refused(value: object) -> None:
    assert result_of(report_on(altered(description=value)), "contexts").outcome is Outcome.FAILED


def test_a_badge_signed_by_somebody_else_than_its_issuer_is_bad() -> None:
    document = badge()
    part(document, "issuer")["id"] = STRANGER.controller
    stolen = issue(document, signer=STRANGER, now=NOW)
    part(stolen, "issuer")["id"] = SIGNER.controller
    assert reasons(report_on(stolen))["proof"] == "signature_does_not_hold"
    assert reasons(report_on(forged()))["issuer"] == "not_signed_by_issuer"


def forged() -> JsonObject:
    """Signed by a stranger's key, in the issuer's name; the signature itself holds."""

    class Pretender:
        kind = "Ed25519"
        controller = SIGNER.controller
        verification_method = STRANGER.verification_method

        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data)

    return issue(badge(), signer=Pretender(), now=NOW)


def test_after_a_wrong_issuer_nothing_else_is_said() -> None:
    report = report_on(forged())
    assert report.overall is Overall.BAD
    assert report.not_made == ("dates", "status", "trust")


class IssuerAtAnAddress:
    """Signs in the name of an https issuer."""

    kind = "Ed25519"
    controller = "https://badges.northfield.example/issuers/1"
    verification_method = SIGNER.verification_method

    def sign(self, data: bytes) -> bytes:
        return SIGNER.sign(data)


def test_an_issuer_that_cannot_be_looked_up_is_neither_good_nor_bad() -> None:
    document = badge(issuer=IssuerAtAnAddress.controller, status=False)
    report = report_on(issue(document, signer=IssuerAtAnAddress(), now=NOW))
    assert result_of(report, "issuer").reason == "issuer_not_found"
    assert report.overall is Overall.COULD_NOT_CHECK
    assert result_of(report, "dates").outcome is Outcome.PASSED


@pytest.mark.parametrize(("allowed", "overall"), [(True, Overall.GOOD), (False, Overall.BAD)])
def test_an_issuer_that_can_be_looked_up_decides_whose_keys_are_its_own(
    allowed: bool, overall: Overall
) -> None:
    class Directory(DidKeys):
        def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
            return allowed

    document = badge(issuer=IssuerAtAnAddress.controller, status=False)
    report = verify(
        issue(document, signer=IssuerAtAnAddress(), now=NOW),
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        keys=Directory(),
    )
    assert report.overall is overall


def test_a_badge_holds_until_the_last_second_of_its_period() -> None:
    end = NOW + timedelta(days=365)
    assert result_of(report_on(GOOD, now=end), "dates").outcome is Outcome.PASSED
    late = report_on(GOOD, now=end + timedelta(seconds=1))
    assert result_of(late, "dates").reason == "expired"
    assert late.overall is Overall.BAD


def test_a_badge_does_not_hold_before_its_period_beyond_what_clocks_differ() -> None:
    start = NOW - timedelta(days=1)
    document = badge(status=False)
    early = issue(document, signer=SIGNER, now=start - timedelta(days=1))
    assert report_on(early, now=start - timedelta(minutes=5)).overall is Overall.GOOD
    too_early = report_on(early, now=start - timedelta(minutes=5, seconds=1))
    assert result_of(too_early, "dates").reason == "not_yet_valid"


def test_a_signature_from_the_future_does_not_hold() -> None:
    report = report_on(GOOD, now=NOW - timedelta(minutes=6))
    assert result_of(report, "dates").reason == "signed_in_the_future"


def test_a_badge_without_an_end_says_so() -> None:
    document = signed(badge(valid_until=None))
    assert "does not expire" in result_of(report_on(document), "dates").sentence


def test_a_revoked_badge_is_bad() -> None:
    report = report_on(GOOD, status=GivenStatusLists(status_lists(revocation=(INDEX,))))
    assert result_of(report, "status").reason == "revoked"
    assert report.overall is Overall.BAD


def test_a_suspended_badge_is_bad() -> None:
    report = report_on(GOOD, status=GivenStatusLists(status_lists(suspension=(INDEX,))))
    assert result_of(report, "status").reason == "suspended"


def test_the_neighbors_of_a_revoked_badge_are_not_revoked() -> None:
    lists = status_lists(revocation=(INDEX - 1, INDEX + 1))
    assert report_on(GOOD, status=GivenStatusLists(lists)).overall is Overall.GOOD


def test_without_its_status_list_a_badge_is_never_called_not_revoked() -> None:
    report = report_on(GOOD, status=NoStatusLists())
    assert result_of(report, "status").reason == "status_list_not_available"
    assert report.overall is Overall.COULD_NOT_CHECK


def test_a_revocation_is_found_even_if_the_other_list_is_missing() -> None:
    lists = status_lists(suspension=(INDEX,))
    del lists[REVOCATIONS]
    assert (
        result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status").reason == "suspended"
    )


def test_a_badge_without_status_says_that_it_cannot_be_revoked() -> None:
    report = report_on(signed(badge(status=False)), status=NoStatusLists())
    assert result_of(report, "status").reason == "no_status"
    assert report.overall is Overall.GOOD


def unusable_lists() -> dict[str, JsonObject | bytes]:
    good = status_list()
    unsigned = {name: value for name, value in good.items() if name != "proof"}
    other_kind = signed(badge(status=False))
    changed_list = copy.deepcopy(good)
    part(changed_list, "credentialSubject")["encodedList"] = part(
        status_list(marked=(1,)), "credentialSubject"
    )["encodedList"]
    return {
        "not JSON": b"<html>",
        "not signed": unsigned,
        "changed after signing": changed_list,
        "signed by somebody else": status_list(signer=STRANGER),
        "of another address": status_list(f"{REVOCATIONS}0"),
        "of another purpose": status_list(purpose="suspension"),
        "not a list": other_kind,
        "out of date": status_list(valid_until=NOW - timedelta(seconds=1)),
    }


@pytest.mark.parametrize("what", unusable_lists())
def test_a_status_list_that_is(what: str) -> None:
    lists = {**status_lists(), REVOCATIONS: unusable_lists()[what]}
    result = result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "status_list_not_usable")


def badge_with_status(**members: object) -> JsonObject:
    document = badge()
    entries = document["credentialStatus"]
    assert isinstance(entries, list)
    document["credentialStatus"] = {**entries[0], **members}
    return signed(document)


@pytest.mark.parametrize(
    ("members", "outcome", "reason"),
    [
        ({"statusListIndex": "131072"}, Outcome.FAILED, "status_index_out_of_range"),
        ({"statusListIndex": "999999999999"}, Outcome.FAILED, "status_index_out_of_range"),
        ({"statusListIndex": "131071"}, Outcome.PASSED, "in_force"),
        ({"statusListIndex": "-1"}, Outcome.FAILED, "malformed_status"),
        ({"statusListIndex": "0x10"}, Outcome.FAILED, "malformed_status"),
        ({"statusListIndex": 7}, Outcome.FAILED, "malformed_status"),
        ({"statusPurpose": "refresh"}, Outcome.PASSED, "in_force"),
        ({"statusPurpose": "annulment"}, Outcome.COULD_NOT_CHECK, "unknown_status_kind"),
    ],
)
def test_a_status_entry_is_read_exactly(members: JsonObject, outcome: Outcome, reason: str) -> None:
    result = result_of(report_on(badge_with_status(**members)), "status")
    assert (result.outcome, result.reason) == (outcome, reason)


def test_the_three_things_trust_can_say_stay_apart() -> None:
    known = RecognizedIssuers(
        {SIGNER.controller: "Northfield Schools"},
        distrusted=[STRANGER.controller],
        by="the Department",
    )
    recognized = report_on(GOOD, trust=known)
    assert result_of(recognized, "trust").reason == "issuer_recognized"
    assert (
        "Northfield Schools is recognized by the Department"
        in result_of(recognized, "trust").sentence
    )
    document = badge(issuer=STRANGER.controller, status=False)
    distrusted = report_on(issue(document, signer=STRANGER, now=NOW), trust=known)
    assert result_of(distrusted, "trust").reason == "issuer_distrusted"
    assert distrusted.overall is Overall.BAD
    unknown = report_on(GOOD)
    assert result_of(unknown, "trust").outcome is Outcome.COULD_NOT_CHECK
    assert unknown.overall is Overall.GOOD


def test_verifying_works_in_many_threads_at_once() -> None:
    found: list[Overall] = []
    threads = [
        threading.Thread(target=lambda: found.append(report_on(GOOD).overall)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Overall.GOOD] * 6


def signed_unchecked(document: JsonObject) -> JsonObject:
    """Signed as an issuer would that does not check what it signs."""
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    proof = cryptosuite("eddsa-rdfc-2022").sign(Claims(document), options=options, signer=SIGNER)
    return {**document, "proof": proof}


def test_an_incomplete_badge_is_bad_even_if_its_signature_holds() -> None:
    document = badge()
    del part(document, "credentialSubject", "achievement")["criteria"]
    report = report_on(signed_unchecked(document))
    assert report.overall is Overall.BAD
    assert reasons(report)["schema"] == "not_as_the_standard_asks"
    assert reasons(report)["proof"] == "signature_holds"
    assert report.not_made == ("issuer", "dates", "status", "trust")


def test_only_the_first_few_of_many_problems_are_said() -> None:
    document = badge()
    document["credentialSubject"] = {"type": ["AchievementSubject"]}
    document["issuer"] = {"id": SIGNER.controller}
    for name in ("id", "validFrom"):
        del document[name]
    assert "more)" in result_of(report_on(document), "schema").sentence


def test_a_proof_need_not_say_when_it_was_made() -> None:
    assert report_on(signed_unchecked(badge())).overall is Overall.GOOD


def test_a_credential_need_not_say_from_when_it_holds() -> None:
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": SIGNER.controller,
        "credentialSubject": {"id": "did:example:amina", "name": "Amina"},
    }
    assert report_on(signed_unchecked(document)).overall is Overall.GOOD


def test_a_proof_holds_until_it_expires() -> None:
    options: JsonObject = {**proof_of(GOOD), "expires": "2025-08-01T12:00:00Z"}
    del options["proofValue"]
    proof = cryptosuite("eddsa-rdfc-2022").sign(Claims(GOOD), options=options, signer=SIGNER)
    document = altered(proof=[proof])
    assert report_on(document).overall is Overall.GOOD
    later = report_on(document, now=NOW + timedelta(seconds=1))
    assert result_of(later, "dates").reason == "signature_expired"


@pytest.mark.parametrize("proof", ["z", 7, [7], [None]])
def test_a_proof_that_is_no_object_is_bad(proof: object) -> None:
    report = report_on(altered(proof=proof))
    assert result_of(report, "proof").outcome is Outcome.FAILED


def test_a_proof_that_names_no_key_is_bad() -> None:
    assert reasons(report_on(with_proof(verificationMethod=7)))["proof"] == "no_key_named"


def test_a_proof_date_that_is_no_date_is_bad() -> None:
    assert reasons(report_on(with_proof(created="now")))["proof"] == "not_a_date"


def test_a_document_without_a_context_is_no_credential() -> None:
    report = report_on('{"name": "x"}')
    assert reasons(report) == {"readable": "readable", "contexts": "no_context"}


def test_a_status_list_may_come_as_bytes() -> None:
    lists = status_lists()
    lists[REVOCATIONS] = json.dumps(lists[REVOCATIONS]).encode()
    assert report_on(GOOD, status=GivenStatusLists(lists)).overall is Overall.GOOD


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({"type": "StatusList2021Entry"}, Outcome.COULD_NOT_CHECK),
        ({"statusListCredential": ...}, Outcome.FAILED),
    ],
)
def test_a_status_that_cannot_be_followed_is_said(members: JsonObject, outcome: Outcome) -> None:
    document = badge()
    entry = {**part(document, "credentialStatus", 0), **members}
    document["credentialStatus"] = {k: v for k, v in entry.items() if v is not ...}
    claims = document if outcome is Outcome.FAILED else None
    if claims is None:  # a type of status that the contexts do not know must bring its own
        document["@context"] = [*as_list(document["@context"]), OLD_STATUS]
    assert result_of(report_on(signed_unchecked(document)), "status").outcome is outcome


OLD_STATUS = {
    "StatusList2021Entry": {
        "@id": "https://w3id.org/vc/status-list#StatusList2021Entry",
        "@context": {
            name: f"https://w3id.org/vc/status-list#{name}"
            for name in ("statusPurpose", "statusListIndex", "statusListCredential")
        },
    }
}


def test_a_list_within_a_list_that_is_no_status_list_is_not_usable() -> None:
    wrong = copy.deepcopy(status_list())
    part(wrong, "credentialSubject")["type"] = "Other"
    lists = {**status_lists(), REVOCATIONS: wrong}
    result = result_of(report_on(GOOD, status=GivenStatusLists(lists)), "status")
    assert result.reason == "status_list_not_usable"
