"""Verifying: a credential of any form in, a report out, check by check. Nothing is raised."""

from datetime import datetime

from longleaf.credential import envelope
from longleaf.credential.document import (
    JsonObject,
    as_list,
    limited,
    looks_like_jws,
    read_document,
)
from longleaf.credential.jose.compact import read_payload
from longleaf.credential.jose.credential import credential_token
from longleaf.credential.open_badges_2.check import check_assertion
from longleaf.credential.open_badges_2.forms import (
    address_in,
    check_at_address,
    check_signed,
)
from longleaf.credential.open_badges_2.shape import version_of
from longleaf.credential.ports import (
    DidKeys,
    DocumentKeys,
    DocumentPort,
    KeyPort,
    StatusPort,
    TrustPort,
)
from longleaf.credential.proof_check import Signature, check_proofs
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import CheckResult, Outcome, Report
from longleaf.credential.suites.claims import Claims, read_claims
from longleaf.credential.verification import Circumstances, Verification

_PRESENTATIONS = frozenset({"VerifiablePresentation", envelope.PRESENTATION})
_A_DOCUMENT = CheckResult(
    "readable", Outcome.PASSED, "readable", "The file is a whole JSON document."
)
_A_TOKEN = CheckResult(
    "readable", Outcome.PASSED, "readable", "The file is a whole JSON Web Token."
)
IS_PRESENTATION = "is_presentation"
"""The reason why a presentation is not checked as a credential."""


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
    address = address_in(given)
    if address is not None:
        check_at_address(address, verification)
        return
    if isinstance(given, bytes | str) and looks_like_jws(given):
        _check_token(given, verification)
        return
    document, claims = verification.attempt("readable", lambda: read_claims(given))
    if not _PRESENTATIONS.isdisjoint(map(str, as_list(document.get("type")))):
        verification.stop("readable", _is_presentation())
    if envelope.is_envelope(document):
        token = verification.attempt("readable", lambda: envelope.token_in(document))
        _check_token(token, verification)
        return
    verification.add(_A_DOCUMENT)
    if version_of(document):
        check_assertion(document, verification)
        return
    _check_data_integrity(document, claims, verification)


def _check_token(raw: bytes | str, verification: Verification) -> None:
    """Check a badge or credential in a JSON Web Token, and the proofs it may carry besides."""
    token, payload = verification.attempt("readable", lambda: read_payload(raw))
    if version_of(payload):
        check_signed(token, payload, verification)
        return
    found = verification.attempt("readable", lambda: credential_token(token, payload))
    verification.add(_A_TOKEN)
    document, claims, keys = found.document, found.credential, verification.circumstances.keys
    proofs = as_list(document.get("proof"))

    def prove() -> list[Signature]:
        others = check_proofs(document, claims, keys=keys) if proofs else []
        return [found.prove(keys), *others]

    verification.check_claims(document, claims=claims, prove=prove, proofs=[found.dates, *proofs])


def _check_data_integrity(document: JsonObject, claims: Claims, verification: Verification) -> None:
    verification.check_claims(
        document,
        claims=claims,
        prove=lambda: check_proofs(document, claims, keys=verification.circumstances.keys),
        proofs=as_list(document.get("proof")),
    )


def read(given: bytes | str | JsonObject) -> JsonObject:
    """A document as it came, or already parsed, within the limits.

    Raises:
        RefusedError: If it is not one JSON object, or over a limit.
    """
    return read_document(given) if isinstance(given, bytes | str) else limited(given)


def _is_presentation() -> RefusedError:
    return RefusedError(
        IS_PRESENTATION,
        "It is a presentation that holds credentials, not a credential itself.",
        "Check it as a presentation.",
    )
