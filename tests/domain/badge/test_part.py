"""What an educator may show of a badge beside what everybody sees."""

from dataclasses import replace

import pytest

from longleaf.credential.document import JsonObject, members
from longleaf.credential.schema import problems_of
from longleaf.domain.badge.document import (
    AlignedElement,
    BadgeFacts,
    Issuer,
    ShownArtifact,
    StatusPlace,
    compose,
)
from longleaf.domain.badge.part import (
    Topic,
    always_shown,
    choices_in,
    compose_for_parts,
    pointers_of,
    says_the_same,
)
from tests.domain.badge.test_results import BASE, DEFINITION, NOW, SIGNER

FACTS = BadgeFacts(
    base_url=BASE,
    award="0b1f",
    issuer=Issuer(SIGNER.controller, "Northfield Schools", "northfield-schools"),
    slug="wait-time",
    version_number=3,
    definition=DEFINITION,
    elements=[AlignedElement("Standards", "IV.e", "Teachers help students think", "/f/IV.e")],
    recipient_email="amina@example.org",
    salt="5a1f",
    granted_at=NOW,
    issued_at=NOW,
    status=StatusPlace("revocation", f"{BASE}/status-lists/1", 7),
    shown=[ShownArtifact("A transcript", "Transcript", ""), ShownArtifact("A plan", "Plan", "")],
    source=Issuer(f"{BASE}/college", "A college", "college"),
    narrative="What ties it together.",
    levels={"pause": "strong", "follow": "meets"},
)


def composed(facts: BadgeFacts = FACTS) -> JsonObject:
    return compose_for_parts(facts, identifier="urn:uuid:1", earner="urn:uuid:2")


def test_the_document_is_a_badge_that_leads_to_no_other_place() -> None:
    document = composed()
    assert problems_of(document) == []
    assert document["id"] == "urn:uuid:1"
    assert members(document["credentialSubject"])["id"] == "urn:uuid:2"
    assert "refreshService" not in document
    assert "refreshService" in compose(FACTS)


def test_all_that_could_be_shown_is_offered_under_its_heading() -> None:
    found = [(choice.topic, choice.label, choice.detail) for choice in choices_in(composed())]
    assert found[0][:2] == (Topic.EARNER, "That it is yours")
    assert found[1][:2] == (Topic.EARNER, "When it was decided")
    results = [(label, detail) for topic, label, detail in found if topic is Topic.RESULTS]
    assert [label for label, _ in results] == [each.title for each in DEFINITION.rubric.criteria]
    assert all(detail for _, detail in results)
    assert [label for topic, label, _ in found if topic is Topic.EVIDENCE] == [
        "A transcript",
        "A plan",
    ]
    assert [label for topic, label, _ in found if topic is Topic.MORE] == [
        "The narrative",
        "The standards it is aligned with",
    ]


def test_credits_are_offered_if_the_badge_says_how_many() -> None:
    document = composed()
    document["credentialSubject"] = {**members(document["credentialSubject"]), "creditsEarned": 2}
    assert ("credits", "2") in [(choice.key, choice.detail) for choice in choices_in(document)]


def test_a_badge_with_nothing_more_offers_nothing_more() -> None:
    document = composed(replace(FACTS, levels={}, shown=[], elements=[], narrative=""))
    assert [choice.key for choice in choices_in(document)] == ["identity", "awarded"]


def test_each_result_comes_with_the_words_for_its_levels_and_no_other_s() -> None:
    [first, second] = [one for one in choices_in(composed()) if one.topic is Topic.RESULTS]
    assert first.pointers == (
        "/credentialSubject/result/0",
        "/credentialSubject/achievement/resultDescription/0",
    )
    assert not set(first.pointers) & set(second.pointers)


def test_a_choice_keeps_its_name_wherever_it_stands() -> None:
    turned = composed(replace(FACTS, shown=list(reversed(FACTS.shown))))
    names = {one.label: one.key for one in choices_in(composed())}
    assert names == {one.label: one.key for one in choices_in(turned)}
    assert len(set(names.values())) == len(names)


def test_who_assessed_it_and_the_name_are_always_shown() -> None:
    assert "/credentialSubject/source" in always_shown(composed())
    assert "/name" in always_shown(composed())
    assert "/credentialSubject/source" not in always_shown(composed(replace(FACTS, source=None)))


def test_what_is_chosen_becomes_pointers_in_the_order_of_the_badge() -> None:
    choices = choices_in(composed())
    assert pointers_of(choices, ["narrative", "identity"]) == [
        "/credentialSubject/identifier",
        "/credentialSubject/narrative",
    ]
    with pytest.raises(KeyError, match="salary"):
        pointers_of(choices, ["identity", "salary"])


def test_two_signings_of_one_award_say_the_same() -> None:
    again = compose_for_parts(
        replace(
            FACTS,
            salt="other",
            issuer=replace(FACTS.issuer, identifier="did:key:zOther"),
            status=replace(FACTS.status, index=8),
        ),
        identifier="urn:uuid:3",
        earner="urn:uuid:4",
    )
    assert says_the_same(composed(), {**again, "proof": []})


@pytest.mark.parametrize(
    "other",
    [
        replace(FACTS, shown=FACTS.shown[:1]),
        replace(FACTS, levels={"pause": "strong"}),
        replace(FACTS, narrative="Other words."),
        replace(FACTS, issuer=replace(FACTS.issuer, name="Northfield")),
    ],
)
def test_what_could_be_shown_differently_does_not_say_the_same(other: BadgeFacts) -> None:
    assert not says_the_same(composed(), composed(other))
