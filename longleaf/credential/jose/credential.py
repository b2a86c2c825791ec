"""Credentials as JSON Web Tokens.

Three forms are read: that of VC-JOSE-COSE (W3C, 3.1.1), where the payload is the credential; that
of Open Badges 3.0 (8.2), which repeats some of it as claims; and that of VC 1.1 (6.3.1), which
wraps it in the claim `vc`. The first two are written.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from longleaf.credential.document import JsonObject, as_list, identifier_of, limited, members
from longleaf.credential.instants import parse_instant, show_instant
from longleaf.credential.issue import check_may_sign
from longleaf.credential.jose.claims import (
    apart,
    check_agree,
    check_forms,
    dates_of,
    moment_of,
)
from longleaf.credential.jose.compact import Token, check_token, read_payload, sign_token, written
from longleaf.credential.jose.header import PLAIN_TYPES, check_made_for, media_type
from longleaf.credential.jose.key import signing_key
from longleaf.credential.ports import KeyPort
from longleaf.credential.proof_check import Signature
from longleaf.credential.refusal import InvalidProofError, RefusedError
from longleaf.credential.schema.verifiable_credential_1_1 import CREDENTIALS_V1
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims

Form = Literal["vc+jwt", "open_badges"]
"""How a credential is written as a token."""

MEDIA_TYPE = "application/vc+jwt"
_TYPES = ("vc+jwt", "vc+ld+jwt")  # the second is that of older drafts
_CONTENTS = ("vc", "vc+ld+json", "credential", "ld+json", "json", "")


@dataclass(frozen=True, slots=True)
class CredentialToken:
    """A credential in a token, taken apart; nothing is checked yet.

    Attributes:
        token: The signed token.
        document: The credential.
        credential: The same, for its canonical bytes.
        claims: What the token claims beside it.
        is_whole_period: Whether `exp` is the credential's own end.
    """

    token: Token
    document: JsonObject
    credential: Claims
    claims: JsonObject
    is_whole_period: bool

    def prove(self, keys: KeyPort) -> Signature:
        """The signature, if it holds and the token agrees with the credential in it.

        Raises:
            InvalidProofError: If not.
            CannotCheckError: If the algorithm or the key is not known here.
            RefusedError: If the key is malformed.
        """
        header = self.token.header
        issuer = identifier_of(self.document.get("issuer"))
        if issuer is None:
            raise InvalidProofError("no_issuer", "The credential does not say who issued it.")
        check_made_for(header, "a credential", types=_TYPES, contents=_CONTENTS)
        key = signing_key(header, owner=issuer, keys=keys)
        check_token(self.token, key)
        check_forms(self.claims)
        for claims in (self.claims, {"iss": header["iss"]} if "iss" in header else {}):
            check_agree(claims, self.document, owner=issuer, is_whole_period=self.is_whole_period)
        return Signature(key, moment_of(self.claims, "iat"))

    @property
    def dates(self) -> JsonObject:
        """When it was signed and until when the signature holds, where it says so."""
        try:
            return dates_of(self.claims)
        except InvalidProofError:  # `prove` says so
            return {}


def read_credential_token(raw: bytes | str) -> CredentialToken:
    """Read a credential in the form of a token.

    Raises:
        RefusedError: If there is no token, or no single credential in it.
        TooComplexError: If it is over a limit.
    """
    return credential_token(*read_payload(raw))


def credential_token(token: Token, payload: JsonObject) -> CredentialToken:
    """The credential in a token that was read.

    Raises:
        RefusedError: If there is no single credential in it.
        TooComplexError: If it is over a limit.
    """
    claims, document = apart(payload)
    credential = Claims(document)
    if credential.recognized is None or "proof" in document:
        limited(payload)
    if "vp" in document or "VerifiablePresentation" in as_list(document.get("type")):
        raise RefusedError(
            "is_presentation",
            "The token is a presentation that holds credentials, not a credential itself.",
            "Check it as a presentation.",
        )
    if "vc" not in document:
        plain = media_type(token.header, "typ") in PLAIN_TYPES
        return CredentialToken(token, document, credential, claims, is_whole_period=plain)
    if len(document.keys() & {"@context", "type", "credentialSubject"}):
        raise _not_a_credential("The token holds two credentials, one within the other.")
    wrapped = document["vc"]
    if not isinstance(wrapped, dict) or as_list(wrapped.get("@context"))[:1] != [CREDENTIALS_V1]:
        raise _not_a_credential(
            'The token wraps its credential in a claim ("vc"), which only version 1.1 of the '
            "standard allows."
        )
    document = _unwrapped(wrapped, claims)
    return CredentialToken(token, document, Claims(document), claims, is_whole_period=True)


def issue_jwt(document: JsonObject, *, signer: Signer, now: datetime, form: Form = "vc+jwt") -> str:
    """Sign a credential as a JSON Web Token.

    The same is refused as by `issue`: what is incomplete, what a strict verifier would not accept,
    and what names another issuer.

    Args:
        document: The credential without `proof`.
        signer: Holds the issuer's key: Ed25519 (EdDSA), P-256 (ES256) or P-384 (ES384).
        now: When it is signed (`iat`).
        form: "vc+jwt" as W3C has it, or "open_badges" for readers that know only Open Badges 3.0,
            which needs the credential and its subject to have ids.

    Raises:
        ProblemsError: If members are missing or malformed; it lists all of them.
        RefusedError: If the document cannot be signed whole, or names another issuer.
    """
    claims = Claims(document)
    check_may_sign(document, signer, claims=claims)
    _ = claims.nquads
    return sign_credential(document, signer=signer, now=now, form=form)


def sign_credential(
    document: JsonObject, *, signer: Signer, now: datetime, form: Form = "vc+jwt"
) -> str:
    """Sign a credential that was checked before; see `issue_jwt`.

    Raises:
        RefusedError: If the form needs ids that the document does not have, or the document already
            has members that a token would claim.
    """
    claims: JsonObject = {"iat": int(now.timestamp())}
    if form == "open_badges":
        claims |= _open_badges_claims(document)
        header: JsonObject = {"kid": signer.verification_method, "typ": "JWT"}
    else:
        header = {"kid": signer.verification_method, "typ": "vc+jwt", "cty": "vc"}
    if not document.keys().isdisjoint(claims):
        raise RefusedError("taken_name", "The document has members that tokens use for themselves.")
    return sign_token(written({**document, **claims}), header=header, signer=signer)


def _open_badges_claims(document: JsonObject) -> JsonObject:
    subject = identifier_of(members(document.get("credentialSubject")))
    identifier = identifier_of(document)
    if subject is None or identifier is None:
        message = "In this form the badge and its subject need an id each."
        raise RefusedError("no_id", message, "Use the form of W3C (vc+jwt).")
    claims: JsonObject = {
        "iss": identifier_of(document.get("issuer")),
        "jti": identifier,
        "sub": subject,
        "nbf": _seconds(document["validFrom"]),
    }
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    return claims


def _seconds(instant: object) -> int:
    return int(parse_instant(instant).timestamp())


def _unwrapped(wrapped: JsonObject, claims: JsonObject) -> JsonObject:
    """A credential of VC 1.1 with what only the claims around it say (VC 1.1, 6.3.1)."""
    document = dict(wrapped)
    if "iss" in claims:
        document.setdefault("issuer", claims["iss"])
    if "jti" in claims:
        document.setdefault("id", claims["jti"])
    for ours, theirs in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        moment = moment_of(claims, ours)
        if moment is not None:
            document.setdefault(theirs, show_instant(moment))
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and "sub" in claims:
        document["credentialSubject"] = {"id": claims["sub"], **subject}
    return document


def _not_a_credential(sentence: str) -> RefusedError:
    return RefusedError("not_a_credential", sentence, "Ask the issuer for a badge in another form.")
