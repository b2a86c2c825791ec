"""Learner records, and our table against the published schema as far as that applies.

The one schema of CLR 2.0 that is to be had is of the older data model (VC 1.1): it wants
`issuanceDate`, an `issuer` that is a Profile without `type` lists of later versions, and the older
contexts. What it says of the record's own members is compared; the rest is Open Badges', compared
in test_schema_agrees.py.
"""

import copy
from typing import Any

import jsonschema
import pytest

from longleaf.credential.clr import Association, LearnerRecord
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.open_badges import Achievement, HashedIdentity, Profile
from longleaf.credential.ports import NoStatusLists
from longleaf.credential.report import Overall
from longleaf.credential.schema import problems_of
from longleaf.credential.schema.clr import ASSOCIATION_TYPES
from tests.credential.examples import NOW, SIGNER, SITE, report_on, signed
from tests.credential.published import NOT_HERE, published

SCHEMA: dict[str, Any] = published("schemas/clr_v2p0_clrcredential_schema_draft4.json")
needs_schema = pytest.mark.skipif(not SCHEMA, reason=NOT_HERE)


def record(**members: Any) -> JsonObject:
    found: dict[str, Any] = {
        "id": "urn:uuid:record",
        "name": "A record",
        "issuer": Profile(SIGNER.controller, "Northfield Schools (fictional)"),
        "credentials": [signed()],
        "valid_from": NOW,
        "identity": HashedIdentity.of_email("amina@northfield.example", salt="s"),
        "associations": [Association("precedes", f"{SITE}/m/1", f"{SITE}/m/2")],
        "achievements": [Achievement(f"{SITE}/m/2", "Next", "What follows.", "More of it.")],
    }
    return LearnerRecord(**{**found, **members}).document()


def test_a_record_is_signed_with_a_list_of_proofs_and_checked_with_its_badges() -> None:
    document = issue(record(), signer=SIGNER, now=NOW)
    assert isinstance(document["proof"], list)
    report = report_on(document)
    assert report.overall is Overall.GOOD, report.as_json()
    (inner,) = report.within
    assert (inner.id, inner.report.overall) == (f"{SITE}/awards/1", Overall.GOOD)
    assert report.as_json()["within"]


def test_a_record_is_not_called_good_while_one_of_its_badges_could_not_be_checked() -> None:
    report = report_on(issue(record(), signer=SIGNER, now=NOW), status=NoStatusLists())
    assert [inner.report.overall for inner in report.within] == [Overall.COULD_NOT_CHECK]
    assert report.overall is Overall.COULD_NOT_CHECK


@pytest.mark.parametrize(
    ("members", "says"),
    [({"credentials": []}, "at least one"), ({"identity": None}, "whose it is")],
)
def test_a_record_of_nothing_or_nobody_is_refused(members: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        record(**members)


def test_a_learner_may_be_named_by_an_id_alone() -> None:
    assert problems_of(record(identity=None, learner_id="did:example:amina")) == []


def older(document: JsonObject) -> JsonObject:
    """The same as the older schema wants it."""
    changed: JsonObject = copy.deepcopy(document)
    changed["issuanceDate"] = changed.pop("validFrom", None)
    if changed["issuanceDate"] is None:
        del changed["issuanceDate"]
    subject: Any = changed.get("credentialSubject")
    inside = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    for held in inside if isinstance(inside, list) else []:
        if isinstance(held, dict) and "validFrom" in held:
            held["issuanceDate"] = held.pop("validFrom")
            held.pop("credentialStatus", None)  # one object there, and closed
    return changed


GONE = "(taken out)"
CHANGES: list[tuple[str, Any]] = [
    *[(name, GONE) for name in ("@context", "id", "type", "name", "issuer", "credentialSubject")],
    *[(name, 7) for name in ("id", "name", "description", "partial", "image")],
    *[(name, {}) for name in ("id", "name", "description", "partial", "image")],
    ("partial", "yes"),
    ("issuer", 7),
    ("issuer.id", GONE),
    ("issuer.type", GONE),
    ("credentialSubject", []),
    ("credentialSubject.type", GONE),
    ("credentialSubject.verifiableCredential", GONE),
    ("credentialSubject.verifiableCredential", []),
    ("credentialSubject.verifiableCredential", ["x"]),
    ("credentialSubject.verifiableCredential.0.issuer", GONE),
    ("credentialSubject.verifiableCredential.0.credentialSubject", GONE),
    ("credentialSubject.identifier", {}),
    ("credentialSubject.identifier.0.hashed", "true"),
    ("credentialSubject.identifier.0.more", "x"),
    ("credentialSubject.achievement", {}),
    ("credentialSubject.achievement.0.criteria", GONE),
    ("credentialSubject.association", {}),
    *[
        (f"credentialSubject.association.0.{name}", GONE)
        for name in ("type", "associationType", "sourceId", "targetId")
    ],
    ("credentialSubject.association.0.associationType", "isBetterThan"),
    ("credentialSubject.association.0.sourceId", 7),
    ("credentialSubject.association.0.more", "x"),
    *[("credentialSubject.association.0.associationType", kind) for kind in ASSOCIATION_TYPES],
]


def changed(path: str, value: Any) -> JsonObject:
    document = copy.deepcopy(record())
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    holder: Any = document
    for step in steps:
        holder = holder[step]
    if value == GONE:
        holder.pop(last, None)
    else:
        holder[last] = value
    return document


@needs_schema
@pytest.mark.parametrize(("path", "value"), CHANGES, ids=str)
def test_each_change_is_judged_as_the_published_schema_judges_it(path: str, value: Any) -> None:
    document = changed(path, value)
    theirs = jsonschema.Draft4Validator(SCHEMA).is_valid(older(document))
    assert (problems_of(document) == []) is theirs


@needs_schema
def test_the_record_itself_is_good_in_both() -> None:
    errors = jsonschema.Draft4Validator(SCHEMA).iter_errors(older(record()))
    assert [error.message for error in errors] == []
    assert problems_of(record()) == []


@needs_schema
def test_the_kinds_of_association_are_the_published_ones() -> None:
    known = SCHEMA["$defs"]["Association"]["properties"]["associationType"]["enum"]
    assert sorted(ASSOCIATION_TYPES) == sorted(known)
