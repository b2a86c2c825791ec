import copy

import jsonschema
import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.schema import problems_of, serious_problems_of
from tests.credential.examples import SIGNER, badge, signed, status_list
from tests.credential.published import NOT_HERE, published

SCHEMA = published("schemas/ob_v3p0_achievementcredential_schema.json")
VALIDATOR = jsonschema.Draft201909Validator(SCHEMA)
SIGNED = signed()
needs_schema = pytest.mark.skipif(not SCHEMA, reason=NOT_HERE)


def placed(path: str, value: object) -> JsonObject:
    """A signed badge with another value at a path such as "credentialSubject.result.0.status"."""
    document = copy.deepcopy(SIGNED)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    holder: object = document
    for step in steps:
        holder = holder[step]  # type: ignore[index]  # a wrong path fails the test
    if value is ...:
        del holder[last]  # type: ignore[attr-defined]  # likewise
    else:
        holder[last] = value  # type: ignore[index]  # likewise
    return document


def test_a_whole_badge_and_a_whole_status_list_have_no_problems() -> None:
    assert problems_of(signed()) == []
    assert problems_of(status_list()) == []


BAD = [
    ("@context", "https://www.w3.org/ns/credentials/v2"),
    ("@context", []),
    ("@context.0", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
    ("@context.1", "https://example.org/other"),
    ("id", ...),
    ("id", "not an address"),
    ("id", ["urn:a", "urn:b"]),
    ("type", ["OpenBadgeCredential"]),
    ("type", []),
    ("type", [7]),
    ("name", 7),
    ("issuer", ...),
    ("issuer", "not an address"),
    ("issuer", 7),
    ("issuer.id", ...),
    ("issuer.type", ["Organization"]),
    ("issuer.url", "northfield"),
    ("validFrom", ...),
    ("validFrom", "2025-08-01"),
    ("validFrom", "2025-08-01T12:00:00"),
    ("validFrom", "2026-02-30T12:00:00Z"),
    ("validFrom", "2025-08-01T24:00:00Z"),
    ("validFrom", ["2025-08-01T12:00:00Z"]),
    ("validUntil", "2020-01-01T00:00:00Z"),
    ("validUntil", {"@value": "2030-01-01T00:00:00Z"}),
    ("awardedDate", "yesterday"),
    ("credentialSubject", ...),
    ("credentialSubject", {}),
    ("credentialSubject", "did:example:1"),
    ("credentialSubject.id", "amina"),
    ("credentialSubject.type", ["Person"]),
    ("credentialSubject.achievement", ...),
    ("credentialSubject.achievement", "https://example.org/a"),
    ("credentialSubject.achievement.id", ...),
    ("credentialSubject.achievement.name", ...),
    ("credentialSubject.achievement.description", ...),
    ("credentialSubject.achievement.criteria", ...),
    ("credentialSubject.achievement.criteria", "text"),
    ("credentialSubject.achievement.achievementType", "Microcredential"),
    ("credentialSubject.achievement.image", "https://example.org/a.png"),
    ("credentialSubject.achievement.image", {"id": "urn:a", "type": "Image", "alt": "x"}),
    ("credentialSubject.achievement.image", {"id": "urn:a", "type": "Picture"}),
    ("credentialSubject.achievement.inLanguage", "english"),
    ("credentialSubject.achievement.creditsAvailable", "2"),
    ("credentialSubject.achievement.creditsAvailable", True),
    ("credentialSubject.achievement.tag", ["a", 7]),
    ("credentialSubject.achievement.alignment.0.targetUrl", ...),
    ("credentialSubject.achievement.alignment.0.targetType", "Standard"),
    ("credentialSubject.achievement.resultDescription.0.resultType", "Level"),
    ("credentialSubject.achievement.endorsement", [{"type": ["VerifiableCredential"]}]),
    ("credentialSubject.achievement.endorsementJwt", ["not a token"]),
    ("credentialSubject.result.0.status", "Passed"),
    ("credentialSubject.identifier.0.hashed", "true"),
    ("credentialSubject.identifier.0.identityType", "e-mail"),
    ("credentialSubject.identifier.0.note", "x"),
    ("evidence.0.type", ["Work"]),
    ("evidence.0.name", ["a", "b"]),
    ("evidence", "https://example.org/e"),
    ("credentialStatus", "https://example.org/s"),
    ("credentialStatus", [[]]),
    ("credentialStatus", []),
    ("credentialStatus.0.type", ...),
    ("credentialStatus.0.id", 7),
    ("credentialSchema", {"type": "JsonSchema"}),
    ("termsOfUse", [{"id": "urn:a"}]),
    ("refreshService", {"id": "urn:a"}),
    ("proof.0.type", ...),
    ("proof.0.created", "now"),
    ("proof.0.proofValue", 7),
    ("image", {"id": "not an address", "type": "Image"}),
    ("issuer.parentOrg", {"name": "no id"}),
    ("issuer.dateOfBirth", "1.1.1980"),
    ("issuer.dateOfBirth", "19800101"),
    ("issuer.address", {"type": ["Address"], "geo": {"type": "GeoCoordinates", "latitude": "1"}}),
    ("credentialSubject.activityEndDate", "summer"),
    ("description", [{"@value": "x", "note": "y"}]),
]


@pytest.mark.parametrize(("path", "value"), BAD)
def test_a_departure_from_the_standard_is_found_where_it_is(path: str, value: object) -> None:
    found = {problem.where for problem in serious_problems_of(placed(path, value))}
    place = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split("."))
    assert any(where.startswith(place[1:].split("[")[0]) for where in found), found


GOOD: list[tuple[str, object]] = [
    ("issuer", SIGNER.controller),
    ("credentialStatus", {"id": "urn:a", "type": "Other"}),
    ("description", ...),
    ("validUntil", ...),
    ("evidence", ...),
    ("validFrom", "2025-07-31T12:00:00.123456789+05:30"),
    ("credentialSubject.achievement.achievementType", "ext:NanoDegree"),
    ("credentialSubject.achievement.criteria", {"id": "https://example.org/c"}),
    ("issuer.dateOfBirth", "1980-01-01"),
    ("credentialSubject.activityEndDate", "2025-08-01T12:00:00Z"),
    ("type", ["VerifiableCredential", "AchievementCredential"]),
]


@pytest.mark.parametrize(("path", "value"), GOOD)
def test_what_the_standard_allows_is_no_problem(path: str, value: object) -> None:
    assert problems_of(placed(path, value)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("issuer.type", "Profile"),
        ("proof", signed()["proof"][0]),  # type: ignore[index]  # a list of one
        ("credentialSubject.achievement.tag", "one"),
    ],
)
def test_one_value_where_a_list_is_wanted_is_forgiven_to_others(path: str, value: object) -> None:
    document = placed(path, value)
    assert problems_of(document) != []
    assert serious_problems_of(document) == []


def test_several_languages_are_allowed_in_a_credential_but_not_in_a_badge() -> None:
    texts = [{"@value": "A list", "@language": "en"}, {"@value": "Lista", "@language": "es"}]
    assert problems_of({**status_list(), "name": texts}) == []
    assert serious_problems_of({**badge(), "name": texts}) != []


def published_problems(document: JsonObject) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(document)]


@needs_schema
@pytest.mark.parametrize("statuses", [0, 1])
def test_the_published_schema_accepts_our_badges(statuses: int) -> None:
    entries = badge()["credentialStatus"]
    assert isinstance(entries, list)
    unsigned = badge(status=False)
    if statuses:
        unsigned["credentialStatus"] = entries[0]
    assert published_problems(signed(unsigned)) == []


@needs_schema
def test_the_published_schema_knows_only_one_status_where_vc_2_0_allows_several() -> None:
    """A known conflict: revocation and suspension need an entry each (Bitstring Status List)."""
    (problem,) = published_problems(signed())
    assert "BitstringStatusListEntry" in problem


@needs_schema
@pytest.mark.parametrize(("path", "value"), GOOD)
def test_what_we_allow_the_published_schema_allows(path: str, value: object) -> None:
    if path == "credentialStatus":
        assert published_problems(placed(path, value)) == []
    else:
        assert len(published_problems(placed(path, value))) == 1  # the status, as above


# What the published schema does not look at, but VC 2.0 or the data model's text asks for.
STRICTER = {
    "id", "name", "issuer", "issuer.url", "validFrom", "validUntil", "awardedDate", "type",
    "credentialSubject.id", "credentialSubject.activityEndDate", "image", "proof.0.created",
    "termsOfUse", "refreshService", "credentialSchema", "credentialStatus.0.type",
    "credentialStatus.0.id", "credentialStatus", "issuer.dateOfBirth", "description",
}  # fmt: skip


@needs_schema
@pytest.mark.parametrize(("path", "value"), BAD)
def test_what_the_published_schema_refuses_we_refuse(path: str, value: object) -> None:
    document = placed(path, value)
    if path not in STRICTER:
        document["credentialStatus"] = {"id": "urn:a", "type": "Other"}
        assert published_problems(document) != []
    assert serious_problems_of(placed(path, value)) != []
