"""Extension: more time for one license, granted to one person, up to what the rules allow."""

from datetime import date

from longleaf.basis.day import months_after
from longleaf.policy.facts import License
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.against import Against


def extended(day: date, held: License, months: Dated[int] | None) -> list[Against] | None:
    """What speaks against credit of a day after expiry, or None if no extension reaches it.

    Args:
        day: When it was earned.
        held: The license, and to when it was extended. What is asked for stays that of the day on
            which it would have expired.
        months: The longest extension there is, by that day; None if there is none.
    """
    last, to = held.expires_on, held.extended_to
    if months is None or last is None or to is None or day > to or not months.covers(last):
        return None
    row = months.on(last)
    if isinstance(row.value, Unknown):
        because = Because("entry.extension_unknown", {"reason": row.value.reason})
        return [Against(because, for_sure=False, citations=row.citations)]
    return [] if day <= months_after(last, row.value) else None


def after_expiry(day: date, held: License, months: Dated[int] | None) -> list[Against] | None:
    """What speaks against a day after the license expired; None for a day that is not after it."""
    if held.expires_on is None or day <= held.expires_on:
        return None
    granted = extended(day, held, months)
    if granted is not None:
        return granted
    numbers = {"day": day.isoformat(), "expires_on": held.expires_on.isoformat()}
    return [Against(Because("entry.after_expiry", numbers), for_sure=True)]


def extension_finding(held: License, months: Dated[int] | None) -> Finding | None:
    """A note that the license was extended, as far as the rules go and with where they say so."""
    last, to = held.expires_on, held.extended_to
    if months is None or last is None or to is None or to <= last or not months.covers(last):
        return None
    row = months.on(last)
    if isinstance(row.value, Unknown):
        # What it would let in is open by itself, entry by entry; it decides nothing besides.
        return None
    reaches = min(to, months_after(last, row.value))
    numbers = {"extended_to": to.isoformat(), "reaches": reaches.isoformat()}
    key = "extension.granted" if reaches == to else "extension.cut"
    return Finding("extension", Outcome.MET, Because(key, numbers), citations=row.citations)
