"""What a signature of a key in wrong hands is worth."""

from datetime import UTC, datetime, timedelta

import pytest

from longleaf.domain.badge.stolen_key import Suspicion, suspicion_of

THEFT = datetime(2026, 2, 3, 14, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("is_on_record", [True, False])
@pytest.mark.parametrize("signed_at", [THEFT, THEFT + MOMENT, None])
def test_from_the_moment_of_the_theft_on_nothing_is_trusted(
    signed_at: datetime | None, is_on_record: bool
) -> None:
    found = suspicion_of(distrusted_since=THEFT, signed_at=signed_at, is_on_record=is_on_record)
    assert found is Suspicion.SIGNED_LATER


def test_just_before_it_what_is_on_record_is_trusted() -> None:
    assert suspicion_of(distrusted_since=THEFT, signed_at=THEFT - MOMENT, is_on_record=True) is None


def test_before_it_what_is_not_on_record_is_not_as_a_thief_writes_any_date() -> None:
    found = suspicion_of(distrusted_since=THEFT, signed_at=THEFT - MOMENT, is_on_record=False)
    assert found is Suspicion.NOT_ON_RECORD
