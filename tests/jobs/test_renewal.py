"""The nightly job that keeps standings in step with the calendar."""

import pytest

from longleaf.actions.renewal import MISSING_TASK, refresh_standing_later
from longleaf.jobs.renewal import compute_missing, refresh
from longleaf.records.models import credit as rows
from tests.cycles import a_license
from tests.jobs.worker import jobs
from tests.people import NOW, TODAY, Cast

pytestmark = pytest.mark.usefixtures("at_now")


def test_every_running_cycle_has_a_standing_afterward(cast: Cast) -> None:
    held = {a_license(cast.amina).pk, a_license(cast.ezra).pk}
    refresh(timestamp=0)
    told = rows.StandingSummary.objects.all()
    assert {one.license_id for one in told} == held
    assert {one.computed_at for one in told} == {NOW}


def test_running_it_again_changes_nothing_and_adds_nothing(cast: Cast) -> None:
    a_license(cast.amina)
    refresh(timestamp=0)
    before = list(rows.StandingSummary.objects.values())
    refresh(timestamp=1)
    assert list(rows.StandingSummary.objects.values()) == before


def test_without_a_license_there_is_nothing_to_do(cast: Cast) -> None:
    refresh(timestamp=0)
    assert not rows.StandingSummary.objects.exists()


def test_what_was_set_aside_is_missing_until_the_job_has_computed_it(cast: Cast) -> None:
    held, other = a_license(cast.amina), a_license(cast.ezra)
    refresh(timestamp=0)
    refresh_standing_later(persons=[cast.amina.pk], on=TODAY)
    assert rows.StandingSummary.objects.get().license_id == other.pk
    assert [state for task, state in jobs() if task == MISSING_TASK] == ["todo"]
    compute_missing.func()
    assert rows.StandingSummary.objects.filter(license=held, computed_at=NOW).exists()


def test_the_job_leaves_alone_what_is_not_missing(cast: Cast) -> None:
    a_license(cast.amina)
    refresh(timestamp=0)
    rows.StandingSummary.objects.update(outcome="as it was")
    compute_missing.func()
    assert rows.StandingSummary.objects.get().outcome == "as it was"
