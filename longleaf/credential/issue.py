"""Issuing: a document, checked and signed."""

from copy import deepcopy
from datetime import datetime

from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import JsonObject, identifier_of, limited
from longleaf.credential.instants import show_instant
from longleaf.credential.refusal import RefusedError
from longleaf.credential.schema import has_list_of_proofs, problems_of
from longleaf.credential.signer import Signer
from longleaf.credential.suites import Cryptosuite, cryptosuite
from longleaf.credential.suites.claims import Claims


def issue(
    document: JsonObject,
    *,
    signer: Signer,
    now: datetime,
    suite: str | Cryptosuite = "eddsa-rdfc-2022",
) -> JsonObject:
    """Sign a credential, as a new document; the one given is not changed.

    Nothing is signed that a strict verifier would not accept: the document must be complete, use
    pinned contexts only, leave nothing unsigned, and name the signer as its issuer.

    Args:
        document: The credential without `proof`.
        signer: Holds the issuer's key.
        now: When the proof is made; it becomes the proof's `created`.
        suite: The cryptosuite, or its name.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If the document cannot be signed whole, or names another issuer.
    """
    check_may_sign(document, signer)
    chosen = cryptosuite(suite) if isinstance(suite, str) else suite
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": chosen.name,
        "created": show_instant(now),
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    proof = chosen.sign(Claims(document), options=options, signer=signer)
    # Open Badges' schema wants an array; elsewhere a single proof is an object, as VC examples do.
    return {**deepcopy(document), "proof": [proof] if has_list_of_proofs(document) else proof}


def check_may_sign(document: JsonObject, signer: Signer) -> None:
    """Return if the document is complete, is not signed yet, and is the signer's to issue.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If it is signed already, or names another issuer.
    """
    limited(document)
    if "proof" in document:
        raise RefusedError("already_signed", "The document already carries a proof.")
    problems = problems_of(document)
    if problems:
        raise ProblemsError(problems)
    issuer = identifier_of(document.get("issuer"))
    if issuer != signer.controller:
        raise RefusedError(
            "wrong_issuer",
            f"The document names {issuer} as its issuer, but the key is {signer.controller}'s.",
            "Name the key's owner as the issuer, or sign with the issuer's key.",
        )
