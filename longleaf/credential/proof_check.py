"""The proofs of a credential: each must hold, and must be made to assert what it signs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.instants import parse_instant, show_instant
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import KeyPort
from longleaf.credential.refusal import CannotCheckError, InvalidProofError, RefusedError
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims

MAX_PROOFS = 8
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far ahead of ours another's clock may run before what it dates is from the future."""


def check_proofs(document: JsonObject, claims: Claims, *, keys: KeyPort) -> list[VerificationKey]:
    """Return the keys that signed, if every proof holds.

    Raises:
        InvalidProofError: If there is no proof, or one that does not hold.
        CannotCheckError: If one is made by a method, or with a key, that is not known here.
    """
    proofs = as_list(document.get("proof"))
    if not proofs:
        raise InvalidProofError(
            "not_signed",
            "Nobody signed this document, so anybody can have written it.",
            "Ask the holder for the signed badge file.",
        )
    if len(proofs) > MAX_PROOFS:
        raise InvalidProofError(
            "too_many_proofs", f"More than {MAX_PROOFS} proofs are not checked."
        )
    unknown: CannotCheckError | None = None
    signed = []
    for proof in proofs:
        try:
            signed.append(_check_proof(proof, claims, keys))
        except CannotCheckError as error:  # a proof that fails must still be found
            unknown = unknown or error
    if unknown is not None:
        raise unknown
    return signed


def check_proof_dates(proofs: Iterable[object], now: datetime) -> None:
    """Return if no proof is from the future or has expired.

    Raises:
        RefusedError: With the date at fault.
    """
    for proof in proofs:
        if not isinstance(proof, dict):
            continue
        if "created" in proof and parse_instant(proof["created"]) > now + CLOCK_TOLERANCE:
            raise RefusedError(
                "signed_in_the_future", f"The signature is dated {proof['created']}, in the future."
            )
        if "expires" in proof and parse_instant(proof["expires"]) < now:
            expired = show_instant(parse_instant(proof["expires"]))
            raise RefusedError("signature_expired", f"The signature held until {expired}.")


def _check_proof(proof: object, claims: Claims, keys: KeyPort) -> VerificationKey:
    if not isinstance(proof, dict):
        raise InvalidProofError("malformed_proof", "The proof is not an object.")
    if proof.get("type") != "DataIntegrityProof":
        raise CannotCheckError(
            "unknown_proof_type",
            "The badge carries a proof of a kind not known here "
            f'("{str(proof.get("type"))[:60]}").',
        )
    if proof.get("proofPurpose") != "assertionMethod":
        raise InvalidProofError(
            "wrong_proof_purpose",
            "The signature was not made to assert what the document says (its proofPurpose "
            f'is "{str(proof.get("proofPurpose"))[:60]}").',
        )
    if "previousProof" in proof:
        raise CannotCheckError(
            "proof_chain", "Proofs that depend on one another are not checked yet."
        )
    for name in ("created", "expires"):
        if name in proof:
            parse_instant(proof[name])
    suite = cryptosuite(proof.get("cryptosuite"))
    method = proof.get("verificationMethod")
    if not isinstance(method, str):
        raise InvalidProofError("no_key_named", "The proof does not name the key that made it.")
    key = keys.key(method)
    suite.verify(claims, proof=proof, key=key)
    return key
