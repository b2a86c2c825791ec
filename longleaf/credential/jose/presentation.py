"""Presentations as JSON Web Tokens (VC-JOSE-COSE, 3.1.2; that of VC 1.1, 6.3.1, is read too)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from longleaf.credential import envelope
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import (
    JsonObject,
    as_list,
    identifier_of,
    limited,
    read_document,
)
from longleaf.credential.jose.claims import apart, check_agree, check_forms, dates_of, moment_of
from longleaf.credential.jose.compact import Token, check_token, read_token, sign_token, written
from longleaf.credential.jose.header import check_made_for
from longleaf.credential.jose.key import signing_key
from longleaf.credential.ports import KeyPort
from longleaf.credential.proof_check import Expected, Signature, check_occasion
from longleaf.credential.refusal import InvalidProofError, RefusedError
from longleaf.credential.schema.verifiable_credential_1_1 import CREDENTIALS_V1
from longleaf.credential.signer import Signer
from longleaf.credential.suites.claims import Claims

_TYPES = ("vp+jwt", "vp+ld+jwt")  # the second is that of older drafts
_CREDENTIALS = "verifiableCredential"
_CONTENTS = ("vp", "vp+ld+json", "ld+json", "json", "")


@dataclass(frozen=True, slots=True)
class PresentationToken:
    """A presentation in a token, taken apart; nothing is checked yet.

    Attributes:
        token: The signed token.
        document: The presentation.
        claims: What the token claims beside it.
    """

    token: Token
    document: JsonObject
    claims: JsonObject

    def prove(self, keys: KeyPort, expected: Expected) -> Signature:
        """The signature, if it holds, for this occasion, and agrees with the presentation.

        Raises:
            InvalidProofError: If not.
            CannotCheckError: If the algorithm or the key is not known here.
            RefusedError: If the key is malformed.
        """
        header = self.token.header
        check_made_for(header, "a presentation", types=_TYPES, contents=_CONTENTS)
        check_forms(self.claims)
        holder = identifier_of(self.document.get("holder"))
        key = signing_key(header, owner=holder or str(self.claims.get("iss", "")), keys=keys)
        check_token(self.token, key)
        for claims in (self.claims, {"iss": header["iss"]} if "iss" in header else {}):
            check_agree(
                claims, self.document, owner=holder or key.controller, is_whole_period=False
            )
        check_occasion(
            expected,
            challenge=self.claims.get("nonce"),
            domains=as_list(self.claims.get("aud")),
        )
        return Signature(key, moment_of(self.claims, "iat"))

    @property
    def without_tokens(self) -> JsonObject:
        """The presentation as JSON-LD has it: VC 1.1 lets tokens stand where it wants addresses."""
        if as_list(self.document.get("@context"))[:1] != [CREDENTIALS_V1]:
            return self.document
        shown = as_list(self.document.get(_CREDENTIALS))
        others = [credential for credential in shown if not isinstance(credential, str)]
        plain = {name: value for name, value in self.document.items() if name != _CREDENTIALS}
        return {**plain, _CREDENTIALS: others} if others else plain

    @property
    def dates(self) -> JsonObject:
        """When it was signed and until when the signature holds, where it says so."""
        try:
            return dates_of(self.claims)
        except InvalidProofError:  # `prove` says so
            return {}


def read_presentation_token(raw: bytes | str) -> PresentationToken:
    """Read a presentation in the form of a token.

    Raises:
        RefusedError: If there is no token, or no single presentation in it.
        TooComplexError: If it is over a limit.
    """
    token = read_token(raw)
    claims, document = apart(read_document(token.payload))
    if "vp" in document:
        wrapped = document["vp"]
        if (
            not isinstance(wrapped, dict)
            or as_list(wrapped.get("@context"))[:1] != [CREDENTIALS_V1]
            or not document.keys().isdisjoint({"@context", "type", "verifiableCredential"})
        ):
            raise _not_a_presentation()
        document = dict(wrapped)
        if "iss" in claims:
            document.setdefault("holder", claims["iss"])
    if "VerifiablePresentation" not in as_list(document.get("type")):
        raise _not_a_presentation()
    return PresentationToken(token, document, claims)


def present_jwt(
    credentials: Sequence[str | JsonObject],
    *,
    holder: Signer,
    challenge: str | None,
    domain: str | None,
    now: datetime,
) -> str:
    """Sign a presentation of credentials as a JSON Web Token.

    Args:
        credentials: Signed credentials: tokens, which are put into envelopes, or JSON.
        holder: Holds the key of whoever presents; its controller becomes the `holder`.
        challenge: What the one who asks gave to be signed (`nonce`); None if nothing.
        domain: Whom it is meant for (`aud`); None if anybody.
        now: When it is signed (`iat`).

    Raises:
        RefusedError: If the whole cannot be signed.
    """
    document = limited(
        {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiablePresentation"],
            "holder": holder.controller,
            "verifiableCredential": [
                envelope.envelope(given) if isinstance(given, str) else given
                for given in credentials
            ],
        }
    )
    _ = Claims(document).nquads  # a term that no vocabulary defines is refused
    claims: JsonObject = {"iat": int(now.timestamp())}
    if challenge is not None:
        claims["nonce"] = challenge
    if domain is not None:
        claims["aud"] = domain
    header: JsonObject = {"kid": holder.verification_method, "typ": "vp+jwt", "cty": "vp"}
    return sign_token(written({**document, **claims}), header=header, signer=holder)


def _not_a_presentation() -> RefusedError:
    return RefusedError("not_a_presentation", "The token does not hold one presentation.")
