"""Moments as the standards write them (XML Schema dateTimeStamp: a time zone is required)."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from longleaf.credential.refusal import RefusedError

_FORM = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:[0-5]\d)\Z",
    re.ASCII,
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_TOO_FINE = re.compile(r"(\.\d{6})\d+")  # Python keeps microseconds


def parse_instant(text: object) -> datetime:
    """Read a dateTimeStamp such as "2026-08-01T00:00:00Z".

    Raises:
        RefusedError: If it is not one, or no such day exists.
    """
    if isinstance(text, str):
        return _parsed(text)
    raise _fault(text)


@lru_cache(maxsize=4_096)  # badges of a day share their moments; only moments are kept
def _parsed(text: str) -> datetime:
    if not _FORM.match(text):
        raise _fault(text)
    try:
        return datetime.fromisoformat(_TOO_FINE.sub(r"\1", text)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _fault(text) from error


def show_instant(moment: datetime) -> str:
    """Write a moment as the standards' examples do, in UTC and whole seconds.

    Raises:
        ValueError: If the moment has no time zone.
    """
    if moment.tzinfo is None:
        message = "A moment in a credential needs a time zone."
        raise ValueError(message)
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return _shown(utc.replace(microsecond=0) if utc.microsecond else utc)


@lru_cache(maxsize=1_024)  # many are signed in the same second
def _shown(utc: datetime) -> str:
    return utc.isoformat().removesuffix("+00:00") + "Z"


def show_day(moment: datetime) -> str:
    """The day in words, in UTC, for a sentence: "October 2, 2026"."""
    return _shown_day(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=1_024)
def _shown_day(utc: datetime) -> str:
    return f"{_MONTHS[utc.month - 1]} {utc.day}, {utc.year}"


def _fault(text: object) -> RefusedError:
    return RefusedError(
        "not_a_date",
        f'"{str(text)[:60]}" is not a date and time with a time zone, like 2026-08-01T00:00:00Z.',
    )
