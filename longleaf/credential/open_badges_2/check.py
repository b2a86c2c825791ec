"""Checking Open Badges 2.0, and 1.0 and 1.1 as far as they can be said in its words.

A hosted badge is proved by standing at an address that its issuer's profile claims; a signed one
by a key that the profile names. What others publish comes through the `DocumentPort` alone.
"""

from datetime import datetime

from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.instants import parse_instant, show_day
from longleaf.credential.jose.compact import Token, check_token, kind_asked_for
from longleaf.credential.keys import VerificationKey, read_pem
from longleaf.credential.open_badges_2.in_3_0 import in_words_of_3_0
from longleaf.credential.open_badges_2.parts import Parts, Publications, parts_of
from longleaf.credential.open_badges_2.scope import is_published_by, is_web_address, origin_of
from longleaf.credential.open_badges_2.shape import assertion_problems, in_words_of_2_0
from longleaf.credential.proof_check import CLOCK_TOLERANCE
from longleaf.credential.refusal import CannotCheckError, InvalidProofError, RefusedError
from longleaf.credential.verification import Verification

_MAX_PROBLEMS_SAID = 3
_SIGNED = frozenset({"signed", "SignedBadge"})
_MAY_DIFFER = frozenset({"@context", "badge", "image", "type", "verification", "revoked"})
"""Members of an assertion that a copy may write otherwise; the hosted one is believed."""


def check_assertion(
    document: JsonObject, verification: Verification, *, token: Token | None = None
) -> None:
    """Make all checks of a readable assertion.

    Args:
        document: The assertion; of a signed badge, what its token carries.
        verification: Where results go, and what may be asked.
        token: The signed badge as a token; None for a hosted one.

    Raises:
        Stop: If a check ends them.
    """
    assertion = verification.attempt("contexts", lambda: in_words_of_2_0(document))
    verification.passed(
        "contexts", "contexts_known", "It speaks the vocabulary of Open Badges 1 or 2."
    )
    publications = Publications(verification.circumstances.documents)
    if token is None:
        assertion = _check_hosted(assertion, verification, publications)
        parts = verification.attempt(
            "issuer", lambda: parts_of(assertion, publications, is_signed=False)
        )
        verification.attempt("issuer", lambda: _check_scope(assertion, parts))
        sentence = f"Its issuer, {parts.issuer['id']}, publishes badges at this address."
    else:
        _check_schema(assertion, verification)
        key, parts = _check_signed(assertion, token, verification, publications)
        verification.attempt("issuer", lambda: _check_owner(key, parts))
        sentence = f"It was signed by its issuer, {parts.issuer['id']}."
    verification.passed("issuer", "published_by_issuer", sentence)
    _check_dates(assertion, verification)
    _check_status(assertion, parts, verification, publications, is_signed=token is not None)
    verification.check_trust(in_words_of_3_0(assertion, parts.badge, parts.issuer))
    _check_endorsements(assertion, parts, verification)


def _check_schema(assertion: JsonObject, verification: Verification) -> None:
    problems = assertion_problems(assertion)
    if problems:
        said = "; ".join(map(str, problems[:_MAX_PROBLEMS_SAID]))
        verification.stop("schema", RefusedError("not_as_the_standard_asks", said))
    verification.passed("schema", "complete", "It has all that the standard asks for.")


def _check_hosted(
    assertion: JsonObject, verification: Verification, publications: Publications
) -> JsonObject:
    """The assertion as its address has it, if that is what was handed in."""
    is_withdrawn = assertion.get("revoked") is True and "recipient" not in assertion
    if not is_withdrawn:
        _check_schema(assertion, verification)
    address = str(assertion.get("id"))
    if members(assertion.get("verification")).get("type") in _SIGNED:
        unsigned = InvalidProofError(
            "not_signed",
            "It says that it is signed, but this copy carries no signature.",
            "Ask the holder for the badge as it was issued.",
        )
        verification.stop("proof", unsigned)
    if not is_web_address(address):
        wrong = InvalidProofError(
            "not_hosted", "It has no web address, so nothing shows that anybody issued it."
        )
        verification.stop("proof", wrong)
    hosted = verification.attempt("proof", lambda: _hosted(address, publications))
    if is_withdrawn or hosted.get("revoked") is True:
        verification.passed("proof", "hosted", f"{address[:200]} says what became of it.")
        _stop_as_revoked(hosted, verification)
    verification.attempt("proof", lambda: _compare(assertion, hosted))
    verification.passed("proof", "hosted", f"{address[:200]} publishes just this badge.")
    return hosted


def _hosted(address: str, publications: Publications) -> JsonObject:
    hosted = publications.json(address, "the badge")
    if hosted.get("revoked") is True and "recipient" not in hosted:
        return hosted
    found = in_words_of_2_0(hosted)
    if found.get("id") != address:
        raise InvalidProofError(
            "another_badge_there", f"At {address[:200]} stands another badge.", "Do not rely on it."
        )
    problems = assertion_problems(found)
    if problems:
        raise InvalidProofError("another_badge_there", "; ".join(map(str, problems[:3])))
    return found


def _compare(given: JsonObject, hosted: JsonObject) -> None:
    different = [
        name
        for name in sorted(given.keys() | hosted.keys())
        if name not in _MAY_DIFFER and _plain(given.get(name)) != _plain(hosted.get(name))
    ]
    if identifier_of(given.get("badge")) != identifier_of(hosted.get("badge")):
        different.append("badge")
    if different:
        raise InvalidProofError(
            "differs_from_hosted",
            f"The issuer publishes it otherwise: {', '.join(different)[:200]} differs.",
            "Use the badge as its address has it.",
        )


def _plain(value: object) -> object:
    """A value in one form: a list of one as the one, a moment as a moment."""
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(item) for item in value]
    if isinstance(value, str):
        try:
            return parse_instant(value)
        except RefusedError:
            return value
    return value


def _stop_as_revoked(hosted: JsonObject, verification: Verification) -> None:
    reason = hosted.get("revocationReason")
    because = f" The reason given: {reason[:300]}" if isinstance(reason, str) and reason else ""
    sentence = f"The issuer has revoked this badge; it no longer counts.{because}"
    verification.stop("status", RefusedError("revoked", sentence, "Ask the issuer why."))


def _check_scope(assertion: JsonObject, parts: Parts) -> None:
    if not is_published_by(str(assertion["id"]), issuer=parts.issuer):
        raise RefusedError(
            "not_published_by_issuer",
            f"It names {str(parts.issuer['id'])[:120]} as its issuer, but stands at an address "
            "that this issuer does not claim.",
            "Do not rely on it.",
        )


def _check_signed(
    assertion: JsonObject, token: Token, verification: Verification, publications: Publications
) -> tuple[VerificationKey, Parts]:
    def prove() -> tuple[VerificationKey, Parts]:
        if members(assertion.get("verification")).get("type") not in _SIGNED:
            raise InvalidProofError(
                "not_signed", "It says that it is hosted, not signed.", "Use its address."
            )
        kind_asked_for(token.header)  # what is never accepted is said before anything is fetched
        parts = parts_of(assertion, publications, is_signed=True)
        key = _key_of(assertion, parts, publications)
        check_token(token, key)
        return key, parts

    found = verification.attempt("proof", prove)
    sentence = "It has not been changed since it was signed."
    verification.passed("proof", "signature_holds", sentence)
    return found


def _key_of(assertion: JsonObject, parts: Parts, publications: Publications) -> VerificationKey:
    """The key that the assertion names, or else the only one of its issuer."""
    published = as_list(parts.issuer.get("publicKey"))
    named = members(assertion["verification"]).get("creator")
    if named is None:
        named = identifier_of(published[0]) if len(published) == 1 else None
    if not isinstance(named, str):
        raise InvalidProofError("no_key_named", "It does not name the key that signed it.")
    embedded = next(
        (key for key in published if isinstance(key, dict) and key.get("id") == named), None
    )
    if embedded is None:
        raw = publications.raw(named, "the signing key")
        if raw.lstrip().startswith(b"-----BEGIN"):  # version 1 publishes the bare key
            kind, public = read_pem(raw.decode("ascii", "replace"))
            return VerificationKey(named, "", kind, public)
        embedded = publications.json(named, "the signing key")
    kind, public = read_pem(embedded.get("publicKeyPem"))
    return VerificationKey(named, str(embedded.get("owner") or ""), kind, public)


def _check_owner(key: VerificationKey, parts: Parts) -> None:
    """The issuer names the key, and the key, if it is an object, the issuer."""
    issuer = str(parts.issuer["id"])
    own = {identifier_of(item) for item in as_list(parts.issuer.get("publicKey"))}
    if own:
        is_own = key.id in own and key.controller in ("", issuer)
    else:  # version 1: profiles name no key; it stands where the profile does
        is_own = key.controller in ("", issuer) and origin_of(key.id) == origin_of(issuer)
    if not is_own:
        raise RefusedError(
            "not_signed_by_issuer",
            f"It names {issuer[:120]} as its issuer, but somebody else signed it.",
            "Do not rely on it.",
        )


def _check_dates(assertion: JsonObject, verification: Verification) -> None:
    now: datetime = verification.circumstances.now
    issued = parse_instant(assertion["issuedOn"])
    if issued > now + CLOCK_TOLERANCE:
        sentence = f"It is dated {show_day(issued)}, in the future."
        verification.refused("dates", RefusedError("not_yet_valid", sentence))
        return
    until = "it does not expire"
    if "expires" in assertion:
        last = parse_instant(assertion["expires"])
        if last < now:
            error = RefusedError(
                "expired",
                f"It expired on {show_day(last)}.",
                "Ask the holder for a renewed one.",
            )
            verification.refused("dates", error)
            return
        until = f"valid until {show_day(last)}"
    sentence = f"Today lies in its period: issued on {show_day(issued)}, {until}."
    verification.passed("dates", "in_its_period", sentence)


def _check_status(
    assertion: JsonObject,
    parts: Parts,
    verification: Verification,
    publications: Publications,
    *,
    is_signed: bool,
) -> None:
    if not is_signed:
        sentence = "The issuer still publishes it, and does not say that it is revoked."
        verification.passed("status", "in_force", sentence)
        return
    address = parts.issuer.get("revocationList")
    if address is None:
        sentence = "The issuer publishes no list of revoked badges, so it cannot have been revoked."
        verification.passed("status", "no_status", sentence)
        return
    try:
        _check_revocation_list(assertion, parts, str(address), publications)
    except RefusedError as error:
        verification.refused("status", error)
    else:
        verification.passed("status", "in_force", "It is not on the issuer's list of revoked ones.")


def _check_revocation_list(
    assertion: JsonObject, parts: Parts, address: str, publications: Publications
) -> None:
    found = publications.json(address, "the list of revoked badges")
    if "revokedAssertions" in found:
        if identifier_of(found.get("issuer")) != parts.issuer["id"]:
            message = "The list of revoked badges is of another issuer."
            raise CannotCheckError("status_list_not_usable", message, "Tell the issuer.")
        revoked = {
            identifier_of(item) or members(item).get("uid")
            for item in as_list(found["revokedAssertions"])
        }
    elif "@context" not in found:
        revoked = set(found)  # version 1: an object from uid to reason
    else:
        message = "What the issuer names as its list of revoked badges is none."
        raise CannotCheckError("status_list_not_usable", message, "Tell the issuer.")
    identifier = str(assertion["id"])
    if {identifier, identifier.removeprefix("urn:x-uid:")} & revoked:
        raise RefusedError(
            "revoked", "The issuer has revoked this badge; it no longer counts.", "Ask them why."
        )


def _check_endorsements(assertion: JsonObject, parts: Parts, verification: Verification) -> None:
    if any("endorsement" in holder for holder in (assertion, parts.badge, parts.issuer)):
        error = CannotCheckError(
            "endorsement_not_checked", "Endorsements of Open Badges 2.0 are not checked here."
        )
        verification.refused("endorsements", error)
    else:
        verification.passed("endorsements", "no_endorsements", "It names no endorsement.")
