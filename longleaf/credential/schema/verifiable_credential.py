"""What the Verifiable Credentials Data Model 2.0 asks of every credential (section 4)."""

from collections.abc import Iterator

from longleaf.basis.problem import Problem
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject, as_list, identifier_of
from longleaf.credential.instants import parse_instant
from longleaf.credential.refusal import RefusedError
from longleaf.credential.schema.kinds import Shape, either, instant, one_or_more, text, url
from longleaf.credential.schema.standing_in import of_values

_LANGUAGE_VALUE = Shape(
    required=("@value",),
    members={"@value": text, "@language": text, "@direction": text},
    closed=True,
)
_TEXT_IN_LANGUAGES = one_or_more(either(text, _LANGUAGE_VALUE, "text"))
_TEXTS = one_or_more(text)
_IDENTIFIED = Shape(required=("id",), members={"id": url})
_TYPED = Shape(required=("type",), members={"id": url})
_TYPED_AND_IDENTIFIED = Shape(required=("id", "type"), members={"id": url})
_PROOF = Shape(
    required=("type", "proofPurpose", "verificationMethod", "proofValue"),
    members={
        "id": url,
        "created": instant,
        "expires": instant,
        "cryptosuite": text,
        "proofPurpose": text,
        "proofValue": text,
        "verificationMethod": url,
        "nonce": text,
    },
)
_RELATED_RESOURCES = one_or_more(
    Shape(required=("id",), members={"id": url, "digestSRI": _TEXTS, "digestMultibase": _TEXTS})
)
PROOF_OF_CREDENTIAL = one_or_more(_PROOF)


def _subject(value: object, where: str) -> Iterator[Problem]:
    if not isinstance(value, dict) or not value:
        yield Problem(where, "must be an object that says something.")
    elif "id" in value:
        yield from url(value["id"], f"{where}.id")


def _related_resources(value: object, where: str) -> Iterator[Problem]:
    """Section 5.3: each once, with what its bytes can be told by."""
    yield from _RELATED_RESOURCES(value, where)
    seen: set[object] = set()
    for place, resource in enumerate(as_list(value)):
        if not isinstance(resource, dict):
            continue
        if resource.keys().isdisjoint({"digestSRI", "digestMultibase"}):
            yield Problem(f"{where}[{place}]", "needs digestSRI or digestMultibase.")
        identifier = identifier_of(resource)
        if identifier in seen:
            yield Problem(f"{where}[{place}].id", "is named twice.")
        seen.add(identifier)


_CREDENTIAL = Shape(
    type="VerifiableCredential",
    required=("@context", "type", "issuer", "credentialSubject"),
    members={
        "id": url,
        "name": _TEXT_IN_LANGUAGES,
        "description": _TEXT_IN_LANGUAGES,
        "issuer": either(url, _IDENTIFIED, "an address, or an object with an id"),
        "credentialSubject": one_or_more(_subject),
        "validFrom": instant,
        "validUntil": instant,
        "credentialStatus": one_or_more(_TYPED),
        "credentialSchema": one_or_more(_TYPED_AND_IDENTIFIED),
        "refreshService": one_or_more(_TYPED),
        "termsOfUse": one_or_more(_TYPED),
        "evidence": one_or_more(_TYPED),
        "relatedResource": _related_resources,
        "proof": PROOF_OF_CREDENTIAL,
    },
)


def credential_problems(document: JsonObject) -> Iterator[Problem]:
    """Where a document departs from VC 2.0; nothing if it does not."""
    yield from _context_problems(document.get("@context"))
    yield from _CREDENTIAL(document, "")
    yield from _period_problems(document)


def _context_problems(context: object) -> Iterator[Problem]:
    if context is None:
        return
    contexts = as_list(context)
    if not isinstance(context, list) or not contexts or contexts[0] != CREDENTIALS_V2:
        yield Problem("@context", f"must be a list that begins with {CREDENTIALS_V2}.")


def _period_problems(document: JsonObject) -> Iterator[Problem]:
    if "validFrom" in document and "validUntil" in document:
        period = (document["validFrom"], document["validUntil"])
        yield from _in_order(period, "validUntil")


@of_values
def _in_order(period: object, where: str) -> Iterator[Problem]:
    first, last = period if isinstance(period, tuple) else (None, None)
    try:
        if parse_instant(last) < parse_instant(first):
            yield Problem(where, "must not be earlier than validFrom.")
    except RefusedError:  # that one of them is no moment is said elsewhere
        return
