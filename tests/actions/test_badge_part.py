"""Parts of a badge: shown by its educator, checked by anybody, ended with the award."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.award import reinstate_award, revoke_award, suspend_award
from longleaf.actions.badge_part import parts_offered, show_part
from longleaf.actions.check import check_badge
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.key import choose_issuer_method, distrust_key, rotate_key, signer_for
from longleaf.actions.own_issuer import OwnDocuments, issuer_document
from longleaf.actions.status_list import edition_at
from longleaf.basis.problem import ProblemsError
from longleaf.credential.disclosure import add_base_proof, derive
from longleaf.credential.open_badges import is_awarded_to
from longleaf.credential.ports import DocumentKeys, GivenStatusLists, NoRegistry
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.credential.verify import verify
from longleaf.domain.badge.part import Choice, Topic
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.vault import FileVault
from longleaf.records.models import audit as audits
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows
from longleaf.records.models import evidence as evidences
from longleaf.records.models import organization as people
from tests.actions.test_award import BASE, change, earned, granted, vault
from tests.people import NOW, Cast

__all__ = ["earned", "vault"]

LATER = NOW + timedelta(days=10)


@pytest.fixture
def award(earned: evidences.Attempt, vault: FileVault) -> awards.Award:
    evidences.Artifact.objects.update(students="none")
    return granted(earned, vault)


def offered(cast: Cast, award: awards.Award) -> list[Choice]:
    return parts_offered(by=cast.acting(cast.amina), award=award.pk, base_url=BASE, now=NOW)


def shown(
    cast: Cast,
    award: awards.Award,
    vault: FileVault,
    *chosen: str,
    person: people.Person | None = None,
    now: datetime = NOW,
) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(
        show_part(
            by=cast.acting(person or cast.amina),
            award=award.pk,
            chosen=chosen,
            vault=vault,
            base_url=BASE,
            now=now,
        )
    )
    return made


def checked(document: dict[str, Any], vault: FileVault) -> Report:
    return check_badge(json.dumps(document).encode(), vault=vault, base_url=BASE, now=LATER)


def status_of(document: dict[str, Any], vault: FileVault) -> str:
    found = checked(document, vault).result("status")
    assert found is not None
    return found.reason


def test_a_part_passes_the_check_here_as_of_the_organization_that_awarded_it(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    report = checked(shown(cast, award, vault), vault)
    assert report.overall is Overall.GOOD, report.as_json()
    trust = report.result("trust")
    assert trust is not None
    assert trust.sentence.startswith(f"{cast.northfield.name} issues on longleaf.example")


def test_a_part_can_be_checked_by_a_stranger_with_the_list_alone(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    document = shown(cast, award, vault, "identity")
    [status] = [document["credentialStatus"]]
    address = status["statusListCredential"]
    edition, _ = edition_at(address=address, vault=vault, now=NOW)
    report = verify(
        json.dumps(document),
        trust=NoRegistry(),
        status=GivenStatusLists({address: json.loads(edition)}),
        now=LATER - timedelta(days=5),
    )
    assert report.overall is Overall.GOOD, report.as_json()


def test_what_was_not_chosen_is_nowhere_in_the_file(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    evidence = [choice for choice in offered(cast, award) if choice.topic is Topic.EVIDENCE]
    assert len(evidence) > 1
    kept, given = evidence[0], evidence[1]
    text = json.dumps(shown(cast, award, vault, given.key))
    assert given.label in text
    for absent in (kept.label, "identityHash", "awardedDate", "alignment", "refreshService"):
        assert absent not in text, absent
    assert str(award.pk) not in text


def test_what_is_always_shown_is_who_awarded_what_and_whether_it_holds(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    document = shown(cast, award, vault)
    assert document["issuer"]["name"] == cast.northfield.name
    assert document["credentialSubject"].keys() == {"id", "type", "achievement"}
    achievement = document["credentialSubject"]["achievement"]
    assert {"name", "description", "criteria", "version"} <= achievement.keys()
    assert {"validFrom", "credentialStatus", "name"} <= document.keys()


def test_everything_that_is_offered_can_be_shown_alone_and_together(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    keys = [choice.key for choice in offered(cast, award)]
    assert {"identity", "awarded"} < set(keys)
    for chosen in [[key] for key in keys] + [keys]:
        report = checked(shown(cast, award, vault, *chosen), vault)
        assert report.overall is Overall.GOOD, (chosen, report.as_json())


def test_the_hashed_address_is_in_it_if_the_educator_wants(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    assert is_awarded_to(shown(cast, award, vault, "identity"), email=cast.amina.email)


def test_a_changed_byte_is_found(award: awards.Award, vault: FileVault, cast: Cast) -> None:
    document = shown(cast, award, vault, "awarded")
    document["awardedDate"] = "2020-01-01T00:00:00Z"
    assert checked(document, vault).overall is Overall.BAD


def test_nothing_more_can_be_shown_from_a_part(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    with pytest.raises(Exception, match="not signed so that parts"):
        derive(shown(cast, award, vault), pointers=["/evidence"])


def test_the_same_choice_twice_gives_the_same_file_and_one_place(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    first = shown(cast, award, vault, "identity")
    assert shown(cast, award, vault, "identity", now=LATER) == first
    assert rows.BadgeBase.objects.count() == 1
    assert rows.StatusEntry.objects.filter(award=award).count() == 2
    assert audits.AuditEvent.objects.filter(verb="badge.base_signed").count() == 1
    assert audits.AuditEvent.objects.filter(verb="badge.part_shown").count() == 2


def test_what_parts_are_shown_from_lies_sealed_and_what_was_chosen_is_not_kept(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    shown(cast, award, vault, "identity")
    assert b"identityHash" not in bytes(rows.BadgeBase.objects.get().sealed_document)
    assert audits.AuditEvent.objects.get(verb="badge.part_shown").details == {}


def test_if_the_secret_was_lost_a_new_key_signs_anew(
    award: awards.Award, vault: FileVault, cast: Cast, tmp_path: Path
) -> None:
    before = shown(cast, award, vault)
    other = FileVault(tmp_path / "another.key")
    rotate_key(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        vault=other,
        base_url=BASE,
        now=LATER,
    )
    after = shown(cast, award, other)
    assert after["issuer"]["id"] != before["issuer"]["id"]
    assert rows.BadgeBase.objects.filter(replaced_at=None).count() == 1


def test_what_parts_are_shown_from_cannot_be_changed(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    shown(cast, award, vault)
    with pytest.raises(IntegrityError, match="sign another"), transaction.atomic():
        rows.BadgeBase.objects.update(sealed_document=b"other")


def test_only_its_educator_shows_a_part(award: awards.Award, vault: FileVault, cast: Cast) -> None:
    for other in (cast.ezra, cast.ada, cast.chloe, cast.dev):
        with pytest.raises((NoSuchRecordError, NotPermittedError)):
            shown(cast, award, vault, person=other)
        with pytest.raises((NoSuchRecordError, NotPermittedError)):
            parts_offered(by=cast.acting(other), award=award.pk, base_url=BASE, now=NOW)
    assert not rows.BadgeBase.objects.exists()


def test_what_is_not_offered_cannot_be_chosen(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    with pytest.raises(ProblemsError):
        shown(cast, award, vault, "salary")
    assert not rows.BadgeBase.objects.exists()


def test_evidence_that_shows_students_is_not_offered_any_more(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    [gone, *_] = [choice for choice in offered(cast, award) if choice.topic is Topic.EVIDENCE]
    shown(cast, award, vault, gone.key)
    evidences.Artifact.objects.update(students="identifiable")
    assert gone.key not in {choice.key for choice in offered(cast, award)}
    with pytest.raises(ProblemsError):
        shown(cast, award, vault, gone.key)


def test_a_new_address_of_the_educator_is_in_the_next_part(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    before = shown(cast, award, vault, "identity")
    cast.amina.email = "amina.new@example.org"
    cast.amina.save()
    after = shown(cast, award, vault, "identity")
    assert is_awarded_to(after, email="amina.new@example.org")
    assert checked(before, vault).overall is Overall.GOOD


def test_revoking_the_award_ends_every_part_ever_shown(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    first = shown(cast, award, vault)
    evidences.Artifact.objects.update(students="identifiable")
    second = shown(cast, award, vault)
    assert first["credentialStatus"] != second["credentialStatus"]
    change(revoke_award, award, cast.ada, "It was not theirs.", vault)
    assert {status_of(first, vault), status_of(second, vault)} == {"revoked"}
    assert checked(first, vault).overall is Overall.BAD
    with pytest.raises(AlreadyDoneError, match="revoked"):
        shown(cast, award, vault)
    with pytest.raises(AlreadyDoneError, match="revoked"):
        offered(cast, award)


def test_a_suspension_ends_a_part_and_after_it_a_new_one_is_shown(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    first = shown(cast, award, vault)
    change(suspend_award, award, cast.ada, "We look into it.", vault)
    assert status_of(first, vault) == "suspended"
    with pytest.raises(AlreadyDoneError, match="suspended"):
        shown(cast, award, vault)
    change(reinstate_award, award, cast.ada, "All is well.", vault)
    assert status_of(first, vault) == "replaced"
    assert checked(shown(cast, award, vault), vault).overall is Overall.GOOD


def parts_key() -> rows.SigningKey:
    return rows.SigningKey.objects.get(use="parts", retired_at__isnull=True)


def test_the_key_for_parts_is_made_when_first_needed_beside_the_other(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    assert not rows.SigningKey.objects.filter(use="parts").exists()
    shown(cast, award, vault)
    in_use = rows.SigningKey.objects.filter(organization=cast.northfield, retired_at=None)
    assert sorted(in_use.values_list("use", "kind")) == [("parts", "P-256"), ("whole", "Ed25519")]


def test_an_organization_has_one_key_for_parts(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    shown(cast, award, vault)
    second = parts_key()
    second.pk, second.verification_method = None, "did:key:zOther#zOther"
    with pytest.raises(IntegrityError, match="one_key_in_use"), transaction.atomic():
        second.save(force_insert=True)


def test_new_keys_leave_the_parts_of_before_valid(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    before = shown(cast, award, vault)
    rotate_key(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        vault=vault,
        base_url=BASE,
        now=LATER,
    )
    assert not rows.SigningKey.objects.filter(use="parts", retired_at=None).exists()
    assert checked(before, vault).overall is Overall.GOOD
    assert shown(cast, award, vault) == before


def distrusted(cast: Cast, vault: FileVault) -> rows.SigningKey:
    key = parts_key()
    distrust_key(
        by=cast.acting(cast.ada),
        key=key.pk,
        since=NOW + timedelta(days=1),
        reason="A backup was copied.",
        vault=vault,
        base_url=BASE,
        now=LATER,
    )
    return key


def test_parts_of_a_distrusted_key_that_were_signed_here_pass_here(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    honest = shown(cast, award, vault, "identity")
    key = distrusted(cast, vault)
    assert checked(honest, vault).overall is Overall.GOOD
    anew = shown(cast, award, vault, "identity", now=LATER)
    assert anew["issuer"]["id"] == parts_key().controller != key.controller


def test_a_part_that_a_thief_signed_with_a_distrusted_key_does_not_pass(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    claims = shown(cast, award, vault)
    del claims["proof"]
    claims["credentialSubject"]["id"] = "urn:uuid:00000000-0000-4000-8000-000000000000"
    signer = signer_for(distrusted(cast, vault), vault=vault)
    forged = derive(add_base_proof(claims, signer=signer, now=NOW), pointers=[])
    report = checked(forged, vault)
    trust = report.result("trust")
    assert report.overall is Overall.BAD
    assert trust is not None
    assert trust.outcome is Outcome.FAILED
    assert "not among those issued here" in trust.sentence


def test_under_did_web_parts_are_of_the_same_identifier_and_list(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    choose_issuer_method(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        method="did:web",
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    document = shown(cast, award, vault)
    did = "did:web:longleaf.example:issuers:northfield-schools"
    assert document["issuer"]["id"] == did
    listed = issuer_document(did, for_strangers=True)["assertionMethod"]
    assert parts_key().verification_method in listed  # type: ignore[operator]  # a list
    address = document["credentialStatus"]["statusListCredential"]
    edition, _ = edition_at(address=address, vault=vault, now=NOW)
    report = verify(
        json.dumps(document),
        trust=NoRegistry(),
        status=GivenStatusLists({address: json.loads(edition)}),
        now=NOW + timedelta(hours=1),
        keys=DocumentKeys(OwnDocuments()),
    )
    assert report.overall is Overall.GOOD, report.as_json()
