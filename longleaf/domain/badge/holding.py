"""What the report on a badge from elsewhere means for the one who keeps it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from longleaf.credential.report import LAPSED, Outcome, Overall, Report

USUAL: Final = timedelta(hours=24)
"""How long after a check a badge is looked at again."""
SOONER: Final = timedelta(hours=6)
"""The same, if not everything could be checked."""
LATER: Final = timedelta(days=7)
"""The same, of a badge that will not come back."""


class Holding(StrEnum):
    """How a badge from elsewhere stands."""

    HOLDS = "holds"
    UNCHECKED = "unchecked"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DISTRUSTED = "distrusted"
    BROKEN = "broken"


# What a failed check leaves of a badge that is genuine, by its reason, then by its name.
_BY_REASON: Final = {
    "expired": Holding.EXPIRED,
    "signature_expired": Holding.EXPIRED,
    "not_yet_valid": Holding.NOT_YET,
    "revoked": Holding.REVOKED,
    "suspended": Holding.SUSPENDED,
}
_BY_CHECK: Final = {"trust": Holding.DISTRUSTED, "endorsements": Holding.UNCHECKED}
_HARDEST_FIRST: Final = (
    Holding.BROKEN,
    Holding.REVOKED,
    Holding.DISTRUSTED,
    Holding.EXPIRED,
    Holding.SUSPENDED,
    Holding.NOT_YET,
    Holding.UNCHECKED,
)
FINAL: Final = frozenset({Holding.REVOKED, Holding.EXPIRED, Holding.BROKEN})


def holding_of(report: Report) -> Holding:
    """How a badge stands by this report.

    A failure of any kind that is not known to leave the badge genuine makes it broken.
    """
    found = {
        _BY_REASON.get(result.reason, _BY_CHECK.get(result.name, Holding.BROKEN))
        for result in report
        if result.outcome is Outcome.FAILED and result.reason != LAPSED
    }
    if found:
        return next(one for one in _HARDEST_FIRST if one in found)
    return Holding.HOLDS if report.overall is Overall.GOOD else Holding.UNCHECKED


def why_not(report: Report) -> str:
    """What the first check that did not pass says; "" if all passed."""
    wrong = [one for one in report if one.outcome is Outcome.FAILED]
    wrong += [one for one in report if one.outcome is Outcome.COULD_NOT_CHECK]
    return wrong[0].sentence if wrong else ""


def may_be_kept(holding: Holding) -> bool:
    """Whether a badge that stands so may be kept: what is forged or damaged may not."""
    return holding is not Holding.BROKEN


def issuer_is_recognized(report: Report) -> bool:
    """Whether somebody recognizes the issuer, so that rules about any recognized issuer apply."""
    trust = report.result("trust")
    return trust is not None and trust.outcome is Outcome.PASSED


def check_after(holding: Holding, *, expires_at: datetime | None, now: datetime) -> datetime:
    """When to look again: the moment it expires, if that comes before the usual time."""
    if holding in FINAL:
        return now + LATER
    usual = now + (SOONER if holding is Holding.UNCHECKED else USUAL)
    if expires_at is not None and now < expires_at < usual:
        return expires_at + timedelta(seconds=1)
    return usual
