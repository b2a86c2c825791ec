"""What Open Badges 3.0 asks of an AchievementCredential (data model, and its published schema)."""

import re
from collections.abc import Iterator

from longleaf.basis.problem import Problem
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

_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json\Z")
_LANGUAGE = matching(
    r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", "a language tag like en or en-US"
)
_COMPACT_JWS = matching(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+", "a compact JWS")

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

_IMAGE = Shape(
    type="Image",
    type_is_list=False,
    required=("id", "type"),
    members={"id": url, "caption": text},
    closed=True,
)
_IDENTIFIER_TYPE = one_of(*IDENTIFIER_TYPES, extensible=True)
_IDENTIFIER_ENTRY = Shape(
    type="IdentifierEntry",
    type_is_list=False,
    required=("type", "identifier", "identifierType"),
    members={"identifier": text, "identifierType": _IDENTIFIER_TYPE},
    closed=True,
)
_IDENTITY = Shape(
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


def _parent(value: object, where: str) -> Iterator[Problem]:
    yield from _PROFILE(value, where)


def _endorsement(value: object, where: str) -> Iterator[Problem]:
    yield from _ENDORSEMENT(value, where)


_ENDORSEMENTS: dict[str, Check] = {
    "endorsement": list_of(_endorsement),
    "endorsementJwt": list_of(_COMPACT_JWS),
}
_PROFILE = Shape(
    type="Profile",
    required=("id", "type"),
    members={
        **dict.fromkeys(_PROFILE_TEXTS, text),
        **_ENDORSEMENTS,
        "id": url,
        "url": url,
        "image": _IMAGE,
        "address": _ADDRESS,
        "otherIdentifier": list_of(_IDENTIFIER_ENTRY),
        "parentOrg": _parent,
        "dateOfBirth": day,
    },
)
_ISSUER = either(url, _PROFILE, "an address, or a Profile")
_ENDORSEMENT = Shape(
    type="EndorsementCredential",
    required=("@context", "type", "id", "name", "credentialSubject", "issuer", "validFrom"),
    members={
        "id": url,
        "name": text,
        "description": text,
        "credentialSubject": Shape(
            type="EndorsementSubject",
            required=("id", "type"),
            members={"id": url, "endorsementComment": text},
        ),
        "issuer": _ISSUER,
        "awardedDate": instant,
        "validFrom": instant,
        "validUntil": instant,
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
_ACHIEVEMENT = Shape(
    type="Achievement",
    required=("id", "type", "criteria", "description", "name"),
    members={
        **_ENDORSEMENTS,
        "id": url,
        "achievementType": one_of(*ACHIEVEMENT_TYPES, extensible=True),
        "alignment": list_of(_ALIGNMENT),
        "creator": _PROFILE,
        "creditsAvailable": number,
        "criteria": Shape(members={"id": url, "narrative": text}),
        "description": text,
        "fieldOfStudy": text,
        "humanCode": text,
        "image": _IMAGE,
        "inLanguage": _LANGUAGE,
        "name": text,
        "otherIdentifier": list_of(_IDENTIFIER_ENTRY),
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
        "achievement": _ACHIEVEMENT,
        "activityEndDate": day_or_instant,
        "activityStartDate": day_or_instant,
        "creditsEarned": number,
        "identifier": list_of(_IDENTITY),
        "image": _IMAGE,
        "licenseNumber": text,
        "narrative": text,
        "result": list_of(_RESULT),
        "role": text,
        "source": _PROFILE,
        "term": text,
    },
)
_EVIDENCE = Shape(
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
# The published schema allows one status object; VC 2.0 allows several, and a badge that can be
# both suspended and revoked needs two, so either is accepted.
_STATUS = one_or_more(Shape(required=("id", "type"), members={"id": url}))
_BADGE = Shape(
    type="VerifiableCredential",
    required=("@context", "id", "type", "credentialSubject", "issuer", "validFrom"),
    members={
        **_ENDORSEMENTS,
        "id": url,
        "name": text,
        "description": text,
        "image": _IMAGE,
        "awardedDate": instant,
        "credentialSubject": _SUBJECT,
        "evidence": list_of(_EVIDENCE),
        "issuer": _ISSUER,
        "validFrom": instant,
        "validUntil": instant,
        "proof": list_of(Shape(required=("type",))),
        "credentialStatus": _STATUS,
    },
)


def badge_problems(document: JsonObject) -> Iterator[Problem]:
    """Where a badge departs from Open Badges 3.0; nothing if it does not."""
    yield from _BADGE(document, "")
    contexts = as_list(document.get("@context"))
    second = contexts[1] if len(contexts) > 1 else None
    if not (isinstance(second, str) and _CONTEXT.match(second)):
        yield Problem("@context", "must name an Open Badges 3.0 context in second place.")
