"""Whose rules decide, and on which day."""

from datetime import UTC, date, datetime

from longleaf.domain.renewal.jurisdiction import jurisdiction_of, legal_day
from longleaf.policy.facts import Employer


def test_the_employer_s_state_decides_and_the_home_state_where_none_is_known() -> None:
    assert jurisdiction_of(Employer("toy", None)) == "toy"
    assert jurisdiction_of(Employer()) == "north_carolina"
    assert jurisdiction_of(None) == "north_carolina"


def test_late_in_the_evening_is_still_today_for_the_state() -> None:
    assert legal_day(datetime(2026, 7, 1, 3, 59, tzinfo=UTC)) == date(2026, 6, 30)
    assert legal_day(datetime(2026, 7, 1, 4, 0, tzinfo=UTC)) == date(2026, 7, 1)
