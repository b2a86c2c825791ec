"""What the Comprehensive Learner Record 2.0 asks of a ClrCredential (its data model)."""

import re
from collections.abc import Iterator

from longleaf.basis.problem import Problem
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.schema.kinds import (
    Check,
    Shape,
    boolean,
    instant,
    list_of,
    one_of,
    text,
    url,
)
from longleaf.credential.schema.open_badges import (
    ACHIEVEMENT,
    ENDORSEMENTS,
    IDENTITY,
    IMAGE,
    OPEN_BADGES_CONTEXT,
    PROFILE,
    PROOFS,
    SERVICES,
    contexts_in_order,
    types_with,
    unnamed_subject,
)

CLR_TYPES = frozenset({"ClrCredential"})
CLR_CONTEXT = re.compile(
    r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json\Z", re.ASCII
)
ASSOCIATION_TYPES = (
    "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes",
    "replacedBy",
)  # fmt: skip

_ASSOCIATION = Shape(
    type="Association",
    type_is_list=False,
    required=("type", "associationType", "sourceId", "targetId"),
    members={
        "associationType": one_of(*ASSOCIATION_TYPES),
        "sourceId": url,
        "targetId": url,
    },
    closed=True,
)
# A credential within is whole in itself: it is verified on its own, with a report of its own.
_WITHIN = Shape(
    type="VerifiableCredential",
    required=("@context", "type", "issuer", "credentialSubject"),
    members={"id": url},
)
_ENVELOPE = Shape(required=("@context", "id", "type"), members={"id": url})


def _held(value: object, where: str) -> Iterator[Problem]:
    """A credential with its proof, or one in an envelope (VC 2.0, 4.13)."""
    is_envelope = isinstance(value, dict) and "EnvelopedVerifiableCredential" in as_list(
        value.get("type")
    )
    yield from (_ENVELOPE if is_envelope else _WITHIN)(value, where)


_SUBJECT_MEMBERS: dict[str, Check] = {
    "id": url,
    "identifier": list_of(IDENTITY),
    "achievement": list_of(ACHIEVEMENT),
    "verifiableCredential": list_of(_held, at_least=1),
    "association": list_of(_ASSOCIATION),
}
_CLR = Shape(
    type="VerifiableCredential",
    required=("@context", "type", "id", "name", "credentialSubject", "issuer", "validFrom"),
    members={
        **ENDORSEMENTS,
        **SERVICES,
        "@context": contexts_in_order(CREDENTIALS_V2, CLR_CONTEXT, OPEN_BADGES_CONTEXT),
        "type": types_with(CLR_TYPES),
        "id": url,
        "name": text,
        "description": text,
        "image": IMAGE,
        "partial": boolean,
        "awardedDate": instant,
        "credentialSubject": Shape(
            type="ClrSubject",
            required=("type", "verifiableCredential"),
            members=_SUBJECT_MEMBERS,
        ),
        "issuer": PROFILE,
        "validFrom": instant,
        "validUntil": instant,
        "proof": PROOFS,
    },
)


def clr_problems(document: JsonObject) -> Iterator[Problem]:
    """Where a learner record departs from CLR 2.0; nothing if it does not."""
    yield from _CLR(document, "")
    yield from unnamed_subject(document, "who the learner is")
