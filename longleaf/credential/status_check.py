"""Whether a credential is revoked or suspended, by the lists it names (Status List 1.0, 3.2)."""

import re
from collections.abc import Callable
from typing import TypeGuard

from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.opened import opened
from longleaf.credential.ports import StatusPort
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.report import CheckResult, Outcome, Overall, Report
from longleaf.credential.status_list import MAXIMUM_ENTRIES, PURPOSES, StatusList

_KINDS = {
    "BitstringStatusListEntry": ("BitstringStatusListCredential", "BitstringStatusList"),
    "StatusList2021Entry": ("StatusList2021Credential", "StatusList2021"),
}
"""Kinds of entries, and the types of the list's credential and of the list; 2021 is of VC 1.1."""

_MOST_BITS = 32
_INDEX = re.compile(r"(0|[1-9][0-9]{0,11})\Z", re.ASCII)
_INFORMATIVE = ("message", "refresh")
_SET = {
    "revocation": RefusedError(
        "revoked", "The issuer has revoked this badge; it no longer counts.", "Ask the issuer why."
    ),
    "suspension": RefusedError(
        "suspended",
        "The issuer has suspended this badge for now.",
        "Ask the issuer, or check again later.",
    ),
}

VerifyList = Callable[[JsonObject | bytes], Report]


def check_status(document: JsonObject, *, status: StatusPort, verify: VerifyList) -> CheckResult:
    """Look the credential up in every status list it names.

    Args:
        document: The credential, its signature already found to hold.
        status: Gets the lists.
        verify: Verifies a list's own credential, dates included.

    Returns:
        Passed only if every list could be had, holds, and does not have the entry set.
    """
    entries = as_list(document.get("credentialStatus"))
    if not entries:
        sentence = "The issuer publishes no status for this badge, so it cannot have been revoked."
        return CheckResult("status", Outcome.PASSED, "no_status", sentence)
    unknown: CheckResult | None = (
        None  # no exception is kept: it would keep all that it went through
    )
    for entry in entries:
        try:
            _check_entry(dict(members(entry)), document, status, verify)
        except CannotCheckError as error:  # a later entry may still say "revoked"
            unknown = unknown or _result(Outcome.COULD_NOT_CHECK, error)
        except RefusedError as error:
            return _result(Outcome.FAILED, error)
    if unknown is not None:
        return unknown
    return CheckResult("status", Outcome.PASSED, "in_force", _in_force(entries))


def _check_entry(
    entry: JsonObject, document: JsonObject, status: StatusPort, verify: VerifyList
) -> None:
    if str(entry.get("type")) not in _KINDS:
        raise CannotCheckError(
            "unknown_status_kind",
            "The badge publishes its status in a way not known here "
            f'("{str(entry.get("type"))[:60]}").',
        )
    purpose = entry.get("statusPurpose")
    if purpose in _INFORMATIVE:
        return
    if not isinstance(purpose, str) or purpose not in PURPOSES:
        message = f'The badge names a status of a kind not known here ("{str(purpose)[:60]}").'
        raise CannotCheckError("unknown_status_kind", message)
    index, size = _index(entry.get("statusListIndex")), _size(entry.get("statusSize", 1))
    bits = _list_for(entry, purpose, identifier_of(document.get("issuer")), status, verify)
    try:
        is_set = any(bits[place] for place in range(index * size, (index + 1) * size))
    except IndexError as error:
        message = "The badge names a place in its status list that does not exist."
        raise RefusedError("status_index_out_of_range", message) from error
    if is_set:
        raise _SET[purpose]


def _list_for(
    entry: JsonObject, purpose: str, issuer: str | None, status: StatusPort, verify: VerifyList
) -> StatusList:
    address = entry.get("statusListCredential")
    if not isinstance(address, str):
        message = "The badge does not say where its status is published."
        raise RefusedError("malformed_status", message)
    given = status.status_list(address)
    if given is None:
        raise CannotCheckError(
            "status_list_not_available",
            f"Whether the badge is still in force could not be checked: its {purpose} list "
            f"({address[:200]}) could not be had.",
            "Try again when the issuer's site can be reached.",
        )
    try:
        credential = opened(given)
        kind = str(entry["type"])
        _check_list(credential, kind, address=address, purpose=purpose, issuer=issuer)
        _check_report(verify(given))
        encoded = str(members(credential["credentialSubject"]).get("encodedList"))
        # A list of 2021 is base64url as well, without the letter that says so.
        return StatusList.decode(f"u{encoded}" if kind == "StatusList2021Entry" else encoded)
    except CannotCheckError:
        raise
    except RefusedError as error:
        raise _unusable(error.sentence) from error


def _check_list(
    credential: JsonObject, kind: str, *, address: str, purpose: str, issuer: str | None
) -> None:
    subject = members(credential.get("credentialSubject"))
    of_credential, of_list = _KINDS[kind]
    if of_credential not in as_list(credential.get("type")) or subject.get("type") != of_list:
        raise _unusable("it is not a status list.")
    if not _is_count(subject.get("ttl", 1)):
        raise _unusable("for how long it may be kept (ttl) is not a whole number.")
    if "id" in credential and credential["id"] != address:
        raise _unusable("it is another list than the one the badge names.")
    if purpose not in as_list(subject.get("statusPurpose")):
        raise _unusable(f"it is not a list for {purpose}.")
    if identifier_of(credential.get("issuer")) != issuer:
        raise _unusable("it comes from somebody else than the badge's issuer.")


def _check_report(report: Report) -> None:
    if report.overall is not Overall.GOOD:
        wrong = next(
            result
            for result in report
            if result.outcome is not Outcome.PASSED and result.name != "trust"
        )
        raise _unusable(wrong.sentence)


def _unusable(why: str) -> CannotCheckError:
    return CannotCheckError(
        "status_list_not_usable",
        f"Whether the badge is still in force could not be checked; of its status list: {why}",
        "Tell the issuer that their status list cannot be used.",
    )


def _index(value: object) -> int:
    if not isinstance(value, str) or _INDEX.match(value) is None:
        message = "The badge's place in its status list is not a whole number."
        raise RefusedError("malformed_status", message)
    index = int(value)
    if index >= MAXIMUM_ENTRIES:
        message = "The badge names a place in its status list that does not exist."
        raise RefusedError("status_index_out_of_range", message)
    return index


def _size(value: object) -> int:
    """How many bits each credential has in the list; any bit that is set counts as the purpose."""
    if not _is_count(value) or value > _MOST_BITS:
        message = "The badge does not say in a known way how large its place in the list is."
        raise RefusedError("malformed_status", message)
    return value


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _in_force(entries: list[object]) -> str:
    purposes = {members(entry).get("statusPurpose") for entry in entries}
    said = {"revocation": "not revoked", "suspension": "not suspended"}
    words = [sentence for purpose, sentence in said.items() if purpose in purposes]
    return f"By the issuer's own list, the badge is {' and '.join(words) or 'in force'}."


def _result(outcome: Outcome, error: RefusedError) -> CheckResult:
    return CheckResult("status", outcome, error.reason, error.sentence, error.fix)
