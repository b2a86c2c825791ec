"""License cycles, activities and awards that tests of standing begin with."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from longleaf.actions.activity import approve_activity, record_activity
from longleaf.actions.award import grant_award
from longleaf.domain.credit.activity import Recorded
from longleaf.domain.organization.actor import system
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.vault import FileVault
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import award as awards
from longleaf.records.models import credit as rows
from longleaf.records.models import microcredential
from longleaf.records.models import organization as people
from tests.people import NOW, Cast
from tests.stories import a_submitted_attempt

BEGAN, EXPIRES = date(2022, 7, 1), date(2027, 6, 30)


@pytest.fixture
def demo_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """North Carolina's rules with those of the fictional LEAs, as in a demonstration."""
    monkeypatch.setattr(settings, "DEMO", True)
    rules_of.cache_clear()
    yield
    rules_of.cache_clear()


@pytest.fixture
def at_now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands still at NOW."""
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    return NOW


def a_license(
    person: people.Person,
    *,
    kind: str = "teacher",
    grade_span: str = "K-5",
    began: date = BEGAN,
    expires: date = EXPIRES,
) -> rows.License:
    """A running cycle; by default a K-5 teacher's, which asks for 3 + 3 + 2 credits."""
    return rows.License.objects.create(
        person=person,
        kind=kind,
        grade_span=grade_span,
        cycle_began_on=began,
        expires_on=expires,
    )


def said(
    title: str = "Reading workshop",
    *,
    quantity: str = "15",
    unit: str = "clock_hour",
    completed_on: date | None = date(2025, 10, 4),
    categories: Sequence[str] = ("literacy",),
    kind: str = "workshop",
) -> Recorded:
    return Recorded(kind, title, quantity, unit, completed_on, categories)


def a_waiting_activity(
    cast: Cast, person: people.Person | None = None, **given: object
) -> rows.Activity:
    """Amina's workshop of 15 hours (or what is given), waiting for Chloe."""
    who = person or cast.amina
    recorded = record_activity(
        by=cast.acting(who),
        person=who.pk,
        said=said(**given),  # type: ignore[arg-type]  # the names are those of `said`
        now=NOW,
    )
    return rows.Activity.objects.get(pk=recorded)


def an_approved_activity(
    cast: Cast, *categories: str, person: people.Person | None = None, **given: object
) -> rows.Activity:
    """The same, approved by Chloe."""
    held = a_waiting_activity(cast, person, **given)
    approve_activity(
        by=cast.acting(cast.chloe),
        activity=held.pk,
        categories=categories or ("literacy",),
        now=NOW,
    )
    return rows.Activity.objects.get(pk=held.pk)


def an_award(
    cast: Cast, folder: Path, *, version: microcredential.Version | None = None
) -> awards.Award:
    """Amina's award, granted with badge and credit as the review would."""
    attempt = a_submitted_attempt(cast, version=version)
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    granted = grant_award(
        by=system("review"),
        attempt=attempt.pk,
        vault=FileVault(folder / "vault.key"),
        base_url="https://longleaf.example",
        now=NOW,
    )
    return awards.Award.objects.get(pk=granted)
