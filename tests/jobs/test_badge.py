"""Badges signed anew by a worker, also one that is stopped half way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from longleaf.actions import reissue
from longleaf.actions.award import grant_award
from longleaf.actions.key import distrust_key
from longleaf.actions.reissue import begin_signing_anew, sign_badges_anew
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.models import badge as rows
from longleaf.records.models import job as jobs
from longleaf.records.models import notice as notices
from tests.jobs.worker import work
from tests.people import Cast, make_cast
from tests.stories import a_published_microcredential, a_submitted_attempt


@pytest.fixture
def cast(cleared: None) -> Cast:
    """With three awards at Northfield, and work that is committed."""
    made = make_cast()
    version = a_published_microcredential(made)
    for educator in (made.amina, made.ben, made.bea):
        attempt = a_submitted_attempt(made, version=version, educator=educator)
        attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", _now()
        attempt.save()
        grant_award(
            by=system("review"),
            attempt=attempt.pk,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=_now(),
        )
    return made


def _now() -> datetime:
    return ports().clock.now()


def stolen(cast: Cast) -> UUID:
    key = rows.SigningKey.objects.get()
    distrust_key(
        by=cast.acting(cast.ada),
        key=key.pk,
        since=_now() - timedelta(days=1),
        reason="A backup was copied.",
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=_now(),
    )
    return key.pk


def signed_with(key: UUID) -> int:
    return rows.Badge.objects.filter(key=key, replaced_at__isnull=True).count()


def test_a_worker_signs_all_of_them_and_tells_educators_and_whoever_asked(cast: Cast) -> None:
    key = stolen(cast)
    run = begin_signing_anew(by=cast.acting(cast.ada), key=key, now=_now())
    work()
    done = jobs.JobRun.objects.get(pk=run)
    assert (done.state, done.done) == ("done", 3)
    assert "3 badges were signed anew" in done.message
    assert signed_with(key) == 0
    assert rows.Badge.objects.count() == 6
    told = notices.Notice.objects.filter(kind="badge.signed_anew")
    assert {notice.person for notice in told} == {cast.amina, cast.ben, cast.bea}
    assert notices.Notice.objects.get(kind="badge.all_signed_anew").person == cast.ada


def test_stopped_half_way_it_goes_on_with_what_is_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = stolen(cast)
    monkeypatch.setattr(reissue, "_AT_ONCE", 1)

    def sign(tell: Callable[[int], None]) -> int:
        return sign_badges_anew(
            by=system("sign_anew"),
            key=key,
            tell=tell,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            clock=ports().clock,
        )

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sign(stop)
    assert signed_with(key) == 2
    assert sign(lambda done: None) == 2
    assert signed_with(key) == 0
    assert rows.Badge.objects.count() == 6
    assert notices.Notice.objects.filter(kind="badge.signed_anew").count() == 3
