"""Making, deriving and checking ecdsa-sd-2023 proofs (W3C VC-DI-ECDSA 1.0, 3.6.1 to 3.6.7)."""

import secrets
from collections.abc import Sequence

from longleaf.credential.canonical.labels import lines_of, quads_in
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey, signature_holds
from longleaf.credential.refusal import CannotCheckError, InvalidProofError, RefusedError
from longleaf.credential.signer import EcdsaSigner, Signer, new_secret
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.ecdsa_sd_2023.mandatory import mandatory_pointers
from longleaf.credential.suites.ecdsa_sd_2023.pointers import select
from longleaf.credential.suites.ecdsa_sd_2023.proof_value import (
    BaseValue,
    DerivedValue,
    is_base_value,
    read_base,
    read_derived,
    write_base,
    write_derived,
)
from longleaf.credential.suites.ecdsa_sd_2023.statements import (
    hash_of,
    options_hash,
    statements_of,
)

_MULTIKEY = b"\x80\x24"  # p256-pub


class EcdsaSd2023:
    """Signs each statement by itself, so that the holder can show some and keep others.

    What the issuer makes is a base proof, for the holder alone: who has it can show anything. What
    others check is a proof derived from it by `derived_from`.
    """

    name = "ecdsa-sd-2023"

    def __init__(self, mandatory: Sequence[str] | None = None) -> None:
        """Take JSON Pointers to what cannot be left out; None for `mandatory_pointers`."""
        self._mandatory = mandatory

    def sign(self, claims: Claims, *, options: JsonObject, signer: Signer) -> JsonObject:
        """Make the base proof; see `Cryptosuite.sign`."""
        if signer.kind != "P-256":
            message = f"{self.name} needs a P-256 key, not {signer.kind}."
            raise RefusedError("wrong_kind_of_key", message)
        mandatory = self._mandatory
        if mandatory is None:
            mandatory = mandatory_pointers(claims.document)
        hmac_key, proof_signer = _fresh()
        statements = statements_of(claims, hmac_key=hmac_key, parts=[mandatory])
        places = statements.parts[0].places
        must = [text for place, text in enumerate(statements.lines) if place in places]
        others = [text for place, text in enumerate(statements.lines) if place not in places]
        public_key = _MULTIKEY + proof_signer.public
        signed = options_hash(claims.document, options) + public_key + hash_of(must)
        value = BaseValue(
            base_signature=signer.sign(signed),
            public_key=public_key,
            hmac_key=hmac_key,
            signatures=tuple(proof_signer.sign(text.encode()) for text in others),
            mandatory=tuple(mandatory),
        )
        return {**options, "proofValue": write_base(value)}

    def verify(self, claims: Claims, *, proof: JsonObject, key: VerificationKey) -> None:
        """Check a derived proof; see `Cryptosuite.verify`.

        Raises:
            CannotCheckError: If it is a base proof, which proves nothing to others.
            InvalidProofError: If it does not hold.
            RefusedError: If the document or proof cannot be brought into canonical form.
        """
        if key.kind != "P-256":
            message = f"The proof needs a P-256 key, but its key is {key.kind}."
            raise InvalidProofError("wrong_kind_of_key", message)
        if is_base(proof):
            raise CannotCheckError(
                "base_proof",
                "This is the holder's own copy, from which they show what they choose; it is not "
                "made to be checked by others.",
                "Ask the holder for a copy made for you to see. If you are the holder, make one.",
            )
        value = read_derived(proof.get("proofValue"))
        lines = _signed_lines(claims, value)
        must = [text for place, text in enumerate(lines) if place in value.mandatory_indexes]
        others = [text for place, text in enumerate(lines) if place not in value.mandatory_indexes]
        if len(others) != len(value.signatures):
            raise _does_not_hold()
        options = {name: member for name, member in proof.items() if name != "proofValue"}
        signed = options_hash(claims.document, options) + value.public_key + hash_of(must)
        if not signature_holds(key, signature=value.base_signature, data=signed):
            raise _does_not_hold()
        _check_each(value, others)


def _fresh() -> tuple[bytes, EcdsaSigner]:
    """The secret of the names and the key of the statements, for one document and never again."""
    return secrets.token_bytes(32), EcdsaSigner(new_secret("P-256"))


def is_base(proof: JsonObject) -> bool:
    """Whether this is a base proof, well-formed or not."""
    return proof.get("cryptosuite") == EcdsaSd2023.name and is_base_value(proof.get("proofValue"))


def signature_in(proof: JsonObject) -> bytes:
    """The issuer's signature that a base proof and all proofs derived from it carry.

    Raises:
        InvalidProofError: If the proof is malformed.
    """
    value = proof.get("proofValue")
    return (read_base(value) if is_base(proof) else read_derived(value)).base_signature


def derived_from(claims: Claims, *, proof: JsonObject, pointers: Sequence[str]) -> JsonObject:
    """The part of a document that its holder shows, with its proof (3.6.6).

    Args:
        claims: The document without its proofs.
        proof: Its base proof.
        pointers: JSON Pointers to what is shown beside what the issuer made mandatory.

    Raises:
        InvalidProofError: If the base proof is malformed, or not that of the document.
        RefusedError: If a pointer names nothing, or nothing would be shown.
    """
    base = read_base(proof.get("proofValue"))
    together = list(dict.fromkeys([*base.mandatory, *pointers]))
    statements = statements_of(
        claims, hmac_key=base.hmac_key, parts=[list(base.mandatory), together]
    )
    must, shown = statements.parts
    shown_document = select(claims.document, together)
    if shown_document is None:
        raise RefusedError("nothing_shown", "Nothing of the document would be shown.")
    others = [place for place in range(len(statements.lines)) if place not in must.places]
    if len(others) != len(base.signatures):
        raise _does_not_hold()
    value = DerivedValue(
        base_signature=base.base_signature,
        public_key=base.public_key,
        signatures=tuple(
            signature
            for place, signature in zip(others, base.signatures, strict=True)
            if place in shown.places
        ),
        labels=shown.labels,
        mandatory_indexes=tuple(
            index for index, place in enumerate(sorted(shown.places)) if place in must.places
        ),
    )
    return {**shown_document, "proof": {**proof, "proofValue": write_derived(value)}}


def _signed_lines(claims: Claims, value: DerivedValue) -> list[str]:
    """The statements of the document under the names that were signed.

    Every node must have a name, and no name may be left over.
    """
    quads = quads_in(claims.nquads)
    nodes = {term for quad in quads for term in quad if term.startswith("_:")}
    if nodes != value.labels.keys():
        raise _does_not_hold()
    if any(index >= len(quads) for index in value.mandatory_indexes):
        raise _does_not_hold()
    return lines_of(quads, value.labels)


def _check_each(value: DerivedValue, lines: Sequence[str]) -> None:
    key = VerificationKey("", "", "P-256", value.public_key.removeprefix(_MULTIKEY))
    for text, signature in zip(lines, value.signatures, strict=True):
        if not signature_holds(key, signature=signature, data=text.encode()):
            raise _does_not_hold()


def _does_not_hold() -> InvalidProofError:
    return InvalidProofError(
        "signature_does_not_hold",
        "The signature does not fit what the document says; "
        "it was changed after it was signed, or never signed by this key.",
        "Do not rely on it. Ask the issuer or the holder for the original.",
    )
