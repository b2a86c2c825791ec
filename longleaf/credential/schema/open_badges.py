"""What Open Badges 3.0 asks of its credentials (data model, and the published JSON schema)."""

import re
from collections.abc import Iterator

from longleaf.basis.problem import Problem
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.schema.kinds import (
    Check,
    Shape,
    boolean,
    day,
    day_or_instant,
    either,
    instant,
    list_of,
    matching,
    number,
    one_of,
    one_or_more,
    text,
    url,
)

OPEN_BADGES_CONTEXT = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json\Z", re.ASCII
)
_LANGUAGE = matching(
    r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", "a language tag like en or en-US"
)
_COMPACT_JWS = matching(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+", "a compact JWS")

BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
ACHIEVEMENT_TYPES = (
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree",
    "Award", "Badge", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification",
    "CommunityService", "Competency", "Course", "CoCurricular", "Degree", "Diploma",
    "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate",
    "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential",
    "ResearchDoctorate", "SecondarySchoolDiploma",
)  # fmt: skip
IDENTIFIER_TYPES = (
    "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress",
    "nationalIdentityNumber", "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId",
    "ltiContextId", "ltiDeploymentId", "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
)  # fmt: skip
RESULT_TYPES = (
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore",
    "Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
)  # fmt: skip
ALIGNMENT_TARGET_TYPES = (
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion",
    "CFRubricCriterionLevel", "CTDL",
)  # fmt: skip
RESULT_STATUSES = (
    "Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew",
)  # fmt: skip

IMAGE = Shape(
    type="Image",
    type_is_list=False,
    required=("id", "type"),
    members={"id": url, "caption": text},
    closed=True,
)
_IDENTIFIER_TYPE = one_of(*IDENTIFIER_TYPES, extensible=True)
IDENTIFIER_ENTRY = Shape(
    type="IdentifierEntry",
    type_is_list=False,
    required=("type", "identifier", "identifierType"),
    members={"identifier": text, "identifierType": _IDENTIFIER_TYPE},
    closed=True,
)
IDENTITY = Shape(
    type="IdentityObject",
    type_is_list=False,
    required=("type", "hashed", "identityHash", "identityType"),
    members={
        "hashed": boolean,
        "identityHash": text,
        "identityType": _IDENTIFIER_TYPE,
        "salt": text,
    },
    closed=True,
)
_GEO = Shape(
    type="GeoCoordinates",
    type_is_list=False,
    required=("type", "latitude", "longitude"),
    members={"latitude": number, "longitude": number},
)
_ADDRESS_TEXTS = (
    "addressCountry", "addressCountryCode", "addressRegion", "addressLocality", "streetAddress",
    "postOfficeBoxNumber", "postalCode",
)  # fmt: skip
_ADDRESS = Shape(
    type="Address",
    required=("type",),
    members={**dict.fromkeys(_ADDRESS_TEXTS, text), "geo": _GEO},
)
_PROFILE_TEXTS = (
    "name", "phone", "description", "email", "official", "familyName", "givenName",
    "additionalName", "patronymicName", "honorificPrefix", "honorificSuffix", "familyNamePrefix",
)  # fmt: skip


def contexts_in_order(*form: re.Pattern[str] | str) -> Check:
    """A list of contexts that begins with these, and then names or holds any others."""

    def check(value: object, where: str) -> Iterator[Problem]:
        if not isinstance(value, list) or len(value) < len(form):
            yield Problem(where, f"must be a list of at least {len(form)} contexts.")
            return
        for place, wanted in enumerate(form):
            if not _is_context(value[place], wanted):
                yield Problem(
                    f"{where}[{place}]", "is not the context that the standard wants here."
                )
        for place, other in enumerate(value[len(form) :], len(form)):
            if not isinstance(other, str | dict):
                yield Problem(f"{where}[{place}]", "must be an address or an object.")

    return check


def _is_context(value: object, wanted: re.Pattern[str] | str) -> bool:
    if isinstance(wanted, str):
        return value == wanted
    return isinstance(value, str) and wanted.match(value) is not None


def types_with(*needed: frozenset[str]) -> Check:
    """A list of types that holds at least one of each of these."""

    def check(value: object, where: str) -> Iterator[Problem]:
        held = {kind for kind in as_list(value) if isinstance(kind, str)}
        for group in needed:
            if not held & group:
                yield Problem(where, f"must include {' or '.join(sorted(group))}.")

    return check


def _parent(value: object, where: str) -> Iterator[Problem]:
    yield from PROFILE(value, where)


def _endorsement(value: object, where: str) -> Iterator[Problem]:
    yield from _ENDORSEMENT(value, where)


ENDORSEMENTS: dict[str, Check] = {
    "endorsement": list_of(_endorsement),
    "endorsementJwt": list_of(_COMPACT_JWS),
}
PROFILE = Shape(
    type="Profile",
    required=("id", "type"),
    members={
        **dict.fromkeys(_PROFILE_TEXTS, text),
        **ENDORSEMENTS,
        "id": url,
        "url": url,
        "image": IMAGE,
        "address": _ADDRESS,
        "otherIdentifier": list_of(IDENTIFIER_ENTRY),
        "parentOrg": _parent,
        "dateOfBirth": day,
    },
)
ISSUER = either(url, PROFILE, "an address, or a Profile")
_CONTEXTS = contexts_in_order(CREDENTIALS_V2, OPEN_BADGES_CONTEXT)
_TYPED = Shape(required=("type",), members={"id": url, "type": text})
_TYPED_AND_IDENTIFIED = Shape(required=("id", "type"), members={"id": url, "type": text})
_PROOF_TEXTS = ("cryptosuite", "challenge", "domain", "nonce", "proofPurpose", "proofValue")
PROOFS = list_of(
    Shape(
        required=("type",),
        members={
            **dict.fromkeys(_PROOF_TEXTS, text),
            "type": text,
            "created": instant,
            "verificationMethod": url,
        },
    )
)
# The published schema allows one status object; VC 2.0 allows several, and a badge that can be
# both suspended and revoked may have two, so either is accepted.
SERVICES: dict[str, Check] = {
    "credentialSchema": list_of(_TYPED_AND_IDENTIFIED),
    "credentialStatus": one_or_more(_TYPED_AND_IDENTIFIED),
    "refreshService": _TYPED_AND_IDENTIFIED,
    "termsOfUse": list_of(_TYPED),
}
_ENDORSEMENT = Shape(
    type="VerifiableCredential",
    required=("@context", "type", "id", "name", "credentialSubject", "issuer", "validFrom"),
    members={
        **SERVICES,
        "@context": _CONTEXTS,
        "type": types_with(frozenset({"EndorsementCredential"})),
        "id": url,
        "name": text,
        "description": text,
        "credentialSubject": Shape(
            type="EndorsementSubject",
            required=("id", "type"),
            members={"id": url, "endorsementComment": text},
        ),
        "issuer": ISSUER,
        "awardedDate": instant,
        "validFrom": instant,
        "validUntil": instant,
        "proof": PROOFS,
    },
)
_ALIGNMENT = Shape(
    type="Alignment",
    required=("type", "targetName", "targetUrl"),
    members={
        "targetCode": text,
        "targetDescription": text,
        "targetName": text,
        "targetFramework": text,
        "targetType": one_of(*ALIGNMENT_TARGET_TYPES, extensible=True),
        "targetUrl": url,
    },
)
_LEVEL = Shape(
    type="RubricCriterionLevel",
    required=("id", "type", "name"),
    members={
        "id": url,
        "alignment": list_of(_ALIGNMENT),
        "description": text,
        "level": text,
        "name": text,
        "points": text,
    },
)
_RESULT_DESCRIPTION = Shape(
    type="ResultDescription",
    required=("id", "type", "name", "resultType"),
    members={
        "id": url,
        "alignment": list_of(_ALIGNMENT),
        "allowedValue": list_of(text),
        "name": text,
        "requiredLevel": url,
        "requiredValue": text,
        "resultType": one_of(*RESULT_TYPES, extensible=True),
        "rubricCriterionLevel": list_of(_LEVEL),
        "valueMax": text,
        "valueMin": text,
    },
)
_RESULT = Shape(
    type="Result",
    required=("type",),
    members={
        "achievedLevel": url,
        "alignment": list_of(_ALIGNMENT),
        "resultDescription": url,
        "status": one_of(*RESULT_STATUSES),
        "value": text,
    },
)
_RELATED = Shape(
    type="Related",
    required=("id", "type"),
    members={"id": url, "inLanguage": _LANGUAGE, "version": text},
)
ACHIEVEMENT = Shape(
    type="Achievement",
    required=("id", "type", "criteria", "description", "name"),
    members={
        **ENDORSEMENTS,
        "id": url,
        "achievementType": one_of(*ACHIEVEMENT_TYPES, extensible=True),
        "alignment": list_of(_ALIGNMENT),
        "creator": PROFILE,
        "creditsAvailable": number,
        "criteria": Shape(members={"id": url, "narrative": text}),
        "description": text,
        "fieldOfStudy": text,
        "humanCode": text,
        "image": IMAGE,
        "inLanguage": _LANGUAGE,
        "name": text,
        "otherIdentifier": list_of(IDENTIFIER_ENTRY),
        "related": list_of(_RELATED),
        "resultDescription": list_of(_RESULT_DESCRIPTION),
        "specialization": text,
        "tag": list_of(text),
        "version": text,
    },
)
_SUBJECT = Shape(
    type="AchievementSubject",
    required=("type", "achievement"),
    members={
        "id": url,
        "achievement": ACHIEVEMENT,
        "activityEndDate": day_or_instant,
        "activityStartDate": day_or_instant,
        "creditsEarned": number,
        "identifier": list_of(IDENTITY),
        "image": IMAGE,
        "licenseNumber": text,
        "narrative": text,
        "result": list_of(_RESULT),
        "role": text,
        "source": PROFILE,
        "term": text,
    },
)
EVIDENCE = Shape(
    type="Evidence",
    required=("type",),
    members={
        "id": url,
        "narrative": text,
        "name": text,
        "description": text,
        "genre": text,
        "audience": text,
    },
)
_BADGE = Shape(
    type="VerifiableCredential",
    required=("@context", "id", "type", "credentialSubject", "issuer", "validFrom"),
    members={
        **ENDORSEMENTS,
        **SERVICES,
        "@context": _CONTEXTS,
        "type": types_with(BADGE_TYPES),
        "id": url,
        "name": text,
        "description": text,
        "image": IMAGE,
        "awardedDate": instant,
        "credentialSubject": _SUBJECT,
        "evidence": list_of(EVIDENCE),
        "issuer": ISSUER,
        "validFrom": instant,
        "validUntil": instant,
        "proof": PROOFS,
    },
)


def badge_problems(document: JsonObject) -> Iterator[Problem]:
    """Where a badge departs from Open Badges 3.0; nothing if it does not."""
    yield from _BADGE(document, "")
    yield from unnamed_subject(document, "who earned it")


def unnamed_subject(document: JsonObject, whom: str) -> Iterator[Problem]:
    """That nobody is named, by id or identifier (Open Badges 3.0, 8.1, and CLR 2.0)."""
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and not ("id" in subject or subject.get("identifier")):
        yield Problem("credentialSubject", f"must say {whom}, by id or identifier.")


def endorsement_problems(document: JsonObject) -> Iterator[Problem]:
    """Where an endorsement departs from Open Badges 3.0; nothing if it does not."""
    yield from _ENDORSEMENT(document, "")
