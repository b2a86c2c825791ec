"""Granting and changing awards."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from longleaf.actions.award import (
    grant_award,
    reinstate_award,
    revoke_award,
    revoke_awards,
    suspend_award,
)
from longleaf.actions.badge import badge_token, choose_shown
from longleaf.actions.check import check_badge
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.key import rotate_key
from longleaf.actions.status_list import edition_at
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import as_list, members
from longleaf.credential.open_badges import is_awarded_to
from longleaf.credential.ports import GivenStatusLists, NoRegistry
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.credential.status_list import StatusList
from longleaf.credential.verify import verify
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.vault import FileVault
from longleaf.records.models import audit as audits
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import credit as credits
from longleaf.records.models import evidence as evidences
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from tests.people import NOW, Cast
from tests.stories import a_submitted_attempt

BASE = "https://longleaf.example"
JOB = system("review")


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "vault.key")


@pytest.fixture
def earned(cast: Cast) -> evidences.Attempt:
    attempt = a_submitted_attempt(cast)
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    return attempt


def granted(attempt: evidences.Attempt, vault: FileVault) -> rows.Award:
    award = grant_award(by=JOB, attempt=attempt.pk, vault=vault, base_url=BASE, now=NOW)
    return rows.Award.objects.get(pk=award)


def report_on(award: rows.Award, vault: FileVault) -> Report:
    """What a stranger finds who has the badge and the status lists it names."""
    document = award.badges.get(replaced_at__isnull=True).document
    lists = {}
    for entry in as_list(json.loads(document)["credentialStatus"]):
        address = str(members(entry)["statusListCredential"])
        edition, _ = edition_at(address=address, vault=vault, now=NOW)
        lists[address] = json.loads(edition)
    return verify(
        document, trust=NoRegistry(), status=GivenStatusLists(lists), now=NOW + timedelta(hours=1)
    )


class Change(Protocol):
    def __call__(
        self,
        *,
        by: Actor,
        award: UUID,
        reason: str,
        vault: KeyVault,
        base_url: str,
        now: datetime,
    ) -> bool: ...


def change(
    verb: Change, award: rows.Award, person: people.Person, reason: str, vault: FileVault
) -> bool:
    by = Cast.acting(person)
    return verb(by=by, award=award.pk, reason=reason, vault=vault, base_url=BASE, now=NOW)


def test_an_award_comes_with_a_badge_that_a_stranger_can_check(
    earned: evidences.Attempt, vault: FileVault
) -> None:
    report = report_on(granted(earned, vault), vault)
    assert report.overall is Overall.GOOD, report.as_json()


def test_an_award_comes_with_one_line_of_credit(
    earned: evidences.Attempt, vault: FileVault
) -> None:
    award = granted(earned, vault)
    line = credits.CreditEntry.objects.get(award=award)
    assert (line.kind, line.person_id) == ("award", earned.submission.educator_id)


def test_granting_twice_gives_the_same_award(earned: evidences.Attempt, vault: FileVault) -> None:
    assert granted(earned, vault) == granted(earned, vault)
    assert rows.Award.objects.count() == badges.Badge.objects.count() == 1


def test_an_attempt_that_was_not_judged_earned_gives_no_award(
    earned: evidences.Attempt, vault: FileVault
) -> None:
    earned.outcome = "not_yet"
    earned.save()
    with pytest.raises(NoSuchRecordError):
        granted(earned, vault)


def test_no_person_grants_an_award_by_hand(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    for person in (cast.amina, cast.ben, cast.chloe, cast.ada, cast.dev):
        with pytest.raises(NotPermittedError):
            grant_award(
                by=cast.acting(person), attempt=earned.pk, vault=vault, base_url=BASE, now=NOW
            )


def test_the_badge_names_nobody_but_its_earner_can_be_confirmed(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    document = granted(earned, vault).badges.get().document
    assert cast.amina.name not in document
    assert cast.amina.email not in document
    assert is_awarded_to(json.loads(document), email=cast.amina.email)
    assert not is_awarded_to(json.loads(document), email=cast.ben.email)


def half_an_award(attempt: evidences.Attempt) -> None:
    with transaction.atomic():
        rows.Award.objects.create(
            educator=attempt.submission.educator,
            microcredential=attempt.submission.microcredential,
            version=attempt.submission.version,
            issuer=attempt.submission.microcredential.issuer,
            submission=attempt.submission,
            granted_at=NOW,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as when a transaction ends


def test_the_database_refuses_an_award_without_its_credit_and_badge(
    earned: evidences.Attempt,
) -> None:
    with pytest.raises(IntegrityError, match="or not at all"):
        half_an_award(earned)


def test_a_revoked_award_is_revoked_for_whoever_checks_its_badge(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    change(revoke_award, award, cast.ada, "The evidence was somebody else's.", vault)
    report = report_on(award, vault)
    status = report.result("status")
    assert report.overall is Overall.BAD
    assert status is not None
    assert status.outcome is Outcome.FAILED
    assert "revoked" in status.sentence


def test_a_suspended_award_is_suspended_and_a_reinstated_one_holds_again(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    change(suspend_award, award, cast.dev, "Being looked into.", vault)
    assert report_on(award, vault).overall is Overall.BAD
    change(reinstate_award, award, cast.dev, "All is well.", vault)
    assert report_on(award, vault).overall is Overall.GOOD


def test_a_change_of_an_award_needs_a_reason_and_happens_once(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    with pytest.raises(ProblemsError):
        change(revoke_award, award, cast.ada, " ", vault)
    assert change(revoke_award, award, cast.ada, "Copied.", vault)
    assert not change(revoke_award, award, cast.ada, "Copied.", vault)
    with pytest.raises(AlreadyDoneError):
        change(suspend_award, award, cast.ada, "Copied.", vault)
    assert audits.AuditEvent.objects.filter(verb="award.revoked").count() == 1


def test_an_award_of_another_organization_does_not_exist_for_a_coordinator_or_educator(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    for person in (cast.eve, cast.amina, cast.chloe, cast.ben):
        with pytest.raises(NoSuchRecordError):
            change(revoke_award, award, person, "No.", vault)


def test_what_was_signed_before_a_key_was_rotated_stays_checkable(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    rotate_key(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    assert report_on(award, vault).overall is Overall.GOOD
    assert badges.SigningKey.objects.filter(retired_at__isnull=True).count() == 1


def test_private_keys_lie_encrypted(earned: evidences.Attempt, vault: FileVault) -> None:
    granted(earned, vault)
    key = badges.SigningKey.objects.get()
    sealed = bytes(key.sealed_private_key or b"")
    seed = vault.open(sealed, context=f"signing key {key.verification_method}")
    assert seed not in sealed
    with pytest.raises(ValueError, match="another place"):
        vault.open(sealed, context="signing key of somebody else")


@pytest.fixture
def two(earned: evidences.Attempt, vault: FileVault, cast: Cast) -> list[rows.Award]:
    """Amina's award and Ben's, of one micro-credential."""
    other = a_submitted_attempt(cast, version=earned.submission.version, educator=cast.ben)
    other.state, other.outcome, other.decided_at = "decided", "earned", NOW
    other.save()
    return [granted(earned, vault), granted(other, vault)]


def revoke_both(by: people.Person, two: list[rows.Award], vault: FileVault) -> int:
    return revoke_awards(
        by=Cast.acting(by),
        awards=[award.pk for award in two],
        reason="The recordings were swapped.",
        category="granted_in_error",
        vault=vault,
        base_url=BASE,
        now=NOW,
    )


def test_many_awards_are_revoked_for_one_reason_and_each_educator_is_told(
    two: list[rows.Award], vault: FileVault, cast: Cast
) -> None:
    change(revoke_award, two[0], cast.ada, "Found earlier.", vault)
    assert revoke_both(cast.ada, two, vault) == 1  # the other is revoked already
    assert revoke_both(cast.ada, two, vault) == 0
    assert all(report_on(award, vault).overall is Overall.BAD for award in two)
    assert rows.AwardEvent.objects.filter(kind="revoked").count() == 2
    assert audits.AuditEvent.objects.filter(verb="award.revoked").count() == 2
    assert notices.Notice.objects.filter(person=cast.ben, kind="award.revoked").count() == 1


def test_of_many_awards_none_is_revoked_if_one_is_out_of_reach(
    two: list[rows.Award], vault: FileVault, cast: Cast
) -> None:
    rows.Award.objects.filter(pk=two[1].pk).update(issuer=cast.southfield)
    with pytest.raises(NoSuchRecordError):
        revoke_both(cast.ada, two, vault)
    assert not rows.Award.objects.filter(state="revoked").exists()


def a_nameable_artifact(attempt: evidences.Attempt) -> UUID:
    """One of the submission's in which no student can be identified."""
    artifact = attempt.uses.all()[0].artifact
    evidences.Artifact.objects.filter(pk=artifact.pk).update(students="none")
    return artifact.pk


def test_a_suspension_ends_every_document_of_the_award_and_a_reinstatement_makes_a_new_one(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    choose_shown(
        by=cast.acting(cast.amina),
        award=award.pk,
        artifacts=[a_nameable_artifact(earned)],
        levels=False,
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    change(suspend_award, award, cast.dev, "Being looked into.", vault)
    change(reinstate_award, award, cast.dev, "All is well.", vault)
    first, second, third = award.badges.all()
    assert third.shown_artifacts == second.shown_artifacts != []
    held = {badge.number: badge.revocation_entry for badge in (first, second, third)}
    bits = StatusList.from_bytes(bytes(third.revocation_entry.status_list.bits))
    assert {number: bits[entry.index] for number, entry in held.items()} == {
        1: True,
        2: True,
        3: False,
    }
    notice = notices.Notice.objects.get(person=cast.amina, kind="award.reinstated")
    assert "Download your badge again" in notice.body


def test_a_choice_of_evidence_is_signed_with_the_key_in_use(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    key = rotate_key(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    choose_shown(
        by=cast.acting(cast.amina),
        award=award.pk,
        artifacts=[a_nameable_artifact(earned)],
        levels=False,
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    assert award.badges.get(replaced_at__isnull=True).key_id == key
    assert report_on(award, vault).overall is Overall.GOOD


def test_the_words_for_strangers_are_of_a_list_and_fit_the_change(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    for category in ("granted_in_error", "because I say so"):
        with pytest.raises(ProblemsError, match="do not fit"):
            suspend_award(
                by=cast.acting(cast.ada),
                award=award.pk,
                reason="Looked into.",
                category=category,
                vault=vault,
                base_url=BASE,
                now=NOW,
            )


def test_a_token_of_a_suspended_award_is_called_suspended_too(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    award = granted(earned, vault)
    token = badge_token(award=award.pk, vault=vault)
    assert token is not None
    change(suspend_award, award, cast.ada, "Looked into.", vault)
    report = check_badge(token.encode(), vault=vault, base_url=BASE, now=NOW)
    found = report.result("status")
    assert found is not None
    assert found.reason == "suspended"
