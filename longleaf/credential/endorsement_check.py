"""Whether what others say of a badge is theirs (Open Badges 3.0, verifying endorsements).

An endorsement stands inside what the badge's issuer signed. If it is not genuine, the issuer
signed over a forgery, and the badge is bad. If it has lapsed since, the endorser no longer stands
behind it; that is said, and is no fault of the badge.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from longleaf.credential.document import (
    JsonObject,
    as_list,
    identifier_of,
    members,
)
from longleaf.credential.opened import opened
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import LAPSED, CheckResult, Outcome, Overall, Report

MAX_ENDORSEMENTS = 32
_NONE = CheckResult("endorsements", Outcome.PASSED, "no_endorsements", "It names no endorsement.")

VerifyWithin = Callable[[JsonObject | str], Report]
"""Verifies a credential within another, embedded or as a token."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An endorsement, and the id of what it stands in."""

    given: JsonObject | str
    stands_in: str | None


def check_endorsements(document: JsonObject, *, verify: VerifyWithin) -> CheckResult:
    """Check every endorsement in a credential, embedded or as a token.

    Args:
        document: The credential, its signature already found to hold.
        verify: Verifies an endorsement on its own.

    Returns:
        Passed if there is none, or all hold. Failed with the reason "endorsement_not_genuine", or
        with `LAPSED` where one held once.
    """
    found = list(_endorsements_in(document))
    if not found:
        return _NONE
    if len(found) > MAX_ENDORSEMENTS:
        sentence = f"More than {MAX_ENDORSEMENTS} endorsements are not checked."
        return CheckResult("endorsements", Outcome.COULD_NOT_CHECK, "too_many", sentence)
    results = [_check(one, verify) for one in found]
    for outcome, reason in (
        (Outcome.FAILED, "endorsement_not_genuine"),
        (Outcome.FAILED, LAPSED),
        (Outcome.COULD_NOT_CHECK, None),
    ):
        for result in results:
            if result.outcome is outcome and reason in (None, result.reason):
                return result
    return CheckResult("endorsements", Outcome.PASSED, "endorsed", _all_hold(results))


def _endorsements_in(document: JsonObject) -> Iterator[_Found]:
    """Of the credential itself, of its issuer, and of what its subject names."""
    for holder in _holders_in(document):
        if "endorsement" not in holder and "endorsementJwt" not in holder:
            continue
        where = identifier_of(holder)
        for embedded in as_list(holder.get("endorsement")):
            yield _Found(dict(members(embedded)), where)
        for token in as_list(holder.get("endorsementJwt")):
            yield _Found(token if isinstance(token, str) else "", where)


def _holders_in(document: JsonObject) -> list[JsonObject]:
    found = [document, *_profiles(document.get("issuer"))]
    for subject in as_list(document.get("credentialSubject")):
        found += _profiles(members(subject).get("source"))
        for achievement in as_list(members(subject).get("achievement")):
            if isinstance(achievement, dict):
                found += [achievement, *_profiles(achievement.get("creator"))]
    return found


def _profiles(value: object) -> list[JsonObject]:
    """A profile and the organizations above it."""
    found: list[JsonObject] = []
    while isinstance(value, dict):
        found.append(value)
        value = value.get("parentOrg")
    return found


def _check(found: _Found, verify: VerifyWithin) -> CheckResult:
    report = verify(found.given)
    says = _claims_of(found.given)
    by = _name(says)
    if report.genuine is Outcome.FAILED:
        wrong = report.first_not_passed
        why = wrong.sentence if wrong else "It cannot be read."
        return _not_genuine(f"The endorsement by {by} is not genuine. {why}")
    if "EndorsementCredential" not in as_list(says.get("type")):
        return _not_genuine(f"What stands there as an endorsement by {by} is none.")
    if identifier_of(says.get("credentialSubject")) != found.stands_in:
        return _not_genuine(f"The endorsement by {by} is of something else.")
    wrong = report.first_not_passed
    if report.overall is Overall.BAD and wrong is not None:
        sentence = f"The endorsement by {by} no longer counts. {wrong.sentence}"
        fix = "Judge the badge without it."
        return CheckResult("endorsements", Outcome.FAILED, LAPSED, sentence, fix)
    if report.overall is Overall.COULD_NOT_CHECK and wrong is not None:
        sentence = f"The endorsement by {by} could not be checked. {wrong.sentence}"
        return CheckResult(
            "endorsements", Outcome.COULD_NOT_CHECK, "endorsement_not_checked", sentence, wrong.fix
        )
    return CheckResult("endorsements", Outcome.PASSED, "endorsed", by)


def _not_genuine(sentence: str) -> CheckResult:
    fix = "Do not rely on it: whoever issued the badge signed over this."
    return CheckResult("endorsements", Outcome.FAILED, "endorsement_not_genuine", sentence, fix)


def _claims_of(given: JsonObject | str) -> JsonObject:
    """What an endorsement of any form says. Nothing if it cannot be read."""
    with suppress(RefusedError):
        return opened(given)
    return {}


def _name(says: JsonObject) -> str:
    issuer = says.get("issuer") or says.get("iss")
    name = members(issuer).get("name") or identifier_of(issuer)
    return str(name or "somebody unnamed")[:120]


def _all_hold(results: list[CheckResult]) -> str:
    by = ", ".join(dict.fromkeys(result.sentence for result in results))
    return f"Endorsed by {by}; that is genuine and still stands."
