"""What the schema says of a whole shape is what it says of each document of it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.basis.problem import Problem
from longleaf.credential.canonical.leaves import copy_with, lay_out
from longleaf.credential.canonical.shapes import Recognized, Shapes
from longleaf.credential.document import JsonObject
from longleaf.credential.schema import problems_of, serious_problems_of
from longleaf.credential.schema.of_shapes import serious_problems_in, surely_sound
from longleaf.credential.schema.standing_in import AnyNumber, AnyText, StoodInError, of_values
from tests.credential.examples import badge, proof_of, signed, status_list
from tests.credential.full_examples import full_profile

ODD = (
    "", "x", "urn:x", "https://example.org/", "not an address", "2025-08-01",
    "2025-08-01T00:00:00Z",
    "2025-08-01T00:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "en", "english",
    "en-US", "name", "ext:other", "RubricCriterionLevel", "Achievement", "a.b.c", "did:key:z6Mk",
    "urn:",
)  # fmt: skip


def recognized(document: JsonObject) -> Recognized | None:
    shapes = Shapes()
    for _ in range(2):
        found = shapes.recognize(document)
    return found


KNOWN = Shapes()


def known(document: JsonObject) -> Recognized | None:
    found = KNOWN.recognize(document)
    return KNOWN.recognize(document) if found is None else found


def changed(document: JsonObject, random: Random, share: float) -> JsonObject:
    layout = lay_out(document)
    assert layout is not None
    texts = set(layout.texts)

    def change(place: int, value: object) -> object:
        return random.choice(ODD) if place in texts and random.random() < share else value

    return copy_with(document, layout, change)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.01, 0.05, 0.5]), st.booleans())
def test_what_is_surely_sound_has_no_problem(seed: int, share: float, is_list: bool) -> None:
    document = changed(KNOWN_LIST if is_list else KNOWN_BADGE, Random(seed), share)  # noqa: S311 - tests, not secrets
    for problems in (problems_of, serious_problems_of):
        found = known(document)
        if surely_sound(document, found, problems):
            assert problems(document) == []
        elif found is not None and problems(document) == []:
            assert share  # only odd values may be doubted for nothing
        assert serious_problems_in(document, found) == serious_problems_of(document)


KNOWN_BADGE = badge()
KNOWN_LIST = {name: value for name, value in status_list().items() if name != "proof"}


@pytest.mark.parametrize("document", [KNOWN_BADGE, KNOWN_LIST])
def test_a_sound_document_is_known_to_be_so(document: JsonObject) -> None:
    assert surely_sound(document, recognized(document), problems_of)


@pytest.mark.parametrize(
    "odd",
    [
        {"validFrom": "yesterday"},
        {"validFrom": "2031-01-01T00:00:00Z"},
        {"validUntil": "2020-01-01T00:00:00Z"},
        {"id": "relative"},
        {"awardedDate": "2025-08-01"},
    ],
)
def test_each_document_of_a_sound_shape_is_asked_anew(odd: JsonObject) -> None:
    document = {**KNOWN_BADGE, **odd}
    assert surely_sound(KNOWN_BADGE, known(KNOWN_BADGE), problems_of)
    assert not surely_sound(document, known(document), problems_of)
    assert problems_of(document)


def test_a_shape_with_a_problem_is_never_sound() -> None:
    document = {name: value for name, value in KNOWN_BADGE.items() if name != "validFrom"}
    assert not surely_sound(document, recognized(document), problems_of)
    assert problems_of(document)


def test_what_is_forgiven_to_others_is_not_to_ourselves() -> None:
    subject: Any = KNOWN_BADGE["credentialSubject"]
    subject = {**subject, "type": "AchievementSubject"}
    document: JsonObject = {**KNOWN_BADGE, "credentialSubject": subject}
    found = recognized(document)
    assert not surely_sound(document, found, problems_of)
    assert surely_sound(document, found, serious_problems_of)


@pytest.mark.parametrize(
    "proof", [None, "x", [], {}, [{}], [{"type": "DataIntegrityProof", "created": "yesterday"}]]
)
def test_the_proofs_of_a_known_shape_are_held_to_the_schema(proof: object) -> None:
    document = {**signed(), "proof": proof}
    claims = {name: value for name, value in document.items() if name != "proof"}
    found = known(claims)
    assert found is not None
    asked = serious_problems_in(document, found)
    assert {str(problem) for problem in asked} == set(map(str, serious_problems_of(document)))


def test_a_profile_with_every_member_is_known_to_be_sound_or_asked() -> None:
    document = {**KNOWN_BADGE, "issuer": full_profile("did:example:issuer")}
    found = recognized(document)
    if surely_sound(document, found, problems_of):
        assert problems_of(document) == []


# Rules that look at more than can be noted

TELL = (
    lambda value: value == "x",
    lambda value: value != "x",
    bool,
    lambda value: value.startswith("x"),
    lambda value: value in {"x"},
    lambda value: value in ("x", "y"),
    lambda value: "x" in value,
    len,
    str,
    lambda value: f"{value}",
    repr,
    lambda value: value < "x",
    lambda value: value[0],
    list,
    lambda value: value + "x",
    lambda value: "x" + value,
)  # fmt: skip


@pytest.mark.parametrize("tell", TELL)
@pytest.mark.parametrize("kind", [AnyText, AnyNumber])
def test_a_stand_in_tells_nothing_of_itself(tell: Any, kind: Any) -> None:
    with pytest.raises((StoodInError, TypeError)):
        tell(kind(0, print))


def test_a_stand_in_is_of_its_type() -> None:
    assert isinstance(AnyText(0, print), str)
    assert not isinstance(AnyText(0, print), int | float | dict | list)
    assert isinstance(AnyNumber(0, print), float)
    assert not isinstance(AnyNumber(0, print), bool | str | dict | list)


def test_a_rule_that_looks_at_a_text_by_itself_leaves_the_shape_unsound() -> None:
    def no_shouting(document: JsonObject) -> list[Problem]:
        name: Any = document["name"]
        return [Problem("name", "must not shout.")] if name.isupper() else []

    assert not surely_sound(KNOWN_BADGE, known(KNOWN_BADGE), no_shouting)


def test_a_rule_of_values_is_asked_of_each_document() -> None:
    @of_values
    def quiet(value: object, where: str) -> Iterator[Problem]:
        if str(value).isupper():
            yield Problem(where, "must not shout.")

    def no_shouting(document: JsonObject) -> list[Problem]:
        return list(quiet(document["name"], "name"))

    loud = {**KNOWN_BADGE, "name": "LOUD"}
    assert surely_sound(KNOWN_BADGE, known(KNOWN_BADGE), no_shouting)
    assert not surely_sound(loud, known(loud), no_shouting)
    for number in range(40):  # what is remembered to pass is bounded, and no more than that
        document = {**KNOWN_BADGE, "name": f"quiet {number}"}
        assert surely_sound(document, known(document), no_shouting)
    assert not surely_sound(loud, known(loud), no_shouting)


PROOFS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["DataIntegrityProof", "", "x", ["DataIntegrityProof"], 1, {}]),
        **{
            name: st.sampled_from([*ODD, None, 1, ["x"], {"id": "x"}])
            for name in ("id", "created", "expires", "proofPurpose", "verificationMethod", "nonce")
        },
        "cryptosuite": st.sampled_from(["eddsa-rdfc-2022", 1, ""]),
        "proofValue": st.sampled_from(["z3Aq", 1, ["x"]]),
        "challenge": st.sampled_from(["x", 1]),
        "unknown": st.sampled_from(["x", 1, None]),
    },
)
WHOLE_PROOFS = st.builds(
    lambda odd, changed: {**proof_of(signed()), **(odd if changed else {})}, PROOFS, st.booleans()
)


@settings(max_examples=300, deadline=None)
@given(PROOFS | WHOLE_PROOFS | st.none() | st.just("x"), st.integers(0, 3), st.booleans())
def test_a_proof_is_asked_the_same_whether_its_form_is_known(
    proof: object, times: int, is_badge: bool
) -> None:
    value = [proof] * times if times else proof
    document = {**(KNOWN_BADGE if is_badge else KNOWN_LIST), "proof": value}
    found = known(KNOWN_BADGE if is_badge else KNOWN_LIST)
    assert serious_problems_in(document, found) == serious_problems_of(document)
