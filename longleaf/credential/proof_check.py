"""The proofs of a document: each must hold, for what it was made for, on the proofs before it.

Source: Data Integrity 1.0, 4.4 Verify Proof and 4.5 Verify Proof Sets and Chains.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from longleaf.credential.did.document import Relationship
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.instants import parse_instant, show_instant
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import KeyPort
from longleaf.credential.refusal import CannotCheckError, InvalidProofError, RefusedError
from longleaf.credential.suites import suite_of
from longleaf.credential.suites.claims import Claims

MAX_PROOFS = 8
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far ahead of ours another's clock may run before what it dates is from the future."""

_DONE_FOR = {
    "assertionMethod": "to assert what the document says",
    "authentication": "to show who presents it",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that holds: by which key, and when it says that it was made, if it does."""

    key: VerificationKey
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a proof must have been made for.

    Attributes:
        purpose: The relationship that the key must have to its controller.
        challenge: What whoever checks had asked the holder to sign; None if nothing.
        domain: For whom it must be meant; None if for anybody.
    """

    purpose: Relationship = "assertionMethod"
    challenge: str | None = None
    domain: str | None = None


ASSERTION = Expected()


def check_proofs(
    document: JsonObject, claims: Claims, *, keys: KeyPort, expected: Expected = ASSERTION
) -> list[Signature]:
    """Return the signatures, if every proof holds.

    Args:
        document: The document with its proofs.
        claims: The same document; its canonical bytes serve every proof that stands alone.
        keys: Finds the keys that the proofs name.
        expected: What the proofs must have been made for.

    Raises:
        InvalidProofError: If there is no proof, or one that does not hold.
        CannotCheckError: If one is made by a method, or with a key, that is not known here.
    """
    proofs = _proofs_of(document)
    before = _proofs_before(proofs)
    unknown: CannotCheckError | None = None
    signatures = []
    for place, proof in enumerate(proofs):
        previous = [proofs[earlier] for earlier in before[place]]
        signed = Claims(document, previous=previous) if previous else claims
        try:
            signatures.append(_check_proof(proof, signed, keys, expected))
        except CannotCheckError as error:  # a proof that fails must still be found
            unknown = unknown or error
    if unknown is not None:
        raise unknown
    return signatures


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


def _proofs_of(document: JsonObject) -> list[JsonObject]:
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
    found = [proof for proof in proofs if isinstance(proof, dict)]
    if len(found) != len(proofs):
        raise InvalidProofError("malformed_proof", "The proof is not an object.")
    return found


def _proofs_before(proofs: Sequence[JsonObject]) -> list[list[int]]:
    """For each proof, the places of those that it names as `previousProof`, in document order."""
    places: dict[object, int] = {}
    for place, proof in enumerate(proofs):
        name = proof.get("id")
        if "id" in proof and not isinstance(name, str):
            raise InvalidProofError("malformed_proof", "A proof's id is not an address.")
        if name is not None and places.setdefault(name, place) != place:
            raise InvalidProofError("duplicate_proof", "Two proofs go by the same name.")
    before = [_named_before(proof, places) for proof in proofs]
    _refuse_circle(before)
    return before


def _named_before(proof: JsonObject, places: Mapping[object, int]) -> list[int]:
    if "previousProof" not in proof:
        return []
    names = as_list(proof["previousProof"])
    if not names or not all(isinstance(name, str) for name in names):
        raise InvalidProofError("malformed_proof", "A proof does not name the proof before it.")
    if len(set(names)) != len(names):
        raise InvalidProofError("duplicate_proof", "A proof names another proof twice.")
    if not all(name in places for name in names):
        raise InvalidProofError(
            "missing_proof",
            "A proof builds on another proof, which is missing.",
            "Ask the issuer or the holder for the original.",
        )
    return sorted(places[name] for name in names)


def _refuse_circle(before: Sequence[Sequence[int]]) -> None:
    waiting = set(range(len(before)))
    while waiting:
        ready = {place for place in waiting if not waiting.intersection(before[place])}
        if not ready:
            raise InvalidProofError(
                "circle_of_proofs", "The proofs build on one another in a ring."
            )
        waiting -= ready


def _check_proof(proof: JsonObject, claims: Claims, keys: KeyPort, expected: Expected) -> Signature:
    suite = suite_of(proof)
    _check_purpose(proof, expected)
    for name in ("created", "expires"):
        if name in proof:
            parse_instant(proof[name])
    method = proof.get("verificationMethod")
    if not isinstance(method, str):
        raise InvalidProofError("no_key_named", "The proof does not name the key that made it.")
    key = keys.key(method)
    suite.verify(claims, proof=proof, key=key)
    return Signature(key, parse_instant(proof["created"]) if "created" in proof else None)


def _check_purpose(proof: JsonObject, expected: Expected) -> None:
    if proof.get("proofPurpose") != expected.purpose:
        raise InvalidProofError(
            "wrong_proof_purpose",
            f"The signature was not made {_DONE_FOR[expected.purpose]} (its proofPurpose "
            f'is "{str(proof.get("proofPurpose"))[:60]}").',
        )
    check_occasion(expected, challenge=proof.get("challenge"), domains=as_list(proof.get("domain")))


def check_occasion(expected: Expected, *, challenge: object, domains: Sequence[object]) -> None:
    """Return if it was signed for this occasion, and for whom it is shown to.

    Args:
        expected: What was asked for.
        challenge: What the holder signed as the challenge.
        domains: Whom the holder named.

    Raises:
        InvalidProofError: If it was signed for another.
    """
    if expected.challenge is not None and challenge != expected.challenge:
        raise InvalidProofError(
            "wrong_challenge",
            "It was not signed for this occasion; it may be a copy of what was shown before.",
            "Ask the holder to present it anew.",
        )
    if expected.domain is not None and list(domains) != [expected.domain]:
        raise InvalidProofError(
            "wrong_domain",
            "It was signed to be shown to somebody else.",
            "Ask the holder to present it anew.",
        )
