"""A small demonstration, loaded: whole, marked as invented, and only once."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.models import Count, F, Q
from pytest_django import Settings

from longleaf.actions.check import check_badge
from longleaf.actions.demo import Loaded, NotADemoError, load_demo
from longleaf.actions.pack import load_pack
from longleaf.domain.organization.actor import NOBODY, Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.file_store import DiskStore
from longleaf.gateways.vault import FileVault
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import (
    audit,
    award,
    badge,
    credit,
    evidence,
    gate,
    notice,
    organization,
    term,
)
from longleaf.records.models import review as reviews

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
LOADER = system("load_demo")


@pytest.fixture
def _demo(settings: Settings) -> Iterator[None]:
    settings.DEMO = True
    rules_of.cache_clear()
    yield
    rules_of.cache_clear()


def _load(folder: Path, *, by: Actor = LOADER, size: float = 0.08) -> Loaded:
    return load_demo(
        by=by,
        password="long needles drop in autumn",
        vault=FileVault(folder / "vault.key"),
        files=DiskStore(folder / "files"),
        base_url="http://127.0.0.1:8000",
        say=lambda line: None,
        size=size,
        now=NOW,
    )


@pytest.mark.usefixtures("db")
def test_without_the_demo_setting_nothing_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(NotADemoError):
        _load(tmp_path)
    assert not organization.Organization.objects.exists()


@pytest.mark.usefixtures("db", "_demo")
def test_only_the_system_loads_it(tmp_path: Path) -> None:
    with pytest.raises(NotPermittedError):
        _load(tmp_path, by=NOBODY)


@pytest.mark.usefixtures("db", "_demo")
def test_a_loaded_demonstration_is_whole(tmp_path: Path) -> None:
    """One load for many looks: it takes seconds."""
    load_pack(by=LOADER, name="north_carolina", now=NOW)
    loaded = _load(tmp_path)
    assert loaded.is_new
    _every_award_is_whole()
    _everything_invented_is_marked()
    _an_invented_group_has_decided()
    _reviewers_are_not_of_the_educators_school()
    _the_trail_and_the_ledger_read_in_order()
    _everyone_has_a_standing()
    _files_lie_where_they_should(tmp_path)
    _the_gates_are_shown()
    _no_mail_is_due()
    _badges_are_what_they_are_under_any_port(tmp_path)

    before = _counts()
    again = _load(tmp_path)
    assert not again.is_new
    assert again.sign_ins == loaded.sign_ins
    assert _counts() == before


def _every_award_is_whole() -> None:
    granted = award.Award.objects.annotate(
        lines=Count("credit_entries", filter=Q(credit_entries__kind="award"), distinct=True),
        signed=Count("badges", distinct=True),
        places=Count("status_entries", distinct=True),
    )
    assert granted.count() >= 40
    assert not granted.exclude(lines=1, signed=1, places=1).exists()
    assert not granted.exclude(submission__state="earned").exists()
    assert not granted.exclude(educator=F("submission__educator")).exists()
    assert set(granted.values_list("state", flat=True)) == {"active", "suspended", "revoked"}
    assert badge.Publication.objects.exists()


def _badges_are_what_they_are_under_any_port(folder: Path) -> None:
    expected = {"active": "in_force", "suspended": "suspended", "revoked": "revoked"}
    for state, reason in expected.items():
        for one in badge.Badge.objects.filter(award__state=state, replaced_at=None)[:3]:
            report = check_badge(
                one.document.encode(),
                vault=FileVault(folder / "vault.key"),
                base_url="http://127.0.0.1:8123",
                now=NOW,
            )
            found = report.result("status")
            assert found is not None, report.as_json()
            assert found.reason == reason


def _an_invented_group_has_decided() -> None:
    group = term.WorkGroup.objects.get(convened_by__is_demo=True)
    assert not group.members.exclude(organization__is_demo=True, person__is_demo=True).exists()
    assert not term.GroupMember.objects.exclude(group=group).exclude(person=None).exists()
    states = dict(term.Proposal.objects.values_list("concept__key", "state"))
    assert states == {"reviewer": "adopted", "credential": "in_comment", "stack": "proposed"}


def _everything_invented_is_marked() -> None:
    real = organization.Organization.objects.filter(is_demo=False)
    assert real.count() > 115
    assert not organization.Person.objects.filter(is_demo=False).exists()
    assert not organization.Role.objects.filter(organization__in=real).exists()
    assert not award.Award.objects.filter(issuer__in=real).exists()
    assert not badge.SigningKey.objects.filter(organization__in=real).exists()


def _reviewers_are_not_of_the_educators_school() -> None:
    assert reviews.Review.objects.exists()
    same = reviews.Review.objects.filter(
        reviewer__roles__organization=F("attempt__submission__organization"),
        attempt__submission__organization__kind="school",
    )
    assert not same.exists()


def _the_trail_and_the_ledger_read_in_order() -> None:
    told = list(audit.AuditEvent.objects.order_by("pk").values_list("at", flat=True))
    late = sum(after < before for before, after in itertools.pairwise(told))
    # The pack comes first, what authors have published second, their drafts and the plans last.
    assert late <= 5
    posted = list(credit.CreditEntry.objects.order_by("pk").values_list("posted_at", flat=True))
    assert posted == sorted(posted)


def _everyone_has_a_standing() -> None:
    running = credit.License.objects.filter(expires_on__gte=NOW.date())
    assert running.count() >= 30
    assert not running.filter(summary=None).exists()


def _files_lie_where_they_should(folder: Path) -> None:
    files = DiskStore(folder / "files")
    held = evidence.Artifact.objects.filter(form="file")
    assert set(held.values_list("media_type", flat=True)) == {"image/png", "application/pdf"}
    assert all(files.length(one.file_key) == one.length > 0 for one in held)


def _the_gates_are_shown() -> None:
    assert gate.ReviewProgram.objects.filter(microcredential=None).exists()
    waiting = gate.CompletenessCheck.objects.filter(outcome="")
    assert not waiting.filter(attempt__reviews__isnull=False).exists()


def _no_mail_is_due() -> None:
    assert notice.Notice.objects.exists()
    assert not notice.Notice.objects.filter(mailed_at=None).exists()


def _counts() -> list[int]:
    kinds = [
        organization.Person,
        organization.Role,
        evidence.Submission,
        award.Award,
        credit.CreditEntry,
        audit.AuditEvent,
        notice.Notice,
    ]
    return [kind.objects.count() for kind in kinds]  # type: ignore[attr-defined]  # the stubs know no `objects` of a mixed list
