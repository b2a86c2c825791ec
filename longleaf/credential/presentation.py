"""Presentations: credentials shown by their holder, who signs for this one occasion (VC 2.0, 4.13).

What a presentation adds to its credentials: that whoever shows them holds a key, did so for the one
who asked (`domain`), and now (`challenge`). Each credential still stands or falls by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from longleaf.basis.problem import Problem
from longleaf.credential import envelope
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import (
    JsonObject,
    as_list,
    identifier_of,
    limited,
    looks_like_jws,
)
from longleaf.credential.instants import show_instant
from longleaf.credential.jose.presentation import read_presentation_token
from longleaf.credential.opened import opened
from longleaf.credential.ports import DocumentPort, KeyPort, StatusPort, TrustPort
from longleaf.credential.proof_check import Expected, Signature, check_proof_dates, check_proofs
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.report import PRESENTATION_CHECKS, Overall, Report, Within
from longleaf.credential.schema.kinds import NOT_A_LIST, Shape, either, url
from longleaf.credential.schema.verifiable_credential_1_1 import CREDENTIALS_V1
from longleaf.credential.signer import Signer
from longleaf.credential.suites import cryptosuite, usual_suite
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verification import Stop, Verification
from longleaf.credential.verify import circumstances_of, read

MAX_CREDENTIALS = 64


def _credentials(value: object, where: str) -> Iterator[Problem]:
    """Objects or tokens; also none, by which wallets show only who they are."""
    for credential in as_list(value):
        if not isinstance(credential, dict | str):
            yield Problem(where, "must hold credentials.")


_PRESENTATION = Shape(
    type="VerifiablePresentation",
    required=("@context", "type"),
    members={
        "id": url,
        "holder": either(url, Shape(required=("id",), members={"id": url}), "an address"),
        "verifiableCredential": _credentials,
    },
)


def present(
    credentials: Sequence[JsonObject],
    *,
    holder: Signer,
    challenge: str | None,
    domain: str | None,
    now: datetime,
    suite: str | None = None,
) -> JsonObject:
    """Sign a presentation of credentials, as a new document.

    Args:
        credentials: Signed credentials, or enveloped ones.
        holder: Holds the key of whoever presents; its controller becomes the `holder`.
        challenge: What the one who asks gave to be signed; None if nothing.
        domain: Whom it is meant for; None if anybody.
        now: When it is signed.
        suite: The cryptosuite; None for the usual one of the holder's key.

    Raises:
        RefusedError: If the whole cannot be signed.
    """
    document = limited(
        {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiablePresentation"],
            "holder": holder.controller,
            "verifiableCredential": list(credentials),
        }
    )
    name = suite or usual_suite(holder.kind)
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": name,
        "created": show_instant(now),
        "verificationMethod": holder.verification_method,
        "proofPurpose": "authentication",
    }
    if challenge is not None:
        options["challenge"] = challenge
    if domain is not None:
        options["domain"] = domain
    claims = Claims(document)
    _ = claims.nquads  # whatever the suite signs, a term that no vocabulary defines is refused
    return {**document, "proof": cryptosuite(name).sign(claims, options=options, signer=holder)}


def verify_presentation(
    document: bytes | str | JsonObject,
    *,
    trust: TrustPort,
    status: StatusPort,
    now: datetime,
    keys: KeyPort | None = None,
    documents: DocumentPort | None = None,
    challenge: str | None = None,
    domain: str | None = None,
) -> Report:
    """Check a presentation and every credential in it, in the order of `PRESENTATION_CHECKS`.

    Never raises for bad input of any kind. `Report.within` has a report on each credential.

    Args:
        document: The presentation as it came, or already parsed.
        trust: Knows who recognizes which issuer.
        status: Gets status lists.
        now: The moment for which it is checked.
        keys: As for `verify`.
        documents: As for `verify`.
        challenge: What the holder was asked to sign; None if nothing. Without it, a copy of what
            was shown to somebody before cannot be told from the holder's own act.
        domain: Whom the holder was to name as the one who asks; None if that was not asked.
    """
    circumstances = circumstances_of(
        trust=trust, status=status, now=now, keys=keys, documents=documents
    )
    verification = Verification(circumstances, PRESENTATION_CHECKS)
    expected = Expected("authentication", challenge=challenge, domain=domain)
    return verification.report(lambda: _check(document, verification, expected))


def _check(given: bytes | str | JsonObject, verification: Verification, expected: Expected) -> None:
    if isinstance(given, bytes | str) and looks_like_jws(given):
        _check_token(given, verification, expected)
        return
    document = verification.attempt("readable", lambda: read(given))
    if envelope.is_envelope(document, kind=envelope.PRESENTATION):
        token = verification.attempt(
            "readable", lambda: envelope.token_in(document, kind=envelope.PRESENTATION)
        )
        _check_token(token, verification, expected)
        return
    verification.passed("readable", "readable", "The file is a whole JSON document.")
    claims, keys = Claims(document), verification.circumstances.keys
    _check_signed(
        document,
        claims,
        verification,
        expected,
        prove=lambda: check_proofs(document, claims, keys=keys, expected=expected),
        proofs=as_list(document.get("proof")),
    )


def _check_token(raw: bytes | str, verification: Verification, expected: Expected) -> None:
    """Check a presentation in a JSON Web Token, and the proofs that it may carry besides."""
    found = verification.attempt("readable", lambda: read_presentation_token(raw))
    verification.passed("readable", "readable", "The file is a whole JSON Web Token.")
    document, keys = found.document, verification.circumstances.keys
    proofs = as_list(document.get("proof"))

    def prove() -> list[Signature]:
        signature = found.prove(keys, expected)
        if not proofs:
            return [signature]
        others = check_proofs(document, Claims(document), keys=keys, expected=expected)
        return [signature, *others]

    _check_signed(
        document,
        Claims(found.without_tokens),
        verification,
        expected,
        prove=prove,
        proofs=[found.dates, *proofs],
    )


def _check_signed(
    document: JsonObject,
    claims: Claims,
    verification: Verification,
    expected: Expected,
    *,
    prove: Callable[[], list[Signature]],
    proofs: Sequence[object],
) -> None:
    verification.check_contexts(document, claims)
    is_complete = _check_schema(claims.document, verification)
    signatures = verification.attempt("proof", prove)
    verification.passed("proof", "signature_holds", _signed_for(expected))
    if not is_complete:
        raise Stop
    check_presented(document, verification, signatures, proofs=proofs)


def check_presented(
    document: JsonObject,
    verification: Verification,
    signatures: Sequence[Signature],
    *,
    proofs: Sequence[object] = (),
) -> None:
    """The checks that follow a presentation's proof, of whatever form: who shows what.

    Raises:
        Stop: If somebody else than the holder signed it.
    """
    _check_holder(document, verification, signatures)
    try:
        check_proof_dates(proofs, verification.circumstances.now)
    except RefusedError as error:
        verification.refused("dates", error)
    else:
        verification.passed("dates", "in_its_period", "The holder’s signature counts today.")
    credentials = as_list(document.get("verifiableCredential"))
    _check_subject(document, verification, credentials, signatures)
    _check_credentials(verification, credentials)


def _check_schema(document: JsonObject, verification: Verification) -> bool:
    problems = [one for one in _problems_of(document) if one.reason != NOT_A_LIST]
    if not problems:
        verification.passed("schema", "complete", "It has all that the standard asks for.")
        return True
    said = "; ".join(str(problem) for problem in problems[:3])
    verification.refused("schema", RefusedError("not_as_the_standard_asks", said))
    return False


def _problems_of(document: JsonObject) -> Iterator[Problem]:
    yield from _PRESENTATION(document, "")
    if as_list(document.get("@context"))[:1] not in ([CREDENTIALS_V2], [CREDENTIALS_V1]):
        yield Problem("@context", f"must be a list that begins with {CREDENTIALS_V2}.")
    if len(as_list(document.get("verifiableCredential"))) > MAX_CREDENTIALS:
        yield Problem("verifiableCredential", f"more than {MAX_CREDENTIALS} are not checked.")


def _signed_for(expected: Expected) -> str:
    said = "It has not been changed since its holder signed it"
    if expected.challenge is not None and expected.domain is not None:
        return f"{said}, for this occasion and for {expected.domain}."
    if expected.challenge is not None:
        return f"{said}, for this occasion."
    if expected.domain is not None:
        return f"{said}, for {expected.domain}."
    return f"{said}. Whether it is a copy of what was shown to somebody before was not asked."


def _check_holder(
    document: JsonObject, verification: Verification, signatures: Sequence[Signature]
) -> None:
    """Every signature is the holder's; one that names no holder is whoever signed it."""
    holder = identifier_of(document.get("holder"))
    keys = verification.circumstances.keys
    try:
        for signature in signatures:
            owner = holder or signature.key.controller
            if not keys.may_authenticate_for(owner, signature.key):
                raise RefusedError(
                    "not_signed_by_holder",
                    f"It names {owner[:120]} as its holder, but somebody else signed it.",
                    "Do not rely on it.",
                )
            verification.check_key_in_use(signature)
    except CannotCheckError as error:
        verification.refused("holder", error)
    except RefusedError as error:
        verification.stop("holder", error)
    else:
        who = holder or signatures[0].key.controller
        verification.passed("holder", "signed_by_holder", f"It was signed by its holder, {who}.")


def _check_subject(
    document: JsonObject,
    verification: Verification,
    credentials: Sequence[object],
    signatures: Sequence[Signature],
) -> None:
    """Whether the credentials are about their holder; said, and left to the reader to judge."""
    holder = identifier_of(document.get("holder")) or signatures[0].key.controller
    subjects = [
        identifier_of(subject)
        for credential in credentials
        for subject in as_list(said_by(credential).get("credentialSubject")) or [None]
    ]
    others = [subject for subject in subjects if subject is not None and subject != holder]
    if others:
        error = CannotCheckError(
            "about_another",
            f"It is about {others[0][:120]}, but {holder[:120]} presents it. That can be in order.",
            "Find out whether the two are the same, or why one presents what is the other’s.",
        )
        verification.refused("subject", error)
    elif None in subjects:
        error = CannotCheckError(
            "subject_not_named",
            "It does not say by a key whom it is about, so whether that is the holder is open.",
            "Compare the recipient with whoever presents it.",
        )
        verification.refused("subject", error)
    else:
        verification.passed("subject", "about_its_holder", "It is about whoever presents it.")


def _check_credentials(verification: Verification, credentials: Sequence[object]) -> None:
    for given in credentials:
        report = verification.circumstances.verify_within(_credential(given))
        said = said_by(given)
        name = said.get("name")
        shown = name[:300] if isinstance(name, str) else ""
        verification.within.append(Within(identifier_of(said) or "", shown, report))
    found = [inner.report.overall for inner in verification.within]
    if Overall.BAD in found:
        message = f"{found.count(Overall.BAD)} of {len(found)} credentials in it do not hold."
        verification.refused(
            "credentials",
            RefusedError("credential_does_not_hold", message, "See the report on each."),
        )
    elif Overall.COULD_NOT_CHECK in found:
        count = found.count(Overall.COULD_NOT_CHECK)
        message = f"{count} of {len(found)} credentials in it could not be checked in full."
        verification.refused(
            "credentials",
            CannotCheckError("credential_not_checked", message, "See the report on each."),
        )
    else:
        sentence = "Every credential in it holds." if found else "It holds no credential."
        verification.passed("credentials", "credentials_hold", sentence)


def _credential(given: object) -> JsonObject | str:
    return given if isinstance(given, dict | str) else {}


def said_by(credential: object) -> Mapping[str, object]:
    """What a credential of any form says, unchecked; nothing if it cannot be read."""
    with suppress(RefusedError):
        return opened(_credential(credential))
    return {}
