"""Verifying: a credential of any form in, a report out, check by check. Nothing is raised."""

from datetime import datetime

from longleaf.credential.document import JsonObject, as_list, limited, read_document
from longleaf.credential.ports import (
    DidKeys,
    DocumentKeys,
    DocumentPort,
    KeyPort,
    StatusPort,
    TrustPort,
)
from longleaf.credential.proof_check import check_proofs
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Report
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verification import Circumstances, Verification

PRESENTATION = "VerifiablePresentation"


def verify(
    document: bytes | str | JsonObject,
    *,
    trust: TrustPort,
    status: StatusPort,
    now: datetime,
    keys: KeyPort | None = None,
    documents: DocumentPort | None = None,
) -> Report:
    """Check a credential: readable, contexts, schema, proof, issuer, dates, status, trust.

    Never raises for bad input of any kind. A check that depends on one that did not pass is not
    made, and is not reported as passed.

    Args:
        document: The credential as it came, or already parsed.
        trust: Knows who recognizes which issuer.
        status: Gets status lists.
        now: The moment for which the credential is checked.
        keys: Finds keys; None for did:key, and for did:web and https issuers if `documents` gets
            what they publish.
        documents: Gets what issuers publish; None if nothing may be fetched.
    """
    circumstances = circumstances_of(
        trust=trust, status=status, now=now, keys=keys, documents=documents
    )
    return verify_any(document, circumstances)


def circumstances_of(
    *,
    trust: TrustPort,
    status: StatusPort,
    now: datetime,
    keys: KeyPort | None = None,
    documents: DocumentPort | None = None,
) -> Circumstances:
    """What a check may ask, from what `verify` was given."""
    offline = DidKeys() if documents is None else DocumentKeys(documents)
    return Circumstances(
        trust=trust,
        status=status,
        now=now,
        keys=keys or offline,
        documents=documents,
        verify=verify_any,
    )


def verify_any(document: bytes | str | JsonObject, circumstances: Circumstances) -> Report:
    """Check a credential of any form: find out which it is, and hand it to what knows that form."""
    verification = Verification(circumstances)
    return verification.report(lambda: _check_any(document, verification))


def _check_any(given: bytes | str | JsonObject, verification: Verification) -> None:
    document = verification.attempt("readable", lambda: _read(given))
    if PRESENTATION in as_list(document.get("type")):
        verification.stop("readable", _is_presentation())
    verification.passed("readable", "readable", "The file is a whole JSON document.")
    _check_data_integrity(document, verification)


def _check_data_integrity(document: JsonObject, verification: Verification) -> None:
    claims = Claims(document)
    verification.check_claims(
        document,
        claims=claims,
        prove=lambda: check_proofs(document, claims, keys=verification.circumstances.keys),
        proofs=as_list(document.get("proof")),
    )


def _read(given: bytes | str | JsonObject) -> JsonObject:
    return read_document(given) if isinstance(given, bytes | str) else limited(given)


def _is_presentation() -> RefusedError:
    return RefusedError(
        "is_presentation",
        "It is a presentation that holds credentials, not a credential itself.",
        "Check it as a presentation.",
    )
