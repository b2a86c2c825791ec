from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.schema import problems_of
from longleaf.credential.signer import Ed25519Signer
from longleaf.domain.badge.document import BadgeFacts, Issuer, ShownArtifact, StatusPlace, compose
from longleaf.domain.badge.results import evidence_in, levels_in, levels_shown, shows_levels
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.review.judgment import CriterionFeedback, Score
from tests.domain.microcredential.definitions import small_definition

BASE = "https://longleaf.example"
SIGNER = Ed25519Signer(bytes(range(32)))
NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)


def two_criteria() -> dict[str, Any]:
    definition = small_definition()
    first = definition["rubric"]["criteria"][0]
    definition["rubric"]["criteria"] = [first, {**first, "key": "follow", "title": "Follow up"}]
    return definition


DEFINITION = parse_definition(two_criteria())
RUBRIC = DEFINITION.rubric
PAGE = f"{BASE}/microcredentials/wait-time/versions/3"


def feedback(criterion: str, *levels: str) -> CriterionFeedback:
    return CriterionFeedback(criterion, True, tuple(Score(level) for level in levels))


@pytest.mark.parametrize(
    ("attempts", "shown"),
    [
        ([], {}),
        ([[feedback("pause", "meets", "meets")]], {"pause": "meets"}),
        ([[feedback("pause", "strong", "meets")]], {"pause": "meets"}),
        ([[feedback("pause", "meets", "strong")]], {"pause": "meets"}),
        (
            [
                [feedback("follow", "not_yet", "meets"), feedback("pause", "strong", "strong")],
                [feedback("follow", "strong", "strong")],
            ],
            {"pause": "strong", "follow": "strong"},
        ),
        ([[feedback("pause", "", "")]], {}),
        ([[feedback("pause", "unheard of", "meets")]], {"pause": "meets"}),
        ([[feedback("dropped", "meets", "meets")]], {}),
    ],
)
def test_the_last_word_on_each_criterion_is_shown_and_the_lower_of_two(
    attempts: list[list[CriterionFeedback]], shown: dict[str, str]
) -> None:
    assert levels_shown(RUBRIC, attempts) == shown


FACTS = BadgeFacts(
    base_url=BASE,
    award="5a1e3c52-0000-4000-8000-000000000001",
    issuer=Issuer(SIGNER.controller, "Northfield Schools (fictional)", "northfield"),
    slug="wait-time",
    version_number=3,
    definition=DEFINITION,
    elements=(),
    recipient_email="amina@northfield.example",
    salt="a-salt",
    granted_at=NOW,
    issued_at=NOW,
    status=StatusPlace("revocation", f"{BASE}/status-lists/1", 94_567),
)


def achievement_of(document: JsonObject) -> dict[str, Any]:
    subject: Any = document["credentialSubject"]
    achievement: dict[str, Any] = subject["achievement"]
    return achievement


def test_without_the_educators_wish_no_level_is_shown() -> None:
    document = compose(FACTS)
    assert not shows_levels(document)
    assert "resultDescription" not in achievement_of(document)


def test_each_level_shown_is_one_that_the_achievement_describes() -> None:
    document = compose(replace(FACTS, levels={"pause": "meets", "follow": "strong"}))
    assert shows_levels(document)
    subject: Any = document["credentialSubject"]
    described = {
        item["id"]: {level["id"] for level in item["rubricCriterionLevel"]}
        for item in achievement_of(document)["resultDescription"]
    }
    results = {item["resultDescription"]: item["achievedLevel"] for item in subject["result"]}
    assert results == {
        f"{PAGE}#pause": f"{PAGE}#pause.meets",
        f"{PAGE}#follow": f"{PAGE}#follow.strong",
    }
    assert all(level in described[criterion] for criterion, level in results.items())


def test_what_a_badge_shows_can_be_read_from_it_again() -> None:
    assert levels_in(compose(FACTS)) == {}
    assert evidence_in(compose(FACTS)) == []
    shown = ShownArtifact("A plan", "Lesson plan", "")
    document = compose(replace(FACTS, levels={"follow": "meets"}, shown=[shown]))
    assert levels_in(document) == {"Follow up": RUBRIC.levels[1].title}
    assert evidence_in(document) == ["A plan"]


def test_levels_stand_in_order_with_the_one_that_is_enough() -> None:
    document = compose(replace(FACTS, levels={"pause": "meets"}))
    description = achievement_of(document)["resultDescription"][0]
    assert [level["level"] for level in description["rubricCriterionLevel"]] == ["1", "2", "3"]
    assert description["requiredLevel"] == f"{PAGE}#pause.{RUBRIC.passing_level}"
    assert description["resultType"] == "RubricCriterionLevel"


def test_earlier_versions_are_named_by_their_addresses() -> None:
    document = compose(replace(FACTS, earlier_versions=[2, 1]))
    related = achievement_of(document)["related"]
    assert [(one["id"], one["version"]) for one in related] == [
        (f"{BASE}/microcredentials/wait-time/versions/2", "2"),
        (f"{BASE}/microcredentials/wait-time/versions/1", "1"),
    ]


def test_the_badge_says_where_a_newer_form_of_it_is_had() -> None:
    assert compose(FACTS)["refreshService"] == {
        "id": f"{BASE}/badges/{FACTS.award}.json",
        "type": "1EdTechCredentialRefresh",
    }


def test_who_assessed_for_the_issuer_is_named_only_if_it_was_somebody_else() -> None:
    assert "source" not in str(compose(FACTS))
    assessor = Issuer("did:example:assessor", "Assessors (fictional)", "assessors")
    subject: Any = compose(replace(FACTS, source=assessor))["credentialSubject"]
    assert subject["source"]["id"] == "did:example:assessor"
    assert subject["source"]["url"] == f"{BASE}/organizations/assessors"


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        replace(FACTS, levels={"pause": "meets", "follow": "meets"}, earlier_versions=[2, 1]),
        replace(FACTS, expires_at=NOW.replace(year=2031), source=FACTS.issuer),
    ],
)
def test_what_is_composed_can_be_signed_and_is_as_the_standard_asks(facts: BadgeFacts) -> None:
    document = compose(facts)
    assert problems_of(document) == []
    assert issue(document, signer=SIGNER, now=NOW)["proof"]


def test_a_badge_has_one_place_on_one_list() -> None:
    status: Any = compose(FACTS)["credentialStatus"]
    assert (status["statusPurpose"], status["statusListIndex"]) == ("revocation", "94567")
