"""Whose rules decide."""

from datetime import date, datetime

from longleaf.basis.day import day_in
from longleaf.policy.facts import Employer

HOME = "north_carolina"
"""Whose rules are shown to someone who is employed nowhere that is on record."""


def jurisdiction_of(employer: Employer | None) -> str:
    """The jurisdiction that renews the license: the employer's, else the home state."""
    return (employer.jurisdiction if employer else None) or HOME


def legal_day(moment: datetime) -> date:
    """The day a moment counts as for renewal: the state's own, so that 11 p.m. is still today."""
    return day_in("America/New_York", moment)
