"""Badges, endorsements and learner records that must not pass, and the check that says so."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from longleaf.credential.clr import Association, LearnerRecord
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.jose.credential import issue_jwt
from longleaf.credential.open_badges import Endorsement, HashedIdentity, Profile
from longleaf.credential.ports import GivenStatusLists
from longleaf.credential.report import Report
from tests.credential.altered import signed_unchecked
from tests.credential.examples import (
    INDEX,
    NOW,
    REVOCATIONS,
    SIGNER,
    SITE,
    STRANGER,
    badge,
    report_on,
    result_of,
    signed,
    status_list,
    status_lists,
)
from tests.credential.full_examples import endorsement, full_badge
from tests.credential.negative_case import BAD, FAILED, GOOD, UNKNOWN, Case, assert_found, without

ACHIEVEMENT = f"{SITE}/microcredentials/1/versions/2"


def endorsed(*given: JsonObject, tokens: tuple[str, ...] = ()) -> Report:
    """A good badge whose achievement carries these endorsements."""
    document = full_badge()
    del document["endorsement"]
    subject: Any = document["credentialSubject"]
    subject["achievement"]["endorsement"] = list(given)
    if tokens:
        subject["achievement"]["endorsementJwt"] = list(tokens)
    return report_on(signed(document))


def altered(document: JsonObject, **members: object) -> JsonObject:
    return {**copy.deepcopy(document), **members}


def endorsement_document(endorsed_id: str = ACHIEVEMENT) -> JsonObject:
    return Endorsement(
        id="urn:uuid:e",
        name="E",
        issuer=Profile(STRANGER.controller, "Association (fictional)"),
        endorsed=endorsed_id,
        comment="Good.",
        valid_from=NOW - timedelta(days=9),
    ).document()


def many(count: int) -> list[JsonObject]:
    plain = endorsement_document()
    return [
        issue({**plain, "id": f"urn:uuid:{number}"}, signer=STRANGER, now=NOW)
        for number in range(count)
    ]


def in_list(document: JsonObject) -> JsonObject:
    return {**document, "proof": [document["proof"]]}


def token_of(document: JsonObject, **members: object) -> str:
    return issue_jwt({**document, **members}, signer=STRANGER, now=NOW)


def broken(text: str) -> str:
    return text[:-6] + ("AAAAAA" if not text.endswith("AAAAAA") else "BBBBBB")


REVOKING = endorsement(
    status=[
        {
            "id": f"{REVOCATIONS}#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": f"{SITE}/unknown",
        }
    ]
)
NOT_GENUINE = "endorsement_not_genuine"
ENDORSEMENTS = [
    Case(
        "endorsement: changed after signing",
        lambda: endorsed(altered(endorsement(), name="Better")),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: not signed",
        lambda: endorsed(without(endorsement(), "proof")),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: signed by another than it names",
        lambda: endorsed(in_list(signed_unchecked(endorsement_document()))),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: of another achievement",
        lambda: endorsed(endorsement(f"{SITE}/other")),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: one good, one forged",
        lambda: endorsed(endorsement(), altered(endorsement(), id="urn:x")),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: lapsed",
        lambda: endorsed(endorsement(valid_days=300)),
        "endorsements",
        FAILED,
        "endorsement_lapsed",
        GOOD,
    ),
    Case(
        "endorsement: one lapsed, one forged",
        lambda: endorsed(endorsement(valid_days=300), altered(endorsement(), id="urn:x")),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: its status not to be had",
        lambda: endorsed(REVOKING),
        "endorsements",
        UNKNOWN,
        "endorsement_not_checked",
        GOOD,
    ),
    Case(
        "endorsement: as a token, cut off",
        lambda: endorsed(tokens=(broken(token_of(endorsement_document())),)),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: as a token, of another achievement",
        lambda: endorsed(tokens=(token_of(endorsement_document("urn:other")),)),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: a badge in its place",
        lambda: endorsed(tokens=(issue_jwt(badge(status=False), signer=SIGNER, now=NOW),)),
        "endorsements",
        FAILED,
        NOT_GENUINE,
    ),
    Case(
        "endorsement: more than anybody reads",
        lambda: endorsed(*many(33)),
        "endorsements",
        UNKNOWN,
        "too_many",
        GOOD,
    ),
]


def record(*credentials: JsonObject, **members: Any) -> JsonObject:
    """A learner record, not yet signed."""
    return {
        **LearnerRecord(
            id="urn:uuid:record",
            name="A record",
            issuer=Profile(SIGNER.controller, "Northfield Schools (fictional)"),
            credentials=credentials or [signed()],
            valid_from=NOW - timedelta(days=1),
            identity=HashedIdentity.of_email("amina@northfield.example", salt="s"),
            associations=[Association("precedes", ACHIEVEMENT, f"{SITE}/microcredentials/2")],
        ).document(),
        **members,
    }


def report_on_record(*credentials: JsonObject, **members: Any) -> Report:
    return report_on(signed_unchecked(record(*credentials, **members)))


def in_subject(**members: Any) -> dict[str, Any]:
    subject: Any = record()["credentialSubject"]
    return {"credentialSubject": {**subject, **members}}


EXPIRED = signed(badge(valid_until=NOW - timedelta(hours=1), status=False))
BAD_SCHEMA = "not_as_the_standard_asks"
RECORDS = [
    Case(
        "record: a badge put in after signing",
        lambda: report_on(
            {
                **issue(record(), signer=SIGNER, now=NOW),
                **in_subject(verifiableCredential=[signed(), EXPIRED]),
            }
        ),
        "proof",
        FAILED,
        "signature_does_not_hold",
    ),
    Case(
        "record: said to hold all when it does not",
        lambda: report_on({**issue(record(), signer=SIGNER, now=NOW), "partial": True}),
        "proof",
        FAILED,
        "signature_does_not_hold",
    ),
    Case(
        "record: an association turned round after signing",
        lambda: report_on(
            {
                **issue(record(), signer=SIGNER, now=NOW),
                **in_subject(
                    association=[
                        Association(
                            "precedes", f"{SITE}/microcredentials/2", ACHIEVEMENT
                        ).document()
                    ]
                ),
            }
        ),
        "proof",
        FAILED,
        "signature_does_not_hold",
    ),
    Case(
        "record: an unknown kind of association",
        lambda: report_on_record(
            **in_subject(association=[Association("isBetterThan", "urn:a", "urn:b").document()])
        ),
        "schema",
        FAILED,
        BAD_SCHEMA,
    ),
    Case(
        "record: holding nothing",
        lambda: report_on_record(**in_subject(verifiableCredential=[])),
        "schema",
        FAILED,
        BAD_SCHEMA,
    ),
    Case(
        "record: of nobody",
        lambda: report_on_record(**in_subject(identifier=[])),
        "schema",
        FAILED,
        BAD_SCHEMA,
    ),
    Case(
        "record: its contexts in another order",
        lambda: report_on_record(
            **{
                "@context": [
                    "https://www.w3.org/ns/credentials/v2",
                    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
                    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
                ]
            }
        ),
        "schema",
        FAILED,
        BAD_SCHEMA,
    ),
    Case(
        "record: a member of its own",
        lambda: report_on({**issue(record(), signer=SIGNER, now=NOW), **in_subject(gpa="4.0")}),
        "contexts",
        FAILED,
        "undefined_term",
    ),
]


def ill_formed(where: str, value: object) -> Case:
    def report() -> Report:
        return report_on(signed_unchecked(placed(where, value)))

    return Case(f"3.0: {where} is {value!r}", report, "schema", FAILED, BAD_SCHEMA)


SCHEMA = [
    ill_formed(where, value)
    for where, value in (
        ("issuer.parentOrg", {"id": "urn:x", "name": "No type"}),
        ("credentialSubject.source", {"type": ["Profile"], "name": "No id"}),
        (
            "credentialSubject.achievement.related",
            [{"id": "urn:x", "type": "Related"}, {"type": ["Related"]}],
        ),
        (
            "credentialSubject.achievement.related",
            [{"id": "urn:x", "type": ["Related"], "inLanguage": "english"}],
        ),
        (
            "credentialSubject.achievement.otherIdentifier",
            [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "isbn-13"}],
        ),
        ("credentialSubject.result", [{"type": ["Result"], "status": "Excellent"}]),
        ("credentialSubject.identifier", []),
        ("refreshService", {"type": "1EdTechCredentialRefresh"}),
        ("credentialSchema", [{"type": "1EdTechJsonSchemaValidator2019"}]),
        (
            "credentialSubject.achievement.resultDescription",
            [{"id": "urn:x", "type": ["ResultDescription"], "name": "N", "resultType": "Stars"}],
        ),
    )
]


def placed(where: str, value: object) -> JsonObject:
    document = full_badge()
    del document["endorsement"]
    *path, last = where.split(".")
    holder: Any = document
    for step in path:
        holder = holder[step]
    holder[last] = value
    if where.endswith("identifier"):
        del holder["id"]
    return document


CASES = [*ENDORSEMENTS, *RECORDS, *SCHEMA]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_does_not_pass_and_the_report_says_where(case: Case) -> None:
    assert_found(case)


def test_there_are_enough_cases_and_no_two_the_same() -> None:
    assert len({case.done for case in CASES}) == len(CASES) >= 25


def test_what_the_cases_are_made_from_is_good() -> None:
    assert endorsed(endorsement()).overall is GOOD
    assert result_of(endorsed(endorsement()), "endorsements").reason == "endorsed"
    assert (
        result_of(endorsed(tokens=(token_of(endorsement_document()),)), "endorsements").reason
        == "endorsed"
    )
    assert report_on_record().overall is GOOD
    assert report_on(signed_unchecked(placed("credentialSubject.role", "Teacher"))).overall is GOOD


def test_an_expired_badge_in_a_record_is_said_and_the_record_stays_good() -> None:
    report = report_on_record(signed(), EXPIRED)
    assert [inner.report.overall for inner in report.within] == [GOOD, BAD]
    assert report.overall is GOOD


@pytest.mark.parametrize(
    "forged",
    [
        altered(signed(), name="Another"),
        without(signed(), "proof"),
        signed_unchecked(badge(issuer=STRANGER.controller, status=False)),
    ],
    ids=["changed", "unsigned", "signed by somebody else"],
)
def test_a_forged_badge_in_a_record_makes_the_record_bad(forged: JsonObject) -> None:
    report = report_on_record(signed(), forged)
    assert [inner.report.overall for inner in report.within] == [GOOD, BAD]
    assert report.overall is BAD


def test_a_revoked_badge_in_a_record_is_said_in_its_own_report() -> None:
    lists = {**status_lists(), REVOCATIONS: status_list(marked=(INDEX,))}
    report = report_on(issue(record(), signer=SIGNER, now=NOW), status=GivenStatusLists(lists))
    (inner,) = report.within
    assert result_of(inner.report, "status").reason == "revoked"
    assert report.overall is GOOD
