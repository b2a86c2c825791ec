"""The jobs that look after badges from elsewhere."""

from datetime import timedelta
from pathlib import Path

import pytest

from longleaf.gateways.clock import SystemClock
from longleaf.jobs.backpack import recheck, sweep
from longleaf.records.models import backpack as rows
from tests.brought import a_badge, a_kept_badge, bring
from tests.people import NOW, Cast


@pytest.fixture
def a_day_later(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Amina keeps a badge that has expired since, and looked at another."""
    a_kept_badge(cast, tmp_path, a_badge(expires=NOW + timedelta(hours=12)))
    bring(cast.acting(cast.amina), a_badge(number=2), tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW + timedelta(hours=24))


def test_what_is_due_is_checked_again_once(a_day_later: None) -> None:
    for _ in range(2):
        recheck(0)
    kept = rows.BackpackBadge.objects.get(kept_at__isnull=False)
    assert (kept.holding, kept.checked_at) == ("expired", NOW + timedelta(hours=24))


def test_what_was_never_kept_is_forgotten(a_day_later: None) -> None:
    for _ in range(2):
        sweep(0)
    assert rows.BackpackBadge.objects.get().kept_at is not None
