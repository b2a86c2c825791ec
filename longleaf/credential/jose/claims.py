"""What a token claims beside the document it carries, and whether the two agree (RFC 7519, 4.1)."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from longleaf.credential.document import JsonObject, identifier_of, members
from longleaf.credential.instants import parse_instant, show_instant
from longleaf.credential.refusal import InvalidProofError, RefusedError

REGISTERED = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce")
"""Claims of JSON Web Tokens that may stand beside a document's own members."""

_TEXTS = ("iss", "sub", "jti", "nonce")
_MOMENTS = ("exp", "nbf", "iat")
_LATEST = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
_SECOND = timedelta(seconds=1)


def apart(payload: JsonObject) -> tuple[JsonObject, JsonObject]:
    """The token's registered claims, and the rest: the document."""
    claims = {name: payload[name] for name in REGISTERED if name in payload}
    if not claims:
        return claims, payload
    return claims, {name: value for name, value in payload.items() if name not in claims}


def check_forms(claims: Mapping[str, object]) -> None:
    """Return if every claim is of its kind.

    Raises:
        InvalidProofError: With the claim at fault.
    """
    for name in _TEXTS:
        if name in claims and not isinstance(claims[name], str):
            raise _malformed(name)
    for name in _MOMENTS:
        moment_of(claims, name)


def moment_of(claims: Mapping[str, object], name: str) -> datetime | None:
    """A claim that is a moment, in UTC; None if it is not there.

    Raises:
        InvalidProofError: If it is not a number of seconds within the calendar.
    """
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _malformed(name)
    if not math.isfinite(value) or not 0 <= value <= _LATEST:
        raise _malformed(name)
    return datetime.fromtimestamp(value, UTC)


def check_agree(
    claims: Mapping[str, object],
    document: JsonObject,
    *,
    owner: str | None,
    is_whole_period: bool,
) -> None:
    """Return if what the token claims is also what the document says, where both say it.

    Args:
        claims: The token's registered claims.
        document: The credential or presentation.
        owner: The document's issuer or holder; None if it names none.
        is_whole_period: Whether `exp` means the document's own end, as in Open Badges 3.0 and
            VC 1.1; to VC-JOSE-COSE it is the end of the signature's life.

    Raises:
        InvalidProofError: With the claim at fault.
    """
    for name, said in (
        ("iss", owner),
        ("jti", identifier_of(document)),
        ("sub", _subject(document)),
    ):
        if name in claims and said is not None and claims[name] != said:
            raise _disagree(name, str(claims[name]), said)
    _check_moment(claims, "nbf", document, ("validFrom", "issuanceDate"))
    if is_whole_period:
        _check_moment(claims, "exp", document, ("validUntil", "expirationDate"))


def dates_of(claims: Mapping[str, object]) -> JsonObject:
    """The token's own dates, as a proof of Data Integrity names them.

    Before the later of `iat` and `nbf` it does not hold.
    """
    dates: JsonObject = {}
    begins = [moment_of(claims, name) for name in ("iat", "nbf") if name in claims]
    first = max((moment for moment in begins if moment is not None), default=None)
    last = moment_of(claims, "exp")
    if first is not None:
        dates["created"] = show_instant(first)
    if last is not None:
        dates["expires"] = show_instant(last)
    return dates


def _subject(document: JsonObject) -> str | None:
    subject = document.get("credentialSubject")
    if isinstance(subject, list):
        subject = subject[0] if len(subject) == 1 else None
    return identifier_of(members(subject))


def _check_moment(
    claims: Mapping[str, object], name: str, document: JsonObject, members_: tuple[str, str]
) -> None:
    claimed = moment_of(claims, name)
    said = next((document[member] for member in members_ if member in document), None)
    if claimed is None or said is None:
        return
    try:
        moment = parse_instant(said)
    except RefusedError:  # the check of the schema says so
        return
    if abs(moment - claimed) >= _SECOND:
        raise _disagree(name, show_instant(claimed), str(said))


def _malformed(name: str) -> InvalidProofError:
    return InvalidProofError("malformed_claim", f'The token\'s claim "{name}" is malformed.')


def _disagree(name: str, claimed: str, said: str) -> InvalidProofError:
    return InvalidProofError(
        "claims_disagree",
        f'The token says one thing ("{name}": {claimed[:120]}) and the credential in it another '
        f"({said[:120]}).",
        "Do not rely on it. Ask the issuer for one that agrees with itself.",
    )
