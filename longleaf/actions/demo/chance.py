"""Chance with a fixed seed: every question has a stream of its own, so that none shifts another."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from longleaf.domain.evidence.due import is_business_day

SEED = "longleaf demonstration 1"
_T = TypeVar("_T")
_NAMES = UUID("6a1c1a52-6d1f-5a0e-9a34-3d6b6e1d7f10")
_ZONE = ZoneInfo("America/New_York")
_UTC = ZoneInfo("UTC")
_SUMMER = ((6, 12), (8, 12))  # from … until: few hand anything in


def stream(*names: object) -> Random:
    """The stream of random numbers for one question, the same in every run."""
    return Random("/".join(str(name) for name in (SEED, *names)))  # noqa: S311 - a demo's, not a secret's


def identifier(*names: object) -> UUID:
    """The identifier of something invented, the same in every run."""
    return uuid5(_NAMES, "/".join(str(name) for name in names))


def pick(rng: Random, of: Sequence[_T]) -> _T:
    """One of these."""
    return of[rng.randrange(len(of))]


def moment(day: date, rng: Random, *, first: int = 8, last: int = 20) -> datetime:
    """A moment of a day, by the clock of North Carolina, in UTC."""
    at = time(rng.randint(first, last), rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, at, tzinfo=_ZONE).astimezone(_UTC)


def day_between(rng: Random, first: date, last: date) -> date:
    """A working day between two days, seldom in the summer; `last` if there is none."""
    span = (last - first).days
    day = last
    for _ in range(40):
        day = first + timedelta(days=rng.randint(0, max(span, 0)))
        if not is_business_day(day):
            continue
        in_summer = _SUMMER[0] <= (day.month, day.day) <= _SUMMER[1]
        if not in_summer or rng.random() < 0.15:  # noqa: PLR2004 - the share of those who work on
            return day
    return day


def working_days_after(day: date, count: int) -> date:
    """The working day that comes `count` working days later."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The last working day before this one."""
    day -= timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day
