"""Keys that are rotated, distrusted, or speak for an address; badges that are signed anew."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from longleaf.actions.award import reinstate_award, revoke_award, suspend_award
from longleaf.actions.check import check_badge
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.key import (
    choose_issuer_method,
    distrust_key,
    key_in_use,
    rotate_key,
    signer_for,
)
from longleaf.actions.own_issuer import OwnDocuments, issuer_document
from longleaf.actions.reissue import begin_signing_anew, sign_badges_anew
from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.ports import DocumentKeys
from longleaf.credential.report import Outcome, Overall, Report
from longleaf.domain.organization.actor import system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.vault import FileVault
from longleaf.records.models import audit as audits
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows
from longleaf.records.models import evidence as evidences
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from tests.actions.test_award import BASE, earned, granted, vault
from tests.people import NOW, Cast

__all__ = ["earned", "vault"]

THEFT = NOW + timedelta(days=10)
FOUND_OUT = NOW + timedelta(days=20)
NORTHFIELD_WEB = "did:web:longleaf.example:issuers:northfield-schools"


@dataclass
class Fixed:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def award(earned: evidences.Attempt, vault: FileVault) -> awards.Award:
    return granted(earned, vault)


def document_of(award: awards.Award) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(award.badges.get(replaced_at__isnull=True).document)
    return found


def checked(document: JsonObject, vault: FileVault) -> Report:
    return check_badge(json.dumps(document).encode(), vault=vault, base_url=BASE, now=FOUND_OUT)


def distrust(cast: Cast, vault: FileVault, *, since: datetime = THEFT) -> rows.SigningKey:
    key = rows.SigningKey.objects.earliest("made_at")
    distrust_key(
        by=cast.acting(cast.ada),
        key=key.pk,
        since=since,
        reason="A backup was copied.",
        vault=vault,
        base_url=BASE,
        now=FOUND_OUT,
    )
    key.refresh_from_db()
    return key


def forged(award: awards.Award, vault: FileVault, *, dated: datetime) -> JsonObject:
    """What somebody makes who holds the key: the same badge for somebody else."""
    claims = {name: value for name, value in document_of(award).items() if name != "proof"}
    claims["name"] = "A badge that nobody earned"
    signer = signer_for(rows.SigningKey.objects.earliest("made_at"), vault=vault)
    return issue(claims, signer=signer, now=dated)


def trust_in(report: Report) -> tuple[Outcome, str]:
    found = report.result("trust")
    assert found is not None
    return found.outcome, found.sentence


def test_what_a_thief_signs_after_the_theft_is_not_trusted(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    distrust(cast, vault)
    report = checked(forged(award, vault, dated=THEFT), vault)
    assert report.overall is Overall.BAD
    assert trust_in(report)[0] is Outcome.FAILED
    assert "somebody else" in trust_in(report)[1]


def test_what_a_thief_dates_before_the_theft_is_not_trusted_as_it_is_not_on_record(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    distrust(cast, vault)
    report = checked(forged(award, vault, dated=THEFT - timedelta(days=5)), vault)
    assert report.overall is Overall.BAD
    assert "not among those issued here" in trust_in(report)[1]


def test_an_honest_badge_from_before_the_theft_goes_on_passing_here(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    distrust(cast, vault)
    assert checked(document_of(award), vault).overall is Overall.GOOD


def test_a_badge_signed_at_just_the_moment_of_the_theft_is_not_trusted(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    distrust(cast, vault, since=NOW)
    assert checked(document_of(award), vault).overall is Overall.BAD


def test_before_anybody_says_so_a_forged_badge_passes(
    award: awards.Award, vault: FileVault
) -> None:
    """So that the tests above cannot pass for another reason."""
    assert checked(forged(award, vault, dated=THEFT), vault).overall is Overall.GOOD


def test_honest_badges_are_signed_anew_and_pass_everywhere(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    key = distrust(cast, vault, since=NOW)
    before = document_of(award)
    assert sign_anew(key, cast, vault) == 1
    after = document_of(award)
    assert after["issuer"] != before["issuer"]
    assert after["credentialSubject"]["achievement"] == before["credentialSubject"]["achievement"]
    assert checked(after, vault).overall is Overall.GOOD
    assert sign_anew(key, cast, vault) == 0  # nothing is left, and nothing happens twice
    assert award.badges.count() == 2
    notice = notices.Notice.objects.get(kind="badge.signed_anew")
    assert notice.person == cast.amina
    assert "Download the badge again" in notice.body


def sign_anew(key: rows.SigningKey, cast: Cast, vault: FileVault) -> int:
    told: list[int] = []
    done = sign_badges_anew(
        by=cast.acting(cast.ada),
        key=key.pk,
        tell=told.append,
        vault=vault,
        base_url=BASE,
        clock=Fixed(FOUND_OUT),
    )
    assert told == ([done] if done else [])
    return done


def test_awards_that_do_not_stand_get_no_new_badge(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    ada = cast.acting(cast.ada)
    suspend_award(
        by=ada, award=award.pk, reason="Looked into.", vault=vault, base_url=BASE, now=NOW
    )
    key = distrust(cast, vault)
    assert sign_anew(key, cast, vault) == 0
    reinstate_award(
        by=ada, award=award.pk, reason="Fine.", vault=vault, base_url=BASE, now=FOUND_OUT
    )
    assert award.badges.get(replaced_at__isnull=True).key != key


def test_signing_anew_is_queued_once_and_not_for_a_key_in_use(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    ada = cast.acting(cast.ada)
    with pytest.raises(AlreadyDoneError, match="in use"):
        begin_signing_anew(by=ada, key=rows.SigningKey.objects.get().pk, now=NOW)
    key = distrust(cast, vault)
    first = begin_signing_anew(by=ada, key=key.pk, now=FOUND_OUT)
    assert begin_signing_anew(by=ada, key=key.pk, now=FOUND_OUT) == first


def test_a_distrusted_key_in_use_is_replaced_at_once(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    key = distrust(cast, vault)
    assert key.retired_at == FOUND_OUT
    assert rows.SigningKey.objects.filter(retired_at__isnull=True).count() == 1
    assert audits.AuditEvent.objects.filter(verb="signing_key.distrusted").count() == 1


def test_the_moment_of_the_theft_can_be_moved_earlier_and_never_later(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    distrust(cast, vault)
    earlier = distrust(cast, vault, since=THEFT - timedelta(days=3))
    assert earlier.distrusted_since == THEFT - timedelta(days=3)
    with pytest.raises(ProblemsError, match="earlier"):
        distrust(cast, vault)
    with pytest.raises(ProblemsError, match="ahead"):
        distrust(cast, vault, since=FOUND_OUT + timedelta(seconds=1))
    assert rows.SigningKey.objects.count() == 2


def test_only_its_administrator_may_distrust_a_key(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    key = rows.SigningKey.objects.get()
    for person in (cast.dev, cast.chloe, cast.eve, cast.amina):
        with pytest.raises(NotPermittedError):
            distrust_key(
                by=cast.acting(person),
                key=key.pk,
                since=THEFT,
                reason="No.",
                vault=vault,
                base_url=BASE,
                now=FOUND_OUT,
            )


def test_a_key_lies_sealed_or_in_a_module_and_never_in_both(award: awards.Award) -> None:
    with pytest.raises(IntegrityError, match="a_key_lies_sealed_or_in_a_module"):
        rows.SigningKey.objects.update(module_reference="longleaf-1")


def choose(cast: Cast, vault: FileVault, method: str, *, base_url: str = BASE) -> None:
    choose_issuer_method(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        method=method,
        vault=vault,
        base_url=base_url,
        now=NOW,
    )


def published(did: str) -> dict[str, Any]:
    """The document that strangers read the keys of a did:web from."""
    return dict(issuer_document(did, for_strangers=True))


def test_under_did_web_a_badge_names_the_organization_s_address_and_holds(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    choose(cast, vault, "did:web")
    document = document_of(granted(earned, vault))
    assert document["issuer"]["id"] == NORTHFIELD_WEB
    report = checked(document, vault)
    assert report.overall is Overall.GOOD, report.as_json()


def test_what_was_signed_under_did_key_stays_checkable_when_did_web_is_chosen(
    award: awards.Award, vault: FileVault, cast: Cast
) -> None:
    choose(cast, vault, "did:web")
    assert checked(document_of(award), vault).overall is Overall.GOOD
    assert issuer_document(NORTHFIELD_WEB, for_strangers=True)["id"] == NORTHFIELD_WEB


def test_a_did_web_keeps_its_former_keys_so_that_its_badges_and_lists_stay_checkable(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    choose(cast, vault, "did:web")
    award = granted(earned, vault)
    rotate_key(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        vault=vault,
        base_url=BASE,
        now=NOW + timedelta(days=1),
    )
    document = published(NORTHFIELD_WEB)
    assert len(document["assertionMethod"]) == 2
    assert len(document["authentication"]) == 1
    assert checked(document_of(award), vault).overall is Overall.GOOD
    revoke_award(
        by=cast.acting(cast.ada),
        award=award.pk,
        reason="Copied.",
        vault=vault,
        base_url=BASE,
        now=NOW + timedelta(days=2),
    )
    assert checked(document_of(award), vault).overall is Overall.BAD


def test_a_stolen_key_of_a_did_web_speaks_for_nobody_any_more(
    earned: evidences.Attempt, vault: FileVault, cast: Cast
) -> None:
    choose(cast, vault, "did:web")
    award = granted(earned, vault)
    key = distrust(cast, vault)
    for_strangers = published(NORTHFIELD_WEB)
    assert key.verification_method not in for_strangers["assertionMethod"]
    assert any(
        method["id"] == key.verification_method and "revoked" in method
        for method in for_strangers["verificationMethod"]
    )
    assert checked(document_of(award), vault).overall is Overall.GOOD
    assert checked(forged(award, vault, dated=THEFT), vault).overall is Overall.BAD
    assert sign_anew(key, cast, vault) == 1
    assert checked(document_of(award), vault).overall is Overall.GOOD


def test_our_own_did_web_is_looked_up_in_the_records_and_others_elsewhere(
    cast: Cast, vault: FileVault
) -> None:
    choose(cast, vault, "did:web")
    rotate_key(
        by=cast.acting(cast.ada),
        organization=cast.northfield.pk,
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    method = rows.SigningKey.objects.get(retired_at__isnull=True).verification_method
    assert DocumentKeys(OwnDocuments()).key(method).controller == NORTHFIELD_WEB
    assert OwnDocuments().document("https://elsewhere.example/issuers/x/did.json") is None


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8000", "http://longleaf.example", "https://192.0.2.7"]
)
def test_a_site_without_a_name_under_https_cannot_have_did_web(
    cast: Cast, vault: FileVault, base_url: str
) -> None:
    with pytest.raises(ProblemsError, match="looked up over https"):
        choose(cast, vault, "did:web", base_url=base_url)
    with pytest.raises(ProblemsError):
        choose(cast, vault, "did:example", base_url=base_url)


def test_under_a_new_address_a_did_web_issuer_gets_a_key_for_that_address(
    cast: Cast, vault: FileVault
) -> None:
    choose(cast, vault, "did:web")
    by = system("review")
    told = {"by": by, "organization": cast.northfield.pk, "vault": vault, "now": NOW}
    first = key_in_use(**told, base_url=BASE)  # type: ignore[arg-type]  # mixed values
    assert key_in_use(**told, base_url=BASE) == first  # type: ignore[arg-type]  # as above
    moved = key_in_use(**told, base_url="https://moved.example")  # type: ignore[arg-type]  # as above
    assert moved.controller == "did:web:moved.example:issuers:northfield-schools"
    # Data copied to a machine of one's own stays with the key it has.
    assert key_in_use(**told, base_url="http://127.0.0.1:8000") == moved  # type: ignore[arg-type]  # as above


def test_choosing_the_same_again_changes_nothing_and_others_may_not_choose(
    cast: Cast, vault: FileVault
) -> None:
    choose(cast, vault, "did:web")
    choose(cast, vault, "did:web")
    assert rows.SigningKey.objects.count() == 1
    with pytest.raises(NotPermittedError):
        choose_issuer_method(
            by=cast.acting(cast.eve),
            organization=cast.northfield.pk,
            method="did:key",
            vault=vault,
            base_url=BASE,
            now=NOW,
        )
    with pytest.raises(NoSuchRecordError):
        key_in_use(
            by=system("review"),
            organization=people.Organization().pk,
            vault=vault,
            base_url=BASE,
            now=datetime(2026, 1, 1, tzinfo=UTC),
        )
