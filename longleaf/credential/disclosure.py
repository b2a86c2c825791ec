"""Showing a credential in part: the issuer signs for it, the holder chooses (ecdsa-sd-2023)."""

from collections.abc import Sequence
from datetime import datetime

from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import JsonObject, as_list, limited
from longleaf.credential.issue import issue
from longleaf.credential.refusal import RefusedError
from longleaf.credential.schema import has_list_of_proofs, problems_of
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.ecdsa_sd_2023 import (
    EcdsaSd2023,
    derived_from,
    is_base,
    signature_in,
)

__all__ = ["add_base_proof", "derive", "issuer_signature"]


def add_base_proof(
    document: JsonObject,
    *,
    signer: Signer,
    now: datetime,
    mandatory: Sequence[str] | None = None,
) -> JsonObject:
    """Sign a credential so that its holder can show parts of it.

    The result is for the holder only: whoever has it can show every part, and a verifier cannot
    check it before something was derived from it.

    Args:
        document: The credential without `proof`.
        signer: Holds the issuer's P-256 key.
        now: When the proof is made.
        mandatory: JSON Pointers to what the holder cannot leave out. None takes what every
            verifier must see: issuer, period, status, and of a badge what was achieved and how.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If the document cannot be signed whole, names another issuer, or a pointer
            names nothing in it.
    """
    return issue(document, signer=signer, now=now, suite=EcdsaSd2023(mandatory))


def derive(document: JsonObject, *, pointers: Sequence[str]) -> JsonObject:
    """Show part of a credential: what its issuer made mandatory, and what the holder chooses.

    Proofs of other kinds are left out, as they hold over the whole only.

    Args:
        document: The credential with its base proof; it is not changed.
        pointers: JSON Pointers to what is shown beside the mandatory part, such as
            "/credentialSubject/result"; none shows that part alone.

    Returns:
        A credential in its own right, with a proof that anybody can check.

    Raises:
        ProblemsError: If what would be shown is not a valid credential; show more.
        RefusedError: If there is no base proof, or a pointer names nothing in the document.
    """
    limited(document)
    proofs = [
        proof
        for proof in as_list(document.get("proof"))
        if isinstance(proof, dict) and is_base(proof)
    ]
    if len(proofs) != 1:
        raise RefusedError(
            "no_base_proof",
            "The credential was not signed so that parts of it can be shown.",
            "Ask the issuer for one that was (ecdsa-sd-2023).",
        )
    if "previousProof" in proofs[0]:
        message = "Parts of a credential cannot be shown if its proofs build on one another."
        raise RefusedError("proof_chain", message)
    shown = derived_from(Claims(document), proof=proofs[0], pointers=pointers)
    if isinstance(document["proof"], list) or has_list_of_proofs(document):
        shown["proof"] = [shown["proof"]]
    problems = problems_of(shown)
    if problems:
        raise ProblemsError(problems)
    return shown


def issuer_signature(document: JsonObject) -> tuple[str, bytes] | None:
    """The issuer's own signature in the one ecdsa-sd-2023 proof of a document, and of which key.

    It is the same in a base and in all that is derived from it, and tells nothing of what was left
    out. So an issuer who keeps it knows a part as their own: nobody can make another document with
    the same signature of the same key, not even who holds the key.

    Returns:
        The verification method and 64 bytes; None if there is no such proof, more than one, or it
        is malformed.
    """
    proofs = [
        proof
        for proof in as_list(document.get("proof"))
        if isinstance(proof, dict) and proof.get("cryptosuite") == EcdsaSd2023.name
    ]
    if len(proofs) != 1:
        return None
    try:
        return str(proofs[0].get("verificationMethod")), signature_in(proofs[0])
    except RefusedError:
        return None
