"""Issuing: a document, checked and signed."""

import json
from contextlib import suppress
from copy import deepcopy
from datetime import datetime

import orjson

from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import JsonObject, identifier_of, limited
from longleaf.credential.instants import show_instant
from longleaf.credential.refusal import RefusedError
from longleaf.credential.related_resource import check_related_contexts
from longleaf.credential.schema import has_list_of_proofs, problems_of
from longleaf.credential.schema.of_shapes import surely_sound
from longleaf.credential.signer import Signer
from longleaf.credential.suites import Cryptosuite, cryptosuite, usual_suite
from longleaf.credential.suites.claims import Claims


def issue(
    document: JsonObject,
    *,
    signer: Signer,
    now: datetime,
    suite: str | Cryptosuite | None = None,
) -> JsonObject:
    """Sign a credential, as a new document; the one given is not changed.

    Nothing is signed that a strict verifier would not accept: the document must be complete, use
    pinned contexts only, leave nothing unsigned, and name the signer as its issuer.

    Args:
        document: The credential without `proof`.
        signer: Holds the issuer's key.
        now: When the proof is made; it becomes the proof's `created`.
        suite: The cryptosuite, or its name; None for the usual one of the signer's kind of key.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If the document cannot be signed whole, or names another issuer.
    """
    claims = Claims(document)
    proof = _proof(document, claims, signer, now, suite)
    return {**_copied(document, claims), "proof": proof}


def issue_json(
    document: JsonObject,
    *,
    signer: Signer,
    now: datetime,
    suite: str | Cryptosuite | None = None,
) -> bytes:
    """Sign a credential as `issue` does, written as JSON in UTF-8.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If the document cannot be signed whole, or names another issuer.
    """
    signed = {**document, "proof": _proof(document, Claims(document), signer, now, suite)}
    try:
        return orjson.dumps(signed)
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode()


def _proof(
    document: JsonObject,
    claims: Claims,
    signer: Signer,
    now: datetime,
    suite: str | Cryptosuite | None,
) -> object:
    """The proof, in the form that the document's standard wants."""
    check_may_sign(document, signer, claims=claims)
    named = suite or usual_suite(signer.kind)
    chosen = cryptosuite(named) if isinstance(named, str) else named
    _ = claims.nquads  # JCS would sign a member that no vocabulary defines; no reader would see it
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": chosen.name,
        "created": show_instant(now),
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    proof = chosen.sign(claims, options=options, signer=signer)
    # Open Badges' schema wants an array; elsewhere a single proof is an object, as VC examples do.
    return [proof] if has_list_of_proofs(document) else proof


def _copied(document: JsonObject, claims: Claims) -> JsonObject:
    """A copy that shares nothing with the document. Writing and reading it is the fastest way."""
    if claims.recognized is not None:  # then it is plain JSON, without numbers that are not exact
        with suppress(TypeError):  # a whole number of more than 64 bits
            copy: JsonObject = orjson.loads(orjson.dumps(document))
            return copy
    return deepcopy(document)


def check_may_sign(document: JsonObject, signer: Signer, *, claims: Claims | None = None) -> None:
    """Return if the document is complete, is not signed yet, and is the signer's to issue.

    Args:
        document: The document.
        signer: Who is to sign it.
        claims: The same document, so that its shape need not be found again.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If it is signed already, or names another issuer.
    """
    recognized = (claims or Claims(document)).recognized if "proof" not in document else None
    if recognized is None:
        limited(document)
    if "proof" in document:
        raise RefusedError("already_signed", "The document already carries a proof.")
    if not surely_sound(document, recognized, problems_of):
        problems = problems_of(document)
        if problems:
            raise ProblemsError(problems)
    if "relatedResource" in document:
        check_related_contexts(document)
    issuer = identifier_of(document.get("issuer"))
    if issuer != signer.controller:
        raise RefusedError(
            "wrong_issuer",
            f"The document names {issuer} as its issuer, but the key is {signer.controller}'s.",
            "Name the key's owner as the issuer, or sign with the issuer's key.",
        )
