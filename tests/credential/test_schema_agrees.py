"""Our tables against the published JSON schema: every member taken out, every value changed.

Each member that the schema knows is met once in a document that has them all. Where the two
disagree, the difference must be one of those listed here, with its reason.
"""

import copy
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.schema import problems_of
from tests.credential.full_examples import full_signed
from tests.credential.published import NOT_HERE, published

SCHEMA = published("schemas/ob_v3p0_achievementcredential_schema.json")
VALIDATOR = jsonschema.Draft201909Validator(SCHEMA)
pytestmark = pytest.mark.skipif(not SCHEMA, reason=NOT_HERE)

FULL = full_signed(tokens=True)
Path = tuple[str | int, ...]
Place = tuple[str, str]  # a definition of the schema ("" for the whole), and a member of it
GONE = object()

# Values that are wrong somewhere: of each type, and words that a list of words may not have.
VALUES: tuple[Any, ...] = (
    GONE, None, True, 7, "a word", "https://a.example/", "ext:Own", "ext:-", [], ["a word"], {},
    {"id": "urn:a", "type": "Image", "more": "x"},
)  # fmt: skip

# Where we are stricter. The published schema gives these a type, and their form only as a note.
ADDRESSES = {
    ("", "id"), ("AchievementSubject", "id"), ("Achievement", "id"), ("Profile", "id"),
    ("Profile", "url"), ("Image", "id"), ("Evidence", "id"), ("Criteria", "id"),
    ("Related", "id"), ("EndorsementCredential", "id"), ("EndorsementSubject", "id"),
    ("Alignment", "targetUrl"), ("ResultDescription", "id"), ("RubricCriterionLevel", "id"),
    ("ResultDescription", "requiredLevel"), ("Result", "achievedLevel"),
    ("Result", "resultDescription"), ("Proof", "verificationMethod"), ("CredentialStatus", "id"),
    ("RefreshService", "id"), ("TermsOfUse", "id"), ("CredentialSchema", "id"),
    ("", "issuer"), ("EndorsementCredential", "issuer"),
}  # fmt: skip
MOMENTS = {
    ("", "validFrom"), ("", "validUntil"), ("", "awardedDate"),
    ("EndorsementCredential", "validFrom"), ("EndorsementCredential", "validUntil"),
    ("AchievementSubject", "activityStartDate"), ("AchievementSubject", "activityEndDate"),
    ("Proof", "created"), ("Profile", "dateOfBirth"),
}  # fmt: skip
# What VC 2.0 and its Data Integrity ask of a proof that the schema of Open Badges leaves out.
PROOF = {
    ("Proof", "proofPurpose"), ("Proof", "proofValue"), ("Proof", "verificationMethod"),
}  # fmt: skip
# A list of none, where VC 2.0 speaks of one or more; an issuer leaves the member out.
NOT_EMPTY = {("", "evidence"), ("", "proof"), ("", "credentialSchema"), ("", "termsOfUse")}
# Where we are more lenient: VC 2.0 allows several statuses, and no schema is stricter for it.
SEVERAL_STATUSES = ("", "credentialStatus")


def places(value: Any, schema: Any, name: str, path: Path = ()) -> Iterator[tuple[Place, Path]]:
    """Every member of a document that the schema knows, with where it stands."""
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = SCHEMA["$defs"][name]
    for choice in schema.get("oneOf", ()):
        if isinstance(value, dict) and "$ref" in choice:
            yield from places(value, choice, name, path)
    if isinstance(value, dict):
        for member, inner in schema.get("properties", {}).items():
            if member in value:
                yield (name, member), (*path, member)
                yield from places(value[member], inner, name, (*path, member))
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for place, item in enumerate(value):
            yield from places(item, schema["items"], name, (*path, place))


def once() -> dict[Place, Path]:
    found: dict[Place, Path] = {}
    for place, path in places(FULL, SCHEMA, ""):
        found.setdefault(place, path)
    return found


PLACES = once() if SCHEMA else {}


def changed(path: Path, value: Any) -> JsonObject:
    document = copy.deepcopy(FULL)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return document


def is_deliberate(place: Place, value: Any, *, ours: bool) -> bool:
    """Whether a difference is one of those above; `ours` if we accept and the schema does not."""
    if ours:
        return False
    if place in ADDRESSES | MOMENTS and isinstance(value, str):
        return True
    if place in PROOF and (value is GONE or isinstance(value, str)):
        return True
    if place in NOT_EMPTY and value == []:
        return True
    # The text asks for an id or an identifier; the schema for neither.
    return place == ("AchievementSubject", "identifier") and value == []


def test_the_document_has_every_member_that_the_schema_knows() -> None:
    known = {("", member) for member in SCHEMA["properties"]} | {
        (name, member)
        for name, definition in SCHEMA["$defs"].items()
        for member in definition.get("properties", {})
    }
    never_shown = {
        # A signature is made once here, by one suite, without these.
        ("Proof", "challenge"), ("Proof", "domain"), ("Proof", "nonce"),
        # Members that an endorsement shares with a badge, and the badge has.
        *(("EndorsementCredential", member) for member in (
            "description", "awardedDate", "credentialSchema", "credentialStatus",
            "refreshService", "termsOfUse",
        )),
        ("Profile", "endorsement"), ("Profile", "endorsementJwt"),
    }  # fmt: skip
    assert known - set(PLACES) == never_shown


def test_the_document_itself_is_good_in_both() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(FULL)] == []
    assert problems_of(FULL) == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted({name for name, _ in PLACES}))
def test_each_change_is_judged_as_the_published_schema_judges_it(name: str) -> None:
    different = []
    for place, path in PLACES.items():
        if place[0] != name:
            continue
        for value in VALUES:
            document = changed(path, value)
            theirs, ours = VALIDATOR.is_valid(document), not problems_of(document)
            if theirs != ours and not is_deliberate(place, value, ours=ours):
                different.append((".".join(map(str, path)), value, f"{theirs=} {ours=}"))
    assert different == []


OBJECTS = [
    path for path in {path[:-1] for path in PLACES.values()} if path
]  # every object that the schema describes, by its path


def test_a_member_more_is_refused_where_the_published_schema_refuses_it() -> None:
    for path in OBJECTS:
        document = changed((*path, "more"), "x")
        assert (not problems_of(document)) == VALIDATOR.is_valid(document), path


@pytest.mark.parametrize(
    ("path", "value", "theirs"),
    [
        (("credentialSubject", "achievement", "inLanguage"), "en-us", False),
        (("credentialSubject", "achievement", "inLanguage"), "zh-Hant-TW", True),
        (("credentialSubject", "achievement", "inLanguage"), "es-419", True),
        (("credentialSubject", "achievement", "inLanguage"), "e", False),
        (("endorsementJwt",), ["a.b.c"], True),
        (("endorsementJwt",), ["a..c"], True),
        (("endorsementJwt",), ["a.b."], False),
        (("endorsementJwt",), ["a.b.c.d"], False),
        (("@context",), [], False),
        (("@context", 0), "https://www.w3.org/2018/credentials/v1", False),
        (("@context", 1), "https://purl.imsglobal.org/spec/ob/v3p0/context.json", True),
        (("@context", 1), "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.9.json", True),
        (("@context", 1), "https://purl.imsglobal.org/spec/ob/v4p0/context.json", False),
        (("@context", 2), 7, False),
        (("@context", 2), {"term": "https://a.example/"}, True),
        (("type",), ["VerifiableCredential"], True),
        (("type",), ["OpenBadgeCredential"], False),
        (("type",), ["VerifiableCredential", "AchievementCredential", "Own"], True),
        (("endorsement", 0, "type"), ["VerifiableCredential"], False),
        (("endorsement", 0, "type"), ["EndorsementCredential"], False),
        (("credentialSubject", "result", 0, "status"), "Passed", False),
        (("credentialSubject", "identifier", 0, "identityType"), "e-mail", False),
    ],
)
def test_words_and_forms_are_judged_as_the_published_schema_judges_them(
    path: Path, value: Any, theirs: bool
) -> None:
    document = changed(path, value)
    if value == ["VerifiableCredential"] and path == ("type",):
        # Without the word, VC 2.0 alone applies to it: it no longer says that it is a badge.
        assert not VALIDATOR.is_valid(document)
        assert problems_of(document) == []
        return
    assert VALIDATOR.is_valid(document) is theirs
    assert (problems_of(document) == []) is theirs


def test_several_statuses_are_where_we_are_more_lenient() -> None:
    entry = FULL["credentialStatus"]
    document = changed(SEVERAL_STATUSES[1:], [entry, entry])
    assert not VALIDATOR.is_valid(document)
    assert problems_of(document) == []
