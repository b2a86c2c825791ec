import copy
import json

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.credential.disclosure import add_base_proof, derive
from longleaf.credential.document import JsonObject, members
from longleaf.credential.issue import issue
from longleaf.credential.multibase import decode_base64url, encode_base64url
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.signer import EcdsaSigner
from longleaf.credential.suites.ecdsa_sd_2023.mandatory import mandatory_pointers
from longleaf.credential.suites.ecdsa_sd_2023.pointers import exists, select, steps_of
from longleaf.credential.suites.ecdsa_sd_2023.proof_value import read_base, read_derived
from tests.credential.altered import part
from tests.credential.examples import (
    NOW,
    SIGNER,
    badge,
    proof_of,
    reasons,
    report_on,
    result_of,
    signed,
)
from tests.credential.full_examples import full_badge

ISSUER = EcdsaSigner(bytes(range(1, 33)))


def document() -> JsonObject:
    return badge(issuer=ISSUER.controller, status=False)


BASE = add_base_proof(document(), signer=ISSUER, now=NOW)


def test_the_award_can_be_shown_without_the_rest() -> None:
    shown = derive(BASE, pointers=[])
    assert report_on(shown).overall is Overall.GOOD
    subject = part(shown, "credentialSubject")
    assert members(subject["achievement"])["name"] == "Questions that make thinking visible"
    assert shown.keys().isdisjoint({"evidence", "awardedDate", "image", "description"})
    assert subject.keys() == {"id", "type", "achievement"}


def test_what_the_holder_keeps_is_nowhere_in_what_is_shown() -> None:
    text = json.dumps(derive(BASE, pointers=["/evidence"]))
    assert "What I tried" in text
    assert "Two reviewers agreed" not in text
    assert "Proficient" not in text.replace("Reach *Proficient*", "")


def test_the_holder_can_show_all_of_it() -> None:
    shown = derive(BASE, pointers=[""])
    assert report_on(shown).overall is Overall.GOOD
    assert {**shown, "proof": None} == {**BASE, "proof": None}


def test_each_part_can_be_shown_alone() -> None:
    choices = [
        "/name",
        "/awardedDate",
        "/image",
        "/evidence/0",
        "/credentialSubject/narrative",
        "/credentialSubject/creditsEarned",
        "/credentialSubject/result/0/value",
        "/credentialSubject/identifier/0",
        "/credentialSubject/achievement/alignment",
        "/credentialSubject/achievement/resultDescription/0",
        "/type/0",
        "/credentialSubject/achievement/type/0",
        "/@context/0",
    ]
    for pointer in choices:
        shown = derive(BASE, pointers=[pointer])
        assert report_on(shown).overall is Overall.GOOD, (pointer, reasons(report_on(shown)))


def test_the_status_cannot_be_left_out() -> None:
    unsigned = badge(issuer=ISSUER.controller)
    shown = derive(add_base_proof(unsigned, signer=ISSUER, now=NOW), pointers=[])
    assert shown["credentialStatus"] == unsigned["credentialStatus"]


def test_a_badge_without_an_id_for_its_earner_always_shows_the_hashed_identity() -> None:
    unsigned = document()
    del part(unsigned, "credentialSubject")["id"]
    shown = derive(add_base_proof(unsigned, signer=ISSUER, now=NOW), pointers=[])
    assert "identifier" in part(shown, "credentialSubject")


def test_several_subjects_are_each_named() -> None:
    first = {"id": "did:example:a", "type": ["Person"], "name": "A"}
    pointers = mandatory_pointers({"issuer": "x", "credentialSubject": [first, {"name": "B"}]})
    assert pointers == [
        "/issuer",
        "/credentialSubject/0/id",
        "/credentialSubject/0/type",
    ]


def test_the_issuer_may_choose_what_is_mandatory() -> None:
    must = [*mandatory_pointers(document()), "/credentialSubject/result"]
    base = add_base_proof(document(), signer=ISSUER, now=NOW, mandatory=must)
    assert "result" in part(derive(base, pointers=[]), "credentialSubject")


def test_what_would_not_be_a_valid_badge_is_not_derived() -> None:
    base = add_base_proof(document(), signer=ISSUER, now=NOW, mandatory=["/issuer"])
    with pytest.raises(ProblemsError) as caught:
        derive(base, pointers=["/validFrom"])
    assert "credentialSubject" in str(caught.value)


def test_the_holder_s_own_copy_is_not_for_others_to_check() -> None:
    report = report_on(BASE)
    result = result_of(report, "proof")
    assert (result.outcome, result.reason) == (Outcome.COULD_NOT_CHECK, "base_proof")
    assert "own copy" in result.sentence
    assert report.overall is Overall.COULD_NOT_CHECK


def test_a_badge_signed_as_a_whole_cannot_be_shown_in_part() -> None:
    with pytest.raises(RefusedError) as caught:
        derive(signed(), pointers=[])
    assert caught.value.reason == "no_base_proof"


def test_what_was_derived_cannot_be_derived_from_again() -> None:
    with pytest.raises(RefusedError) as caught:
        derive(derive(BASE, pointers=["/evidence"]), pointers=[])
    assert caught.value.reason == "no_base_proof"


def test_other_proofs_are_left_out() -> None:
    other = proof_of(signed())
    both = {**BASE, "proof": [other, proof_of(BASE)]}
    assert proof_of(derive(both, pointers=[]))["cryptosuite"] == "ecdsa-sd-2023"


def test_a_base_proof_over_another_document_gives_nothing_that_holds() -> None:
    longer = {**BASE, "evidence": [{"type": ["Evidence"], "name": "Not signed"}]}
    with pytest.raises(RefusedError) as caught:
        derive(longer, pointers=["/evidence"])
    assert caught.value.reason == "signature_does_not_hold"
    renamed = {**copy.deepcopy(BASE), "name": "Another"}
    assert report_on(derive(renamed, pointers=["/name"])).overall is Overall.BAD


def test_an_ed25519_key_makes_no_base_proof() -> None:
    with pytest.raises(RefusedError) as caught:
        add_base_proof(badge(status=False), signer=SIGNER, now=NOW)
    assert caught.value.reason == "wrong_kind_of_key"


def test_every_base_proof_has_secrets_of_its_own() -> None:
    first, second = (
        read_base(proof_of(add_base_proof(document(), signer=ISSUER, now=NOW))["proofValue"])
        for _ in range(2)
    )
    assert first.hmac_key != second.hmac_key
    assert first.public_key != second.public_key


def test_the_names_do_not_tell_how_much_was_left_out() -> None:
    value = read_derived(proof_of(derive(BASE, pointers=[]))["proofValue"])
    assert set(value.labels) == {f"_:c14n{n}" for n in range(len(value.labels))}
    assert all(label.startswith("_:u") for label in value.labels.values())


def test_issue_knows_the_suite_by_its_name() -> None:
    base = issue(document(), signer=ISSUER, now=NOW, suite="ecdsa-sd-2023")
    assert report_on(derive(base, pointers=[])).overall is Overall.GOOD


def test_an_ordered_list_is_shown_whole_or_not_at_all() -> None:
    """As the values that a result may have (`allowedValue`), whose order means something."""
    unsigned = document()
    place = "/credentialSubject/achievement/resultDescription/0"
    allowed = ["low", "high", "low"]
    part(unsigned, "credentialSubject", "achievement", "resultDescription", 0).update(
        allowedValue=allowed
    )
    base = add_base_proof(unsigned, signer=ISSUER, now=NOW)
    shown = derive(base, pointers=[place])
    assert report_on(shown).overall is Overall.GOOD
    assert report_on(derive(base, pointers=["/evidence"])).overall is Overall.GOOD
    with pytest.raises(RefusedError) as caught:
        derive(base, pointers=[f"{place}/name", f"{place}/resultType", f"{place}/allowedValue/1"])
    assert caught.value.reason == "not_disclosable"
    part(shown, "credentialSubject", "achievement", "resultDescription", 0).update(
        allowedValue=["high", "low", "low"]
    )
    assert reasons(report_on(shown))["proof"] == "signature_does_not_hold"


def test_lists_in_lists_and_alike_lists_keep_their_places() -> None:
    term = {"@id": "urn:x:steps", "@container": "@list"}
    unsigned = document()
    unsigned["@context"] = [*unsigned["@context"], {"steps": term}]  # type: ignore[misc]  # a list
    unsigned["steps"] = [["a", "b"], ["a", "b"], []]
    part(unsigned, "evidence", 0)["steps"] = ["a", "b"]
    base = add_base_proof(unsigned, signer=ISSUER, now=NOW)
    for pointers in ([], ["/steps"], ["/evidence"], ["/steps", "/evidence"]):
        assert report_on(derive(base, pointers=pointers)).overall is Overall.GOOD


def test_a_name_within_the_document_stays_one_node_in_every_part() -> None:
    unsigned = document()
    unsigned["evidence"] = [{"id": "urn:x:e", "type": ["Evidence"], "name": "A lesson"}]
    context = {"about": {"@id": "urn:x:about", "@type": "@id"}}
    unsigned["@context"] = [*unsigned["@context"], context]  # type: ignore[misc]  # a list
    unsigned["about"] = "_:shared"
    part(unsigned, "credentialSubject", "result", 0)["about"] = "_:shared"
    base = add_base_proof(unsigned, signer=ISSUER, now=NOW)
    for pointers in (["/about"], ["/credentialSubject/result"], ["/about", "/credentialSubject"]):
        assert report_on(derive(base, pointers=pointers)).overall is Overall.GOOD


def test_two_alike_parts_can_be_shown_one_by_one() -> None:
    unsigned = document()
    alike = {"type": ["Evidence"], "name": "A lesson"}
    unsigned["evidence"] = [dict(alike), dict(alike), {"type": ["Evidence"], "name": "Another"}]
    base = add_base_proof(unsigned, signer=ISSUER, now=NOW)
    for pointers in (["/evidence/0"], ["/evidence/1"], ["/evidence/0", "/evidence/1"]):
        assert report_on(derive(base, pointers=pointers)).overall is Overall.GOOD


def test_a_badge_with_signed_endorsements_can_show_each() -> None:
    """Their proofs are graphs of their own, without names."""
    unsigned = {**full_badge(), "issuer": ISSUER.controller}
    del unsigned["credentialStatus"]
    base = add_base_proof(unsigned, signer=ISSUER, now=NOW)
    achievement = "/credentialSubject/achievement"
    endorsed = [
        pointer
        for pointer in ("/endorsement", "/endorsement/0", f"{achievement}/endorsement")
        if exists(unsigned, pointer)
    ]
    assert endorsed
    for pointers in ([], *([pointer] for pointer in endorsed), endorsed):
        shown = derive(base, pointers=pointers)
        report = report_on(shown)
        assert result_of(report, "proof").outcome is Outcome.PASSED, pointers
        assert result_of(report, "endorsements").outcome is not Outcome.FAILED


def test_part_of_a_value_that_is_json_itself_cannot_be_shown() -> None:
    unsigned = document()
    context = {"answers": {"@id": "urn:x:answers", "@type": "@json"}}
    unsigned["@context"] = [*unsigned["@context"], context]  # type: ignore[misc]  # a list
    unsigned["answers"] = {"first": 1, "second": 2}
    base = add_base_proof(unsigned, signer=ISSUER, now=NOW)
    assert report_on(derive(base, pointers=["/answers"])).overall is Overall.GOOD
    with pytest.raises(RefusedError) as caught:
        derive(base, pointers=["/answers/first"])
    assert caught.value.reason == "not_disclosable"


def test_a_proof_that_builds_on_another_is_not_derived_from() -> None:
    chained = {**proof_of(BASE), "previousProof": "urn:uuid:1"}
    with pytest.raises(RefusedError) as caught:
        derive({**BASE, "proof": [chained]}, pointers=[])
    assert caught.value.reason == "proof_chain"


def test_nothing_mandatory_and_nothing_chosen_shows_nothing() -> None:
    base = add_base_proof(document(), signer=ISSUER, now=NOW, mandatory=[])
    with pytest.raises(RefusedError) as caught:
        derive(base, pointers=[])
    assert caught.value.reason == "nothing_shown"


def test_a_credential_that_is_no_badge_keeps_its_proof_as_it_came() -> None:
    unsigned: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER.controller,
        "credentialSubject": {"id": "did:example:amina", "name": "Amina"},
    }
    shown = derive(add_base_proof(unsigned, signer=ISSUER, now=NOW), pointers=[])
    assert isinstance(shown["proof"], dict)
    assert shown["credentialSubject"] == {"id": "did:example:amina"}
    assert report_on(shown).overall is Overall.GOOD


@pytest.mark.parametrize(
    ("place", "what"), [(2, bytes(31)), (4, [1]), (4, "x"), (0, bytes(63)), (3, {})]
)
def test_a_malformed_base_proof_is_refused(place: int, what: object) -> None:
    data = decode_base64url(str(proof_of(BASE)["proofValue"]))
    parts = cbor2.loads(data[3:])
    parts[place] = what
    value = encode_base64url(data[:3] + cbor2.dumps(parts))
    with pytest.raises(RefusedError) as caught:
        derive({**BASE, "proof": [{**proof_of(BASE), "proofValue": value}]}, pointers=[])
    assert caught.value.reason == "bad_signature_value"


@pytest.mark.parametrize(
    ("pointer", "steps"),
    [("", []), ("/a", ["a"]), ("/a~1b/~0c/0", ["a/b", "~c", "0"]), ("/", [""]), ("/~01", ["~1"])],
)
def test_a_pointer_is_read_as_its_standard_says(pointer: str, steps: list[str]) -> None:
    assert steps_of(pointer) == steps


@pytest.mark.parametrize(
    "pointer",
    ["issuer", "/missing", "/evidence/9", "/evidence/-", "/evidence/00", "/evidence/x", "/a~2", "~",
     "/issuer/name/deeper", "/proof", "/proof/0/proofValue", "/evidence/\u0661"],
)  # fmt: skip
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    with pytest.raises(RefusedError) as caught:
        derive(BASE, pointers=[pointer])
    assert caught.value.reason == "bad_pointer"
    with pytest.raises(RefusedError) as caught:
        add_base_proof(document(), signer=ISSUER, now=NOW, mandatory=[pointer])
    assert caught.value.reason == "bad_pointer"


def test_far_too_many_pointers_are_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        derive(BASE, pointers=[f"/a{number}" for number in range(2_000)])
    assert caught.value.reason == "too_complex"


def test_a_selection_keeps_the_order_and_the_names_of_what_holds_it() -> None:
    whole: JsonObject = {"@context": ["c"], "id": "i", "a": [{"type": "t", "b": 1, "c": 2}, 3, 4]}
    assert select(whole, ["/a/2", "/a/0/b"]) == {
        "@context": ["c"],
        "id": "i",
        "a": [{"type": "t", "b": 1}, 4],
    }
    assert select(whole, []) is None


def test_a_name_that_means_something_only_within_the_document_is_not_selected_by_itself() -> None:
    whole: JsonObject = {"id": "_:b", "a": 1, "b": {"id": "_:c", "d": 1}}
    assert select(whole, ["/b/d"]) == {"b": {"d": 1}}


def pointers_in(value: object, path: str = "") -> list[str]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]  # a list
    found = []
    for name, item in inner:
        if name not in ("@context", "proof"):
            found.append(f"{path}/{name}")
            if isinstance(item, dict | list):
                found += pointers_in(item, f"{path}/{name}")
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(pointers_in(BASE)), max_size=5))
def test_whatever_is_chosen_what_is_shown_holds_and_says_nothing_else(pointers: list[str]) -> None:
    try:
        shown = derive(BASE, pointers=pointers)
    except ProblemsError:  # a part of a part that a badge must have whole
        return
    assert report_on(shown).overall is Overall.GOOD
    _assert_within(shown, BASE)


def _assert_within(shown: object, whole: object) -> None:
    """Every value shown is one of the whole's."""
    if isinstance(shown, dict):
        assert isinstance(whole, dict)
        for name, value in shown.items():
            if name != "proof":
                _assert_within(value, whole[name])
    elif isinstance(shown, list):
        assert isinstance(whole, list)
        for value in shown:
            assert any(_is_within(value, each) for each in whole)
    else:
        assert shown == whole


def _is_within(shown: object, whole: object) -> bool:
    try:
        _assert_within(shown, whole)
    except AssertionError:
        return False
    return True
