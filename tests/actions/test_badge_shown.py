"""Choosing what a badge shows beside the award itself."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import pytest

from longleaf.actions.award import grant_award, revoke_award
from longleaf.actions.badge import choose_shown, sign_badge_anew
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.gateways.vault import FileVault
from longleaf.records.models import audit as audits
from longleaf.records.models import award as rows
from longleaf.records.models import evidence as evidences
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people
from longleaf.records.queries.badge import badge_page, showable_levels
from tests.actions.test_award import BASE, JOB, report_on
from tests.credential.published import published
from tests.people import NOW, TODAY, Cast
from tests.stories import a_review, a_submitted_attempt


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "vault.key")


@pytest.fixture
def award(cast: Cast, vault: FileVault) -> rows.Award:
    """Earned by two reviewers, who saw "pause" at different levels."""
    attempt = a_submitted_attempt(cast)
    found = ({"pause": "meets", "follow": "strong"}, {"pause": "strong", "follow": "strong"})
    for seat, (reviewer, levels) in enumerate(zip((cast.ben, cast.bea), found, strict=True), 1):
        review = a_review(attempt, reviewer, seat=seat, levels=levels)
        review.state, review.outcome, review.finished_at = "finished", "earned", NOW
        review.save()
    attempt.refresh_from_db()
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    made = grant_award(by=JOB, attempt=attempt.pk, vault=vault, base_url=BASE, now=NOW)
    return rows.Award.objects.get(pk=made)


def choose(
    award: rows.Award, vault: FileVault, *, by: people.Person | None = None, **wanted: Any
) -> None:
    choose_shown(
        by=Cast.acting(by or award.educator),
        award=award.pk,
        **{"artifacts": [], "levels": False, **wanted},
        vault=vault,
        base_url=BASE,
        now=NOW,
    )


def present(award: rows.Award) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(award.badges.get(replaced_at__isnull=True).document)
    return document


def results(award: rows.Award) -> list[str]:
    return [item["achievedLevel"] for item in present(award)["credentialSubject"].get("result", [])]


def test_a_first_badge_shows_no_level(award: rows.Award) -> None:
    assert results(award) == []


def test_levels_are_shown_if_the_educator_wants_and_hidden_again(
    award: rows.Award, vault: FileVault
) -> None:
    choose(award, vault, levels=True)
    page = f"{BASE}/microcredentials/wait-time/versions/1"
    assert results(award) == [f"{page}#pause.meets", f"{page}#follow.strong"]
    assert showable_levels(award.pk, who=Cast.acting(award.educator)).are_shown
    choose(award, vault, levels=False)
    assert results(award) == []
    assert award.badges.count() == 3


def test_a_badge_with_all_it_can_show_is_good_and_as_the_published_schema_asks(
    award: rows.Award, vault: FileVault
) -> None:
    evidences.Artifact.objects.update(students="none")
    artifacts = list(
        evidences.Artifact.objects.filter(owner=award.educator).values_list("pk", flat=True)
    )
    choose(award, vault, levels=True, artifacts=artifacts)
    assert report_on(award, vault).overall == "good"
    schema = published("schemas/ob_v3p0_achievementcredential_schema.json")
    assert list(jsonschema.Draft201909Validator(schema).iter_errors(present(award))) == []


def test_choosing_the_same_again_signs_nothing(award: rows.Award, vault: FileVault) -> None:
    choose(award, vault, levels=True)
    choose(award, vault, levels=True)
    assert award.badges.count() == 2
    assert audits.AuditEvent.objects.filter(verb="badge.signed").count() == 2


def test_a_badge_signed_anew_for_another_reason_shows_what_it_showed(
    award: rows.Award, vault: FileVault
) -> None:
    choose(award, vault, levels=True)
    before = results(award)
    sign_badge_anew(by=system("keys"), award=award, vault=vault, base_url=BASE, now=NOW)
    assert results(award) == before != []


def test_nobody_else_chooses(cast: Cast, award: rows.Award, vault: FileVault) -> None:
    with pytest.raises(NoSuchRecordError):
        choose(award, vault, by=cast.ben, levels=True)


def test_work_that_was_not_handed_in_cannot_be_named(award: rows.Award, vault: FileVault) -> None:
    with pytest.raises(ProblemsError):
        choose(award, vault, artifacts=[uuid4()])
    assert award.badges.count() == 1


def test_a_revoked_award_gets_no_new_badge(cast: Cast, award: rows.Award, vault: FileVault) -> None:
    revoke_award(
        by=Cast.acting(cast.ada),
        award=award.pk,
        reason="Given in error.",
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    with pytest.raises(AlreadyDoneError):
        choose(award, vault, levels=True)


def test_a_badge_of_a_later_version_names_the_versions_before(
    award: rows.Award, vault: FileVault
) -> None:
    first = award.version
    definitions.Version.objects.filter(pk=first.pk).update(state="replaced")
    made = definitions.Version.objects.get(pk=first.pk)
    made.state = "published"
    made.pk, made.number = uuid4(), 2
    made._state.adding = True
    made.save()
    rows.Award.objects.filter(pk=award.pk).update(version=made)
    award.refresh_from_db()
    choose(award, vault, levels=True)
    related = present(award)["credentialSubject"]["achievement"]["related"]
    assert [one["version"] for one in related] == ["1"]


def test_the_page_of_a_badge_shows_what_its_educator_chose(
    award: rows.Award, vault: FileVault
) -> None:
    own = Cast.acting(award.educator)
    assert badge_page(award.pk, who=own, on=TODAY).levels == {}
    choose(award, vault, levels=True)
    assert set(badge_page(award.pk, who=own, on=TODAY).levels) == {"Pause", "Follow up"}
